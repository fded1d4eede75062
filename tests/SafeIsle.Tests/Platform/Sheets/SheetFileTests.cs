using SafeIsle.Platform.Sheets;

namespace SafeIsle.Tests.Platform.Sheets;

public sealed class SheetFileTests
{
    private static SheetFile Read(XlsxBuilder book) => SheetFile.Read(book.Build(), SheetLimits.Default).Value;

    private static SheetCell Cell(XlsxBuilder book) => Read(book).Sheets[0].Rows[0][0];

    private static SheetCell Cell(Func<XlsxBuilder, Raw> cell)
    {
        var book = new XlsxBuilder();
        return Cell(book.Sheet("表", sheet => sheet.Row(cell(book))));
    }

    [Fact]
    public void Sheets_come_in_order_with_names_and_hidden_ones_marked()
    {
        var file = Read(new XlsxBuilder()
            .Sheet("一期 & 二期", s => s.Row("甲"))
            .Sheet("旧表", s => s.Row("乙"), state: "hidden")
            .Sheet("更旧", s => s.Row("丙"), state: "veryHidden"));
        file.Sheets.Select(s => (s.Name, s.Hidden)).ShouldBe([("一期 & 二期", false), ("旧表", true), ("更旧", true)]);
    }

    [Fact]
    public void Text_comes_from_shared_strings_inline_strings_and_formulas()
    {
        var book = new XlsxBuilder();
        book.Sheet("表", s => s.Row("张三", Raw.Inline("李四 𠮷"), Raw.Formula("A1&\"x\"", "张三x"), Raw.Boolean(true), Raw.Error("#N/A")));
        var row = Read(book).Sheets[0].Rows[0];
        row.Cells.Select(c => c.Text).ShouldBe(["张三", "李四 𠮷", "张三x", "TRUE", "#N/A"]);
        row[4].IsError.ShouldBeTrue();
        row.Cells.ShouldAllBe(c => !c.IsNumber);
    }

    [Fact]
    public void Rich_text_is_joined_and_pronunciation_left_out()
    {
        var book = new XlsxBuilder();
        var item = book.Shared("""<r><t xml:space="preserve">张 </t></r><r><rPr><b/></rPr><t>三</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh><phoneticPr fontId="1"/>""");
        Cell(book.Sheet("表", s => s.Row(new Raw($"""<c r="@" t="s"><v>{item}</v></c>""")))).Text.ShouldBe("张 三");
    }

    [Fact]
    public void Escaped_characters_are_undone_and_forbidden_ones_dropped() =>
        Cell(_ => Raw.Inline("a_x000D__x0009_b_x0001_c_x005F_x0041_")).Text.ShouldBe("a\r\tbc_x0041_");

    [Theory]
    [InlineData("42", "General", "42")]
    [InlineData("9.90000199003071E+17", "General", "990000199003071000")]
    [InlineData("990000199003071235", "0", "990000199003071000")]
    [InlineData("14200138000", "General", "14200138000")]
    [InlineData("0.30000000000000004", "General", "0.3")]
    [InlineData("5", "000", "005")]
    [InlineData("38", "0\"号楼\"", "38号楼")]
    [InlineData("2", "第0单元", "第2单元")]
    [InlineData("0.125", "0.0%", "12.5%")]
    [InlineData("12.345", "#,##0.00", "12.35")]
    [InlineData("-3", "0;[Red]-0", "-3")]
    [InlineData("32939", "yyyy/m/d", "1990-03-07")]
    [InlineData("32939", "yyyy\"年\"m\"月\"d\"日\";@", "1990-03-07")]
    [InlineData("32939", "[$-804]yyyy\"年\"m\"月\"", "1990-03-07")]
    [InlineData("32939.5", "yyyy-mm-dd hh:mm", "1990-03-07 12:00")]
    [InlineData("0.75", "h:mm", "18:00")]
    [InlineData("1", "m/d/yy", "1900-01-01")]
    [InlineData("1E+300", "yyyy-mm-dd", "1E+300")]
    public void Numbers_are_shown_as_their_format_says(string stored, string format, string shown)
    {
        var cell = Cell(book => Raw.Number(stored, book.Style(format)));
        cell.Text.ShouldBe(shown);
        cell.Number.ShouldBe(stored);
    }

    [Fact]
    public void Days_may_be_counted_from_1904()
    {
        var book = new XlsxBuilder { WorkbookProperties = """<workbookPr date1904="1"/>""" };
        var cell = Cell(book.Sheet("表", s => s.Row(Raw.Number("31477", book.Style("yyyy-mm-dd")))));
        (cell.Text, cell.IsDate).ShouldBe(("1990-03-07", true));
    }

    [Fact]
    public void Blank_rows_and_cells_are_left_out_but_numbers_stay()
    {
        var sheet = Read(new XlsxBuilder().Sheet("表", s => s.Skip(2).Row("甲").Row(Raw.Blank, "  ").Row(null, null, "乙", Raw.Blank))).Sheets[0];
        sheet.Rows.Select(r => r.Number).ShouldBe([3, 5]);
        sheet.Width.ShouldBe(3);
        sheet.Rows[1][0].IsBlank.ShouldBeTrue();
        sheet.Rows[1][99].Text.ShouldBe("");
    }

    [Fact]
    public void Merged_ranges_are_filled_and_marked()
    {
        var sheet = Read(new XlsxBuilder().Sheet("表", s => s
            .Row("38号楼", null, "张三").Row(null, null, "李四").Skip().Row(null, null, "王五").Row("39号楼", null, "赵六").Merge("A1:B4"))).Sheets[0];
        sheet.Rows.Select(r => r[0].Text).ShouldBe(["38号楼", "38号楼", "38号楼", "39号楼"]);
        sheet.Rows[2][1].ShouldSatisfyAllConditions(c => c.Text.ShouldBe("38号楼"), c => c.IsMerged.ShouldBeTrue());
        sheet.Rows[3][0].IsMerged.ShouldBeFalse();
        sheet.Rows.Count.ShouldBe(4);
    }

    [Fact]
    public void Strict_files_read_alike()
    {
        var book = new XlsxBuilder { Namespace = XlsxBuilder.Strict };
        Cell(book.Sheet("表", s => s.Row(new Raw("""<c r="@" t="d"><v>1990-03-07T00:00:00</v></c>""")))).Text.ShouldBe("1990-03-07");
    }

    [Fact]
    public void Rows_and_cells_without_names_count_on()
    {
        var rows = Read(new XlsxBuilder().RawSheet("表", $"""<worksheet xmlns="{XlsxBuilder.Transitional}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r="9"><c r="D9"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row></sheetData></worksheet>""")).Sheets[0].Rows;
        rows.Select(r => r.Number).ShouldBe([1, 9, 10]);
        rows[1][4].Text.ShouldBe("4");
    }

    [Fact]
    public void External_links_and_connections_are_not_looked_at()
    {
        var book = new XlsxBuilder().Sheet("表", s => s.Row("甲"))
            .Part("xl/connections.xml", "<connections")
            .Part("xl/externalLinks/externalLink1.xml", "not xml at all")
            .Part("xl/externalLinks/_rels/externalLink1.xml.rels", """<Relationships><Relationship Target="http://192.0.2.1/x" TargetMode="External"/></Relationships>""");
        Read(book).Sheets.Count.ShouldBe(1);
    }
}
