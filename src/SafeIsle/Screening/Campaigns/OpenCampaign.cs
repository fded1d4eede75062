using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Screening.Campaigns;

/// <summary>A kind of households that a campaign asks; modules register their own: <c>services.AddSingleton(new TargetSource(…))</c>, or <see cref="TargetSources"/>.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Name">出租户</param>
/// <param name="Households">Those of a community; closed households are left out by the campaign.</param>
public sealed record TargetSource(string Code, string Name, Func<Db, long, IQueryable<Household>> Households)
{
    /// <summary>The same as everybody sees it who reads the campaign; may tell less than <see cref="Name"/>.</summary>
    public string Whom { get; init; } = Name;

    /// <summary>Doors that are looked at though the register knows nobody behind them; those with a household are left out by the campaign.</summary>
    public Func<Db, long, IQueryable<Dwelling>>? Doors { get; init; }
}

/// <summary>Kinds that a community has of its own, such as one for each list that was sent to it; modules register one.</summary>
public delegate Task<IReadOnlyList<TargetSource>> TargetSources(Db db, Me me, long community, CancellationToken cancel);

/// <summary>All kinds of households that a campaign may ask, whoever knows them.</summary>
public sealed class TargetBook(IEnumerable<TargetSource> kinds, IEnumerable<TargetSources> ofCommunities)
{
    public async Task<IReadOnlyList<TargetSource>> OfAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var all = kinds.ToList();
        foreach (var sources in ofCommunities)
        {
            all.AddRange(await sources(db, me, community, cancel));
        }

        return all;
    }
}

/// <summary>A campaign to be opened.</summary>
/// <param name="Id">Made with the form: the same form sent twice is one campaign.</param>
/// <param name="Whom">In words: 出租户（一期）.</param>
/// <param name="Script"><see cref="ScriptChoice.Code"/></param>
public sealed record CampaignDraft(Guid Id, string Name, string Whom, string Script, DateOnly FirstDay, DateOnly LastDay, bool ByCode);

/// <summary>Opens a campaign: a target and a thing to do for each household, within the caller's write.</summary>
public static class OpenCampaign
{
    /// <summary>Households of one campaign.</summary>
    public const int MostTargets = 20_000;

    // By the end of a working day people are at home, and there is an evening left for those who were not.
    private static readonly TimeOnly DueTime = new(18, 0);

    // Opened in the evening it is not late at once.
    private static readonly TimeSpan SoonestDue = TimeSpan.FromHours(2);

    extension(Db db)
    {
        /// <summary>Adds the campaign, its targets and what is to be done, and records it; the caller commits.</summary>
        /// <param name="empty">Doors to look at where nobody is registered; null: none.</param>
        /// <returns>How many households and doors; or why not, with nothing written.</returns>
        public async Task<Outcome<int>> OpenCampaignAsync(
            WriteScope write, long community, CampaignDraft draft, IQueryable<Household> households, IQueryable<Dwelling>? empty, DateTimeOffset now, string by,
            CancellationToken cancel)
        {
            var doors = await AskedAsync(db, community, households, empty, cancel);
            if (Refusal(doors.Count) is { } refusal)
            {
                return new No(refusal);
            }

            if (await db.ScriptRowAsync(community, draft.Script, now, cancel) is not { } script)
            {
                return new No("没有这份话术，没有开始；请重新选择。");
            }

            db.Add(new Campaign
            {
                CommunityId = community, Id = draft.Id, Name = draft.Name, Whom = draft.Whom, ScriptId = script.Id, FirstDay = draft.FirstDay, LastDay = draft.LastDay,
                ByCode = draft.ByCode, MadeAt = now, MadeBy = by,
            });
            // Before the rows that go past the change tracker and point to it.
            await db.SaveChangesAsync(cancel);
            await AddAsync(db, community, draft.Id, draft.Name, draft.LastDay, doors, now, cancel);
            var known = doors.Count(d => d.Household is not null);
            write.Record(community, "screen.open", draft.Id, $"开始排查“{draft.Name}”：{draft.Whom}，{known} 户{(doors.Count > known ? $"和底册没有人的 {doors.Count - known} 个门" : "")}，到 {draft.LastDay.Full()}");
            return doors.Count;
        }

        /// <summary>Asks those as well who came since it was opened; adds, records, and the caller commits.</summary>
        /// <returns>How many were added; those that are in it already are left as they are.</returns>
        public async Task<int> AddTargetsAsync(
            WriteScope write, Campaign campaign, IQueryable<Household> households, DateTimeOffset now, CancellationToken cancel)
        {
            var (community, id) = (campaign.CommunityId, campaign.Id);
            var doors = await DoorsAsync(db, community, db.NotAsked(campaign, households), cancel);
            var fresh = await TakeOverAsync(db, campaign, doors, now, cancel);
            await AddAsync(db, community, id, campaign.Name, campaign.LastDay, fresh, now, cancel);
            write.Record(community, "screen.add", id, $"排查“{campaign.Name}”补进开始以后登记的 {doors.Count} 户");
            return doors.Count;
        }

        /// <summary>Of these households, the ones that the campaign does not ask.</summary>
        internal IQueryable<Household> NotAsked(Campaign campaign, IQueryable<Household> households)
        {
            var (community, id) = (campaign.CommunityId, campaign.Id);
            var asked = db.ScreeningTargets.Where(t => t.CommunityId == community && t.CampaignId == id && t.HouseholdId != null).Select(t => t.HouseholdId!.Value);
            return households.Where(h => h.CommunityId == community && h.ClosedAt == null && !asked.Contains(h.Id));
        }
    }

