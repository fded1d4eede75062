using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Closures;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Closures;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>Corridors that somebody has to disinfect stand on the list of whoever does, each day anew, and are done by one tap.</summary>
public sealed class CorridorTodosTests(TestApp app) : IClassFixture<TestApp>
{
    private const string List = "/field/310107103017/todos";

    private async Task RoundAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var its = scope.ServiceProvider;
        await CorridorTodos.AskAsync(its.GetRequiredService<Db>(), its.GetServices<CorridorsToClean>(), Cast.Home, app.Clock.Now(), default);
    }

    private Task<List<Todo>> OpenAsync(Guid building) => app.InDbAsync(db =>
        db.Todos.Where(t => t.BuildingId == building && t.Kind == CorridorTodos.Code && t.ClosedAt == null).OrderBy(t => t.DueAt).ToListAsync());

    // What the committee's map says of that building's corridors.
    private async Task<string> OnMapAsync(Guid building)
    {
        using var director = await app.AsAsync("director");
        var compound = await app.InDbAsync(db => db.Buildings.Where(b => b.Id == building).Select(b => b.CompoundId).SingleAsync());
        await director.OpenAsync($"{KeptHome.Desk}/plan/{compound}");
        return System.Text.RegularExpressions.Regex.Match(director.Text, "782号楼1单元(?<often>每天 \\d 次)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["often"].Value;
    }

    private async Task<Browser> PartnerAsync(string title)
    {
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, title)));
        return await app.AsAsync("doctor");
    }

    [Fact]
    public async Task As_often_as_the_measure_asks_each_day_anew_done_by_one_tap_with_time_and_name()
    {
        var home = await KeptHome.MakeAsync(app, "781号楼", Groups.Person("楼道里"));
        using var opener = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, opener);
        KeptHome.At(app, 1, 7);
        await RoundAsync();
        await RoundAsync();
        var todos = await OpenAsync(home.Building);
        todos.Count.ShouldBe(measure.CorridorPerDay);
        todos.ShouldAllBe(t => t.DwellingId == null && t.Unit == home.Dwelling.Unit && t.DueAt.DateHere() == app.Clock.Today());
        todos[0].Dwelling.ShouldBe("781号楼1单元楼道");
        todos[0].Title.ShouldContain("楼道消毒");

        using (var police = await PartnerAsync("社区民警"))
        {
            await police.OpenAsync(List);
            police.Page.QuerySelector($"[data-todo='{todos[0].Id}']").ShouldBeNull("what is cleaned tells who is kept at home");
        }

        using var partner = await PartnerAsync("物业经理");
        await partner.OpenAsync(List);
        partner.Page.QuerySelector($"[data-todo='{todos[0].Id}'] button[data-settles]")!.TextContent.ShouldBe("消毒好了");
        await partner.PostAsync(List, ("do", $"{todos[0].Id:N}.done"), ("page", $"{Ids.New()}"));
        partner.Text.ShouldContain("已记下");
        (await OpenAsync(home.Building)).Count.ShouldBe(todos.Count - 1);
        var done = await app.InDbAsync(db => db.TodoTries.SingleAsync(t => t.TodoId == todos[0].Id));
        await partner.OpenAsync($"{KeptHome.Desk}/measures/corridors");
        partner.Text.ShouldContain($"1 / {todos.Count} 次");
        partner.Text.ShouldContain($"{done.At.Short()} {done.By}");

        // What a day left undone is not done on the next, which asks anew; and none once nobody is kept there.
        KeptHome.At(app, 1, 7);
        await RoundAsync();
        var next = await OpenAsync(home.Building);
        next.Count.ShouldBe(todos.Count);
        next.ShouldAllBe(t => t.DueAt.DateHere() == app.Clock.Today());
        var now = app.Clock.Now();
        await app.InDbAsync(db => db.Measures.Where(m => m.Id == measure.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.EndedAt, now)));
        await RoundAsync();
        (await OpenAsync(home.Building)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_closed_buildings_corridors_are_disinfected_until_it_is_opened()
    {
        var building = await SafeIsle.Tests.Closures.Residents.AddBuildingAsync(app, "782号楼");
        KeptHome.At(app, 1, 7);
        using var director = await app.AsAsync("director");
        var order = Guid.Parse((await CloseBuildingTests.CloseAsync(director, building)).Split('/')[^1]);
        await RoundAsync();
        var units = await app.InDbAsync(db => db.Dwellings.Where(d => d.BuildingId == building).Select(d => d.Unit).Distinct().ToListAsync());
        (await OpenAsync(building)).Select(t => t.Unit).ShouldBe(units, ignoreOrder: true);
        (await director.OpenAsync($"{KeptHome.Desk}/measures/corridors")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("782号楼");
        (await OnMapAsync(building)).ShouldBe("每天 1 次");
        var twice = await KeptHome.PlanAsync(app, "test-corridor", plan => plan with { CorridorPerDay = 2 });
        await app.InDbAsync(db => db.ClosureOrders.Where(o => o.Id == order).ExecuteUpdateAsync(set => set.SetProperty(o => o.PlanId, twice)));
        await RoundAsync();
        (await OpenAsync(building)).Count.ShouldBe(2 * units.Count);
        (await OnMapAsync(building)).ShouldBe("每天 2 次");
        // Nobody has that grid: the committee sees it among what is nobody's.
        await director.OpenAsync($"{List}?show=nobody&q=782");
        director.Text.ShouldContain("782号楼1单元楼道");
        var now = app.Clock.Now();
        await app.InDbAsync(db => db.ClosureOrders.Where(o => o.Id == order).ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, now)));
        await RoundAsync();
        (await OpenAsync(building)).ShouldBeEmpty();
    }
}
