using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>A phone of the group at its door.</summary>
/// <param name="Household">For whom it speaks; null where several households live behind the door and nobody said which.</param>
/// <param name="Choices">Those households, where it is open.</param>
public sealed record MemberRow(Resident Row, string Door, string SortKey, Guid? Household, IReadOnlyList<HouseholdChoice> Choices)
{
    public bool Unclear => Household is null && Choices.Count > 0;
}

/// <summary>A household to choose, by its first person: 张甲（业主）.</summary>
public sealed record HouseholdChoice(Guid Id, string Label);

/// <summary>A household that nobody speaks for yet.</summary>
/// <param name="Names">Who is at home; masked for those who do not call.</param>
/// <param name="Alone">独居, wherever it is said: somebody at home has that tag (<see cref="CareTags.Alone"/>); said only to those who call.</param>
/// <param name="NoPhone">The register has no number, or says that no phone is used.</param>
/// <param name="Phones">In full, for those who call; the page masks them until the look is recorded.</param>
public sealed record MissingRow(HouseholdCover Cover, IReadOnlyList<string> Names, bool Alone, bool NoPhone, IReadOnlyList<string> Phones)
{
    /// <summary>One person is at home; whether she lives alone nobody has said.</summary>
    public bool OneAtHome => !Alone && Cover.AtHome == 1;
}

/// <summary>One of the five parties as the page shows her.</summary>
/// <param name="Phone">Empty when she gave none.</param>
/// <param name="Expired">Her invitation was not taken in time.</param>
public sealed record PartyRow(GroupParty Row, string Phone, bool Expired)
{
    public bool In => Row.AccountId is not null;
}

/// <summary>A group at an instant, for one reader.</summary>
/// <param name="Members">In, as people walk.</param>
/// <param name="Waiting">Who asked, the first first.</param>
/// <param name="Keeps">Committee: decides, names, takes out.</param>
/// <param name="Calls">Sees names and numbers, because she has to call.</param>
/// <param name="Names">Sees how members call themselves: whoever works in the building.</param>
public sealed record GroupBoard(
    OrderView View, Coverage Coverage, IReadOnlyList<MemberRow> Members, IReadOnlyList<MemberRow> Waiting, IReadOnlyList<MissingRow> Missing,
    IReadOnlyList<PartyRow> Parties, DateTimeOffset Now, Guid Reader, bool Keeps, bool Calls, bool Names)
{
    public string Path => View.Path + "/group";
    public BuildingGroup Group => Coverage.Group;
    public bool Open => View.Order.LiftedAt is null;

    /// <summary>Members who speak for the same household as others, or for none in the register, are people all the same.</summary>
    public int People => Members.Count + Parties.Count(p => p.In);

    public string NameOf(string name) => Names ? name : RegisterWords.MaskedName(name);

    /// <summary>Null when the order is not there or not the reader's, or has no group.</summary>
    public static async Task<GroupBoard?> LoadAsync(Db db, Me me, Sealer sealer, long community, Guid order, DateTimeOffset now, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, order, cancel) is not { } view || await Coverage.OfAsync(db, view.Order, cancel) is not { } coverage)
        {
            return null;
        }

        var building = view.Order.BuildingId;
        var calls = me.Calls(view.Order);
        var members = await GroupMembers.OfAsync(db, view.Order, cancel);
        return new(
            view, coverage, [.. members.Where(m => m.Row.State != ResidentState.Waiting)],
            [.. members.Where(m => m.Row.State == ResidentState.Waiting).OrderBy(m => m.Row.JoinedAt)],
            await GroupMembers.MissingAsync(db, sealer, coverage, calls, cancel), await GroupMembers.PartiesAsync(db, sealer, view.Order, now, cancel),
            now, me.AccountId, me.Keeps(community), calls, me.IsIn(community, building, Role.Committee, Role.Field, Role.Partner));
    }
}

/// <summary>Who is in a group, and who is not.</summary>
internal static class GroupMembers
{
    /// <summary>Whether a phone is in; of a group that was dissolved, whether it was in then.</summary>
    public static bool In(Resident phone, DateTimeOffset? lifted) => lifted is { } at
        ? phone.State is ResidentState.In or ResidentState.Left && phone.JoinedAt <= at && !(phone.LeftAt <= at)
        : phone.State == ResidentState.In;

