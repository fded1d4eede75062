using System.Globalization;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;

namespace SafeIsle.Closures;

/// <summary>Makes an order's tasks from its plan.</summary>
internal static class RunSheet
{
    /// <param name="owners">Role of the run sheet → who takes it; a role that is missing belongs to nobody yet.</param>
    public static IReadOnlyList<ClosureTask> Make(ClosureOrder order, PlanBody plan, IReadOnlyDictionary<string, Colleague> owners)
    {
        var tasks = new List<ClosureTask>();
        foreach (var step in plan.RunSheet)
        {
            if (step.Clock == StepClock.TestDay)
            {
                tasks.AddRange(Rounds(order, step, plan.TestDays, owners.GetValueOrDefault(step.Role), tasks.Count));
            }
            else
            {
                tasks.Add(Task(order, step, Begin(order, step.Clock), owners.GetValueOrDefault(step.Role), tasks.Count));
            }
        }

        return tasks;
    }

    /// <summary>The tasks of test days that an extension adds, after those that are there; each goes to whoever has the role's other tasks.</summary>
    /// <param name="plan">The plan before the extension.</param>
    public static IReadOnlyList<ClosureTask> Added(ClosureOrder order, PlanBody plan, IReadOnlyList<int> days, IReadOnlyList<TaskRow> there)
    {
        var tasks = new List<ClosureTask>();
        var position = there.Count == 0 ? 0 : there.Max(t => t.Position) + 1;
        foreach (var step in plan.RunSheet.Where(s => s.Clock == StepClock.TestDay))
        {
            var before = there.LastOrDefault(t => t.Role == step.Role && t.OwnerId is not null);
            var owner = before is null ? null : new Colleague(before.OwnerId!.Value, before.OwnerName, "");
            tasks.AddRange(Rounds(order, step, days, owner, position + tasks.Count));
        }

        return tasks;
    }

    /// <summary>
    /// What a restart adds after the tasks that are there: every round of the days not yet over, and each step of an end that was done for the
    /// old one.
    /// </summary>
    /// <param name="order">With its new instants.</param>
    public static IReadOnlyList<ClosureTask> Restarted(
        ClosureOrder order, PlanBody plan, IReadOnlyList<ClosureTask> there, DateTimeOffset now)
    {
        var tasks = new List<ClosureTask>();
        var position = there.Count == 0 ? 0 : there.Max(t => t.Position) + 1;
        foreach (var step in plan.RunSheet.Where(s => s.Clock != StepClock.Order))
        {
            var owner = OwnerOf(step.Role, there);
            if (step.Clock == StepClock.TestDay)
            {
                var days = plan.TestDays.Where(day => order.StartsAt.AddDays(day) > now).ToList();
                tasks.AddRange(Rounds(order, step with { Task = Again + step.Task }, days, owner, position + tasks.Count));
            }
            else if (there.Any(t => t.Clock == step.Clock && t.DoneAt is not null && t.Title.EndsWith(step.Task, StringComparison.Ordinal))
                && !there.Any(t => t.Clock == step.Clock && t.DoneAt is null && t.Title.EndsWith(step.Task, StringComparison.Ordinal)))
            {
                tasks.Add(Task(order, step with { Task = Again + step.Task }, Begin(order, step.Clock), owner, position + tasks.Count));
            }
        }

        return tasks;
    }

    private const string Again = "（重新计时）";

    private static Colleague? OwnerOf(string role, IReadOnlyList<ClosureTask> there) =>
        there.LastOrDefault(t => t.Role == role && t.OwnerId is not null) is { } before ? new(before.OwnerId!.Value, before.OwnerName, "") : null;

    private static IEnumerable<ClosureTask> Rounds(
        ClosureOrder order, RunStep step, IReadOnlyList<int> days, Colleague? owner, int position) =>
        days.Select((day, i) => Task(order, step, order.StartsAt.AddDays(day - 1), owner, position + i, day));

    private static ClosureTask Task(
        ClosureOrder order, RunStep step, DateTimeOffset begin, Colleague? owner, int position, int day = 0) => new()
    {
        CommunityId = order.CommunityId,
        Id = Ids.New(),
        BuildingId = order.BuildingId,
        OrderId = order.Id,
        Position = position,
        Stage = step.Stage,
        Title = step.Task.Replace("{天}", day.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        Role = step.Role,
        OwnerId = owner?.Id,
        OwnerName = owner?.Name ?? "",
        Clock = step.Clock,
        DueAt = begin.AddMinutes(step.Minutes).AddSeconds(step.TargetSeconds ?? 0),
        TargetSeconds = step.TargetSeconds,
        BeforeLifting = step.BeforeLifting,
        ReadsCare = step.ReadsCare,
    };

    private static DateTimeOffset Begin(ClosureOrder order, StepClock clock) => clock switch
    {
        StepClock.Order => order.MadeAt,
        StepClock.TestDay => order.StartsAt,
        StepClock.ClosedEnd => order.ClosedUntil,
        StepClock.End => order.MonitoredUntil,
    };
}

/// <summary>A task as boards and papers show it.</summary>
public sealed record TaskRow(
    Guid Id, Stage Stage, string Title, string Role, Guid? OwnerId, string OwnerName, DateTimeOffset DueAt, int? TargetSeconds,
    bool BeforeLifting, DateTimeOffset? DoneAt, string DoneBy, int Position)
{
    public bool Done => DoneAt is not null;

    public bool LateAt(DateTimeOffset now) => DoneAt is null && now > DueAt;

    /// <summary>Seconds it took, for tasks that the plan promises within a time; null for others and for open ones.</summary>
    public long? Took => TargetSeconds is { } target && DoneAt is { } done
        ? Math.Max(0, (long)(done - DueAt.AddSeconds(-target)).TotalSeconds)
        : null;

    /// <summary>Late ones first, the latest at the top; then open ones by their time; then what is done.</summary>
    public static IReadOnlyList<TaskRow> Sorted(IEnumerable<TaskRow> tasks) =>
        [.. tasks.OrderBy(t => t.Done).ThenBy(t => t.DoneAt is null ? t.DueAt : DateTimeOffset.MaxValue).ThenBy(t => t.DoneAt).ThenBy(t => t.Position)];
}
