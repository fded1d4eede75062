using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Escalations;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Screening.Campaigns;

/// <summary>At one door after the other: what was tried there stands everywhere, what is said is true, and the next door is one tap away.</summary>
public sealed class AtTheDoorTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";
    private static readonly (string, string?)[] Fine = [("q-people", "2"), ("q-travelled", "no"), ("q-ill", "no")];
    private static readonly string List = $"/field/{Cast.Home}/todos";

    private static string Path(ScreeningTarget target) => $"{Desk}/screening/{target.Id}";

    // Three doors of a campaign; what is to be done there is given to that person.
    private async Task<(List<ScreeningTarget> Targets, List<Todo> Todos)> DoorsAsync(string name, string owner)
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 3);
        var campaign = await app.CampaignAsync(name, "three", households);
        var (targets, account) = (new List<ScreeningTarget>(), app.Cast.Accounts[owner]);
        foreach (var household in households)
        {
            targets.Add(await app.TargetAsync(campaign, household));
        }

        targets = [.. targets.OrderBy(t => t.SortKey, StringComparer.Ordinal)];
        var ids = targets.ConvertAll(t => t.Id);
        await app.InDbAsync(db => db.Todos.Where(t => ids.Contains(t.SourceId)).ExecuteUpdateAsync(set => set.SetProperty(t => t.OwnerId, account)));
        var todos = await app.InDbAsync(db => db.Todos.Where(t => ids.Contains(t.SourceId)).ToListAsync());
        return (targets, [.. targets.Select(t => todos.Single(o => o.SourceId == t.Id))]);
    }

    [Fact]
    public async Task What_was_tried_on_the_doors_page_stands_in_the_row_in_what_was_done_and_in_the_case_that_goes_up()
    {
        var (targets, todos) = await DoorsAsync("门上试过", "worker");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(targets[0]));
        var page = worker.Page.QuerySelector("input[name=page]")!.GetAttribute("value")!;
        await worker.SubmitAsync("/try", ("outcome", "nobody"));
        worker.Text.ShouldContain("已记下敲门没人");
        // The same button of the same page.
        await worker.PostAsync($"{Path(targets[0])}/try", ("outcome", "nobody"), ("page", page));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await worker.SubmitAsync("/try", ("outcome", "refused"));
        await worker.OpenAsync($"{List}?q={Uri.EscapeDataString(todos[0].Dwelling)}");
        var row = worker.Page.QuerySelector($"[data-todo='{todos[0].Id}'] .todo-before")!.TextContent;
        row.ShouldContain("试过 2 次");
        row.ShouldContain("拒绝");
        await worker.OpenAsync($"{List}?show=done");
        worker.Text.ShouldContain("敲门没人");
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == todos[0].Id))).DueAt.ShouldBe(app.Clock.Now().AddDays(1), TimeSpan.FromMinutes(1));

        await worker.OpenAsync($"{Desk}/escalations/new?todo={todos[0].Id}");
        worker.Text.ShouldContain("试过的 2 次会一起给主任看");
        await worker.SubmitAsync("/escalations/new", ("title", "门上试过的上报"), ("text", "不肯开门"));
        var up = await app.InDbAsync(db => db.Escalations.SingleAsync(e => e.Title == "门上试过的上报"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/escalations/{up.Id}");
        director.Text.ShouldContain("敲门没人");
        director.Text.ShouldContain("拒绝");
        // Raised for the household it is the same.
        await director.OpenAsync($"{Desk}/escalations/new?household={targets[0].HouseholdId}");
        director.Text.ShouldContain("试过的 2 次会一起给主任看");
        // An answer is work that was done, too, and ends it.
        await worker.OpenAsync(Path(targets[1]));
        await worker.SubmitAsync(Path(targets[1]), [.. Fine, ("channel", "Door")]);
        await worker.OpenAsync($"{List}?show=done");
        worker.Text.ShouldContain("问好了");
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == todos[1].Id))).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_a_door_that_was_answered_already_a_refusal_is_told_so_with_who_and_when()
    {
        var (targets, todos) = await DoorsAsync("已经答了", "director");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(targets[0]));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Path(targets[0]));
        await director.SubmitAsync(Path(targets[0]), [.. Fine, ("channel", "Phone")]);
        var done = await app.InDbAsync(db => db.ScreeningTargets.SingleAsync(t => t.Id == targets[0].Id));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        // Her page is older than the answer.
        await worker.SubmitAsync("/try", ("outcome", "refused"));
        worker.Text.ShouldNotContain("已记下拒绝");
        worker.Text.ShouldContain($"{done.StateBy} {done.StateAt!.Value.Short()} 已经问好了");
        (await app.InDbAsync(db => db.ScreeningTargets.SingleAsync(t => t.Id == targets[0].Id))).State.ShouldBe(TargetState.Done);
        var late = await app.InDbAsync(db => db.TodoTries.SingleAsync(t => t.TodoId == todos[0].Id && t.Outcome == "refused"));
        late.TooLate.ShouldBeTrue();
        // Nor is it offered any more.
        worker.Page.QuerySelector("button[name=outcome]").ShouldBeNull();
        // Whoever refused has refused: nobody at home after it says so.
        await worker.OpenAsync(Path(targets[1]));
        await worker.SubmitAsync("/try", ("outcome", "refused"));
        await worker.SubmitAsync("/try", ("outcome", "nobody"));
        worker.Text.ShouldContain("仍算拒绝");
    }

    [Fact]
    public async Task From_a_finished_door_the_next_is_one_tap_away()
    {
        var (targets, todos) = await DoorsAsync("接着下一户", "worker");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Path(targets[0])}?from=todos");
        Next("先跳过，看下一户").ShouldBe($"{Path(targets[1])}?from=todos");
        await worker.SubmitAsync($"{Path(targets[0])}?from=todos", [.. Fine, ("channel", "Door")]);
        worker.Text.ShouldContain("这一户问好了");
        Next("接着下一户").ShouldBe($"{Path(targets[1])}?from=todos");
        await worker.OpenAsync($"{Path(targets[1])}?from=todos");
        await worker.SubmitAsync("/try?from=todos", ("outcome", "nobody"));
        Next("接着下一户").ShouldBe($"{Path(targets[2])}?from=todos");
        // From the campaign's page it is the campaign's.
        await worker.OpenAsync(Path(targets[0]));
        Next("接着下一户").ShouldBe(Path(targets[2]));
        await worker.OpenAsync($"{Path(targets[2])}?from=todos");
        await worker.SubmitAsync($"{Path(targets[2])}?from=todos", [.. Fine, ("channel", "Phone")]);
        // What was tried just now waits for its time.
        worker.Page.QuerySelectorAll("a").ShouldNotContain(a => a.TextContent.StartsWith("接着下一户", StringComparison.Ordinal) && a.GetAttribute("href")!.Contains(targets[1].Id.ToString(), StringComparison.Ordinal));
        todos.Count.ShouldBe(3);

        string Next(string words) => worker.Page.QuerySelectorAll("a").Single(a => a.TextContent.StartsWith(words, StringComparison.Ordinal)).GetAttribute("href")!;
    }

    [Fact]
    public async Task What_else_a_household_is_asked_is_named_and_done_before_the_next_door()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 2);
        var (one, two) = (await app.CampaignAsync("一户两样之一", "three", households), await app.CampaignAsync("一户两样之二", "three", households));
        var targets = (await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == one || t.CampaignId == two).ToListAsync()))
            .OrderBy(t => t.SortKey, StringComparer.Ordinal).ThenBy(t => t.CampaignId == two).ToList();
        var (ids, account) = (targets.ConvertAll(t => t.Id), app.Cast.Accounts["worker"]);
        await app.InDbAsync(db => db.Todos.Where(t => ids.Contains(t.SourceId)).ExecuteUpdateAsync(set => set.SetProperty(t => t.OwnerId, account)));
        string[] nextDoor = [$"{Path(targets[2])}?from=todos", $"{Path(targets[3])}?from=todos"];
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Path(targets[0])}?from=todos");
        Next("先跳过，看下一户").ShouldBeOneOf(nextDoor);
        await worker.SubmitAsync($"{Path(targets[0])}?from=todos", [.. Fine, ("channel", "Door")]);
        Next("这一户还有：一户两样之二").ShouldBe($"{Path(targets[1])}?from=todos");
        await worker.OpenAsync($"{Path(targets[1])}?from=todos");
        worker.Page.QuerySelector(".phone-head")!.TextContent.ShouldContain("一户两样之二");
        await worker.SubmitAsync($"{Path(targets[1])}?from=todos", [.. Fine, ("channel", "Door")]);
        Next("接着下一户").ShouldBeOneOf(nextDoor);

        string Next(string words) => worker.Page.QuerySelectorAll("a").Single(a => a.TextContent.StartsWith(words, StringComparison.Ordinal)).GetAttribute("href")!;
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_which_has_the_focus_and_what_was_typed()
    {
        var (targets, _) = await DoorsAsync("填错了", "worker");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(targets[0]));
        (await worker.SubmitAsync(Path(targets[0]), ("q-people", "两个"), ("q-ill", "no"), ("channel", "Door"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        var first = worker.Page.QuerySelector("[autofocus]")!;
        (first.GetAttribute("name"), first.GetAttribute("value"), first.GetAttribute("aria-invalid")).ShouldBe(("q-people", "两个", "true"));
        worker.Page.GetElementById(first.GetAttribute("aria-describedby")!)!.ClassName!.ShouldContain("field-error");
        worker.Page.QuerySelectorAll("[autofocus]").Select(f => f.GetAttribute("name")).ShouldBe(["q-people", "q-travelled"]);
        (await worker.SubmitAsync(Path(targets[0]), [.. Fine, ("channel", "Post")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Page.QuerySelector("[autofocus]")!.GetAttribute("name").ShouldBe("channel");
        // Nor is a word about what contradicts lost because it is too long.
        await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.Id == targets[1].Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TargetState.Contradicts)));
        await worker.OpenAsync(Path(targets[1]));
        var words = new string('长', CampaignsDb.MostWhy + 1);
        (await worker.SubmitAsync("/resolve", ("why", words))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        var why = worker.Page.QuerySelector("textarea[name=why]")!;
        (why.TextContent, why.HasAttribute("autofocus")).ShouldBe((words, true));
    }
}
