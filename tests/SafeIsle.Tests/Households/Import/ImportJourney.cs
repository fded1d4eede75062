using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Tests.Households.Import;

/// <summary>The steps of an import as a person takes them in a browser.</summary>
internal static class ImportJourney
{
    internal const string Imports = "/desk/310107103017/imports";

    internal static readonly string[] Usual = ["楼栋", "单元", "房号", "姓名", "与户主关系", "性别", "身份证号", "电话", "居住类型", "在家情况", "特殊情况", "备注"];

    /// <summary>A register of one sheet with the usual columns; shorter rows leave the rest blank.</summary>
    internal static byte[] Book(params string[][] rows) => Book(Usual, rows);

    internal static byte[] Book(string[] heading, params string[][] rows)
    {
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet("登记表", [.. heading.Select(h => new SheetColumn(h))]);
            foreach (var row in rows)
            {
                writer.Row([.. row.Select(cell => (SheetValue)cell)]);
            }
        }

        return file.ToArray();
    }

    /// <summary>A row of the usual columns.</summary>
    internal static string[] Row(string building, string room, string name, string phone = "", string document = "", string more = "") =>
        [building, "1", room, name, "", "", document, phone, "", "", "", more];

    internal static async Task<string> UploadAsync(this Browser browser, byte[] file, string name = "登记表.xlsx")
    {
        await browser.OpenAsync(Imports);
        (await browser.UploadAsync("/imports", "file", name, file)).ShouldBe(System.Net.HttpStatusCode.OK);
        return browser.Path;
    }

    /// <summary>Uploads, takes the columns as they were understood, waits for the preview.</summary>
    internal static async Task<string> PreviewAsync(this Browser browser, byte[] file, string name = "登记表.xlsx")
    {
        var path = await browser.UploadAsync(file, name);
        await browser.SubmitAsync("/columns");
        await browser.WaitAsync(path);
        browser.Page.Title.ShouldNotBeNull().ShouldStartWith("预览与选择");
        return path;
    }

    /// <summary>Opens the page until the job behind it is done.</summary>
    internal static async Task WaitAsync(this Browser browser, string path)
    {
        for (var i = 0; i < 400; i++)
        {
            await browser.OpenAsync(path);
            if (browser.Page.QuerySelector("progress") is null)
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{path}: {browser.Text}");
    }

    /// <summary>From the preview to the end.</summary>
    internal static async Task ApplyAsync(this Browser browser, string path)
    {
        await browser.OpenAsync(path);
        await browser.SubmitAsync("/choose", ("go", "confirm"));
        await browser.SubmitAsync("/apply");
        await browser.WaitAsync(path);
        browser.Page.Title.ShouldNotBeNull().ShouldStartWith("导入完成");
    }

    /// <summary>The number above a word in the figures of the preview.</summary>
    internal static int Figure(this Browser browser, string word) => int.Parse(
        browser.Page.QuerySelectorAll(".figure").Single(f => f.QuerySelector("span")!.TextContent == word).QuerySelector("b")!.TextContent,
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The open people of Home at doors whose label begins so.</summary>
    internal static Task<List<Person>> PeopleAsync(this TestApp app, string door) => app.InDbAsync(db => (
        from person in db.People
        join household in db.Households on new { person.CommunityId, Id = person.HouseholdId } equals new { household.CommunityId, household.Id }
        join dwelling in db.Set<SafeIsle.Places.Dwelling>() on new { household.CommunityId, Id = household.DwellingId } equals new { dwelling.CommunityId, dwelling.Id }
        where person.CommunityId == Cast.Home && person.ClosedAt == null && dwelling.Label.StartsWith(door)
        orderby dwelling.SortKey, person.Position
        select person).ToListAsync());
}
