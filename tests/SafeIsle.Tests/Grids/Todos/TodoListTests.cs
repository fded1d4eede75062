using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>My list holds what is mine and nothing else, and its buttons work without any script.</summary>
public sealed class TodoListTests(TodoApp app) : IClassFixture<TodoApp>
{
    private const string List = "/field/310107103017/todos";

    // The button of a row: what, and what came of it.
    private static string Button(Browser browser, Todo todo, string outcome) => browser.Page.QuerySelectorAll("button[name=do]")
        .Select(b => b.GetAttribute("value")!).Single(v => v == $"{todo.Id:N}.{outcome}");

    private static async Task PressAsync(Browser browser, Todo todo, string outcome, string? note = null)
    {
        await browser.OpenAsync(List);
        await browser.SubmitAsync(List, [("do", Button(browser, todo, outcome)), .. note is null ? [] : new (string, string?)[] { ($"note-{todo.DwellingId:N}", note) }]);
    }

    [Fact]
    public async Task Others_do_not_find_it_and_those_above_have_none()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(List)).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync(List)).ShouldBe(HttpStatusCode.Forbidden);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync("/desk/310107103017/todos")).ShouldBe(HttpStatusCode.OK);
        worker.Path.ShouldBe(List);
    }

    [Fact]
    public async Task It_holds_what_is_of_my_grids_and_what_was_given_to_me_late_first_then_as_one_walks()
    {
        var second = await app.AskAsync(app.Cast.Building1, 1, "202", "网格里后走到的");
        var first = await app.AskAsync(app.Cast.Building1, 1, "102", "网格里先走到的");
        var late = await app.AskAsync(app.Cast.Building1, 1, "602", "网格里超时的", TimeSpan.FromHours(-1));
        var other = await app.AskAsync(app.Cast.Building1, 2, "102", "没人负责的单元");
        var given = await app.AskAsync(app.Cast.Building1, 2, "202", "交给小周的", owner: "worker");
        var colleague = await app.AskAsync(app.Cast.Building1, 1, "302", "交给医生的", owner: "doctor");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        var shown = worker.Page.QuerySelectorAll(".todo").Select(r => Guid.Parse(r.GetAttribute("data-todo")!)).ToList();
        new[] { first.Id, second.Id, late.Id, given.Id }.ShouldBeSubsetOf(shown);
        shown.ShouldNotContain(other.Id);
        worker.Page.QuerySelectorAll($"a[href='/desk/310107103017/dwellings/{first.DwellingId}']").ShouldNotBeEmpty();
        shown.ShouldNotContain(colleague.Id);
        shown.IndexOf(late.Id).ShouldBeLessThan(shown.IndexOf(first.Id));
        shown.IndexOf(first.Id).ShouldBeLessThan(shown.IndexOf(second.Id));
        worker.Text.ShouldContain("超时");

        // The stand-in has the grid's, too; what nobody answers for is the committee's to see.
        using var director = await app.AsAsync("director");
        await director.OpenAsync(List);
        director.Text.ShouldContain("网格里先走到的");
        director.Text.ShouldNotContain("没人负责的单元");
        await director.OpenAsync(List + "?show=nobody");
        director.Text.ShouldContain("没人负责的单元");
        director.Text.ShouldNotContain("网格里先走到的");
        await worker.OpenAsync(List + "?show=nobody");
        worker.Text.ShouldNotContain("没人负责的单元");
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(List);
        doctor.Text.ShouldContain("交给医生的");
        doctor.Text.ShouldNotContain("网格里先走到的");
    }

    [Fact]
    public async Task Names_and_numbers_are_for_those_who_call_there_and_the_look_is_recorded()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "501", Tenure.Owner, RegisterFixture.Person("欧阳测试", phone: "14200000501"));
        await app.AskAsync(app.Cast.Building1, 1, "501", "问一声", household: household);
        var given = await app.AskAsync(app.Cast.Building1, 1, "501", "请医生问一声", owner: "doctor", household: household);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        worker.Text.ShouldContain("欧阳测试");
        worker.Page.QuerySelectorAll("a[href='tel:14200000501']").ShouldNotBeEmpty();
        (await app.AuditAsync("todo.look")).ShouldContain(s => s.Contains("含电话", StringComparison.Ordinal));
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(List);
        doctor.Text.ShouldContain(given.Title);
        doctor.Text.ShouldNotContain("欧阳测试");
        doctor.Text.ShouldContain("欧***");
        doctor.Page.QuerySelectorAll("a[href^='tel:']").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_press_counts_once_moves_the_time_and_settles()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "401", "回访一次");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        (string, string)[] press = [("do", Button(worker, todo, "silent")), ("page", worker.Page.QuerySelector("input[name=page]")!.GetAttribute("value")!)];
        await worker.SubmitAsync(List, [.. press, ($"note-{todo.DwellingId:N}", "没接")]);
        worker.Status.ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("没人接");
        await worker.PostAsync(List, press);
        var tried = await app.NowAsync(todo);
        (tried.Tries, tried.LastOutcome, tried.ClosedAt).ShouldBe((1, "silent", null));
        tried.DueAt.ShouldBe(tried.LastTriedAt!.Value.AddHours(2));
        (await app.TriesAsync(todo)).ShouldHaveSingleItem().NoteSealed.ShouldNotBeNull();
        await PressAsync(worker, todo, "done");
        (await app.NowAsync(todo)).ClosedAt.ShouldNotBeNull();
        app.Heard[todo.SourceId].ShouldBe(2);
        await worker.OpenAsync(List);
        worker.Text.ShouldNotContain("回访一次");
        await worker.OpenAsync(List + "?show=done");
        worker.Text.ShouldContain("回访一次");
    }

    [Fact]
    public async Task A_door_stands_once_where_the_latest_of_it_stands_and_is_called_once()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "301", Tenure.Owner, RegisterFixture.Person("诸葛测试", phone: "14200000301"));
        var first = await app.AskAsync(app.Cast.Building1, 1, "101", "一楼先走到的");
        var early = await app.AskAsync(app.Cast.Building1, 1, "301", "三楼不急的", household: household);
        var late = await app.AskAsync(app.Cast.Building1, 1, "301", "三楼超时的", TimeSpan.FromHours(-1), household: household);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        var doors = worker.Page.QuerySelectorAll("li.door").ToList();
        var door = doors.Single(d => d.TextContent.Contains("三楼超时的", StringComparison.Ordinal));
        door.QuerySelectorAll(".todo").Select(t => t.GetAttribute("data-todo")).ShouldBe([$"{late.Id}", $"{early.Id}"]);
        door.QuerySelectorAll("a[href='tel:14200000301']").ShouldHaveSingleItem();
        door.QuerySelectorAll("input").ShouldHaveSingleItem().GetAttribute("name").ShouldBe($"note-{late.DwellingId:N}");
        door.QuerySelectorAll("button[formaction*='/escalations/new']").Length.ShouldBe(2);
        doors.IndexOf(door).ShouldBeLessThan(doors.FindIndex(d => d.QuerySelector($"[data-todo='{first.Id}']") is not null));
    }

    [Fact]
    public async Task What_is_due_within_the_hour_stands_after_what_is_late_and_before_the_way_one_walks()
    {
        var near = await app.AskAsync(app.Cast.Building1, 1, "101", "明天才到期的", TimeSpan.FromHours(30));
        var late = await app.AskAsync(app.Cast.Building1, 1, "602", "早就超时的", TimeSpan.FromHours(-1));
        var soon = await app.AskAsync(app.Cast.Building1, 2, "601", "半小时内要打的", TimeSpan.FromMinutes(30), owner: "worker");
        var beside = await app.AskAsync(app.Cast.Building1, 2, "601", "同一扇门不急的", TimeSpan.FromHours(30), owner: "worker");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        var shown = worker.Page.QuerySelectorAll(".todo").Select(r => Guid.Parse(r.GetAttribute("data-todo")!)).ToList();
        shown.IndexOf(late.Id).ShouldBeLessThan(shown.IndexOf(soon.Id));
        shown.IndexOf(beside.Id).ShouldBe(shown.IndexOf(soon.Id) + 1);
        // Other tests may have made the door of the near one urgent; one that is not waits behind.
        var calm = await app.AskAsync(app.Cast.Building1, 1, "102", "不急的门", TimeSpan.FromHours(30));
        var now = app.Clock.Now();
        await app.InDbAsync(db => db.Todos.Where(t => (t.DwellingId == calm.DwellingId || t.DwellingId == near.DwellingId) && t.Id != calm.Id && t.Id != near.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now)));
        await worker.OpenAsync(List);
        shown = [.. worker.Page.QuerySelectorAll(".todo").Select(r => Guid.Parse(r.GetAttribute("data-todo")!))];
        shown.IndexOf(soon.Id).ShouldBeLessThan(shown.IndexOf(near.Id));
        shown.IndexOf(near.Id).ShouldBeLessThan(shown.IndexOf(calm.Id));
    }

    [Fact]
    public async Task A_door_is_found_by_its_number_and_a_building_by_its_chip()
    {
        var here = await app.AskAsync(app.Cast.Building1, 1, "202", "找得到的");
        var other = await app.AskAsync(app.Cast.Building2, 1, "101", "另一栋的", owner: "worker");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        worker.Page.QuerySelectorAll("a[data-q]").Select(a => a.GetAttribute("data-q")).ShouldBe(["1-", "2-"]);
        await worker.OpenAsync(List + "?q=2-");
        Shown().ShouldContain(other.Id);
        Shown().ShouldNotContain(here.Id);
        var number = TodoDoor.Key(here.Dwelling);
        await worker.OpenAsync($"{List}?q={number}");
        Shown().ShouldContain(here.Id);
        Shown().ShouldNotContain(other.Id);
        worker.Page.QuerySelector("input[name=q]")!.GetAttribute("value").ShouldBe(number);
        await worker.OpenAsync(List + "?q=99-9");
        worker.Text.ShouldContain("没有“99-9”这样的门牌");

        List<Guid> Shown() => [.. worker.Page.QuerySelectorAll(".todo").Select(t => Guid.Parse(t.GetAttribute("data-todo")!))];
    }

    [Fact]
    public async Task What_is_wrong_is_told_and_what_was_typed_is_kept()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "402", "备注太长");
        using var worker = await app.AsAsync("worker");
        var note = new string('长', TodoKind.MostNote + 1);
        await PressAsync(worker, todo, "done", note);
        worker.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("最多 200 个字");
        worker.Page.QuerySelector($"input[name=note-{todo.DwellingId:N}]")!.GetAttribute("value").ShouldBe(note);
        (await app.TriesAsync(todo)).ShouldBeEmpty();
        await worker.PostAsync(List, ("do", "乱写"));
        worker.Text.ShouldContain("没有看懂");
        await worker.PostAsync(List, ("do", $"{todo.Id:N}.unheard-of"), ("page", $"{Ids.New()}"));
        worker.Text.ShouldContain("没有这个结果");
        (await app.TriesAsync(todo)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_mine_I_do_not_settle()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 2, "401", "别人的事");
        var far = await app.AskAsync(app.Cast.Building1, 1, "502", "楼外的事");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        await worker.PostAsync(List, ("do", $"{todo.Id:N}.done"), ("page", $"{Ids.New()}"));
        worker.Text.ShouldContain("现在归别人负责");
        // Of one building only, who does not even see the other.
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync("/account");
        (await guard.PostAsync(List, ("do", $"{far.Id:N}.done"), ("page", $"{Ids.New()}"))).ShouldBe(HttpStatusCode.NotFound);
        (await app.NowAsync(todo)).ClosedAt.ShouldBeNull();
        (await app.NowAsync(far)).ClosedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Asked_twice_is_one_and_what_was_dropped_is_gone()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "301", "问两遍");
        var again = await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var asked = await db.AskAsync([todo], default);
            var dropped = await db.DropTodosAsync(Cast.Home, TodoApp.Kind, [todo.SourceId], app.Clock.GetUtcNow(), default);
            write.Record(Cast.Home, "test.todo", null, "测试待办");
            await write.CommitAsync();
            return (asked, dropped);
        });
        again.ShouldBe((0, 1));
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        worker.Text.ShouldNotContain("问两遍");
    }
}
