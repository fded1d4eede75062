namespace SafeIsle.Grids;

/// <summary>Words of grids.</summary>
public static class GridWords
{
    public static string Name(this GridWeight weight) => weight switch
    {
        GridWeight.Households => "户数",
        GridWeight.People => "人数",
        GridWeight.Load => "工作量（户数，加上有关怀标签的人）",
    };

    public static string Unit(this GridWeight weight) => weight switch
    {
        GridWeight.Households => "户",
        GridWeight.People => "人",
        GridWeight.Load => "工作量",
    };

    public static string Name(this GridRole role) => role switch { GridRole.Responsible => "负责人", GridRole.StandIn => "替补" };
}
