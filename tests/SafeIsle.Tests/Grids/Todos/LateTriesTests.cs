using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Fences;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.HelpRequests;
using SafeIsle.Platform;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;
using SafeIsle.Tests.Screening;
using static SafeIsle.Tests.Grids.Todos.TodoUploads;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>What a phone kept on the stairs closes nothing that was asked for after it happened.</summary>
public sealed class LateTriesTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private Task<Todo> TodoAsync(string kind, Guid source) => app.InDbAsync(db => db.Todos.SingleAsync(t => t.Kind == kind && t.SourceId == source));

    private Task<List<TodoTry>> TriesAsync(Todo todo) => app.InDbAsync(db => db.TodoTries.Where(t => t.TodoId == todo.Id).OrderBy(t => t.At).ToListAsync());

    // Pressed then, sent now: kept, and the thing waits on. Pressed now it is done.
    private async Task LateAsync(Browser browser, Todo todo, string outcome, DateTimeOffset at)
    {
        (await browser.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, outcome, at))).Ends.ShouldBe(["Kept"]);
        (await TodoAsync(todo.Kind, todo.SourceId)).ClosedAt.ShouldBeNull();
        (await TriesAsync(todo)).ShouldHaveSingleItem().TooLate.ShouldBeFalse();
    }

    private async Task NowAsync(Browser browser, Todo todo, string outcome)
    {
        (await browser.UploadTriesAsync(app, TimeSpan.Zero, Try(todo, outcome, app.Clock.Now()))).Ends.ShouldBe(["Kept"]);
        (await TodoAsync(todo.Kind, todo.SourceId)).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Help_that_was_asked_for_anew()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "173号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync($"{home}/requests/new?kind={HelpKind.Food}");
        await phone.SubmitAsync("/requests", ("text", "没有菜了"));
        var page = phone.Path;
        var request = (await app.InDbAsync(db => db.HelpRequests.SingleAsync(r => r.OrderId == closed.Order))).Id;
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/requests/{request}");
        await worker.SubmitAsync("/steps", ("act", "Taken"));
        await worker.OpenAsync($"{Desk}/requests/{request}");
        await worker.SubmitAsync("/steps", ("act", "Done"));
        var todo = await TodoAsync(HelpTodos.Code, request);
        todo.ClosedAt.ShouldNotBeNull(worker.Text);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var pressed = app.Clock.Now();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await phone.OpenAsync(page);
        await phone.SubmitAsync("/say", ("text", "送来的不对"));
        phone.Text.ShouldContain("重新打开");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        using var again = await app.AsAsync("worker");
        await LateAsync(again, todo, "done", pressed);
        (await app.InDbAsync(db => db.HelpRequests.SingleAsync(r => r.Id == request))).ClosedAt.ShouldBeNull();
        await NowAsync(again, todo, "done");
        (await app.InDbAsync(db => db.HelpRequests.SingleAsync(r => r.Id == request))).State.ShouldBe(HelpState.Done);
    }

    [Fact]
    public async Task A_breach_that_somebody_found_broken_after_it_was_mended()
    {
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/breaches/new");
        await worker.SubmitAsync("/breaches/new", ("spot", "又坏了的围挡"), ("kind", "Gap"));
        var breach = (await app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Spot == "又坏了的围挡"))).Id;
        await worker.OpenAsync($"{Desk}/breaches/{breach}");
        await worker.SubmitAsync("/owner", ("act", "take"));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        var pressed = app.Clock.Now();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await worker.OpenAsync($"{Desk}/breaches/{breach}");
        await worker.SubmitAsync("/visits", ("note", "又被拆开了"), ("mended", "no"));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        var todo = await TodoAsync("patrol", breach);
        await LateAsync(worker, todo, "mended", pressed);
        (await app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Id == breach))).ClosedAt.ShouldBeNull();
        await NowAsync(worker, todo, "mended");
        (await app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Id == breach))).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_by_the_doors_code_that_came_after_the_one_that_was_checked()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var campaign = await app.CampaignAsync("又扫一次码", "three", households);
        var target = await app.TargetAsync(campaign, households[0]);
        using var passer = app.Anyone();
        await ScanAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var pressed = app.Clock.Now();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await ScanAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var todo = await TodoAsync(TryTarget.ScannedKind, target.Id);
        using var director = await app.AsAsync("director");
        await LateAsync(director, todo, TryTarget.Checked, pressed);
        (await app.TargetAsync(campaign, households[0])).State.ShouldBe(TargetState.Scanned);
        await NowAsync(director, todo, TryTarget.Checked);
        (await app.TargetAsync(campaign, households[0])).State.ShouldBe(TargetState.Done);

        async Task ScanAsync()
        {
            await passer.OpenAsync($"/h/{app.CodeOf(doors[0])}/screen");
            await passer.SubmitAsync(passer.Path, ("q-people", "2"), ("q-travelled", "no"), ("q-ill", "no"));
        }
    }

    [Fact]
    public async Task An_answer_to_be_followed_up_that_came_after_the_follow_up()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var campaign = await app.CampaignAsync("又答一次", "three", households);
        var target = await app.TargetAsync(campaign, households[0]);
        using var director = await app.AsAsync("director");
        await AnswerAsync("孙子 38.5 度");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var pressed = app.Clock.Now();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await AnswerAsync("奶奶也烧了");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var todo = await TodoAsync(TryTarget.FollowKind, target.Id);
        await LateAsync(director, todo, "done", pressed);
        await NowAsync(director, todo, "done");

        async Task AnswerAsync(string illness)
        {
            var path = $"{Desk}/screening/{target.Id}";
            await director.OpenAsync(path);
            await director.SubmitAsync(path, ("q-people", "2"), ("q-travelled", "no"), ("q-ill", "yes"), ("channel", "Phone"));
            await director.SubmitAsync(path, ("q-illness", illness), ("channel", "Phone"));
            director.Text.ShouldContain("已记下");
        }
    }
}
