using System.Globalization;

namespace SafeIsle.Platform;

/// <summary>Time as people here read it. Stored times are UTC; paper and pages speak Asia/Shanghai.</summary>
public static class Clock
{
    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateTimeOffset Now(this TimeProvider clock) => clock.GetUtcNow();

    /// <summary>Today's date on the wall calendar in Shanghai.</summary>
    public static DateOnly Today(this TimeProvider clock) => clock.GetUtcNow().DateHere();

    public static DateOnly DateHere(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.Here());

    /// <summary>Wall time in Shanghai.</summary>
    public static DateTime Here(this DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Shanghai).DateTime;

    /// <summary>Wall time in Shanghai → instant.</summary>
    public static DateTimeOffset FromHere(DateTime wall) =>
        new DateTimeOffset(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), Shanghai.GetUtcOffset(wall)).ToUniversalTime();

    /// <summary>3月23日 21:40</summary>
    public static string Short(this DateTimeOffset instant) => instant.Here().ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);

    /// <summary>2026年3月23日 21:40, for documents that outlive the year.</summary>
    public static string Full(this DateTimeOffset instant) => instant.Here().ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);

    /// <summary>2026年3月23日</summary>
    public static string Full(this DateOnly date) => date.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>The value of an <c>&lt;input type="datetime-local"&gt;</c>.</summary>
    public static string ForInput(this DateTimeOffset instant) => instant.Here().ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
