namespace SafeIsle.Plans;

/// <summary>What the pass rules of a plan must satisfy to be published.</summary>
public static class PassRuleCheck
{
    /// <summary>Rules of a plan, and the greatest key.</summary>
    public const int MostRules = 20;

    public const int MostName = 20;
    public const int MostCycleDays = 30;
    public const int MostTimes = 10;
    public const int MostHours = 4;
    public const int MostMinutes = 24 * 60;
    public const int MostEvidence = 100;

    /// <summary>The form's field under which what is wrong with the rule at that place of the list is told.</summary>
    public static string Field(int index) => $"passRules{index}";

    /// <summary>The form's field and a sentence for each thing that is wrong.</summary>
    public static IEnumerable<(string Field, string Sentence)> Of(IReadOnlyList<PassRule> rules, DayHours? curfew)
    {
        if (rules.Count > MostRules)
        {
            yield return (Field(MostRules), $"通行规则最多 {MostRules} 条，现在有 {rules.Count} 条。");
            yield break;
        }

        if (curfew is not null && curfew.From == curfew.To)
        {
            yield return ("curfew", "夜间限制出入的开始和结束不能相同；不限制就都空着。");
        }

        foreach (var (i, rule) in rules.Index())
        {
            var before = rules.Take(i).ToList();
            if (Wrong(rule, before, curfew) is { } sentence)
            {
                yield return (Field(i), sentence);
            }
        }
    }

    private static string? Wrong(PassRule rule, List<PassRule> before, DayHours? curfew)
    {
        var name = $"通行规则“{rule.Name}”";
        return rule switch
        {
            { Name.Length: 0 or > MostName } => $"每条通行规则要有名称，不超过 {MostName} 个字。",
            { Key: < 1 or > MostRules } => $"{name}的编号要在 1 到 {MostRules} 之间。",
            _ when before.Exists(r => r.Key == rule.Key) => $"{name}的编号 {rule.Key} 和别的规则相同。",
            _ when before.Exists(r => r.Name == rule.Name) => $"{name}写了两条，请改一个名称。",
            { CycleDays: < 1 or > MostCycleDays } => $"{name}的周期要在 1 到 {MostCycleDays} 天之间。",
            { Times: < PassRules.Barred or > MostTimes } => $"{name}每个周期最多 {MostTimes} 次。",
            { LongestMinutes: < 1 or > MostMinutes } => $"{name}最长时间要在 1 到 {MostMinutes} 分钟之间。",
            { Hours.Count: > MostHours } => $"{name}最多写 {MostHours} 个时段。",
            { Evidence.Length: > MostEvidence } => $"{name}的材料最多 {MostEvidence} 个字。",
            _ when rule.Hours.Any(h => h.From == h.To) => $"{name}有一个时段的开始和结束相同；全天都可以就空着。",
            _ when rule.Times > PassRules.Barred && !Opens(rule, curfew) => $"{name}的时段全在夜间限制出入里，等于不能出门；请改时段，或者勾选不受夜间限制。",
            _ => null,
        };
    }

    // Whether some minute of the day lets one out; it is the first of a part of the day or the end of the curfew.
    private static bool Opens(PassRule rule, DayHours? curfew) =>
        rule.Exempt || curfew is null || rule.Hours.Select(h => h.From).Append(curfew.To)
            .Any(time => !curfew.Has(time) && (rule.Hours.Count == 0 || rule.Hours.Any(h => h.Has(time))));
}
