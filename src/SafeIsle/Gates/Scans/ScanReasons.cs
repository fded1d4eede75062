using SafeIsle.Gates.Firms;
using SafeIsle.Plans;

namespace SafeIsle.Gates.Scans;

/// <summary>Reason codes of scans in words: those of the rules, and those that a scanner has besides (Scanner/words.ts).</summary>
public static class ScanReasons
{
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["foreign"] = "这不是出入证的码。",
        ["damaged"] = "码没有读完整。",
        ["key"] = "本机认不出这张证是谁签发的。",
        [ScanJudge.Forged] = "签名对不上，不是居委会发的证。",
        ["elsewhere"] = "这是别的社区的证。",
        ["clock"] = "码上的时间比本机晚。",
        [ScanJudge.Stale] = "这是截图或过时的码。",
        [ScanJudge.Unknown] = "名单里没有这张证。",
        [ScanJudge.NoPass] = "这一户没有可用的证。",
        ["noList"] = "本机还没有名单。",
        ["rule"] = "名单里没有这类证的规则。",
        ["none"] = "没有出示出入证。",
        ["spent"] = "这张证已经用过，只能进出一次；再来请重新登记。",
        [ScanJudge.AlreadyIn] = "记录上已经进门，还没有出去。",
        [ScanJudge.OtherEntrance] = "住在别的围合，要走那里的出入口。",
        [ScanJudge.Fever] = "体温高。",
        ["holder"] = "本人与证不符。",
        ["mind"] = "本人改变主意。",
        ["committee"] = "居委会电话要求。",
        ["other"] = "别的原因。",
        [ScanJudge.GateClosed] = "这个门岗已经关闭。",
        [FirmRules.Expected] = "单位在名单上。",
        [FirmRules.Ended] = "这个单位的登记到期了，或已停用。",
        [FirmRules.OtherGate] = "这个单位登记的不是这个门。",
        [FirmRules.OtherDay] = "今天不是这个单位登记的日子。",
        [FirmRules.OtherHours] = "现在不是这个单位登记的时段。",
    };

    /// <summary>A sentence; a code that nobody knows says so itself.</summary>
    public static string Of(string code) =>
        Others.TryGetValue(code, out var words) ? words
        : Enum.TryParse<PassReason>(code, ignoreCase: true, out var reason) && Enum.IsDefined(reason) ? PassWords.Of(reason)
        : code.Length == 0 ? "没有写。" : $"{code}。";
}
