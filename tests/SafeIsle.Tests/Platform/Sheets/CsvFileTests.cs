using System.Text;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Tests.Platform.Sheets;

/// <summary>Tables of plain text as offices send them.</summary>
public sealed class CsvFileTests
{
    private static readonly Encoding Gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private static List<string> Rows(byte[] file) =>
        [.. CsvFile.Read(file, SheetLimits.Default).Value.Sheets.Single().Rows.Select(r => $"{r.Number}:{string.Join('|', r.Cells.Select(c => c.Text))}")];

    [Fact]
    public void Quotes_line_ends_and_blank_lines() =>
        Rows("姓名,备注\r\n王芳,\"说\"\"好\"\",明天\n再来\"\r\n\r\n李强,\n"u8.ToArray()).ShouldBe(["1:姓名|备注", "2:王芳|说\"好\",明天\n再来", "4:李强"]);

    [Fact]
    public void Tabs_semicolons_and_the_encoding_of_excel()
    {
        Rows(Gb.GetBytes("姓名\t电话\n王芳\t14200000001\n")).ShouldBe(["1:姓名|电话", "2:王芳|14200000001"]);
        Rows(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("姓名;电话\n王芳;14200000001")).ToArray()).ShouldBe(["1:姓名|电话", "2:王芳|14200000001"]);
    }

    [Theory]
    [InlineData("姓名,备注\n张三,\"住 12 号楼\n李四,好\n王五,好\n", "第 2 行")]
    [InlineData("姓名,备注\n赵六,好\n张三,\"住 12 号楼\n李四,好\n王五,说\"好\"\n", "第 3 行")]
    public void A_quotation_mark_without_its_pair_swallows_no_line(string text, string where) =>
        CsvFile.Read(Encoding.UTF8.GetBytes(text), SheetLimits.Default).Refusal.ShouldNotBeNull().ShouldContain(where);

    [Fact]
    public void Bytes_of_no_encoding_are_no_names()
    {
        byte[] broken = [.. "房号,姓名\n"u8, 0xE5, 0x41, 0xFF, 0x0A];
        CsvFile.Read(broken, SheetLimits.Default).Refusal.ShouldNotBeNull().ShouldContain("不是表格文本");
        CsvFile.Read([.. Encoding.UTF8.GetPreamble(), .. Gb.GetBytes("房号,姓名\n")], SheetLimits.Default).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        string[][] rows = [["姓名", "备注"], ["王,芳", "说\"好\"\n明天"], ["", "x"]];
        Rows(CsvFile.Write(rows)).ShouldBe(["1:姓名|备注", "2:王,芳|说\"好\"\n明天", "3:|x"]);
    }

    [Fact]
    public void Refusals_say_what_to_do()
    {
        CsvFile.Read([], SheetLimits.Default).Refusal.ShouldBe(SheetRefusal.Empty);
        CsvFile.Read([0, 1, 0, 2], SheetLimits.Default).Refusal.ShouldNotBeNull().ShouldContain("不是表格文本");
        CsvFile.Read("a\nb\nc"u8, SheetLimits.Default with { MaxRows = 2 }).Refusal.ShouldNotBeNull().ShouldContain("2 行");
        CsvFile.Read("a,b,c"u8, SheetLimits.Default with { MaxColumns = 2 }).Refusal.ShouldNotBeNull().ShouldContain("2 列");
        CsvFile.Read("abcdef"u8, SheetLimits.Default with { MaxFileBytes = 3 }).Refusal.ShouldNotBeNull();
        CsvFile.ReadEither("姓名"u8.ToArray(), "名单.xlsx", SheetLimits.Default).Refusal.ShouldBe(SheetRefusal.Text);
    }

    [Fact]
    public void What_a_table_program_would_compute_is_made_text() =>
        Encoding.UTF8.GetString(CsvFile.Write([["=1+1", "+8614200000001", "-3.5", "-1+1", "@SUM(1,2)", "\t=1", "\r=1", "1-1"]])).TrimStart('\uFEFF')
            .ShouldBe("'=1+1,'+8614200000001,-3.5,'-1+1,\"'@SUM(1,2)\",'\t=1,\"'\r=1\",1-1\r\n");
}
