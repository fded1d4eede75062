using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Closures;
using SafeIsle.Grids.Todos;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Closures;

/// <summary>Tasks of a closed building stand on their owners' lists on their day, done there or on the board. The class moves the clock.</summary>
public sealed class ClosureTodosTests(TestApp app) : IClassFixture<TestApp>
{
    private const string List = "/field/310107103017/todos";

    private Task RoundAsync() => app.Services.GetRequiredService<ClosureTodos>().RunAsync(default);

    private Task<List<ClosureTask>> TasksAsync(Guid building) =>
        app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).OrderBy(t => t.Position).ToListAsync());

    private Task<List<Todo>> OpenAsync(Guid building) =>
        app.InDbAsync(db => db.Todos.Where(t => t.BuildingId == building && t.Kind == ClosureTodos.Code && t.ClosedAt == null).ToListAsync());

    private async Task<(Guid Building, string Path, List<ClosureTask> Tasks)> ClosedAsync(Browser director, string label)
    {
        var building = await Residents.AddBuildingAsync(app, label);
        var path = await CloseBuildingTests.CloseAsync(director, building);
        return (building, path, await TasksAsync(building));
    }

    private async Task GiveAsync(Browser director, string path, ClosureTask task, string? to, bool all = false)
    {
        await director.OpenAsync($"{path}/tasks/{task.Id}/owner");
        await director.SubmitAsync("/owner", ("owner", to is null ? "" : app.Cast.Accounts[to].ToString()), ("all", all ? "on" : null));
        director.Text.ShouldContain("已改派");
    }

    private static async Task<HashSet<Guid>> ShownAsync(Browser browser, string query = "?kind=closure-task")
    {
        await browser.OpenAsync(List + query);
        return [.. browser.Page.QuerySelectorAll(".todo").Select(r => Guid.Parse(r.GetAttribute("data-todo")!))];
    }

    private static Task<HttpStatusCode> TapAsync(Browser browser, Todo todo) =>
        browser.PostAsync(List, ("do", $"{todo.Id:N}.done"), ("page", $"{Ids.New()}"));

    [Fact]
    public async Task What_is_due_today_stands_on_the_owners_list_and_one_tap_ticks_the_board()
    {
        using var director = await app.AsAsync("director");
        const string Own = "?kind=closure-task&q=861"; // other tests close buildings, too
        var (building, path, tasks) = await ClosedAsync(director, "861号楼");
        var today = Clock.Midnight(app.Clock.Today().AddDays(1));
        var asked = await OpenAsync(building);
        // Those of today and not all of them: the rest come on their day.
        asked.Select(t => t.SourceId).ShouldBe(tasks.Where(t => t.DueAt < today).Select(t => t.Id), ignoreOrder: true);
        asked.Count.ShouldBeInRange(1, tasks.Count - 1);

        var task = tasks.First(t => t.DueAt < today);
        await GiveAsync(director, path, task, "worker");
        var todo = (await OpenAsync(building)).Single(t => t.SourceId == task.Id);
        using var worker = await app.AsAsync("worker");
        (await ShownAsync(worker, Own)).ShouldBe([todo.Id]);
        worker.Text.ShouldContain("861号楼");
        worker.Text.ShouldContain(task.Title);
        worker.Text.ShouldContain(TodoRules.Due(task.DueAt, app.Clock.Now()));
        (await ShownAsync(director)).ShouldNotContain(todo.Id);
        // What one tap does not do is done on the board.
        await worker.OpenAsync(worker.Page.QuerySelector(".todo-more")!.GetAttribute("href")!);
        worker.Path.ShouldBe(path);

        await TapAsync(worker, todo);
        worker.Text.ShouldContain("已记下");
        var ticked = (await TasksAsync(building)).Single(t => t.Id == task.Id);
        (ticked.DoneAt is not null, ticked.DoneBy).ShouldBe((true, "小周"));
        (await ShownAsync(worker, Own)).ShouldBeEmpty();
        await director.OpenAsync(path + "/chain");
        director.Text.ShouldContain($"完成：{task.Title}");

        // A slip of the thumb: it is to be done again, by the same.
        await director.OpenAsync(path);
        await director.SubmitAsync($"/tasks/{task.Id}/untick");
        (await ShownAsync(worker, Own)).ShouldBe([todo.Id]);
        await worker.OpenAsync(path);
        await worker.SubmitAsync($"/tasks/{task.Id}/tick");
        worker.Text.ShouldContain("已勾选");
        (await ShownAsync(worker, Own)).ShouldBeEmpty();
        await worker.OpenAsync(List + "?show=done");
        worker.Text.ShouldContain(task.Title);
        // Once more on the list of a phone that did not know: it changes nothing.
        await worker.OpenAsync(path);
        await TapAsync(worker, todo);
        worker.Text.ShouldContain("已经有人办好了");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"/desk/310107103017/closures/tasks/{task.Id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Handed_over_it_goes_to_the_next_list_and_nobodys_is_the_committees_to_see()
    {
        using var director = await app.AsAsync("director");
        var (building, path, tasks) = await ClosedAsync(director, "862号楼");
        var today = Clock.Midnight(app.Clock.Today().AddDays(1));
        var task = tasks.First(t => t.DueAt < today);
        await GiveAsync(director, path, task, "worker");
        var todo = (await OpenAsync(building)).Single(t => t.SourceId == task.Id);
        using var worker = await app.AsAsync("worker");
        using var doctor = await app.AsAsync("doctor");
        (await ShownAsync(worker)).ShouldContain(todo.Id);
        await GiveAsync(director, path, task, "doctor");
        // She did it before she knew: kept with her name, and not ticked.
        await TapAsync(worker, todo);
        worker.Text.ShouldContain("现在归别人负责");
        (await ShownAsync(worker)).ShouldNotContain(todo.Id);
        (await ShownAsync(doctor)).ShouldContain(todo.Id);
        (await TasksAsync(building)).Single(t => t.Id == task.Id).DoneAt.ShouldBeNull();

        await GiveAsync(director, path, task, null);
        (await ShownAsync(doctor)).ShouldNotContain(todo.Id);
        (await ShownAsync(director)).ShouldNotContain(todo.Id);
        (await ShownAsync(director, "?show=nobody")).ShouldContain(todo.Id);
        await TapAsync(director, todo);
        (await TasksAsync(building)).Single(t => t.Id == task.Id).DoneBy.ShouldBe("高主任");
    }

    [Fact]
    public async Task The_work_of_somebody_who_leaves_is_handed_over_with_her_tasks()
    {
        using var director = await app.AsAsync("director");
        var (building, path, tasks) = await ClosedAsync(director, "864号楼");
        var role = tasks.GroupBy(t => t.Role).First(g => g.Count() > 1 && g.Any(t => t.DueAt < Clock.Midnight(app.Clock.Today().AddDays(1))));
        await GiveAsync(director, path, role.First(), "deputy", all: true);
        await director.PostAsync(
            "/desk/310107103017/grids/hand-over", ("from", $"{app.Cast.Accounts["deputy"]}"), ("to", $"{app.Cast.Accounts["worker"]}"), ("why", "生病"));
        director.Text.ShouldContain($"封控任务 {role.Count()} 项");
        (await TasksAsync(building)).Where(t => t.Role == role.Key).ShouldAllBe(t => t.OwnerId == app.Cast.Accounts["worker"] && t.OwnerName == "小周");
        (await OpenAsync(building)).Where(t => role.Any(r => r.Id == t.SourceId)).ShouldAllBe(t => t.OwnerId == app.Cast.Accounts["worker"]);
        await director.OpenAsync(path + "/chain");
        director.Text.ShouldContain("随工作移交由陈副主任改为小周");
    }

    [Fact]
    public async Task Later_days_come_on_their_day_restarted_they_go_and_lifting_leaves_what_follows_it()
    {
        using var director = await app.AsAsync("director");
        var (building, path, tasks) = await ClosedAsync(director, "865号楼");
        var round = tasks.First(t => t.Clock == StepClock.TestDay && t.DueAt > Clock.Midnight(app.Clock.Today().AddDays(1)));
        (await OpenAsync(building)).ShouldNotContain(t => t.SourceId == round.Id);
        app.Clock.Advance(Clock.Midnight(round.DueAt.DateHere()).AddHours(7) - app.Clock.Now());
        await RoundAsync();
        await RoundAsync();
        (await OpenAsync(building)).Where(t => t.SourceId == round.Id).ShouldHaveSingleItem().DueAt.ShouldBe(round.DueAt);
        using var next = await app.AsAsync("director");
        (await ShownAsync(next, "?kind=closure-task&show=late")).ShouldContain((await OpenAsync(building)).MinBy(t => t.DueAt)!.Id);

        await next.OpenAsync(path + "/restart");
        await next.SubmitAsync("/restart", ("sure", "1"), ("reason", "又检出一人"), ("document", "普防控〔2022〕15号"));
        next.Text.ShouldContain("已重新计时");
        var left = (await TasksAsync(building)).Where(t => t.DoneAt is null).Select(t => t.Id).ToList();
        (await OpenAsync(building)).Select(t => t.SourceId).ShouldBeSubsetOf(left);

        await next.OpenAsync(path + "/lift");
        await next.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接通知提前解除"));
        var after = (await TasksAsync(building)).Where(t => t.Stage == Stage.After && t.DoneAt is null).Select(t => t.Id).ToList();
        (await OpenAsync(building)).ShouldNotBeEmpty();
        (await OpenAsync(building)).Select(t => t.SourceId).ShouldBeSubsetOf(after);
    }
}
