using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Tests.Platform.Sheets;

public sealed class SheetWriterTests
{
    private static MemoryStream Write(Action<SheetWriter> fill)
    {
        var stream = new MemoryStream();
        using (var writer = new SheetWriter(stream))
        {
            fill(writer);
        }

        stream.Position = 0;
        return stream;
    }

    private static SheetRow Back(params SheetValue[] cells)
    {
        var file = Write(w =>
        {
            w.Sheet("表", [new("列")]);
            w.Row(cells);
        });
        return SheetFile.Read(file, SheetLimits.Default).Value.Sheets[0].Rows[1];
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var row = Back("张三 𠮷", "99000019900307123X", 38, 2.5m, new DateOnly(1990, 3, 7), new DateTime(2026, 3, 23, 21, 40, 0, DateTimeKind.Unspecified), default, "尾");
        row.Cells.Select(c => c.Text).ShouldBe(["张三 𠮷", "99000019900307123X", "38", "2.5", "1990-03-07", "2026-03-23 21:40", "", "尾"]);
        row.Cells.Select(c => c.IsNumber).ShouldBe([false, false, true, true, true, true, false, false]);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("@SUM(1)")]
    [InlineData("014200138000")]
    [InlineData(" 前后空格 ")]
    [InlineData("两\n行")]
    [InlineData("_x0041_ 与 _x005F_x0041_")]
    [InlineData("<b>&amp;\"'</b>")]
    public void Text_stays_exactly_that_text(string text) =>
        Back(text)[0].ShouldSatisfyAllConditions(c => c.Text.ShouldBe(text), c => c.IsNumber.ShouldBeFalse());

    [Fact]
    public void What_XML_cannot_hold_is_mended()
    {
        Back("a\u0001b\u0000c\uFFFEd")[0].Text.ShouldBe("abcd");
        Back("\uD842x\uDFB7")[0].Text.ShouldBe("\uFFFDx\uFFFD");
        Back("行\r\n尾")[0].Text.ShouldBe("行\n尾");
        Back(new string('长', 32_766) + "𠮷")[0].Text.Length.ShouldBe(32_766);
    }

    [Fact]
    public void An_independent_reader_finds_it_valid_and_laid_out()
    {
        var file = Write(w =>
        {
            w.Sheet("38号楼", [new("姓名", 10), new("证件号码", 22), new("出生", 12)], "居民名册", "导出:2026-03-23 21:40");
            w.Row("张三", "99000019900307123X", new DateOnly(1990, 3, 7));
            w.Sheet("空", [new("一列")]);
        });
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}").ShouldBeEmpty();

        var workbook = document.WorkbookPart!;
        workbook.Workbook.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(s => s.Name!.Value).ShouldBe(["38号楼", "空"]);
        var sheet = ((WorksheetPart)workbook.GetPartById("rId1")).Worksheet;
        sheet.Descendants<Pane>().Single().ShouldSatisfyAllConditions(p => p.VerticalSplit!.Value.ShouldBe(3), p => p.State!.Value.ShouldBe(PaneStateValues.Frozen));
        sheet.Descendants<AutoFilter>().Single().Reference!.Value.ShouldBe("A3:C4");
        sheet.Descendants<MergeCell>().Select(m => m.Reference!.Value).ShouldBe(["A1:C1", "A2:C2"]);
        var formats = workbook.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        CellFormat Format(string name) => formats[(int)sheet.Descendants<Cell>().Single(c => c.CellReference == name).StyleIndex!.Value];
        Format("B4").NumberFormatId!.Value.ShouldBe(49u);
        Format("A3").FontId!.Value.ShouldBe(1u);
        sheet.Descendants<Column>().Select(c => c.Width!.Value).ShouldBe([10, 22, 12]);
    }

    [Fact]
    public void Names_of_sheets_are_made_lawful_and_different()
    {
        var file = Write(w =>
        {
            foreach (var name in new[] { "一期/2号楼", "一期_2号楼", "", new string('长', 40), new string('长', 41), "'引号'" })
            {
                w.Sheet(name, [new("列")]);
            }
        });
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).ShouldBeEmpty();
        file.Position = 0;
        SheetFile.Read(file, SheetLimits.Default).Value.Sheets.Select(s => s.Name)
            .ShouldBe(["一期_2号楼", "一期_2号楼(2)", "表", new string('长', 31), new string('长', 28) + "(2)", "引号"]);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        static MemoryStream Once() => Write(w =>
        {
            w.Sheet("表", [new("列")]);
            w.Row("值");
        });
        Once().ToArray().ShouldBe(Once().ToArray());
    }
}
