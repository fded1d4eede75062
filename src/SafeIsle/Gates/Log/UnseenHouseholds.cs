using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Log;

/// <summary>
/// Households at home whom no gate has seen for days, so that somebody knocks. Closed buildings are left out: there nobody passes a gate,
/// and every household reports twice a day.
/// </summary>
internal static class UnseenHouseholds
{
    /// <summary>Whoever lives at risk is looked after at least once a week.</summary>
    internal const int UsualDays = 7;

    internal const int MostDays = 30;

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/gates/unseen", ShowAsync).May(HouseholdsModule.MayCall);

    internal static string Path(long community) => $"/desk/{community}/gates/unseen";

    /// <summary>How many with a valid pass were not seen for <see cref="UsualDays"/>.</summary>
    internal static Task<int> CountAsync(Db db, Me me, long community, TimeProvider clock, CancellationToken cancel) =>
        Of(db, me, community, new(UsualDays), clock).CountAsync(cancel);

    private static async Task<IResult> ShowAsync(
        long community, string? days, string? who, Guid? compound, string? alone, string? q, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var ask = new UnseenAsk(
            int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and <= MostDays ? asked : UsualDays,
            who == "all", compound, alone == "1", ChineseText.Clean(q));
        var rows = Of(db, me, community, ask, clock);
        var number = Paging.Number(page);
        return Page.Of<UnseenPage>(new
        {
            Community = community,
            Ask = ask,
            Rows = await RowsAsync(db, community, rows, number, clock, cancel),
            Total = await rows.CountAsync(cancel),
            Number = number,
            Compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel),
            Since = await db.GateScans.Where(s => s.CommunityId == community).OrderBy(s => s.At).Select(s => (DateTimeOffset?)s.At).FirstOrDefaultAsync(cancel),
            On = clock.Today(),
        });
    }

    private static IQueryable<Household> Of(Db db, Me me, long community, UnseenAsk ask, TimeProvider clock)
    {
        var today = clock.Today();
        var from = Clock.Midnight(today.AddDays(-ask.Days));
        var (people, passes) = (db.People.Where(p => p.CommunityId == community && p.ClosedAt == null), db.Passes.Where(p => p.CommunityId == community && p.Kind != PassKind.Visitor));
        var (scans, dwellings, buildings) = (db.GateScans.Where(s => s.CommunityId == community && s.At >= from && s.VoidAt == null), db.Dwellings, db.Buildings);
        var now = clock.Now();
        var closed = InsideOrder.Of(db, db.ClosureOrders.Where(o => o.CommunityId == community && o.LiftedAt == null && o.StartsAt <= now && o.ClosedUntil > now))
            .Select(h => h.HouseholdId);
        var rows = db.Households.Within(me).Where(h => h.CommunityId == community && h.ClosedAt == null
            && people.Any(p => p.HouseholdId == h.Id && p.Presence == Presence.Home)
            // By counter, and by door where a guard looked it up: indexes hold their times, so that a look is enough, whatever the log holds.
            && !passes.Any(p => p.HouseholdId == h.Id && scans.Any(s => s.Counter == p.Counter))
            && !scans.Any(s => s.PassId == null && s.DwellingId == h.DwellingId) && !closed.Contains(h.Id));
        rows = ask.All ? rows : rows.Where(h => passes.Any(p => p.HouseholdId == h.Id && p.RevokedAt == null && p.LastDay >= today));
        rows = ask.Alone ? rows.Where(h => people.Count(p => p.HouseholdId == h.Id && p.Presence == Presence.Home) == 1) : rows;
        if (ask.Compound is { } compound)
        {
            rows = rows.Where(h => buildings.Any(b => b.CommunityId == community && b.Id == h.BuildingId && b.CompoundId == compound));
        }

        return ask.Words.Length == 0 ? rows : rows.Where(h => people.Any(p => p.HouseholdId == h.Id && p.Name.Contains(ask.Words))
            || dwellings.Any(d => d.CommunityId == community && d.Id == h.DwellingId && d.Label.Contains(ask.Words)));
    }

    private static async Task<IReadOnlyList<UnseenRow>> RowsAsync(
        Db db, long community, IQueryable<Household> households, int number, TimeProvider clock, CancellationToken cancel)
    {
        var born = Elders.BornUntil(clock.Today());
        var shown = await (
            from h in households
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { h.CommunityId, Id = h.BuildingId } equals new { b.CommunityId, b.Id }
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            orderby c.SortKey, b.SortKey, d.SortKey, h.Id
            select new { h.Id, Compound = c.Name, d.Label }).Page(number).ToListAsync(cancel);
        var ids = shown.ConvertAll(s => s.Id);
        var people = (await db.People.Where(p => p.CommunityId == community && ids.Contains(p.HouseholdId) && p.ClosedAt == null && p.Presence == Presence.Home)
            .Select(p => new { p.HouseholdId, p.BirthDate }).ToListAsync(cancel)).ToLookup(p => p.HouseholdId, p => p.BirthDate);
        var scans = db.GateScans.Where(s => s.CommunityId == community && s.VoidAt == null);
        var counters = await db.Passes.Where(p => p.CommunityId == community && ids.Contains(p.HouseholdId) && p.Kind != PassKind.Visitor)
            .Select(p => new { p.HouseholdId, Last = scans.Where(s => s.Counter == p.Counter).OrderByDescending(s => s.At)
                .Select(s => (DateTimeOffset?)s.At).FirstOrDefault() }).ToListAsync(cancel);
        var last = counters.GroupBy(c => c.HouseholdId).ToDictionary(g => g.Key, g => g.Max(c => c.Last));
        return shown.ConvertAll(s => new UnseenRow(
            s.Id, s.Compound, s.Label, people[s.Id].Count(), people[s.Id].Count(b => b <= born), last.GetValueOrDefault(s.Id)?.DateHere()));
    }
}

/// <summary>Which households are asked for.</summary>
/// <param name="Days">Natural days before today in which no gate saw them.</param>
/// <param name="All">Those without a valid pass, too.</param>
/// <param name="Alone">Only where one person is at home.</param>
/// <param name="Words">Part of a dwelling or of a name.</param>
public sealed record UnseenAsk(int Days, bool All = false, Guid? Compound = null, bool Alone = false, string Words = "");

/// <summary>A household that no gate has seen.</summary>
/// <param name="AtHome">People at home.</param>
/// <param name="Old">How many of them are old, see <see cref="Elders"/>.</param>
/// <param name="Last">The day on which a gate last saw it, as far as records are kept.</param>
public sealed record UnseenRow(Guid Household, string Compound, string Dwelling, int AtHome, int Old, DateOnly? Last);
