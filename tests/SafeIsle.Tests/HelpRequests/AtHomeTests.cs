using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.HelpRequests;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Health.Measures;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.HelpRequests;

/// <summary>Who is at home by a measure of her own, in a building that is not closed, asks for help as those in a closed one do.</summary>
public sealed class AtHomeTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    [Fact]
    public async Task Who_is_at_home_by_a_measure_asks_and_is_answered_by_whoever_has_the_grid()
    {
        var home = await KeptHome.MakeAsync(app, "481号楼", new PersonFacts { Name = "张在家", Phones = ["14200481001"] });
        await GridAsync(home.Building);
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);

        // Whoever has read the code on the door learns nothing of the measure, and cannot ask.
        using var passer = await app.PhoneAsync(home.Dwelling, "路人");
        var its = passer.Path;
        passer.Page.QuerySelector($"a[href='{its}/requests']").ShouldBeNull();
        await passer.OpenAsync(its + "/requests");
        passer.Text.ShouldContain("核对一次这台手机");
        await passer.OpenAsync($"{its}/requests/new?kind=Medicine");
        passer.Text.ShouldContain("不再收新的求助");
        passer.Text.ShouldNotContain("张在家");

        using var phone = await home.PhoneAsync(app);
        var front = phone.Path;
        phone.Text.ShouldContain("有事问：网格员 小周，替补 陈副主任");
        phone.Page.QuerySelector($"a[href='{front}/requests']").ShouldNotBeNull();
        // The notice names whoever it was opened with, who still answers.
        await phone.OpenAsync(front + "/measures");
        phone.Text.ShouldContain("小周 14200138099");
        await phone.OpenAsync(front + "/requests");
        phone.Text.ShouldContain("需要什么");
        phone.Text.ShouldNotContain("封控");
        await phone.OpenAsync($"{front}/requests/new?kind=Medicine");
        (await phone.SubmitAsync("/requests", ("text", ""), ("phone", "142 0048 1002"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("请写一句");
        phone.Page.QuerySelector("input[name=phone]")!.GetAttribute("value").ShouldBe("142 0048 1002");
        var key = phone.Page.QuerySelector("input[name=id]")!.GetAttribute("value");
        await phone.SubmitAsync("/requests", ("text", "降压药，还有一天"));
        phone.Text.ShouldContain("已收到，进展会显示在这里");
        phone.Text.ShouldContain("小周负责");
        var page = phone.Path;
        var row = await app.InDbAsync(db => db.HelpRequests.SingleAsync(r => r.HouseholdId == home.Household.Id));
        (row.OrderId, row.OwnerId, row.OwnerName, row.DwellingId).ShouldBe((null, null, "小周", home.Dwelling.Id));
        await phone.OpenAsync($"{front}/requests/new?kind=Medicine");
        await phone.SubmitAsync("/requests", ("id", key), ("text", "降压药，还有一天"));
        phone.Text.ShouldContain("已经收到了，不用再发");
        (await app.InDbAsync(db => db.HelpRequests.CountAsync(r => r.HouseholdId == home.Household.Id))).ShouldBe(1);

        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/requests/{row.Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/requests/{row.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        await passer.OpenAsync(its + page[page.IndexOf("/requests", StringComparison.Ordinal)..]);
        passer.Status.ShouldBe(HttpStatusCode.NotFound);

        // On the desk's list and on the list of whoever has the grid; from there it leads to the request.
        await director.OpenAsync(Desk + "/requests");
        director.Text.ShouldContain("481号楼1单元101室");
        var todo = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Kind == HelpTodos.Code && t.SourceId == row.Id));
        (todo.OwnerId, todo.ClosedAt).ShouldBe((null, null));
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk + "/todos");
        worker.Text.ShouldContain("住户求助");
        worker.Page.QuerySelector($"a[href='{Desk}/requests/{row.Id}']").ShouldNotBeNull(worker.Text);
        await worker.OpenAsync($"{Desk}/requests/{row.Id}");
        worker.Text.ShouldContain("降压药，还有一天");
        await worker.SubmitAsync("/steps", ("act", "Answered"), ("text", "下午送到门口"));
        await phone.OpenAsync(page);
        phone.Text.ShouldContain("小周答复：下午送到门口");
        await worker.SubmitAsync("/steps", ("act", "Done"), ("text", ""));
        await phone.OpenAsync(page);
        phone.Text.ShouldContain("已办好");
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == todo.Id))).ClosedAt.ShouldNotBeNull();
        await phone.SubmitAsync("/say", ("text", "送来的不对"));
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == todo.Id))).ClosedAt.ShouldBeNull();

        // The measure is over: what was asked stays, nothing new is taken, and nobody reads of a closure that never was.
        await app.InDbAsync(db => db.Measures.Where(m => m.Id == measure.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.EndedAt, app.Clock.Now())));
        await phone.OpenAsync(front + "/requests");
        phone.Page.QuerySelector($"a[href='{page}']").ShouldNotBeNull();
        phone.Text.ShouldContain("这里现在没有封控，不再收新的求助");
        await phone.OpenAsync($"{front}/requests/new?kind=Medicine");
        phone.Text.ShouldContain("不再收新的求助");
    }

    [Fact]
    public async Task Without_a_measure_and_without_an_order_nothing_is_taken()
    {
        var home = await KeptHome.MakeAsync(app, "482号楼", new PersonFacts { Name = "张没事" });
        using var phone = await home.PhoneAsync(app);
        var front = phone.Path;
        phone.Page.QuerySelector($"a[href='{front}/requests']").ShouldBeNull();
        phone.Text.ShouldNotContain("有事问");
        await phone.OpenAsync(front + "/requests");
        phone.Text.ShouldContain("不再收新的求助");
        await phone.OpenAsync(front + "/forget");
        await phone.PostAsync(front + "/requests", ("id", $"{Ids.New()}"), ("kind", "Medicine"), ("text", "要药"));
        phone.Text.ShouldContain("不再收新的求助");
        (await app.InDbAsync(db => db.HelpRequests.AnyAsync(r => r.HouseholdId == home.Household.Id))).ShouldBeFalse();
    }

    // One grid of that building alone: 小周 answers, 陈副主任 stands in.
    private Task<int> GridAsync(Guid building) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var (split, grid, now) = (Ids.New(), Ids.New(), app.Clock.Now());
        db.Add(new GridSplit
        {
            CommunityId = Cast.Home, Id = split, FirstDay = app.Clock.Today().AddDays(-1), Weight = GridWeight.Households, Why = "测试", MadeAt = now, MadeBy = "测试",
        });
        db.Add(new Grid { CommunityId = Cast.Home, Id = grid, SplitId = split, Number = 1, Name = "第1网格" });
        db.Add(new GridPart { CommunityId = Cast.Home, Id = Ids.New(), SplitId = split, GridId = grid, BuildingId = building });
        foreach (var (who, name, role) in new[] { ("worker", "小周", GridRole.Responsible), ("deputy", "陈副主任", GridRole.StandIn) })
        {
            db.Add(new GridDuty { CommunityId = Cast.Home, Id = Ids.New(), GridId = grid, AccountId = app.Cast.Accounts[who], Name = name, Role = role, Since = now, By = "测试" });
        }

        write.Record(Cast.Home, "test.grids", null, "测试网格");
        await write.CommitAsync();
        return 0;
    });
}
