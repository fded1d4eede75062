using System.Text.RegularExpressions;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// Phone and document numbers that residents type, masked for everybody but the household itself and those who have to call. What looks
/// like one is masked: hiding an order number does no harm, showing an ID number does.
/// </summary>
public static partial class TypedNumbers
{
    private const int MobileDigits = 11;
    private const int DocumentDigits = 15;
    private const int TailShown = 4;

    /// <summary>138****1234, 990000********123X, ****2345. Dates stay.</summary>
    public static string Mask(string text) => Runs.Replace(text, run => IsDate.IsMatch(run.Value) ? run.Value : Stars(run.Value));

    private static string Stars(string run)
    {
        var digits = string.Concat(run.Where(char.IsAsciiLetterOrDigit));
        var head = digits.Length >= DocumentDigits ? 6 : digits.Length >= MobileDigits ? 3 : 0;
        return digits[..head] + new string('*', digits.Length - head - TailShown) + digits[^TailShown..];
    }

    // Seven digits or more, also when blanks or dashes stand between them; text has come through ChineseText.Clean.
    [GeneratedRegex(@"[0-9](?:[ .·\-－—_]{0,2}[0-9]){6,}[Xx]?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Runs { get; }

    [GeneratedRegex(@"\A(?:19|20)[0-9]{2}[ .\-][0-9]{1,2}[ .\-][0-9]{1,2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsDate { get; }
}
