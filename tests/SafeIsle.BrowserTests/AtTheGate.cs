using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>What a guard does with the scanner, and how its phone is made ready.</summary>
internal static class AtTheGate
{
    /// <summary>
    /// A new gate with a phone enrolled at it. Its clock is wrong by so much, and set anew by <see cref="SetClockAsync"/>: a page that is
    /// opened again keeps it, as a phone does.
    /// </summary>
    public static async Task<Screen> ScannerAsync(this Browser browser, Screen director, string gate, TimeSpan ahead, Server? server = null)
    {
        var phone = await browser.PhoneAsync(server);
        await phone.EnrolAsync(director, gate, ahead);
        return phone;
    }

    /// <summary>The same with a phone that is there already.</summary>
    public static async Task EnrolAsync(this Screen phone, Screen director, string gate, TimeSpan ahead)
    {
        await director.GoAsync($"{director.Root}/gates/new");
        await director.Page.GetByLabel("名称").FillAsync(gate);
        await director.Page.GetByLabel("小区").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await director.PressAsync("添加");
        await director.AtAsync(gate);
        await director.Page.GetByLabel("设备名称").FillAsync(gate + "手机");
        await director.PressAsync("取登记码");
        var code = (await director.Page.Locator(".display-5").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await phone.Page.Context.AddInitScriptAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            {
              const True = Date;
              const by = () => { try { return Number(localStorage.getItem('ahead') ?? {{(long)ahead.TotalMilliseconds}}); } catch { return 0; } };
              Date = class extends True {
                constructor(...given) { if (given.length) super(...given); else super(True.now() + by()); }
                static now() { return True.now() + by(); }
              };
            }
            """));
        await phone.GoAsync("/gate");
        await phone.AtAsync("登记这台设备");
        await phone.Page.Keyboard.TypeAsync(code, new() { Delay = 150 });
        await Expect(phone.Page.GetByText($"{gate} · {gate}手机")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".bar")).ToContainTextAsync("名单 刚刚");
        await phone.Page.EvaluateAsync("navigator.serviceWorker.ready");
    }

    /// <summary>How far this phone's clock is ahead of the true time from now on.</summary>
    public static Task SetClockAsync(this IPage gate, TimeSpan ahead) =>
        gate.EvaluateAsync("ahead => localStorage.setItem('ahead', String(ahead))", (long)ahead.TotalMilliseconds);

    /// <summary>Scanned, told to let through, done, next.</summary>
    public static async Task PassAsync(this IPage gate, string code)
    {
        await gate.ScanAsync(code);
        await Expect(gate.Verdict()).ToHaveTextAsync("放行");
        await gate.Locator(".act-go").ClickAsync();
        await Expect(gate.Verdict()).ToHaveCountAsync(0);
    }

    /// <summary>
    /// The same where the guard says which way somebody goes: without network the screen guesses by what this phone knows, and it asks about
    /// one who came home by another gate and goes out by this one again.
    /// </summary>
    public static async Task PassAsync(this IPage gate, string code, string way)
    {
        await gate.ScanAsync(code);
        await gate.TurnAsync(way);
        await Expect(gate.Verdict()).Not.ToHaveTextAsync("不放行");
        await gate.Locator(".act-go").ClickAsync();
        await Expect(gate.Verdict()).ToHaveCountAsync(0);
    }

    /// <summary>The guard says which way somebody goes.</summary>
    public static async Task TurnAsync(this IPage gate, string way)
    {
        var button = gate.GetByRole(AriaRole.Button, new() { Name = way });
        if (await button.GetAttributeAsync("aria-pressed") != "true")
        {
            await button.ClickAsync();
            await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        }
    }

    /// <summary>As quick as a scanner types, however busy this machine is.</summary>
    public static async Task ScanAsync(this IPage gate, string code)
    {
        await gate.EvaluateAsync(
            "code => { for (const key of [...code, 'Enter']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); }", code);
        await Expect(gate.Verdict()).ToBeVisibleAsync();
    }

    public static ILocator Verdict(this IPage gate) => gate.Locator(".verdict h1");

    /// <summary>The colour that fills what was told, as it is drawn.</summary>
    public static Task<string> ColourAsync(this IPage gate) =>
        gate.Locator(".verdict-head").EvaluateAsync<string>("head => getComputedStyle(head).backgroundColor");

    /// <summary>Everything is sent and the newest list is there.</summary>
    public static async Task SendAllAsync(this IPage gate)
    {
        await gate.GetByRole(AriaRole.Button, new() { Name = "更新名单" }).ClickAsync();
        await Expect(gate.GetByText("待传")).ToContainTextAsync("待传 0");
    }

    /// <summary>The code on the first page of a paper, as a scanner at 300 dpi sees it.</summary>
    public static async Task<string> ReadCodeAsync(byte[] pdf)
    {
        var picture = await RunAsync("pdftoppm", ["-r", "300", "-gray", "-f", "1", "-l", "1", "-"], pdf);
        return System.Text.Encoding.ASCII.GetString(await RunAsync("node", [Path.Combine(Places.Repository, "tests/read-qr.mjs")], picture));
    }

    /// <summary>The first card on a sheet as a camera sees it, for <see cref="Browser.PhoneWithCameraAsync"/>: a film of one picture.</summary>
    public static async Task<string> FilmAsync(byte[] pdf)
    {
        var film = Path.Combine(Path.GetTempPath(), $"safeisle-film-{Path.GetRandomFileName()}.mjpeg");
        await File.WriteAllBytesAsync(film, await RunAsync("pdftoppm", ["-r", "150", "-x", "100", "-y", "150", "-W", "640", "-H", "480", "-jpeg", "-f", "1", "-l", "1", "-"], pdf));
        return film;
    }

    private static async Task<byte[]> RunAsync(string program, string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var read = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await read;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, program);
        return output.ToArray();
    }
}
