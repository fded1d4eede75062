using System.Text.RegularExpressions;

namespace SafeIsle.Households.Import;

/// <summary>Hides the middle of long numbers in a file's samples: enough stays to recognise the column.</summary>
internal static partial class SampleMask
{
    private const int Timeout = 200;

    internal static string Of(string sample) =>
        LongNumber().Replace(sample, match => match.Value[..3] + "****" + match.Value[^2..]);

    [GeneratedRegex("[0-90-9*]{6,}[0-90-9Xx]", RegexOptions.None, Timeout)]
    private static partial Regex LongNumber();
}
