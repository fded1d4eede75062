using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Gates;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>People who come back are announced, met at the gate, brought home, checked.</summary>
public sealed class ReturneeTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Back = Desk + "/returnees";
    private const string Form = "/r/310107103017";

    private (string, string?)[] Filled(string name, string? where, string phone = "142 0000 0777", double hours = 3) =>
        [("where", where), ("name", name), ("phone", phone), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(hours).ForInput()), ("transport", "火车 G1234")];

    private Task<ReturneeState> StateAsync(Guid id) => app.InDbAsync(db => db.Returnees.Where(r => r.Id == id).Select(r => r.State).SingleAsync());

    [Fact]
    public async Task Others_do_not_find_them()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Back)).ShouldBe(HttpStatusCode.NotFound);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Back)).ShouldBe(HttpStatusCode.Forbidden);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Back}/{Ids.New()}")).ShouldBe(HttpStatusCode.NotFound);
        using var anyone = app.Anyone();
        (await anyone.OpenAsync("/r/310107103999")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_open_form_tells_nothing_and_keeps_what_was_typed()
    {
        await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, Groups.Person("报备家"));
        using var anyone = app.Anyone();
        await anyone.OpenAsync(Form);
        (await anyone.SubmitAsync(Form, Filled("返回甲", "1号楼1单元101室", "12"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        anyone.Page.QuerySelector("input[name=from]")!.GetAttribute("value").ShouldBe("湖北宜昌");
        await anyone.OpenAsync(Form);
        var id = Ids.New().ToString();
        await anyone.SubmitAsync(Form, [.. Filled("返回甲", "1号楼1单元101室"), ("id", id)]);
        var there = anyone.Text;
        there.ShouldContain("已报备");
        await anyone.OpenAsync(Form);
        await anyone.SubmitAsync(Form, [.. Filled("返回甲", "1号楼1单元101室"), ("id", id)]);
        (await app.InDbAsync(db => db.Returnees.CountAsync(r => r.Name == "返回甲"))).ShouldBe(1);
        await anyone.OpenAsync(Form);
        // A door behind which nobody is registered answers the same.
        await anyone.SubmitAsync(Form, Filled("返回甲", "1号楼1单元602室"));
        anyone.Text.ShouldBe(there);
        (await app.InDbAsync(db => db.Returnees.CountAsync(r => r.Name == "返回甲"))).ShouldBe(2);
        // One that there is not is a slip: nobody is sent away believing that it is known.
        foreach (var where in new[] { "99号楼9单元909室", "我家" })
        {
            await anyone.OpenAsync(Form);
            (await anyone.SubmitAsync(Form, Filled("返回甲", where))).ShouldBe(HttpStatusCode.UnprocessableEntity, where);
            anyone.Text.ShouldContain("没有找到这个房号，还没有报备");
            anyone.Page.QuerySelector("input[name=where]")!.GetAttribute("value").ShouldBe(where);
            anyone.Page.QuerySelector("input[name=from]")!.GetAttribute("value").ShouldBe("湖北宜昌");
        }

        (await app.InDbAsync(db => db.Returnees.CountAsync(r => r.Name == "返回甲"))).ShouldBe(2);
    }

    [Fact]
    public async Task An_eleventh_announcement_for_a_door_is_told_that_it_was_not_taken_and_the_family_still_announces()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "401", Tenure.Owner, Groups.Person("被灌的"));
        using var anyone = app.Anyone();
        var last = "";
        for (var i = 0; i < 10; i++)
        {
            await anyone.OpenAsync(Form);
            last = Ids.New().ToString();
            await anyone.SubmitAsync(Form, [.. Filled($"灌{i}", "1号楼1单元401室"), ("id", last)]);
            anyone.Text.ShouldContain("已报备");
        }

        await anyone.OpenAsync(Form);
        (await anyone.SubmitAsync(Form, Filled("真亲戚", "1号楼1单元401室"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        anyone.Text.ShouldContain("这一条没有收下");
        anyone.Text.ShouldContain("请打居委会电话");
        anyone.Page.QuerySelector("input[name=from]")!.GetAttribute("value").ShouldBe("湖北宜昌");
        (await app.InDbAsync(db => db.Returnees.AnyAsync(r => r.Name == "真亲戚"))).ShouldBeFalse();
        // The tenth sent again was taken before.
        await anyone.OpenAsync(Form);
        await anyone.SubmitAsync(Form, [.. Filled("灌9", "1号楼1单元401室"), ("id", last)]);
        anyone.Text.ShouldContain("已报备");
        using var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(phone.Path + "/returnees");
        await phone.SubmitAsync("/returnees", Filled("真亲戚", null));
        phone.Text.ShouldContain("已报备");
    }

    [Fact]
    public async Task From_the_households_phone_over_the_gate_home_and_checked()
    {
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 1, "201", Tenure.Owner, Groups.Person("等人的"));
        var phone = await app.PhoneOfAsync(household);
        using var _ = phone;
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home + "/returnees");
        (await phone.SubmitAsync("/returnees", ("name", "儿子回来"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await phone.SubmitAsync("/returnees", Filled("儿子回来", null));
        phone.Text.ShouldContain("已报备");
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "儿子回来"));
        row.HouseholdId.ShouldBe(household);
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == row.Id))).DueAt.ShouldBe(row.ArrivesAt);

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Back + (row.ArrivesAt.DateHere() > app.Clock.Today() ? "?show=later" : ""));
        worker.Text.ShouldContain("儿子回来");
        worker.Text.ShouldContain("门岗打电话来，网格员记一笔");
        worker.Text.ShouldNotContain("宜昌");
        worker.Text.ShouldNotContain("14200000777");
        await worker.OpenAsync($"{Back}/{row.Id}");
        await worker.SubmitAsync($"/{row.Id}/number");
        worker.Text.ShouldContain("14200000777");
        worker.Text.ShouldContain("湖北宜昌");
        (await app.AuditAsync("returnee.look")).ShouldNotBeEmpty();
        await worker.OpenAsync($"{Back}/{row.Id}");
        await worker.SubmitAsync($"/returnees/{row.Id}", ("act", "arrive"));
        worker.Text.ShouldContain("已到门口");
        await worker.PostAsync($"{Back}/{row.Id}", ("act", "arrive"));
        worker.Text.ShouldContain("不能这样改");
        (await phone.PostAsync($"{home}/returnees/{row.Id}/cancel")).ShouldBe(HttpStatusCode.OK);
        phone.Text.ShouldContain("不用再改");
        await worker.OpenAsync($"{Back}/{row.Id}");
        await worker.SubmitAsync($"/returnees/{row.Id}", ("act", "meet"));
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == row.Id))).ClosedAt.ShouldNotBeNull();
        await worker.SubmitAsync("/check", ("person", people[0].ToString()));
        worker.Path.ShouldStartWith(Travel + "/");
        (await app.InDbAsync(db => db.TravelChecks.CountAsync(c => c.PersonId == people[0]))).ShouldBe(1);
        await worker.OpenAsync($"{Back}/{row.Id}");
        worker.Text.ShouldContain("请居委会先在这一户的页面点“加一人”");
        await worker.SubmitAsync($"/returnees/{row.Id}", ("act", "checked"));
        // One tap ends nothing: what follows stands there first, and the way back.
        worker.Text.ShouldContain("等人的：正在核对，还没有结束");
        (await StateAsync(row.Id)).ShouldBe(ReturneeState.Met);
        await worker.PressAsync("返回修改");
        worker.Path.ShouldBe($"{Back}/{row.Id}");
        (await StateAsync(row.Id)).ShouldBe(ReturneeState.Met);
        await worker.SubmitAsync($"/returnees/{row.Id}", ("act", "checked"));
        await worker.SubmitAsync("/checked");
        worker.Text.ShouldContain("已核对行程");
        worker.Text.ShouldContain($"{(await EndAsync(row.Id)).Short()} 行程核对完了（");
        await worker.PostAsync($"{Back}/{row.Id}", ("act", "checked"));
        worker.Text.ShouldContain("早已办完");

        async Task<DateTimeOffset> EndAsync(Guid id) => (await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Id == id))).EndedAt!.Value;
    }

    [Fact]
    public async Task A_call_is_typed_at_the_desk_and_whoever_does_not_come_is_shown_as_late()
    {
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Back + "/new");
        (await worker.SubmitAsync("/new", Filled("来电话的", "没有这个房"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("没有找到这个房号");
        await worker.SubmitAsync("/new", Filled("来电话的", "1号楼2单元301室", hours: -0.5));
        worker.Text.ShouldContain("已登记");
        worker.Text.ShouldContain("过了时间");
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(Back + "/new")).ShouldBe(HttpStatusCode.OK);
        (await guard.SubmitAsync("/new", Filled("别楼的", "1号楼2单元302室"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "来电话的"));
        (await guard.OpenAsync($"{Back}/{row.Id}")).ShouldBe(HttpStatusCode.NotFound);
        await worker.OpenAsync($"{Back}/{row.Id}");
        await worker.SubmitAsync($"/returnees/{row.Id}", ("act", "cancel"));
        worker.Text.ShouldContain("不回来了");
    }

    [Fact]
    public async Task Once_he_is_at_the_gate_the_households_passes_wait_until_he_was_checked_and_the_gate_does_not_learn_why()
    {
        await app.RulesAsync();
        await app.HeldRuleAsync();
        using var director = await app.AsAsync("director");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "402", Tenure.Owner, Groups.Person("留在家的"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household, Held);
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "返回门"), "返回平板");
        await director.OpenAsync(Back + "/new");
        await director.SubmitAsync("/new", Filled("从外地回来的", "1号楼2单元402室"));
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "从外地回来的"));
        // Whoever may come is no reason to keep anybody in.
        (await HeldAsync()).ShouldNotContain(pass.Number);
        await director.OpenAsync($"{Back}/{row.Id}");
        await director.SubmitAsync($"/returnees/{row.Id}", ("act", "arrive"));
        (await HeldAsync()).ShouldContain(pass.Number);
        (await scanner.SnapshotAsync()).Body.GetRawText().ShouldNotContain("宜昌");
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number, verdict: "go"));
        (await app.InDbAsync(db => db.GateScans.SingleAsync(s => s.PassId == pass.Id))).ServerReason.ShouldBe("held");
        await director.OpenAsync($"{Desk}/households/{household}/passes");
        director.Text.ShouldContain("刚从外地回来，还没有核对行程");
        await director.OpenAsync($"{Back}/{row.Id}");
        await director.SubmitAsync($"/returnees/{row.Id}", ("act", "checked"));
        director.Text.ShouldContain("还没有接到家");
        director.Text.ShouldContain("没有核对记录");
        (await HeldAsync()).ShouldContain(pass.Number);
        await director.SubmitAsync("/checked");
        (await HeldAsync()).ShouldNotContain(pass.Number);

        async Task<List<int>> HeldAsync() => [.. (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(n => n.GetInt32())];
    }

    [Fact]
    public async Task What_a_stranger_announces_keeps_nobody_in_until_staff_say_whose_he_is()
    {
        await app.RulesAsync();
        await app.HeldRuleAsync();
        using var director = await app.AsAsync("director");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "401", Tenure.Owner, Groups.Person("被人报备的"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household, Held);
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "生人门"), "生人平板");
        using var anyone = app.Anyone();
        await anyone.OpenAsync(Form);
        await anyone.SubmitAsync(Form, Filled("自称回来的", "1号楼2单元401室"));
        anyone.Text.ShouldContain("已报备");
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "自称回来的"));
        (row.HouseholdId, row.ProvenAt).ShouldBe((household, null));
        await director.OpenAsync($"{Back}/{row.Id}");
        director.Text.ShouldContain("没有核实");
        await director.SubmitAsync($"/returnees/{row.Id}", ("act", "arrive"));
        director.Text.ShouldContain("先不影响这一户出入");
        (await HeldAsync()).ShouldNotContain(pass.Number);
        await director.OpenAsync(Back + "?show=here");
        director.Text.ShouldContain("没有核实");
        await director.OpenAsync($"{Back}/{row.Id}");
        await director.SubmitAsync($"/returnees/{row.Id}", ("act", "own"));
        director.Text.ShouldContain("已记核实过");
        director.Text.ShouldNotContain("没有核实");
        (await HeldAsync()).ShouldContain(pass.Number);
        await director.PostAsync($"{Back}/{row.Id}", ("act", "own"));
        director.Text.ShouldContain("不能这样改");

        async Task<List<int>> HeldAsync() => [.. (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(n => n.GetInt32())];
    }

    [Fact]
    public async Task Two_who_tick_him_off_at_once_do_it_once()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "501", Tenure.Owner, Groups.Person("两人记的"));
        using var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(phone.Path + "/returnees");
        await phone.SubmitAsync("/returnees", Filled("两人记他", null));
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "两人记他"));
        row.ProvenAt.ShouldNotBeNull();
        using var one = await app.AsAsync("director");
        using var two = await app.AsAsync("deputy");
        await one.OpenAsync($"{Back}/{row.Id}");
        await two.OpenAsync($"{Back}/{row.Id}");
        await Task.WhenAll(one.SubmitAsync($"/returnees/{row.Id}", ("act", "arrive")), two.SubmitAsync($"/returnees/{row.Id}", ("act", "arrive")));
        new[] { one, two }.Count(b => b.Text.Contains("已记到了门口", StringComparison.Ordinal)).ShouldBe(1);
        new[] { one, two }.Count(b => b.Text.Contains("不能这样改", StringComparison.Ordinal)).ShouldBe(1);
        (await app.InDbAsync(db => db.Set<SafeIsle.Platform.Audit.AuditEntry>().CountAsync(e => e.Subject == row.Id && e.Action == "returnee.arrive"))).ShouldBe(1);
    }

    [Fact]
    public async Task Travel_in_order_ends_the_return_of_whoever_is_here_and_nobody_elses()
    {
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 2, "202", Tenure.Owner, Groups.Person("回来一"), Groups.Person("回来二"));
        using var worker = await app.AsAsync("worker");
        var mine = await AnnouncedAsync("回来一");
        await worker.OpenAsync($"{Back}/{mine}");
        await worker.SubmitAsync($"/returnees/{mine}", ("act", "arrive"));
        var others = await AnnouncedAsync("回来二");
        await worker.OpenAsync($"{Back}/{others}");
        await worker.SubmitAsync($"/returnees/{others}", ("act", "arrive"));
        await worker.OpenAsync($"{Back}/{mine}");
        await worker.SubmitAsync("/check", ("person", people[0].ToString()));
        worker.Text.ShouldContain("名单上一并记完");
        await worker.SubmitAsync("/declare", ("nowhere", "1"));
        await worker.SubmitAsync("/record", ("sms", "未查询到您近14天的行程记录。中国电信"));
        (await StateAsync(mine)).ShouldBe(ReturneeState.Arrived);
        await worker.SubmitAsync("/clean");
        worker.Text.ShouldContain("返回报备也已记核对完毕");
        (await StateAsync(mine)).ShouldBe(ReturneeState.Checked);
        (await StateAsync(others)).ShouldBe(ReturneeState.Arrived);
        // One who is announced and not here yet is still to come.
        var later = await AnnouncedAsync("回来一");
        await worker.OpenAsync($"{Desk}/households/{household}/travel");
        await worker.SubmitAsync($"/households/{household}/travel", ("person", people[0].ToString()));
        await worker.SubmitAsync("/declare", ("nowhere", "1"));
        await worker.SubmitAsync("/record", ("sms", "未查询到您近14天的行程记录。中国电信"));
        await worker.SubmitAsync("/clean");
        worker.Text.ShouldContain("核对无误，已结束。");
        (await StateAsync(later)).ShouldBe(ReturneeState.Announced);

        async Task<Guid> AnnouncedAsync(string name)
        {
            await worker.OpenAsync(Back + "/new");
            await worker.SubmitAsync("/new", Filled(name, "1号楼2单元202室"));
            worker.Text.ShouldContain("已登记");
            return await app.InDbAsync(db => db.Returnees.Where(r => r.Name == name && r.EndedAt == null).Select(r => r.Id).SingleAsync());
        }
    }
}
