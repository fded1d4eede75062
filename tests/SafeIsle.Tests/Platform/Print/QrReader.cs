using System.Diagnostics;
using System.Text;

namespace SafeIsle.Tests.Platform.Print;

/// <summary>What a code in a picture says, read by jsQR, as a phone without a reader of its own does it.</summary>
internal static class QrReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Empty where no code is found.</summary>
    /// <param name="pixels">Row by row: 0 is black, 255 is white.</param>
    internal static async Task<string> ReadAsync(byte[] pixels, int width, int height)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "read-qr.mjs")])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var complaints = process.StandardError.ReadToEndAsync(patience.Token);
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            byte[] pgm = [.. Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"), .. pixels];
            await process.StandardInput.BaseStream.WriteAsync(pgm, patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            (await complaints).ShouldBeEmpty();
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
