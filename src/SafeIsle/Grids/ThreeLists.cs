using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Tables;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids;

/// <summary>Somebody to look after first.</summary>
/// <param name="Why">独居、高龄</param>
public sealed record KeyPerson(string Door, Guid BuildingId, int Unit, Guid Household, string Name, int? Age, string Why, string Phones);

/// <summary>The three lists (三张清单) of a grid: key persons, measures, who answers.</summary>
/// <param name="Cut">There are more key persons than are shown.</param>
/// <param name="Answers">Who answers, those for all of the grid first, then as people walk.</param>
public sealed record ThreeLists(
    GridRow Row, Community Office, IReadOnlyList<KeyPerson> People, bool Cut, IReadOnlyList<GridMeasure> Measures, IReadOnlyList<GridAnswer> Answers, DateTimeOffset Now)
{
    private const string Nobody = "没有人";

    // What a duty title of whoever cares for the sick contains.
    private const string Doctor = "医";

    /// <summary>Who answers for that person: of her household, of her building in the field, of the grid.</summary>
    /// <param name="person">One of the key persons.</param>
    /// <param name="brief">By name only: as what, the list of those who answer says.</param>
    public string For(KeyPerson person, bool brief = false) => Names(brief, Answers.Where(a => a.Household == person.Household)
        .Concat(Answers.Where(a => a.Household is null && a.BuildingId == person.BuildingId && (a.Unit == 0 || a.Unit == person.Unit) && !IsOfGrid(a))).Concat(Worker));

    /// <summary>Who answers for what is in force there: the doctor, and whoever answers for the grid.</summary>
    /// <param name="measure">One of the measures.</param>
    /// <param name="brief">By name only.</param>
    public string For(GridMeasure measure, bool brief = false) => Names(brief, Answers.Where(
        a => a.Household is null && (a.BuildingId is null || a.BuildingId == measure.BuildingId) && a.As.Contains(Doctor, StringComparison.Ordinal)).Concat(Worker));

    // The stand-in where there is nobody else.
    private IEnumerable<GridAnswer> Worker => Answers.Where(IsOfGrid).Take(1);

    private bool IsOfGrid(GridAnswer answer) => answer.Where == Row.Grid.Name;

    private static string Names(bool brief, IEnumerable<GridAnswer> who) => string.Join('、', who.Select(a => brief ? a.Name : a.Label).Distinct(StringComparer.Ordinal)) is { Length: > 0 } names ? names : Nobody;

    /// <summary>Key persons of one grid.</summary>
    public const int MostPeople = 600;

    internal static readonly Role[] May = [Role.Committee, Role.Field];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/grids/{grid:guid}", ShowAsync).May(May);
        app.MapGet("/desk/{community:long}/grids/{grid:guid}/lists.pdf", PrintAsync).May(May);
    }

    internal static string Path(long community, Guid grid) => $"/desk/{community}/grids/{grid}";

    private static async Task<IResult> ShowAsync(
        long community, Guid grid, Db db, Me me, RegisterReader reader, ListSources sources, TimeProvider clock, CancellationToken cancel)
    {
        if (await LoadAsync(community, grid, db, me, reader, sources, clock.Now(), cancel) is not { } lists)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "grid.lists", grid, $"查看{lists.Row.Grid.Name}三张清单，{lists.People.Count} 人（含电话）", cancel);
        return Page.Of<ThreeListsPage>(new { Lists = lists });
    }

    private static async Task<IResult> PrintAsync(
        long community, Guid grid, HttpContext http, Db db, Me me, RegisterReader reader, ListSources sources, TimeProvider clock, CancellationToken cancel)
    {
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(Path(community, grid), problem);
        }

        if (await LoadAsync(community, grid, db, me, reader, sources, clock.Now(), cancel) is not { } lists)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "grid.print", grid, $"打印{lists.Row.Grid.Name}三张清单，{lists.People.Count} 人（含电话）", cancel);
        var file = new MemoryStream();
        ThreeListsPaper.Of(lists, me.Name).WriteTo(file, cancel: cancel);
        return ShowRoster.PdfFile(file);
    }

    private static async Task<ThreeLists?> LoadAsync(
        long community, Guid grid, Db db, Me me, RegisterReader reader, ListSources sources, DateTimeOffset now, CancellationToken cancel)
    {
        var split = await (
            from g in db.Grids.Within(me)
            join s in db.GridSplits on new { g.CommunityId, Id = g.SplitId } equals new { s.CommunityId, s.Id }
            where g.CommunityId == community && g.Id == grid
            select s).SingleOrDefaultAsync(cancel);
        if (split is null || !await MayReadAsync(db, me, community, grid, now.DateHere(), cancel))
        {
            return null;
        }

        var row = (await ListGrids.RowsAsync(db, me, split, cancel)).Rows.Single(r => r.Grid.Id == grid);
        var parts = await db.GridParts.Within(me).Where(p => p.CommunityId == community && p.GridId == grid).ToListAsync(cancel);
        var people = await PeopleAsync(community, grid, db, me, reader, now.DateHere(), cancel);
        var buildings = parts.Select(p => p.BuildingId).Distinct().ToList();
        var measures = new List<GridMeasure>();
        foreach (var source in sources.Measures)
        {
            measures.AddRange(await source(db, me, community, buildings, now, cancel));
        }

        var answers = new List<GridAnswer>();
        foreach (var source in sources.Answers)
        {
            answers.AddRange(await source(db, community, buildings, cancel));
        }

        var ofGrid = await OfGridAsync(db, sources.Sealer, row, cancel);
        var all = ofGrid.Concat(answers.Where(a => a.BuildingId is null)).Select(a => a.Account).OfType<Guid>().ToHashSet();
        return new(
            row, await db.Communities.SingleAsync(c => c.CommunityId == community, cancel), [.. people.Take(MostPeople)], people.Count > MostPeople,
            [.. measures.Where(m => parts.Any(p => p.BuildingId == m.BuildingId && (p.Unit is null || m.Unit == 0 || p.Unit == m.Unit))).OrderBy(m => m.SortKey, StringComparer.Ordinal)],
            [
                .. ofGrid,
                .. answers.Where(a => a.BuildingId is null || parts.Any(p => p.BuildingId == a.BuildingId && (p.Unit is null || a.Unit == 0 || p.Unit == a.Unit)))
                    // Whoever answers for all of it is not named again for a building.
                    .Where(a => a.Household is not null || a.BuildingId is null || a.Account is null || !all.Contains(a.Account.Value))
                    .DistinctBy(a => (a.BuildingId, a.Unit, a.Household, a.Account, a.Name)).OrderBy(a => a.SortKey, StringComparer.Ordinal),
            ],
            now);
    }

    private static async Task<IReadOnlyList<GridAnswer>> OfGridAsync(Db db, Sealer sealer, GridRow row, CancellationToken cancel)
    {
        GridDuty[] duties = [.. new[] { row.Responsible, row.StandIn }.OfType<GridDuty>()];
        var ids = duties.Select(d => d.AccountId).ToList();
        var accounts = await db.Users.Where(u => ids.Contains(u.Id) && u.ClosedAt == null).ToDictionaryAsync(u => u.Id, cancel);
        return [.. duties.Where(d => accounts.ContainsKey(d.AccountId)).Select(d => new GridAnswer(
            null, 0, null, row.Grid.Name, "", d.Role == GridRole.Responsible ? "网格员" : "网格替补", d.Name, accounts[d.AccountId].WorkPhone(sealer), d.AccountId))];
    }

    /// <summary>The committee reads all; whoever works in the field the grids that she answers for today, or stands in for.</summary>
    private static async Task<bool> MayReadAsync(Db db, Me me, long community, Guid grid, DateOnly today, CancellationToken cancel)
    {
        var parts = db.GridPartsOn(today);
        return me.Keeps(community) || await db.GridDuties.AnyAsync(
            d => d.CommunityId == community && d.GridId == grid && d.AccountId == me.AccountId && d.EndedAt == null
                && parts.Any(p => p.CommunityId == d.CommunityId && p.GridId == d.GridId), cancel);
    }

    private static async Task<List<KeyPerson>> PeopleAsync(long community, Guid grid, Db db, Me me, RegisterReader reader, DateOnly today, CancellationToken cancel)
    {
        var parts = db.GridParts.Where(p => p.CommunityId == community && p.GridId == grid);
        var doors = db.Dwellings.Within(me).Where(d => d.CommunityId == community && parts.Any(p => p.BuildingId == d.BuildingId && (p.Unit == null || p.Unit == d.Unit)));
        var homes = db.Households.Where(h => h.CommunityId == community && h.ClosedAt == null && doors.Any(d => d.Id == h.DwellingId));
        var there = db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null && homes.Any(h => h.Id == p.HouseholdId));
        var elders = Elders.Of(db, there, community, today).Select(p => p.Id);
        var wanted = there.Where(p => elders.Contains(p.Id) || db.Set<PersonTag>().Any(t => t.CommunityId == community && t.PersonId == p.Id));
        var places = await (
            from p in wanted
            join h in db.Households on new { p.CommunityId, Id = p.HouseholdId } equals new { h.CommunityId, h.Id }
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            orderby b.SortKey, d.SortKey, p.Position
            select new { p, d.Label, BuildingId = b.Id, d.Unit }).Take(MostPeople + 1).ToListAsync(cancel);
        var names = await TagNames.LoadAsync(db, me, community, cancel);
        return [.. (await reader.OpenAsync([.. places.Select(x => x.p)], cancel)).Zip(places, (card, at) => new KeyPerson(
            at.Label, at.BuildingId, at.Unit, card.Row.HouseholdId, card.Row.Name, card.AgeOn(today),
            string.Join('、', Why(names, card, today)), string.Join(' ', card.Phones)))];
    }

    private static IEnumerable<string> Why(TagNames names, PersonCard card, DateOnly today) =>
        names.Of(card.Tags.Keys.Where(t => t != CareTags.Elder)).Concat(Elders.Has(card, today) ? ["高龄"] : []);
}

/// <summary>What the lists ask other modules for.</summary>
internal sealed class ListSources(IEnumerable<GridMeasures> measures, IEnumerable<GridAnswers> answers, Sealer sealer)
{
    public IReadOnlyList<GridMeasures> Measures { get; } = [.. measures];
    public IReadOnlyList<GridAnswers> Answers { get; } = [.. answers];
    public Sealer Sealer { get; } = sealer;
}
