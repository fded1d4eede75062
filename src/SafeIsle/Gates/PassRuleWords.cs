using SafeIsle.Plans;

namespace SafeIsle.Gates;

/// <summary>A pass rule as it stands on cards and lists.</summary>
public static class PassRuleWords
{
    /// <summary>每 2 天 1 次</summary>
    public static string Often(PassRule rule) => rule.Times switch
    {
        PassRules.Barred => "不能出门",
        PassRules.NoLimit => "次数不限",
        var times when rule.CycleDays == 1 => $"每天 {times} 次",
        var times => $"每 {rule.CycleDays} 天 {times} 次",
    };

    /// <summary>单号日 13:00—18:00</summary>
    public static string When(PassRule rule)
    {
        var days = rule.Days switch
        {
            PassDays.Any => "",
            PassDays.Odd => "单号日",
            PassDays.Even => "双号日",
        };
        var hours = string.Join("、", rule.Hours.Select(h => $"{h.From:HH\\:mm}—{h.To:HH\\:mm}"));
        return (days + " " + hours).Trim() is { Length: > 0 } when ? when : "全天";
    }

    /// <summary>每 2 天 1 次，全天，最长 180 分钟</summary>
    public static string Of(PassRule rule) => string.Join("，", new[]
    {
        Often(rule), rule.Times == PassRules.Barred ? "" : When(rule), rule.LongestMinutes is { } most ? $"最长 {most} 分钟" : "",
    }.Where(w => w.Length > 0));
}
