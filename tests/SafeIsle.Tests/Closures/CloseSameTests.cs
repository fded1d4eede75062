using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Closures;

/// <summary>再封一栋: the next buildings like the first.</summary>
public sealed class CloseSameTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(string Path, Guid[] Buildings)> FirstAsync(Browser director, string label, int others, params (string, string?)[] changes)
    {
        var first = await Residents.AddBuildingAsync(app, label + "首");
        var path = await CloseBuildingTests.CloseAsync(director, first, changes);
        var buildings = new Guid[others];
        for (var i = 0; i < others; i++)
        {
            buildings[i] = await Residents.AddBuildingAsync(app, $"{label}次{i}");
        }

        return (path, buildings);
    }

    // Ticks and goes to the confirmation.
    private static async Task<HttpStatusCode> TickAsync(Browser browser, string path, IEnumerable<Guid> buildings, params (string, string?)[] changes)
    {
        await browser.OpenAsync(path + "/same");
        return await browser.SubmitAsync(path + "/same", [.. buildings.Select(b => ("building", (string?)b.ToString())), .. changes]);
    }

    private Task<int> OrdersAsync(params Guid[] buildings) =>
        app.InDbAsync(db => db.ClosureOrders.CountAsync(o => o.CommunityId == Cast.Home && buildings.Contains(o.BuildingId)));

    [Fact]
    public async Task Who_may_not_is_told_so_and_what_is_missing_stands_beside_the_field()
    {
        using var director = await app.AsAsync("director");
        var (path, buildings) = await FirstAsync(director, "61", 1);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path + "/same")).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync($"/desk/{Cast.Home}/closures/{Ids.New()}/same")).ShouldBe(HttpStatusCode.NotFound);
        foreach (var name in new[] { "worker", "doctor", "town" })
        {
            using var browser = await app.AsAsync(name);
            (await browser.OpenAsync(path + "/same")).ShouldBe(HttpStatusCode.Forbidden, name);
        }

        (await TickAsync(director, path, [])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请至少勾选一栋楼");
        (await TickAsync(director, path, buildings, ("document", ""), ("authority", "樱花苑居委会"), ("owner0", Ids.New().ToString())))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写文号");
        director.Text.ShouldContain("不能作为决定机关");
        director.Text.ShouldContain("不在本社区");
        director.Page.QuerySelector($"input[value='{buildings[0]}']")!.HasAttribute("checked").ShouldBeTrue();
        (await director.PostAsync(path + "/same/orders", ("building", buildings[0].ToString()), ("document", "1号"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await OrdersAsync(buildings)).ShouldBe(0);
    }

    [Fact]
    public async Task Four_buildings_are_closed_within_three_seconds_each_with_its_own_tasks_and_notice()
    {
        using var director = await app.AsAsync("director");
        var doctor = app.Cast.Accounts["doctor"];
        var (path, buildings) = await FirstAsync(director, "62", 4, ("owner3", doctor.ToString()));
        await Residents.AddAsync(app, buildings[0], [new PersonFacts { Name = "张甲" }, new PersonFacts { Name = "张乙", Presence = Presence.Away }]);
        (await TickAsync(director, path, buildings)).ShouldBe(HttpStatusCode.OK, director.Text);
        director.Text.ShouldContain("4 栋，1 户、在家 1 人不得外出，1 人在外要告知；每栋分派 28 项任务");
        (await OrdersAsync(buildings)).ShouldBe(0);
        var clock = Stopwatch.StartNew();
        await director.SubmitAsync("/same/orders");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        director.Text.ShouldContain("已封控，任务已分派");
        var orders = await app.InDbAsync(db => db.ClosureOrders.Where(o => buildings.Contains(o.BuildingId)).ToListAsync());
        orders.Count.ShouldBe(4);
        var id = Guid.Parse(path.Split('/')[^1]);
        var first = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.Id == id));
        orders.ShouldAllBe(o => o.PlanId == first.PlanId && o.DocumentNumber == first.DocumentNumber && o.DoorNotice.Contains(o.Label, StringComparison.Ordinal));
        foreach (var order in orders)
        {
            var tasks = await app.InDbAsync(db => db.ClosureTasks.Where(t => t.OrderId == order.Id).ToListAsync());
            tasks.Count.ShouldBe(28);
            tasks.ShouldContain(t => t.OwnerId == doctor);
            (await app.InDbAsync(db => db.ClosureEvents.Where(e => e.OrderId == order.Id).Select(e => e.Words).SingleAsync())).ShouldStartWith("照62首下令封控");
            (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == order.Id && e.Action == "closure.open"))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Sent_twice_it_makes_them_once_and_what_is_closed_already_is_left_out()
    {
        using var director = await app.AsAsync("director");
        var (path, buildings) = await FirstAsync(director, "63", 3);
        var other = await CloseBuildingTests.CloseAsync(director, buildings[0]);
        (await TickAsync(director, path, buildings)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("确认封控 2 栋");
        director.Page.QuerySelector($"a[href='{other}']").ShouldNotBeNull();
        var sent = director.Page.QuerySelectorAll("form[action$='/same/orders'] input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))
            .Where(f => f.Item1 != "__RequestVerificationToken").ToArray();
        await director.SubmitAsync("/same/orders");
        await director.OpenAsync(path + "/same");
        (await director.PostAsync(path + "/same/orders", sent)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已封控");
        (await OrdersAsync(buildings)).ShouldBe(3);
    }

    [Fact]
    public async Task When_one_is_taken_meanwhile_it_is_named_and_none_is_made()
    {
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        var (path, buildings) = await FirstAsync(director, "64", 3);
        await TickAsync(director, path, buildings);
        await CloseBuildingTests.CloseAsync(deputy, buildings[1]);
        (await director.SubmitAsync("/same/orders")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("64次1刚被别人封控，这一次一栋都没有下令");
        (await OrdersAsync(buildings)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_who_close_the_same_buildings_at_once_one_does()
    {
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        var (path, buildings) = await FirstAsync(director, "65", 4);
        await TickAsync(director, path, buildings);
        await TickAsync(deputy, path, buildings.Reverse());
        var answers = await Task.WhenAll(director.SubmitAsync("/same/orders"), deputy.SubmitAsync("/same/orders"));
        answers.Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity]);
        (await OrdersAsync(buildings)).ShouldBe(4);
    }

    [Fact]
    public async Task Units_are_copied_where_the_other_building_has_them()
    {
        using var director = await app.AsAsync("director");
        var (path, buildings) = await FirstAsync(director, "66", 1, ("scope", "units"), ("unit", "2"));
        (await TickAsync(director, path, [app.Cast.Building2], ("scope", "units"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("2号楼没有同样的单元");
        (await TickAsync(director, path, buildings, ("scope", "units"))).ShouldBe(HttpStatusCode.OK, director.Text);
        await director.SubmitAsync("/same/orders");
        (await app.InDbAsync(db => db.ClosureUnits.Where(u => u.BuildingId == buildings[0]).Select(u => u.Unit).ToListAsync())).ShouldBe([2]);
    }
}
