using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Tests.Platform.Sheets;

public sealed class HostileFileTests
{
    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static string Refusal(Stream file, SheetLimits? limits = null) =>
        SheetFile.Read(file, limits ?? SheetLimits.Default).Refusal.ShouldNotBeNull();

    private static string Refusal(byte[] file) => Refusal(new MemoryStream(file));

    private static string Refusal(XlsxBuilder book, SheetLimits? limits = null) => Refusal(book.Build(), limits);

    private static XlsxBuilder Plain() => new XlsxBuilder().Sheet("表", s => s.Row("姓名", "电话").Row("张三", "14200138000"));

    private static string Sheet(string rows) => $"""<worksheet xmlns="{XlsxBuilder.Transitional}"><sheetData>{rows}</sheetData></worksheet>""";

    [Fact]
    public void Other_files_are_named()
    {
        Refusal([]).ShouldContain("空的");
        Refusal(Encoding.UTF8.GetBytes("姓名，电话\n张三，14200138000\n")).ShouldContain("CSV");
        Refusal(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("姓名\t电话")).ToArray()).ShouldContain("CSV");
        Refusal(Encoding.UTF8.GetBytes("\uFEFF<html><body><table><tr><td>1</td></tr></table></body></html>")).ShouldContain("网页");
        Refusal(Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>")).ShouldContain("XML");
        Refusal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]).ShouldContain("图片");
        Refusal(Encoding.ASCII.GetBytes("%PDF-1.7")).ShouldContain("PDF");
        Refusal([1, 2, 3, 4, 5]).ShouldContain("不是 XLSX");
    }

    [Fact]
    public void Old_and_encrypted_files_are_told_apart()
    {
        byte[] Compound(string stream) => [.. CompoundFile, .. new byte[1000], .. Encoding.Unicode.GetBytes(stream), .. new byte[100]];
        Refusal(Compound("Workbook")).ShouldContain(".xls");
        Refusal(Compound("EncryptedPackage")).ShouldContain("密码");
        Refusal(Compound("WordDocument")).ShouldContain("不是 XLSX");
    }

    [Fact]
    public void Macros_are_refused_however_they_are_declared()
    {
        Refusal(Plain().Part("xl/vbaProject.bin", "x")).ShouldContain("宏");
        var declared = Plain();
        declared.WorkbookType = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
        Refusal(declared).ShouldContain("宏");
        var old = Plain();
        old.WorkbookType = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
        Refusal(old).ShouldContain(".xlsb");
        Refusal(Plain().Part("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/macrosheets/sheet1.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/></Types>""")).ShouldContain("宏");
    }

    [Fact]
    public void Other_packages_and_empty_workbooks_are_named()
    {
        var document = Plain();
        document.WorkbookType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        Refusal(document).ShouldContain("没有 Excel 工作簿");
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("readme.txt").Open().Dispose();
        }

        zip.Position = 0;
        Refusal(zip).ShouldContain("没有 Excel 工作簿");
        Refusal(new XlsxBuilder().Sheet("一", _ => { }).Sheet("二", s => s.Row(Raw.Blank))).ShouldContain("没有内容");
        Refusal(new XlsxBuilder()).ShouldContain("没有内容");
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/workbook.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("xl/styles.xml")]
    [InlineData("xl/_rels/workbook.xml.rels")]
    [InlineData("_rels/.rels")]
    [InlineData("[Content_Types].xml")]
    public void Definitions_are_refused_in_every_part(string part)
    {
        Refusal(Plain().Part(part, """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>""")).ShouldContain("外部定义");
        Refusal(Plain().Part(part, """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>""")).ShouldContain("外部定义");
    }

    [Fact]
    public void Limits_are_named_in_the_sentence()
    {
        var small = SheetLimits.Default with { MaxRows = 10, MaxColumns = 5, MaxSheets = 2, MaxFileBytes = 100_000 };
        string Rows(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"<row r=\"{i}\"><c><v>1</v></c></row>"));
        Refusal(new XlsxBuilder().RawSheet("表", Sheet(Rows(11))), small).ShouldContain("10 行");
        SheetFile.Read(new XlsxBuilder().RawSheet("表", Sheet(Rows(10))).Build(), small).Refused.ShouldBeFalse();
        Refusal(new XlsxBuilder().Sheet("一", s => s.Row(1)).RawSheet("二", Sheet(Rows(10))), small).ShouldContain("10 行");
        Refusal(new XlsxBuilder().Sheet("表", s => s.Row(1, 2, 3, 4, 5, 6)), small).ShouldContain("5 列");
        SheetFile.Read(new XlsxBuilder().Sheet("表", s => s.Row(1, 2, 3, 4, 5, Raw.Blank, " ")).Build(), small).Refused.ShouldBeFalse();
        Refusal(new XlsxBuilder().Sheet("1", s => s.Row(1)).Sheet("2", s => s.Row(1)).Sheet("3", s => s.Row(1)), small).ShouldContain("2 张工作表");
        var random = new byte[200_000];
        new Random(1).NextBytes(random);
        Refusal(Plain().Part("xl/media/image1.png", random), small).ShouldContain("MB");
        Refusal(Plain(), SheetLimits.Default with { MaxCharacters = 5 }).ShouldContain("内容太多");
        Refusal(Plain(), SheetLimits.Default with { MaxCells = 3 }).ShouldContain("内容太多");
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_measured_too()
    {
        using var endless = new GZipStream(Packed(64 << 20), CompressionMode.Decompress);
        Refusal(endless, SheetLimits.Default).ShouldContain("20 MB");
    }

    [Fact]
    public void A_bomb_is_stopped_while_reading()
    {
        // 100 MB of rows in half an MB.
        var row = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<row r=\"5\"><c/></row>", 50_000)));
        var bomb = Bomb("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{XlsxBuilder.Transitional}"><sheetData>""", row, 90);
        bomb.Length.ShouldBeLessThan(20 << 20);
        Refusal(bomb, SheetLimits.Default with { MaxUnpackedBytes = 30 << 20 }).ShouldContain("恶意");
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml", "<worksheet a=\"")]
    [InlineData("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c t=\"str\"><v>")]
    [InlineData("xl/worksheets/sheet1.xml", "<worksheet><!--")]
    [InlineData("xl/sharedStrings.xml", "<sst><si><t>")]
    [InlineData("[Content_Types].xml", "<Types>")]
    [InlineData("_rels/.rels", "<")]
    public void One_endless_text_or_tag_is_stopped_early(string part, string start)
    {
        var bomb = Bomb(part, start, Encoding.ASCII.GetBytes(new string('a', 1 << 20)), 250);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(bomb).ShouldContain("恶意");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(60L << 20);
    }

    [Fact]
    public void A_small_file_may_not_unpack_into_a_large_one()
    {
        var rows = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<row r=\"5\"><c/></row>", 50_000)));
        var bomb = Bomb("xl/worksheets/sheet1.xml", "<worksheet><sheetData>", rows, 40);
        Refusal(bomb, SheetLimits.Default with { MaxRatio = 20 }).ShouldContain("恶意");
    }

    [Fact]
    public void A_directory_of_a_million_parts_is_not_opened()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < 30_000; i++)
            {
                archive.CreateEntry($"xl/{i}", CompressionLevel.NoCompression);
            }
        }

        zip.Position = 0;
        Refusal(zip).ShouldContain("损坏");
    }

    [Fact]
    public void Merged_ranges_over_everything_end_soon()
    {
        var rows = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"<row r=\"{i}\"><c><v>1</v></c></row>"));
        var merges = string.Concat(Enumerable.Repeat("""<mergeCell ref="A1:XFD1048576"/>""", 5_000));
        Refusal(new XlsxBuilder().RawSheet("表", $"""<worksheet xmlns="{XlsxBuilder.Transitional}"><sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>""")).ShouldContain("内容太多");
    }

    [Theory]
    [InlineData("<row r=\"1\"><c t=\"s\"><v>99</v></c></row>")]
    [InlineData("<row r=\"1\"><c t=\"s\"><v>-1</v></c></row>")]
    [InlineData("<row r=\"99999999\"><c><v>1</v></c></row>")]
    [InlineData("<row><c><v>1</v></row>")]
    [InlineData("<row><c><v>1</v></c>")]
    public void Damage_inside_is_told(string rows) =>
        Refusal(new XlsxBuilder().RawSheet("表", Sheet(rows))).ShouldContain("损坏");

    [Fact]
    public void A_part_that_is_missing_is_damage()
    {
        var book = Plain();
        book.Part("xl/_rels/workbook.xml.rels", """<Relationships><Relationship Id="s0" Type="x/worksheet" Target="../../../elsewhere/sheet.xml"/></Relationships>""");
        Refusal(book).ShouldContain("损坏");
    }

    [Fact]
    public void Broken_bytes_never_raise_anything_but_a_sentence()
    {
        var good = Plain().Build().ToArray();
        var random = new Random(38);
        for (var round = 0; round < 1_500; round++)
        {
            var bad = good.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            if (round % 5 == 0)
            {
                bad = bad[..random.Next(bad.Length)];
            }

            var read = SheetFile.Read(new MemoryStream(bad), SheetLimits.Default);
            if (read.Refused)
            {
                read.Refusal.ShouldEndWith("。");
            }
        }
    }

    [Fact]
    public void A_lie_about_where_the_directory_stands_is_damage()
    {
        var file = Plain().Build().ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 6), uint.MaxValue);
        Refusal(file).ShouldContain("损坏");
    }

    private static MemoryStream Bomb(string part, string start, byte[] block, int times)
    {
        using var plain = Plain().Build();
        using var source = new ZipArchive(plain);
        var file = new MemoryStream();
        using (var target = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var to = target.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                if (entry.FullName != part)
                {
                    using var from = entry.Open();
                    from.CopyTo(to);
                    continue;
                }

                to.Write(Encoding.UTF8.GetBytes(start));
                for (var i = 0; i < times; i++)
                {
                    to.Write(block);
                }
            }
        }

        file.Position = 0;
        return file;
    }

    private static MemoryStream Packed(int bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes("PK\u0003\u0004"));
            gzip.Write(new byte[bytes]);
        }

        packed.Position = 0;
        return packed;
    }
}
