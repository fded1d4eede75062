using SafeIsle.Platform.Text;

namespace SafeIsle.Households;

/// <summary>A telephone number of mainland China.</summary>
/// <param name="Text">Normal form: 14200138000, 0552-3012345, 3012345 (area unknown), 400-800-1234; with extension 0552-3012345-801.</param>
public sealed record PhoneNumber(string Text)
{
    private const int MobileDigits = 11;
    private const int TailShown = 4;
    private const int MobileHeadShown = 3;

    public bool IsMobile => Text.Length == MobileDigits && Text[0] == '1';

    /// <summary>The last four digits of the number itself, by which people search.</summary>
    public string LastFour => Main[^TailShown..];

    /// <summary>For those who call, before they ask for the whole: 142****1234, 0552-***2345.</summary>
    public string Masked => Main[..HeadShown] + new string('*', Main.Length - HeadShown - TailShown) + Main[^TailShown..];

    /// <summary>
    /// For those who only watch: 142********, 0552-*******. Without the tail, because whoever knows the tail of a registered phone is
    /// taken for one of the household.
    /// </summary>
    public string HeadOnly => Main[..HeadShown] + new string('*', Main.Length - HeadShown);

    /// <summary><see cref="Masked"/> or <see cref="HeadOnly"/>, as the reader may know it.</summary>
    /// <param name="calls">See <see cref="WhoCalls"/>.</param>
    public string MaskedFor(bool calls) => calls ? Masked : HeadOnly;

    private int HeadShown => IsMobile ? MobileHeadShown : Main.IndexOf('-', StringComparison.Ordinal) + 1;

    // Without the extension.
    private string Main => Text.IndexOf('-', StringComparison.Ordinal) is var first and > 0
        && Text.IndexOf('-', first + 1) is var second and > 0 && Text[0] != '4'
        ? Text[..second]
        : Text;

    /// <summary>Whether a text is a masked number: it stands for "as before", not for new data.</summary>
    public static bool IsMasked(string? text)
    {
        var key = ChineseText.Key(text);
        return key.Count(static c => c == '*') >= 2 && key.All(static c => c is '*' or '-' || char.IsAsciiDigit(c));
    }

    /// <summary>Reads all numbers in one cell: "142 0013 8000 / 0552-3012345(儿子)".</summary>
    public static PhoneCell ReadAll(string? text) => PhoneSpelling.Read(text);
}

/// <summary>What a cell of phone numbers holds.</summary>
/// <param name="Numbers">Those that are right, in order, without repetition.</param>
/// <param name="Masked">Those that stand for "as before".</param>
/// <param name="Problems">A Chinese sentence for each piece that is no number.</param>
/// <param name="Words">What else stood there (儿子), or "".</param>
/// <param name="SaysNone">The cell says that there is no phone: 无, 没有.</param>
public sealed record PhoneCell(
    IReadOnlyList<PhoneNumber> Numbers,
    IReadOnlyList<string> Masked,
    IReadOnlyList<string> Problems,
    string Words,
    bool SaysNone);
