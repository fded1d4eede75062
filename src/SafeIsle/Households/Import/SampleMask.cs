using System.Text.RegularExpressions;

namespace SafeIsle.Households.Import;

/// <summary>
/// Hides the middle of the long numbers in a file's cells: enough stays to recognise the column. Phones and identity numbers look as they do on
/// every page (142****1234, 990000********123X); what came masked stays as it came.
/// </summary>
internal static partial class SampleMask
{
    private const int Timeout = 200;
    private const int MobileDigits = 11;

    // So many stars hide what we would hide ourselves.
    private const int StarsOfMasked = 4;

    internal static string Of(string sample) => LongNumber().Replace(sample, match => Hide(match.Value));

    private static string Hide(string number)
    {
        if (number.Count(static c => c is '*' or '\uFF0A') >= StarsOfMasked)
        {
            return number;
        }

        var digits = string.Concat(number.Where(static c => c is not (' ' or '-')));
        return digits.Length switch
        {
            MobileDigits => new PhoneNumber(digits).Masked,
            15 or 18 => IdentityDocument.Mask(digits),
            _ => digits[..3] + "****" + digits[^2..],
        };
    }

    // A run without blanks, or a mobile number written in its three groups.
    [GeneratedRegex(@"[0-9\uFF10-\uFF19*\uFF0A]{6,}[0-9\uFF10-\uFF19*\uFF0AXx]|(?<![0-9])1[0-9]{2}[ -][0-9]{4}[ -][0-9]{4}(?![0-9])", RegexOptions.None, Timeout)]
    private static partial Regex LongNumber();
}
