using System.Text.Json;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Plans;

/// <summary>Whether a pass opens the gate; gates without network run the same cases in pass-rules.test.ts.</summary>
public sealed class PassRulesTests
{
    private static readonly PassRule Usual = new() { Key = 1, Name = "居民" };
    private static readonly DayHours Night = new(new(22, 30), new(6, 30));

    public static IEnumerable<TheoryDataRow<Case>> Cases => Vectors.Read<Case>("pass-rules").Select(c => new TheoryDataRow<Case>(c));

    public static IEnumerable<TheoryDataRow<Words>> Sentences => Vectors.Read<Words>("pass-words").Select(c => new TheoryDataRow<Words>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gate_opens_as_the_rule_says(Case c) => PassRules.Judge(c.Rule, c.Curfew, c.Facts, c.At).ShouldBe(c.Is);

    [Fact]
    public void There_are_many_cases_and_every_reason_is_among_them()
    {
        var cases = Vectors.Read<Case>("pass-rules");
        cases.Count.ShouldBeGreaterThanOrEqualTo(150);
        cases.Select(c => c.Name).ShouldBeUnique();
        cases.Select(c => c.Is.Reason).Distinct().Order().ShouldBe(Enum.GetValues<PassReason>());
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_gate_says_why(Words words) => PassWords.Of(words.Is).ShouldBe(words.Sentence);

    [Fact]
    public void Every_reason_has_words_and_none_tells_of_health()
    {
        Vectors.Read<Words>("pass-words").Select(w => w.Is.Reason).Distinct().Order().ShouldBe(Enum.GetValues<PassReason>());
        foreach (var sentence in Enum.GetValues<PassReason>().Select(PassWords.Of))
        {
            foreach (var word in new[] { "病", "热", "隔离", "观察", "核酸", "检测", "阳", "密接", "筛查", "体温", "封控" })
            {
                sentence.ShouldNotContain(word);
            }
        }
    }

    [Fact]
    public void An_out_more_never_lets_somebody_out_and_the_next_time_told_is_the_first()
    {
        var random = new Random(4);
        for (var round = 0; round < 3000; round++)
        {
            var (rule, curfew, facts, at) = Any(random);
            var judged = PassRules.Judge(rule, curfew, facts, at);
            var more = facts with { Outs = [.. facts.Outs, at.AddMinutes(random.Next(-40 * 24 * 60, 2 * 24 * 60))] };
            if (judged.Verdict == PassVerdict.Stop)
            {
                PassRules.Judge(rule, curfew, more, at).Verdict.ShouldBe(PassVerdict.Stop);
            }

            // Outs ahead of the clock count as of now, at a later time they would count later.
            if (judged.NextAt is { } next && facts.Outs.All(o => o <= at))
            {
                PassRules.Judge(rule, curfew, facts, next).Verdict.ShouldNotBe(PassVerdict.Stop);
                PassRules.Judge(rule, curfew, facts, next.AddMilliseconds(-1)).Verdict.ShouldBe(PassVerdict.Stop);
                var between = at + ((next - at) * random.NextDouble());
                (between >= next || PassRules.Judge(rule, curfew, facts, between).Verdict == PassVerdict.Stop).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Nobody_is_kept_from_coming_in()
    {
        var random = new Random(5);
        for (var round = 0; round < 1000; round++)
        {
            var (rule, curfew, facts, at) = Any(random);
            PassRules.Judge(rule, curfew, facts with { Direction = PassDirection.In }, at).Verdict.ShouldBe(PassVerdict.Go);
            PassRules.Judge(rule, curfew, facts with { Direction = PassDirection.In, Held = true }, at).Verdict.ShouldBe(PassVerdict.Ask);
        }
    }

    [Fact]
    public void Gates_read_the_rule_as_agreed()
    {
        var rule = new PassRule
        {
            Key = 3, Name = "买菜", Subject = PassSubject.Household, CycleDays = 2, Times = 1, Days = PassDays.Odd, Hours = [new(new(13, 0), new(17, 0))],
            LongestMinutes = 180, Evidence = "身份证", Exempt = true, Voids = [PassVoid.Returnee, PassVoid.Closed],
        };
        var json = JsonSerializer.Serialize(rule, JsonSerializerOptions.Web);
        JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse("""
            {"key":3,"name":"买菜","subject":"household","cycleDays":2,"times":1,"days":"odd","hours":[{"from":"13:00","to":"17:00"}],
             "longestMinutes":180,"evidence":"身份证","exempt":true,"voids":["returnee","closed"]}
            """)).ShouldBeTrue();
        JsonSerializer.Serialize(Night, JsonSerializerOptions.Web).ShouldBe("""{"from":"22:30","to":"06:30"}""");
        JsonSerializer.Serialize(new PassJudgement(PassVerdict.Ask, PassReason.AlreadyOut), JsonSerializerOptions.Web)
            .ShouldContain("\"verdict\":\"ask\",\"reason\":\"alreadyOut\"");
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<DayHours>("""{"from":"24:00","to":"6:30"}""", JsonSerializerOptions.Web));
    }

    [Fact]
    public void What_cannot_be_meant_is_not_published()
    {
        Wrong(Usual).ShouldBeEmpty();
        Wrong(Usual with { Times = PassRules.Barred, Hours = [new(new(23, 0), new(5, 0))] }).ShouldBeEmpty();
        Wrong(Usual with { Name = "" }).ShouldHaveSingleItem().ShouldContain("要有名称");
        Wrong(Usual with { Key = 0 }).ShouldHaveSingleItem().ShouldContain("1 到 20");
        Wrong(Usual with { Key = 21 }).ShouldHaveSingleItem().ShouldContain("1 到 20");
        Wrong(Usual, Usual with { Name = "别的" }).ShouldHaveSingleItem().ShouldContain("“别的”的编号 1");
        Wrong(Usual, Usual with { Key = 2 }).ShouldHaveSingleItem().ShouldContain("写了两条");
        Wrong(Usual with { CycleDays = 31 }).ShouldHaveSingleItem().ShouldContain("1 到 30 天");
        Wrong(Usual with { CycleDays = 0 }).ShouldHaveSingleItem().ShouldContain("1 到 30 天");
        Wrong(Usual with { Times = -2 }).ShouldHaveSingleItem().ShouldContain("最多 10 次");
        Wrong(Usual with { LongestMinutes = 0 }).ShouldHaveSingleItem().ShouldContain("1440 分钟");
        Wrong(Usual with { Evidence = new('证', 101) }).ShouldHaveSingleItem().ShouldContain("100 个字");
        Wrong(Usual with { Hours = [new(new(8, 0), new(8, 0))] }).ShouldHaveSingleItem().ShouldContain("开始和结束相同");
        Wrong(Usual with { Hours = [.. Enumerable.Range(1, 5).Select(h => new DayHours(new(h, 0), new(h, 30)))] }).ShouldHaveSingleItem().ShouldContain("4 个时段");
        Wrong(Usual with { Hours = [new(new(23, 0), new(5, 0))] }).ShouldHaveSingleItem().ShouldContain("等于不能出门");
        Wrong(Usual with { Hours = [new(new(23, 0), new(5, 0))], Exempt = true }).ShouldBeEmpty();
        Wrong(Usual with { Hours = [new(new(5, 0), new(7, 0))] }).ShouldBeEmpty();
        Wrong([.. Enumerable.Range(1, 21).Select(k => Usual with { Key = Math.Min(k, 20), Name = $"第{k}" })])[0].ShouldContain("最多 20 条");
        PassRuleCheck.Of([], new(new(8, 0), new(8, 0))).ShouldHaveSingleItem().Field.ShouldBe("curfew");
        PassRuleCheck.Of([Usual, Usual with { Key = 2, Name = "" }], null).ShouldHaveSingleItem().Field.ShouldBe(PassRuleCheck.Field(1));
    }

    [Fact]
    public void A_plan_of_before_there_were_rules_reads_without_any()
    {
        var plan = ShippedPlans.For(Cast.Home, DateTimeOffset.UnixEpoch).First().Read();
        var old = System.Text.Json.Nodes.JsonNode.Parse(plan.ToJson())!.AsObject();
        old.Remove("passRules").ShouldBeTrue();
        old.Remove("curfew").ShouldBeTrue();
        var read = PlanBody.FromJson(old.ToJsonString());
        read.PassRules.ShouldBeEmpty();
        read.Curfew.ShouldBeNull();
        read.Purpose.ShouldBe(plan.Purpose);
    }

    private static List<string> Wrong(params PassRule[] rules) => [.. PassRuleCheck.Of(rules, Night).Select(w => w.Sentence)];

    private static (PassRule Rule, DayHours? Curfew, PassFacts Facts, DateTimeOffset At) Any(Random random)
    {
        // February 2028 has 29 days, and months of 30 and 31 follow.
        var at = Clock.FromHere(new DateTime(2028, 1, 25, 0, 0, 0)).AddMinutes(random.Next(100 * 24 * 60));
        TimeOnly Time() => new(random.Next(24), random.Next(60));
        var rule = Usual with
        {
            CycleDays = random.Next(1, 31), Times = random.Next(-1, 4), Days = (PassDays)random.Next(3), Exempt = random.Next(4) == 0,
            Hours = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new DayHours(Time(), Time()))],
            LongestMinutes = random.Next(2) == 0 ? null : random.Next(1, 1440),
        };
        var facts = new PassFacts
        {
            From = random.Next(3) == 0 ? at.DateHere().AddDays(random.Next(-3, 40)) : null,
            Until = random.Next(3) == 0 ? at.DateHere().AddDays(random.Next(-2, 40)) : null,
            Outs = [.. Enumerable.Range(0, random.Next(6)).Select(_ => at.AddMinutes(random.Next(-10 * 24 * 60, 60)))],
        };
        return (rule, random.Next(2) == 0 ? null : new(Time(), Time()), facts, at);
    }

    /// <summary>One vector; what it leaves out is as usual.</summary>
    public sealed record Case(string Name, PassRule Rule, DayHours? Curfew, PassFacts Facts, DateTimeOffset At, PassJudgement Is)
    {
        public override string ToString() => Name;
    }

    /// <summary>What is said to a judgement.</summary>
    public sealed record Words(PassJudgement Is, string Sentence)
    {
        public override string ToString() => Sentence;
    }
}
