using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;

namespace SafeIsle.Screening.Campaigns;

/// <summary>Who is asked: the household, or one of its people.</summary>
/// <param name="Person">Null: the household.</param>
public sealed record Asked(Question Question, Guid? Person)
{
    /// <summary>The form's field and the answer's key.</summary>
    public string Field => ScriptRules.Field(Question.Code, Person);
}

/// <summary>Which questions are asked, what is missing or wrong, and whether a script is one.</summary>
public static partial class ScriptRules
{
    /// <summary>Questions of a script.</summary>
    public const int MostQuestions = 40;

    /// <summary>Choices of a question.</summary>
    public const int MostChoices = 12;

    /// <summary>Characters of a question, and of a hint.</summary>
    public const int MostText = 120;

    /// <summary>Characters of a choice.</summary>
    public const int MostChoice = 20;

    /// <summary>Characters of an answer.</summary>
    public const int MostAnswer = 200;

    /// <summary>The largest number that is an answer.</summary>
    public const int MostNumber = 9999;

    /// <summary>The value of a yes.</summary>
    public const string Yes = "yes";

    /// <summary>The value of a no.</summary>
    public const string No = "no";

    /// <summary>q-travelled, q-travelled-018f…</summary>
    public static string Field(string code, Guid? person) => person is { } one ? $"q-{code}-{one:N}" : $"q-{code}";

    /// <summary>The questions asked with these answers, the household's and each person's in the script's order.</summary>
    public static IReadOnlyList<Asked> Shown(Script script, IReadOnlyList<Guid> people, IReadOnlyDictionary<string, string> answers)
    {
        var household = script.Questions.Where(q => !q.PerPerson).Select(q => new Asked(q, null));
        var each = people.SelectMany(p => script.Questions.Where(q => q.PerPerson).Select(q => new Asked(q, p)));
        var shown = new List<Asked>();
        foreach (var asked in household.Concat(each))
        {
            if (asked.Question.When is not { } branch || IsShown(script, branch, asked.Person, answers, shown))
            {
                shown.Add(asked);
            }
        }

        return shown;
    }

    private static bool IsShown(Script script, Branch branch, Guid? person, IReadOnlyDictionary<string, string> answers, List<Asked> shown)
    {
        // A person's question may hang on the household's; an answer to what is not asked any more counts no more.
        var of = script.Questions.FirstOrDefault(q => q.Code == branch.Of);
        var whose = of?.PerPerson == true ? person : null;
        return of is not null && shown.Any(s => s.Question == of && s.Person == whose)
            && answers.TryGetValue(Field(branch.Of, whose), out var value) && branch.Is.Contains(value, StringComparer.Ordinal);
    }

    /// <summary>The value as it is stored, or a sentence that says what is wrong; empty where nothing was said.</summary>
    public static (string Value, string? Wrong) Read(Question question, string? typed, DateOnly today)
    {
        var text = ChineseText.Clean(typed);
        if (text.Length == 0)
        {
            return ("", question.Required ? "这一项要回答。" : null);
        }

        return question.Kind switch
        {
            QuestionKind.YesNo => text is Yes or No ? (text, null) : ("", "请选是或不是。"),
            QuestionKind.Choice => question.Choices.Contains(text, StringComparer.Ordinal) ? (text, null) : ("", "请从几个选项里选一个。"),
            QuestionKind.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostNumber
                ? (number.ToString(CultureInfo.InvariantCulture), null) : ("", $"请填 0 到 {MostNumber} 的整数。"),
            QuestionKind.Date => ReadDate(text, today),
            QuestionKind.Text or QuestionKind.Place => text.Length <= MostAnswer ? (text, null) : ("", $"最多 {MostAnswer} 个字，现在有 {text.Length} 个。"),
        };
    }

    private static (string Value, string? Wrong) ReadDate(string text, DateOnly today)
    {
        if (Clock.ReadDay(text) is not { } date)
        {
            return ("", $"日期的写法不对，例如 {today.Iso()}。");
        }

        // A journey home may lie ahead; a wrong year does not.
        return Math.Abs(date.Year - today.Year) > 1 ? ("", "年份不对，请核对日期。") : (date.Iso(), null);
    }

