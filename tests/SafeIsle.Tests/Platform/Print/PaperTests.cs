using SafeIsle.Platform.Print;

namespace SafeIsle.Tests.Platform.Print;

public sealed class PaperTests
{
    [Fact]
    public void The_machine_can_print() => PrintLibraries.Problem.ShouldBeNull();

    [Fact]
    public void A_missing_library_is_told_with_the_command_that_repairs_it()
    {
        var problem = PrintLibraries.Diagnose(library => !library.StartsWith("libpangocairo", StringComparison.Ordinal), _ => true);
        problem.ShouldNotBeNull().ShouldContain("apt install libpangocairo-1.0-0");
    }

    [Fact]
    public void A_missing_font_is_told_with_the_command_that_repairs_it()
    {
        var problem = PrintLibraries.Diagnose(_ => true, _ => false);
        problem.ShouldNotBeNull().ShouldContain("apt install fonts-noto-cjk");
    }

    [Fact]
    public void Equal_papers_are_equal_files()
    {
        var first = PdfReader.Bytes(Roster("38号楼", 136));
        var again = new byte[8][];
        Parallel.For(0, again.Length, index => again[index] = PdfReader.Bytes(Roster("38号楼", 136)));
        again.ShouldAllBe(file => file.SequenceEqual(first));
    }

    [Fact]
    public void A_roster_of_136_people_stays_below_100_kilobytes() => PdfReader.Bytes(Roster("38号楼", 136)).Length.ShouldBeLessThan(100_000);

    [Fact]
    public void Pages_are_numbered_through_the_whole_paper()
    {
        var paper = new Paper("两段", Orientation.Portrait, new Section(new Paragraph("一")), new Section(new Paragraph("二"), new PageBreak(), new Paragraph("三")))
        {
            CreatedAt = PdfReader.Moment,
            FooterLeft = "樱花苑居委会",
            FooterRight = "用后收回",
        };
        var pages = PdfReader.DrawnPages(paper);
        pages.Count.ShouldBe(3);
        pages[1].ShouldContain("第 2 页 / 共 3 页");
        pages.ShouldAllBe(page => page.Contains("樱花苑居委会") && page.Contains("用后收回"));
    }

    [Fact]
    public void A_section_can_number_its_own_pages_and_repeat_its_name()
    {
        var paper = new Paper("全部楼组表", Orientation.Landscape, RosterSection("38号楼", 60), RosterSection("39号楼", 10)) { CreatedAt = PdfReader.Moment };
        var pages = PdfReader.DrawnPages(paper);
        pages.Count.ShouldBe(4);
        pages[0].ShouldContain("38号楼 第 1 页 / 共 3 页");
        pages[0].Split("38号楼 楼组表").Length.ShouldBe(2, "the heading, and no running head above it");
        pages[1].TrimStart().ShouldStartWith("38号楼 楼组表");
        pages[3].ShouldContain("39号楼 第 1 页 / 共 1 页");
    }

    [Fact]
    public void A_paper_without_numbers_has_none()
    {
        var paper = new Paper("一页", Orientation.Portrait, new Section(new Paragraph("一"))) { CreatedAt = PdfReader.Moment, Numbered = false };
        PdfReader.Pages(paper).Single().Trim().ShouldBe("一");
    }

    [Fact]
    public void The_viewer_shows_title_author_and_moment()
    {
        var paper = new Paper("38号楼 楼组表", Orientation.Landscape, new Section(new Paragraph("一"))) { CreatedAt = PdfReader.Moment, Author = "樱花苑居委会" };
        var info = PdfReader.Info(paper);
        info.ShouldContain("38号楼 楼组表");
        info.ShouldContain("樱花苑居委会");
        info.ShouldContain("13:40:00 2022");
        info.ShouldContain("841.89 x 595.276 pts (A4)");
    }

    [Fact]
    public void Progress_counts_every_page()
    {
        List<(int, int)> told = [];
        Roster("38号楼", 60).WriteTo(Stream.Null, (done, of) => told.Add((done, of)), TestContext.Current.CancellationToken);
        told.ShouldBe([(1, 3), (2, 3), (3, 3)]);
    }

    [Fact]
    public void Writing_stops_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var last = 0;
        Should.Throw<OperationCanceledException>(() =>
            Roster("38号楼", 136)
                .WriteTo(
                    Stream.Null,
                    (done, _) =>
                    {
                        last = done;
                        source.Cancel();
                    },
                    source.Token
                )
        );
        last.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void What_a_stream_throws_comes_out_and_the_next_paper_is_whole(int room)
    {
        var thrown = Should.Throw<IOException>(() => Roster("38号楼", 3000).WriteTo(new FullDisk(room), cancel: TestContext.Current.CancellationToken));
        thrown.Message.ShouldBe("disk full");
        PdfReader.Pages(Roster("38号楼", 10)).Single().ShouldContain("测试人10");
    }

    [Fact]
    public void The_stream_stays_open()
    {
        using var stream = new MemoryStream();
        PdfReader.PaperOf(new Paragraph("一")).WriteTo(stream, cancel: TestContext.Current.CancellationToken);
        stream.CanWrite.ShouldBeTrue();
    }

    [Fact]
    public void A_paper_without_sections_is_a_bug() => Should.Throw<ArgumentException>(() => new Paper("空", Orientation.Portrait) { CreatedAt = PdfReader.Moment });

    private static Paper Roster(string building, int people) =>
        new("楼组表", Orientation.Landscape, RosterSection(building, people)) { CreatedAt = PdfReader.Moment };

    private static Section RosterSection(string building, int people) =>
        new(
            new Heading($"{building} 楼组表"),
            new Table(
                [new Column("序号") { Mm = 12 }, new Column("房号"), new Column("姓名"), new Column("手机"), new Column("备注") { Share = 3 }],
                [.. Enumerable.Range(1, people).Select(i => new Row($"{i}", $"{i}01", $"测试人{i}", $"142{i:D8}", "在家"))]
            )
        )
        {
            RunningHead = $"{building} 楼组表",
            NumberedAs = building,
        };

    private sealed class FullDisk(int room) : MemoryStream
    {
        private int written;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            written += buffer.Length;
            if (written > room)
            {
                throw new IOException("disk full");
            }
        }
    }
}
