using SafeIsle.Platform.Print;

namespace SafeIsle.Tests.Platform.Print;

public sealed class BlockTests
{
    [Fact]
    public void Cards_fill_pages_and_are_cut_along_lines()
    {
        var cards = Enumerable.Range(1, 11).Select(i => (IReadOnlyList<Block>)[new Heading("出入证", 2), new Paragraph($"编号{i:D3}")]);
        var pages = PdfReader.Pages(PdfReader.PaperOf(new Paragraph("封面"), new Cards(2, 4, [.. cards]), new Paragraph("封底")));
        pages.Select(page => page.Split("出入证").Length - 1).ShouldBe([0, 8, 3, 0]);
        pages[1].ShouldContain("沿虚线剪开");
        pages[2].ShouldContain("编号011");
        pages[3].ShouldContain("封底");
    }

    [Fact]
    public void A_card_that_is_too_full_is_set_smaller_and_keeps_all()
    {
        var lines = Enumerable.Range(1, 40).Select(i => new Paragraph($"第{i:D2}行"));
        var page = PdfReader.Pages(PdfReader.PaperOf(new Cards(2, 4, [[.. lines], [new Paragraph("另一张")]])))[0];
        Enumerable.Range(1, 40).ShouldAllBe(i => page.Contains($"第{i:D2}行"));
    }

    [Fact]
    public void A_long_paragraph_goes_on_without_a_lonely_line()
    {
        var text = string.Join('\n', Enumerable.Range(1, 120).Select(i => $"第{i}行。"));
        var pages = PdfReader.DrawnPages(PdfReader.PaperOf(new Paragraph(text)));
        pages.Count.ShouldBeGreaterThan(1);
        Lines(string.Concat(pages)).ShouldBe(Enumerable.Range(1, 120).Select(i => $"第{i}行。"));
        pages.ShouldAllBe(page => Lines(page).Count() >= 2);
    }

    [Fact]
    public void A_heading_is_never_the_last_line_of_a_page()
    {
        for (var space = 200; space <= 250; space += 5)
        {
            var pages = PdfReader.Pages(PdfReader.PaperOf(new Space(space), new Heading("题目", 2), new Paragraph("正文一\n正文二")));
            pages.Single(page => page.Contains("题目")).ShouldContain("正文一");
        }
    }

    [Fact]
    public void Facts_pair_labels_and_values()
    {
        var lines = PdfReader.Pages(PdfReader.PaperOf(new Facts(2, new Fact("楼组长", "王建国"), new Fact("电话", "14200000001"), new Fact("签字", ""))))[0].Split('\n');
        lines.ShouldContain(line => line.Contains("楼组长") && line.Contains("王建国") && line.Contains("14200000001"));
        lines.ShouldContain(line => line.Contains("签字"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Facts_stand_in_one_to_four_columns(int across) => Should.Throw<ArgumentOutOfRangeException>(() => new Facts(across));

    [Fact]
    public void A_code_is_drawn_as_large_as_it_was_asked_for()
    {
        var (pixels, width, _) = PdfReader.Picture(PdfReader.PaperOf(new QrCode("HTTPS://EXAMPLE.CN/D/7KQ2M9XA4T", 50)), 254);
        var columns = Enumerable.Range(0, pixels.Length).Where(at => pixels[at] < 128 && at / width < 900).Select(at => at % width).ToList();
        (columns.Max() - columns.Min() + 1).ShouldBeInRange(499, 501);
        ((columns.Max() + columns.Min()) / 2.0).ShouldBeInRange((width / 2.0) - 2, (width / 2.0) + 2);
    }

    [Fact]
    public void A_code_takes_chinese()
    {
        PdfReader.Pages(PdfReader.PaperOf(new QrCode("38号楼2单元501室", 30, "扫码报体温")))[0].ShouldContain("扫码报体温");
    }

    [Fact]
    public void Two_columns_stand_side_by_side()
    {
        var lines = PdfReader.Pages(PdfReader.PaperOf(new SideBySide([new Paragraph("左边")], [new Paragraph("右边")], 50)))[0].Split('\n');
        lines.ShouldContain(line => line.Contains("左边") && line.Contains("右边"));
    }

    [Fact]
    public void Two_columns_higher_than_a_page_are_set_smaller_and_keep_all()
    {
        var left = Enumerable.Range(1, 60).Select(i => new Paragraph($"第{i:D2}行"));
        var pages = PdfReader.Pages(PdfReader.PaperOf(new Paragraph("前"), new SideBySide([.. left], [new QrCode("A", 30)], 40)));
        pages.Count.ShouldBe(2);
        Enumerable.Range(1, 60).ShouldAllBe(i => pages[1].Contains($"第{i:D2}行"));
    }

    [Fact]
    public void A_page_break_at_the_top_of_a_page_makes_no_empty_page()
    {
        PdfReader.Pages(PdfReader.PaperOf(new PageBreak(), new Paragraph("一"), new PageBreak(), new PageBreak(), new Paragraph("二"))).Count.ShouldBe(2);
    }

    [Fact]
    public void What_needs_pages_cannot_stand_on_a_card()
    {
        Should.Throw<InvalidOperationException>(() => PdfReader.Bytes(PdfReader.PaperOf(new Cards(1, 1, [[new Paragraph("一"), new PageBreak()]]))));
        Should.Throw<InvalidOperationException>(() => PdfReader.Bytes(PdfReader.PaperOf(new Cards(1, 1, [[new Cards(1, 1, [])]]))));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n', '\f').Where(line => line.EndsWith("行。", StringComparison.Ordinal));
}