    /// <summary>Why so many cannot be asked; null when they can.</summary>
    internal static string? Refusal(int doors) =>
        doors == 0 ? "没有找到要问的住户，没有开始；请换一个范围，或先登记住户。"
        : doors > MostTargets ? $"一次排查最多 {MostTargets} 户，没有开始；请按小区分成几次。"
        : null;

    /// <summary>The households with their doors, and the doors where nobody is registered; more than a campaign may ask where there are more.</summary>
    /// <param name="empty">As <see cref="OpenCampaignAsync(Db, WriteScope, long, CampaignDraft, IQueryable{Household}, IQueryable{Dwelling}, DateTimeOffset, string, CancellationToken)"/> has it.</param>
    internal static async Task<List<Door>> AskedAsync(Db db, long community, IQueryable<Household> households, IQueryable<Dwelling>? empty, CancellationToken cancel)
    {
        var doors = await DoorsAsync(db, community, households, cancel);
        return empty is null ? doors : [.. doors, .. await EmptyAsync(db, community, empty, cancel)];
    }

    private static Task<List<Door>> DoorsAsync(Db db, long community, IQueryable<Household> households, CancellationToken cancel) => (
        from h in households
        join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
        join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
        where h.CommunityId == community && h.ClosedAt == null && d.ClosedAt == null
        orderby h.Id
        select new Door(h.Id, d, b)).Take(MostTargets + 1).ToListAsync(cancel);

    private static Task<List<Door>> EmptyAsync(Db db, long community, IQueryable<Dwelling> dwellings, CancellationToken cancel)
    {
        var homes = db.Households.Where(h => h.CommunityId == community && h.ClosedAt == null);
        return (
            from d in dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && d.ClosedAt == null && !homes.Any(h => h.DwellingId == d.Id)
            orderby d.Id
            select new Door(null, d, b)).Take(MostTargets + 1).ToListAsync(cancel);
    }

    // Where somebody has registered behind a door without anybody, the door's row goes on as that household's.
    private static async Task<List<Door>> TakeOverAsync(Db db, Campaign campaign, List<Door> doors, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (campaign.CommunityId, campaign.Id);
        var empty = await db.ScreeningTargets.AsTracking().Where(t => t.CommunityId == community && t.CampaignId == id && t.HouseholdId == null && t.LeftAt == null)
            .ToDictionaryAsync(t => t.DwellingId, cancel);
        var (fresh, due) = (new List<Door>(), DueBy(campaign.LastDay, now));
        var (taken, todos) = (new List<Guid>(), new List<Todo>());
        foreach (var door in doors)
        {
            if (!empty.Remove(door.Dwelling.Id, out var target))
            {
                fresh.Add(door);
                continue;
            }

            (target.HouseholdId, target.State, target.StateAt, target.StateBy) = (door.Household, TargetState.ToVisit, null, "");
            taken.Add(target.Id);
            todos.Add(TryTarget.Todo(TryTarget.Kind, target, door.Dwelling.Label, $"排查：{campaign.Name}", due));
        }

        await db.SaveChangesAsync(cancel);
        await db.DropTodosAsync(community, TryTarget.EmptyKind, taken, now, cancel);
        await db.AskAsync(todos, cancel);
        return fresh;
    }

    /// <summary>The evening of its last day; opened that evening, a little later.</summary>
    internal static DateTimeOffset DueBy(DateOnly lastDay, DateTimeOffset now)
    {
        var (evening, soonest) = (Clock.FromHere(lastDay.ToDateTime(DueTime)), now + SoonestDue);
        return evening > soonest ? evening : soonest;
    }

    private static async Task AddAsync(
        Db db, long community, Guid campaign, string name, DateOnly lastDay, List<Door> doors, DateTimeOffset now, CancellationToken cancel)
    {
        var targets = doors.ConvertAll(door => new ScreeningTarget
        {
            CommunityId = community, Id = Ids.New(), BuildingId = door.Building.Id, Unit = door.Dwelling.Unit, DwellingId = door.Dwelling.Id, CampaignId = campaign,
            HouseholdId = door.Household, SortKey = Todo.Place(door.Building, door.Dwelling), State = TargetState.ToVisit,
        });
        await db.BulkInsertAsync(targets, cancel);
        var due = DueBy(lastDay, now);
        var todos = targets.Zip(doors, (target, door) => target.HouseholdId is null
            ? TryTarget.Todo(TryTarget.EmptyKind, target, door.Dwelling.Label, ChineseText.Cut($"底册没有人，去看看有没有人住：{name}", TodoKind.MostTitle), due)
            : TryTarget.Todo(TryTarget.Kind, target, door.Dwelling.Label, $"排查：{name}", due)).ToLookup(t => t.Kind);
        await db.AskAsync([.. todos[TryTarget.Kind]], cancel);
        await db.AskAsync([.. todos[TryTarget.EmptyKind]], cancel);
    }

    /// <summary>A door that is asked.</summary>
    /// <param name="Household">Null: the register knows nobody there.</param>
    internal sealed record Door(Guid? Household, Dwelling Dwelling, Building Building);
}
