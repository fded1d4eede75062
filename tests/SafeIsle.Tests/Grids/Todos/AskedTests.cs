using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates.Fences;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.HelpRequests;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Health;
using SafeIsle.Tests.Residents;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>What other modules ask for stands on the list, and goes from it when it is settled elsewhere.</summary>
public sealed class AskedTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";
    private const string List = "/field/310107103017/todos";

    private Task<Todo?> TodoAsync(Guid source) => app.InDbAsync(db => db.Todos.SingleOrDefaultAsync(t => t.SourceId == source));

    private static async Task PressAsync(Browser browser, Todo todo, string outcome, string note = "")
    {
        await browser.OpenAsync("/account");
        await browser.PostAsync(List, ("do", $"{todo.Id:N}.{outcome}"), ("page", $"{Ids.New()}"), ($"note-{todo.DwellingId ?? todo.Id:N}", note));
    }

    [Fact]
    public async Task A_patrol_that_somebody_took_stands_on_her_list_and_one_tap_there_mends_it()
    {
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/breaches/new");
        await worker.SubmitAsync("/breaches/new", ("spot", "待办测试的围挡"), ("kind", "Gap"));
        var breach = await app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Spot == "待办测试的围挡"));
        (await TodoAsync(breach.Id)).ShouldBeNull();
        await worker.OpenAsync($"{Desk}/breaches/{breach.Id}");
        await worker.SubmitAsync("/owner", ("act", "take"));
        var todo = (await TodoAsync(breach.Id)).ShouldNotBeNull();
        todo.OwnerId.ShouldBe(app.Cast.Accounts["worker"]);
        await worker.OpenAsync(List);
        worker.Text.ShouldContain("待办测试的围挡");
        await PressAsync(worker, todo, "visited", "铁丝断了");
        (await app.InDbAsync(db => db.BreachSteps.Where(s => s.BreachId == breach.Id).OrderBy(s => s.Number).LastAsync())).Note.ShouldBe("铁丝断了");
        (await TodoAsync(breach.Id))!.ClosedAt.ShouldBeNull();
        await PressAsync(worker, todo, "mended");
        (await app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Id == breach.Id))).ClosedAt.ShouldNotBeNull();
        (await TodoAsync(breach.Id))!.ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_patrol_given_to_somebody_of_one_building_stands_on_his_list_and_moves_from_it()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/breaches/new");
        await director.SubmitAsync("/breaches/new", ("spot", "请老秦看的围挡"), ("kind", "Gap"));
        var breach = await app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Spot == "请老秦看的围挡"));
        await director.OpenAsync($"{Desk}/breaches/{breach.Id}");
        await director.SubmitAsync("/owner", ("act", "give"), ("owner", $"{app.Cast.Accounts["guard"]}"));
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(List);
        guard.Text.ShouldContain("请老秦看的围挡");
        var todo = (await TodoAsync(breach.Id))!;
        await PressAsync(guard, todo, "visited");
        (await TodoAsync(breach.Id))!.Tries.ShouldBe(1);
        await director.OpenAsync($"{Desk}/breaches/{breach.Id}");
        await director.SubmitAsync("/owner", ("act", "give"), ("owner", $"{app.Cast.Accounts["worker"]}"));
        await guard.OpenAsync(List);
        guard.Text.ShouldNotContain("请老秦看的围挡");
    }

    [Fact]
    public async Task A_patrol_that_was_mended_on_its_own_page_goes_from_the_list()
    {
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/breaches/new");
        await worker.SubmitAsync("/breaches/new", ("spot", "另一处测试围挡"), ("kind", "Gap"));
        var breach = await app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Spot == "另一处测试围挡"));
        await worker.OpenAsync($"{Desk}/breaches/{breach.Id}");
        await worker.SubmitAsync("/owner", ("act", "take"));
        await worker.OpenAsync($"{Desk}/breaches/{breach.Id}");
        await worker.SubmitAsync("/visits", ("note", "补好了"), ("mended", "yes"));
        (await TodoAsync(breach.Id))!.ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_request_stands_on_the_list_of_whoever_has_it_and_moves_with_it()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "171号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync($"{home}/requests/new?kind={HelpKind.Medicine}");
        await phone.SubmitAsync("/requests", ("text", "还有两天的药"));
        var request = (await app.InDbAsync(db => db.HelpRequests.SingleAsync(r => r.OrderId == closed.Order))).Id;
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/requests/{request}");
        await worker.SubmitAsync("/steps", ("act", "Taken"));
        var todo = (await TodoAsync(request)).ShouldNotBeNull();
        todo.OwnerId.ShouldBe(app.Cast.Accounts["worker"]);
        todo.Title.ShouldBe("住户求助");
        await worker.OpenAsync($"{Desk}/requests/{request}");
        await worker.SubmitAsync("/steps", ("act", "Given"), ("owner", $"{app.Cast.Accounts["doctor"]}"));
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(List);
        doctor.Text.ShouldContain("住户求助");
        await worker.OpenAsync(List);
        worker.Text.ShouldNotContain("住户求助");
        await PressAsync(doctor, todo, "done", "药送到了");
        (await app.InDbAsync(db => db.HelpRequests.SingleAsync(r => r.Id == request))).State.ShouldBe(HelpState.Done);
        (await TodoAsync(request))!.ClosedAt.ShouldNotBeNull();
        await director.OpenAsync($"{Desk}/requests/{request}");
        director.Text.ShouldContain("药送到了");
    }

    [Fact]
    public async Task A_household_without_report_is_to_be_called_until_it_reports()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 72, households: [[RegisterFixture.Person("没报的")], [RegisterFixture.Person("也没报的")]]);
        app.Clock.Advance(TimeSpan.FromHours(13));
        var job = app.Services.GetRequiredService<MissingTodos>();
        await job.RunAsync(default);
        Task<List<Todo>> OfBuilding() => app.InDbAsync(db => db.Todos.Where(t => t.BuildingId == building.Id && t.Kind == MissingTodos.Code).OrderBy(t => t.SortKey).ToListAsync());
        var asked = await OfBuilding();
        asked.Select(t => t.ClosedAt).ShouldBe([null, null]);
        await job.RunAsync(default);
        (await OfBuilding()).Count.ShouldBe(2);
        using var again = await app.AsAsync("director");
        // Nobody took the call: that stands on the list of who is missing, too.
        await PressAsync(again, asked[1], "silent");
        (await app.InDbAsync(db => db.MissingCalls.CountAsync(c => c.HouseholdId == asked[1].HouseholdId))).ShouldBe(1);
        await again.OpenAsync($"{Desk}/closures/{building.Order}/missing");
        var person = await app.InDbAsync(db => db.Set<SafeIsle.Households.Person>().SingleAsync(p => p.HouseholdId == asked[0].HouseholdId));
        var slot = again.Page.QuerySelector("input[name=slot]")!.GetAttribute("value")!;
        await again.OpenAsync($"{Desk}/health/report/{asked[0].HouseholdId}?slot={Uri.EscapeDataString(slot)}");
        await again.SubmitAsync($"/health/report/{asked[0].HouseholdId}", ($"t-{person.Id:N}", "36.5"));
        (await OfBuilding())[0].ClosedAt.ShouldNotBeNull(again.Text);
        // The closure ends: at the next round nobody is to be called.
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
            var now = app.Clock.Now();
            await db.Set<SafeIsle.Closures.ClosureOrder>().Where(o => o.Id == building.Order).ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, now));
            write.Record(Cast.Home, "test.lift", null, "测试");
            await write.CommitAsync();
            return 0;
        });
        await job.RunAsync(default);
        (await OfBuilding()).ShouldAllBe(t => t.ClosedAt != null);
    }
}
