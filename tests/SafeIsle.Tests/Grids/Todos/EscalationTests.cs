using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Escalations;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Platform;
using SafeIsle.Households;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>A case goes up with what was tried, and comes back with a decision and its authority to whoever raised it.</summary>
public sealed class EscalationTests(TodoApp app) : IClassFixture<TodoApp>
{
    private const string Desk = "/desk/310107103017/escalations";

    private async Task<Escalation> RaiseAsync(Browser browser, Todo todo, string title)
    {
        await browser.OpenAsync($"{Desk}/new?todo={todo.Id}");
        await browser.SubmitAsync("/escalations/new", ("title", title), ("text", "三次没人开门"));
        browser.Status.ShouldBe(HttpStatusCode.OK, browser.Text);
        return await app.InDbAsync(db => db.Escalations.SingleAsync(e => e.Title == title));
    }

    private static async Task TryAsync(Browser browser, Todo todo, string outcome, string note)
    {
        await browser.OpenAsync("/account");
        await browser.PostAsync("/field/310107103017/todos", ("do", $"{todo.Id:N}.{outcome}"), ("page", $"{Ids.New()}"), ($"note-{todo.DwellingId:N}", note));
    }

    [Fact]
    public async Task Others_do_not_find_it_and_roles_too_small_are_refused()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "101", "不归别人");
        using var worker = await app.AsAsync("worker");
        var row = await RaiseAsync(worker, todo, "不归别人的上报");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Desk)).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"{Desk}/{row.Id}")).ShouldBe(HttpStatusCode.NotFound);
        // Before it goes up, the street does not see it; a worker of another building never does.
        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/{row.Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync($"{Desk}/{row.Id}")).ShouldBe(HttpStatusCode.NotFound);
        (await guard.OpenAsync($"{Desk}/new?todo={todo.Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Desk)).ShouldBe(HttpStatusCode.Forbidden);
        await worker.OpenAsync($"{Desk}/{row.Id}");
        worker.Page.Forms.ShouldNotContain(f => f.Action.EndsWith("/decision", StringComparison.Ordinal));
        await worker.OpenAsync("/account");
        (await worker.PostAsync($"{Desk}/{row.Id}/decision", ("text", "自己定"), ("authority", "自己"))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Of_two_decisions_at_once_one_counts_and_the_others_words_are_kept()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "201", "两人同时");
        using var worker = await app.AsAsync("worker");
        var row = await RaiseAsync(worker, todo, "两人同时答复的上报");
        using var one = await app.AsAsync("director");
        using var other = await app.AsAsync("deputy");
        await one.OpenAsync($"{Desk}/{row.Id}");
        await other.OpenAsync($"{Desk}/{row.Id}");
        await Task.WhenAll(
            one.SubmitAsync("/decision", ("act", "decide"), ("text", "主任写的决定"), ("authority", "主任")),
            other.SubmitAsync("/decision", ("act", "decide"), ("text", "副主任写的决定"), ("authority", "副主任")));
        new[] { one.Status, other.Status }.ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], ignoreOrder: true);
        var (late, words) = one.Status == HttpStatusCode.OK ? (other, "副主任写的决定") : (one, "主任写的决定");
        late.Text.ShouldContain(words);
        late.Text.ShouldContain("处理过");
        (await app.InDbAsync(db => db.EscalationSteps.CountAsync(s => s.EscalationId == row.Id))).ShouldBe(2);
        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.Kind == EscalationRules.DecidedKind && t.SourceId == row.Id))).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_missing_is_told_and_what_was_typed_is_kept()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "102", "缺东西");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/new?todo={todo.Id}");
        (await worker.SubmitAsync("/escalations/new", ("title", "没写情况的上报"), ("text", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请填写情况");
        worker.Page.QuerySelector("#title")!.GetAttribute("value").ShouldBe("没写情况的上报");
        (await app.InDbAsync(db => db.Escalations.CountAsync(e => e.TodoId == todo.Id))).ShouldBe(0);
        await worker.OpenAsync($"{Desk}/new?todo={Guid.CreateVersion7()}");
        worker.Status.ShouldBe(HttpStatusCode.NotFound);
        await worker.OpenAsync($"{Desk}/new");
        worker.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_noted_at_the_door_stands_in_the_form_and_in_no_address()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "102", "带着备注上报");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync("/field/310107103017/todos");
        var button = worker.Page.QuerySelectorAll("button[name=raise]").Single(b => b.GetAttribute("formaction")!.EndsWith($"/escalations/new?todo={todo.Id}", StringComparison.Ordinal));
        (string, string)[] press = [("raise", button.GetAttribute("value")!), ($"note-{todo.DwellingId:N}", "说明天才回来"), ($"note-{Guid.CreateVersion7():N}", "别的门")];
        var way = button.GetAttribute("formaction")!;
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync("/account");
        (await guard.PostAsync(way, press)).ShouldBe(HttpStatusCode.NotFound);
        (await worker.PostAsync(way, press)).ShouldBe(HttpStatusCode.OK);
        worker.Path.ShouldBe(way);
        worker.Page.QuerySelector("textarea[name=text]")!.TextContent.ShouldBe("说明天才回来");
        worker.Page.QuerySelector("#title")!.GetAttribute("value").ShouldBe("带着备注上报");
        (await app.InDbAsync(db => db.Escalations.CountAsync(e => e.TodoId == todo.Id))).ShouldBe(0);
        await worker.SubmitAsync("/escalations/new", ("title", "带着备注的上报"));
        worker.Text.ShouldContain("说明天才回来");
        (await app.InDbAsync(db => db.Escalations.CountAsync(e => e.TodoId == todo.Id))).ShouldBe(1);
    }

    [Fact]
    public async Task It_goes_up_to_the_street_and_comes_back_with_its_authority()
    {
        var todo = await app.AskAsync(app.Cast.Building1, 1, "201", "敲门没人");
        using var worker = await app.AsAsync("worker");
        await TryAsync(worker, todo, "silent", "灯亮着");
        var row = await RaiseAsync(worker, todo, "家里有人不开门");
        var again = await app.InDbAsync(db => db.Escalations.CountAsync(e => e.TodoId == todo.Id));
        await worker.OpenAsync($"{Desk}/new?todo={todo.Id}");
        await worker.SubmitAsync("/escalations/new", ("title", "再报一次"), ("text", "再报"));
        worker.Text.ShouldContain("没有重复报");
        (await app.InDbAsync(db => db.Escalations.CountAsync(e => e.TodoId == todo.Id))).ShouldBe(again);
        await worker.OpenAsync("/field/310107103017/todos");
        worker.Text.ShouldContain("已上报，等主任答复");

        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/{row.Id}");
        director.Text.ShouldContain("没人接：灯亮着");
        (await director.SubmitAsync("/decision", ("act", "street"), ("text", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/decision", ("act", "street"), ("text", "请定能否会同民警上门"));
        director.Text.ShouldContain("已转报街道");

        using var town = await app.AsAsync("town");
        await town.OpenAsync("/oversee/escalations");
        town.Text.ShouldContain("家里有人不开门");
        await town.OpenAsync($"{Desk}/{row.Id}");
        (await town.SubmitAsync("/decision", ("act", "decide"), ("text", "会同民警上门"), ("authority", "镇防控办"), ("document", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        town.Text.ShouldContain("请填写街道决定的文号");
        town.Page.QuerySelector("#authority")!.GetAttribute("value").ShouldBe("镇防控办");
        await town.SubmitAsync("/decision", ("act", "decide"), ("document", "镇防控〔2022〕7号"));
        town.Text.ShouldContain("镇防控办决定");

        // Who saw it before that does not answer once more.
        (await director.PostAsync($"{Desk}/{row.Id}/decision", ("act", "decide"), ("text", "晚了"), ("authority", "主任"), ("document", "口头"), ("seen", "2")))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("刚处理过");
        (await app.InDbAsync(db => db.EscalationSteps.CountAsync(s => s.EscalationId == row.Id))).ShouldBe(3);

        await worker.OpenAsync("/field/310107103017/todos");
        worker.Text.ShouldContain("上报有了答复");
        await worker.OpenAsync($"{Desk}/{row.Id}");
        worker.Text.ShouldContain("会同民警上门");
        worker.Text.ShouldContain("镇防控〔2022〕7号");
        (await app.AuditAsync("escalation.decide")).ShouldContain(s => s.Contains("镇防控办", StringComparison.Ordinal));
        // Settled, it may go up again.
        await RaiseAsync(worker, todo, "还是不开门");
    }

    [Fact]
    public async Task The_director_answers_alone_and_a_household_can_be_raised_without_a_thing_to_do()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "301", Tenure.Owner, RegisterFixture.Person("上报户"));
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"/desk/310107103017/households/{household}");
        worker.Page.QuerySelector($"a[href$='escalations/new?household={household}']").ShouldNotBeNull();
        await worker.OpenAsync($"{Desk}/new?household={household}");
        await worker.SubmitAsync("/escalations/new", ("title", "这一户要协调"), ("text", "两家合不来"));
        var row = await app.InDbAsync(db => db.Escalations.SingleAsync(e => e.HouseholdId == household));
        using var director = await app.AsAsync("director");
        await director.OpenAsync("/desk/310107103017");
        director.Text.ShouldContain("件 一线上报等答复");
        await director.OpenAsync($"{Desk}/{row.Id}");
        director.Page.QuerySelector("input[name=authority]")!.GetAttribute("value").ShouldBe("高主任");
        await director.SubmitAsync("/decision", ("act", "decide"), ("text", "周末上门调解"));
        director.Text.ShouldContain("已答复");
        await director.OpenAsync(Desk + "?show=decided");
        director.Text.ShouldContain("这一户要协调");
        await worker.OpenAsync("/field/310107103017/todos");
        worker.Text.ShouldContain("上报有了答复");
    }

    [Fact]
    public async Task What_was_noted_about_health_stays_with_the_committee_and_whoever_noted_it()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "402", Tenure.Owner, RegisterFixture.Person("上报不说病"));
        var ill = await app.AskAsync(app.Cast.Building1, 1, "402", "有新的上报", household: household, kind: AlertTodos.Code);
        var plain = await app.AskAsync(app.Cast.Building1, 1, "402", "回访这一户", household: household);
        using var director = await app.AsAsync("director");
        using var worker = await app.AsAsync("worker");
        using var town = await app.AsAsync("town");
        await TryAsync(director, ill, "none", "说昨晚发烧38度5");
        await TryAsync(director, plain, "silent", "也说了发烧");
        await TryAsync(worker, plain, "busy", "门口有药袋");
        (await app.TriesAsync(ill)).ShouldHaveSingleItem();
        (await app.TriesAsync(plain)).Count.ShouldBe(2);

        await worker.OpenAsync($"{Desk}/new?household={household}");
        await worker.SubmitAsync("/escalations/new", ("title", "这一户联系不上"), ("text", "请主任看看"));
        var ofHousehold = await app.InDbAsync(db => db.Escalations.SingleAsync(e => e.Title == "这一户联系不上"));
        await worker.OpenAsync($"{Desk}/{ofHousehold.Id}");
        Told(worker, ["回访这一户：没人接", "占线：门口有药袋"], ["发烧", "有新的上报"]);
        await director.OpenAsync($"{Desk}/{ofHousehold.Id}");
        Told(director, ["说昨晚发烧38度5", "也说了发烧", "门口有药袋"], []);
        await director.SubmitAsync("/decision", ("act", "street"), ("text", "请街道定"));
        await town.OpenAsync($"{Desk}/{ofHousehold.Id}");
        Told(town, ["回访这一户：没人接", "回访这一户：占线"], ["发烧", "有新的上报", "药袋"]);

        // Of the thing itself that it was tried is told, and not what was heard there.
        foreach (var (todo, title, told, not) in new (Todo, string, string[], string[])[]
        {
            (ill, "电话没人接的上报", ["有新的上报：没人接"], ["发烧"]), (plain, "回访不成的上报", ["没人接：也说了发烧", "占线：门口有药袋"], []),
        })
        {
            var row = await RaiseAsync(worker, todo, title);
            await director.OpenAsync($"{Desk}/{row.Id}");
            await director.SubmitAsync("/decision", ("act", "street"), ("text", "请街道定"));
            await town.OpenAsync($"{Desk}/{row.Id}");
            Told(town, told, not);
        }

        static void Told(Browser browser, string[] told, string[] not)
        {
            told.ShouldAllBe(t => browser.Text.Contains(t, StringComparison.Ordinal), browser.Text);
            not.ShouldAllBe(t => !browser.Text.Contains(t, StringComparison.Ordinal), browser.Text);
        }
    }

    [Fact]
    public async Task A_duty_of_an_older_division_shows_nothing_and_a_refused_form_is_a_look_in_the_log()
    {
        await app.FormerDutyAsync();
        var todo = await app.AskAsync(app.Cast.Building1, 2, "501", "从前归他的门");
        using var director = await app.AsAsync("director");
        var row = await RaiseAsync(director, todo, "从前的人看不到");
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Desk}/{row.Id}")).ShouldBe(HttpStatusCode.NotFound);
        await worker.OpenAsync(Desk);
        worker.Text.ShouldNotContain("从前的人看不到");

        var looks = (await app.AuditAsync("escalation.look")).Count;
        await director.OpenAsync("/account");
        (await director.PostAsync($"{Desk}/{row.Id}/decision")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("三次没人开门");
        (await app.AuditAsync("escalation.look")).Count.ShouldBe(looks + 1);
    }
}
