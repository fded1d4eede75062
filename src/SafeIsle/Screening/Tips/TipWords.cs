namespace SafeIsle.Screening.Tips;

/// <summary>Tips as people here speak of them.</summary>
internal static class TipWords
{
    public static string Of(TipKind kind) => kind switch
    {
        TipKind.Returned => "有人从外地回来没有报",
        TipKind.Let => "房子租出去了没有登记",
        TipKind.Outside => "应该在家的人出来了",
        TipKind.Gathering => "聚集",
        TipKind.Staff => "居委会或工作人员的问题",
        TipKind.Other => "别的",
    };

    public static string Of(TipState state) => state switch
    {
        TipState.Open => "待处理",
        TipState.Checking => "核实中",
        TipState.Checked => "属实，已处理",
        TipState.Dismissed => "不属实或无法核实",
    };

    public static string Tone(TipState state) => state switch
    {
        TipState.Open => "late",
        TipState.Checking => "wait",
        TipState.Checked => "ok",
        TipState.Dismissed => "off",
    };
}
