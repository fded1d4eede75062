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

/// <summary>The pass rules of one version of the plan that a community's gates follow.</summary>
/// <param name="Plan">Null when no plan has rules.</param>
public sealed record GatePlan(ResponsePlan? Plan, IReadOnlyList<PassRule> Rules, DayHours? Curfew, int FeverTenths)
{
    internal static readonly GatePlan None = new(null, [], null, PlanBody.UsualFeverTenths);

    /// <summary>A visitor's pass: in and out once within its days, whatever the hour; never one of the plan's keys.</summary>
    public static readonly PassRule Visitor = new() { Key = 200, Name = "访客", Exempt = true, Voids = [PassVoid.Closed, PassVoid.Isolation] };

    /// <summary>An errand slip: out and in once for as long as a cycle may be, whatever the hour; held while the building is closed.</summary>
    public static readonly PassRule Errand = new()
    {
        Key = 201, Name = "外出单", Exempt = true, Times = 1, CycleDays = PassRuleCheck.MostCycleDays, Voids = [PassVoid.Closed, PassVoid.Isolation],
    };

    /// <summary>The same, issued although the building is closed: whoever issued it wrote why and who allowed it.</summary>
    public static readonly PassRule ErrandDespite = Errand with { Key = 202, Name = "外出单（经批准）", Voids = [] };

    /// <summary>Rules that are the same in every plan.</summary>
    public static readonly IReadOnlyList<PassRule> Fixed = [Visitor, Errand, ErrandDespite];

    private int RecordDays { get; init; } = PlanBody.UsualGateRecordDays;

    public PassRule? Rule(int key) => Fixed.FirstOrDefault(r => r.Key == key) ?? Rules.FirstOrDefault(r => r.Key == key);

    /// <summary>The rule's name, also of one by which no pass is issued any more.</summary>
    public string NameOf(int key) => Rule(key)?.Name ?? "规则已取消";

    /// <summary>Midnight of the first day of which records are kept, see <see cref="PlanBody.GateRecordDays"/>.</summary>
    public DateTimeOffset KeptFrom(DateTimeOffset now) => Clock.Midnight(now.DateHere().AddDays(-RecordDays));

    /// <summary>In force now.</summary>
    public static async Task<GatePlan> LoadAsync(Db db, long community, CancellationToken cancel) =>
        (await GatePlans.LoadAsync(db, community, DateTimeOffset.MaxValue, cancel)).Newest;

    internal static GatePlan Of(PublishedPlan plan) => new(plan.Row, plan.Body.PassRules, plan.Body.Curfew, plan.Body.FeverTenths) { RecordDays = plan.Body.GateRecordDays };
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
