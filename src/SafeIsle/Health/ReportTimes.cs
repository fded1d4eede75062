using System.Globalization;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Health;

/// <summary>A window of a certain day: 3月23日早.</summary>
public sealed record ReportSlot(DateOnly Day, ReportWindow Window)
{
    public DateTimeOffset From => Clock.FromHere(Day.ToDateTime(Window.From));

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset To => Clock.FromHere(Day.ToDateTime(Window.To));

    public bool OpenAt(DateTimeOffset now) => From <= now && now < To;

    /// <summary>3月23日早上</summary>
    public string Words => Day.ToString("M月d日", CultureInfo.InvariantCulture) + ReportTimes.Named(Window.Name);

    /// <summary>今天早上, 昨天晚上, else with the date.</summary>
    public string WordsOn(DateOnly today) => (today.DayNumber - Day.DayNumber) switch
    {
        0 => "今天" + ReportTimes.Named(Window.Name),
        1 => "昨天" + ReportTimes.Named(Window.Name),
        _ => Words,
    };

    /// <summary>06:30–09:00</summary>
    public string Hours => string.Create(CultureInfo.InvariantCulture, $"{Window.From:HH\\:mm}–{Window.To:HH\\:mm}");

    /// <summary>In addresses: 2026-03-23.早</summary>
    public string Code => Day.Iso() + "." + Window.Name;
}

/// <summary>Which window counts when, without database. Only the server's clock is asked.</summary>
public static class ReportTimes
{
    /// <summary>A window that an order leaves less than this is not asked for: nobody could have kept it.</summary>
    public static readonly TimeSpan LeastOpen = TimeSpan.FromHours(1);

    /// <summary>Slots that pages go back, at most: 30 days of two windows.</summary>
    public const int MostSlots = 60;

    /// <summary>Whether the slot is asked of everybody.</summary>
    public static bool Counts(ReportDuty duty, ReportSlot slot) =>
        slot.To - duty.From >= LeastOpen && (duty.Until is null || slot.From < duty.Until);

    /// <summary>The open window, else the one that ended last; null before the first.</summary>
    public static ReportSlot? OpenOrLast(ReportDuty duty, DateTimeOffset now) => Past(duty, now).FirstOrDefault();

    /// <summary>All asked windows that have begun, the newest first, at most <see cref="MostSlots"/>.</summary>
    public static IEnumerable<ReportSlot> Past(ReportDuty duty, DateTimeOffset now)
    {
        var (first, today) = (duty.From.DateHere(), now.DateHere());
        return Enumerable.Range(0, Math.Max(0, today.DayNumber - first.DayNumber + 1)).Select(back => today.AddDays(-back))
            .SelectMany(day => Slots(duty, day).Reverse())
            .Where(slot => slot.From <= now && Counts(duty, slot)).Take(MostSlots);
    }

    /// <summary>The next window that has not begun; null without a duty running then.</summary>
    public static ReportSlot? Next(ReportDuty duty, DateTimeOffset now) => Around(duty, now).FirstOrDefault(s => s.From > now && Counts(duty, s));

    /// <summary>
    /// The window that something reported now belongs to: the open one, else the one that ended last, also when the duty began after it.
    /// Never one that lies ahead: what was measured before it opened would be taken for its report, and nobody would be asked.
    /// </summary>
    public static ReportSlot Nearest(ReportDuty duty, DateTimeOffset now) => Around(duty, now).Last(s => s.From <= now);

    /// <summary>The window that is not asked for and takes what is reported before the first that is; null when the first took it.</summary>
    public static ReportSlot? Early(ReportDuty duty) => Nearest(duty, duty.From) is var slot && Counts(duty, slot) ? null : slot;

    /// <summary>The slot of that code, when it is asked for and has begun; for reports that are entered for a certain window.</summary>
    public static ReportSlot? Find(ReportDuty duty, string? code, DateTimeOffset now) =>
        string.IsNullOrEmpty(code) ? null : Past(duty, now).FirstOrDefault(s => s.Code == code);

    /// <summary>早 → 早上; other names as the plan has them.</summary>
    public static string Named(string window) => window switch { "早" => "早上", "晚" => "晚上", "中" or "午" => "中午", _ => window };

    private static IEnumerable<ReportSlot> Around(ReportDuty duty, DateTimeOffset now) =>
        Enumerable.Range(-1, 3).SelectMany(day => Slots(duty, now.DateHere().AddDays(day)));

    private static IEnumerable<ReportSlot> Slots(ReportDuty duty, DateOnly day) =>
        duty.Windows.OrderBy(w => w.From).Select(w => new ReportSlot(day, w));
}
