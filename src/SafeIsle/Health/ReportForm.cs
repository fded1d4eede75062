using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health;

/// <summary>The fields of a household's report; what is wrong stands beside the field, what was typed is kept.</summary>
public static class ReportForm
{
    /// <summary>The field that makes the same form, sent twice, one report.</summary>
    public const string Key = "key";

    /// <summary>Code of the slot, where it is not left to the clock.</summary>
    public const string Slot = "slot";

    /// <summary>Present when the line stands in the list of those who are missing: back to it.</summary>
    public const string List = "list";

    public static string Temperature(Guid person) => $"t-{person:N}";

    public static string Symptom(Guid person) => $"s-{person:N}";

    /// <summary>Present when the form asks for symptoms: unticked then means none.</summary>
    public static string AsksSymptoms(Guid person) => $"p-{person:N}";

    /// <summary>The unlikely value that the page has asked about.</summary>
    public static string Asked(Guid person) => $"asked-{person:N}";

    /// <summary>The form's key, or a new one for a form that has none.</summary>
    public static Guid KeyOf(FormInput form) => form.Id(Key) ?? Ids.New();

    /// <summary>What stands in a person's field: what was typed, else what was reported.</summary>
    /// <param name="known">Whether what was reported is the reader's to see.</param>
    public static string Shown(FormInput form, AskedPerson person, bool known = true) =>
        form.Has(Temperature(person.Id)) ? form.Typed(Temperature(person.Id))
        : known && person.Latest?.Tenths is { } tenths ? TemperatureRules.Text(tenths) : "";

    /// <summary>The same for a symptom's box.</summary>
    public static bool Ticked(FormInput form, AskedPerson person, string symptom, bool known = true) => form.Has(AsksSymptoms(person.Id))
        ? form.All(Symptom(person.Id)).Contains(symptom, StringComparer.Ordinal)
        : known && person.Latest is { } latest && Symptoms.Has(latest.Symptoms, symptom);

    /// <summary>The value that is asked about, for its hidden field; null when nothing is.</summary>
    public static string? ToAsk(FormInput form, Guid person) =>
        TemperatureRules.Read(form.Typed(Temperature(person))) is { Kind: ReadingKind.Ask } reading ? Text(reading.Tenths) : null;

    internal static IReadOnlyList<Entry> Read(FormInput form, IEnumerable<AskedPerson> people)
    {
        var entries = new List<Entry>();
        foreach (var person in people)
        {
            var field = Temperature(person.Id);
            var reading = TemperatureRules.Read(form.Typed(field));
            var repeated = reading.Kind == ReadingKind.Ask && form.Typed(Asked(person.Id)) == Text(reading.Tenths);
            // What was reported and stands in the field again needs no second question.
            var known = reading.Kind == ReadingKind.Ask && person.Latest?.Tenths == reading.Tenths;
            if (reading.Sentence.Length > 0 && !repeated && !known)
            {
                form.Wrong(field, reading.Sentence);
            }

            int? tenths = reading.Kind is ReadingKind.Value or ReadingKind.Ask ? reading.Tenths : null;
            entries.Add(new(person.Id, tenths, form.Has(AsksSymptoms(person.Id)) ? Symptoms.Joined(form.All(Symptom(person.Id))) : null));
        }

        return entries;
    }

    /// <summary>Whether nobody's line says anything.</summary>
    internal static bool Nothing(IReadOnlyList<Entry> entries) => entries.All(e => e.Tenths is null && string.IsNullOrEmpty(e.Symptoms));

    private static string Text(int tenths) => tenths.ToString(CultureInfo.InvariantCulture);
}
