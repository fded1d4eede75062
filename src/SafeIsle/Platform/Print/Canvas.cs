using System.Globalization;

namespace SafeIsle.Platform.Print;

/// <summary>A PDF file being drawn: Cairo's surface and pen over a stream. Colour is Cairo's default, black.</summary>
internal sealed unsafe class Canvas : IDisposable
{
    private const double DashLength = 3;

    private readonly Typesetter typesetter;
    private readonly PdfOutput output;
    private readonly nint surface;
    private readonly nint cairo;

    internal Canvas(Stream stream, Orientation orientation, Typesetter typesetter)
    {
        this.typesetter = typesetter;
        output = new PdfOutput(stream);
        surface = Cairo.PdfSurface(PdfOutput.Callback, output.Handle, A4.Width(orientation), A4.Height(orientation));
        cairo = Cairo.Create(surface);
        // Square ends close the corners of frames.
        Cairo.SetLineCap(cairo, Cairo.LineCapSquare);
    }

    /// <summary>What viewers show about the file. The time comes from the caller, so that equal papers are equal files.</summary>
    internal void Describe(string title, string author, DateTimeOffset createdAt)
    {
        var created = createdAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Cairo.SetMetadata(surface, Cairo.MetadataTitle, PrintedText.Clean(title));
        Cairo.SetMetadata(surface, Cairo.MetadataAuthor, PrintedText.Clean(author));
        Cairo.SetMetadata(surface, Cairo.MetadataCreator, "SafeIsle");
        Cairo.SetMetadata(surface, Cairo.MetadataCreated, created);
        Cairo.SetMetadata(surface, Cairo.MetadataModified, created);
    }

    /// <summary>Adds an entry to the viewer's table of contents; pages count from 1.</summary>
    internal void Bookmark(string text, int page) =>
        Cairo.AddOutline(surface, 0, PrintedText.Clean(text), string.Create(CultureInfo.InvariantCulture, $"page={page}"), 0);

    /// <summary>Draws the marks and ends the page.</summary>
    internal void Page(IEnumerable<Mark> marks)
    {
        Paint(marks);
        Cairo.ShowPage(cairo);
        Check();
    }

    /// <summary>Draws marks whose origin is moved to a place and whose size is changed.</summary>
    internal void PaintAt(double x, double y, double scale, IEnumerable<Mark> marks)
    {
        Cairo.Save(cairo);
        Cairo.Translate(cairo, x, y);
        Cairo.Scale(cairo, scale, scale);
        Paint(marks);
        Cairo.Restore(cairo);
    }

    internal void Text(TextMark text) => typesetter.Draw(cairo, text);

    internal void Lines(IReadOnlyList<Line> lines, double weight, bool dashed)
    {
        var dash = DashLength;
        Cairo.SetLineWidth(cairo, weight);
        Cairo.SetDash(cairo, &dash, dashed ? 1 : 0, 0);
        foreach (var line in lines)
        {
            Cairo.MoveTo(cairo, line.X1, line.Y1);
            Cairo.LineTo(cairo, line.X2, line.Y2);
        }

        Cairo.Stroke(cairo);
        Cairo.SetDash(cairo, null, 0, 0);
    }

    /// <summary>Fills rectangles as one shape, so that no seam shows where they touch.</summary>
    internal void Fill(IEnumerable<Box> boxes)
    {
        foreach (var box in boxes)
        {
            Cairo.Rectangle(cairo, box.X, box.Y, box.Width, box.Height);
        }

        Cairo.Fill(cairo);
    }

    /// <summary>Writes the end of the file. Without it the file is given up when disposed, and nothing more reaches the stream.</summary>
    internal void Finish()
    {
        Cairo.FinishSurface(surface);
        Check();
        output.Flush();
    }

    public void Dispose()
    {
        output.Close();
        Cairo.Destroy(cairo);
        Cairo.DestroySurface(surface);
        output.Dispose();
    }

    private void Paint(IEnumerable<Mark> marks)
    {
        foreach (var mark in marks)
        {
            mark.Paint(this);
        }
    }

    // Cairo keeps its first error, so a look after each page misses nothing.
    private void Check()
    {
        output.ThrowIfFailed();
        var status = Cairo.SurfaceStatus(surface);
        if (status == Cairo.Success)
        {
            status = Cairo.Status(cairo);
        }

        if (status != Cairo.Success)
        {
            throw new InvalidOperationException($"Cairo could not draw the PDF file: {Cairo.Describe(status)}.");
        }
    }
}
