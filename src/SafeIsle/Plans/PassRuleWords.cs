using System.Globalization;

namespace SafeIsle.Plans;

/// <summary>A pass rule in words.</summary>
public static class PassRuleWords
{
    public static string Of(PassSubject subject) => subject switch
    {
        PassSubject.Person => "按证算",
        PassSubject.Household => "按户算",
    };

    public static string Of(PassDays days) => days switch
    {
        PassDays.Any => "每天",
        PassDays.Odd => "单号日",
        PassDays.Even => "双号日",
    };

    public static string Of(PassVoid reason) => reason switch
    {
        PassVoid.Returnee => "同户有人刚从外地回来",
        PassVoid.Isolation => "同户有人隔离、观察",
        PassVoid.Closed => "楼栋在封控期",
        PassVoid.Unscreened => "排查没做完",
        PassVoid.Travel => "行程没有核清",
    };

    /// <summary>-1, 0, 1, 2 …: 不能出门, 不限次数, 1 次, 2 次.</summary>
    public static string Times(int times) => times switch
    {
        <= PassRules.Barred => "不能出门",
        PassRules.NoLimit => "不限次数",
        _ => string.Create(CultureInfo.InvariantCulture, $"{times} 次"),
    };

    /// <summary>每户每 2 天 1 次; 每证每天 1 次; 不限次数.</summary>
    public static string HowOften(PassRule rule)
    {
        if (rule.Times <= PassRules.NoLimit)
        {
            return Times(rule.Times);
        }

        var cycle = rule.CycleDays == 1 ? "每天" : string.Create(CultureInfo.InvariantCulture, $"每 {rule.CycleDays} 天");
        return (rule.Subject == PassSubject.Household ? "每户" : "每证") + cycle + " " + Times(rule.Times);
    }

    /// <summary>每户每 2 天 1 次，全天，最长 3 小时: on a card.</summary>
    public static string Of(PassRule rule) => string.Join("，", new[]
    {
        HowOften(rule),
        rule.Times <= PassRules.Barred ? "" : When(rule),
        rule.LongestMinutes is { } most ? "最长 " + PlanWords.Span(most * 60) : "",
    }.Where(words => words.Length > 0));

    /// <summary>单号日 13:00–17:00</summary>
    public static string When(PassRule rule) =>
        rule.Hours.Count > 0 ? Of(rule.Days) + " " + Hours(rule.Hours) : rule.Days == PassDays.Any ? "全天" : Of(rule.Days) + "全天";

    /// <summary>06:30–09:00、17:00–20:00, as <see cref="PassRuleForm"/> reads it again.</summary>
    public static string Hours(IEnumerable<DayHours> hours) => string.Join("、", hours.Select(Of));

    public static string Of(DayHours hours) => string.Create(CultureInfo.InvariantCulture, $"{hours.From:HH:mm}–{hours.To:HH:mm}");
}
