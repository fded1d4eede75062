using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.HelpRequests;

/// <summary>Whom a request concerns on our side: the committee and field workers of its building, and whoever answers for it.</summary>
internal static class HelpDesk
{
    internal static readonly Role[] May = [Role.Committee, Role.Field, Role.Partner];

    private static readonly Role[] AllOfTheBuilding = [Role.Committee, Role.Field];

    /// <summary>The requests of a community that the person may open.</summary>
    public static IQueryable<HelpRequest> Visible(Db db, Me me, long community)
    {
        var inMyBuildings = db.HelpRequests.Within(me.Only(AllOfTheBuilding));
        return db.HelpRequests.Within(me.Only(May)).Where(r => r.CommunityId == community
            && (r.OwnerId == me.AccountId || inMyBuildings.Any(b => b.CommunityId == r.CommunityId && b.Id == r.Id)));
    }

    internal static string Path(long community) => $"/desk/{community}/requests";

    internal static string Path(HelpRequest row) => $"{Path(row.CommunityId)}/{row.Id}";
}
