namespace SafeIsle.Divisions;

/// <summary>The division table, and the communities that stand in it.</summary>
public static class DivisionsModule
{
    public static void MapDivisions(this IEndpointRouteBuilder app)
    {
        Communities.Map(app);
        NewCommunity.Map(app);
        CommunityForm.Map(app);
    }
}
