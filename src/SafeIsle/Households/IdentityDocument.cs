using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households;

/// <summary>An identity document that was read and found right as far as its number can tell.</summary>
/// <param name="Kind">Holders of a residence permit for Hong Kong, Macao and Taiwan residents (81…, 82…, 83…) have a <see cref="DocumentKind.ResidentId"/>.</param>
/// <param name="Number">Upper case, no blanks; old resident IDs of 15 digits come as 18.</param>
/// <param name="BirthDate">As the number says; null where the kind holds none.</param>
/// <param name="Sex">As the number says; <see cref="Sex.Unknown"/> where the kind holds none.</param>
public sealed record IdentityDocument(DocumentKind Kind, string Number, DateOnly? BirthDate = null, Sex Sex = Sex.Unknown)
{
    private const int LongestNumber = 30;
    private const int HeadShown = 6;
    private const int TailShown = 4;
    private const int ShortestForeign = 5;

    // The first digit of the card of 2023 for foreigners; the next two are a province (11 … 65).
    private const char ForeignCardMark = '9';

    private const string Ruined = "证件号被表格软件当成数字，末三位变成了 000，请把该列设为“文本”后照证件重新填写。";

    private static readonly string[] Labels = ["居民身份证号码", "身份证号码", "身份证号", "身份证", "护照号码", "护照号", "护照", "证件号码", "证件号"];

    /// <summary>The last four characters, by which people search.</summary>
    public string LastFour => Number[^Math.Min(TailShown, Number.Length)..];

    /// <summary>For people whose work does not need the whole: 990000********123X, E****5678.</summary>
    public string Masked => Mask(Number);

    /// <summary>See <see cref="Masked"/>. A number too short to hide anything becomes all stars.</summary>
    public static string Mask(string number)
    {
        var head = number.Length >= 15 ? HeadShown : 1;
        var hidden = number.Length - head - TailShown;
        return hidden < 1 ? new string('*', number.Length) : number[..head] + new string('*', hidden) + number[^TailShown..];
    }

    /// <summary>Whether a text is the masked form of a number: it stands for "as before", not for new data.</summary>
    public static bool IsMasked(string? text)
    {
        var key = ChineseText.Key(text);
        return key.Count(static c => c == '*') >= 2 && key.All(static c => c == '*' || char.IsAsciiLetterOrDigit(c));
    }

    /// <summary>Reads what a person or a table says. The refusal says what is wrong with it, without repeating the number.</summary>
    /// <param name="text">As typed; blanks, hyphens, full-width characters and a label in front are taken as meant.</param>
    /// <param name="hint">The kind, where it is stated; otherwise it follows from the form of the number.</param>
    /// <param name="today">No one is born after.</param>
    /// <param name="fromNumber">The text stood in a cell as a number: such a cell keeps 15 digits only.</param>
    public static Outcome<IdentityDocument> Read(string? text, DocumentKind? hint, DateOnly today, bool fromNumber = false)
    {
        var number = Straighten(text);
        if (number.Length == 0)
        {
            return new No("没有填写证件号。");
        }

        if (number.Length > LongestNumber)
        {
            return new No("证件号太长，请只填一个证件号。");
        }

        if (LooksScientific(number) || (number.Length > 15 && fromNumber))
        {
            return new No(Ruined);
        }

        return hint switch
        {
            null => Guess(number, today),
            DocumentKind.ResidentId => ResidentIdNumber.Read(number, today),
            DocumentKind.ForeignResidence => ReadForeignResidence(number, today),
            DocumentKind.HkMoPermit => ReadHkMo(number),
            DocumentKind.TaiwanPermit => ReadTaiwan(number),
            DocumentKind.Passport => IsPlainCode(number) ? new IdentityDocument(DocumentKind.Passport, number) : new No("护照号应为 5 位以上的字母和数字，请核对。"),
            _ => new IdentityDocument(DocumentKind.Other, number),
        };
    }

    /// <summary>The sentence for numbers that a spreadsheet has ruined, when all 18 digits are there but the last three are lost.</summary>
    internal static No WhenRuined() => new(Ruined);

