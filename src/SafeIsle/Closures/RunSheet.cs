using System.Globalization;
using SafeIsle.Plans;
using SafeIsle.Platform;

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
                for (var i = 0; i < plan.TestDays.Count; i++)
                {
                    Add(step, order.StartsAt.AddDays(plan.TestDays[i] - 1), i + 1, plan.TestDays[i]);
                }
            }
            else
            {
                Add(step, Begin(order, step.Clock));
            }
        }

        return tasks;

        void Add(RunStep step, DateTimeOffset begin, int round = 0, int day = 0)
        {
            var owner = owners.GetValueOrDefault(step.Role);
            tasks.Add(new ClosureTask
            {
                CommunityId = order.CommunityId,
                Id = Ids.New(),
                BuildingId = order.BuildingId,
                OrderId = order.Id,
                Position = tasks.Count,
                Stage = step.Stage,
                Title = step.Task.Replace("{轮}", Text(round), StringComparison.Ordinal).Replace("{天}", Text(day), StringComparison.Ordinal),
                Role = step.Role,
                OwnerId = owner?.Id,
                OwnerName = owner?.Name ?? "",
                Clock = step.Clock,
                DueAt = begin.AddMinutes(step.Minutes).AddSeconds(step.TargetSeconds ?? 0),
                TargetSeconds = step.TargetSeconds,
                BeforeLifting = step.BeforeLifting,
            });
        }
    }

    private static DateTimeOffset Begin(ClosureOrder order, StepClock clock) => clock switch
    {
        StepClock.Order => order.MadeAt,
        StepClock.TestDay => order.StartsAt,
        StepClock.ClosedEnd => order.ClosedUntil,
        StepClock.End => order.MonitoredUntil,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
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
