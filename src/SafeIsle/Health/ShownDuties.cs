using Microsoft.EntityFrameworkCore;
using SafeIsle.Health.Measures;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>How long a duty to report lasted, and by which plan it was imposed.</summary>
public sealed class DutySpan
{
    /// <summary>Of the order or measure.</summary>
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    /// <summary>Null while it is in force.</summary>
    public required DateTimeOffset? EndedAt { get; init; }
}

/// <summary>All duties of a kind in a community, those that are over too; who imposes duties registers one of these beside <see cref="ReportDuties"/>.</summary>
public delegate IQueryable<DutySpan> DutySpans(Db db, long community);

/// <summary>
/// The duties of which lists still tell: in force, or over for no longer than the plan says that each was imposed by. What is older is read
/// in a file that asks why.
/// </summary>
internal sealed class ShownDuties(IEnumerable<DutySpans> sources)
{
    private readonly DutySpans[] sources = [.. sources];

    /// <summary>Ids of those of all kinds.</summary>
    public async Task<IQueryable<Guid>> AtAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var shown = new List<IQueryable<Guid>>();
        foreach (var source in sources)
        {
            shown.Add(await OfAsync(db, community, source(db, community), now, cancel));
        }

        return shown.Aggregate((all, some) => all.Concat(some));
    }

    /// <summary>Ids of those of one kind.</summary>
    public static async Task<IQueryable<Guid>> OfAsync(Db db, long community, IQueryable<DutySpan> spans, DateTimeOffset now, CancellationToken cancel)
    {
        var longest = now.AddDays(-MeasureRuleForm.MostShownDays);
        var plans = await spans.Where(s => s.EndedAt >= longest).Select(s => s.PlanId).Distinct().ToListAsync(cancel);
        var days = new List<(int Days, Guid Plan)>();
        foreach (var plan in plans)
        {
            days.Add(((await PublishedPlans.ReadAsync(db, community, plan, cancel)).Body.MeasureShownDays, plan));
        }

        return days.GroupBy(d => d.Days, d => d.Plan).Select(g => (Since: now.AddDays(-g.Key), Plans: g.ToList()))
            .Aggregate(
                spans.Where(s => s.EndedAt == null).Select(s => s.Id),
                (all, g) => all.Concat(spans.Where(s => g.Plans.Contains(s.PlanId) && s.EndedAt >= g.Since).Select(s => s.Id)));
    }
}
