using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Campaigns;

/// <summary>A script as a form: one block of fields for each question, numbered from 0.</summary>
internal static class ScriptForm
{
    /// <summary>The field of one part of the n-th question.</summary>
    public static string Field(int question, string part) => $"{part}-{question}";

    /// <summary>The questions as typed, in the order of their places; those without words are left out.</summary>
    public static IReadOnlyList<Question> Read(FormInput form)
    {
        var read = new List<(int Place, int Index, Question Question)>();
        for (var i = 0; i < ScriptRules.MostQuestions && form.Has(Field(i, "text")); i++)
        {
            var text = ChineseText.Clean(form.Typed(Field(i, "text")));
            if (text.Length > 0 && form.Choice<QuestionKind>(Field(i, "kind"), $"第 {i + 1} 个问题的答法") is { } kind)
            {
                read.Add((form.Number(Field(i, "place"), $"第 {i + 1} 个问题的次序", 1, 99) ?? i + 1, i, Of(form, i, kind, text)));
            }
        }

        return [.. read.OrderBy(r => r.Place).ThenBy(r => r.Index).Select(r => r.Question)];
    }

    private static Question Of(FormInput form, int i, QuestionKind kind, string text)
    {
        var of = form.Typed(Field(i, "of"));
        return new(form.Typed(Field(i, "code")), kind, text)
        {
            Hint = ChineseText.Clean(form.Typed(Field(i, "hint"))),
            Required = form.Ticked(Field(i, "required")),
            PerPerson = form.Ticked(Field(i, "person")),
            Compare = form.Ticked(Field(i, "compare")),
            Choices = kind == QuestionKind.Choice ? Words(form.Typed(Field(i, "choices"))) : [],
            When = of.Length > 0 ? new(of, Values(form.Typed(Field(i, "is")))) : null,
            Rises = kind is QuestionKind.YesNo or QuestionKind.Choice ? Values(form.Typed(Field(i, "rises"))) : [],
        };
    }

    /// <summary>An empty question with a code that no other has.</summary>
    public static Question Blank(IReadOnlyList<Question> others)
    {
        var number = others.Count + 1;
        while (others.Any(q => q.Code == $"q{number}"))
        {
            number++;
        }

        return new($"q{number}", QuestionKind.YesNo, "");
    }

    /// <summary>发热、咳嗽 → two.</summary>
    public static IReadOnlyList<string> Words(string typed) => [.. typed.Split(['、', '，', ',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public static string Words(Branch? branch) => branch is null ? "" : Words(branch.Is);

    /// <summary>是、发热</summary>
    public static string Words(IReadOnlyList<string> values) => string.Join('、', values.Select(v => v switch { ScriptRules.Yes => "是", ScriptRules.No => "不是", _ => v }));

    // 是 and 不是 are how people write what is stored as yes and no.
    private static IReadOnlyList<string> Values(string typed) => [.. Words(typed).Select(v => v switch { "是" => ScriptRules.Yes, "不是" or "否" => ScriptRules.No, _ => v })];
}
