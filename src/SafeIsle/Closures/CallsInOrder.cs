using SafeIsle.Households;
using SafeIsle.Platform.Access;

namespace SafeIsle.Closures;

/// <summary>Who sees names and numbers whole because she has to call the people of an order.</summary>
public static class CallsInOrder
{
    /// <summary>While it is in force whoever calls in that building; of a lifted order the committee alone.</summary>
    public static bool Calls(this Me me, ClosureOrder order) =>
        me.Keeps(order.CommunityId) || (order.LiftedAt is null && me.Calls(order.CommunityId, order.BuildingId));
}
