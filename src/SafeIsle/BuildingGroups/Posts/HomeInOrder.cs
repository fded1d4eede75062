using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A recognised phone with the order that binds its door.</summary>
/// <param name="HouseholdId">
/// The household that it speaks for (<see cref="Home.HouseholdOf"/>); where there is none, the phone's own id, so that it sees
/// its own things, nobody else's behind the same door, and counts for nobody.
/// </param>
public sealed record HomeInOrder(Home Home, ClosureOrder Order, Guid HouseholdId)
{
    public bool InForce => Order.LiftedAt is null;

    /// <summary>Whether it is still to be read: of a lifted order only what was told with the lifting and after it.</summary>
    public bool Counts(Announcement post) => Order.LiftedAt is not { } lifted || post.At >= lifted;

    /// <summary>The order in force at that door, else the last one; null when there never was any.</summary>
    public static async Task<HomeInOrder?> OfAsync(Db db, Home home, CancellationToken cancel)
    {
        var order = await db.OrdersAt(home.Dwelling)
            .OrderBy(o => o.LiftedAt != null).ThenByDescending(o => o.StartsAt).FirstOrDefaultAsync(cancel);
        return order is null ? null : new(home, order, (await home.BehindAsync(db, cancel)).Household ?? home.Row.Id);
    }

    /// <summary>
    /// Whose words this phone reads besides its own: its household's. A helper from another door speaks for the household, but reads only
    /// what she wrote herself.
    /// </summary>
    public Guid Reads => Home.Row.IsProxy ? Home.Row.Id : HouseholdId;

    /// <summary>Whether something that a household wrote is this phone's to read: see <see cref="Reads"/>, or its own from before it was known whose it is.</summary>
    public bool Owns(Guid household, Guid? resident) => household == Reads || resident == Home.Row.Id;
}
