namespace SafeIsle.Screening.Lists;

/// <summary>The states of lists from above as people here say them.</summary>
internal static class ListWords
{
    public static string Of(SentOutcome outcome) => outcome switch
    {
        SentOutcome.Found => "在册",
        SentOutcome.Moved => "已迁出",
        SentOutcome.Several => "待认定",
        SentOutcome.Unknown => "不在册",
        SentOutcome.Unreadable => "看不懂",
    };

    public static string Tone(SentOutcome outcome) => outcome switch
    {
        SentOutcome.Found => "ok",
        SentOutcome.Several => "wait",
        SentOutcome.Unknown => "late",
        SentOutcome.Moved or SentOutcome.Unreadable => "off",
    };

    public static string Hint(SentOutcome outcome) => outcome switch
    {
        SentOutcome.Found => "登记里有这个人，依据写在每一行；仅凭电话或姓名的不算在内。",
        SentOutcome.Moved => "以前住在这里，已从登记里迁出。",
        SentOutcome.Several => "可能是登记里的一个或几个人，请逐条认定。",
        SentOutcome.Unknown => "登记里没有找到。可能是新住户、漏登的租户，也可能不住这里，请核实。",
        SentOutcome.Unreadable => "这一行没有姓名，也没有可用的号码。",
    };

    public static string Of(MatchBasis basis) => basis switch
    {
        MatchBasis.DocumentAndName => "身份证号和姓名一致",
        MatchBasis.Document => "身份证号一致，姓名不同",
        MatchBasis.PhoneAndName => "电话和姓名一致",
        MatchBasis.MaskedAndName => "姓名和打码号码一致",
        MatchBasis.NameAndDoor => "姓名和房号一致",
        MatchBasis.OtherDocument => "姓名和电话或房号一致，证件号不同",
        MatchBasis.NameAndBuilding => "姓名和楼栋一致",
        MatchBasis.Phone => "只有电话一致，可能是家人",
        MatchBasis.Name => "只有姓名一致",
        MatchBasis.None => "",
        MatchBasis.ByHand => "人工认定",
    };

    public static string Of(SentStage stage) => stage switch
    {
        SentStage.Columns => "待核对列",
        SentStage.Matching => "比对中",
        SentStage.Matched => "已比对",
        SentStage.Dropped => "已删除",
    };

    /// <summary>在册 2,980 行，不在册 1 行</summary>
    public static string Counts(IReadOnlyDictionary<SentOutcome, int> counts) => counts.Count == 0
        ? "名单是空的"
        : string.Join('，', Enum.GetValues<SentOutcome>().Where(counts.ContainsKey).Select(o => $"{Of(o)} {counts[o]} 行"));
}
