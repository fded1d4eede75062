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

    /// <summary>
    /// 3月23日、3月24日、3月29日: by date only. The phase counts days of 24 hours, so a number of a day here would contradict it beside it.
    /// </summary>
    /// <param name="now">Given: what lies before that date is marked （已过）.</param>
    public static string TestDays(PlanBody plan, DateTimeOffset start, DateTimeOffset? now = null) =>
        plan.TestDays.Count == 0 ? "以通知为准" : Dates(plan.TestDays, start, now);

    /// <summary>第 1 天（3月23日）、第 2 天（3月24日）: for the field where days are typed by number.</summary>
    public static string NumberedTestDays(PlanBody plan, DateTimeOffset start) => plan.TestDays.Count == 0
        ? "以通知为准"
        : string.Join("、", plan.TestDays.Select(day => $"第 {day} 天（{Date(start.AddDays(day - 1))}）"));

    /// <summary>Who decided it later and on what ground; reads right for a document's number as for a telephone call.</summary>
    public static string Decision(ClosureExtension extension) =>
        $"{extension.Authority}决定，依据：{extension.DocumentNumber}，{extension.Basis}；原因：{extension.Reason}";

    /// <summary>All documents that the order rests on, the first decision's before the later ones'.</summary>
    public static string Documents(OrderView view) =>
        string.Join("；", view.Extensions.Select(e => e.DocumentNumber).Prepend(view.Order.DocumentNumber).Distinct(StringComparer.Ordinal));

    /// <summary>Whoever decided, each once.</summary>
    public static string Authorities(OrderView view) =>
        string.Join("、", view.Extensions.Select(e => e.Authority).Prepend(view.Order.Authority).Distinct(StringComparer.Ordinal));

    /// <summary>What a later decision changed, from what to what, in a sentence; what it left as it was is not named.</summary>
    public static string Change(OrderView view, ClosureExtension extension)
    {
        var parts = new List<string>();
        if (extension.StartsAt is { } start)
        {
            parts.Add($"原从 {extension.OldStartsAt!.Value.Short()} 起算，改从 {start.Short()} 起算");
        }

        parts.AddRange(Ends(extension));
        if (extension.StartsAt is { } anew)
        {
            parts.Add($"核酸重新排期：{TestDays(view.Plan.Read(), anew)}");
        }
        else if (extension.TestDays.Count > 0)
        {
            parts.Add($"加做核酸：{Dates(extension.TestDays, view.StartWhen(extension))}{(view.IsRestartedAfter(extension) ? "（后来重新计时，没做的不再做）" : "")}");
        }

        return $"{Kind(extension)}：{string.Join("；", parts)}";
    }

    /// <summary>封控到 3月26日 12:00（原 3月25日 12:00）: each end that it moved.</summary>
    public static IEnumerable<string> Ends(ClosureExtension extension)
    {
        if (extension.ClosedUntil != extension.OldClosedUntil)
        {
            yield return $"封控到 {extension.ClosedUntil.Short()}（原 {extension.OldClosedUntil.Short()}）";
        }

        if (extension.MonitoredUntil != extension.OldMonitoredUntil)
        {
            yield return $"健康管理到 {extension.MonitoredUntil.Short()}（原 {extension.OldMonitoredUntil.Short()}）";
        }
    }

    /// <summary>Sentences within a sentence: without their full stops, 甲；乙.</summary>
    public static string Listed(IEnumerable<string> sentences) => string.Join("；", sentences.Select(s => s.TrimEnd('。')));

    /// <summary>延长 or 重新计时</summary>
    public static string Kind(ClosureExtension extension) => extension.Restarts ? "重新计时" : "延长";

    private static string Dates(IEnumerable<int> days, DateTimeOffset start, DateTimeOffset? now = null) => string.Join("、", days
        .Select(day => start.AddDays(day - 1)).Select(at => Date(at) + (at.DateHere() < now?.DateHere() ? "（已过）" : "")));

    /// <summary>Values of all placeholders for an order that no later decision changed; see <see cref="PlanText.Placeholders"/>.</summary>
    public static IReadOnlyDictionary<string, string> Values(ClosureOrder order, PlanBody plan, Community community, string compound) =>
        Values(order, order.Span, order.DocumentNumber, plan, community, compound);

    /// <summary>The same as it stands after all decisions: from the first start to the ends that count now, with every document.</summary>
    public static IReadOnlyDictionary<string, string> Values(OrderView view) => Values(
        view.Order, view.Order.Span with { StartsAt = view.FirstStart }, Documents(view), view.Body, view.Community, view.Compound);

    /// <summary>The same for the first decision: its own document, start and ends; test days that are dropped since are not named.</summary>
    public static IReadOnlyDictionary<string, string> FirstValues(OrderView view) => Values(
        view.Order, view.FirstSpan, view.Order.DocumentNumber, view.Body, view.Community, view.Compound);

    private static Dictionary<string, string> Values(
        ClosureOrder order, ClosureSpan span, string document, PlanBody plan, Community community, string compound)
    {
        var phone = community.Phone.Length > 0 ? community.Phone : NoPhone;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["楼栋"] = order.Label,
            ["小区"] = compound,
            ["社区"] = community.Name,
            ["社区电话"] = phone,
            ["开始时间"] = span.StartsAt.Full(),
            ["封控结束"] = span.ClosedUntil.Full(),
            ["管理结束"] = span.MonitoredUntil.Full(),
            ["封控天数"] = Days(span.StartsAt, span.ClosedUntil),
            ["管理天数"] = Days(span.ClosedUntil, span.MonitoredUntil),
            ["检测日"] = TestDays(plan, order.StartsAt),
            ["上报时间"] = PlanWords.Windows(plan.ReportWindows),
            ["发热阈值"] = PlanWords.Fever(plan),
            ["决定机关"] = order.Authority,
            ["文号"] = document,
            ["依据"] = order.Basis,
            ["决定日期"] = order.DecidedOn.Full(),
            ["解除时间"] = order.LiftedAt?.Full() ?? "",
            ["解除文号"] = order.LiftDocument,
        };
    }

    // Never rounded up to days that the decision does not give.
    private static string Days(DateTimeOffset from, DateTimeOffset until) =>
        (until - from).TotalDays.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset at) => at.Here().ToString("M月d日", System.Globalization.CultureInfo.InvariantCulture);
}
