using System.Buffers;
using System.Buffers.Text;

namespace SafeIsle.Platform.Print.Pdf;

/// <summary>
/// The drawing operators of one page (ISO 32000-1, annex A). Coordinates are points from the top left corner, y downwards;
/// colour stays as it is at the start of each page, black.
/// </summary>
internal sealed class PdfContent
{
    // A thousandth of a point is far below what a printer shows.
    private const double Precision = 1000;
    private const int Decimals = 3;

    private readonly ArrayBufferWriter<byte> bytes = new(16 * 1024);
    private (PdfFont? Font, double Size) font;
    private bool inText;

    /// <summary>What was written since <see cref="Begin"/>.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    /// <summary>Starts a page of some height: y is turned round, and square ends close the corners of frames.</summary>
    internal void Begin(double height)
    {
        bytes.ResetWrittenCount();
        font = default;
        Operator("cm"u8, 1, 0, 0, -1, 0, height);
        Operator("J"u8, 2);
    }

    /// <summary>Ends the page.</summary>
    internal void End() => EndText();

    /// <summary>Draws what follows from another origin and in another scale, until <see cref="Restore"/>.</summary>
    internal void Move(double x, double y, double scale)
    {
        EndText();
        Operator("q"u8);
        Operator("cm"u8, scale, 0, 0, scale, x, y);
    }

    /// <summary>Goes back to the origin and scale before <see cref="Move"/>.</summary>
    internal void Restore()
    {
        EndText();
        Operator("Q"u8);
        font = default;
    }

    internal void Lines(IReadOnlyList<Line> lines, double weight, bool dashed)
    {
        EndText();
        Operator("w"u8, weight);
        bytes.Write(dashed ? "[3]0 d\n"u8 : "[]0 d\n"u8);
        foreach (var line in lines)
        {
            Operator("m"u8, line.X1, line.Y1);
            Operator("l"u8, line.X2, line.Y2);
        }

        Operator("S"u8);
    }

    /// <summary>Fills rectangles as one shape, so that no seam shows where they touch.</summary>
    internal void Fill(IReadOnlyList<Box> boxes)
    {
        EndText();
        foreach (var box in boxes)
        {
            Operator("re"u8, box.X, box.Y, box.Width, box.Height);
        }

        Operator("f"u8);
    }

    /// <summary>Draws an image of the page's resources.</summary>
    /// <param name="name">Its name there.</param>
    /// <param name="matrix">From the unit square to its place.</param>
    internal void Picture(string name, ReadOnlySpan<double> matrix)
    {
        EndText();
        Operator("q"u8);
        Operator("cm"u8, matrix);
        Name(name);
        Operator("Do"u8);
        Operator("Q"u8);
    }

    /// <summary>Starts a string of glyphs at a place of the baseline; end it with <see cref="EndGlyphs"/>.</summary>
    internal void BeginGlyphs(PdfFont wanted, double size, double x, double y)
    {
        if (!inText)
        {
            Operator("BT"u8);
            inText = true;
        }

        if (font != (wanted, size))
        {
            font = (wanted, size);
            Name(wanted.Resource);
            Operator("Tf"u8, size);
        }

        Operator("Tm"u8, 1, 0, 0, -1, x, y);
        bytes.Write("[<"u8);
    }

    internal void Glyph(int code)
    {
        var span = bytes.GetSpan(4);
        Utf8Formatter.TryFormat(code, span, out var written, new StandardFormat('X', 4));
        bytes.Advance(written);
    }

    /// <summary>Moves the next glyph to the right, by thousandths of the size.</summary>
    internal void Shift(int thousandths)
    {
        bytes.Write(">"u8);
        Whole(-thousandths);
        bytes.Write("<"u8);
    }

    internal void EndGlyphs() => bytes.Write(">]TJ\n"u8);

    private void EndText()
    {
        if (inText)
        {
            Operator("ET"u8);
            inText = false;
        }
    }

    private void Operator(ReadOnlySpan<byte> name, params ReadOnlySpan<double> operands)
    {
        foreach (var operand in operands)
        {
            Number(operand);
            bytes.Write(" "u8);
        }

        bytes.Write(name);
        bytes.Write("\n"u8);
    }

    private void Name(string name)
    {
        bytes.Write("/"u8);
        var span = bytes.GetSpan(name.Length);
        bytes.Advance(System.Text.Encoding.ASCII.GetBytes(name, span));
        bytes.Write(" "u8);
    }

    private void Whole(long number)
    {
        var span = bytes.GetSpan(20);
        Utf8Formatter.TryFormat(number, span, out var written);
        bytes.Advance(written);
    }

    // Without an exponent and without trailing zeros, which PDF does not know or need.
    private void Number(double number)
    {
        var thousandths = (long)Math.Round(number * Precision, MidpointRounding.AwayFromZero);
        if (thousandths < 0)
        {
            bytes.Write("-"u8);
            thousandths = -thousandths;
        }

        Whole(thousandths / (long)Precision);
        var rest = thousandths % (long)Precision;
        if (rest == 0)
        {
            return;
        }

        var span = bytes.GetSpan(1 + Decimals);
        span[0] = (byte)'.';
        Utf8Formatter.TryFormat(rest, span[1..], out _, new StandardFormat('D', Decimals));
        var length = 1 + Decimals;
        while (span[length - 1] == '0')
        {
            length--;
        }

        bytes.Advance(length);
    }
}
