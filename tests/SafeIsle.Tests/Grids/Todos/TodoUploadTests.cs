using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using static SafeIsle.Tests.Grids.Todos.TodoUploads;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>What a phone kept on the stairs comes later: each once, out of order, days late, by a wrong clock.</summary>
public sealed class TodoUploadTests(TodoApp app) : IClassFixture<TodoApp>
{
    private const string List = "/field/310107103017/todos";

    [Fact]
    public async Task The_shell_and_its_worker_open_for_everybody_and_hold_nothing()
    {
        using var anyone = app.Anyone();
        (await anyone.OpenAsync("/field/todos")).ShouldBe(HttpStatusCode.OK);
        anyone.Page.QuerySelector(".todo").ShouldBeNull();
        using var worker = await anyone.FetchAsync("/field/sw.js");
        worker.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        (await worker.Content.ReadAsStringAsync()).ShouldContain("/field/todos");
    }

    [Fact]
    public async Task Without_the_token_or_elsewhere_nothing_is_taken()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "101", "没有令牌");
        using var worker = await app.AsAsync("worker");
        using var content = JsonContent.Create(new { sentAt = 0L, tries = new[] { Try(todo, "done", app.Clock.Now()) } });
        using var answer = await worker.SendAsync(List + "/tries", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await app.TriesAsync(todo)).ShouldBeEmpty();
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(List + "/pass")).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync(List + "/pass")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Too_many_are_refused_whole_and_nonsense_for_itself()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "102", "太多");
        using var worker = await app.AsAsync("worker");
        var many = Enumerable.Range(0, TodoRules.MostTries + 1).Select(_ => Try(todo, "busy", app.Clock.Now())).ToArray();
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, many)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "busy", app.Clock.Now(), Guid.Empty), 5, "x")).Ends.ShouldBe(["Unreadable", "Unreadable", "Unreadable"]);
        (await app.TriesAsync(todo)).ShouldBeEmpty();
        (await worker.UploadTriesAsync(app, TimeSpan.Zero)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_damaged_one_is_answered_for_itself_and_the_others_are_stored()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "602", "坏了一条");
        using var worker = await app.AsAsync("worker");
        using var pass = await worker.FetchAsync(List + "/pass");
        var (at, half, odd, good) = (app.Clock.Now().ToUnixTimeMilliseconds(), Ids.New(), Ids.New(), Ids.New());
        // Half a character, a time that is none, and null.
        var body = $$"""
            {"sentAt":{{at}},"tries":[
              {"id":"{{half}}","todo":"{{todo.Id}}","outcome":"busy","note":"\ud83d","at":{{at}}},
              {"id":"{{odd}}","todo":"{{todo.Id}}","outcome":"busy","note":"","at":"soon"}, null,
              {"id":"{{good}}","todo":"{{todo.Id}}","outcome":"busy","note":"好的","at":{{at}}}]}
            """;
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        content.Headers.Add("RequestVerificationToken", (await pass.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
        using var answer = await worker.SendAsync(List + "/tries", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ends = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("tries").EnumerateArray()
            .Select(t => (Id: t.GetProperty("id").GetGuid(), End: t.GetProperty("end").GetString(), Words: t.GetProperty("words").GetString()!)).ToList();
        ends.Single(e => e.Id == good).End.ShouldBe("Kept");
        ends.Single(e => e.Id == half).End.ShouldBe("Unreadable");
        ends.Single(e => e.Id == half).Words.ShouldContain("请再点一次");
        ends.Single(e => e.Id == odd).End.ShouldBe("Unreadable");
        (await app.TriesAsync(todo)).ShouldHaveSingleItem().Id.ShouldBe(good);
    }

    [Fact]
    public async Task What_was_done_before_it_was_handed_over_by_name_is_kept_with_its_time_and_settles_nothing()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 2, "502", "交出去的", owner: "worker");
        var director = app.Cast.Accounts["director"];
        var called = app.Clock.Now().AddHours(-1);
        await app.InDbAsync(db => db.Todos.Where(t => t.Id == todo.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.OwnerId, director)));
        using var worker = await app.AsAsync("worker");
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", called))).Ends.ShouldBe(["NotYours"]);
        var kept = (await app.TriesAsync(todo)).ShouldHaveSingleItem();
        (kept.TooLate, kept.ById).ShouldBe((true, app.Cast.Accounts["worker"]));
        kept.At.ShouldBe(called, TimeSpan.FromSeconds(1));
        var row = await app.NowAsync(todo);
        (row.ClosedAt, row.Tries).ShouldBe((null, 0));
        app.Heard.ShouldNotContainKey(todo.SourceId);
        // Whoever has it now reads who did what, and when.
        using var heir = await app.AsAsync("director");
        await heir.OpenAsync(List);
        heir.Page.QuerySelector($"[data-todo='{todo.Id}'] .todo-before")!.TextContent.ShouldContain($"{called.Short()} {kept.By} 说好了");
    }

    [Fact]
    public async Task Sent_again_it_counts_once_and_out_of_order_the_last_by_its_time_decides()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "201", "乱序");
        using var worker = await app.AsAsync("worker");
        var now = app.Clock.Now();
        var later = Try(todo, "busy", now.AddMinutes(-10));
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, later)).Ends.ShouldBe(["Kept"]);
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, later, Try(todo, "silent", now.AddHours(-3)))).Ends.ShouldBe(["Again", "Kept"]);
        var row = await app.NowAsync(todo);
        (row.Tries, row.LastOutcome, row.DueAt).ShouldBe((2, "busy", todo.DueAt.AddTicks(-(todo.DueAt.Ticks % TimeSpan.TicksPerMillisecond))));
        app.Heard[todo.SourceId].ShouldBe(2);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var phone = await app.AsAsync("worker");
            return (await phone.UploadTriesAsync(app, TimeSpan.Zero, later)).Ends.Single();
        }));
        both.ShouldAllBe(e => e == "Again");
    }

    [Fact]
    public async Task Sent_four_times_at_once_it_is_one()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "202", "同时");
        var one = Try(todo, "silent", app.Clock.Now());
        var phones = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.AsAsync("worker")));
        var ends = (await Task.WhenAll(phones.Select(p => p.UploadTriesAsync(app, TimeSpan.Zero, one)))).Select(a => a.Ends.Single()).ToList();
        ends.Count(e => e == "Kept").ShouldBe(1);
        ends.Count(e => e == "Again").ShouldBe(3);
        (await app.NowAsync(todo)).Tries.ShouldBe(1);
        app.Heard[todo.SourceId].ShouldBe(1);
        foreach (var phone in phones)
        {
            phone.Dispose();
        }
    }

    [Fact]
    public async Task What_comes_after_it_was_settled_is_kept_without_effect()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "301", "已办好");
        using var worker = await app.AsAsync("worker");
        using var director = await app.AsAsync("director");
        (await director.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", app.Clock.Now()))).Ends.ShouldBe(["Kept"]);
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "silent", app.Clock.Now().AddDays(-2)))).Ends.ShouldBe(["Late"]);
        var tries = await app.TriesAsync(todo);
        tries.Select(t => t.TooLate).ShouldBe([true, false]);
        (await app.NowAsync(todo)).Tries.ShouldBe(1);
        app.Heard[todo.SourceId].ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_clock_is_set_right_and_nothing_happens_in_the_future()
    {
        var (fast, mad) = (await app.AskAsync(app.Cast.Building1, 1, "401", "快一天"), await app.AskAsync(app.Cast.Building1, 1, "402", "没有钟"));
        using var worker = await app.AsAsync("worker");
        var (now, day) = (app.Clock.Now(), TimeSpan.FromDays(1));
        (await worker.UploadTriesAsync(app, day, Try(fast, "silent", now.AddHours(-1) + day), Try(mad, "silent", DateTimeOffset.UnixEpoch.AddDays(1)))).Ends.ShouldBe(["Kept", "Kept"]);
        (await app.TriesAsync(fast)).Single().At.ShouldBe(now.AddHours(-1), TimeSpan.FromMinutes(1));
        (await app.TriesAsync(mad)).Single().At.ShouldBe(now, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Others_doors_and_other_communities_are_not_taken_and_hold_up_nothing()
    {
        var (mine, other) = (await app.AskAsync(app.Cast.Building1, 1, "501", "我的"), await app.AskAsync(app.Cast.Building1, 2, "501", "别人的"));
        using var worker = await app.AsAsync("worker");
        var nowhere = new { id = Ids.New(), todo = Ids.New(), outcome = "done", note = "", at = app.Clock.Now().ToUnixTimeMilliseconds() };
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(other, "done", app.Clock.Now()), nowhere, Try(mine, "unheard-of", app.Clock.Now()), Try(mine, "done", app.Clock.Now())))
            .Ends.ShouldBe(["NotYours", "Unknown", "NoOutcome", "Kept"]);
        (await app.NowAsync(other)).ClosedAt.ShouldBeNull();
        (await app.NowAsync(mine)).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_given_to_somebody_by_name_is_not_settled_by_whoever_answers_for_the_door()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "501", "指名交给医生的", owner: "doctor");
        using var worker = await app.AsAsync("worker");
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", app.Clock.Now()))).Ends.ShouldBe(["NotYours"]);
        (await app.NowAsync(todo)).ClosedAt.ShouldBeNull();
        (await app.TriesAsync(todo)).ShouldAllBe(t => t.TooLate);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", app.Clock.Now()))).Ends.ShouldBe(["Kept"]);
    }

    [Fact]
    public async Task What_was_done_before_the_grid_was_handed_over_counts_and_what_after_does_not()
    {
        var (before, after) = (await app.AskAsync(app.Cast.Building1, 2, "201", "移交前"), await app.AskAsync(app.Cast.Building1, 2, "202", "移交后"));
        var now = app.Clock.Now();
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(new GridDuty
            {
                CommunityId = Cast.Home, Id = Ids.New(), GridId = app.Grids[1], AccountId = app.Cast.Accounts["worker"], Name = "小周", Role = GridRole.StandIn,
                Since = now.AddDays(-3), EndedAt = now.AddHours(-5), By = "测试",
            });
            write.Record(Cast.Home, "test.duty", null, "测试负责");
            await write.CommitAsync();
            return 0;
        });
        using var worker = await app.AsAsync("worker");
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(before, "done", now.AddHours(-6)), Try(after, "done", now.AddHours(-4)))).Ends.ShouldBe(["Kept", "NotYours"]);
    }

    [Fact]
    public async Task A_time_before_it_was_asked_for_is_set_right_kept_as_told_and_gives_no_right()
    {
        var (mine, former) = (
            await app.AskAsync(app.Cast.Building1, 1, "302", "刚刚才要的", justNow: true), await app.AskAsync(app.Cast.Building1, 2, "302", "移交后才要的", justNow: true));
        var now = app.Clock.Now();
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(new GridDuty
            {
                CommunityId = Cast.Home, Id = Ids.New(), GridId = app.Grids[1], AccountId = app.Cast.Accounts["worker"], Name = "小周", Role = GridRole.StandIn,
                Since = now.AddDays(-60), EndedAt = now.AddHours(-1), By = "测试",
            });
            write.Record(Cast.Home, "test.duty", null, "测试负责");
            await write.CommitAsync();
            return 0;
        });
        using var worker = await app.AsAsync("worker");
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(mine, "silent", now.AddDays(-40)), Try(former, "silent", now.AddDays(-40)))).Ends.ShouldBe(["Kept", "NotYours"]);
        var kept = (await app.TriesAsync(mine)).ShouldHaveSingleItem();
        kept.At.ShouldBe((await app.NowAsync(mine)).AskedAt);
        kept.DeviceAt!.Value.ShouldBe(now.AddDays(-40), TimeSpan.FromSeconds(1));
        // Long after a hand-over no phone still holds anything.
        var late = await app.AskAsync(app.Cast.Building1, 2, "401", "移交很久");
        await app.InDbAsync(db => db.GridDuties.Where(d => d.GridId == app.Grids[1] && d.EndedAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.EndedAt, now - TodoRules.KeptOffline - TimeSpan.FromHours(1))));
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(late, "silent", now - TodoRules.KeptOffline - TimeSpan.FromHours(2)))).Ends.ShouldBe(["NotYours"]);
    }

    [Fact]
    public async Task A_duty_of_an_older_division_gives_no_right()
    {
        await app.FormerDutyAsync();
        // Nor has he one there since.
        await app.InDbAsync(db => db.GridDuties.Where(d => d.GridId == app.Grids[1]).ExecuteDeleteAsync());
        var todo = await app.AskAsync(app.Cast.Building1, 2, "101", "从前归他");
        using var worker = await app.AsAsync("worker");
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", app.Clock.Now()), Try(todo, "done", app.Clock.Now().AddDays(-3)))).Ends.ShouldBe(["NotYours", "NotYours"]);
        (await app.NowAsync(todo)).ClosedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Tries_of_one_day_have_a_top_and_what_settles_it_is_still_taken()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "601", "按个不停");
        using var worker = await app.AsAsync("worker");
        var now = app.Clock.Now();
        var ends = (await worker.UploadTriesAsync(app, TimeSpan.Zero, [.. Enumerable.Range(0, 30).Select(i => Try(todo, "busy", now.AddSeconds(i - 100)))])).Ends;
        ends.Count(e => e == "Kept").ShouldBe(TodoRules.MostTriesADay);
        ends.Count(e => e == "TooMany").ShouldBe(30 - TodoRules.MostTriesADay);
        await worker.OpenAsync("/account");
        await worker.PostAsync(List, ("do", $"{todo.Id:N}.busy"), ("page", $"{Ids.New()}"));
        worker.Text.ShouldContain($"今天已经记了 {TodoRules.MostTriesADay} 次");
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", now))).Ends.ShouldBe(["Kept"]);
        (await worker.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", now))).Ends.ShouldBe(["TooMany"]);
        (await app.TriesAsync(todo)).Count.ShouldBe(TodoRules.MostTriesADay + 1);
    }

    [Fact]
    public async Task Nobody_uses_up_the_tries_of_whoever_answers_for_it_and_whose_it_never_was_leaves_none()
    {
        var todo = await app.AskAsync(app.Cast.Building2, 1, "301", "老秦的门");
        var now = app.Clock.Now();
        using var worker = await app.AsAsync("worker");
        var others = (await worker.UploadTriesAsync(app, TimeSpan.Zero, [.. Enumerable.Range(0, 25).Select(i => Try(todo, "busy", now.AddSeconds(i - 100)))])).Ends;
        (others.Count(e => e == "NotYours"), others.Count(e => e == "TooMany")).ShouldBe((TodoRules.MostTriesADay, 5));
        using var guard = await app.AsAsync("guard");
        (await guard.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "silent", now))).Ends.ShouldBe(["Kept"]);
        // A doctor answers for no grid, and nobody gave it to her.
        using var doctor = await app.AsAsync("doctor");
        (await doctor.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, "done", now))).Ends.ShouldBe(["Unknown"]);
        (await app.TriesAsync(todo)).ShouldNotContain(t => t.ById == app.Cast.Accounts["doctor"]);
        (await app.NowAsync(todo)).ClosedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json; charset=utf-7")]
    public async Task The_body_is_utf_8_whatever_its_header_says(string type)
    {
        using var worker = await app.AsAsync("worker");
        using var pass = await worker.FetchAsync(List + "/pass");
        using var content = new ByteArrayContent("""{"sentAt":1,"tries":[]}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        content.Headers.Add("RequestVerificationToken", (await pass.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
        using var answer = await worker.SendAsync(List + "/tries", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
