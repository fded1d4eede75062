using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Gates.Log;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Gates: added, opened and closed with who decided it; devices enrolled and wiped.</summary>
public sealed class GateDeskTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Who_may_do_what_at_gates()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "权限门");
        using var stranger = await app.AsAsync("stranger");
        foreach (var path in new[] { "/gates", "/gates/new", $"/gates/{gate}", "/gates/day", "/gates/plan", "/passes", "/passes/many" })
        {
            (await stranger.OpenAsync(Desk + path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Desk + "/gates")).ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("权限门");
        worker.Text.ShouldNotContain("添加门岗");
        foreach (var path in new[] { "/gates/new", "/gates/day", "/gates/plan", "/passes/many" })
        {
            (await worker.OpenAsync(Desk + path)).ShouldBe(HttpStatusCode.Forbidden, path);
        }

        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Desk + "/passes")).ShouldBe(HttpStatusCode.Forbidden);
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/gates/{gate}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_gate_gets_another_name_that_is_free_and_its_history_says_so()
    {
        using var director = await app.AsAsync("director");
        var (gate, _) = (await app.GateAsync(director, "旧名门"), await app.GateAsync(director, "别的门"));
        using (var stranger = await app.AsAsync("neighbour"))
        {
            await stranger.OpenAsync($"/desk/{Cast.Next}/gates/new");
            (await stranger.PostAsync($"/desk/{Cast.Next}/gates/{gate}/name", ("name", "抢名门"))).ShouldBe(HttpStatusCode.NotFound);
        }

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk + "/gates");
        (await worker.PostAsync($"{Desk}/gates/{gate}/name", ("name", "网格门"))).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync($"{Desk}/gates/{gate}");
        (await director.SubmitAsync("/name", ("name", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写名称");
        (await director.SubmitAsync("/name", ("name", "别的门"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经有叫「别的门」");
        await director.SubmitAsync("/name", ("name", "新名门"));
        director.Text.ShouldContain("已改名为新名门");
        director.Text.ShouldContain("旧名门改为新名门");
        await director.SubmitAsync("/name", ("name", "新名门"));
        director.Text.ShouldContain("没有改动");
        (await app.InDbAsync(db => db.GateChanges.Where(c => c.GateId == gate).OrderBy(c => c.At).Select(c => c.Open).ToListAsync())).ShouldBe([true, true]);
    }

    [Fact]
    public async Task A_gate_is_closed_by_who_decided_it_and_keeps_its_history()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "北门");
        await director.OpenAsync($"{Desk}/gates/{gate}");
        (await director.SubmitAsync($"/gates/{gate}", ("why", ""), ("decidedBy", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写为什么");
        await director.SubmitAsync($"/gates/{gate}", ("why", "人流集中到南门"), ("decidedBy", "镇指挥部〔2026〕5号"));
        director.Text.ShouldContain("北门已关闭");
        director.Text.ShouldContain("人流集中到南门");
        director.Text.ShouldContain("镇指挥部〔2026〕5号");
        await director.SubmitAsync($"/gates/{gate}", ("why", "恢复"), ("decidedBy", "镇指挥部"), ("until", "2020-01-01T10:00"));
        director.Text.ShouldContain("到期时间已经过去了");
        await director.SubmitAsync($"/gates/{gate}", ("why", "恢复通行"), ("decidedBy", "镇指挥部"), ("until", ""));
        director.Text.ShouldContain("北门已开放");
        (await app.InDbAsync(db => db.GateChanges.Where(c => c.GateId == gate).OrderBy(c => c.At).Select(c => c.Open).ToListAsync())).ShouldBe([true, false, true]);
        await director.OpenAsync(Desk + "/gates");
        director.Text.ShouldContain("恢复通行");
    }

    [Fact]
    public async Task A_closing_whose_time_is_over_is_confirmed_or_extended_without_opening()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "延长门");
        var now = app.Clock.Now();
        // Decided on paper two days ago, before the gate was entered here.
        await director.OpenAsync($"{Desk}/gates/{gate}");
        foreach (var (from, words) in new[] { (now.AddDays(31), "最多提前 30 天录入"), (now.AddDays(-9), "最多补录 7 天以内") })
        {
            (await director.SubmitAsync($"/gates/{gate}", ("why", "纸上决定"), ("decidedBy", "镇指挥部"), ("from", from.ForInput()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
            director.Text.ShouldContain(words);
            director.Page.QuerySelector("[name=why]")!.GetAttribute("value").ShouldBe("纸上决定");
        }

        await director.SubmitAsync($"/gates/{gate}", ("from", now.AddDays(-2).ForInput()), ("until", now.AddHours(1).ForInput()));
        director.Text.ShouldContain("延长门已关闭");
        (await director.SubmitAsync($"/gates/{gate}", ("why", "更早的"), ("decidedBy", "镇指挥部"), ("from", now.AddDays(-3).ForInput()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经记过一次变动");
        app.Clock.Advance(TimeSpan.FromHours(2));
        using var later = await app.AsAsync("director");
        await later.OpenAsync(Desk + "/gates");
        later.Text.ShouldContain("已到期，请确认");
        later.Text.ShouldContain("纸上决定");
        await later.OpenAsync($"{Desk}/gates/{gate}");
        later.Text.ShouldContain("已到期，请确认");
        var end = app.Clock.Now().AddDays(3);
        await later.SubmitAsync($"/gates/{gate}", ("why", "通知延长"), ("decidedBy", "镇指挥部"), ("until", end.ForInput()));
        later.Text.ShouldContain($"延长门继续关闭，到 {end.Short()}");
        later.Text.ShouldNotContain("已到期，请确认");
        await later.SubmitAsync($"/gates/{gate}", ("open", "false"), ("why", "不定期限"), ("decidedBy", "镇指挥部"), ("until", ""));
        later.Text.ShouldContain("延长门继续关闭，不定期限");
        var changes = await app.InDbAsync(db => db.GateChanges.Where(c => c.GateId == gate && c.Why != "登记").OrderBy(c => c.At).ToListAsync());
        changes.ConvertAll(c => c.Open).ShouldBe([false, false, false]);
        changes[0].At.ShouldBeLessThan(now.AddDays(-1));
        (await app.AuditAsync("gate.until")).Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Two_gates_of_one_name_are_refused_in_a_sentence()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "东门");
        await director.OpenAsync(Desk + "/gates/new");
        (await director.SubmitAsync("/gates/new", ("name", "东门"), ("compound", app.Cast.Compound.ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经有叫「东门」的门岗");
        (await director.SubmitAsync("/gates/new", ("name", "西门"), ("compound", Guid.CreateVersion7().ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择是哪个小区的门");
    }

    [Fact]
    public async Task A_code_enrols_one_device_once_and_within_its_hour()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "登记门");
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/devices", ("device", "平板一"));
        var code = director.Page.QuerySelector(".display-5")!.TextContent;
        using var first = new Scanner(app.Address, app.Clock);
        using var second = new Scanner(app.Address, app.Clock);
        (await first.EnrolAsync("00000000")).ShouldBe(HttpStatusCode.BadRequest);
        (await first.EnrolAsync(code)).ShouldBe(HttpStatusCode.OK);
        (await second.EnrolAsync(code)).ShouldBe(HttpStatusCode.BadRequest);
        (await first.SnapshotAsync()).Status.ShouldBe(HttpStatusCode.OK);

        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/devices", ("device", "平板二"));
        var late = director.Page.QuerySelector(".display-5")!.TextContent;
        app.Clock.Advance(GateRules.EnrolWithin);
        (await second.EnrolAsync(late)).ShouldBe(HttpStatusCode.BadRequest);
        (await app.InDbAsync(db => db.GateDevices.Where(d => d.Name == "平板一").Select(d => d.TokenHash!.Length).SingleAsync())).ShouldBe(32);
    }

    [Fact]
    public async Task After_a_name_that_is_taken_the_page_still_opens_and_closes_the_gate()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "占名门");
        var gate = await app.GateAsync(director, "改名门");
        await director.OpenAsync($"{Desk}/gates/{gate}");
        (await director.SubmitAsync("/name", ("name", "占名门"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync($"/gates/{gate}", ("open", "false"), ("why", "减少出入口"), ("decidedBy", "居委会"));
        (await app.InDbAsync(db => db.Gates.SingleAsync(g => g.Id == gate))).IsOpen.ShouldBeFalse(director.Text);
    }

    [Fact]
    public async Task A_wiped_device_hands_in_what_it_has_and_gets_nothing()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "清除门");
        using var scanner = await app.ScannerAsync(director, gate, "丢了的手机");
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/wipe");
        director.Text.ShouldContain("丢了的手机已清除");
        (await scanner.SnapshotAsync()).Status.ShouldBe(HttpStatusCode.Gone);
        var scan = scanner.Scan(app.Clock.GetUtcNow(), "out", verdict: "ask");
        (await scanner.SendAsync(scan)).Status.ShouldBe(HttpStatusCode.Gone);
        var id = (Guid)scan["id"]!;
        (await app.InDbAsync(db => db.GateScans.CountAsync(s => s.Id == id))).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x.y.z")]
    [InlineData("310107103017.00000000000000000000000000000000.abc")]
    public async Task No_token_no_answer(string token)
    {
        using var scanner = new Scanner(app.Address, app.Clock);
        scanner.Forge(token);
        (await scanner.SnapshotAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await scanner.SendAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_went_out_three_days_ago_and_is_not_back_is_still_waited_for()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("久出"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, "久等门");
        await app.AddAsync(LogCast.Scan(gate, app.Clock.Now().AddDays(-3), pass, "1号楼2单元101室"));
        await director.OpenAsync(Desk + "/gates/day");
        director.Page.QuerySelector($"a[href$='/households/{household}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_is_outside_longer_than_the_rule_lets_is_told_with_when_he_should_have_been_back()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "限时门");
        using var scanner = await app.ScannerAsync(director, gate, "限时平板");
        var (inTime, inTimePass) = await OutAsync("201");
        var (late, latePass) = await OutAsync("202");
        var (back, backPass) = await OutAsync("301");
        var now = app.Clock.Now();
        await scanner.SendAsync(
            scanner.Scan(now.AddMinutes(-179), "out", inTimePass.Number), scanner.Scan(now.AddMinutes(-181), "out", latePass.Number),
            scanner.Scan(now.AddMinutes(-200), "out", backPass.Number), scanner.Scan(now.AddMinutes(-10), "in", backPass.Number));
        await director.OpenAsync(Desk + "/gates/day");
        Row(inTime).ShouldBeNull();
        Row(back).ShouldBeNull();
        var left = await app.InDbAsync(db => db.GateScans.Where(s => s.PassId == latePass.Id).Select(s => s.At).SingleAsync());
        var cells = Row(late).ShouldNotBeNull().Closest("tr")!.QuerySelectorAll("td").Select(c => c.TextContent.Trim().TrimStart('▲'));
        cells.ShouldBe(["1号楼2单元202室", left.Short(), left.AddMinutes(180).Short()]);

        async Task<(Guid Household, Pass Pass)> OutAsync(string room)
        {
            var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, room, Tenure.Owner, Groups.Person("限" + room));
            await app.VerifyAsync(household);
            return (household, await app.PassAsync(director, household));
        }

        IElement? Row(Guid household) => director.Page.QuerySelector($"#overdue a[href$='/households/{household}']");
    }
}
