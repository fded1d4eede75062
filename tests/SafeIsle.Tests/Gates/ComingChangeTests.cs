using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates;
using SafeIsle.Platform;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Openings and closings that are decided today and hold from tomorrow.</summary>
public sealed class ComingChangeTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly (string, string?) Close = ("open", "false");

    private async Task<(Guid Gate, DateTimeOffset From)> DecidedAsync(Browser director, string name, params (string, string?)[] more)
    {
        var gate = await app.GateAsync(director, name);
        var now = app.Clock.Now();
        var from = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)).AddHours(22);
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync($"/gates/{gate}", [Close, ("why", "封闭管理"), ("decidedBy", "街道指挥部"), ("from", from.ForInput()), .. more]);
        return (gate, from);
    }

    private Task ComeAsync() => app.Services.GetRequiredService<ComingChanges>().RunAsync(CancellationToken.None);

    private Task<Gate> GateAsync(Guid gate) => app.InDbAsync(db => db.Gates.SingleAsync(g => g.Id == gate));

    private Task<List<GateChange>> ChangesAsync(Guid gate) =>
        app.InDbAsync(db => db.GateChanges.Where(c => c.GateId == gate && c.Why != "登记").OrderBy(c => c.EnteredAt).ToListAsync());

    [Fact]
    public async Task It_holds_from_its_time_on_for_scanners_and_lists_and_not_before()
    {
        using var director = await app.AsAsync("director");
        var (gate, from) = await DecidedAsync(director, "明天门");
        director.Text.ShouldContain($"已录入：明天门{from.Short()} 起关闭");
        director.Text.ShouldContain("还没到时间");
        using var scanner = await app.ScannerAsync(director, gate, "明天平板");
        await ComeAsync();
        (await GateAsync(gate)).IsOpen.ShouldBeTrue();
        (await scanner.SnapshotAsync()).Body.GetProperty("gate").GetProperty("open").GetBoolean().ShouldBeTrue();
        await director.OpenAsync(Desk + "/gates");
        RowOf(director).ShouldContain("开放");
        RowOf(director).ShouldContain($"{from.Short()} 起关闭");

        app.Clock.Advance(from - app.Clock.Now() + TimeSpan.FromSeconds(5));
        await ComeAsync();
        (await GateAsync(gate)).IsOpen.ShouldBeFalse();
        (await scanner.SnapshotAsync()).Body.GetProperty("gate").GetProperty("open").GetBoolean().ShouldBeFalse();
        using var later = await app.AsAsync("director");
        await later.OpenAsync(Desk + "/gates");
        RowOf(later).ShouldContain("封闭管理（街道指挥部）");
        RowOf(later).ShouldNotContain("开放");
        RowOf(later).ShouldNotContain($"{from.Short()} 起关闭");
        await later.OpenAsync($"{Desk}/gates/{gate}");
        later.Text.ShouldNotContain("还没到时间");
        // From when it holds, and when it was entered.
        var change = (await ChangesAsync(gate)).ShouldHaveSingleItem();
        later.Text.ShouldContain($"{from.Full()} 关闭 封闭管理 街道指挥部 高主任，{change.EnteredAt.Full()}");
        (from - change.EnteredAt).ShouldBeGreaterThan(TimeSpan.FromHours(21));
        (change.At, change.State, change.By).ShouldBe((from, GateChangeState.InForce, "高主任"));
        (await app.AuditAsync("gate.close"))[0].ShouldStartWith($"明天门关闭，从 {from.Short()} 起，照 {change.EnteredAt.Short()} 录入的决定");
        // Once: a second round finds nothing.
        await ComeAsync();
        (await app.AuditAsync("gate.close")).Count(line => line.StartsWith("明天门", StringComparison.Ordinal)).ShouldBe(1);

        static string RowOf(Browser desk) => desk.Page.QuerySelectorAll("tr").Single(r => r.TextContent.Contains("明天门", StringComparison.Ordinal)).TextContent;
    }

    [Fact]
    public async Task A_second_one_waits_until_the_first_is_taken_back_and_nobody_else_takes_it_back()
    {
        using var director = await app.AsAsync("director");
        var (gate, from) = await DecidedAsync(director, "两次门");
        (await director.SubmitAsync($"/gates/{gate}", Close, ("why", "再晚一天"), ("decidedBy", "街道指挥部"), ("from", from.AddDays(1).ForInput()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain($"已经录入 {from.Short()} 起关闭；要改，请先撤回那一次");
        director.Page.QuerySelector("[name=why]")!.GetAttribute("value").ShouldBe("再晚一天");
        var first = (await ChangesAsync(gate)).ShouldHaveSingleItem();

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/gates/{gate}");
        worker.Text.ShouldContain($"{from.Short()} 起关闭");
        worker.Text.ShouldNotContain("撤回，不再变动");
        await worker.OpenAsync(Desk + "/gates");
        (await worker.PostAsync(ComingChanges.Path(first))).ShouldBe(HttpStatusCode.Forbidden);
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync($"/desk/{Cast.Next}/gates/new");
        (await neighbour.PostAsync($"/desk/{Cast.Next}/gates/{gate}/coming/{first.Id}")).ShouldBe(HttpStatusCode.NotFound);

        await director.OpenAsync($"{Desk}/gates/{gate}");
        var path = ComingChanges.Path(first);
        await director.SubmitAsync(path);
        director.Text.ShouldContain($"已撤回：两次门不再按原定{from.Short()} 起关闭");
        director.Text.ShouldContain("高主任撤回，没有生效");
        await director.PostAsync(path);
        director.Text.ShouldContain("已经撤回");
        (await app.AuditAsync("gate.coming.back")).Count(line => line.StartsWith("两次门", StringComparison.Ordinal)).ShouldBe(1);
        await director.SubmitAsync($"/gates/{gate}", Close, ("why", "再晚一天"), ("decidedBy", "街道指挥部"), ("from", from.AddDays(1).ForInput()));
        director.Text.ShouldContain($"已录入：两次门{from.AddDays(1).Short()} 起关闭");

        app.Clock.Advance(from - app.Clock.Now() + TimeSpan.FromMinutes(1));
        await ComeAsync();
        (await GateAsync(gate)).IsOpen.ShouldBeTrue();
        app.Clock.Advance(TimeSpan.FromDays(1));
        await ComeAsync();
        (await GateAsync(gate)).IsOpen.ShouldBeFalse();
        (await ChangesAsync(gate)).ConvertAll(c => c.State).ShouldBe([GateChangeState.TakenBack, GateChangeState.InForce]);
    }

    [Fact]
    public async Task What_is_decided_after_its_time_is_decided_after_it_and_then_it_is_not_taken_back()
    {
        using var director = await app.AsAsync("director");
        var (gate, from) = await DecidedAsync(director, "准点门");
        var coming = (await ChangesAsync(gate)).ShouldHaveSingleItem();
        // Meanwhile something else is decided, from now on: what was entered stands.
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync($"/gates/{gate}", Close, ("why", "修门"), ("decidedBy", "居委会"));
        director.Text.ShouldContain($"准点门已关闭。先前录入的照旧：{from.Short()} 起关闭");
        await director.SubmitAsync($"/gates/{gate}", ("open", "true"), ("why", "修好了"), ("decidedBy", "居委会"));
        director.Text.ShouldContain("准点门已开放");

        // The clock has not come round yet when somebody acts.
        app.Clock.Advance(from - app.Clock.Now() + TimeSpan.FromSeconds(2));
        using var later = await app.AsAsync("director");
        await later.OpenAsync($"{Desk}/gates/{gate}");
        await later.PostAsync(ComingChanges.Path(coming));
        later.Text.ShouldContain("已经生效");
        (await GateAsync(gate)).IsOpen.ShouldBeFalse();
        await later.OpenAsync($"{Desk}/gates/{gate}");
        await later.SubmitAsync($"/gates/{gate}", ("open", "true"), ("why", "通知取消"), ("decidedBy", "街道指挥部"));
        later.Text.ShouldContain("准点门已开放");
        await ComeAsync();
        (await GateAsync(gate)).IsOpen.ShouldBeTrue();
        (await ChangesAsync(gate)).OrderBy(c => c.At).Select(c => c.Why).ShouldBe(["修门", "修好了", "封闭管理", "通知取消"]);
    }

    [Fact]
    public async Task Of_two_who_enter_one_at_once_one_is_told_of_the_other()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "同时门");
        var from = app.Clock.Now().AddHours(22).ForInput();
        var desks = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => app.AsAsync("director")));
        var answers = await Task.WhenAll(desks.Select(async desk =>
        {
            await desk.OpenAsync($"{Desk}/gates/{gate}");
            return await desk.SubmitAsync($"/gates/{gate}", Close, ("why", "封闭管理"), ("decidedBy", "街道指挥部"), ("from", from));
        }));
        answers.ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], ignoreOrder: true);
        (await ChangesAsync(gate)).ShouldHaveSingleItem().State.ShouldBe(GateChangeState.Coming);
        foreach (var desk in desks)
        {
            desk.Dispose();
        }
    }

    [Fact]
    public async Task An_end_lies_after_the_beginning_and_a_change_of_the_end_may_come_later_too()
    {
        using var director = await app.AsAsync("director");
        var (gate, from) = await DecidedAsync(director, "先后门", ("until", app.Clock.Now().AddHours(1).ForInput()));
        director.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("到期时间要在开始以后");
        await director.SubmitAsync($"/gates/{gate}", ("until", from.AddDays(3).ForInput()));
        director.Text.ShouldContain($"{from.Short()} 起关闭，到 {from.AddDays(3).Short()}");
        app.Clock.Advance(from - app.Clock.Now() + TimeSpan.FromSeconds(1));
        await ComeAsync();
        var closed = await GateAsync(gate);
        (closed.IsOpen, closed.Until).ShouldBe((false, from.AddDays(3)));
    }
}
