using System.Globalization;

namespace SafeIsle.Platform;

/// <summary>Time as people here read it. Stored times are UTC; paper and pages speak Asia/Shanghai.</summary>
public static class Clock
{
    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static readonly string[] DayShapes = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"];

    // The hours in which people may be called or visited for what can wait.
    private const int DayFrom = 8, DayTo = 22;

    public static DateTimeOffset Now(this TimeProvider clock) => clock.GetUtcNow();

    /// <summary>Today's date on the wall calendar in Shanghai.</summary>
    public static DateOnly Today(this TimeProvider clock) => clock.GetUtcNow().DateHere();

    public static DateOnly DateHere(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.Here());

    /// <summary>Wall time in Shanghai.</summary>
    public static DateTime Here(this DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Shanghai).DateTime;

    /// <summary>Wall time in Shanghai → instant.</summary>
    public static DateTimeOffset FromHere(DateTime wall) =>
        new DateTimeOffset(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), Shanghai.GetUtcOffset(wall)).ToUniversalTime();

    /// <summary>When the day begins here.</summary>
    public static DateTimeOffset Midnight(DateOnly day) => FromHere(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>That time, or, where it lies in the night, the next morning at eight: nobody is called or visited for a reminder at three.</summary>
    public static DateTimeOffset ByDay(this DateTimeOffset instant)
    {
        var here = instant.Here();
        return here.Hour < DayFrom ? FromHere(here.Date.AddHours(DayFrom)) : here.Hour >= DayTo ? FromHere(here.Date.AddDays(1).AddHours(DayFrom)) : instant;
    }

    /// <summary>3月23日 21:40</summary>
    public static string Short(this DateTimeOffset instant) => instant.Here().ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);

    /// <summary>2026年3月23日 21:40, for documents that outlive the year.</summary>
    public static string Full(this DateTimeOffset instant) => instant.Here().ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);

    /// <summary>2026年3月23日</summary>
    public static string Full(this DateOnly date) => date.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>2026-03-23: the value of an <c>&lt;input type="date"&gt;</c>, and how files, links and codes write a day (ISO 8601).</summary>
    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day as people here write it, with its year: 2026-03-23, 20260323, 2026/3/23, 2026.3.23 or 2026年3月23日; null for anything else.</summary>
    public static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, DayShapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The value of an <c>&lt;input type="datetime-local"&gt;</c>.</summary>
    public static string ForInput(this DateTimeOffset instant) => instant.Here().ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
