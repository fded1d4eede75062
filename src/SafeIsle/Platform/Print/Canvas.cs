using System.Globalization;
using System.Text;
using SafeIsle.Platform.Print.Pdf;

namespace SafeIsle.Platform.Print;

/// <summary>A PDF file being drawn, page by page.</summary>
internal sealed class Canvas
{
    private readonly Typesetter typesetter;
    private readonly double width;
    private readonly double height;
    private readonly PdfFile file;
    private readonly Dictionary<Face, PdfFont> fonts = [];
    private readonly Dictionary<PrintPicture, int> pictures = [];
    private readonly List<int> pages = [];
    private readonly List<(string Text, int Page)> bookmarks = [];
    private readonly int pageTree;
    private readonly int resources;

    internal Canvas(Stream stream, Orientation orientation, Typesetter typesetter)
    {
        this.typesetter = typesetter;
        width = A4.Width(orientation);
        height = A4.Height(orientation);
        file = new PdfFile(stream);
        pageTree = file.Reserve();
        resources = file.Reserve();
    }

    /// <summary>The page being drawn.</summary>
    internal PdfContent Content { get; } = new();

    /// <summary>Draws the marks as the next page.</summary>
    /// <param name="marks">In the order in which they are read aloud.</param>
    /// <param name="bookmark">The page's entry in the viewer's table of contents, where it has one.</param>
    internal void Page(IEnumerable<Mark> marks, string? bookmark)
    {
        Content.Begin(height);
        Paint(marks);
        Content.End();
        var stream = file.AddStream("", Content.Bytes);
        pages.Add(file.Add($"<</Type/Page/Parent {pageTree} 0 R/Contents {stream} 0 R>>"));
        if (bookmark is not null)
        {
            bookmarks.Add((bookmark, pages[^1]));
        }
    }

    /// <summary>Draws marks whose origin is moved to a place and whose size is changed.</summary>
    internal void PaintAt(double x, double y, double scale, IEnumerable<Mark> marks)
    {
        Content.Move(x, y, scale);
        Paint(marks);
        Content.Restore();
    }

    internal void Text(TextMark mark) => typesetter.Draw(mark, this);

    /// <summary>Draws a picture; the file holds it once.</summary>
    internal void Picture(PrintPicture picture, Box box)
    {
        if (!pictures.TryGetValue(picture, out var number))
        {
            number = file.AddPacked(picture.Entries, picture.Content);
            pictures.Add(picture, number);
        }

        Content.Picture(NameOf(number), picture.Place(box));
    }

    /// <summary>The file's font for a face.</summary>
    internal PdfFont FontOf(Face face)
    {
        if (!fonts.TryGetValue(face, out var font))
        {
            font = new PdfFont(face, fonts.Count);
            fonts.Add(face, font);
        }

        return font;
    }

    /// <summary>Writes what follows the pages. Without it the stream holds no valid file.</summary>
    internal void Finish(Paper paper)
    {
        var references = fonts.Values.Select(font => $"/{font.Resource} {font.WriteTo(file)} 0 R");
        var images = pictures.Count == 0 ? "" : $"/XObject<<{string.Concat(pictures.Values.Select(number => $"/{NameOf(number)} {number} 0 R"))}>>";
        file.Put(resources, $"<</Font<<{string.Concat(references)}>>{images}>>");
        var kids = string.Join(' ', pages.Select(page => $"{page} 0 R"));
        var size = string.Create(CultureInfo.InvariantCulture, $"{width:F3} {height:F3}");
        file.Put(pageTree, $"<</Type/Pages/Count {pages.Count}/MediaBox[0 0 {size}]/Resources {resources} 0 R/Kids[{kids}]>>");
        var outlines = bookmarks.Count > 0 ? $"/Outlines {WriteBookmarks()} 0 R" : "";
        var catalog = file.Add($"<</Type/Catalog/Pages {pageTree} 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>{outlines}>>");
        var at = PdfFile.Moment(paper.CreatedAt);
        var info = file.Add(
            $"<</Title {PdfFile.Text(paper.Title)}/Author {PdfFile.Text(paper.Author)}/Creator(SafeIsle)/CreationDate {at}/ModDate {at}>>"
        );
        file.Finish(catalog, info);
    }

    private static string NameOf(int picture) => string.Create(CultureInfo.InvariantCulture, $"P{picture}");

    private void Paint(IEnumerable<Mark> marks)
    {
        foreach (var mark in marks)
        {
            mark.Paint(this);
        }
    }

    private int WriteBookmarks()
    {
        var root = file.Reserve();
        var numbers = bookmarks.ConvertAll(_ => file.Reserve());
        for (var index = 0; index < numbers.Count; index++)
        {
            var entry = new StringBuilder($"<</Parent {root} 0 R/Title {PdfFile.Text(bookmarks[index].Text)}");
            entry.Append(CultureInfo.InvariantCulture, $"/Dest[{bookmarks[index].Page} 0 R/XYZ null null null]");
            entry.Append(index > 0 ? $"/Prev {numbers[index - 1]} 0 R" : "");
            entry.Append(index + 1 < numbers.Count ? $"/Next {numbers[index + 1]} 0 R" : "");
            file.Put(numbers[index], entry.Append(">>").ToString());
        }

        file.Put(root, $"<</Type/Outlines/Count {numbers.Count}/First {numbers[0]} 0 R/Last {numbers[^1]} 0 R>>");
        return root;
    }
}
