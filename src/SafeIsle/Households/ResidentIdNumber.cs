using System.Globalization;
using SafeIsle.Platform;

namespace SafeIsle.Households;

/// <summary>
/// The citizen identification number of GB 11643-1999: 6 digits region, 8 birth date, 3 sequence (odd: male), 1 check character.
/// Residence permits for people from Hong Kong, Macao and Taiwan and the foreigners' card of 2023 have the same form.
/// </summary>
internal static class ResidentIdNumber
{
    internal const int EarliestBirthYear = 1900;

    private const int Length = 18;
    private const int OldLength = 15;
    private const int BirthAt = 6;
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <param name="number">Upper case, without blanks.</param>
    /// <param name="today">No one is born after.</param>
    internal static Outcome<IdentityDocument> Read(string number, DateOnly today)
    {
        if (number.Length is not (Length or OldLength))
        {
            return new No(Text($"身份证号共 {number.Length} 位，应为 18 位，请核对。"));
        }

        for (var i = 0; i < number.Length; i++)
        {
            if (!char.IsAsciiDigit(number[i]) && !(i == Length - 1 && number[i] == 'X'))
            {
                return new No(Text($"身份证号第 {i + 1} 位是“{number[i]}”，应为数字，请核对。"));
            }
        }

        // The old form leaves out the century, which was always 19, and the check character.
        var whole = number.Length == OldLength ? Complete(number[..BirthAt] + "19" + number[BirthAt..]) : number;
        if (CheckOf(whole) is var check && check != whole[^1])
        {
            return whole.EndsWith("000", StringComparison.Ordinal)
                ? IdentityDocument.WhenRuined()
                : new No($"身份证号校验码不对，最后一位应为 {check}，请照证件核对整个号码。");
        }

        var written = whole.Substring(BirthAt, 8);
        if (!DateOnly.TryParseExact(written, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth))
        {
            return new No($"身份证号里的出生日期 {written[..4]}-{written[4..6]}-{written[6..]} 不存在，请核对。");
        }

        if (birth.Year < EarliestBirthYear || birth > today)
        {
            var why = birth > today ? "晚于今天" : Text($"早于 {EarliestBirthYear} 年");
            return new No($"身份证号里的出生日期 {written[..4]}-{written[4..6]}-{written[6..]} {why}，请核对。");
        }

        var sex = (whole[^2] - '0') % 2 == 1 ? Sex.Male : Sex.Female;
        return new IdentityDocument(DocumentKind.ResidentId, whole, birth, sex);
    }

    /// <summary>17 digits and the check character that belongs behind them.</summary>
    internal static string Complete(string first17) => first17 + CheckOf(first17);

    private static char CheckOf(string number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (number[i] - '0') * Weights[i];
        }

        return CheckCharacters[sum % CheckCharacters.Length];
    }

    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
