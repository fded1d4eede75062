using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Gates;

/// <summary>A QR code as a page draws it.</summary>
/// <param name="Modules">Row by row, true is black; with the quiet zone.</param>
internal sealed partial record QrOnScreen(bool[][] Modules)
{
    private const int Quiet = 4;
    private const int PixelsOfModule = 4;

    /// <summary>The only one below that element.</summary>
    internal static QrOnScreen Of(IParentNode within)
    {
        var svg = within.QuerySelectorAll(".qr-image svg").ShouldHaveSingleItem();
        var side = int.Parse(svg.GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture);
        bool[][] modules = [.. Enumerable.Range(0, side).Select(_ => new bool[side])];
        foreach (Match run in Run().Matches(svg.QuerySelector("path")!.GetAttribute("d")!))
        {
            var (x, y, length) = (Number(run.Groups["x"]), Number(run.Groups["y"]), Number(run.Groups["length"]));
            Array.Fill(modules[y], true, x, length);
        }

        return new(modules);
    }

    /// <summary>17 modules and 4 more for each version on a side.</summary>
    internal int Version => (Modules.Length - (2 * Quiet) - 17) / 4;

    /// <summary>Of error correction, L, M, Q or H: the first two bits left of the lower half of the top left eye (ISO/IEC 18004, 7.9).</summary>
    internal char Level => (Modules[Quiet + 8][Quiet], Modules[Quiet + 8][Quiet + 1]) switch
    {
        (true, true) => 'L',
        (true, false) => 'M',
        (false, true) => 'Q',
        (false, false) => 'H',
    };

    internal Task<string> ReadAsync()
    {
        var side = Modules.Length * PixelsOfModule;
        var pixels = Enumerable.Range(0, side * side).Select(at => Modules[at / side / PixelsOfModule][at % side / PixelsOfModule] ? byte.MinValue : byte.MaxValue);
        return QrReader.ReadAsync([.. pixels], side, side);
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"M(?<x>\d+) (?<y>\d+)h(?<length>\d+)v1h-\d+z", RegexOptions.None, 1000)]
    private static partial Regex Run();
}
