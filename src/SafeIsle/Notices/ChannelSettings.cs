using System.Globalization;
using SafeIsle.Platform;

namespace SafeIsle.Notices;

/// <summary>The gateway for short messages.</summary>
internal sealed record SmsSettings(Uri Address, string Key, int PerSecond);

/// <summary>A self-built application of WeCom.</summary>
/// <param name="Chats">Ids of customer groups that residents may be led into.</param>
internal sealed record WeComSettings(Uri Address, string Corp, string Secret, int Agent, int PerSecond, IReadOnlyList<string> Chats);

/// <summary>
/// Which ways are set up, from the environment: <c>SAFEISLE_SMS_URL</c>, <c>SAFEISLE_SMS_KEY</c>; <c>SAFEISLE_WECOM_CORP</c>,
/// <c>SAFEISLE_WECOM_SECRET</c>, <c>SAFEISLE_WECOM_AGENT</c>, <c>SAFEISLE_WECOM_CHATS</c>, <c>SAFEISLE_WECOM_URL</c>; and
/// <c>SAFEISLE_SMS_PER_SECOND</c>, <c>SAFEISLE_WECOM_PER_SECOND</c>. Half a set-up is refused rather than guessed.
/// </summary>
internal sealed record ChannelSettings(SmsSettings? Sms, WeComSettings? WeCom)
{
    private const int UsualPerSecond = 20;
    private const int MostPerSecond = 1_000;
    private const string WeComAddress = "https://qyapi.weixin.qq.com/cgi-bin/";

    public static Outcome<ChannelSettings> From(IConfiguration configuration)
    {
        var (smsUrl, smsKey) = (Text("SMS_URL"), Text("SMS_KEY"));
        var (corp, secret, agent) = (Text("WECOM_CORP"), Text("WECOM_SECRET"), Text("WECOM_AGENT"));
        if (smsUrl.Length > 0 != smsKey.Length > 0)
        {
            return new No("短信要同时给出 SAFEISLE_SMS_URL 和 SAFEISLE_SMS_KEY；程序没有启动。");
        }

        if (smsUrl.Length > 0 && !Uri.TryCreate(smsUrl, UriKind.Absolute, out _))
        {
            return new No($"SAFEISLE_SMS_URL 不是网址：{smsUrl}；程序没有启动。");
        }

        if (new[] { corp, secret, agent }.Count(t => t.Length > 0) is 1 or 2)
        {
            return new No("企业微信要同时给出 SAFEISLE_WECOM_CORP、SAFEISLE_WECOM_SECRET 和 SAFEISLE_WECOM_AGENT；程序没有启动。");
        }

        var agentId = 0;
        if (agent.Length > 0 && !int.TryParse(agent, NumberStyles.None, CultureInfo.InvariantCulture, out agentId))
        {
            return new No($"SAFEISLE_WECOM_AGENT 要填应用的数字编号，现在是“{agent}”；程序没有启动。");
        }

        if (!Uri.TryCreate(Text("WECOM_URL") is { Length: > 0 } other ? other : WeComAddress, UriKind.Absolute, out var weCom))
        {
            return new No("SAFEISLE_WECOM_URL 不是网址；程序没有启动。");
        }

        if (PerSecond("SMS_PER_SECOND") is not { } smsRate || PerSecond("WECOM_PER_SECOND") is not { } weComRate)
        {
            return new No($"SAFEISLE_SMS_PER_SECOND 和 SAFEISLE_WECOM_PER_SECOND 要填 1 到 {MostPerSecond} 之间的整数；程序没有启动。");
        }

        return new ChannelSettings(
            smsUrl.Length > 0 ? new(new Uri(smsUrl), smsKey, smsRate) : null,
            corp.Length > 0 ? new(weCom, corp, secret, agentId, weComRate, Text("WECOM_CHATS").Split(',', StringSplitOptions.RemoveEmptyEntries)) : null);

        string Text(string name) => configuration["SAFEISLE_" + name]?.Trim() ?? "";

        int? PerSecond(string name) => Text(name) is not { Length: > 0 } text
            ? UsualPerSecond
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostPerSecond ? number : null;
    }
}
