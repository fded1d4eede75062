namespace SafeIsle.Screening.Returnees;

/// <summary>Returns in words.</summary>
public static class ReturneeWords
{
    public static string Name(this ReturneeState state) => state switch
    {
        ReturneeState.Announced => "还没到",
        ReturneeState.Arrived => "已到门口",
        ReturneeState.Met => "已接到家",
        ReturneeState.Checked => "已核对行程",
        ReturneeState.Cancelled => "不回来了",
    };

    public static string Tone(this ReturneeState state) => state switch
    {
        ReturneeState.Announced => "wait",
        ReturneeState.Arrived or ReturneeState.Met => "late",
        ReturneeState.Checked => "ok",
        ReturneeState.Cancelled => "off",
    };

    public static string Name(this ReturneeWay way) => way switch
    {
        ReturneeWay.Phone => "住户手机报备",
        ReturneeWay.Form => "扫码报备",
        ReturneeWay.Call => "电话报备",
    };
}
