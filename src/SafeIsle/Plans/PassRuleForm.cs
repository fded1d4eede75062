using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Plans;

/// <summary>Between the plan's form and its pass rules; rows as in <see cref="PlanForm"/>.</summary>
internal static partial class PassRuleForm
{
    /// <summary>Empty rows offered below the filled ones.</summary>
    public const int SpareRules = 2;

    /// <summary>Both times or none.</summary>
    public static DayHours? Curfew(FormInput form)
    {
        var (from, to) = (PlanForm.Time(form.Typed("curfewFrom")), PlanForm.Time(form.Typed("curfewTo")));
        if (from is not null && to is not null)
        {
            return new(from.Value, to.Value);
        }

        if (form.Typed("curfewFrom").Length > 0 || form.Typed("curfewTo").Length > 0)
        {
            form.Wrong("curfew", "夜间限制出入的起止时间没有写全；不限制就都空着。");
        }

        return null;
    }

    /// <summary>Rules of the rows that have a name. A row that the plan had keeps its key, since printed passes name it.</summary>
    public static List<PassRule> Rules(FormInput form, IReadOnlyList<PassRule> before)
    {
        var taken = before.Select(r => r.Key).ToHashSet();
        var rules = new List<PassRule>();
        for (var i = 0; i < PassRuleCheck.MostRules + SpareRules && form.Has($"rule{i}"); i++)
        {
            var name = PlanForm.Words(form, $"rule{i}", "规则名称", PassRuleCheck.MostName);
            if (name.Length == 0)
            {
                continue;
            }

            var key = before.ElementAtOrDefault(i)?.Key ?? FreeKey(taken);
            taken.Add(key);
            rules.Add(Rule(form, i, key, name));
        }

        return rules;
    }

    private static PassRule Rule(FormInput form, int i, int key, string name) => new()
    {
        Key = key,
        Name = name,
        Subject = form.RequiredChoice<PassSubject>($"ruleSubject{i}", "怎么计数"),
        CycleDays = form.RequiredNumber($"ruleCycle{i}", $"“{name}”的周期天数", 1, PassRuleCheck.MostCycleDays),
        Times = form.RequiredNumber($"ruleTimes{i}", $"“{name}”的次数", PassRules.Barred, PassRuleCheck.MostTimes),
        Days = form.RequiredChoice<PassDays>($"ruleDays{i}", "哪些日子"),
        Hours = Hours(form, $"ruleHours{i}", name),
        LongestMinutes = form.Number($"ruleLongest{i}", $"“{name}”的最长分钟数", 1, PassRuleCheck.MostMinutes),
        Evidence = PlanForm.Words(form, $"ruleEvidence{i}", $"“{name}”的材料", PassRuleCheck.MostEvidence),
        Exempt = form.Ticked($"ruleExempt{i}"),
        Voids = [.. Enum.GetValues<PassVoid>().Where(v => form.All($"ruleVoid{i}").Contains(v.ToString()))],
    };

    // A key never given in this plan is better than one that an old card may still say.
    private static int FreeKey(HashSet<int> taken)
    {
        var next = taken.Count == 0 ? 1 : taken.Max() + 1;
        return next <= PassRuleCheck.MostRules ? next : Enumerable.Range(1, PassRuleCheck.MostRules + 1).First(k => !taken.Contains(k));
    }

    /// <summary>06:30–09:00、17:00–20:00 with whatever dashes and separators people use; 24:00 is midnight.</summary>
    internal static List<DayHours> Hours(FormInput form, string field, string rule)
    {
        var text = ChineseText.Halfwidth(form.Typed(field));
        var parts = Parts.Matches(text);
        var hours = parts.Select(m => (From: Time(m.Groups["from"].Value), To: Time(m.Groups["to"].Value))).ToList();
        if (Parts.Replace(text, "").Any(c => c is not (' ' or ',' or '、' or ';')) || hours.Exists(h => h.From is null || h.To is null))
        {
            form.Wrong(field, $"“{rule}”的时段要写成 13:00–17:00，几段之间用顿号隔开；全天都可以就空着。");
            return [];
        }

        return [.. hours.Select(h => new DayHours(h.From!.Value, h.To!.Value))];
    }

    private static TimeOnly? Time(string text)
    {
        var time = text.Replace('.', ':');
        return time == "24:00" ? TimeOnly.MinValue
            : TimeOnly.TryParseExact(time, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
    }

    [GeneratedRegex(@"(?<from>[0-9]{1,2}[:.][0-9]{2}) ?[-~至到]+ ?(?<to>[0-9]{1,2}[:.][0-9]{2})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts { get; }
}
