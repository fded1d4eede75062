using System.Globalization;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Plans;

/// <summary>Between the plan's form and its body: rows are numbered fields, a row without its first word is no row.</summary>
internal static class PlanForm
{
    /// <summary>Empty rows offered below the filled ones.</summary>
    public const int SpareSteps = 3;

    public const int SpareGroups = 2;
    public const int SpareWindows = 1;

    private const int MostLines = 12;

    /// <summary>Reads the whole form; what is wrong stands in its errors.</summary>
    /// <param name="before">What the form does not show is taken from there.</param>
    public static PlanBody Read(FormInput form, PlanBody before, IReadOnlyCollection<string> tags)
    {
        var plan = MeasureRuleForm.Read(form, before) with
        {
            Purpose = Words(form, "purpose", "适用情形", 300),
            ClosedDays = form.RequiredNumber("closedDays", "封控天数", 0, PlanRules.MostDays),
            MonitoredDays = form.RequiredNumber("monitoredDays", "健康管理天数", 0, PlanRules.MostDays),
            TestDays = Days(form, "testDays"),
            ReportWindows = [.. Windows(form)],
            CorridorPerDay = form.Has("corridorPerDay") ? form.RequiredNumber("corridorPerDay", "楼道每天消毒几次", 0, MeasureRuleForm.MostCorridor) : before.CorridorPerDay,
            FeverCelsius = Fever(form),
            RunSheet = [.. Steps(form, before.RunSheet)],
            Groups = [.. Groups(form, tags)],
            Curfew = PassRuleForm.Curfew(form),
            PassRules = PassRuleForm.Rules(form, before.PassRules),
            GateRecordDays = form.RequiredNumber("gateRecordDays", "进出记录保留天数", PlanRules.LeastGateRecordDays, PlanRules.MostGateRecordDays),
            Travel = TravelPlanForm.Read(form),
            ScreeningRecordDays = form.RequiredNumber("screeningRecordDays", "名单和线索保留天数", PlanRules.LeastScreeningRecordDays, PlanRules.MostScreeningRecordDays),
            Tell = [.. Lines(form, "tell").Take(MostLines)],
            Templates = new()
            {
                DoorNotice = string.Join('\n', Lines(form, "doorNotice")),
                Objection = string.Join('\n', Lines(form, "objection")),
                LiftingNotice = string.Join('\n', Lines(form, "liftingNotice")),
                AwayMessage = string.Join('\n', Lines(form, "awayMessage")),
            },
        };
        foreach (var (field, sentence) in PlanRules.Check(plan))
        {
            form.Wrong(field, sentence);
        }

        return plan;
    }

    /// <summary>As many rows as were sent, or as the plan has with some to spare.</summary>
    public static int Rows(FormInput form, string name, int filled, int spare)
    {
        if (!form.Has($"{name}0"))
        {
            return filled + spare;
        }

        var rows = 0;
        while (rows < PlanRules.MostSteps + SpareSteps && form.Has($"{name}{rows}"))
        {
            rows++;
        }

        return rows;
    }

    /// <summary>Days as people write them: 1、2、7、14. Ascending, each once.</summary>
    internal static List<int> Days(FormInput form, string field)
    {
        var days = new SortedSet<int>();
        foreach (var word in ChineseText.Halfwidth(form.Typed(field)).Split([' ', ',', '、', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var day))
            {
                form.Wrong(field, $"检测日里的“{word}”不是天数，请写成 1、2、7、14。");
                break;
            }

            days.Add(day);
        }

        if (days.Count > PlanRules.MostTestDays)
        {
            form.Wrong(field, $"检测日最多 {PlanRules.MostTestDays} 个。");
        }

        return [.. days];
    }

    private static decimal Fever(FormInput form)
    {
        if (decimal.TryParse(ChineseText.Clean(form.Typed("fever")), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fever))
        {
            return decimal.Round(fever, 1);
        }

        form.Wrong("fever", "发热阈值要写成 37.3 这样的数。");
        return PlanRules.LeastFever;
    }

    private static IEnumerable<ReportWindow> Windows(FormInput form)
    {
        for (var i = 0; i < PlanRules.MostWindows + SpareWindows && form.Has($"window{i}"); i++)
        {
            var name = form.Text($"window{i}", "时段名称", 10);
            if (name.Length == 0)
            {
                continue;
            }

            if (Time(form.Typed($"windowFrom{i}")) is { } from && Time(form.Typed($"windowTo{i}")) is { } to)
            {
                yield return new(name, from, to);
            }
            else
            {
                form.Wrong("windows", $"上报时段“{name}”的起止时间没有写全。");
            }
        }
    }

    /// <summary>The value of an <c>&lt;input type="time"&gt;</c>.</summary>
    internal static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    // The rows stand as in the plan that is edited; a row that was emptied and filled anew keeps its key.
    private static IEnumerable<RunStep> Steps(FormInput form, IReadOnlyList<RunStep> before)
    {
        for (var i = 0; i < PlanRules.MostSteps + SpareSteps && form.Has($"task{i}"); i++)
        {
            var task = Words(form, $"task{i}", "任务", 100);
            if (task.Length == 0)
            {
                continue;
            }

            yield return new(
                form.RequiredChoice<Stage>($"stage{i}", "阶段"), task, form.Required($"role{i}", "角色", 30),
                form.RequiredChoice<StepClock>($"clock{i}", "起算"),
                form.Number($"minutes{i}", "分钟", -PlanRules.MostMinutes, PlanRules.MostMinutes) ?? 0,
                form.Number($"target{i}", "目标秒数", 1, PlanRules.MostTargetSeconds), form.Ticked($"before{i}"), form.Ticked($"care{i}"),
                before.ElementAtOrDefault(i)?.Key);
        }
    }

    private static IEnumerable<PriorityGroup> Groups(FormInput form, IReadOnlyCollection<string> tags)
    {
        for (var i = 0; i < PlanRules.MostGroups + SpareGroups && form.Has($"group{i}"); i++)
        {
            var name = Words(form, $"group{i}", "人群", 30);
            if (name.Length == 0)
            {
                continue;
            }

            var group = new PriorityGroup(
                name, Words(form, $"need{i}", "需要", 100), [.. form.All($"tag{i}").Where(tags.Contains)],
                form.Number($"below{i}", "未满几岁", 1, 120), form.Number($"from{i}", "年满几岁", 1, 120), form.Ticked($"noPhone{i}"));
            if (group.Tags.Count == 0 && group.AgeBelow is null && group.AgeFrom is null && !group.NoPhone)
            {
                form.Wrong($"group{i}", $"请说明“{name}”包括谁：勾标签，或写年龄。");
            }

            yield return group;
        }
    }

    // Sentences for people keep their punctuation as it was typed, full-width brackets too.
    internal static string Words(FormInput form, string name, string label, int most)
    {
        var text = string.Join(' ', Lines(form, name));
        if (text.Length > most)
        {
            form.Wrong(name, $"{label}最多 {most} 个字，现在有 {text.Length} 个。");
        }

        return text;
    }

    private static IEnumerable<string> Lines(FormInput form, string name) =>
        form.Typed(name).ReplaceLineEndings("\n").Split('\n').Select(line => line.Replace('\t', ' ').Trim()).Where(line => line.Length > 0);
}
