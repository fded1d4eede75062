using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>Which plan's pass rules a community's gates follow.</summary>
public sealed class GateSetting : IOfCommunity
{
    public required long CommunityId { get; init; }

    /// <summary><see cref="ResponsePlan.Code"/>; its newest version counts.</summary>
    public required string PlanCode { get; set; }
}

/// <summary>The pass rules in force in a community.</summary>
/// <param name="Plan">Null when no plan has rules.</param>
public sealed record GatePlan(ResponsePlan? Plan, IReadOnlyList<PassRule> Rules, DayHours? Curfew, int FeverTenths)
{
    /// <summary>As <see cref="PlanBody.FeverCelsius"/> of the shipped plans.</summary>
    private const int UsualFever = 373;

    /// <summary>A visitor's pass: in and out once within its days, whatever the hour; never one of the plan's keys.</summary>
    public static readonly PassRule Visitor = new() { Key = 200, Name = "访客", Exempt = true, Voids = [PassVoid.Closed] };

    public PassRule? Rule(int key) => key == Visitor.Key ? Visitor : Rules.FirstOrDefault(r => r.Key == key);

    /// <summary>The chosen plan's newest version; where none was chosen, the first for a compound that has rules.</summary>
    public static async Task<GatePlan> LoadAsync(Db db, long community, CancellationToken cancel)
    {
        var chosen = await db.Set<GateSetting>().Where(s => s.CommunityId == community).Select(s => s.PlanCode).SingleOrDefaultAsync(cancel);
        foreach (var plan in await PlansAsync(db, community, cancel))
        {
            var body = plan.Read();
            if (chosen is null ? body is { Scope: PlanScope.Compound, PassRules.Count: > 0 } : plan.Code == chosen)
            {
                return new(plan, body.PassRules, body.Curfew, (int)(body.FeverCelsius * 10));
            }
        }

        return new(null, [], null, UsualFever);
    }

    /// <summary>The newest version of each plan of the community.</summary>
    public static Task<List<ResponsePlan>> PlansAsync(Db db, long community, CancellationToken cancel)
    {
        var plans = db.ResponsePlans.Where(p => p.CommunityId == community);
        return plans.Where(p => !plans.Any(n => n.Code == p.Code && n.Version > p.Version)).OrderBy(p => p.Code).ToListAsync(cancel);
    }
}

internal sealed class GateSettingTable : IEntityTypeConfiguration<GateSetting>
{
    public void Configure(EntityTypeBuilder<GateSetting> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(s => s.CommunityId);
        builder.HasKey(s => s.CommunityId);
        builder.Property(s => s.CommunityId).ValueGeneratedNever();
        builder.Property(s => s.PlanCode).HasMaxLength(40);
    }
}
