using System.Globalization;

namespace SafeIsle.Platform.Sheets;

/// <summary>A column to write.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Width">In digits of the normal font; a Chinese character takes two.</param>
public sealed record SheetColumn(string Title, double Width = 12);

/// <summary>
/// A cell to write. Strings become text cells by type: an ID number keeps all its digits and =1+1 stays those four characters.
/// <c>default</c> and a null string are blank.
/// </summary>
public readonly record struct SheetValue
{
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    private SheetValue(string content, SheetStyle style)
    {
        Content = content;
        Style = style;
    }

    internal string? Content { get; }

    internal SheetStyle Style { get; }

    internal bool IsText => Style == SheetStyle.Text;

    public static implicit operator SheetValue(string? text) => string.IsNullOrEmpty(text) ? default : new(text, SheetStyle.Text);

    public static implicit operator SheetValue(int number) => new(number.ToString(CultureInfo.InvariantCulture), SheetStyle.Number);

    public static implicit operator SheetValue(long number) => new(number.ToString(CultureInfo.InvariantCulture), SheetStyle.Number);

    public static implicit operator SheetValue(decimal number) => new(number.ToString(CultureInfo.InvariantCulture), SheetStyle.Number);

    public static implicit operator SheetValue(DateOnly date) => new(Serial(date.ToDateTime(TimeOnly.MinValue)), SheetStyle.Date);

    /// <summary>Wall time, shown to the minute: convert from UTC before.</summary>
    public static implicit operator SheetValue(DateTime moment) => new(Serial(moment), SheetStyle.Moment);

    public static implicit operator SheetValue(int? number) => number is { } value ? value : default(SheetValue);

    public static implicit operator SheetValue(DateOnly? date) => date is { } value ? value : default(SheetValue);

    private static string Serial(DateTime moment) => (moment - Epoch).TotalDays.ToString("0.######", CultureInfo.InvariantCulture);
}

/// <summary>Index of a cell format in the style sheet that <see cref="SheetWriter"/> writes.</summary>
internal enum SheetStyle
{
    None,
    Text,
    Number,
    Date,
    Moment,
    Header,
    Title,
}
