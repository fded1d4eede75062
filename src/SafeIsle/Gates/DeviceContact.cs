namespace SafeIsle.Gates;

/// <summary>When a device was last heard of and how much it still held then: 3 分钟前，等 12 条.</summary>
/// <param name="Tone">As a badge has it: ok, wait, late, off.</param>
public sealed record DeviceContact(string Tone, string Words)
{
    /// <param name="open">Whether its gate is open: where nobody passes, silence is nothing to look after.</param>
    public static DeviceContact Of(GateDevice device, bool open, DateTimeOffset now)
    {
        if (device.WipedAt is { } wiped)
        {
            // What it still held is lost with it, or handed in when it is found.
            return device.Waiting is { } lost and > 0 ? new("late", $"{Ago(now - wiped)}清除，最后联系时还有 {lost} 条没传") : new("off", $"{Ago(now - wiped)}清除");
        }

        if (device.EnrolledAt is null || device.SeenAt is not { } seen)
        {
            return device.EnrolUntil > now ? new("wait", "等待登记") : new("off", "没有登记");
        }

        var (silent, held) = (now - seen, device.Waiting is { } waiting and > 0 ? $"，等 {waiting} 条" : "");
        return silent >= GateRules.SilentAfter
            ? new(open ? "late" : "off", $"{Span(silent)}没有消息{held}")
            : new(held.Length > 0 ? "wait" : "ok", Ago(silent) + (device.Waiting == 0 ? "，都传完了" : held));
    }

    private static string Ago(TimeSpan time) => time < TimeSpan.FromMinutes(1) ? "刚刚" : Span(time) + "前";

    private static string Span(TimeSpan time) => time switch
    {
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} 分钟",
        { TotalDays: < 2 } => $"{(int)time.TotalHours} 小时",
        _ => $"{(int)time.TotalDays} 天",
    };
}
