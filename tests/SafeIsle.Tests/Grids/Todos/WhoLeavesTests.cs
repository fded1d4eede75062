using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>Nothing stays in the list of somebody who is not there to do it.</summary>
public sealed class WhoLeavesTests(TodoApp app) : IClassFixture<TodoApp>
{
    private const string Grids = "/desk/310107103017/grids";

    [Fact]
    public async Task What_was_given_by_name_goes_along_with_the_hand_over_and_what_was_left_behind_is_the_committees_to_see()
    {
        var given = await app.AskAsync(app.Cast.Building1, 2, "301", "交给小周的", owner: "worker");
        var left = await app.AskAsync(app.Cast.Building2, 1, "301", "交给离开的人的", owner: "guard");
        var ofGrid = await app.AskAsync(app.Cast.Building2, 1, "201", "离开的人的网格里");
        using var director = await app.AsAsync("director");
        await director.OpenAsync("/field/310107103017/todos?show=nobody");
        Shown().ShouldNotContain(left.Id);
        Shown().ShouldNotContain(ofGrid.Id);
        var (guard, now) = (app.Cast.Accounts["guard"], app.Clock.Now());
        await app.InDbAsync(db => db.Users.Where(u => u.Id == guard).ExecuteUpdateAsync(set => set.SetProperty(u => u.ClosedAt, now)));
        await director.OpenAsync("/field/310107103017/todos?show=nobody");
        new[] { left.Id, ofGrid.Id }.ShouldBeSubsetOf(Shown());

        await director.OpenAsync(Grids);
        await director.SubmitAsync("/hand-over", ("from", $"{app.Cast.Accounts["worker"]}"), ("to", $"{app.Cast.Accounts["director"]}"), ("why", "生病"));
        director.Text.ShouldContain("待办 1 件");
        (await app.NowAsync(given)).OwnerId.ShouldBe(app.Cast.Accounts["director"]);

        IReadOnlyList<Guid> Shown() => [.. director.Page.QuerySelectorAll(".todo").Select(r => Guid.Parse(r.GetAttribute("data-todo")!))];
    }

    [Fact]
    public async Task Doors_that_came_after_the_split_are_told()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Grids);
        var before = director.Text;
        var building = await Closures.Residents.AddBuildingAsync(app, "977号楼", 1);
        var door = await app.InDbAsync(db => db.Dwellings.FirstAsync(d => d.BuildingId == building));
        await app.WriteAsync(batch => batch.AddHousehold(door, Tenure.Owner));
        await director.OpenAsync(Grids);
        before.ShouldNotContain("户不在任何网格里");
        director.Text.ShouldContain("有 1 户不在任何网格里");
    }
}
