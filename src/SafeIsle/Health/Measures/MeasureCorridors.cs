using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>A corridor that is disinfected more often, and at whose doors rubbish is fetched by itself, because somebody there is kept at home.</summary>
/// <param name="Unit">0 where the building has none.</param>
/// <param name="Until">The last end among its homes; null: until it was disinfected once after a referral.</param>
/// <param name="PerDay">How often a day.</param>
/// <param name="Homes">Doors whose rubbish is fetched by itself.</param>
public sealed record MeasureCorridor(Guid Building, string Label, int Unit, DateTimeOffset Since, DateTimeOffset? Until, int PerDay, IReadOnlyList<string> Homes);

/// <summary>Where to disinfect and to fetch rubbish because of measures: for their list; what closed buildings ask for besides, see <see cref="CorridorTodos"/>.</summary>
public static class MeasureCorridors
{
    // What duty titles of partners say who clean and fetch: 物业经理, 保洁员.
    private static readonly string[] Cleaners = ["物业", "保洁", "消毒", "消杀"];

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/measures/corridors", ShowAsync).May(Role.Committee, Role.Field, Role.Partner);

    internal static string Path(long community) => MeasureDesk.Path(community) + "/corridors";

    /// <summary>
    /// The same person with the grants that count here: which doors have somebody kept at home is for those who disinfect and fetch the
    /// rubbish there, and for no other partner, nor for those above.
    /// </summary>
    public static Me ForCleaning(this Me me) =>
        me.Only(Cleaners.Any(c => me.DutyTitle.Contains(c, StringComparison.Ordinal)) ? [Role.Committee, Role.Field, Role.Partner] : [Role.Committee, Role.Field]);

    /// <summary>A partner who disinfects there: 物业, 保洁.</summary>
    public static bool Cleans(this Me me, long community) => me.ForCleaning().Is(community, Role.Partner);

    /// <summary>38号楼2单元</summary>
    public static string Name(string building, int unit) => building + (unit > 0 ? $"{unit}单元" : "");

    private static async Task<IResult> ShowAsync(
        long community, HttpContext http, Db db, Me me, IEnumerable<CorridorsToClean> sources, TimeProvider clock, CancellationToken cancel)
    {
        var mine = me.ForCleaning();
        if (!mine.Reaches(community))
        {
            http.Features.Set(new Refusal("要单独收垃圾、加做消毒的门只给居委会、网格员和物业看；物业请让居委会在账号的岗位里写明“物业”。"));
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        var rows = (await OfAsync(db, community, clock.Now(), cancel)).Where(c => mine.IsIn(community, c.Building, WhoMay.Readers)).ToList();
        var today = (await CorridorTodos.TodayAsync(db, sources, community, clock.Now(), cancel)).Where(c => mine.IsIn(community, c.Corridor.Building, WhoMay.Readers)).ToList();
        var rubbish = (await RubbishTodos.TodayAsync(db, community, clock.Now(), cancel)).Where(r => mine.IsIn(community, r.Building, WhoMay.Readers)).ToList();
        return Page.Of<MeasureCorridorsPage>(new { Community = community, Rows = rows, Daily = today, Rubbish = rubbish });
    }

    /// <summary>Of the community, as people walk. Doors, no names.</summary>
    public static async Task<IReadOnlyList<MeasureCorridor>> OfAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var kept = await Kept(db, community, now).ToListAsync(cancel);
        var left = await Left(db, community).ToListAsync(cancel);
        return [.. kept.Concat(left).GroupBy(s => (s.Building, s.Unit)).OrderBy(g => g.First().SortKey, StringComparer.Ordinal).ThenBy(g => g.Key.Unit)
            .Select(g => new MeasureCorridor(
                g.Key.Building, g.First().Label, g.Key.Unit, g.Min(s => s.Since), g.Any(s => s.Until is null) ? null : g.Max(s => s.Until), g.Max(s => s.PerDay),
                [.. g.Where(s => s.Rubbish).Select(s => s.Door).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))];
    }

    /// <summary>Those of homes that are kept, for the list of every day; a referral asks for its own.</summary>
    internal static async Task<IReadOnlyList<CorridorToClean>> DailyAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await Kept(db, community, now).ToListAsync(cancel)).Select(s => new CorridorToClean(s.Building, s.Label, s.SortKey, s.Unit, s.PerDay))];

    /// <summary>Where somebody was fetched and nobody disinfected since.</summary>
    internal static async Task<IReadOnlyList<CorridorToClean>> LeftAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await Left(db, community).ToListAsync(cancel)).Select(s => new CorridorToClean(s.Building, s.Label, s.SortKey, s.Unit, s.PerDay))];

    private static IQueryable<Spot> Left(Db db, long community) =>
        from r in db.Referrals
        join m in db.Measures on new { r.CommunityId, Id = r.MeasureId } equals new { m.CommunityId, m.Id }
        join d in db.Dwellings on new { m.CommunityId, Id = m.DwellingId } equals new { d.CommunityId, d.Id }
        join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
        where r.CommunityId == community && r.LeftAt != null && r.CleanedAt == null
        select new Spot(b.Id, b.Label, b.SortKey, d.Unit, d.Label, r.LeftAt!.Value, null, 1, true);

    private static IQueryable<Spot> Kept(Db db, long community, DateTimeOffset now) =>
        from m in db.Measures.WithHome(db)
        join d in db.Dwellings on new { m.CommunityId, Id = m.DwellingId } equals new { d.CommunityId, d.Id }
        join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
        where m.CommunityId == community && m.EndedAt == null && m.StartsAt <= now && m.CorridorPerDay > 0
        select new Spot(b.Id, b.Label, b.SortKey, d.Unit, d.Label, m.StartsAt, m.Until, m.CorridorPerDay, m.Out == GoingOut.Never);

    private sealed record Spot(Guid Building, string Label, string SortKey, int Unit, string Door, DateTimeOffset Since, DateTimeOffset? Until, int PerDay, bool Rubbish);
}