    /// <summary>The value in words: 是, 3月2日.</summary>
    public static string Words(Question question, string value) => question.Kind switch
    {
        QuestionKind.YesNo => value == Yes ? "是" : "不是",
        QuestionKind.Date when Clock.ReadDay(value) is { } date => $"{date.Month}月{date.Day}日",
        QuestionKind.Date or QuestionKind.Choice or QuestionKind.Number or QuestionKind.Text or QuestionKind.Place => value,
    };

    /// <summary>The questions to be compared to which both gave an answer, and not the same one.</summary>
    public static IReadOnlyList<Question> Differ(Script script, IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        [.. script.Questions.Where(q => q.Compare && Keys(q, one).Any(k => other.TryGetValue(k, out var value) && value != one[k]))];

    private static IEnumerable<string> Keys(Question question, IReadOnlyDictionary<string, string> answers) =>
        answers.Keys.Where(k => k == Field(question.Code, null) || (question.PerPerson && k.StartsWith($"q-{question.Code}-", StringComparison.Ordinal) && k.Length == $"q-{question.Code}-".Length + 32));

    /// <summary>Of what was asked, the answers that somebody must look into.</summary>
    public static IReadOnlyList<Asked> Risen(Script script, IReadOnlyList<Guid> people, IReadOnlyDictionary<string, string> answers) =>
        [.. Shown(script, people, answers).Where(a => answers.TryGetValue(a.Field, out var value) && a.Question.Rises.Contains(value, StringComparer.Ordinal))];

    // What may be answered, where that is a choice of few.
    private static IReadOnlyList<string> Values(Question? question) =>
        question?.Kind switch { QuestionKind.YesNo => [Yes, No], QuestionKind.Choice => question.Choices, _ => [] };

    /// <summary>What is wrong with a script, sentence by sentence; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(Script script)
    {
        var wrong = new List<string>();
        if (script.Questions.Count is 0 or > MostQuestions)
        {
            wrong.Add($"话术要有 1 到 {MostQuestions} 个问题，现在有 {script.Questions.Count} 个。");
        }

        for (var i = 0; i < script.Questions.Count; i++)
        {
            wrong.AddRange(Check(script, i).Select(w => $"第 {i + 1} 个问题：{w}"));
        }

        return wrong;
    }

    private static IEnumerable<string> Check(Script script, int index)
    {
        var question = script.Questions[index];
        if (!Code().IsMatch(question.Code) || script.Questions.Take(index).Any(q => q.Code == question.Code))
        {
            yield return "编号只用小写字母、数字，最多 20 个，而且不能和别的问题相同。";
        }

        if (question.Text.Length is 0 or > MostText || question.Hint.Length > MostText)
        {
            yield return $"问题要写，问题和说明各最多 {MostText} 个字。";
        }

        if (question.Kind == QuestionKind.Choice
            && (question.Choices.Count is < 2 or > MostChoices || question.Choices.Any(c => c.Length is 0 or > MostChoice) || question.Choices.Distinct(StringComparer.Ordinal).Count() < question.Choices.Count))
        {
            yield return $"选项要有 2 到 {MostChoices} 个，各不相同，每个最多 {MostChoice} 个字。";
        }

        if (question.Rises.Except(Values(question), StringComparer.Ordinal).Any())
        {
            yield return "“要跟进的回答”只能是是非题的是、不是，或选择题的选项。";
        }

        if (question.When is not { } branch)
        {
            yield break;
        }

        var of = script.Questions.Take(index).FirstOrDefault(q => q.Code == branch.Of);
        var values = Values(of);
        if (of is null || branch.Is.Count == 0 || branch.Is.Any(v => !values.Contains(v, StringComparer.Ordinal)))
        {
            yield return "“什么时候问”要指前面一个是非题或选择题的答案。";
        }
        else if (of.PerPerson && !question.PerPerson)
        {
            yield return "问全户的题不能接在逐人问的题后面。";
        }
    }

    [GeneratedRegex("^[a-z0-9]{1,20}$", RegexOptions.None, 100)]
    private static partial Regex Code();
}
