using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Closures;

/// <summary>
/// An order that puts a building, or some of its units, under closed management. It carries who decided, on what ground and from
/// when to when; the committee records and helps, it does not decide (传染病防治法 41).
/// </summary>
public sealed class ClosureOrder : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }

    /// <summary>As it stands on the papers: 38号楼, 38号楼1、2单元; kept when the building is renamed.</summary>
    public required string Label { get; init; }

    /// <summary>The whole building, also units and dwellings that are added later.</summary>
    public required bool Whole { get; init; }

    /// <summary>The version of the plan that the order was made with.</summary>
    public required Guid PlanId { get; init; }

    /// <summary>决定机关</summary>
    public required string Authority { get; init; }

    /// <summary>文号</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>依据</summary>
    public required string Basis { get; init; }

    public required DateOnly DecidedOn { get; init; }

    /// <summary>From when the days are counted; moved by a restart, whose row keeps the instant before.</summary>
    public required DateTimeOffset StartsAt { get; set; }
    public required DateTimeOffset ClosedUntil { get; set; }
    public required DateTimeOffset MonitoredUntil { get; set; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Display name of who entered it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>The text of the notice on the door as it was made from the template, renewed by an extension.</summary>
    public required string DoorNotice { get; set; }

    /// <summary>How to object, as it stands below the notice.</summary>
    public required string Objection { get; set; }

    /// <summary>When its passing from closed to monitored was written down and told; null before, and again after a restart.</summary>
    public DateTimeOffset? PassedAt { get; set; }

    /// <summary>Null while it is in force.</summary>
    public DateTimeOffset? LiftedAt { get; set; }

    public string LiftedBy { get; set; } = "";

    /// <summary>文号 of the decision to lift, or who telephoned it and when; empty until it is lifted.</summary>
    public string LiftDocument { get; set; } = "";

    /// <summary>Why it was lifted although something was open; empty when all conditions held.</summary>
    public string LiftReason { get; set; } = "";

    /// <summary>Empty until it is lifted.</summary>
    public string LiftingNotice { get; set; } = "";

    public ClosureSpan Span => new(StartsAt, ClosedUntil, MonitoredUntil);

    public Phase PhaseAt(DateTimeOffset now) => ClosureRules.PhaseAt(Span, LiftedAt, now);
}

/// <summary>One unit that an order binds. At most one order in force for each unit: the unique key decides.</summary>
public sealed class ClosureUnit : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }

    /// <summary>As <see cref="Dwelling.Unit"/>. Every order on a whole building also holds 0, so that two of them collide.</summary>
    public required int Unit { get; init; }

    /// <summary>Set with the order's lifting.</summary>
    public DateTimeOffset? LiftedAt { get; set; }
}

/// <summary>A line of the run sheet with its owner and its clock.</summary>
public sealed class ClosureTask : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required int Position { get; init; }
    public required Stage Stage { get; init; }
    public required string Title { get; init; }
    public required string Role { get; init; }

    /// <summary>The account that it is given to; null: nobody yet, the committee looks after it.</summary>
    public Guid? OwnerId { get; set; }

    public required string OwnerName { get; set; }

    /// <summary>Which instant <see cref="DueAt"/> was counted from; it moves with that instant while the task is open.</summary>
    public required StepClock Clock { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    /// <summary>How long it may take, where the plan says so; its clock starts that long before <see cref="DueAt"/>.</summary>
    public int? TargetSeconds { get; init; }

    public required bool BeforeLifting { get; init; }

    /// <summary>See <see cref="RunStep.ReadsCare"/>.</summary>
    public required bool ReadsCare { get; init; }

    public DateTimeOffset? DoneAt { get; set; }
    public string DoneBy { get; set; } = "";
}

/// <summary>A later decision that moves the ends of an order (延长) or counts it anew (重新计时). The first decision stays as it was; both stand on the papers.</summary>
public sealed class ClosureExtension : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }

    /// <summary>决定机关</summary>
    public required string Authority { get; init; }

    /// <summary>文号</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>依据</summary>
    public required string Basis { get; init; }

    public required string Reason { get; init; }

    /// <summary>From when the days were counted before and are counted now; both null for an extension, which moves ends only.</summary>
    public DateTimeOffset? OldStartsAt { get; init; }

    public DateTimeOffset? StartsAt { get; init; }
    public required DateTimeOffset OldClosedUntil { get; init; }
    public required DateTimeOffset OldMonitoredUntil { get; init; }
    public required DateTimeOffset ClosedUntil { get; init; }
    public required DateTimeOffset MonitoredUntil { get; init; }

    /// <summary>Days of sampling that it adds, counted like the plan's from the beginning of the order.</summary>
    public required List<int> TestDays { get; init; }

    /// <summary>重新计时</summary>
    public bool Restarts => StartsAt is not null;
}

