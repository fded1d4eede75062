namespace SafeIsle.Platform.Access;

/// <summary>Who may give which role where. Pure: the table of the product's rights over rights.</summary>
public static class GrantRules
{
    /// <summary>
    /// Whether somebody may make another hold that role at that place, and take it back again.
    /// Committee: field, partner and committee of its own community. Administrator: every role at its place and below; above the
    /// communities only those roles that work there. Everybody else: nobody.
    /// </summary>
    public static bool MayGrant(Me me, Role role, long place) =>
        IsHeldAt(role, place) && me.Grants.Any(mine => PlaceCode.Covers(mine.Place, place) && mine.Role switch
        {
            Role.Committee => role is Role.Field or Role.Partner or Role.Committee,
            Role.Administrator => true,
            Role.Field or Role.Partner or Role.Overseer => false,
        });

    /// <summary>Whether somebody may close the account that holds these grants, unlock it, or give it a new password: all of them must be hers to give.</summary>
    public static bool MayManage(Me me, IReadOnlyCollection<Grant> grants) =>
        grants.Count > 0 && grants.All(g => MayGrant(me, g.Role, g.Place));

    /// <summary>People who work with households do so in a community; street, district and city have overseers and administrators.</summary>
    public static bool IsHeldAt(Role role, long place) => PlaceCode.IsCommunity(place) || role is Role.Overseer or Role.Administrator;
}
