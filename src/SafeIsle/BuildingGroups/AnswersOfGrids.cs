using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.BuildingGroups;

/// <summary>Who answers in closed buildings, for the lists of grids: the parties of the group, and the keepers of single households.</summary>
internal static class AnswersOfGrids
{
    public static async Task<IReadOnlyList<GridAnswer>> OfAsync(
        Sealer sealer, Db db, long community, IReadOnlyCollection<Guid> buildings, CancellationToken cancel)
    {
        var open = db.ClosureOrders.Where(o => o.CommunityId == community && o.LiftedAt == null && buildings.Contains(o.BuildingId));
        var parties = await (
            from p in db.GroupParties
            join o in open on new { p.CommunityId, Id = p.OrderId } equals new { o.CommunityId, o.Id }
            join b in db.Buildings on new { p.CommunityId, Id = p.BuildingId } equals new { b.CommunityId, b.Id }
            where p.CommunityId == community && p.AccountId != null
            select new { Row = p, b.Label, b.SortKey }).ToListAsync(cancel);
        var keepers = await (
            from k in db.HouseholdKeepers
            join o in open on new { k.CommunityId, Id = k.OrderId } equals new { o.CommunityId, o.Id }
            join h in db.Households on new { k.CommunityId, Id = k.HouseholdId } equals new { h.CommunityId, h.Id }
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where k.CommunityId == community
            select new { Row = k, d.Unit, d.Label, SortKey = b.SortKey + " " + d.SortKey }).ToListAsync(cancel);
        return
        [
            .. parties.Select(p => new GridAnswer(
                p.Row.BuildingId, 0, null, p.Label, p.SortKey, GroupWords.Of(p.Row.Kind), p.Row.Name,
                sealer.Open(SealedColumn.PartyPhone, p.Row.Id, p.Row.PhoneSealed) ?? "", p.Row.AccountId)),
            .. keepers.Select(k => new GridAnswer(
                k.Row.BuildingId, k.Unit, k.Row.HouseholdId, k.Label, k.SortKey, $"代联系，{GroupWords.Of(k.Row.Kind)}", k.Row.Name, "", k.Row.AccountId)),
        ];
    }
}
