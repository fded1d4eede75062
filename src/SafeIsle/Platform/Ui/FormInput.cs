using System.Globalization;
using SafeIsle.Platform.Text;

namespace SafeIsle.Platform.Ui;

/// <summary>
/// A posted form, read field by field; what is wrong becomes a Chinese sentence beside the field, and what was typed is kept for
/// showing the form again. Full-width digits and stray blanks are taken as meant.
/// </summary>
public sealed class FormInput
{
    /// <summary>The earliest year of a date: of birth.</summary>
    public const int FirstYear = 1900;

    /// <summary>The last year of a date or moment, so that days may be added to whatever was typed.</summary>
    public const int LastYear = 2199;

    /// <summary>The button that leads from a confirmation back to its form.</summary>
    public const string Edit = "edit";

    private const int FirstYearOfMoments = 2000;

    private readonly IFormCollection form;
    private readonly Dictionary<string, string> errors = new(StringComparer.Ordinal);

    public FormInput(IFormCollection form) => this.form = form;

    /// <summary>An unsent form.</summary>
    public static FormInput Empty { get; } = new(FormCollection.Empty);

    /// <summary>A form in which only that was chosen yet.</summary>
    public static FormInput Of(string name, string value) => new(new FormCollection(new() { [name] = value }));

    /// <summary>Field name → sentence.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    public bool Ok => errors.Count == 0;

    public IFormFileCollection Files => form.Files;

    public static async ValueTask<FormInput?> BindAsync(HttpContext http) =>
        http.Request.HasFormContentType ? new(await http.Request.ReadFormAsync(http.RequestAborted)) : Empty;

    /// <summary>Exactly what was typed, for the input's value.</summary>
    public string Typed(string name) => form[name].ToString();

    /// <summary>All values of a repeated field, e.g. ticked boxes.</summary>
    public IReadOnlyList<string> All(string name) => form[name].Where(v => !string.IsNullOrEmpty(v)).Select(v => v!).ToList();

    /// <summary>All that was sent, field by field, for the page between a form and its act; without the forgery token and <see cref="Edit"/>.</summary>
    public IEnumerable<(string Name, string Value)> Sent =>
        from sent in form
        where sent.Key != Edit && !sent.Key.StartsWith("__", StringComparison.Ordinal)
        from value in sent.Value
        select (sent.Key, value ?? "");

    public bool Has(string name) => form.ContainsKey(name);

    public bool Ticked(string name) => form[name].Count > 0 && form[name] != "false";

    public void Wrong(string name, string sentence) => errors.TryAdd(name, sentence);

    /// <summary>Trimmed text; empty when it was left empty.</summary>
    public string Text(string name, string label, int most = 100)
    {
        var text = ChineseText.Clean(Typed(name));
        if (text.Length > most)
        {
            Wrong(name, $"{label}最多 {most} 个字，现在有 {text.Length} 个。");
        }

        return text;
    }

    public string Required(string name, string label, int most = 100)
    {
        var text = Text(name, label, most);
        if (text.Length == 0)
        {
            Wrong(name, $"请填写{label}。");
        }

        return text;
    }

    /// <summary>A whole number, or null when left empty.</summary>
    public int? Number(string name, string label, int least, int most)
    {
        var text = ChineseText.Clean(Typed(name));
        if (text.Length == 0)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            Wrong(name, $"{label}要填 {least} 到 {most} 之间的整数。");
            return null;
        }

        return number;
    }

    public int RequiredNumber(string name, string label, int least, int most)
    {
        if (Number(name, label, least, most) is { } number)
        {
            return number;
        }

        Wrong(name, $"请填写{label}。");
        return least;
    }

    /// <summary>A member of an enumeration by its name.</summary>
    public static bool TryChoose<TEnum>(string text, out TEnum value)
        where TEnum : struct, Enum
    {
        value = default;
        // Enum.TryParse also takes numbers, which no form of ours sends.
        return text.Length > 0 && char.IsAsciiLetter(text[0]) && Enum.TryParse(text, out value) && Enum.IsDefined(value);
    }

    /// <summary>A member of an enumeration by its name; null when left empty.</summary>
    public TEnum? Choice<TEnum>(string name, string label)
        where TEnum : struct, Enum
    {
        var text = Typed(name);
        if (text.Length == 0)
        {
            return null;
        }

        if (!TryChoose<TEnum>(text, out var value))
        {
            Wrong(name, $"{label}的选项不对，请重新选择。");
            return null;
        }

        return value;
    }

    public TEnum RequiredChoice<TEnum>(string name, string label)
        where TEnum : struct, Enum
    {
        if (Choice<TEnum>(name, label) is { } value)
        {
            return value;
        }

        Wrong(name, $"请选择{label}。");
        return default;
    }

    public Guid? Id(string name) => Guid.TryParse(Typed(name), out var id) ? id : null;

    /// <summary>Wall time in Shanghai from <c>&lt;input type="datetime-local"&gt;</c>, as an instant.</summary>
    public DateTimeOffset? Moment(string name, string label)
    {
        var text = Typed(name);
        if (text.Length == 0)
        {
            return null;
        }

        string[] shapes = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm"];
        if (!DateTime.TryParseExact(text, shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            || wall.Year is < FirstYearOfMoments or > LastYear)
        {
            Wrong(name, $"{label}的写法不对，请用日历选择，例如 2026-03-23 21:40。");
            return null;
        }

        return Clock.FromHere(wall);
    }

    public DateOnly? Date(string name, string label)
    {
        var text = ChineseText.Clean(Typed(name));
        if (text.Length == 0)
        {
            return null;
        }

        if (Clock.ReadDay(text) is not { } date)
        {
            Wrong(name, $"{label}的写法不对，例如 1950-03-08。");
            return null;
        }

        if (date.Year is < FirstYear or > LastYear)
        {
            Wrong(name, $"{label}要在 {FirstYear} 年到 {LastYear} 年之间，请核对年份。");
            return null;
        }

        return date;
    }
}
