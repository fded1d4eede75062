using SafeIsle.Platform;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Campaigns;

/// <summary>The questions as one form. A question that an answer brings up is asked by showing the form again with it.</summary>
/// <param name="Shown">What is asked with the answers so far.</param>
/// <param name="Answers">Those of the questions that are asked.</param>
/// <param name="More">Questions that were not on the form yet.</param>
public sealed record AnswerForm(IReadOnlyList<Asked> Shown, IReadOnlyDictionary<string, string> Answers, int More)
{
    /// <summary>The field that makes the same form, sent twice, one answer.</summary>
    public const string Key = "key";

    /// <summary>Repeated: the questions that were on the form.</summary>
    public const string OnForm = "asked";

    /// <summary>The form's key, or a new one.</summary>
    public static Guid KeyOf(FormInput form) => form.Id(Key) ?? Ids.New();

    /// <summary>Reads what was typed; what is wrong stands beside its field.</summary>
    public static AnswerForm Read(FormInput form, Script script, IReadOnlyList<Guid> people, DateOnly today)
    {
        var typed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var question in script.Questions)
        {
            foreach (var person in question.PerPerson ? people.Select(p => (Guid?)p) : [null])
            {
                var field = ScriptRules.Field(question.Code, person);
                if (ScriptRules.Read(question, form.Typed(field), today).Value is { Length: > 0 } value)
                {
                    typed[field] = value;
                }
            }
        }

        var shown = ScriptRules.Shown(script, people, typed);
        var onForm = form.All(OnForm).ToHashSet(StringComparer.Ordinal);
        foreach (var asked in shown.Where(a => onForm.Contains(a.Field)))
        {
            if (ScriptRules.Read(asked.Question, form.Typed(asked.Field), today).Wrong is { } wrong)
            {
                form.Wrong(asked.Field, wrong);
            }
        }

        var answers = shown.Where(a => typed.ContainsKey(a.Field)).ToDictionary(a => a.Field, a => typed[a.Field], StringComparer.Ordinal);
        return new(shown, answers, shown.Count(a => !onForm.Contains(a.Field)));
    }
}
