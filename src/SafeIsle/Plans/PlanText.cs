using System.Text.RegularExpressions;

namespace SafeIsle.Plans;

/// <summary>Placeholders in templates: words in braces that an order fills.</summary>
public static partial class PlanText
{
    /// <summary>What templates of notices may hold, with what each stands for.</summary>
    public static readonly IReadOnlyList<(string Name, string Meaning)> Placeholders =
    [
        ("楼栋", "楼栋及单元，如 38号楼1、2单元"),
        ("小区", "小区名称"),
        ("社区", "居委会名称"),
        ("社区电话", "居委会值班电话"),
        ("开始时间", "封控从何时起"),
        ("封控结束", "封控到何时止"),
        ("管理结束", "健康管理到何时止"),
        ("封控天数", "封控几天"),
        ("管理天数", "健康管理几天"),
        ("检测日", "哪几天做核酸，连日期"),
        ("上报时间", "每天上报体温的时段"),
        ("发热阈值", "多少度算发热"),
        ("决定机关", "作出决定的机关"),
        ("文号", "决定的文号"),
        ("依据", "决定的依据"),
        ("决定日期", "哪一天决定"),
        ("解除时间", "何时解除"),
        ("解除文号", "解除决定的文号"),
    ];

    /// <summary>Without these a door notice would not say who decided, on what ground and from when to when.</summary>
    public static IReadOnlyList<string> NeededOnDoor(PlanScope scope) =>
        [scope == PlanScope.Compound ? "小区" : "楼栋", "开始时间", "管理结束", "决定机关", "文号", "依据", "社区电话"];

    private static readonly HashSet<string> Known = [.. Placeholders.Select(p => p.Name)];

    /// <summary>The placeholders of the text that nobody knows, as written.</summary>
    public static IReadOnlyList<string> Unknown(string template) =>
        [.. Braces.Matches(template).Select(m => m.Groups["name"].Value).Where(name => !Known.Contains(name)).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether every brace belongs to a pair.</summary>
    public static bool BracesMatch(string template) => Braces.Replace(template, "").IndexOfAny(['{', '}']) < 0;

    public static bool Names(string template, string placeholder) => template.Contains("{" + placeholder + "}", StringComparison.Ordinal);

    /// <summary>The text with each placeholder replaced; one without a value stays as it is.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Braces.Replace(template, match => values.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Braces { get; }
}
