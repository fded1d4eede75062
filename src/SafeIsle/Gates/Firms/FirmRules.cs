using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Gates.Firms;

/// <summary>
/// Limits of firms, and whether a firm's people are expected now. Gates do the same without network (Gates/Firms/firm-rules.ts); both satisfy
/// tests/vectors/firm-rules.json.
/// </summary>
public static class FirmRules
{
    public const int MostName = 30;
    public const int MostWhat = 60;

    /// <summary>Firms of a community that have not ended.</summary>
    public const int MostFirms = 200;

    /// <summary>Gates that one firm is bound to; more is all of them.</summary>
    public const int MostGates = 20;

    /// <summary>How far ahead its last day may be.</summary>
    public const int MostDays = 366;

    public const int AllDays = 127;
    private const int DaysOfWeek = 7;
    private const int MinutesOfDay = 24 * 60;

    /// <summary>Expected now, or on its way out.</summary>
    public const string Expected = "firm";

    public const string Ended = "firmEnded";
    public const string OtherGate = "firmGate";
    public const string OtherDay = "firmDay";
    public const string OtherHours = "firmHours";

    /// <summary>Nobody is turned away by the list alone: outside of the window a person decides.</summary>
    public static (PassVerdict Verdict, string Reason) Judge(Firm firm, Guid gate, PassDirection direction, DateTimeOffset at)
    {
        if (direction == PassDirection.Out)
        {
            return (PassVerdict.Go, Expected);
        }

        var day = DayOf(firm, at);
        var minute = MinuteOf(at);
        var reason = firm.EndedAt <= at || day > firm.LastDay ? Ended
            : firm.Gates.Count > 0 && !firm.Gates.Contains(gate) ? OtherGate
            : (firm.Days >> (((int)day.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek) & 1) == 0 ? OtherDay
            : !InWindow(firm, minute) ? OtherHours
            : Expected;
        return (reason == Expected ? PassVerdict.Go : PassVerdict.Ask, reason);
    }

    // After midnight, a window that began in the evening still belongs to that evening's day.
    private static DateOnly DayOf(Firm firm, DateTimeOffset at) =>
        firm.Stop < firm.Start && MinuteOf(at) < firm.Stop ? at.DateHere().AddDays(-1) : at.DateHere();

    private static bool InWindow(Firm firm, int minute) =>
        firm.Start == firm.Stop || (firm.Start < firm.Stop ? minute >= firm.Start && minute < firm.Stop : minute >= firm.Start || minute < firm.Stop);

    private static int MinuteOf(DateTimeOffset at) => (int)at.Here().TimeOfDay.TotalMinutes % MinutesOfDay;
}
