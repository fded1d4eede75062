using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>
/// Where the next block goes: a column of some width that continues on a new page when it is full.
/// An island (inside a card or beside a QR code) is as high as its content and never breaks.
/// </summary>
internal sealed class Flow
{
    private readonly Func<Sheet>? nextSheet;
    private List<Mark> marks;
    private double top;

    private Flow(Typesetter typesetter, Sheet sheet, Func<Sheet>? nextSheet, CancellationToken cancel)
    {
        Typesetter = typesetter;
        Cancel = cancel;
        this.nextSheet = nextSheet;
        (marks, Left, top, Width, Bottom, IsWholeSheet) = sheet;
        Y = top;
    }

    /// <summary>The part of a page that blocks fill, in points, and the marks on that page.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Sheet(List<Mark> Marks, double Left, double Top, double Width, double Bottom, bool IsWhole = false);

    internal Typesetter Typesetter { get; }

    internal CancellationToken Cancel { get; }

    internal double Left { get; }

    internal double Width { get; }

    /// <summary>Top of the next block.</summary>
    internal double Y { get; set; }

    /// <summary>Where the page is full; infinite on an island.</summary>
    internal double Bottom { get; private set; }

    internal bool IsIsland => nextSheet is null;

    /// <summary>Whether blocks have the sheet from edge to edge, see <see cref="Section.WholeSheet"/>.</summary>
    internal bool IsWholeSheet { get; }

    internal bool AtTop => Y <= top;

    /// <summary>Height left on this page.</summary>
    internal double Remaining => Bottom - Y;

    /// <summary>Height of an empty page, as far as it is known from this one.</summary>
    internal double PageHeight => Bottom - top;

    /// <summary>A flow over the pages that the function opens one after another.</summary>
    internal static Flow OverPages(Typesetter typesetter, Func<Sheet> nextSheet, CancellationToken cancel) =>
        new(typesetter, nextSheet(), nextSheet, cancel);

    /// <summary>Lays blocks out on their own, from (0, 0), in a width.</summary>
    internal (IReadOnlyList<Mark> Marks, double Height) Island(IReadOnlyList<Block> blocks, double width)
    {
        List<Mark> own = [];
        var island = new Flow(Typesetter, new Sheet(own, 0, 0, width, double.PositiveInfinity), nextSheet: null, Cancel);
        foreach (var block in blocks)
        {
            block.Place(island);
        }

        return (own, island.Y);
    }

    internal void Add(Mark mark) => marks.Add(mark);

    /// <summary>Starts a new page unless that much height is left, or the page is still empty.</summary>
    internal void Need(double height)
    {
        if (height > Remaining && !AtTop)
        {
            NextPage();
        }
    }

    internal void NextPage()
    {
        if (nextSheet is null)
        {
            throw new InvalidOperationException("A block beside another or on a card cannot continue on a new page.");
        }

        (marks, _, top, _, Bottom, _) = nextSheet();
        Y = top;
    }
}
