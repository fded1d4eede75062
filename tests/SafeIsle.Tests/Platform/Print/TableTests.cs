using SafeIsle.Platform.Print;

namespace SafeIsle.Tests.Platform.Print;

public sealed class TableTests
{
    private static readonly Column[] Two = [new("姓名"), new("经过") { Share = 4 }];

    [Fact]
    public void The_head_stands_on_every_page()
    {
        var pages = PdfReader.Pages(PdfReader.PaperOf(TableOf(100)));
        pages.Count.ShouldBe(3);
        pages.ShouldAllBe(page => page.Contains("姓名") && page.Contains("经过"));
    }

    [Fact]
    public void Every_row_comes_out_once_in_order()
    {
        var text = string.Concat(PdfReader.DrawnPages(PdfReader.PaperOf(TableOf(200))));
        var names = text.Split('\n', ' ').Where(word => word.StartsWith('人'));
        names.ShouldBe(Enumerable.Range(1, 200).Select(i => $"人{i}"));
    }

    [Fact]
    public void A_row_is_read_from_left_to_right()
    {
        var lines = PdfReader.Pages(PdfReader.PaperOf(TableOf(3)))[0].Split('\n');
        lines.ShouldContain(line => line.Contains("人2") && line.Contains("在家2"));
    }

    [Fact]
    public void A_row_is_not_divided_between_pages()
    {
        var tall = string.Join('\n', Enumerable.Range(1, 20).Select(i => $"行{i}。"));
        var pages = PdfReader.Pages(PdfReader.PaperOf(new Table(Two, [.. Enumerable.Range(1, 4).Select(i => new Row($"人{i}", tall))])));
        pages.Count.ShouldBe(2);
        foreach (var page in pages)
        {
            page.Split("行1。").Length.ShouldBe(page.Split("行20。").Length);
        }
    }

    [Fact]
    public void A_cell_of_4000_characters_goes_on_and_loses_nothing()
    {
        var story = string.Concat(Enumerable.Range(1, 800).Select(i => $"第{i:D3}次"));
        var pages = PdfReader.DrawnPages(PdfReader.PaperOf(new Table([new Column("时间"), new Column("经过")], [new Row("上午", story), new Row("下午", "完")])));
        pages.Count.ShouldBeGreaterThan(1);
        pages.ShouldAllBe(page => page.Contains("经过"));
        string.Concat(pages).Count(character => character == '次').ShouldBe(800);
        pages[^1].ShouldContain("完");
    }

    [Fact]
    public void An_empty_table_says_so()
    {
        PdfReader.Pages(PdfReader.PaperOf(new Table(Two, [])))[0].ShouldContain("（无）");
        PdfReader.Pages(PdfReader.PaperOf(new Table(Two, []) { Empty = "今天没有需要上门的住户" }))[0].ShouldContain("今天没有需要上门的住户");
    }

    [Fact]
    public void A_group_stays_with_its_first_row()
    {
        for (var before = 36; before <= 46; before++)
        {
            Row[] rows = [.. RowsOf(before), Row.Group("二单元"), new Row("首户", "在家")];
            var pages = PdfReader.Pages(PdfReader.PaperOf(new Table(Two, rows)));
            pages.Single(page => page.Contains("二单元")).ShouldContain("首户", customMessage: $"after {before} rows");
        }
    }

    [Fact]
    public void Many_groups_without_rows_fill_pages()
    {
        var pages = PdfReader.Pages(PdfReader.PaperOf(new Table(Two, [.. Enumerable.Range(1, 100).Select(i => Row.Group($"{i}单元"))])));
        pages.Count.ShouldBe(3);
    }

    [Fact]
    public void A_table_starts_where_its_first_row_fits()
    {
        var pages = PdfReader.Pages(PdfReader.PaperOf(new Space(245), new Heading("名单", 2), TableOf(2)));
        pages.Count.ShouldBe(2);
        pages[1].ShouldContain("名单");
        pages[1].ShouldContain("人1");
    }

    [Fact]
    public void Rows_of_every_look_come_out()
    {
        Row[] rows = [Row.Group("一单元"), new Row("人1", "在家"), new Row("人2", "已搬走") { Look = RowLook.Struck }, new Row("合计", "2 人") { Look = RowLook.Bold }, Row.Note("以下空白")];
        var page = PdfReader.Pages(PdfReader.PaperOf(new Table(Two, rows)))[0];
        foreach (var word in (string[])["一单元", "人1", "已搬走", "合计", "以下空白"])
        {
            page.ShouldContain(word);
        }
    }

    [Fact]
    public void A_row_must_have_a_cell_for_each_column()
    {
        Should.Throw<InvalidOperationException>(() => PdfReader.Bytes(PdfReader.PaperOf(new Table(Two, [new Row("一")]))));
    }

    [Fact]
    public void Fixed_columns_must_fit()
    {
        PdfReader.Bytes(PdfReader.PaperOf(new Table([new Column("一") { Mm = 178 }], [])));
        Should.Throw<InvalidOperationException>(() => PdfReader.Bytes(PdfReader.PaperOf(new Table([new Column("一") { Mm = 179 }], []))));
        Should.Throw<InvalidOperationException>(() => PdfReader.Bytes(PdfReader.PaperOf(new Table([new Column("一") { Mm = 178 }, new Column("二")], []))));
    }

    private static Row[] RowsOf(int count) => [.. Enumerable.Range(1, count).Select(i => new Row($"人{i}", $"在家{i}"))];

    private static Table TableOf(int rows) => new(Two, RowsOf(rows));
}
