using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Somebody's temperature at a gate reached the plan's fever: a call for the committee and the doctor, one for each door and day; where nobody
/// knows whose it was, one for the gate. What was measured stands on its page alone, see <see cref="ShowFever"/>.
/// </summary>
internal static class FeverTodos
{
    internal const string Code = "gate-fever";

    // Nothing of what was measured: titles go to the log.
    private const string Title = "门岗请打电话问一问";

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    public static readonly TodoKind Kind = new(
        Code, "门岗体温", "stethoscope",
        [
            new("asked", "已电话问清", Settles: true), new("doctor", "建议就医", Settles: true), new("normal", "复测正常", Settles: true),
            new("none", "没人接", Settles: false, TimeSpan.FromMinutes(30)),
        ],
        Page: todo => ShowFever.Path(todo.CommunityId, todo.Id))
    {
        Also = MaySee,
        OnlyAlso = true, Private = true,
        Dials = (me, todo) => me.IsDoctor(todo.CommunityId, todo.BuildingId),
    };

    /// <summary>To whom it may be told.</summary>
    internal static bool MaySee(Me me, long community) => me.Keeps(community) || me.IsDoctor(community);

    /// <summary>Within the write of the scans: whoever waits for a call already does not wait longer, and one who was called earlier that day is called again.</summary>
    /// <param name="scans">One for each arrival, in their order.</param>
    internal static async Task AskAsync(
        Db db, ScanJudge judge, IReadOnlyList<Arrival> arrivals, IReadOnlyList<GateScan> scans, DateTimeOffset now, CancellationToken cancel)
    {
        // What a device wrote after it was wiped may be made up.
        var hot = arrivals.Zip(scans, (arrival, scan) => (arrival.Device.Row, Scan: scan))
            .Where(h => h.Scan.VoidAt is null && judge.IsFever(h.Scan) && (h.Row.WipedAt is not { } wiped || h.Scan.At < wiped))
            .Select(h => h.Scan).GroupBy(SourceOf).ToDictionary(g => g.Key, g => g.First());
        if (hot.Count == 0)
        {
            return;
        }

        var community = scans[0].CommunityId;
        var sources = hot.Keys.ToList();
        var waiting = await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && sources.Contains(t.SourceId) && t.ClosedAt == null)
            .Select(t => t.SourceId).ToListAsync(cancel);
        waiting.ForEach(source => hot.Remove(source));
        var (dwellings, gates) = (hot.Values.Select(s => s.DwellingId).OfType<Guid>().ToList(), hot.Values.Select(s => s.GateId).Distinct().ToList());
        var doors = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && dwellings.Contains(d.Id)
            select new { Dwelling = d, Building = b }).ToDictionaryAsync(d => d.Dwelling.Id, cancel);
        var homes = (await db.Households.Where(h => h.CommunityId == community && dwellings.Contains(h.DwellingId) && h.ClosedAt == null)
            .OrderBy(h => h.Id).Select(h => new { h.DwellingId, h.Id }).ToListAsync(cancel)).ToLookup(h => h.DwellingId, h => h.Id);
        var names = await db.Gates.Where(g => g.CommunityId == community && gates.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        // Always in the same order: of two nodes that ask for the same ones neither waits for the other's second.
        foreach (var (source, scan) in hot.OrderBy(h => h.Key))
        {
            var door = scan.DwellingId is { } dwelling ? doors[dwelling] : null;
            var pass = judge.PassOf(scan);
            var lives = door is null ? [] : homes[door.Dwelling.Id].ToList();
            var own = pass is not null && lives.Contains(pass.HouseholdId);
            await db.AskAnewAsync(
                new()
                {
                    CommunityId = community, Id = Ids.New(), BuildingId = door?.Building.Id ?? Guid.Empty, Unit = door?.Dwelling.Unit ?? 0, DwellingId = door?.Dwelling.Id,
                    Dwelling = door?.Dwelling.Label ?? names[scan.GateId], SortKey = door is null ? "" : Todo.Place(door.Building, door.Dwelling),
                    HouseholdId = own ? pass!.HouseholdId : lives.Select(h => (Guid?)h).FirstOrDefault(), PersonId = own ? pass!.PersonId : null,
                    Kind = Code, SourceId = source, Title = Title, DueAt = now + Within,
                },
                cancel);
        }
    }

    /// <summary>A guard took the measurement back: nobody calls for it, unless there is another one of that door and day. Within the open write, in which it counts no more.</summary>
    /// <param name="gone">Taken back.</param>
    internal static async Task TakenBackAsync(Db db, ScanJudge judge, IReadOnlyList<GateScan> gone, DateTimeOffset now, CancellationToken cancel)
    {
        var hot = gone.Where(judge.IsFever).ToList();
        if (hot.Count == 0)
        {
            return;
        }

        var (community, from, to) = (hot[0].CommunityId, Clock.Midnight(hot.Min(s => s.At).DateHere()), Clock.Midnight(hot.Max(s => s.At).DateHere().AddDays(1)));
        var left = (await db.GateScans.Where(s => s.CommunityId == community && s.At >= from && s.At < to && s.Tenths != null && s.VoidAt == null).ToListAsync(cancel))
            .Where(judge.IsFever).Select(SourceOf).ToHashSet();
        await db.DropTodosAsync(community, Code, [.. hot.Select(SourceOf).Where(source => !left.Contains(source)).Distinct()], now, cancel);
    }

    /// <summary>How many calls about what was measured on that day nobody has settled; and whether all of it was called about, which is not so of what only a later plan calls a fever.</summary>
    internal static async Task<(int Open, bool Followed)> OfDayAsync(Db db, Me me, long community, DateOnly day, int fever, CancellationToken cancel)
    {
        var (from, to) = (Clock.Midnight(day), Clock.Midnight(day.AddDays(1)));
        var sources = (await db.GateScans.Within(me).Where(s => s.CommunityId == community && s.At >= from && s.At < to && s.Tenths >= fever && s.VoidAt == null).ToListAsync(cancel))
            .Select(SourceOf).Distinct().ToList();
        var asked = sources.Count == 0 ? []
            : await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && sources.Contains(t.SourceId)).Select(t => t.ClosedAt == null).ToListAsync(cancel);
        return (asked.Count(open => open), sources.Count > 0 && asked.Count == sources.Count && !asked.Contains(true));
    }

    /// <summary>One for each door, or gate, and day.</summary>
    internal static Guid SourceOf(GateScan scan) =>
        Ids.Of(scan.DwellingId ?? scan.GateId, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"fever {scan.At.DateHere():yyyyMMdd}"));
}
