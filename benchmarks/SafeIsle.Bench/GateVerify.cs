using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;
using SafeIsle.Demo;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;

namespace SafeIsle.Bench;

/// <summary>Codes of passes verified: in C#, and by the scanner's own module in Chromium with its processor slowed down four times.</summary>
internal static class GateVerify
{
    private const int Codes = 200;
    private const int Warm = 400;
    private const int Slower = 4;
    private static readonly TimeSpan For = TimeSpan.FromSeconds(2);

    private static readonly string[] Switches = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    public static async Task RunAsync(Report report)
    {
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new GateKey("0123abcd", signer);
        var issued = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var codes = Enumerable.Range(0, Codes)
            .Select(i => PassCodes.Make(new(DemoCommunity.Longhu.Code, 1_000_000 + (i * 7919), 1_000_000 + i, 3, 1, false, issued, issued.AddDays(30)), key)).ToList();
        InCSharp(report, codes, key);
        await InChromiumAsync(report, codes, key);
    }

    private static void InCSharp(Report report, List<string> codes, GateKey key)
    {
        var keys = new Dictionary<string, ECDsa>(StringComparer.Ordinal) { [key.Kid] = key.Signer };
        Verify(Warm);
        var (watch, count) = (Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(watch) < For; count += Codes)
        {
            Verify(Codes);
        }

        report.Add("C#, one thread", "verified", count / Stopwatch.GetElapsedTime(watch).TotalSeconds, "codes/s", null, "higher");

        void Verify(int times)
        {
            for (var i = 0; i < times; i++)
            {
                PassCodes.Read(codes[i % codes.Count], keys).Refused.ShouldBeFalse();
            }
        }
    }

    private static async Task InChromiumAsync(Report report, List<string> codes, GateKey key)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await LaunchAsync(playwright);
        var page = await chromium.NewPageAsync();
        // Browsers give their cryptography to pages of a secure address only; nothing is fetched from this one.
        await page.RouteAsync("**/*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html>" }));
        await page.GotoAsync("http://localhost/");
        await page.AddScriptTagAsync(new() { Content = await BundleAsync() });
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = Slower });
        var at = GatePublicKey.Of(key.Kid, key.Signer.ExportSubjectPublicKeyInfo());
        var times = await page.EvaluateAsync<double[]>(
            """
            async ({ codes, kid, x, y, warm }) => {
              const keys = new Map([[kid, await passCode.importKey(x, y)]]);
              const times = [];
              for (let i = -warm; i < codes.length; i++) {
                const from = performance.now();
                const read = await passCode.readPassCode(codes[(i + warm) % codes.length], keys);
                if (!read.ok) throw new Error(read.why);
                if (i >= 0) times.push(performance.now() - from);
              }
              return times;
            }
            """,
            new { codes, kid = at.Kid, x = at.X, y = at.Y, warm = Warm / 10 });
        var name = string.Create(CultureInfo.InvariantCulture, $"Chromium, {Slower} times slower");
        report.Add(name, "median", Report.Percentile(times, 0.5), "ms/code", 30);
        report.Add(name, "p95", Report.Percentile(times, 0.95), "ms/code");
        report.Add(name, "verified", times.Length / times.Sum() * 1000, "codes/s", null, "higher");
    }

    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(
        new() { ExecutablePath = Environment.GetEnvironmentVariable("SAFEISLE_CHROMIUM") ?? "/usr/bin/chromium", Args = Switches });

    // As the build makes the scanner's own file.
    private static async Task<string> BundleAsync()
    {
        using var esbuild = Process.Start(new ProcessStartInfo(
            "node_modules/.bin/esbuild", ["src/SafeIsle/Gates/Passes/pass-code.ts", "--bundle", "--minify", "--format=iife", "--global-name=passCode", "--target=es2019"])
        { RedirectStandardOutput = true, UseShellExecute = false })!;
        var script = await esbuild.StandardOutput.ReadToEndAsync();
        await esbuild.WaitForExitAsync();
        return esbuild.ExitCode == 0 ? script : throw new InvalidOperationException("The scanner's module was not bundled.");
    }
}
