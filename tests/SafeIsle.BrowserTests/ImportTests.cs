using Microsoft.Playwright;

namespace SafeIsle.BrowserTests;

/// <summary>A stranger brings the sample register in, mends nothing yet, and takes a list out again.</summary>
public sealed class ImportTests(Browser browser)
{
    private const string Desk = "/desk/310107103017";
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Password = "anquandao2026";

    [Fact]
    public async Task The_sample_comes_in_and_a_list_goes_out()
    {
        // A server of its own: the closure's journey brings the same sample into the same community.
        await using var server = await Server.StartAsync();
        await using var desk = await LogInAsync(await browser.DeskAsync(server));
        await using var phone = await LogInAsync(await browser.PhoneAsync(server));
        await ShowAsync(desk, phone, Desk + "/imports", "import-list");
        var page = desk.Page;
        await desk.GoAsync(Desk + "/imports");
        var sample = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("text=下载示例表"));
        var file = await sample.PathAsync();
        await page.SetInputFilesAsync("#file", new FilePayload { Name = sample.SuggestedFilename, MimeType = Workbook, Buffer = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken) });
        await page.ClickAsync("text=上传并核对列");
        await page.WaitForURLAsync("**/imports/*");
        var path = new Uri(page.Url).AbsolutePath;
        await ShowAsync(desk, phone, path, "import-columns");
        await page.ClickAsync("text=下一步：读取并比对");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("预览与选择", new() { Timeout = 20_000 });
        await ShowAsync(desk, phone, path, "import-preview");
        await ShowAsync(desk, phone, path + "?verdict=Rejected", "import-rejected");
        await page.ClickAsync("button[name=make][value='1']");
        await page.ClickAsync("text=下一步：确认写入");
        await ShowAsync(desk, phone, path + "/confirm", "import-confirm");
        await page.ClickAsync("text=写入登记");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("导入完成", new() { Timeout = 20_000 });
        await ShowAsync(desk, phone, path, "import-done");

        // The same file again: everything is as it was.
        await desk.GoAsync(Desk + "/imports");
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "再传一次.xlsx", MimeType = Workbook, Buffer = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken) });
        await page.ClickAsync("text=上传并核对列");
        await page.ClickAsync("text=下一步：读取并比对");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("预览与选择", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator(".figure", new() { HasTextString = "新增" }).Locator("b")).ToHaveTextAsync("0");
        await page.ClickAsync("text=取消这次导入");

        await ShowAsync(desk, phone, Desk + "/exports/new?list=register", "export-ask");
        await desk.GoAsync(Desk + "/exports/new?list=register");
        await page.FillAsync("#reason", "封控前核对名单");
        await page.ClickAsync("button:has-text('导出')");
        await ShowAsync(desk, phone, Desk + "/exports", "export-list");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("text=取文件"));
        download.SuggestedFilename.ShouldStartWith("居民登记表-");
    }

    private static async Task<Screen> LogInAsync(Screen screen)
    {
        await screen.GoAsync("/login");
        await screen.Page.FillAsync("#name", "yinghua");
        await screen.Page.FillAsync("#password", Password);
        await screen.Page.ClickAsync("button:has-text('登录')");
        await screen.Page.WaitForURLAsync("**/desk/**");
        return screen;
    }

    private static async Task ShowAsync(Screen desk, Screen phone, string path, string name)
    {
        foreach (var screen in new[] { desk, phone })
        {
            await screen.GoAsync(path);
            await screen.ShootAsync(name);
            await screen.ShouldBeAccessibleAsync();
            await screen.ShouldBeSoundAsync();
        }
    }
}
