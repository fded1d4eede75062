using System.Text;
using QRCoder;

namespace SafeIsle.Platform.Print;

/// <summary>
/// A QR code (ISO/IEC 18004, error correction Q: a quarter of it may be lost) drawn as one black shape, in the middle of its column,
/// with the quiet zone of four modules that scanners need.
/// </summary>
/// <param name="Content">What a scanner reads; upper case, digits and <c>$%*+-./:</c> make the smallest code.</param>
/// <param name="SizeMm">Side of the black square in millimetres, without the quiet zone.</param>
/// <param name="Caption">Words below it.</param>
public sealed record QrCode(string Content, double SizeMm, string Caption = "") : Block
{
    private const int QuietModules = 4;
    private const double After = 1 * A4.Mm;

    /// <summary>Its size by ISO/IEC 18004, 1 … 40: a code has 17 modules and 4 more for each version on a side.</summary>
    public int Version => (Modules().Length - 17) / 4;

    internal override void Place(Flow flow)
    {
        var rows = Modules();
        var module = SizeMm * A4.Mm / rows.Length;
        var quiet = QuietModules * module;
        var captionLines = Caption.Length > 0 ? flow.Typesetter.CountLines(Caption, TextStyle.Small, flow.Width) : 0;
        var height = (SizeMm * A4.Mm) + (2 * quiet) + (captionLines * TextStyle.Small.Leading) + After;
        flow.Need(height);

        var left = flow.Left + ((flow.Width - (SizeMm * A4.Mm)) / 2);
        flow.Add(new FillMark([.. rows.SelectMany((row, y) => Runs(row, left, flow.Y + quiet + (y * module), module))]));
        if (captionLines > 0)
        {
            var captionTop = flow.Y + (SizeMm * A4.Mm) + (2 * quiet);
            flow.Add(new TextMark(Caption, TextStyle.Small, flow.Width) { X = flow.Left, Y = captionTop, Align = Align.Center });
        }

        flow.Y += height;
    }

    private bool[][] Modules()
    {
        // Forced UTF-8 would cost plain letters and digits their compact modes.
        using var code = QRCodeGenerator.GenerateQrCode(Content, QRCodeGenerator.ECCLevel.Q, forceUtf8: !Ascii.IsValid(Content));
        var side = code.ModuleMatrix.Count - (2 * QuietModules);
        return [.. Enumerable.Range(QuietModules, side).Select(y => Row(code, y, side))];
    }

    private static bool[] Row(QRCodeData code, int y, int side) =>
        [.. Enumerable.Range(QuietModules, side).Select(x => code.ModuleMatrix[y][x])];

    // Neighbouring black modules become one rectangle.
    private static IEnumerable<Box> Runs(bool[] row, double left, double top, double module)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var start = x;
            while (x < row.Length && row[x])
            {
                x++;
            }

            if (x > start)
            {
                yield return new Box(left + (start * module), top, (x - start) * module, module);
            }
        }
    }
}
