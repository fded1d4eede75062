using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>What was given to somebody whose work does not reach it stands on no list of hers: the committee sees to it.</summary>
public sealed class OutOfReachTests(TodoApp app) : IClassFixture<TodoApp>
{
    private const string Grids = "/desk/310107103017/grids";

    [Fact]
    public async Task Who_works_in_one_building_only_answers_for_no_door_of_another()
    {
        var ofGrid = await app.AskAsync(app.Cast.Building1, 2, "301", "老秦到不了的门");
        var given = await app.AskAsync(app.Cast.Building1, 1, "301", "指名给老秦的");
        var (hisGrid, his) = (await app.AskAsync(app.Cast.Building2, 1, "101", "老秦网格里的"), await app.AskAsync(app.Cast.Building2, 1, "201", "交给老秦的", owner: "guard"));
        var ofGone = await app.AskAsync(app.Cast.Building1, 1, "401", "交给没有岗位的人的", owner: "deputy");
        var (guard, deputy) = (app.Cast.Accounts["guard"], app.Cast.Accounts["deputy"]);
        await app.InDbAsync(db => db.Set<Grant>().Where(g => g.AccountId == deputy).ExecuteDeleteAsync());
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Grids);
        await director.SubmitAsync("/duties", ($"one-{app.Grids[1]:N}", $"{guard}"));
        (await app.InDbAsync(db => db.GridDuties.AnyAsync(d => d.GridId == app.Grids[1] && d.AccountId == guard && d.EndedAt == null))).ShouldBeTrue(director.Text);
        await app.InDbAsync(db => db.Set<SafeIsle.Grids.Todos.Todo>().Where(t => t.Id == given.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.OwnerId, guard)));

        using var old = await app.AsAsync("guard");
        await old.OpenAsync("/field/310107103017/todos");
        new[] { hisGrid.Id, his.Id }.ShouldBeSubsetOf(Shown(old));
        Shown(old).ShouldNotContain(ofGrid.Id);
        await director.OpenAsync("/field/310107103017/todos?show=nobody");
        new[] { ofGrid.Id, given.Id, ofGone.Id }.ShouldBeSubsetOf(Shown(director));
        Shown(director).ShouldNotContain(hisGrid.Id);
        Shown(director).ShouldNotContain(his.Id);

        static IReadOnlyList<Guid> Shown(Browser browser) => [.. browser.Page.QuerySelectorAll(".todo").Select(r => Guid.Parse(r.GetAttribute("data-todo")!))];
    }
}
