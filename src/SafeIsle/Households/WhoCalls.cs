using SafeIsle.Platform.Access;

namespace SafeIsle.Households;

/// <summary>
/// Whoever calls people sees whole names, and numbers on request; whoever only watches sees neither. It is decided building by
/// building: a street's overseer who also works in one building calls there and watches everywhere else.
/// </summary>
public static class WhoCalls
{
    public static bool Calls(this Me me, long community, Guid building) => me.IsIn(community, building, HouseholdsModule.MayCall);

    /// <summary>Whether the building's roster and its households open for that person; boards and figures may all the same.</summary>
    public static bool Reads(this Me me, long community, Guid building) => me.IsIn(community, building, HouseholdsModule.MayRead);

    /// <summary>The person's name as that reader may see it.</summary>
    public static string NameOf(this Me me, Person person) =>
        me.Calls(person.CommunityId, person.BuildingId) ? person.Name : RegisterWords.MaskedName(person.Name);
}
