using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Print;

namespace SafeIsle.Grids;

/// <summary>The three lists of a grid on one sheet of A4, both sides, to be carried along; on more only where the smallest type does not hold them.</summary>
internal static class ThreeListsPaper
{
    private const int OneSheet = 2;

    // From the roomiest on; what no look brings on one sheet has the first.
    private static readonly Look[] Looks = [new(9, 6, false), new(8.5, 5.4, true), new(8, 5, true)];

    public static Paper Of(ThreeLists lists, string by) =>
        Looks.Select(look => Set(lists, by, look)).FirstOrDefault(paper => paper.CountPages() <= OneSheet) ?? Set(lists, by, Looks[0]);

    private static Paper Set(ThreeLists lists, string by, Look look)
    {
        var (row, title) = (lists.Row, $"{lists.Row.Grid.Name} 三张清单");
        return new(title, Orientation.Portrait, new Section(
            new Heading(title),
            new Paragraph($"{row.Where}；{row.Households} 户 {row.People} 人") { Align = Align.Center, Size = 10 },
            new Heading("一、包保责任", 2),
            Answers(lists, look),
            new Heading("二、防控措施", 2),
            new Table(
                [new("哪里") { Share = 2 }, new("措施") { Share = 1.2 }, new("到什么时候"), new("人数") { Mm = 12, Align = Align.Right }, new("谁负责") { Share = 1.6 }],
                [.. lists.Measures.Select(m => new Row(m.Door, m.Kind, m.Until?.Short() ?? "", m.People.ToString(CultureInfo.InvariantCulture), lists.For(m, look.Brief)))])
            {
                Size = look.Size, RowMm = look.RowMm,
            },
            new Heading($"三、重点人员（{lists.People.Count} 人）", 2),
            new Table(
                [new("房屋") { Share = 1.4 }, new("姓名") { Share = 0.7 }, new("年龄") { Mm = 12, Align = Align.Right }, new("为什么"), new("电话"), new("谁负责") { Share = 1.3 }],
                [
                    .. lists.People.Select(p => new Row(p.Door, p.Name, p.Age?.ToString(CultureInfo.InvariantCulture) ?? "", p.Why, p.Phones, lists.For(p, look.Brief))),
                    .. lists.Cut ? [Row.Note($"只列前 {ThreeLists.MostPeople} 人")] : Array.Empty<Row>(),
                ])
            {
                Size = look.Size, RowMm = look.RowMm,
            })
        { RunningHead = title })
        {
            CreatedAt = lists.Now, Author = by, FooterLeft = $"{lists.Office.Name} {lists.Office.Phone}".Trim(), FooterRight = $"{lists.Now.Full()} {by}打印，用后收好",
        };
    }

    // Two beside each other in a row where room is short.
    private static Table Answers(ThreeLists lists, Look look)
    {
        var row = lists.Row;
        string[][] all =
        [
            .. row.Responsible is null ? [[row.Grid.Name, "空缺", "网格员", ""]] : Array.Empty<string[]>(),
            .. row.StandIn is null ? [[row.Grid.Name, "空缺", "网格替补", ""]] : Array.Empty<string[]>(),
            .. lists.Answers.Select(a => new[] { a.Where, a.Name, a.As, a.Phone }),
        ];
        Column[] columns = [new("管哪里") { Share = 1.4 }, new("谁负责"), new("身份"), new(look.Brief ? "电话" : "电话（没有的手写）") { Share = 1.2 }];
        return new(
            look.Brief ? [.. columns, .. columns] : columns,
            look.Brief
                ? [.. all.Chunk(2).Select(pair => new Row([.. pair[0], .. pair.Length > 1 ? pair[1] : ["", "", "", ""]]))]
                : [.. all.Select(a => new Row(a))])
        {
            Size = look.Size, RowMm = look.RowMm,
        };
    }

    /// <param name="Size">Of the type, in points.</param>
    /// <param name="RowMm">No row is lower.</param>
    /// <param name="Brief">Those who answer stand two in a row, and by name only in the other lists.</param>
    private sealed record Look(double Size, double RowMm, bool Brief);
}
