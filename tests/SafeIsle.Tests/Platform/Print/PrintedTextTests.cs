using SafeIsle.Platform.Print;

namespace SafeIsle.Tests.Platform.Print;

public sealed class PrintedTextTests
{
    [Theory]
    [InlineData("𠮷䶮㛃 欧阳")]
    [InlineData("阿卜杜热西提·买买提")]
    [InlineData("14200000001（24 小时）")]
    [InlineData("①②㎡℃—…“引号”")]
    public void Text_reads_back_as_it_was_written(string text) => Printed(text).ShouldContain(text);

    [Theory]
    [InlineData("一\r\n二\n三", "一\n二\n三")]
    [InlineData("一\t二", "一 二")]
    [InlineData("一\0二\u0007三", "一二三")]
    public void What_has_no_glyph_does_no_harm(string text, string printed) => Printed(text).ShouldStartWith(printed);

    [Fact]
    public void Half_a_surrogate_pair_does_no_harm() => Printed("一" + '\ud800' + "二").ShouldStartWith("一\ufffd二");

    [Fact]
    public void Words_of_any_length_are_broken_without_a_hyphen()
    {
        var word = new string('w', 300);
        Printed(word).Replace("\n", "", StringComparison.Ordinal).ShouldStartWith(word + "第");
    }

    [Fact]
    public void A_character_that_no_font_has_is_a_box_and_reads_back()
    {
        const string unassigned = "\U0003F000";
        PdfReader.DrawnPages(PdfReader.PaperOf(new Paragraph("前" + unassigned + "后")))[0].ShouldStartWith("前" + unassigned + "后");
        Ink(unassigned).ShouldBeGreaterThan(200);
    }

    // Subsetters that miscount hint masks drop these from Noto Sans CJK SC.
    [Theory]
    [InlineData("如", false)]
    [InlineData("绣", false)]
    [InlineData("瘃", false)]
    [InlineData("忉", true)]
    public void No_glyph_is_lost(string character, bool bold) => Ink(character, bold).ShouldBeGreaterThan(500);

    [Fact]
    public void Fonts_are_embedded_as_subsets_with_a_way_back_to_the_text()
    {
        var fonts = PdfReader.Fonts(PdfReader.PaperOf(new Heading("题目"), new Paragraph("正文"), new Paragraph("小字") { Size = 8 }));
        fonts.Length.ShouldBe(2);
        fonts.ShouldAllBe(font => font.Contains("CID Type 0C") && font.Contains("yes yes yes"));
    }

    [Fact]
    public void The_width_that_spares_setting_a_text_is_never_too_small()
    {
        foreach (var text in (string[])["WWWW@@@@%%%%", "mmmmmmmm", "国国国国，。", "（（（（", "8888-8888:88.88", "~~~~"])
        {
            var typesetter = Typesetter.Rent();
            try
            {
                typesetter.Measure(text, new TextStyle(10, Bold: true)).ShouldBeLessThanOrEqualTo(PrintedText.WidthAtMost(text) * 10, text);
            }
            finally
            {
                Typesetter.Return(typesetter);
            }
        }
    }

    [Fact]
    public void Nothing_is_set_smaller_than_eight_points()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Paragraph("一") { Size = 7.5 });
        Should.Throw<ArgumentOutOfRangeException>(() => new Table([new Column("一")], []) { Size = 7.5 });
    }

    private static string Printed(string text) => PdfReader.DrawnPages(PdfReader.PaperOf(new Paragraph(text)))[0];

    // Dark dots of a character as high as 200 dots.
    private static int Ink(string character, bool bold = false)
    {
        var paper = new Paper("字", Orientation.Portrait, new Section(new Paragraph(character) { Size = 72, Bold = bold })) { CreatedAt = PdfReader.Moment, Numbered = false };
        return PdfReader.Picture(paper, 72).Pixels.Count(pixel => pixel < 128);
    }
}
