using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;

namespace SafeIsle.Closures;

/// <summary>An order in words, and the values that fill its notices.</summary>
internal static class ClosureWords
{
    /// <summary>Stands where the community has not entered its phone: room to write it by hand.</summary>
    private const string NoPhone = "＿＿＿＿＿＿＿＿";

    public static string Of(Phase phase) => phase.Kind switch
    {
        PhaseKind.Waiting => "未到开始时间",
        PhaseKind.Closed => $"封控第 {phase.Day} 天，共 {phase.Of} 天",
        PhaseKind.Monitored => $"健康管理第 {phase.Day} 天，共 {phase.Of} 天",
        PhaseKind.Due => "期满，待解除",
        PhaseKind.Lifted => "已解除",
    };

    /// <summary>The tone of its badge.</summary>
    public static string Tone(Phase phase) => phase.Kind switch
    {
        PhaseKind.Waiting or PhaseKind.Monitored => "wait",
        PhaseKind.Closed or PhaseKind.Due => "late",
        PhaseKind.Lifted => "off",
    };

    /// <summary>38号楼, or 38号楼1、2单元.</summary>
    public static string Label(string building, bool whole, IEnumerable<int> units) =>
        whole ? building : building + string.Join("、", units.Order().Select(Unit)) + (units.Any(u => u > 0) ? "单元" : "");

    public static string Unit(int unit) => unit == 0 ? "不分单元" : $"{unit}";

    /// <summary>第1天（3月23日）、第2天（3月24日） …</summary>
    public static string TestDays(PlanBody plan, DateTimeOffset start) => plan.TestDays.Count == 0 ? "以通知为准" : Days(plan.TestDays, start);

    /// <summary>Who decided an extension and on what ground.</summary>
    public static string Decision(ClosureExtension extension) =>
        $"{extension.Authority}决定，{extension.DocumentNumber}，依据{extension.Basis}；原因：{extension.Reason}";

    /// <summary>What an extension asks of those inside: test days and report times.</summary>
    /// <param name="start">From when the days were counted when it was made.</param>
    public static string Adds(ClosureExtension extension, PlanBody plan, DateTimeOffset start)
    {
        var tests = extension.TestDays.Count == 0 ? "不加做核酸" : $"加做核酸：{Days(extension.TestDays, start)}";
        var reports = extension.MonitoredUntil == extension.OldMonitoredUntil
            ? "体温上报时间不变"
            : $"体温仍每天{PlanWords.Windows(plan.ReportWindows)}上报，从 {extension.OldMonitoredUntil.Short()} 加到 {extension.MonitoredUntil.Short()}";
        return $"{tests}；{reports}";
    }

    /// <summary>What a later decision changed, from what to what, in a sentence.</summary>
    public static string Change(OrderView view, ClosureExtension extension) => extension.StartsAt is { } start
        ? $"重新计时，原从 {extension.OldStartsAt!.Value.Short()} 起算，改从 {start.Short()} 起算：封控到 {extension.ClosedUntil.Short()}（原 {extension.OldClosedUntil.Short()}），"
            + $"健康管理到 {extension.MonitoredUntil.Short()}（原 {extension.OldMonitoredUntil.Short()}）；核酸重新排期：{TestDays(view.Plan.Read(), start)}"
        : $"延长：{Adds(extension, view.Body, view.StartWhen(extension))}";

    /// <summary>延长 or 重新计时</summary>
    public static string Kind(ClosureExtension extension) => extension.Restarts ? "重新计时" : "延长";

    private static string Days(IEnumerable<int> days, DateTimeOffset start) =>
        string.Join("、", days.Select(day => $"第 {day} 天（{Date(start.AddDays(day - 1))}）"));

    /// <summary>Values of all placeholders; see <see cref="PlanText.Placeholders"/>.</summary>
    public static IReadOnlyDictionary<string, string> Values(ClosureOrder order, PlanBody plan, Community community, string compound)
    {
        var phone = community.Phone.Length > 0 ? community.Phone : NoPhone;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["楼栋"] = order.Label,
            ["小区"] = compound,
            ["社区"] = community.Name,
            ["社区电话"] = phone,
            ["开始时间"] = order.StartsAt.Full(),
            ["封控结束"] = order.ClosedUntil.Full(),
            ["管理结束"] = order.MonitoredUntil.Full(),
            ["封控天数"] = $"{Days(order.StartsAt, order.ClosedUntil)}",
            ["管理天数"] = $"{Days(order.ClosedUntil, order.MonitoredUntil)}",
            ["检测日"] = TestDays(plan, order.StartsAt),
            ["上报时间"] = PlanWords.Windows(plan.ReportWindows),
            ["发热阈值"] = PlanWords.Fever(plan),
            ["决定机关"] = order.Authority,
            ["文号"] = order.DocumentNumber,
            ["依据"] = order.Basis,
            ["决定日期"] = order.DecidedOn.Full(),
            ["解除时间"] = order.LiftedAt?.Full() ?? "",
            ["解除文号"] = order.LiftDocument,
        };
    }

    private static int Days(DateTimeOffset from, DateTimeOffset until) => (int)Math.Ceiling((until - from).TotalDays);

    private static string Date(DateTimeOffset at) => at.Here().ToString("M月d日", System.Globalization.CultureInfo.InvariantCulture);
}
