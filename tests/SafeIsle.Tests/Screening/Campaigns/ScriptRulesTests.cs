using SafeIsle.Screening.Campaigns;

namespace SafeIsle.Tests.Screening.Campaigns;

/// <summary>Questions follow from answers, and a script that cannot be asked is not saved.</summary>
public sealed class ScriptRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 23);
    private static readonly Guid One = new("018f0000-0000-7000-8000-000000000001");
    private static readonly Guid Two = new("018f0000-0000-7000-8000-000000000002");

    private static readonly Script Ask = new("", [
        new("travelled", QuestionKind.YesNo, "去过外地吗？") { Required = true, Compare = true },
        new("where", QuestionKind.Place, "哪里？") { Required = true, When = new("travelled", ["yes"]) },
        new("far", QuestionKind.Choice, "多远？") { Choices = ["省内", "省外"], When = new("travelled", ["yes"]) },
        new("which", QuestionKind.Text, "哪个省？") { When = new("far", ["省外"]) },
        new("ill", QuestionKind.YesNo, "不舒服吗？") { PerPerson = true, Required = true, Compare = true },
        new("how", QuestionKind.Text, "怎么不舒服？") { PerPerson = true, When = new("ill", ["yes"]) },
        new("with", QuestionKind.Text, "和谁一起去的？") { PerPerson = true, When = new("travelled", ["yes"]) },
    ]);

    private static List<string> Shown(params (string, string)[] answers) =>
        [.. ScriptRules.Shown(Ask, [One, Two], answers.ToDictionary(a => a.Item1, a => a.Item2)).Select(a => a.Question.Code + (a.Person == One ? "1" : a.Person == Two ? "2" : ""))];

    [Fact]
    public void Branches_follow_the_answers_of_the_household_and_of_each_person()
    {
        Shown().ShouldBe(["travelled", "ill1", "ill2"]);
        Shown(("q-travelled", "no")).ShouldBe(["travelled", "ill1", "ill2"]);
        Shown(("q-travelled", "yes")).ShouldBe(["travelled", "where", "far", "ill1", "with1", "ill2", "with2"]);
        Shown(("q-travelled", "yes"), ("q-far", "省外")).ShouldContain("which");
        // What hangs on a question that is not asked any more is not asked either.
        Shown(("q-travelled", "no"), ("q-far", "省外")).ShouldNotContain("which");
        Shown((ScriptRules.Field("ill", Two), "yes")).ShouldBe(["travelled", "ill1", "ill2", "how2"]);
    }

    [Theory]
    [InlineData(QuestionKind.YesNo, "yes", "yes")]
    [InlineData(QuestionKind.YesNo, "是", null)]
    [InlineData(QuestionKind.Choice, "省外", "省外")]
    [InlineData(QuestionKind.Choice, "国外", null)]
    [InlineData(QuestionKind.Number, "０3", "3")]
    [InlineData(QuestionKind.Number, "-1", null)]
    [InlineData(QuestionKind.Number, "10000", null)]
    [InlineData(QuestionKind.Date, "2026年3月2日", "2026-03-02")]
    [InlineData(QuestionKind.Date, "2016-03-02", null)]
    [InlineData(QuestionKind.Date, "昨天", null)]
    [InlineData(QuestionKind.Place, " 四川  成都 ", "四川 成都")]
    public void An_answer_is_read_or_refused_with_a_sentence(QuestionKind kind, string typed, string? value)
    {
        var (read, wrong) = ScriptRules.Read(new("x", kind, "？") { Choices = ["省内", "省外"] }, typed, Today);
        (wrong is null).ShouldBe(value is not null);
        read.ShouldBe(value ?? "");
    }

    [Fact]
    public void What_must_be_answered_and_what_is_too_long_is_said()
    {
        ScriptRules.Read(Ask.Questions[0], "", Today).Wrong.ShouldNotBeNull();
        ScriptRules.Read(Ask.Questions[2], "", Today).Wrong.ShouldBeNull();
        ScriptRules.Read(Ask.Questions[3], new string('远', ScriptRules.MostAnswer + 1), Today).Wrong!.ShouldContain("200");
    }

    [Fact]
    public void Only_marked_questions_that_both_answered_contradict()
    {
        Dictionary<string, string> one = new() { ["q-travelled"] = "yes", ["q-where"] = "四川", [ScriptRules.Field("ill", One)] = "no" };
        ScriptRules.Differ(Ask, one, new Dictionary<string, string> { ["q-travelled"] = "yes", ["q-where"] = "湖北" }).ShouldBeEmpty();
        ScriptRules.Differ(Ask, one, new Dictionary<string, string> { ["q-travelled"] = "no" }).Select(q => q.Code).ShouldBe(["travelled"]);
        ScriptRules.Differ(Ask, one, new Dictionary<string, string> { [ScriptRules.Field("ill", One)] = "yes" }).Select(q => q.Code).ShouldBe(["ill"]);
        ScriptRules.Differ(Ask, one, new Dictionary<string, string> { [ScriptRules.Field("ill", Two)] = "yes" }).ShouldBeEmpty();
    }

    [Fact]
    public void A_script_that_cannot_be_asked_is_refused()
    {
        ScriptRules.Check(Ask).ShouldBeEmpty();
        ScriptRules.Check(new("", [])).ShouldHaveSingleItem();
        Check(new Question("Ü", QuestionKind.Text, "？")).ShouldContain("编号");
        Check(new Question("a", QuestionKind.Text, "")).ShouldContain("问题要写");
        Check(new Question("a", QuestionKind.Choice, "？") { Choices = ["一个"] }).ShouldContain("选项");
        Check(new Question("a", QuestionKind.Text, "？") { When = new("b", ["yes"]) }).ShouldContain("什么时候问");
        string.Concat(ScriptRules.Check(new("", [new("a", QuestionKind.YesNo, "？") { PerPerson = true }, new("b", QuestionKind.Text, "？") { When = new("a", ["yes"]) }]))).ShouldContain("逐人");
        string.Concat(ScriptRules.Check(new("", [new("a", QuestionKind.YesNo, "？"), new("a", QuestionKind.Text, "？")]))).ShouldContain("相同");
    }

    private static string Check(Question question) => string.Concat(ScriptRules.Check(new("", [question])));

    [Fact]
    public void A_script_survives_its_json()
    {
        var again = Script.Parse(Ask.ToJson());
        again.ToJson().ShouldBe(Ask.ToJson());
        again.Questions[1].When!.Is.ShouldBe(["yes"]);
    }
}
