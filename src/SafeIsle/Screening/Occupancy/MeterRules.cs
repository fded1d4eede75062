using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;

namespace SafeIsle.Screening.Occupancy;

/// <summary>What two readings of a meter say about whether anybody lives there.</summary>
/// <param name="Words">电表 3 天用 6.2 度</param>
public sealed record MeterUse(EvidenceSign Sign, string Words);

/// <summary>Readings of meters: how they are read, and what the use between two of them says.</summary>
public static class MeterRules
{
    /// <summary>The largest reading, thousandths.</summary>
    public const long MostThousandths = 9_999_999_999;

    /// <summary>Days between two readings beyond which their use says nothing about now.</summary>
    public const int MostDays = 45;

    private const int Decimals = 3;

    /// <summary>
    /// When in its day a meter was read, as nobody writes the hour down: at noon, in the middle of the working day. So a look in the night
    /// before counts as earlier, and one on the evening after as later.
    /// </summary>
    private static readonly TimeOnly ReadAt = new(12, 0);

    /// <summary>That instant; not later than now, for a reading of this morning.</summary>
    public static DateTimeOffset At(DateOnly day, DateTimeOffset now) =>
        Clock.FromHere(day.ToDateTime(ReadAt)) is var noon && noon < now ? noon : now;

    /// <summary>Thousandths a day from which on somebody lives there: more than a refrigerator, a flush, a meal.</summary>
    public static long LivedInFrom(MeterKind kind) => kind switch { MeterKind.Electricity => 1500, MeterKind.Water => 30, MeterKind.Gas => 30 };

    /// <summary>Thousandths a day up to which nobody does: what stands by, drips, leaks.</summary>
    public static long EmptyUpTo(MeterKind kind) => kind switch { MeterKind.Electricity => 300, MeterKind.Water => 2, MeterKind.Gas => 2 };

    /// <summary>Null where it is no reading.</summary>
    public static long? Read(string? typed) =>
        decimal.TryParse(ChineseText.Key(typed).Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && value <= MostThousandths / 1000m && decimal.Round(value, Decimals) == value
            ? (long)(value * 1000)
            : null;

    /// <summary>1234.5</summary>
    public static string Text(long thousandths) => (thousandths / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Null where the days between say nothing: the same day, or too long.</summary>
    public static MeterUse? Use(MeterKind kind, DateOnly from, long before, DateOnly to, long after)
    {
        var days = to.DayNumber - from.DayNumber;
        if (days is < 1 or > MostDays || after < before)
        {
            return null;
        }

        var used = after - before;
        var sign = used >= LivedInFrom(kind) * days ? EvidenceSign.Present : used <= EmptyUpTo(kind) * days ? EvidenceSign.Absent : EvidenceSign.Nothing;
        return new(sign, $"{kind.Name()} {days} 天用 {Text(used)} {kind.Unit()}");
    }

    /// <summary>What the use says about the door: 没人住的迹象.</summary>
    public static string Says(EvidenceSign sign) => sign switch
    {
        EvidenceSign.Present => "有人住的迹象",
        EvidenceSign.Absent => "没人住的迹象",
        EvidenceSign.Nothing => "看不出有没有人住",
    };

    /// <summary>电表, 电, 用电 → electricity; null for another word.</summary>
    public static MeterKind? Kind(string? words) => ChineseText.Key(words) switch
    {
        var w when w.Contains('电', StringComparison.Ordinal) => MeterKind.Electricity,
        var w when w.Contains('水', StringComparison.Ordinal) => MeterKind.Water,
        var w when w.Contains('气', StringComparison.Ordinal) => MeterKind.Gas,
        _ => null,
    };
}
