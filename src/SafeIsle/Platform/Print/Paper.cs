namespace SafeIsle.Platform.Print;

/// <summary>
/// A document for A4 paper, black on white, written as a PDF file by Pango and Cairo. It only describes;
/// equal papers become equal files, and several may be written at once.
/// </summary>
/// <param name="title">Name of the document in the viewer; it is not printed.</param>
/// <param name="orientation">Which way the sheets lie.</param>
/// <param name="sections">At least one.</param>
public sealed class Paper(string title, Orientation orientation, params IReadOnlyList<Section> sections)
{
    /// <summary>Name of the document in the viewer.</summary>
    public string Title { get; } = title;

    /// <summary>Which way the sheets lie.</summary>
    public Orientation Orientation { get; } = orientation;

    /// <summary>The parts, each from a new page.</summary>
    public IReadOnlyList<Section> Sections { get; } =
        sections.Count > 0 ? sections : throw new ArgumentException("A paper has at least one section.", nameof(sections));

    /// <summary>When it was made; shown by the viewer, not printed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it; shown by the viewer, not printed.</summary>
    public string Author { get; init; } = "";

    /// <summary>At the foot of every page, left: such as who printed it and when.</summary>
    public string FooterLeft { get; init; } = "";

    /// <summary>At the foot of every page, right.</summary>
    public string FooterRight { get; init; } = "";

    /// <summary>Whether 第 2 页 / 共 5 页 stands in the middle of the foot.</summary>
    public bool Numbered { get; init; } = true;

    /// <summary>How many pages it fills. Sets all of its text: ask only where another form would be taken.</summary>
    /// <param name="cancel">Looked at before each row.</param>
    /// <exception cref="InvalidOperationException">The libraries are missing: look at <see cref="PrintLibraries.Problem"/> first.</exception>
    public int CountPages(CancellationToken cancel = default) => Set(typesetter => new Pages(this, typesetter).LayOut(cancel).Count);

    /// <summary>Writes the PDF file and leaves the stream open. Returns when the last byte is written.</summary>
    /// <param name="output">Any writable stream; it is written from front to back. Its exceptions come out unchanged.</param>
    /// <param name="report">Told after each page: pages written, pages in all.</param>
    /// <param name="cancel">Looked at before each row and page; what was written until then is no valid file.</param>
    /// <exception cref="InvalidOperationException">The libraries are missing: look at <see cref="PrintLibraries.Problem"/> first.</exception>
    public void WriteTo(Stream output, Action<int, int>? report = null, CancellationToken cancel = default)
    {
        Set(typesetter =>
        {
            var pages = new Pages(this, typesetter).LayOut(cancel);
            var canvas = new Canvas(output, Orientation, typesetter);
            for (var index = 0; index < pages.Count; index++)
            {
                cancel.ThrowIfCancellationRequested();
                canvas.Page(pages[index].Marks, pages[index].Bookmark);
                report?.Invoke(index + 1, pages.Count);
            }

            canvas.Finish(this);
            return pages.Count;
        });
    }

    private static int Set(Func<Typesetter, int> with)
    {
        if (PrintLibraries.Problem is { } problem)
        {
            throw new InvalidOperationException(problem);
        }

        var typesetter = Typesetter.Rent();
        try
        {
            return with(typesetter);
        }
        finally
        {
            Typesetter.Return(typesetter);
        }
    }
}
