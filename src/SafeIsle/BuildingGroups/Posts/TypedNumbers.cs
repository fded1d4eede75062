using System.Text.RegularExpressions;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// Phone and document numbers that residents type, masked for everybody but the household itself and those who have to call. What looks
/// like one is masked: hiding an order number does no harm, showing an ID number does. No tail stays, because whoever knows the tail of a
/// registered phone is taken for one of the household.
/// </summary>
public static partial class TypedNumbers
{
    private const int MobileDigits = 11;
    private const int MobileHeadShown = 3;
    private const int DocumentDigits = 15;
    private const int DocumentHeadShown = 6;

    /// <summary>138********, 990000************, *******. Dates stay.</summary>
    public static string Mask(string text) => Runs.Replace(text, run => IsDate.IsMatch(run.Value) ? run.Value : Stars(run.Value));

    private static string Stars(string run)
    {
        // Two numbers with a blank between them are two.
        for (var blank = run.IndexOf(' ', StringComparison.Ordinal); blank >= 0; blank = run.IndexOf(' ', blank + 1))
        {
            if (Digits(run[..blank]).Length >= MobileDigits && Digits(run[blank..]).Length >= MobileDigits)
            {
                return Stars(run[..blank]) + " " + Stars(run[blank..]);
            }
        }

        var digits = Digits(run);
        var head = digits.Length >= DocumentDigits ? DocumentHeadShown : digits.Length >= MobileDigits ? MobileHeadShown : 0;
        return digits[..head] + new string('*', digits.Length - head);
    }

    private static string Digits(string run) => Separators.Replace(run, "");

    // Seven digits or more, also when blanks or dashes stand between them, and in whatever script: １, 一, ①.
    [GeneratedRegex(
        @"[\p{Nd}〇零幺一二三四五六七八九⓪①-⑨](?:[ .·\-－—_]{0,2}[\p{Nd}〇零幺一二三四五六七八九⓪①-⑨]){6,}[Xx]?",
        RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Runs { get; }

    [GeneratedRegex(@"[ .·\-－—_]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators { get; }

    [GeneratedRegex(@"\A(?:19|20)[0-9]{2}[ .\-][0-9]{1,2}[ .\-][0-9]{1,2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsDate { get; }
}
