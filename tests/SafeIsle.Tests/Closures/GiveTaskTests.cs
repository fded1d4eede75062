using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Closures;

/// <summary>Open tasks go from one owner to another.</summary>
public sealed class GiveTaskTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(string Path, List<ClosureTask> Tasks)> ClosedAsync(Browser director, string label)
    {
        var building = await Residents.AddBuildingAsync(app, label);
        var path = await CloseBuildingTests.CloseAsync(director, building);
        return (path, await TasksAsync(building));
    }

    private Task<List<ClosureTask>> TasksAsync(Guid building) =>
        app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).OrderBy(t => t.Position).ToListAsync());

    [Fact]
    public async Task Only_the_committee_gives_tasks_and_only_to_staff_of_the_place()
    {
        using var director = await app.AsAsync("director");
        var (path, tasks) = await ClosedAsync(director, "61号楼");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{path}/tasks/{tasks[0].Id}/owner")).ShouldBe(HttpStatusCode.NotFound);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync($"{path}/tasks/{tasks[0].Id}/owner")).ShouldBe(HttpStatusCode.Forbidden);
        (await director.OpenAsync($"{path}/tasks/{Ids.New()}/owner")).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync($"{path}/tasks/{tasks[0].Id}/owner");
        (await director.SubmitAsync("/owner", ("owner", app.Cast.Accounts["stranger"].ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("不在本社区");
    }

    [Fact]
    public async Task One_task_goes_to_another_owner_who_may_tick_it_and_the_chain_says_so()
    {
        using var director = await app.AsAsync("director");
        var (path, tasks) = await ClosedAsync(director, "62号楼");
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(path);
        (await doctor.PostAsync($"{path}/tasks/{tasks[0].Id}/tick")).ShouldBe(HttpStatusCode.Forbidden);

        await director.OpenAsync($"{path}/tasks/{tasks[0].Id}/owner");
        await director.SubmitAsync("/owner", ("owner", app.Cast.Accounts["doctor"].ToString()));
        director.Text.ShouldContain("现在由林医生负责");
        await director.OpenAsync($"{path}/tasks/{tasks[0].Id}/owner");
        await director.SubmitAsync("/owner");
        director.Text.ShouldContain("负责人没有变");

        await doctor.OpenAsync(path);
        await doctor.SubmitAsync($"/tasks/{tasks[0].Id}/tick");
        doctor.Text.ShouldContain("已勾选");
        await director.OpenAsync($"{path}/tasks/{tasks[0].Id}/owner");
        director.Text.ShouldContain("已由林医生完成");
        await director.OpenAsync(path + "/chain");
        director.Text.ShouldContain("由高主任改为林医生");
        var order = tasks[0].OrderId;
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == order && e.Action == "closure.give"))).ShouldBe(1);
    }

    [Fact]
    public async Task All_open_tasks_of_a_role_go_at_once_and_what_is_done_stays()
    {
        using var director = await app.AsAsync("director");
        var (path, tasks) = await ClosedAsync(director, "63号楼");
        var role = tasks[0].Role;
        await director.SubmitAsync($"/tasks/{tasks[0].Id}/tick");
        var open = tasks.First(t => t.Role == role && t.Id != tasks[0].Id);
        await director.OpenAsync($"{path}/tasks/{open.Id}/owner");
        await director.SubmitAsync("/owner", ("owner", ""), ("all", "on"));
        director.Text.ShouldContain("现在由居委会负责");
        var after = await TasksAsync(tasks[0].BuildingId);
        after.Where(t => t.Role == role && t.Id != tasks[0].Id).ShouldAllBe(t => t.OwnerId == null && t.OwnerName == "");
        after[0].OwnerId.ShouldBe(tasks[0].OwnerId);
        after.Where(t => t.Role != role).Select(t => t.OwnerId).ShouldBe(tasks.Where(t => t.Role != role).Select(t => t.OwnerId));
    }
}
