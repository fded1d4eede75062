using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>谁是谁: the group as its residents see it. Neighbours by the names they gave and their doors, the five parties by their roles.</summary>
internal static class WhoIsWho
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/home/{resident:guid}/group", ShowAsync).MayAnyone(Homes.WhyOpen);

    private static async Task<IResult> ShowAsync(Home? home, HttpContext http, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (await GroupOfHome.FindAsync(db, home, cancel) is not { } found)
        {
            return http.Refused(home.Path, "现在没有楼组群：封控已经解除，或这一户不在封控范围里。");
        }

        var members = (await GroupMembers.OfAsync(db, found.Order, cancel)).Where(m => m.Row.State == ResidentState.In).ToList();
        return Page.Of<WhoIsWhoPage>(new
        {
            Home = home,
            found.Order,
            Parties = (await GroupMembers.PartiesAsync(db, sealer, found.Order, clock.Now(), cancel)).Where(p => p.In).ToList(),
            Members = members,
            Kept = await KeptAsync(db, home, found, cancel),
        });
    }

    /// <summary>The group on a household's first page.</summary>
    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if (await GroupOfHome.FindAsync(db, home, cancel) is not { } found)
        {
            return [];
        }

        var (community, order) = (found.Order.CommunityId, found.Order.Id);
        var parties = await db.GroupParties.CountAsync(p => p.CommunityId == community && p.OrderId == order && p.AccountId != null, cancel);
        var kept = await KeptAsync(db, home, found, cancel);
        var words = $"{found.Order.Label} · 邻居，有事找谁{(parties > 0 ? $"；五方已到 {parties} 位" : "")}";
        return [new(60, "楼组群：谁是谁", kept.Count > 0 ? $"您帮忙联系：{string.Join("、", kept)}" : words, "/group")];
    }

    // The doors that this phone's owner answers for.
    private static async Task<IReadOnlyList<string>> KeptAsync(Db db, Home home, GroupOfHome found, CancellationToken cancel)
    {
        var (community, order, resident) = (found.Order.CommunityId, found.Order.Id, home.Row.Id);
        return await (
            from k in db.HouseholdKeepers
            join h in db.Households on new { k.CommunityId, Id = k.HouseholdId } equals new { h.CommunityId, h.Id }
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where k.CommunityId == community && k.OrderId == order && k.ResidentId == resident
            orderby d.SortKey
            select d.Label).ToListAsync(cancel);
    }
}
