namespace SafeIsle.Notices;

/// <summary>The words of this module's states.</summary>
internal static class NoticesWords
{
    public static string Of(OutsideWay way) => way switch
    {
        OutsideWay.Sms => "短信",
        OutsideWay.WeCom => "企业微信",
    };

    public static string Of(OutsideState state) => state switch
    {
        OutsideState.Waiting => "等待发送",
        OutsideState.Sending => "正在发送",
        OutsideState.Sent => "已发出",
        OutsideState.ByHand => "请手工告知",
        OutsideState.Dead => "没发出去",
        OutsideState.Handed => "已手工告知",
        OutsideState.Dropped => "不发了",
    };

    public static string Tone(OutsideState state) => state switch
    {
        OutsideState.Waiting or OutsideState.Sending => "wait",
        OutsideState.Sent or OutsideState.Handed => "ok",
        OutsideState.ByHand or OutsideState.Dead => "late",
        OutsideState.Dropped => "off",
    };
}
