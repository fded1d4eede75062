using System.Globalization;
using SafeIsle.Platform.Text;

namespace SafeIsle.Health;

/// <summary>What became of a typed temperature.</summary>
public enum ReadingKind
{
    /// <summary>Left empty, or 没量: nothing is reported, nothing is wrong.</summary>
    Empty,

    /// <summary>A body temperature.</summary>
    Value,

    /// <summary>A number that hardly any body has: counts only when it is sent once more.</summary>
    Ask,

    /// <summary>No temperature; the sentence says what to type.</summary>
    Wrong,
}

/// <summary>A typed temperature as it was understood.</summary>
/// <param name="Tenths">Tenths of a degree Celsius; 0 unless it is a value or asked about.</param>
/// <param name="Sentence">What to say beside the field; empty for values and empty ones.</param>
public sealed record Reading(ReadingKind Kind, int Tenths = 0, string Sentence = "");

/// <summary>Temperatures as people type them, without database or clock. Cases: tests/vectors/temperatures.json.</summary>
public static class TemperatureRules
{
    /// <summary>Outside of these the typing is asked about; both belong to the range.</summary>
    public const int LeastTenths = 340;
    public const int MostTenths = 430;

    /// <summary>Outside of these no thermometer on a body stands; refused even when repeated.</summary>
    private const int LeastBelievable = 250;
    private const int MostBelievable = 450;

    private static readonly string[] NotMeasured = ["没量", "未量", "没测", "未测", "没有量", "没有测", "没量体温", "无", "-", "/"];
    private static readonly string[] Before = ["体温", "额温", "腋温", "温度", ":"];
    private static readonly string[] After = ["摄氏度", "℃", "°C", "度C", "°", "度", "C", "."];

    /// <summary>Reads 36.5, ３６．５, 36。5, 36，5, 365, 36.5℃, 36度5, 三十六度五.</summary>
    public static Reading Read(string? typed)
    {
        var text = Trimmed(ChineseText.Key(typed));
        if (text.Length == 0 || NotMeasured.Contains(text, StringComparer.Ordinal))
        {
            return new(ReadingKind.Empty);
        }

        var parts = text.Split('.', ',', '·', '点', '度', '°');
        if (parts.Length > 2)
        {
            return Wrong($"“{Shown(typed)}”有两个小数点，请重新填，例如 36.6。");
        }

        if (!ChineseNumber.TryParse(parts[0], out var whole) || Fraction(parts) is not { } hundredths)
        {
            return Wrong($"看不懂“{Shown(typed)}”，请只填数字，例如 36.6；没有量就空着。");
        }

        // 366 without its point is what a thumb in a hurry types.
        var tenths = parts.Length == 1 && whole is >= LeastBelievable and <= MostBelievable
            ? whole
            : (int)Math.Round((whole * 10) + (hundredths / 10m), MidpointRounding.AwayFromZero);
        return Judge(tenths);
    }

    /// <summary>36.6</summary>
    public static string Text(int tenths) => (tenths / 10m).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Whether a doctor has to hear of it at once.</summary>
    public static bool Alarms(int? tenths, string symptoms, int feverTenths) => tenths >= feverTenths || symptoms.Length > 0;

    private static Reading Judge(int tenths) => tenths switch
    {
        >= LeastTenths and <= MostTenths => new(ReadingKind.Value, tenths),
        >= LeastBelievable and <= MostBelievable => new(
            ReadingKind.Ask, tenths, $"{Text(tenths)} ℃ 很少见，确认不是笔误？写错了请改；没有错，就再交一次。"),
        >= 900 and <= 1100 => Wrong($"{Text(tenths)} 像是华氏度，请填摄氏度，例如 36.6。"),
        _ => Wrong($"{Text(tenths)} 不像体温，请重新填，例如 36.6。"),
    };

    private static Reading Wrong(string sentence) => new(ReadingKind.Wrong, 0, sentence);

    private static string Trimmed(string text)
    {
        foreach (var word in Before)
        {
            text = text.StartsWith(word, StringComparison.Ordinal) ? text[word.Length..] : text;
        }

        foreach (var word in After)
        {
            text = text.EndsWith(word, StringComparison.Ordinal) ? text[..^word.Length] : text;
        }

        return text;
    }

    // Hundredths of a degree; at most two figures, as no thermometer shows more.
    private static int? Fraction(string[] parts)
    {
        if (parts is [_])
        {
            return 0;
        }

        return parts[1].Length is 1 or 2 && !parts[1].Contains('十', StringComparison.Ordinal) && ChineseNumber.TryParse(parts[1], out var number)
            ? parts[1].Length == 1 ? number * 10 : number
            : null;
    }

    private static string Shown(string? typed) => ChineseText.Cut(ChineseText.Clean(typed), 12, "…");
}
