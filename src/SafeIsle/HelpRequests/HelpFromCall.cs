using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Residents;

namespace SafeIsle.HelpRequests;

/// <summary>需要帮助 on the list of missing temperatures becomes a request with somebody who answers for it.</summary>
internal static class HelpFromCall
{
    public static HelpTaker With(Sealer sealer) => (db, me, wanted, now, cancel) => TakeAsync(sealer, db, me, wanted, now, cancel);

    private static async Task<string?> TakeAsync(Sealer sealer, Db db, Me me, HelpWanted wanted, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, duty, household, id) = (wanted.Community, wanted.Duty, wanted.Household, wanted.Id);
        var order = await db.ClosureOrders.SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == duty && o.LiftedAt == null, cancel);
        // A duty that is no order's is a measure's: the need is the grid's then.
        if (order is null && !await db.Measures.AnyAsync(m => m.CommunityId == community && m.Id == duty && m.EndedAt == null, cancel)
            || await db.HelpRequests.AnyAsync(r => r.CommunityId == community && r.Id == id, cancel))
        {
            return null;
        }

        if (await NewHelp.TooManyAsync(db, community, wanted.Dwelling, now, cancel) is not null)
        {
            return "这个门一小时内的求助已经很多，没有再新建，请在原来的求助里处理。";
        }

        var head = await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null)
            .OrderBy(p => p.Position).Select(p => p.Name).FirstOrDefaultAsync(cancel) ?? "住户";
        var words = wanted.Words.Length > 0 ? wanted.Words : "打电话问体温时说需要帮助，没有记下要什么，请回电问清。";
        var help = new NewHelp(id, HelpKinds.Of(HelpKind.Other), words, "", null);
        var door = await db.Dwellings.SingleAsync(d => d.CommunityId == community && d.Id == wanted.Dwelling, cancel);
        var request = await help.AddAsync(
            db, sealer, order, new(household, door), head[..Math.Min(head.Length, Homes.MostName)], null, me.Name, now, cancel);
        return $"已转为求助，由{(request.OwnerName.Length > 0 ? request.OwnerName : "居委会")}负责。";
    }
}
