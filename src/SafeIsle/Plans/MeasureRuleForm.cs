using SafeIsle.Platform.Ui;

namespace SafeIsle.Plans;

/// <summary>Between the plan's form and its ladder: one row for each kind, always all of them.</summary>
internal static class MeasureRuleForm
{
    public const int MostReports = PlanRules.MostWindows;
    public const int MostSpotEvery = 30;
    public const int MostCorridor = 12;
    public const int MostTerms = 500;
    public const int MostChaseMinutes = 24 * 60;
    public const int MostCalls = 10;
    public const int MostShownDays = 90;

    /// <summary>A form of before there was a ladder leaves it as it is.</summary>
    public static PlanBody Read(FormInput form, PlanBody before)
    {
        if (!form.Has("measureDays0"))
        {
            return before;
        }

        return before with
        {
            Ladder = [.. Enum.GetValues<MeasureKind>().Select((kind, i) => Rule(form, kind, i))],
            Chase = new(
                form.RequiredNumber("chaseCall", "没报后几分钟打电话", 1, MostChaseMinutes),
                form.RequiredNumber("chaseKnock", "没报后几分钟上门", 1, MostChaseMinutes),
                form.Has("chaseMessage") ? form.RequiredNumber("chaseMessage", "没报后几分钟发短信", 0, MostChaseMinutes) : before.Chase.MessageMinutes,
                form.Has("chaseCalls") ? form.RequiredNumber("chaseCalls", "几次没人接就上门", 1, MostCalls) : before.Chase.Calls),
            Times = form.Has("testBy") ? new(Hour(form, "testBy", "检测几点前做完"), Hour(form, "spotBy", "抽查几点前走完"), Hour(form, "rubbishBy", "几点前上门收垃圾")) : before.Times,
            MeasureShownDays = form.RequiredNumber("measureShown", "解除后显示几天", 0, MostShownDays),
        };
    }

    private static TimeOnly Hour(FormInput form, string field, string what)
    {
        if (PlanForm.Time(form.Typed(field)) is { } hour)
        {
            return hour;
        }

        form.Wrong(field, $"请填写{what}。");
        return default;
    }

    private static MeasureRule Rule(FormInput form, MeasureKind kind, int i)
    {
        var name = MeasureRuleWords.Of(kind);
        return new()
        {
            Kind = kind,
            Days = form.RequiredNumber($"measureDays{i}", $"“{name}”的天数", 1, PlanRules.MostDays),
            TestDays = PlanForm.Days(form, $"measureTests{i}"),
            Out = form.RequiredChoice<GoingOut>($"measureOut{i}", "能不能外出"),
            CoResidents = form.Ticked($"measureAll{i}"),
            Passes = form.RequiredChoice<PassHold>($"measurePasses{i}", "出入证"),
            Reports = form.RequiredNumber($"measureReports{i}", $"“{name}”每天报几次体温", 0, MostReports),
            CallBy = PlanForm.Time(form.Typed($"measureCall{i}")),
            SpotEvery = form.RequiredNumber($"measureSpot{i}", $"“{name}”几天抽查一次", 0, MostSpotEvery),
            CorridorPerDay = form.RequiredNumber($"measureCorridor{i}", $"“{name}”楼道每天消毒几次", 0, MostCorridor),
            Terms = form.Typed($"measureTerms{i}").ReplaceLineEndings("\n").Trim(),
        };
    }

    /// <summary>What is wrong with a ladder: the form's field and a sentence.</summary>
    public static IEnumerable<(string Field, string Sentence)> Check(PlanBody plan)
    {
        var kinds = Enum.GetValues<MeasureKind>();
        if (!plan.Ladder.Select(r => r.Kind).SequenceEqual(kinds))
        {
            yield return ("ladder", "每一级措施都要有一行，从集中医学观察到自我健康监测。");
        }

        foreach (var (rule, i) in plan.Ladder.Select((r, i) => (r, i)))
        {
            var name = MeasureRuleWords.Of(rule.Kind);
            if (rule.TestDays.Any(d => d < 1 || d > rule.Days))
            {
                yield return ($"measureTests{i}", $"“{name}”的检测日要在 1 到 {rule.Days} 天之内。");
            }

            if (rule.Terms.Length is 0 or > MostTerms)
            {
                yield return ($"measureTerms{i}", $"“{name}”要遵守什么要写，且不超过 {MostTerms} 个字。");
            }
        }

        if (plan.Chase.CallMinutes <= plan.Chase.MessageMinutes)
        {
            yield return ("chaseCall", "打电话要晚于发短信，请把打电话的分钟数写大一些。");
        }

        if (plan.Chase.KnockMinutes <= plan.Chase.CallMinutes)
        {
            yield return ("chaseKnock", "上门要晚于打电话，请把上门的分钟数写大一些。");
        }
    }
}