/// <summary>One link of the chain (全链条): who did what when. Never changed, never removed before the response ends.</summary>
public sealed class ClosureEvent : IInBuilding
{
    /// <summary>Characters of <see cref="Words"/>.</summary>
    public const int MostWords = 1000;

    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Stage Stage { get; init; }

    /// <summary>Display name.</summary>
    public required string By { get; init; }

    /// <summary>One Chinese sentence; no numbers or health of residents.</summary>
    public required string Words { get; init; }

    /// <param name="words">What is too long is cut.</param>
    internal static ClosureEvent Of(ClosureOrder order, DateTimeOffset at, Stage stage, string by, string words) => new()
    {
        CommunityId = order.CommunityId,
        Id = Ids.New(),
        BuildingId = order.BuildingId,
        OrderId = order.Id,
        At = at,
        Stage = stage,
        By = by,
        Words = ChineseText.Cut(words, MostWords),
    };
}

/// <summary>The tables of this module.</summary>
public static class ClosuresDb
{
    extension(Db db)
    {
        public DbSet<ClosureOrder> ClosureOrders => db.Set<ClosureOrder>();
        public DbSet<ClosureUnit> ClosureUnits => db.Set<ClosureUnit>();
        public DbSet<ClosureTask> ClosureTasks => db.Set<ClosureTask>();
        public DbSet<ClosureExtension> ClosureExtensions => db.Set<ClosureExtension>();
        public DbSet<ClosureEvent> ClosureEvents => db.Set<ClosureEvent>();
    }
}

internal sealed class ClosuresTables :
    IEntityTypeConfiguration<ClosureOrder>, IEntityTypeConfiguration<ClosureUnit>,
    IEntityTypeConfiguration<ClosureTask>, IEntityTypeConfiguration<ClosureExtension>, IEntityTypeConfiguration<ClosureEvent>
{
    public void Configure(EntityTypeBuilder<ClosureOrder> builder)
    {
        builder.HasOne<Building>().WithMany().HasForeignKey(o => new { o.CommunityId, o.BuildingId });
        builder.HasOne<ResponsePlan>().WithMany().HasForeignKey(o => new { o.CommunityId, o.PlanId });
        builder.Property(o => o.Label).HasMaxLength(80);
        builder.Property(o => o.Authority).HasMaxLength(ClosureRules.MostWords);
        builder.Property(o => o.DocumentNumber).HasMaxLength(ClosureRules.MostWords);
        builder.Property(o => o.Basis).HasMaxLength(ClosureRules.MostWords);
        builder.Property(o => o.MadeBy).HasMaxLength(60);
        builder.Property(o => o.LiftedBy).HasMaxLength(60);
        builder.Property(o => o.LiftDocument).HasMaxLength(ClosureRules.MostWords);
        builder.Property(o => o.LiftReason).HasMaxLength(ClosureRules.MostWords);
        builder.HasIndex(o => new { o.CommunityId, o.StartsAt });
    }

    public void Configure(EntityTypeBuilder<ClosureUnit> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(u => new { u.CommunityId, u.OrderId });
        builder.HasIndex(u => new { u.CommunityId, u.BuildingId, u.Unit }).IsUnique().HasFilter("lifted_at IS NULL");
    }

    public void Configure(EntityTypeBuilder<ClosureTask> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(t => new { t.CommunityId, t.OrderId });
        builder.Property(t => t.Title).HasMaxLength(120);
        builder.Property(t => t.Role).HasMaxLength(60);
        builder.Property(t => t.OwnerName).HasMaxLength(60);
        builder.Property(t => t.DoneBy).HasMaxLength(60);
        builder.HasIndex(t => new { t.CommunityId, t.OrderId, t.Position });
    }

    public void Configure(EntityTypeBuilder<ClosureExtension> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(e => new { e.CommunityId, e.OrderId });
        builder.Property(e => e.By).HasMaxLength(60);
        builder.Property(e => e.Authority).HasMaxLength(ClosureRules.MostWords);
        builder.Property(e => e.DocumentNumber).HasMaxLength(ClosureRules.MostWords);
        builder.Property(e => e.Basis).HasMaxLength(ClosureRules.MostWords);
        builder.Property(e => e.Reason).HasMaxLength(ClosureRules.MostWords);
        builder.Ignore(e => e.Restarts);
        builder.HasIndex(e => new { e.CommunityId, e.OrderId, e.At });
    }

    public void Configure(EntityTypeBuilder<ClosureEvent> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(e => new { e.CommunityId, e.OrderId });
        builder.Property(e => e.By).HasMaxLength(60);
        builder.Property(e => e.Words).HasMaxLength(ClosureEvent.MostWords);
        builder.HasIndex(e => new { e.CommunityId, e.OrderId, e.At });
    }
}