    private static Outcome<IdentityDocument> Guess(string number, DateOnly today)
    {
        if (number.Length == 18 && IsForeignCard(number))
        {
            return ReadForeignResidence(number, today);
        }

        if (number.Length is 9 or 11 && number[0] is 'H' or 'M' && Digits(number, 1))
        {
            return ReadHkMo(number);
        }

        if (number.Length == 9 && char.IsAsciiLetter(number[0]) && (Digits(number, 1) || (char.IsAsciiLetter(number[1]) && Digits(number, 2))))
        {
            return new IdentityDocument(DocumentKind.Passport, number);
        }

        if (number.Length == 15 && number[..3].All(char.IsAsciiLetter) && Digits(number, 3))
        {
            return ReadForeignResidence(number, today);
        }

        if (number.Length is 8 or 10 && Digits(number, 0))
        {
            return LooksLikeDate(number, today)
                ? new No("证件号一栏填的像是出生日期，请填证件号。")
                : ReadTaiwan(number);
        }

        return number.Count(char.IsAsciiLetter) is > 1 and < 6 && number.Length < 15 && IsPlainCode(number)
            ? new IdentityDocument(DocumentKind.Passport, number)
            : ResidentIdNumber.Read(number, today);
    }

    private static Outcome<IdentityDocument> ReadHkMo(string number) =>
        number.Length is 9 or 11 && number[0] is 'H' or 'M' && Digits(number, 1)
            ? new IdentityDocument(DocumentKind.HkMoPermit, number)
            : new No("港澳居民来往内地通行证应为 H 或 M 加 8 位或 10 位数字，请核对。");

    private static Outcome<IdentityDocument> ReadTaiwan(string number)
    {
        // The old booklet shows a letter in brackets behind, the keyboard often a T in front.
        var digits = number.TrimStart('T').TrimEnd("()ABCDEFGHIJKLMNOPQRSTUVWXYZ".ToCharArray());
        return digits.Length is 8 or 10 && Digits(digits, 0)
            ? new IdentityDocument(DocumentKind.TaiwanPermit, digits)
            : new No("台湾居民来往大陆通行证应为 8 位或 10 位数字，请核对。");
    }

    private static Outcome<IdentityDocument> ReadForeignResidence(string number, DateOnly today)
    {
        if (number.Length == 18)
        {
            var read = ResidentIdNumber.Read(number, today);
            return read.Refused ? read : read.Value with { Kind = DocumentKind.ForeignResidence };
        }

        return number.Length == 15 && number[..3].All(char.IsAsciiLetter) && Digits(number, 3)
            ? new IdentityDocument(DocumentKind.ForeignResidence, number)
            : new No(string.Create(CultureInfo.InvariantCulture, $"外国人永久居留身份证号共 {number.Length} 位，应为 18 位，或 3 个字母加 12 位数字，请核对。"));
    }

    private static string Straighten(string? text)
    {
        var number = ChineseText.Key(text).Replace('\u00D7', 'X').Replace('\u0425', 'X');
        var label = Array.Find(Labels, l => number.StartsWith(l, StringComparison.Ordinal));
        if (label is not null)
        {
            number = number[label.Length..];
        }

        return number.Trim(':', '\'', '"', '`', '.', ',').Replace("-", "", StringComparison.Ordinal);
    }

    private static bool LooksScientific(string number) =>
        number.Contains("E+", StringComparison.Ordinal) || (number.Contains('E', StringComparison.Ordinal) && number.Contains('.', StringComparison.Ordinal));

    private static bool IsForeignCard(string number) =>
        number[0] == ForeignCardMark && int.TryParse(number.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var province) && province is >= 11 and <= 65;

    private static bool IsPlainCode(string number) => number.Length >= ShortestForeign && number.All(char.IsAsciiLetterOrDigit);

    private static bool Digits(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }
        }

        return text.Length > from;
    }

    private static bool LooksLikeDate(string number, DateOnly today) =>
        number.Length == 8 && DateOnly.TryParseExact(number, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year >= ResidentIdNumber.EarliestBirthYear && date <= today;
}
