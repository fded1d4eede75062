using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups;
using SafeIsle.Closures;
using SafeIsle.Plans;
using SafeIsle.Tests.Closures;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>By when a group has to stand follows from the plan.</summary>
public sealed class OpenGroupTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_plans_step_is_found_however_the_committee_words_it()
    {
        var plan = await app.InDbAsync(db => db.ResponsePlans.SingleAsync(p => p.CommunityId == Cast.Home && p.Code == "building-2-12"));
        var at = plan.Read().RunSheet.ToList().FindIndex(s => s.Key == RunStep.GroupKey);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"/desk/{Cast.Home}/plans/{plan.Id}/edit");
        await director.SubmitAsync("/edit", ($"task{at}", "拉群，一户一人"), ($"minutes{at}", "30"), ($"target{at}", "120"));
        director.Text.ShouldContain("第 2 版已发布");

        var building = await SafeIsle.Tests.Closures.Residents.AddBuildingAsync(app, "82号楼");
        await CloseBuildingTests.CloseAsync(director, building);
        var order = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));
        var group = await app.InDbAsync(db => db.BuildingGroups.SingleAsync(g => g.OrderId == order.Id));
        (group.DueAt - order.MadeAt).ShouldBe(TimeSpan.FromMinutes(32));
    }
}
