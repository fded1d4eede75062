using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Print;

namespace SafeIsle.Closures;

/// <summary>Papers for those who work: run sheet, first-care list, chain.</summary>
internal static class DeskPapers
{
    private const string Box = "□";
    private const string Ticked = "☑";

    public static Paper RunSheet(OrderView view, IReadOnlyList<TaskRow> tasks, string by, DateTimeOffset now) =>
        Paper(view, "分工表", by, now,
            new Table(
                [new("") { Mm = 9, Align = Align.Center }, new("任务") { Share = 5 }, new("角色") { Mm = 24 }, new("负责人") { Mm = 24 }, new("最迟") { Mm = 27 }, new("完成时间、签名") { Mm = 30 }],
                Rows(tasks.OrderBy(t => t.DueAt).ThenBy(t => t.Position), t => t.Stage, t => new Row(
                    t.Done ? Ticked : Box, t.Title + (t.TargetSeconds is { } target ? $"（目标 {PlanWords.Span(target)}）" : ""), t.Role, t.OwnerName,
                    t.DueAt.Short(), t.DoneAt is { } done ? $"{done.Short()} {t.DoneBy}" : ""))) { RowMm = 9 });

    public static Paper Care(OrderView view, IReadOnlyList<CareGroup> groups, string by, DateTimeOffset now) =>
        Paper(view, "重点照护名单", by, now,
            new Paragraph($"在家的人按先后各列一次，共 {groups.Sum(g => g.Rows.Count)} 人。含电话和用药，只供本次照护使用；用完交回居委会销毁，不拍照、不转发。"),
            new Table(
                [new("房屋") { Mm = 34 }, new("姓名") { Mm = 22 }, new("年龄") { Mm = 12, Align = Align.Center }, new("需要") { Share = 3 }, new("电话") { Mm = 28 }, new("联系情况") { Mm = 34 }],
                [.. groups.SelectMany(g => g.Rows.Select(Line).Prepend(Row.Group($"{g.Group.Name}（{g.Rows.Count} 人）：{g.Group.Need}")))]) { RowMm = 9, Empty = "登记里没有需要先照护的人" });

    public static Paper Chain(OrderView view, IReadOnlyList<ChainLink> links, string by, DateTimeOffset now) =>
        Paper(view, "处置链", by, now,
            new Table(
                [new("时间") { Mm = 36 }, new("谁") { Mm = 24 }, new("做了什么") { Share = 1 }],
                Rows(links, l => l.Stage, l => new Row(l.At.Full(), l.By, l.Words))));

    private static Row Line(CareRow row) => new(
        row.Person.Dwelling, row.Person.Name, $"{row.Person.Age}", row.Needs, row.Person.Phone.Length > 0 ? row.Person.Phone : "没有，请敲门", "");

    private static IReadOnlyList<Row> Rows<T>(IEnumerable<T> items, Func<T, Stage> stage, Func<T, Row> row) =>
        [.. items.GroupBy(stage).OrderBy(g => g.Key).SelectMany(g => g.Select(row).Prepend(Row.Group(PlanWords.Of(g.Key))))];

    private static Paper Paper(OrderView view, string name, string by, DateTimeOffset now, params IReadOnlyList<Block> blocks)
    {
        var order = view.Order;
        IReadOnlyList<Block> head =
        [
            new Heading($"{view.Compound} {order.Label} {name}"),
            new Facts(2, [
                new Fact("决定机关", order.Authority),
                new Fact("依据", order.DocumentNumber),
                new Fact("封控", $"{view.FirstStart.Short()} 到 {order.ClosedUntil.Short()}"),
                new Fact("健康管理到", order.MonitoredUntil.Short()),
                new Fact("现在", ClosureWords.Of(order.PhaseAt(now))),
                new Fact("预案", $"{view.Plan.Name} 第 {view.Plan.Version} 版"),
                .. view.Extensions.Select(e => new Fact($"{e.At.Short()} {ClosureWords.Kind(e)}", $"{e.Authority}，{e.DocumentNumber}"))]),
        ];
        return new Paper($"{order.Label}{name}", Orientation.Portrait, new Section([.. head, .. blocks]) { RunningHead = $"{order.Label} {name}" })
        {
            CreatedAt = now,
            Author = by,
            FooterLeft = $"{view.Community.Name} · {by}打印",
            FooterRight = now.Full(),
        };
    }
}
