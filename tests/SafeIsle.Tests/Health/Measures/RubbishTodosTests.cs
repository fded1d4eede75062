using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>Rubbish of those who may not go out is fetched at their doors, each day anew. The class moves the clock.</summary>
public sealed class RubbishTodosTests(TestApp app) : IClassFixture<TestApp>
{
    private const string List = "/field/310107103017/todos";

    private async Task RoundAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        await RubbishTodos.AskAsync(scope.ServiceProvider.GetRequiredService<Db>(), Cast.Home, app.Clock.Now(), default);
    }

    private Task<List<Todo>> OpenAsync(KeptHome home) =>
        app.InDbAsync(db => db.Todos.Where(t => t.DwellingId == home.Dwelling.Id && t.Kind == RubbishTodos.Code && t.ClosedAt == null).ToListAsync());

    [Fact]
    public async Task Every_day_by_those_who_clean_and_until_the_measure_ends()
    {
        var home = await KeptHome.MakeAsync(app, "921号楼", Groups.Person("张在家"), Groups.Person("张同住"));
        var free = await KeptHome.MakeAsync(app, "922号楼", Groups.Person("张申报"));
        using (var opener = await app.AsAsync("director"))
        {
            await home.OpenAsync(app, opener);
            await home.OpenAsync(app, opener, 1);
            // Whoever may go out when she says so carries it herself.
            await free.OpenAsync(app, opener, 0, MeasureKind.HomeMonitoring);
        }

        KeptHome.At(app, 1, 7);
        await RoundAsync();
        await RoundAsync();
        var todo = (await OpenAsync(home)).ShouldHaveSingleItem();
        (await OpenAsync(free)).ShouldBeEmpty();
        (todo.Title, todo.HouseholdId, todo.PersonId).ShouldBe(("上门收垃圾", null, null));
        todo.DueAt.Here().TimeOfDay.ShouldBe(TimeSpan.FromHours(18));

        using (var police = await PartnerAsync("社区民警"))
        {
            await police.OpenAsync(List);
            police.Page.QuerySelector($"[data-todo='{todo.Id}']").ShouldBeNull("it tells who is kept at home");
        }

        using var partner = await PartnerAsync("保洁员");
        await partner.OpenAsync(List);
        partner.Page.QuerySelector($"[data-todo='{todo.Id}']")!.TextContent.ShouldContain("上门收垃圾");
        partner.Text.ShouldNotContain("张在家");
        await partner.OpenAsync($"{KeptHome.Desk}/measures/corridors");
        partner.Text.ShouldContain("还没有收");
        await partner.PostAsync(List, ("do", $"{todo.Id:N}.done"), ("page", $"{Ids.New()}"));
        partner.Text.ShouldContain("已记下");
        (await OpenAsync(home)).ShouldBeEmpty();
        await RoundAsync();
        (await OpenAsync(home)).ShouldBeEmpty();
        await partner.OpenAsync($"{KeptHome.Desk}/measures/corridors");
        partner.Text.ShouldContain("收好了");
        partner.Text.ShouldNotContain("还没有收");

        KeptHome.At(app, 1, 7);
        await RoundAsync();
        (await OpenAsync(home)).ShouldHaveSingleItem().Id.ShouldNotBe(todo.Id);
        var now = app.Clock.Now();
        await app.InDbAsync(db => db.Measures.Where(m => m.PersonId == home.People[0].Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.EndedAt, now)));
        await RoundAsync();
        (await OpenAsync(home)).ShouldHaveSingleItem("the other is kept there still");
        await app.InDbAsync(db => db.Measures.Where(m => m.HouseholdId == home.Household.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.EndedAt, now)));
        await RoundAsync();
        (await OpenAsync(home)).ShouldBeEmpty();
    }

    private async Task<Browser> PartnerAsync(string title)
    {
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, title)));
        return await app.AsAsync("doctor");
    }
}
