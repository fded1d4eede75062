using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Closures;
using SafeIsle.Gates;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Residents;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Platform.Print;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Errand slips: issued to one person, out once, in once, closed; the certificate for medicine lives and ends with its slip.</summary>
public sealed class ErrandTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Guid Household, Guid Person)> HomeAsync(string room, int unit = 1)
    {
        await app.RulesAsync();
        var (household, people) = await app.SettleAsync(
            app.Cast.Building1, unit, room, Tenure.Owner, Groups.Person("赵" + room) with { DocumentKind = DocumentKind.ResidentId, DocumentNumber = "990000199001010017" });
        return (household, people[0]);
    }

    private string In(TimeSpan later) => (app.Clock.Now() + later).ForInput();

    private async Task<Errand> IssueAsync(Browser by, Guid household, Guid person, ErrandCategory category = ErrandCategory.Daily, params (string, string?)[] more)
    {
        await by.OpenAsync($"{Desk}/households/{household}/errands");
        await by.SubmitAsync(
            "/errands",
            [
                ("person", person.ToString()), ("category", $"{category}"), ("what", "办手续"), ("backBy", In(TimeSpan.FromHours(3))),
                .. more.Length > 0 ? more : [("where", "民政局")],
            ]);
        by.Status.ShouldBe(HttpStatusCode.OK, by.Text);
        return await SlipAsync(household);
    }

    private Task<Errand> SlipAsync(Guid household) => app.InDbAsync(db => db.Errands.Where(e => e.HouseholdId == household).OrderByDescending(e => e.IssuedAt).FirstAsync());

    private Task<Pass> PassOfAsync(Errand slip) => app.InDbAsync(db => db.Passes.SingleAsync(p => p.Id == slip.PassId));

    [Fact]
    public async Task Only_who_works_with_that_household_issues_and_what_was_typed_is_kept()
    {
        var (home, person) = await HomeAsync("101");
        var path = $"{Desk}/households/{home}/errands";
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/households/{home}/errands")).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(path);
        (await worker.SubmitAsync("/errands", ("person", ""), ("category", ""), ("where", "民政局"), ("what", ""), ("backBy", In(TimeSpan.FromDays(8)))))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请选择是家里的哪一位出门");
        worker.Text.ShouldContain("请选择事由类别");
        worker.Text.ShouldContain("请填写去做什么");
        worker.Text.ShouldContain("7 天以内");
        worker.Page.QuerySelector("[name=where]")!.GetAttribute("value").ShouldBe("民政局");
        (string, string?)[] filled =
        [
            ("person", person.ToString()), ("category", "Moving"), ("where", "新家"), ("what", "搬东西"), ("backBy", In(TimeSpan.FromHours(5))),
            ("companion", app.Cast.Accounts["director"].ToString()), ("id", Ids.New().ToString()),
        ];
        await worker.SubmitAsync("/errands", filled);
        worker.Text.ShouldContain("外出单已开好");
        worker.Text.ShouldContain("高主任");
        worker.Text.ShouldContain("搬家：搬东西");
        // The same form again is the same slip.
        await worker.OpenAsync(path);
        await worker.SubmitAsync("/errands", filled);
        worker.Text.ShouldContain("已经开好了");
        (await app.InDbAsync(db => db.Errands.CountAsync(e => e.HouseholdId == home))).ShouldBe(1);
        (await app.AuditAsync("errand.issue"))[0].ShouldContain("搬家");
        // It is no pass among the household's passes, and cannot be voided there.
        var slip = await SlipAsync(home);
        await worker.OpenAsync($"{Desk}/households/{home}/passes");
        worker.Text.ShouldNotContain(PassNumber.Text((await PassOfAsync(slip)).Number));
        (await worker.PostAsync($"{Desk}/passes/{slip.PassId}/revoke", ("why", "试"))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Out_and_in_close_it_and_it_opens_no_gate_again()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("102");
        var gate = await app.GateAsync(director, "外出门");
        using var scanner = await app.ScannerAsync(director, gate, "外出平板");
        var slip = await IssueAsync(director, home, person);
        var pass = await PassOfAsync(slip);
        pass.Rule.ShouldBe(GatePlan.Errand.Key);
        var snapshot = (await scanner.SnapshotAsync()).Body;
        snapshot.GetProperty("rules").EnumerateArray().ShouldContain(r => r.GetProperty("key").GetInt32() == GatePlan.Errand.Key && r.GetProperty("times").GetInt32() == 1);
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number, verdict: "stop"));
        (await SlipAsync(home)).State.ShouldBe(ErrandState.Issued); // who was turned away has not gone out
        var left = app.Clock.Now();
        (await scanner.SendAsync(scanner.Scan(left, "out", pass.Number))).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        (await SlipAsync(home)).State.ShouldBe(ErrandState.Out);
        await director.OpenAsync(Desk + "/errands?show=overdue");
        director.Text.ShouldNotContain("1号楼1单元102室");
        app.Clock.Advance(TimeSpan.FromHours(80));
        using var later = await app.AsAsync("director");
        await later.OpenAsync(Desk + "/errands?show=overdue");
        later.Text.ShouldContain("1号楼1单元102室");
        later.Text.ShouldContain("过时没回来");
        await later.OpenAsync(Desk + "/gates/day");
        later.Page.QuerySelector($"a[href$='/households/{home}']").ShouldNotBeNull(); // beside those whose rule says how long
        // The gate still knows that it went out, days later, and does not let it out a second time.
        snapshot = (await scanner.SnapshotAsync()).Body;
        snapshot.GetProperty("outs").EnumerateArray().ShouldContain(o => o[0].GetInt32() == pass.Counter && o[2].GetInt32() == 0);
        var second = scanner.Scan(app.Clock.Now(), "out", pass.Number);
        (await scanner.SendAsync(second)).Body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("used");
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", pass.Number))).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        var closed = await SlipAsync(home);
        closed.State.ShouldBe(ErrandState.Back);
        closed.ClosedBy.ShouldBe("外出门扫码收单");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number))).Body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("revoked");
        (await SlipAsync(home)).State.ShouldBe(ErrandState.Back);
        await later.OpenAsync(Desk + "/errands?show=closed&q=1号楼1单元102室");
        later.Text.ShouldContain("外出门扫码收单");
        await later.OpenAsync(Desk + "/errands?show=closed&category=Doctor&q=1号楼1单元102室");
        later.Text.ShouldContain("没有找到");
    }

    [Fact]
    public async Task Back_before_out_arrives_is_right_too()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("201");
        var gate = await app.GateAsync(director, "倒序门");
        using var scanner = await app.ScannerAsync(director, gate, "倒序平板");
        var slip = await IssueAsync(director, home, person);
        var (pass, now) = (await PassOfAsync(slip), app.Clock.Now());
        app.Clock.Advance(TimeSpan.FromHours(2));
        await scanner.SendAsync(scanner.Scan(now.AddHours(2), "in", pass.Number));
        await scanner.SendAsync(scanner.Scan(now.AddHours(1), "out", pass.Number));
        var closed = await SlipAsync(home);
        closed.State.ShouldBe(ErrandState.Back);
        (closed.LeftAt!.Value - now.AddHours(1)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task By_hand_it_is_closed_or_taken_back_with_a_reason()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("202");
        var slip = await IssueAsync(director, home, person);
        await director.SubmitAsync("/takeback", ("why", ""));
        director.Text.ShouldContain("没有收回：请写一句为什么");
        await director.SubmitAsync("/takeback", ("why", "不去了"));
        director.Text.ShouldContain("已收回");
        (await PassOfAsync(slip)).RevokedAt.ShouldNotBeNull();
        using var printed = await director.FetchAsync($"{Desk}/errands/{slip.Id}/slip.pdf");
        (await printed.Content.ReadAsStringAsync()).ShouldContain("已经结束");
        var second = await IssueAsync(director, home, person);
        await director.SubmitAsync("/back", ("at", In(TimeSpan.FromHours(-3))));
        director.Text.ShouldContain("没有收单");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await director.SubmitAsync("/back", ("at", app.Clock.Now().ForInput()));
        director.Text.ShouldContain("已收单");
        (await SlipAsync(home)).ClosedBy.ShouldBe("高主任登记");
        (await director.PostAsync($"{Desk}/errands/{second.Id}/back")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("早已收单");
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync($"/desk/{Cast.Next}/errands");
        (await neighbour.PostAsync($"/desk/{Cast.Next}/errands/{second.Id}/back")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_certificate_for_medicine_is_verified_by_anybody_and_ends_with_its_slip()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("301");
        var other = await IssueAsync(director, home, person);
        (await director.PostAsync($"{Desk}/errands/{other.Id}/certificate", ("medicine", "某药"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("只给事由是“购药”");
        var slip = await IssueAsync(director, home, person, ErrandCategory.Medicine, ("where", "中心药房"));
        (await director.SubmitAsync("/certificate", ("medicine", ""), ("accompanied", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写药名");
        director.Text.ShouldContain("要有工作人员陪同");
        director.Page.QuerySelector("[name=pharmacy]")!.GetAttribute("value").ShouldBe("中心药房");
        await director.SubmitAsync("/certificate", ("medicine", "布洛芬"), ("accompanied", "小周"));
        director.Text.ShouldContain("购药证明已开好");
        (await app.InDbAsync(db => db.Errands.SingleAsync(e => e.Id == slip.Id))).Companion.ShouldBe("小周"); // both papers say the same
        await director.PostAsync($"{Desk}/errands/{slip.Id}/certificate", ("medicine", "布洛芬"), ("pharmacy", "别家"), ("accompanied", "小周"));
        director.Text.ShouldContain("已经开好了");
        (await app.AuditAsync("errand.certificate"))[0].ShouldNotContain("布洛芬");
        using (var file = await director.FetchAsync($"{Desk}/errands/{slip.Id}/slip.pdf"))
        {
            Encoding.ASCII.GetString((await file.Content.ReadAsByteArrayAsync())[..5]).ShouldBe("%PDF-");
        }

        var keys = app.Services.GetRequiredService<KeyRing>();
        var made = await app.InDbAsync(db => db.MedicineCertificates.SingleAsync(c => c.ErrandId == slip.Id));
        var address = "/verify/" + CertificateCode.Of(keys, Cast.Home, made.Id);
        using var anyone = app.Anyone();
        (await anyone.OpenAsync(address)).ShouldBe(HttpStatusCode.OK);
        anyone.Text.ShouldContain("购买退热药证明");
        anyone.Text.ShouldContain("布洛芬");
        anyone.Text.ShouldNotContain("赵301");
        anyone.Text.ShouldNotContain("990000");
        await director.OpenAsync($"{Desk}/errands/{slip.Id}");
        await director.SubmitAsync("/reprint");
        director.Text.ShouldContain("旧单的二维码已作废");
        (await PassOfAsync(slip)).Version.ShouldBe(2);
        await director.SubmitAsync("/back", ("at", ""));
        await anyone.OpenAsync(address);
        anyone.Text.ShouldContain("已撤销");
        anyone.Text.ShouldContain("外出单已交回");
    }

    [Fact]
    public async Task On_paper_the_slip_and_the_certificate_say_what_was_entered_and_their_codes_read_back()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("601", unit: 2);
        var slip = await IssueAsync(director, home, person, ErrandCategory.Medicine, ("where", "中心药房"));
        await director.SubmitAsync("/certificate", ("medicine", "布洛芬"), ("accompanied", "小周"));
        using var file = await director.FetchAsync($"{Desk}/errands/{slip.Id}/slip.pdf");
        var pdf = await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var paper = string.Concat(PdfReader.Text(pdf, "-raw").Where(c => !char.IsWhiteSpace(c)));
        var second = paper.IndexOf("购买退热药证明", StringComparison.Ordinal);
        second.ShouldBeGreaterThan(0);
        var pass = await PassOfAsync(slip);
        foreach (var word in new[] { "外出单", "赵601", "1号楼2单元601室", "购药：办手续", "中心药房", "小周", Bare(slip.BackBy.Full()), Bare(PassNumber.Text(pass.Number)) })
        {
            paper[..second].ShouldContain(word);
        }

        foreach (var word in new[] { "赵601", "1号楼2单元601室", "布洛芬", "中心药房", "陪同的工作人员", "小周", "盖章" })
        {
            paper[second..].ShouldContain(word);
        }

        paper.ShouldNotContain("990000199001010017");
        await using var scope = app.Services.CreateAsyncScope();
        var keys = await scope.ServiceProvider.GetRequiredService<GateKeys>()
            .AllAsync(scope.ServiceProvider.GetRequiredService<Db>(), Cast.Home, TestContext.Current.CancellationToken);
        var (pixels, width, height) = PdfReader.Picture(pdf, 300);
        var code = PassCodes.Read(await QrReader.ReadAsync(pixels[..(width * (height / 2))], width, height / 2), keys).Value;
        (code.Number, code.Rule, code.OnPhone).ShouldBe((pass.Number, GatePlan.Errand.Key, false));
        var made = await app.InDbAsync(db => db.MedicineCertificates.SingleAsync(c => c.ErrandId == slip.Id));
        var link = await QrReader.ReadAsync(pixels[(width * (height / 2))..], width, height - (height / 2));
        link.ShouldEndWith("/verify/" + CertificateCode.Of(app.Services.GetRequiredService<KeyRing>(), Cast.Home, made.Id));

        static string Bare(string text) => text.Replace(" ", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slip_that_is_being_closed_gets_no_certificate()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("602");
        var slip = await IssueAsync(director, home, person, ErrandCategory.Medicine, ("where", "中心药房"));
        var closing = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        var gate = app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            await db.Errands.Where(e => e.Id == slip.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, ErrandState.Back));
            write.Record(Cast.Home, "test.back", slip.Id, "测试收单");
            closing.SetResult();
            await finish.Task;
            await write.CommitAsync();
            return 0;
        });
        await closing.Task;
        var asked = director.PostAsync($"{Desk}/errands/{slip.Id}/certificate", ("medicine", "布洛芬"), ("pharmacy", "中心药房"), ("accompanied", "小周"));
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        asked.IsCompleted.ShouldBeFalse();
        finish.SetResult();
        await gate;
        await asked;
        director.Text.ShouldContain("没有开证明");
        (await app.InDbAsync(db => db.MedicineCertificates.AnyAsync(c => c.ErrandId == slip.Id))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_form_that_was_used_for_another_household_issues_nothing()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("502");
        var (other, neighbour) = await HomeAsync("501");
        var slip = await IssueAsync(director, home, person);
        await director.OpenAsync($"{Desk}/households/{other}/errands");
        await director.SubmitAsync(
            "/errands", ("id", slip.Id.ToString()), ("person", neighbour.ToString()), ("category", "Daily"), ("where", "民政局"), ("what", "办手续"),
            ("backBy", In(TimeSpan.FromHours(3))));
        director.Status.ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("没有再开");
        (await app.InDbAsync(db => db.Errands.AnyAsync(e => e.HouseholdId == other))).ShouldBeFalse();
    }

    [Fact]
    public async Task The_households_phone_shows_it()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("302");
        var slip = await IssueAsync(director, home, person);
        var door = await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Label == "1号楼1单元302室"));
        using var phone = await app.PhoneAsync(door);
        var path = string.Join('/', phone.Path.Split('/').Take(3));
        var resident = Guid.Parse(path.Split('/')[2]);
        await app.InDbAsync(db => db.Residents.Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, home)));
        await app.ProvenAsync(phone);
        await phone.OpenAsync(path + "/pass");
        phone.Text.ShouldContain("外出单：去民政局");
        phone.Text.ShouldContain(PassNumber.Text((await PassOfAsync(slip)).Number));
    }

    [Fact]
    public async Task A_closed_building_gives_none_but_by_the_committee_with_who_allowed_it()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (home, people) = await app.SettleAsync(app.Cast.Building2, 1, "301", Tenure.Owner, Groups.Person("封三"));
        var before = await IssueAsync(director, home, people[0]);
        await CloseBuildingTests.CloseAsync(director, app.Cast.Building2);
        var gate = await app.GateAsync(director, "封控门");
        using var scanner = await app.ScannerAsync(director, gate, "封控平板");
        var held = (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(n => n.GetInt32()).ToList();
        held.ShouldContain((await PassOfAsync(before)).Number);
        (string, string?)[] filled =
            [("person", people[0].ToString()), ("category", "Doctor"), ("where", "市一院"), ("what", "复诊"), ("backBy", In(TimeSpan.FromHours(3)))];
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/households/{home}/errands");
        (await guard.SubmitAsync("/errands", [.. filled, ("despite", "急"), ("authority", "街道")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        guard.Text.ShouldContain("只有居委会能破例开外出单");
        await director.OpenAsync($"{Desk}/households/{home}/errands");
        (await director.SubmitAsync("/errands", [.. filled, ("despite", "透析")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请写明是哪个机关同意的");
        await director.SubmitAsync("/errands", [.. filled, ("despite", "透析"), ("authority", "街道防控办")]);
        director.Text.ShouldContain("透析（街道防控办同意）");
        var pass = await PassOfAsync(await SlipAsync(home));
        pass.Rule.ShouldBe(GatePlan.ErrandDespite.Key);
        held = [.. (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(n => n.GetInt32())];
        held.ShouldNotContain(pass.Number);
        var logged = (await app.AuditAsync("errand.issue"))[0];
        logged.ShouldContain("条件不符，写明原因、街道防控办同意后开单");
        logged.ShouldNotContain("透析");
        await director.OpenAsync($"{Desk}/errands/{(await SlipAsync(home)).Id}");
        await director.SubmitAsync("/takeback", ("why", "已住院"));
        (await app.AuditAsync("errand.takeback"))[0].ShouldEndWith("的外出单，写明了原因");
    }

    [Fact]
    public async Task A_passage_that_the_guard_took_back_never_touched_the_slip()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("402");
        var gate = await app.GateAsync(director, "撤单门");
        using var scanner = await app.ScannerAsync(director, gate, "撤单平板");
        var pass = await PassOfAsync(await IssueAsync(director, home, person));
        var now = app.Clock.Now();
        var (left, back) = (scanner.Scan(now.AddMinutes(-30), "out", pass.Number), scanner.Scan(now.AddMinutes(-20), "in", pass.Number));
        await scanner.SendAsync(left, back);
        (await SlipAsync(home)).State.ShouldBe(ErrandState.Back);
        var notBack = scanner.Scan(now.AddMinutes(-19), "in", pass.Number);
        (notBack["corrects"], notBack["nobody"]) = (back["id"], true);
        await scanner.SendAsync(notBack);
        var open = await SlipAsync(home);
        (open.State, open.BackAt, open.ClosedBy).ShouldBe((ErrandState.Out, null, ""));
        (await PassOfAsync(open)).RevokedAt.ShouldBeNull();
        var notLeft = scanner.Scan(now.AddMinutes(-18), "out", pass.Number);
        (notLeft["corrects"], notLeft["nobody"]) = (left["id"], true);
        await scanner.SendAsync(notLeft);
        var issued = await SlipAsync(home);
        (issued.State, issued.LeftAt).ShouldBe((ErrandState.Issued, null));
        (await scanner.SendAsync(scanner.Scan(now, "out", pass.Number))).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        (await SlipAsync(home)).State.ShouldBe(ErrandState.Out);
    }

    [Fact]
    public async Task A_passage_that_the_guard_decided_anew_is_judged_as_if_it_were_the_only_one()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("401", unit: 2);
        var gate = await app.GateAsync(director, "改单门");
        using var scanner = await app.ScannerAsync(director, gate, "改单平板");
        var pass = await PassOfAsync(await IssueAsync(director, home, person));
        var now = app.Clock.Now();
        var (left, back) = (scanner.Scan(now.AddMinutes(-30), "out", pass.Number), scanner.Scan(now.AddMinutes(-20), "in", pass.Number));
        await scanner.SendAsync(left);
        var again = scanner.Scan(now.AddMinutes(-29), "out", pass.Number);
        again["corrects"] = left["id"];
        (await scanner.SendAsync(again)).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        await scanner.SendAsync(back);
        var home2 = scanner.Scan(now.AddMinutes(-19), "in", pass.Number, tenths: 366);
        home2["corrects"] = back["id"];
        (await scanner.SendAsync(home2)).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        var slip = await SlipAsync(home);
        slip.State.ShouldBe(ErrandState.Back);
        slip.LeftAt!.Value.ShouldBe(now.AddMinutes(-29), TimeSpan.FromSeconds(1));
        slip.BackAt!.Value.ShouldBe(now.AddMinutes(-19), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_slip_that_another_passage_closed_stays_closed()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("501", unit: 2);
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "两回门"), "两回平板");
        var pass = await PassOfAsync(await IssueAsync(director, home, person));
        var now = app.Clock.Now();
        var first = scanner.Scan(now.AddMinutes(-20), "in", pass.Number);
        await scanner.SendAsync(scanner.Scan(now.AddMinutes(-30), "out", pass.Number), first, scanner.Scan(now.AddMinutes(-10), "in", pass.Number));
        var nobody = scanner.Scan(now.AddMinutes(-19), "in", pass.Number);
        (nobody["corrects"], nobody["nobody"]) = (first["id"], true);
        await scanner.SendAsync(nobody);
        var slip = await SlipAsync(home);
        slip.State.ShouldBe(ErrandState.Back);
        slip.BackAt!.Value.ShouldBe(now.AddMinutes(-10), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_slip_is_good_for_one_way_back_also_within_one_batch()
    {
        using var director = await app.AsAsync("director");
        var (home, person) = await HomeAsync("401");
        var gate = await app.GateAsync(director, "一回门");
        using var scanner = await app.ScannerAsync(director, gate, "一回平板");
        var pass = await PassOfAsync(await IssueAsync(director, home, person));
        var now = app.Clock.Now();
        await scanner.SendAsync(
            scanner.Scan(now.AddMinutes(-30), "out", pass.Number), scanner.Scan(now.AddMinutes(-20), "in", pass.Number), scanner.Scan(now.AddMinutes(-10), "in", pass.Number));
        (await app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).OrderBy(s => s.At).Select(s => s.ServerReason).ToListAsync())).ShouldBe(["ok", "in", "revoked"]);
    }
}
