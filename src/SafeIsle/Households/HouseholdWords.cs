namespace SafeIsle.Households;

/// <summary>The choices that forms of the register offer, in the words of <see cref="RegisterWords"/>.</summary>
internal static class HouseholdWords
{
    /// <summary>Usual relations to the head of household (GB/T 4761, as people here write them); others may be typed.</summary>
    public static readonly string[] Relations =
        ["户主", "配偶", "子", "女", "父亲", "母亲", "儿媳", "女婿", "孙子", "孙女", "外孙", "外孙女", "祖父", "祖母", "兄弟", "姐妹", "合租", "保姆", "其他"];

    public const string Head = "户主";

    public static IEnumerable<(string Value, string Label)> Tenures => Enum.GetValues<Tenure>().Select(t => ($"{t}", RegisterWords.Of(t)));

    public static IEnumerable<(string Value, string Label)> Presences => Enum.GetValues<Presence>().Select(p => ($"{p}", RegisterWords.Of(p)));

    public static IEnumerable<(string Value, string Label)> Sexes =>
        [($"{Sex.Male}", "男"), ($"{Sex.Female}", "女"), ($"{Sex.Unknown}", "不清楚")];

    public static IEnumerable<(string Value, string Label)> Documents => Enum.GetValues<DocumentKind>().Select(k => ($"{k}", RegisterWords.Of(k)));
}
