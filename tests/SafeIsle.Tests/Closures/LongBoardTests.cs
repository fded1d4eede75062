using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Closures;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Closures;

/// <summary>More closed buildings than a board lists. A class of its own, because its orders stand on every board of the community.</summary>
public sealed class LongBoardTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_board_that_is_cut_says_so()
    {
        await CloseAsync(CommunityBoard.MostLines);
        using var director = await app.AsAsync("director");
        using var town = await app.AsAsync("town");
        await director.OpenAsync($"/desk/{Cast.Home}/closures/board");
        director.Text.ShouldNotContain("只列出前");
        await town.OpenAsync("/oversee/board");
        town.Text.ShouldNotContain("只列出前");

        await CloseAsync(1);
        (await director.OpenAsync($"/desk/{Cast.Home}/closures/board")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("只列出前 500 栋");
        director.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(500);
        await town.OpenAsync("/oversee/board");
        town.Text.ShouldContain("只列出前 500 栋，后面的没有列出，也没有算进上面的数");
    }

    // Without tasks and units: the boards need the orders only.
    private async Task CloseAsync(int buildings)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var plan = await db.ResponsePlans.Where(p => p.CommunityId == Cast.Home).Select(p => p.Id).FirstAsync();
        var span = ClosureSpan.From(app.Clock.Now(), 2, 12);
        for (var i = 0; i < buildings; i++)
        {
            var id = Ids.New();
            db.Add(new Building { CommunityId = Cast.Home, Id = id, CompoundId = app.Cast.Compound, Label = $"{id}", Key = $"{id}", SortKey = $"{id}" });
            db.Add(new ClosureOrder
            {
                CommunityId = Cast.Home, Id = Ids.New(), BuildingId = id, Label = $"{id}", Whole = true, PlanId = plan, Authority = "指挥部", DocumentNumber = "1号",
                Basis = "法", DecidedOn = app.Clock.Today(), StartsAt = span.StartsAt, ClosedUntil = span.ClosedUntil, MonitoredUntil = span.MonitoredUntil,
                MadeAt = span.StartsAt, MadeBy = "高主任", DoorNotice = "", Objection = "",
            });
        }

        write.Record(Cast.Home, "test.orders", null, "测试封控");
        await write.CommitAsync();
    }
}
