using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Health.Measures;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.HelpRequests;

/// <summary>A recognised phone with what lets its household ask for help: an order in force at its door, or a measure at home.</summary>
/// <param name="HouseholdId">As <see cref="HomeInOrder.HouseholdId"/>.</param>
/// <param name="Order">What a new request is under; null: the measure alone.</param>
/// <param name="Open">Whether new requests are taken here.</param>
/// <param name="Lifted">There was an order, and it was lifted.</param>
public sealed record HomeHelp(Home Home, Guid HouseholdId, ClosureOrder? Order, bool Open, bool Lifted)
{
    /// <summary>Why nothing new is taken; equal whatever there is behind a door that this phone has not proven to be its own.</summary>
    public string Closed => (Lifted ? "封控已经解除，" : "这里现在没有封控，") + "不再收新的求助；有事请打居委会电话。";

    public static async Task<HomeHelp> OfAsync(Db db, Home home, CancellationToken cancel)
    {
        var at = await HomeInOrder.OfAsync(db, home, cancel);
        if (at is { InForce: true })
        {
            return new(home, at.HouseholdId, at.Order, Open: true, Lifted: false);
        }

        // That somebody there is under a measure is for the household's own proven phones only, and the form would tell it.
        var kept = await home.ProvenAsync(db, cancel) is { } household && await db.Measures.AnyAsync(
            m => m.CommunityId == home.Dwelling.CommunityId && m.HouseholdId == household && m.EndedAt == null && m.Place == "", cancel);
        return new(home, at?.HouseholdId ?? (await home.BehindAsync(db, cancel)).Household ?? home.Row.Id, null, kept, Lifted: at is not null);
    }

    /// <summary>
    /// The requests of a phone's household, whoever entered them. A helper reads her own only, and so does a phone that showed the door's code
    /// alone: the others' words and pictures may tell who is ill.
    /// </summary>
    internal IQueryable<HelpRequest> Requests(Db db)
    {
        var (community, resident, proven) = (Home.Dwelling.CommunityId, Home.Row.Id, Home.IsProven);
        var household = Home.Row.IsProxy ? resident : HouseholdId;
        return db.HelpRequests.Where(r => r.CommunityId == community && ((proven && r.HouseholdId == household) || r.ResidentId == resident));
    }
}
