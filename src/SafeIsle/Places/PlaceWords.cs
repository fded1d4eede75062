namespace SafeIsle.Places;

/// <summary>The kinds of places as people here say them.</summary>
public static class PlaceWords
{
    public static string Of(CompoundKind kind) => kind switch
    {
        CompoundKind.Gated => "封闭小区",
        CompoundKind.Open => "开放街坊",
    };

    public static string Of(BuildingKind kind) => kind switch
    {
        BuildingKind.Tower => "住宅楼",
        BuildingKind.Villa => "别墅",
        BuildingKind.Shops => "商铺楼",
    };

    public static string Of(DwellingKind kind) => kind switch
    {
        DwellingKind.Home => "住宅",
        DwellingKind.Shop => "商铺",
    };

    /// <summary>-1 → 地下 1 层, 5 → 5 层, 0 → 楼层未注明.</summary>
    public static string OfFloor(int floor) => floor switch { < 0 => $"地下 {-floor} 层", 0 => "楼层未注明", _ => $"{floor} 层" };

    /// <summary>2 → 2单元; 0 → 不分单元.</summary>
    public static string OfUnit(int unit) => unit == 0 ? "不分单元" : $"{unit}单元";

    /// <summary>The members of an enumeration for a select, with their words.</summary>
    internal static IEnumerable<(string Value, string Label)> Options<TEnum>(Func<TEnum, string> words)
        where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(value => (value.ToString(), words(value)));
}
