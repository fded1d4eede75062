namespace SafeIsle.Households;

/// <summary>Addresses of this module's pages.</summary>
public static class RegisterPaths
{
    public static string People(long community) => $"/desk/{community}/people";

    public static string Person(long community, Guid person) => $"/desk/{community}/people/{person}";

    public static string Household(long community, Guid household) => $"/desk/{community}/households/{household}";

    public static string Dwelling(long community, Guid dwelling) => $"/desk/{community}/dwellings/{dwelling}";

    public static string Roster(long community, Guid building) => $"/desk/{community}/buildings/{building}/roster";

    public static string CompoundTable(long community, Guid compound) => $"/desk/{community}/compounds/{compound}/table";
}
