using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>Passages of a gate, or of all.</summary>
/// <param name="Hot">Temperatures from the plan's threshold on, see <see cref="GatePlan"/>.</param>
/// <param name="Stopped">Turned away.</param>
/// <param name="Differs">Where guard and server differ.</param>
/// <param name="Conflicts">Came by the id of another record and say something else.</param>
public sealed record GateCount(int Out, int In, int Hot, int Stopped, int Differs, int Conflicts)
{
    public static GateCount Zero { get; } = new(0, 0, 0, 0, 0, 0);
}

/// <summary>One hour at one gate.</summary>
public sealed record GateHour(Guid GateId, int Hour, int Out, int In);

/// <summary>What passed the gates on one day, from midnight to midnight in Shanghai. The one definition for desk, list and paper.</summary>
public sealed record GateDay(DateOnly Day, IReadOnlyDictionary<Guid, GateCount> Gates, IReadOnlyList<GateHour> Hours)
{
    private const int HoursOfDay = 24;

    public GateCount All => Gates.Values.Aggregate(
        GateCount.Zero, (a, b) => new(a.Out + b.Out, a.In + b.In, a.Hot + b.Hot, a.Stopped + b.Stopped, a.Differs + b.Differs, a.Conflicts + b.Conflicts));

    /// <param name="fever">Tenths of a degree from which a temperature is hot, see <see cref="GatePlan.FeverTenths"/>.</param>
    public static async Task<GateDay> LoadAsync(Db db, Me me, long community, DateOnly day, int fever, CancellationToken cancel)
    {
        var start = Clock.Midnight(day);
        var hours = new List<GateHour>();
        // Counted by the database, an hour at a time: a day's passages are never held at once.
        for (var hour = 0; hour < HoursOfDay; hour++)
        {
            var (number, from, to) = (hour, start.AddHours(hour), start.AddHours(hour + 1));
            hours.AddRange((await db.GateScans.Within(me).Where(s => s.CommunityId == community && s.At >= from && s.At < to && s.VoidAt == null && s.Verdict != PassVerdict.Stop)
                .GroupBy(s => s.GateId)
                .Select(g => new { g.Key, Out = g.Count(s => s.Direction == PassDirection.Out), In = g.Count(s => s.Direction == PassDirection.In) })
                .ToListAsync(cancel)).Select(g => new GateHour(g.Key, number, g.Out, g.In)));
        }

        return new(day, await CountsAsync(db, me, community, day, fever, cancel), hours);
    }

    /// <summary>The same without hours; gates where nobody passed are not in it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, GateCount>> CountsAsync(Db db, Me me, long community, DateOnly day, int fever, CancellationToken cancel)
    {
        var counts = await Of(db, me, community, day).GroupBy(s => s.GateId).Select(g => new
        {
            g.Key,
            Out = g.Count(s => s.VoidAt == null && s.Direction == PassDirection.Out && s.Verdict != PassVerdict.Stop),
            In = g.Count(s => s.VoidAt == null && s.Direction == PassDirection.In && s.Verdict != PassVerdict.Stop),
            Hot = g.Count(s => s.VoidAt == null && s.Tenths >= fever),
            Stopped = g.Count(s => s.VoidAt == null && s.Verdict == PassVerdict.Stop),
            Differs = g.Count(s => s.VoidAt == null && s.Differs),
            Conflicts = g.Count(s => s.Mark == ScanMark.Conflict),
        }).ToListAsync(cancel);
        return counts.ToDictionary(c => c.Key, c => new GateCount(c.Out, c.In, c.Hot, c.Stopped, c.Differs, c.Conflicts));
    }

    private static IQueryable<GateScan> Of(Db db, Me me, long community, DateOnly day)
    {
        var from = Clock.Midnight(day);
        var to = from.AddDays(1);
        return db.GateScans.Within(me).Where(s => s.CommunityId == community && s.At >= from && s.At < to);
    }
}
