using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>Households that no reminder reached stand on the list of whoever calls them, settled there or on the page. The class moves the clock.</summary>
public sealed class NoticeCallTodosTests(TestApp app) : IClassFixture<TestApp>
{
    private const string List = "/field/310107103017/todos";

    private const string Page = "/desk/310107103017/notice-calls";

    private Task RoundAsync() => app.Services.GetRequiredService<NoticeCallTodos>().RunAsync(default);

    private Task<List<Todo>> OpenAsync(Closed closed) => app.InDbAsync(db =>
        db.Todos.Where(t => t.BuildingId == closed.Building && t.Kind == NoticeCallTodos.Code && t.ClosedAt == null).OrderBy(t => t.SortKey).ToListAsync());

    private static async Task<List<string>> DoorsAsync(Browser browser)
    {
        await browser.OpenAsync(List + "?kind=notice-call");
        return [.. browser.Page.QuerySelectorAll(".todo-door strong").Select(d => d.TextContent)];
    }

    private static async Task NoteAsync(Browser browser, string door, string outcome)
    {
        await browser.OpenAsync(Page + "?all=1");
        var form = browser.Page.QuerySelectorAll("tr").First(r => r.TextContent.Contains(door, StringComparison.Ordinal)).QuerySelectorAll("form")[^1];
        (string, string)[] fields = [.. form.QuerySelectorAll("input").Where(i => i.GetAttribute("name") != "__RequestVerificationToken")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))];
        await browser.PostAsync(form.GetAttribute("action")!, [.. fields, ("outcome", outcome)]);
    }

    [Fact]
    public async Task One_row_for_a_household_settled_on_the_list_or_on_the_page_or_by_reading()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "951号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "102"), "李女士");
        var home = phone.Path;
        await director.OpenAsync(closed.Path + "/notices/new?template=closed");
        await director.SubmitAsync("/notices", ("do", "send"), ("repeat", "10"), ("caller", $"{app.Cast.Accounts["worker"]}"));
        await RoundAsync();
        var atDoor = (await OpenAsync(closed)).ShouldHaveSingleItem();
        (atDoor.Dwelling, atDoor.Title).ShouldBe(("951号楼2单元101室", "有通知没看，没有电话，上门告知"));

        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await RoundAsync();
        await RoundAsync();
        using var worker = await app.AsAsync("worker");
        using var later = await app.AsAsync("director");
        (await DoorsAsync(worker)).ShouldBe(["951号楼1单元101室", "951号楼1单元102室", "951号楼2单元101室"]);
        worker.Page.QuerySelectorAll(".todo-call").Select(c => c.GetAttribute("href")).ShouldContain("tel:14200138001");
        (await DoorsAsync(later)).ShouldBeEmpty("it is the worker's, whom the announcement names");

        // On the list: nobody answers, then she is told.
        var first = (await OpenAsync(closed)).Single(t => t.Dwelling == "951号楼1单元101室");
        await DoorsAsync(worker);
        await worker.PostAsync(List, ("do", $"{first.Id:N}.NoAnswer"), ("page", $"{Ids.New()}"));
        (await DoorsAsync(worker)).Count.ShouldBe(3);
        await worker.PostAsync(List, ("do", $"{first.Id:N}.Told"), ("page", $"{Ids.New()}"));
        worker.Text.ShouldContain("已记下");
        (await DoorsAsync(worker)).ShouldBe(["951号楼1单元102室", "951号楼2单元101室"]);
        var calls = await app.InDbAsync(db => db.PostCalls.Where(c => c.HouseholdId == first.HouseholdId).OrderBy(c => c.Number).ToListAsync());
        calls.Select(c => (c.Number, c.Outcome, c.ByName)).ShouldBe([(1, CallOutcome.NoAnswer, "小周"), (2, CallOutcome.Told, "小周")]);
        var read = await app.InDbAsync(db => db.PostReads.SingleAsync(r => r.HouseholdId == first.HouseholdId));
        (read.Way, read.By).ShouldBe((ReadWay.Told, "小周"));
        await worker.OpenAsync(Page);
        worker.Text.ShouldNotContain("951号楼1单元101室");
        worker.Text.ShouldContain("951号楼1单元102室");

        // On the page: a try stands in the list's row, and being told takes it off.
        await NoteAsync(later, "951号楼2单元101室", "Visit");
        await DoorsAsync(worker);
        worker.Text.ShouldContain("高主任 需要上门");
        await NoteAsync(later, "951号楼2单元101室", "Told");
        (await DoorsAsync(worker)).ShouldBe(["951号楼1单元102室"]);
        // Noted by mistake, it is to be done again.
        await later.PostAsync($"{closed.Path}/notices/calls/back", ("household", $"{atDoor.HouseholdId}"), ("seen", "2"));
        later.Text.ShouldContain("已撤回");
        (await DoorsAsync(worker)).ShouldBe(["951号楼1单元102室", "951号楼2单元101室"]);

        // The household reads by itself.
        await phone.OpenAsync(home + "/notices");
        (await DoorsAsync(worker)).ShouldBe(["951号楼2单元101室"]);
        await RoundAsync();
        (await DoorsAsync(worker)).ShouldBe(["951号楼2单元101室"]);

        await later.OpenAsync(closed.Path + "/lift");
        await later.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接通知提前解除"));
        (await DoorsAsync(worker)).ShouldBeEmpty();
        await RoundAsync();
        (await OpenAsync(closed)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Handed_over_the_calls_go_along_and_what_is_not_shown_any_more_calls_nobody()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "952号楼");
        await director.OpenAsync(closed.Path + "/notices/new?template=closed");
        await director.SubmitAsync("/notices", ("do", "send"), ("repeat", "10"), ("caller", $"{app.Cast.Accounts["deputy"]}"));
        await RoundAsync();
        (await OpenAsync(closed)).ShouldHaveSingleItem().OwnerId.ShouldBe(app.Cast.Accounts["deputy"]);
        await director.PostAsync(
            "/desk/310107103017/grids/hand-over", ("from", $"{app.Cast.Accounts["deputy"]}"), ("to", $"{app.Cast.Accounts["worker"]}"), ("why", "生病"));
        director.Text.ShouldContain("通知的电话 1 条");
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await RoundAsync();
        (await OpenAsync(closed)).Count.ShouldBe(3);
        (await OpenAsync(closed)).ShouldAllBe(t => t.OwnerId == app.Cast.Accounts["worker"]);
        var now = app.Clock.Now();
        await app.InDbAsync(db => db.Announcements.Where(a => a.OrderId == closed.Order).ExecuteUpdateAsync(set => set.SetProperty(a => a.HiddenAt, now)));
        await RoundAsync();
        (await OpenAsync(closed)).ShouldBeEmpty();
    }
}