    /// <summary>Phones that are in or wait, as people walk. The same list for the desk and for residents.</summary>
    public static async Task<IReadOnlyList<MemberRow>> OfAsync(Db db, ClosureOrder order, CancellationToken cancel)
    {
        var (community, building, lifted) = (order.CommunityId, order.BuildingId, order.LiftedAt);
        var units = await Affected.UnitsOfAsync(db, order, cancel);
        var rows = (await (
            from r in db.Residents
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            where r.CommunityId == community && r.BuildingId == building && r.State != ResidentState.Refused && (r.LeftAt == null || r.LeftAt > lifted)
            select new { Row = r, d.Unit, d.Label, d.SortKey }).ToListAsync(cancel)).FindAll(r =>
                (In(r.Row, lifted) || r.Row.State == ResidentState.Waiting) && (units is null || units.Contains(r.Unit)));
        var behind = await HouseholdsAsync(db, order, [.. rows.Select(r => r.Row.DwellingId).Distinct()], cancel);
        return [.. rows
            .Select(r => new MemberRow(
                r.Row, r.Label, r.SortKey, Home.HouseholdOf(r.Row.HouseholdId, behind[r.Row.DwellingId].Select(h => h.Id)),
                [.. behind[r.Row.DwellingId]]))
            .OrderBy(m => m.SortKey, StringComparer.Ordinal).ThenBy(m => m.Row.JoinedAt).ThenBy(m => m.Row.Id)];
    }

    /// <summary>The households in use behind these doors, by dwelling, owners first.</summary>
    public static async Task<ILookup<Guid, HouseholdChoice>> HouseholdsAsync(Db db, ClosureOrder order, IReadOnlyList<Guid> dwellings, CancellationToken cancel)
    {
        var (community, building) = (order.CommunityId, order.BuildingId);
        var people = db.People.Where(p => p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null);
        var rows = await (
            from h in db.Households
            where h.CommunityId == community && h.BuildingId == building && h.ClosedAt == null && dwellings.Contains(h.DwellingId)
            orderby h.Tenure == Tenure.Owner ? 0 : 1, h.CreatedAt, h.Id
            select new
            {
                h.Id, h.DwellingId, h.Tenure,
                Head = people.Where(p => p.HouseholdId == h.Id).OrderBy(p => p.Position).ThenBy(p => p.Id).Select(p => p.Name).FirstOrDefault(),
            }).ToListAsync(cancel);
        return rows.ToLookup(r => r.DwellingId, r => new HouseholdChoice(r.Id, $"{r.Head ?? "没有登记人员"}（{RegisterWords.Of(r.Tenure)}）"));
    }

    /// <summary>In the order in which they are called: who lives alone, who has no phone, then as people walk.</summary>
    public static async Task<IReadOnlyList<MissingRow>> MissingAsync(Db db, Sealer sealer, Coverage coverage, bool calls, CancellationToken cancel)
    {
        var missing = coverage.Missing.ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        var (community, building) = (coverage.Group.CommunityId, coverage.Group.BuildingId);
        var ids = missing.ConvertAll(m => m.Household);
        var people = (await db.People
            .Where(p => p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null && ids.Contains(p.HouseholdId))
            .OrderBy(p => p.Position).ThenBy(p => p.Id)
            .Select(p => new { p.Id, p.HouseholdId, p.Name, p.PhonesSealed, p.Presence }).ToListAsync(cancel)).ToLookup(p => p.HouseholdId);
        string[] asked = [CareTags.Alone, CareTags.NoPhone];
        var tags = (await db.PersonTags.Where(t => t.CommunityId == community && t.BuildingId == building && asked.Contains(t.Tag))
            .Select(t => new { t.PersonId, t.Tag }).ToListAsync(cancel)).ToLookup(t => t.PersonId, t => t.Tag);
        return [.. missing.ConvertAll(cover =>
        {
            var home = people[cover.Household].Where(p => p.Presence == Presence.Home).ToList();
            var numbers = people[cover.Household].OrderBy(p => p.Presence == Presence.Home ? 0 : 1)
                .SelectMany(p => sealer.PhonesOf(p.Id, p.PhonesSealed)).Distinct(StringComparer.Ordinal).ToList();
            return new MissingRow(
                cover,
                home.ConvertAll(p => calls ? p.Name : RegisterWords.MaskedName(p.Name)),
                calls && home.Exists(p => tags[p.Id].Contains(CareTags.Alone)),
                numbers.Count == 0 || home.Exists(p => tags[p.Id].Contains(CareTags.NoPhone)),
                calls ? numbers : []);
        }).OrderBy(row => row.Alone ? 0 : row.NoPhone ? 1 : 2)];
    }

    public static async Task<IReadOnlyList<PartyRow>> PartiesAsync(Db db, Sealer sealer, ClosureOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (order.CommunityId, order.Id);
        var rows = await db.GroupParties.Where(p => p.CommunityId == community && p.OrderId == id).ToListAsync(cancel);
        var invited = rows.Where(r => r.AccountId is null).Select(r => r.InvitationId!.Value).ToList();
        var good = invited.Count == 0 ? [] : await db.Set<Invitation>()
            .Where(i => invited.Contains(i.Id) && i.UsedAt == null && i.ExpiresAt > now).Select(i => i.Id).ToListAsync(cancel);
        return [.. rows.OrderBy(r => r.Kind).ThenBy(r => r.AddedAt).ThenBy(r => r.Id).Select(r => new PartyRow(
            r, sealer.Open(SealedColumn.PartyPhone, r.Id, r.PhoneSealed) ?? "", r.AccountId is null && !good.Contains(r.InvitationId!.Value)))];
    }
}
