using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates.Fences;

/// <summary>A section of fence stands beside the gates: open or closed with its history, and nobody scans there.</summary>
public sealed class FenceTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<Guid> FenceAsync(Browser director, string name)
    {
        await director.OpenAsync(Desk + "/gates/new");
        await director.SubmitAsync("/gates/new", ("kind", nameof(GateKind.Fence)), ("name", name), ("compound", app.Cast.Compound.ToString()));
        director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
        return await app.InDbAsync(db => db.Gates.Where(g => g.Name == name).Select(g => g.Id).SingleAsync());
    }

    [Fact]
    public async Task Others_do_not_find_it_and_a_worker_may_not_add_one()
    {
        using var director = await app.AsAsync("director");
        var fence = await FenceAsync(director, "河边围挡");
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/gates/{fence}")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Desk + "/gates/new")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_kind_that_is_none_and_a_name_that_is_taken_are_told_and_kept()
    {
        using var director = await app.AsAsync("director");
        await FenceAsync(director, "菜场围挡");
        await director.OpenAsync(Desk + "/gates/new");
        (await director.SubmitAsync("/gates/new", ("kind", "Wall"), ("name", "围墙"), ("compound", app.Cast.Compound.ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("种类的选项不对");
        director.Page.QuerySelector("[name=name]")!.GetAttribute("value").ShouldBe("围墙");
        (await director.SubmitAsync("/gates/new", ("kind", nameof(GateKind.Post)), ("name", "菜场围挡"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经有叫「菜场围挡」的门岗或围挡");
    }

    [Fact]
    public async Task It_is_closed_at_first_opened_with_a_reason_and_takes_no_device()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "围挡旁的门");
        var fence = await FenceAsync(director, "学校围挡");
        director.Text.ShouldContain("封闭");
        director.Text.ShouldNotContain("扫码设备");
        (await director.SubmitAsync($"/gates/{fence}", ("why", ""), ("decidedBy", "镇防控办"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector("[name=decidedBy]")!.GetAttribute("value").ShouldBe("镇防控办");
        await director.SubmitAsync($"/gates/{fence}", ("why", "恢复通行"), ("decidedBy", "镇防控办"));
        director.Text.ShouldContain("学校围挡已打开。");
        var changes = await app.InDbAsync(db => db.GateChanges.Where(c => c.GateId == fence).OrderBy(c => c.At).ToListAsync());
        changes.Select(c => (c.Open, c.Why, c.By)).ShouldBe([(false, "登记", "高主任"), (true, "恢复通行", "高主任")]);
        (await director.PostAsync($"{Desk}/gates/{fence}", ("open", "true"), ("why", "恢复通行"), ("decidedBy", "镇防控办"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("本来就打开，没有改动");
        await director.PostAsync($"{Desk}/gates/{fence}/devices", ("device", "平板"));
        director.Text.ShouldContain("围挡没有人进出，不登记扫码设备");
        (await app.InDbAsync(db => db.GateDevices.CountAsync(d => d.GateId == fence))).ShouldBe(0);

        await director.OpenAsync(Desk + "/gates");
        var tables = director.Page.QuerySelectorAll("table");
        tables.Length.ShouldBe(2);
        tables[0].TextContent.ShouldNotContain("学校围挡");
        tables[1].TextContent.ShouldContain("学校围挡");
        tables[1].TextContent.ShouldContain("恢复通行（镇防控办）");
    }
}
