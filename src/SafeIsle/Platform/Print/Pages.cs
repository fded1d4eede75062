using System.Globalization;

namespace SafeIsle.Platform.Print;

/// <summary>A laid out page; <see cref="Bookmark"/> is its entry in the viewer's table of contents.</summary>
internal sealed record LaidPage(List<Mark> Marks, string? Bookmark);

/// <summary>Lays a paper out: first the blocks, then the feet of the pages, which tell how many there are.</summary>
internal sealed class Pages(Paper paper, Typesetter typesetter)
{
    private const double GapAboveFooter = 4 * A4.Mm;
    private const double GapBelowHead = 1.2 * A4.Mm;
    private const double GapBelowHeadRule = 3.5 * A4.Mm;

    // The middle of the foot is for the page number, the rest for the words on both sides.
    private const double NumberShare = 0.3;
    private const string WidestNumber = "9999";

    private static readonly TextStyle HeadStyle = new(9);

    private readonly double width = A4.Width(paper.Orientation) - (2 * A4.Margin);
    private readonly double height = A4.Height(paper.Orientation);

    internal IReadOnlyList<LaidPage> LayOut(CancellationToken cancel)
    {
        var sections = paper.Sections.Select(section => (Section: section, Pages: LayOut(section, cancel))).ToList();
        var total = sections.Sum(part => part.Pages.Count);
        var number = 0;
        foreach (var (section, pages) in sections)
        {
            for (var index = 0; index < pages.Count; index++)
            {
                number++;
                var label = section.NumberedAs is { } name
                    ? Label(name, index + 1, pages.Count)
                    : Label(name: "", number, total);
                if (!section.WholeSheet)
                {
                    AddFooter(pages[index], paper.Numbered ? label : "");
                }
            }
        }

        return [.. sections.SelectMany(part => part.Pages)];
    }

    private static string Label<T>(string name, T number, T total) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} 第 {number} 页 / 共 {total} 页").Trim();

    private List<LaidPage> LayOut(Section section, CancellationToken cancel)
    {
        List<LaidPage> pages = [];
        var bottom = height - A4.FooterMargin - FooterHeight(section) - GapAboveFooter;
        var flow = Flow.OverPages(typesetter, NextSheet, cancel);
        foreach (var block in section.Blocks)
        {
            cancel.ThrowIfCancellationRequested();
            block.Place(flow);
        }

        return pages;

        Flow.Sheet NextSheet()
        {
            var isFirst = pages.Count == 0;
            var page = new LaidPage([], isFirst ? section.RunningHead : null);
            pages.Add(page);
            if (section.WholeSheet)
            {
                return new Flow.Sheet(page.Marks, 0, 0, A4.Width(paper.Orientation), height, IsWhole: true);
            }

            var top = isFirst ? A4.Margin : AddHead(page, section.RunningHead);
            return new Flow.Sheet(page.Marks, A4.Margin, top, width, bottom);
        }
    }

    // Returns where the content of the page starts.
    private double AddHead(LaidPage page, string? text)
    {
        if (text is null)
        {
            return A4.Margin;
        }

        var below = A4.Margin + (typesetter.CountLines(text, HeadStyle, width) * HeadStyle.Leading);
        page.Marks.Add(new TextMark(text, HeadStyle, width) { X = A4.Margin, Y = A4.Margin });
        var line = below + GapBelowHead;
        page.Marks.Add(new LinesMark([new Line(A4.Margin, line, A4.Margin + width, line)], LinesMark.Thin));
        return line + GapBelowHeadRule;
    }

    private void AddFooter(LaidPage page, string label)
    {
        var numbered = width * NumberShare;
        var side = (width - numbered) / 2;
        var top = height - A4.FooterMargin - HeightOf(label, side, numbered);
        Add(paper.FooterLeft, A4.Margin, side, Align.Left);
        Add(label, A4.Margin + side, numbered, Align.Center);
        Add(paper.FooterRight, A4.Margin + side + numbered, side, Align.Right);

        void Add(string text, double x, double textWidth, Align align)
        {
            if (text.Length > 0)
            {
                page.Marks.Add(new TextMark(text, TextStyle.Small, textWidth) { X = x, Y = top, Align = align });
            }
        }
    }

    private double FooterHeight(Section section)
    {
        var numbered = width * NumberShare;
        var label = Label(section.NumberedAs ?? "", WidestNumber, WidestNumber);
        return HeightOf(paper.Numbered ? label : "", (width - numbered) / 2, numbered);
    }

    private double HeightOf(string label, double side, double numbered)
    {
        var lines = Math.Max(
            typesetter.CountLines(label, TextStyle.Small, numbered),
            Math.Max(
                typesetter.CountLines(paper.FooterLeft, TextStyle.Small, side),
                typesetter.CountLines(paper.FooterRight, TextStyle.Small, side)
            )
        );
        return lines * TextStyle.Small.Leading;
    }
}
