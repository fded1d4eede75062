using System.Diagnostics;
using SafeIsle.Platform.Print;

namespace SafeIsle.Tests.Platform.Print;

/// <summary>Writes papers and reads them back with Poppler's tools (Debian package poppler-utils), which know nothing of our code.</summary>
internal static class PdfReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A portrait paper of one section, made at a fixed moment.</summary>
    internal static Paper PaperOf(params Block[] blocks) => new("测试", Orientation.Portrait, new Section(blocks)) { CreatedAt = Moment };

    internal static DateTimeOffset Moment { get; } = new(2022, 3, 23, 21, 40, 0, TimeSpan.FromHours(8));

    internal static byte[] Bytes(Paper paper)
    {
        using var stream = new MemoryStream();
        paper.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>Text of each page, in reading order.</summary>
    internal static IReadOnlyList<string> Pages(Paper paper) => Text(Bytes(paper), "-layout").TrimEnd('\f').Split('\f');

    /// <summary>Text of each page, in the order in which it was drawn.</summary>
    internal static IReadOnlyList<string> DrawnPages(Paper paper) => Text(Bytes(paper), "-raw").TrimEnd('\f').Split('\f');

    internal static string Text(byte[] pdf, string mode) => Run("pdftotext", pdf, file => [mode, "-enc", "UTF-8", file, "-"]);

    /// <summary>What pdffonts says: one line for each font after two lines of headings.</summary>
    internal static string[] Fonts(Paper paper) => Run("pdffonts", Bytes(paper), file => [file]).Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];

    /// <summary>What pdfinfo says.</summary>
    internal static string Info(Paper paper) => Run("pdfinfo", Bytes(paper), file => [file]);

    /// <summary>The first page as a grey picture, row by row: 0 is black, 255 is white.</summary>
    internal static (byte[] Pixels, int Width, int Height) Picture(Paper paper, int dotsPerInch) => Picture(Bytes(paper), dotsPerInch);

    internal static (byte[] Pixels, int Width, int Height) Picture(byte[] pdf, int dotsPerInch)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Run("pdftoppm", pdf, file => ["-gray", "-r", $"{dotsPerInch}", "-singlefile", file, path]);
            return Pgm(File.ReadAllBytes(path + ".pgm"));
        }
        finally
        {
            File.Delete(path + ".pgm");
        }
    }

    // P5, width, height, greatest value, then a byte for each pixel.
    private static (byte[] Pixels, int Width, int Height) Pgm(byte[] file)
    {
        var header = System.Text.Encoding.ASCII.GetString(file, 0, 40).Split([' ', '\n'], 5);
        var (width, height) = (int.Parse(header[1]), int.Parse(header[2]));
        return (file[^(width * height)..], width, height);
    }

    private static string Run(string tool, byte[] pdf, Func<string, string[]> arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, pdf);
            var start = new ProcessStartInfo(tool, arguments(file)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var complaints = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit(Patience).ShouldBeTrue($"{tool} did not end");
            complaints.GetAwaiter().GetResult().ShouldBeEmpty();
            process.ExitCode.ShouldBe(0);
            return output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
