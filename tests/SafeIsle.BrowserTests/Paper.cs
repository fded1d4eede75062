using System.Diagnostics;

namespace SafeIsle.BrowserTests;

/// <summary>A fetched PDF.</summary>
internal static class Paper
{
    /// <summary>What is written on it, read by poppler's <c>pdftotext</c>; without blanks and line ends, as a cell breaks its words anywhere.</summary>
    public static async Task<string> TextAsync(byte[] pdf)
    {
        var start = new ProcessStartInfo("pdftotext") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments = ["-enc", "UTF-8", "-", "-"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(pdf);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, "pdftotext could not read the paper");
        return string.Concat((await text).Where(c => !char.IsWhiteSpace(c)));
    }
}
