namespace SafeIsle.Health;

/// <summary>The symptoms that are asked for besides the temperature (新型冠状病毒肺炎防控方案), as stable codes.</summary>
public static class Symptoms
{
    /// <summary>Code → words, in the order of the form.</summary>
    public static readonly IReadOnlyList<(string Code, string Words)> All =
    [
        ("cough", "干咳"), ("fatigue", "乏力"), ("throat", "咽痛"), ("smell", "嗅味觉减退"), ("diarrhoea", "腹泻"),
    ];

    /// <summary>What is stored: the known ones of these codes, separated by blanks, in the order of the form.</summary>
    public static string Joined(IEnumerable<string> codes)
    {
        var ticked = codes.ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', All.Where(s => ticked.Contains(s.Code)).Select(s => s.Code));
    }

    /// <summary>干咳、乏力; empty for none.</summary>
    public static string Of(string codes) => codes.Length == 0 ? "" : string.Join('、', All.Where(s => Has(codes, s.Code)).Select(s => s.Words));

    public static bool Has(string codes, string code) => codes.Split(' ').Contains(code, StringComparer.Ordinal);
}
