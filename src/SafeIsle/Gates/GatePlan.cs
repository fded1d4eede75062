using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Plans;
using SafeIsle.Platform;
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

    /// <summary>Versions whose rules this process keeps read.</summary>
    private const int MostKept = 1_000;

    private static readonly ConcurrentDictionary<Guid, GatePlan> Kept = new();

    /// <summary>A visitor's pass: in and out once within its days, whatever the hour; never one of the plan's keys.</summary>
    public static readonly PassRule Visitor = new() { Key = 200, Name = "访客", Exempt = true, Voids = [PassVoid.Closed, PassVoid.Isolation] };

    private bool ForCompound { get; init; }

    /// <summary>An errand slip: out and in once for as long as a cycle may be, whatever the hour; held while the building is closed.</summary>
    public static readonly PassRule Errand = new()
    {
        Key = 201, Name = "外出单", Exempt = true, Times = 1, CycleDays = PassRuleCheck.MostCycleDays, Voids = [PassVoid.Closed, PassVoid.Isolation],
    };

    /// <summary>The same, issued although the building is closed: whoever issued it wrote why and who allowed it.</summary>
    public static readonly PassRule ErrandDespite = Errand with { Key = 202, Name = "外出单（经批准）", Voids = [] };

    /// <summary>Rules that are the same in every plan.</summary>
    public static readonly IReadOnlyList<PassRule> Fixed = [Visitor, Errand, ErrandDespite];

    public PassRule? Rule(int key) => Fixed.FirstOrDefault(r => r.Key == key) ?? Rules.FirstOrDefault(r => r.Key == key);

    /// <summary>Midnight of the first day of which records are kept, see <see cref="PlanBody.GateRecordDays"/>.</summary>
    public DateTimeOffset KeptFrom(DateTimeOffset now) =>
        Clock.Midnight(now.DateHere().AddDays(-(Plan?.Read().GateRecordDays ?? PlanBody.UsualGateRecordDays)));

    /// <summary>The chosen plan's newest version; where none was chosen, the first for a compound that has rules.</summary>
    public static async Task<GatePlan> LoadAsync(Db db, long community, CancellationToken cancel)
    {
        var settings = db.Set<GateSetting>().Where(s => s.CommunityId == community);
        var newest = await Newest(db, community)
            .Select(p => new { p.Id, p.Code, Chosen = settings.Select(s => s.PlanCode).FirstOrDefault() }).ToListAsync(cancel);
        foreach (var version in newest.Where(p => p.Chosen is null || p.Code == p.Chosen))
        {
            var plan = await ReadAsync(db, community, version.Id, cancel);
            if (version.Chosen is not null || plan is { ForCompound: true, Rules.Count: > 0 })
            {
                return plan;
            }
        }

        return new(null, [], null, UsualFever);
    }

    /// <summary>The newest version of each plan of the community.</summary>
    public static Task<List<ResponsePlan>> PlansAsync(Db db, long community, CancellationToken cancel) => Newest(db, community).ToListAsync(cancel);

    private static IQueryable<ResponsePlan> Newest(Db db, long community) => db.NewestPlans(community).OrderBy(p => p.Code);

    // Asked for by every scan; a published version never changes.
    private static async Task<GatePlan> ReadAsync(Db db, long community, Guid id, CancellationToken cancel)
    {
        if (Kept.TryGetValue(id, out var kept))
        {
            return kept;
        }

        var plan = await db.ResponsePlans.SingleAsync(p => p.CommunityId == community && p.Id == id, cancel);
        var body = plan.Read();
        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        return Kept[id] = new(plan, body.PassRules, body.Curfew, body.FeverTenths) { ForCompound = body.Scope == PlanScope.Compound };
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
