using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A recognised phone with the order that binds its door.</summary>
/// <param name="HouseholdId">
/// The household that it speaks for; where the register has none or several behind the door and nobody said which, the dwelling's id,
/// so that such a phone sees its own things and counts for nobody.
/// </param>
public sealed record HomeInOrder(Home Home, ClosureOrder Order, Guid HouseholdId)
{
    public bool InForce => Order.LiftedAt is null;

    /// <summary>Whether it is still to be read: of a lifted order only what was told with the lifting and after it.</summary>
    public bool Counts(Announcement post) => Order.LiftedAt is not { } lifted || post.At >= lifted;

    /// <summary>The order in force at that door, else the last one; null when there never was any.</summary>
    public static async Task<HomeInOrder?> OfAsync(Db db, Home home, CancellationToken cancel)
    {
        var (community, building, unit) = (home.Row.CommunityId, home.Dwelling.BuildingId, home.Dwelling.Unit);
        var units = db.ClosureUnits;
        var order = await db.ClosureOrders
            .Where(o => o.CommunityId == community && o.BuildingId == building
                && (o.Whole || units.Any(u => u.CommunityId == community && u.OrderId == o.Id && u.Unit == unit)))
            .OrderBy(o => o.LiftedAt != null).ThenByDescending(o => o.StartsAt).FirstOrDefaultAsync(cancel);
        return order is null ? null : new(home, order, await HouseholdAsync(db, home, cancel));
    }

    /// <summary>Whether something that a household wrote is this phone's to read: the household's, or its own from before it was known whose it is.</summary>
    public bool Owns(Guid household, Guid? resident) => household == HouseholdId || resident == Home.Row.Id;

    private static async Task<Guid> HouseholdAsync(Db db, Home home, CancellationToken cancel)
    {
        if (home.Row.HouseholdId is { } known)
        {
            return known;
        }

        var there = await db.HouseholdsOf(home.Dwelling).Select(h => h.Id).Take(2).ToListAsync(cancel);
        return there is [var only] ? only : home.Dwelling.Id;
    }
}
