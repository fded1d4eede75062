namespace SafeIsle.Plans;

/// <summary>What a plan must satisfy to be published.</summary>
public static class PlanRules
{
    public const int MostDays = 60;
    public const int MostTestDays = 20;
    public const int MostWindows = 4;
    public const int MostSteps = 60;
    public const int MostGroups = 15;
    public const int MostTemplate = 3000;
    public const int MostMinutes = MostDays * 24 * 60;
    public const int MostTargetSeconds = 24 * 60 * 60;
    /// <summary>A week: shorter, and a complaint is there before its record is looked for.</summary>
    public const int LeastGateRecordDays = 7;

    /// <summary>Half a year.</summary>
    public const int MostGateRecordDays = 180;

    /// <summary>A week: shorter, and a list is gone before it is answered.</summary>
    public const int LeastScreeningRecordDays = 7;

    /// <summary>Half a year.</summary>
    public const int MostScreeningRecordDays = 180;

    public const decimal LeastFever = 36.5m;
    public const decimal MostFever = 39m;

    /// <summary>What is wrong: the form's field and a sentence. Empty when it may be published.</summary>
    public static IReadOnlyList<(string Field, string Sentence)> Check(PlanBody plan)
    {
        var wrong = new List<(string, string)>();
        Days(plan, wrong);
        if (plan.Purpose.Length == 0)
        {
            wrong.Add(("purpose", "请写明适用情形。"));
        }

        if (plan.RunSheet.Count == 0)
        {
            wrong.Add(("steps", "分工表至少要有一项任务。"));
        }

        wrong.AddRange(PassRuleCheck.Of(plan.PassRules, plan.Curfew));
        if (plan.GateRecordDays is < LeastGateRecordDays or > MostGateRecordDays)
        {
            wrong.Add(("gateRecordDays", $"进出记录应保留 {LeastGateRecordDays} 到 {MostGateRecordDays} 天，现在是 {plan.GateRecordDays} 天。"));
        }
        else if (plan.PassRules.Where(r => r.CycleDays > plan.GateRecordDays).MaxBy(r => r.CycleDays) is { } longest)
        {
            wrong.Add(("gateRecordDays", $"进出记录要留到周期算完：通行规则“{longest.Name}”的周期是 {longest.CycleDays} 天，保留天数不能比它少。"));
        }

        wrong.AddRange(plan.Travel?.Check() ?? []);
        if (plan.ScreeningRecordDays is < LeastScreeningRecordDays or > MostScreeningRecordDays)
        {
            wrong.Add(("screeningRecordDays", $"名单和线索应保留 {LeastScreeningRecordDays} 到 {MostScreeningRecordDays} 天，现在是 {plan.ScreeningRecordDays} 天。"));
        }

        wrong.AddRange(MeasureRuleForm.Check(plan));
        Templates(plan, wrong);
        return wrong;
    }

    private static void Days(PlanBody plan, List<(string, string)> wrong)
    {
        var days = plan.ClosedDays + plan.MonitoredDays;
        if (days is < 1 or > MostDays)
        {
            wrong.Add(("closedDays", $"封控和健康管理合计应在 1 到 {MostDays} 天之间，现在是 {days} 天。"));
        }

        foreach (var day in plan.TestDays.Where(d => d < 1 || d > days))
        {
            wrong.Add(("testDays", $"检测日第 {day} 天不在 1 到 {days} 天之内，请修改检测日或天数。"));
        }

        foreach (var window in plan.ReportWindows.Where(w => w.From >= w.To))
        {
            wrong.Add(("windows", $"上报时段“{window.Name}”的开始要早于结束。"));
        }

        if (plan.FeverCelsius is < LeastFever or > MostFever)
        {
            wrong.Add(("fever", $"发热阈值应在 {LeastFever:0.0} 到 {MostFever:0.0} ℃ 之间。"));
        }
    }

    private static void Templates(PlanBody plan, List<(string, string)> wrong)
    {
        var templates = plan.Templates;
        (string Field, string Name, string Text)[] all =
        [
            ("doorNotice", "封控告知书", templates.DoorNotice),
            ("objection", "异议途径", templates.Objection),
            ("liftingNotice", "解封告知书", templates.LiftingNotice),
            ("awayMessage", "外出人员告知", templates.AwayMessage),
        ];
        foreach (var (field, name, text) in all)
        {
            if (text.Length is 0 or > MostTemplate)
            {
                wrong.Add((field, $"{name}要写，且不超过 {MostTemplate} 个字。"));
            }
            else if (PlanText.Unknown(text) is [var unknown, ..])
            {
                wrong.Add((field, $"{name}里的 {{{unknown}}} 不认识，请换成页面下方列出的占位词，或去掉花括号。"));
            }
            else if (!PlanText.BracesMatch(text))
            {
                wrong.Add((field, $"{name}里有花括号没有成对，请检查。"));
            }
        }

        var missing = PlanText.NeededOnDoor(plan.Scope).Where(p => !PlanText.Names(templates.DoorNotice, p)).ToList();
        if (missing.Count > 0)
        {
            wrong.Add(("doorNotice", $"封控告知书必须写明 {string.Join("、", missing.Select(p => "{" + p + "}"))}，住户才知道谁决定、凭什么、到何时。"));
        }
    }
}
