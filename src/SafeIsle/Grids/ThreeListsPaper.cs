using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Print;

namespace SafeIsle.Grids;

/// <summary>The three lists of a grid on A4, to be carried along.</summary>
internal static class ThreeListsPaper
{
    public static Paper Of(ThreeLists lists, string by)
    {
        var (row, title) = (lists.Row, $"{lists.Row.Grid.Name} 三张清单");
        return new(title, Orientation.Portrait, new Section(
            new Heading(title),
            new Paragraph($"{row.Where}；{row.Households} 户 {row.People} 人") { Align = Align.Center, Size = 10 },
            new Heading("一、包保责任", 2),
            new Table(
                [new("管哪里") { Share = 1.4 }, new("谁负责"), new("身份"), new("电话（没有的手写）") { Share = 1.2 }],
                [
                    .. row.Responsible is null ? [new Row(row.Grid.Name, "空缺", "网格员", "")] : Array.Empty<Row>(),
                    .. row.StandIn is null ? [new Row(row.Grid.Name, "空缺", "网格替补", "")] : Array.Empty<Row>(),
                    .. lists.Answers.Select(a => new Row(a.Where, a.Name, a.As, a.Phone)),
                ]),
            new Heading("二、防控措施", 2),
            new Table(
                [new("哪里") { Share = 2 }, new("措施"), new("到什么时候"), new("人数") { Mm = 12, Align = Align.Right }, new("谁负责") { Share = 1.6 }],
                [.. lists.Measures.Select(m => new Row(m.Door, m.Kind, m.Until?.Short() ?? "", m.People.ToString(CultureInfo.InvariantCulture), lists.For(m)))]),
            new Heading($"三、重点人员（{lists.People.Count} 人）", 2),
            new Table(
                [new("房屋") { Share = 1.4 }, new("姓名") { Share = 0.7 }, new("年龄") { Mm = 12, Align = Align.Right }, new("为什么"), new("电话"), new("谁负责") { Share = 1.3 }],
                [
                    .. lists.People.Select(p => new Row(p.Door, p.Name, p.Age?.ToString(CultureInfo.InvariantCulture) ?? "", p.Why, p.Phones, lists.For(p))),
                    .. lists.Cut ? [Row.Note($"只列前 {ThreeLists.MostPeople} 人")] : Array.Empty<Row>(),
                ]))
        { RunningHead = title })
        {
            CreatedAt = lists.Now, Author = by, FooterLeft = $"{lists.Office.Name} {lists.Office.Phone}".Trim(), FooterRight = $"{lists.Now.Full()} {by}打印，用后收好",
        };
    }
}
