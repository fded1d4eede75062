using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Passes;
using SafeIsle.Grids;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Gates;
using SafeIsle.Tests.Platform.Print;
using SafeIsle.Tests.Residents;
using SafeIsle.Tests.Screening;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>Opening a measure and what follows in the same write.</summary>
public sealed class OpenMeasureTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Who_may_not_is_told_so()
    {
        var home = await MakeAsync(app, "301号楼", new PersonFacts { Name = "张措一" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        string[] pages = ["", "/extend", "/release", "/notice.pdf"];
        using var stranger = await app.AsAsync("stranger");
        foreach (var page in pages)
        {
            (await stranger.OpenAsync($"{Desk}/measures/{measure.Id}{page}")).ShouldBe(HttpStatusCode.NotFound);
            (await stranger.OpenAsync($"/desk/340302004008/measures/{measure.Id}{page}")).ShouldBe(HttpStatusCode.NotFound);
        }

        (await stranger.OpenAsync($"/desk/340302004008/measures/new?person={home.People[0].Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync($"{Desk}/measures/{measure.Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Desk}/measures/{measure.Id}")).ShouldBe(HttpStatusCode.OK);
        (await worker.OpenAsync($"{KeptHome.OpenPath}?person={home.People[0].Id}")).ShouldBe(HttpStatusCode.Forbidden);
        foreach (var page in new[] { "/extend", "/release" })
        {
            (await worker.OpenAsync($"{Desk}/measures/{measure.Id}{page}")).ShouldBe(HttpStatusCode.Forbidden);
        }

        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/measures/{measure.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        (await town.OpenAsync($"{Desk}/measures?building={home.Building}")).ShouldBe(HttpStatusCode.OK);
        town.Text.ShouldNotContain("张措一");
        town.Text.ShouldContain("张*");
        // A property manager is a partner, and no doctor.
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "物业经理")));
        using var manager = await app.AsAsync("doctor");
        (await manager.OpenAsync($"{Desk}/measures")).ShouldBe(HttpStatusCode.Forbidden);
        (await manager.OpenAsync($"{Desk}/measures/{measure.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        (await manager.OpenAsync($"{Desk}/measures/corridors")).ShouldBe(HttpStatusCode.OK);
        manager.Text.ShouldContain("301号楼");
        manager.Text.ShouldNotContain("张");
        // A neighbour who helps sees nothing of it.
        using var neighbour = await app.PhoneAsync(home.Dwelling, "老李", "proxy");
        neighbour.Text.ShouldNotContain("医学观察");
        await neighbour.OpenAsync(neighbour.Path + "/measures");
        neighbour.Text.ShouldNotContain("张措一");
        neighbour.Text.ShouldContain("代办的人看不到这一页");
        neighbour.Text.ShouldNotContain("没有隔离、观察或监测的要求");
    }

    [Fact]
    public async Task What_is_missing_is_said_and_what_was_typed_is_kept()
    {
        var home = await MakeAsync(app, "302号楼", new PersonFacts { Name = "张措二" });
        using var director = await app.AsAsync("director");
        await home.FormAsync(director);
        (await director.SubmitAsync("/measures/new", Decision(("authority", ""), ("basis", "同乘一车"), ("days", "0")))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写决定机关");
        director.Page.QuerySelector("#basis")!.GetAttribute("value").ShouldBe("同乘一车");
        director.Page.QuerySelector("#days")!.GetAttribute("value").ShouldBe("0");
        (await director.SubmitAsync("/measures/new", Decision(("days", "7"), ("from", Day(app.Clock.Now().AddDays(-8)))))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经期满");
        (await director.SubmitAsync("/measures/new", Decision(("days", "7"), ("from", Day(app.Clock.Now().AddDays(8)))))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/measures/new", Decision(("from", Day(app.Clock.Now())), ("testDays", "1、8")))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("检测日要在 1 到 7 天之内");
        (await director.SubmitAsync("/measures/new", Decision(("testDays", "1"), ("where", "elsewhere"), ("place", "")))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/measures/new", Decision(("where", "home"), ("objection", "")))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("怎样提出异议");
        (await app.InDbAsync(db => db.Measures.CountAsync(m => m.PersonId == home.People[0].Id))).ShouldBe(0);
    }

    [Fact]
    public async Task It_is_opened_once_tells_the_household_and_asks_for_calls()
    {
        var home = await MakeAsync(app, "303号楼", new PersonFacts { Name = "张措三", Phones = ["14200138003"] }, new PersonFacts { Name = "李措三" });
        using var director = await app.AsAsync("director");
        using var twice = await app.AsAsync("director");
        await home.FormAsync(director);
        await home.FormAsync(twice);
        var id = ("id", (string?)director.Page.QuerySelector("input[name=id]")!.GetAttribute("value"));
        await director.SubmitAsync("/measures/new", Decision(id));
        // Before it binds anybody: whom, how long, which tests, who calls. Nothing is written yet.
        foreach (var words in new[] { "张措三", "居家隔离医学观察 14 天", "停用全户 2 人的：张措三、李措三", "一并遵守：李措三", "4 次：第 1 天", "前一个电话", "没有人负责", "告知书" })
        {
            director.Text.ShouldContain(words);
        }

        (await app.InDbAsync(db => db.Measures.CountAsync(m => m.PersonId == home.People[0].Id))).ShouldBe(0);
        await director.PressAsync("返回修改");
        director.Page.QuerySelector("#authority")!.GetAttribute("value").ShouldBe("普陀区疫情防控指挥部");
        director.Page.QuerySelector("#worker")!.GetAttribute("value").ShouldBe("小周 14200138099");
        await twice.SubmitAsync("/measures/new", Decision(id));
        await director.SubmitAsync("/measures/new");
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain("已开好");
        await twice.SubmitAsync("/measures");
        twice.Text.ShouldContain("没有重复开");
        await home.FormAsync(twice);
        (await twice.SubmitAsync("/measures/new", Decision(("replaces", null)))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        twice.Text.ShouldContain("一个人同时只有一份");
        var measure = await app.InDbAsync(db => db.Measures.SingleAsync(m => m.PersonId == home.People[0].Id));
        measure.Until.ShouldBe(measure.StartsAt.AddDays(14));
        (await app.InDbAsync(db => db.MeasureTests.Where(t => t.MeasureId == measure.Id && t.PersonId == measure.PersonId).Select(t => t.Day).ToListAsync())).ShouldBe([1, 4, 7, 14], ignoreOrder: true);
        (await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Subject == measure.Id && e.Action == "measure.open").Select(e => e.Summary).ToListAsync()))
            .ShouldHaveSingleItem().ShouldNotContain("张措三");

        using var phone = await home.PhoneAsync(app);
        phone.Text.ShouldContain("居家隔离医学观察");
        await phone.OpenAsync(phone.Path + "/measures");
        foreach (var word in new[] { "第 1 天，共 14 天", "普陀区疫情防控指挥部", "同乘一车", "小周 14200138099", "不同意，怎么办", "要出门看病", "谢绝探访" })
        {
            phone.Text.ShouldContain(word);
        }

        using var notice = await director.FetchAsync(director.Path + "/notice.pdf");
        notice.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        // Two copies, word for word the same but for whose each is; what the head says is not said again below it.
        var copies = PdfReader.Text(await notice.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").TrimEnd('\f').Split('\f');
        copies.Length.ShouldBe(2);
        copies[0].ShouldContain("这一份交本人");
        copies[1].ShouldContain("这一份本人签收后由居委会留存");
        copies[0].Replace("这一份交本人", "", StringComparison.Ordinal).ShouldBe(copies[1].Replace("这一份本人签收后由居委会留存", "", StringComparison.Ordinal));
        var flat = string.Concat(copies[0].Where(c => !char.IsWhiteSpace(c)));
        flat.ShouldContain("最后一天是");
        foreach (var once in new[] { "期满", "体温", "不外出", "谢绝探访" })
        {
            flat.Split(once).Length.ShouldBe(2, once);
        }

        await director.OpenAsync($"{Desk}/measures/corridors");
        director.Text.ShouldContain("303号楼");
        At(app, 1, 7);
        await RoundAsync(app);
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).Count(t => t.ClosedAt is null).ShouldBe(1);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldAllBe(t => !t.Title.Contains("隔离") && !t.Title.Contains("观察"));
    }

    [Fact]
    public async Task The_days_are_told_the_same_everywhere_and_whoever_stays_elsewhere_is_not_bound()
    {
        var home = await MakeAsync(
            app, "311号楼", new PersonFacts { Name = "张同数" }, new PersonFacts { Name = "李在家" }, new PersonFacts { Name = "王在外", Presence = Presence.Away, AwayWhere = "苏州" });
        using var director = await app.AsAsync("director");
        await home.FormAsync(director);
        var from = app.Clock.Now();
        await director.SubmitAsync("/measures/new", Decision());
        var (first, last) = (from.DateHere(), from.DateHere().AddDays(13));
        var span = $"共 14 天（一天按 24 小时算）：第 1 天是 {MeasureWords.Of(first)}，最后一天是 {MeasureWords.Of(last)}，{from.AddDays(14).Short()} 期满";
        director.Text.ShouldContain(span);
        // The last test is on the last day.
        director.Text.ShouldContain($"第 14 天（{MeasureWords.Of(last)}）");
        director.Text.ShouldContain("一并遵守：李在家；不受约束：王在外（外出）");
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain(span);
        var measure = await app.InDbAsync(db => db.Measures.SingleAsync(m => m.PersonId == home.People[0].Id));
        (await AskedAsync()).ShouldBe([home.People[0].Id, home.People[1].Id], ignoreOrder: true);
        await director.OpenAsync($"{Desk}/measures?building={home.Building}");
        director.Text.ShouldContain($"最后一天 {MeasureWords.Of(last)}，{from.AddDays(14).Short()} 期满");
        using var phone = await home.PhoneAsync(app);
        phone.Text.ShouldContain($"最后一天 {MeasureWords.Of(last)}，{from.AddDays(14).Short()} 期满");
        await phone.OpenAsync(phone.Path + "/measures");
        phone.Text.ShouldContain(span);
        // Nor is her temperature asked for.
        await phone.OpenAsync(phone.Path.Replace("/measures", "/report", StringComparison.Ordinal));
        phone.Text.ShouldContain("李在家");
        phone.Text.ShouldNotContain("王在外");

        // Who comes home before it is over is tested, too; what was found of her then counts wherever she stays afterwards.
        await StaysAsync(Presence.Home);
        (await AskedAsync()).ShouldContain(home.People[2].Id);
        await app.InDbAsync(db => db.MeasureTests.Where(t => t.MeasureId == measure.Id && t.PersonId == home.People[2].Id)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Negative, false)));
        await StaysAsync(Presence.Away);
        (await AskedAsync()).ShouldContain(home.People[2].Id);
        await director.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        director.Text.ShouldContain("天的检测不是阴性");

        Task<List<Guid>> AskedAsync() => app.InDbAsync(db => db.TestsAsked.Where(t => t.MeasureId == measure.Id).Select(t => t.PersonId).Distinct().ToListAsync());

        Task<int> StaysAsync(Presence where) => app.InDbAsync(db => db.People.Where(p => p.Id == home.People[2].Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Presence, where)));
    }

    [Fact]
    public async Task What_is_held_against_her_stands_first_then_what_is_to_be_done_today_and_the_survey_after()
    {
        var home = await MakeAsync(app, "312号楼", new PersonFacts { Name = "张顺序" });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director);
        await app.CampaignAsync("不急的问卷", "three", home.Household.Id);
        using var phone = await home.PhoneAsync(app);
        var cards = phone.Page.QuerySelectorAll(".notice h2").Select(h => h.TextContent).ToList();
        cards[0].ShouldStartWith("张顺序：居家隔离");
        cards[^1].ShouldBe("不急的问卷");
    }

    [Fact]
    public async Task Another_kind_closes_the_one_and_opens_the_next()
    {
        var home = await MakeAsync(app, "304号楼", new PersonFacts { Name = "张措四" });
        using var director = await app.AsAsync("director");
        var first = await home.OpenAsync(app, director);
        await home.FormAsync(director, 0, MeasureKind.HomeMonitoring);
        director.Text.ShouldContain("原来的一份同时结束");
        // Not with days between, in which nobody is kept or called.
        (await director.SubmitAsync("/measures/new", Decision(("document", "普防控〔2022〕9号"), ("from", app.Clock.Now().AddDays(3).ForInput())))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("中间不能空着");
        await home.FormAsync(director, 0, MeasureKind.HomeMonitoring);
        await director.SubmitAsync("/measures/new", Decision(("document", "普防控〔2022〕9号")));
        director.Text.ShouldContain("正在进行的居家隔离医学观察");
        await director.SubmitAsync("/measures");
        var rows = await app.InDbAsync(db => db.Measures.Where(m => m.PersonId == home.People[0].Id).OrderBy(m => m.OpenedAt).ToListAsync());
        rows.Select(m => (m.Kind, m.EndedHow)).ShouldBe([(MeasureKind.HomeIsolation, MeasureEnd.Moved), (MeasureKind.HomeMonitoring, null)]);
        rows[0].EndDocument.ShouldBe("普防控〔2022〕9号");
        // The plan is changed meanwhile: what was decided stays.
        (await app.InDbAsync(db => db.Measures.SingleAsync(m => m.Id == first.Id))).Until.ShouldBe(first.Until);
        await Task.WhenAll(Race(), Race());
        (await app.InDbAsync(db => db.Measures.CountAsync(m => m.PersonId == home.People[0].Id && m.EndedAt == null))).ShouldBe(1);

        async Task Race()
        {
            using var browser = await app.AsAsync("director");
            await home.FormAsync(browser, 0, MeasureKind.StrictHomeMonitoring);
            // Whoever comes so late that the other is through is told before she confirms.
            if (await browser.SubmitAsync("/measures/new", Decision()) == HttpStatusCode.OK)
            {
                await browser.SubmitAsync("/measures");
            }

            browser.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity);
        }
    }

    [Fact]
    public async Task The_households_passes_are_held_and_the_gate_does_not_learn_why()
    {
        await app.RulesAsync();
        await app.InDbAsync(async db =>
        {
            // The rule of the tests names closed buildings only.
            var plan = await db.ResponsePlans.SingleAsync(p => p.Code == "test-gates");
            var body = plan.Read();
            var json = (body with { PassRules = [.. body.PassRules.Select(r => r with { Voids = [.. r.Voids, PassVoid.Isolation] })] }).ToJson();
            return await db.ResponsePlans.Where(p => p.Id == plan.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Body, json));
        });
        var home = await MakeAsync(app, "305号楼", new PersonFacts { Name = "张措五" }, new PersonFacts { Name = "李措五" });
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "措施门");
        using var scanner = await app.ScannerAsync(director, gate, "措施门的机");
        var pass = await app.PassAsync(director, home.Household.Id);
        var own = await app.PassAsync(director, home.Household.Id, GateCast.Work, home.People[1].Id.ToString());
        (await HeldAsync()).ShouldNotContain(pass.Number);
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation);
        var held = await HeldAsync();
        held.ShouldContain(pass.Number);
        held.ShouldContain(own.Number);
        await director.OpenAsync($"{Desk}/households/{home.Household.Id}/passes");
        director.Text.ShouldContain("有人隔离、观察");
        States(director).ShouldBe(["◐现在停用", "◐现在停用"]);
        await director.OpenAsync($"{Desk}/passes?q={Uri.EscapeDataString(PassNumber.Text(pass.Number))}");
        States(director).ShouldBe(["◐现在停用"]);
        // The household is told, and gets no code that would be taken for one that opens the gate.
        using var phone = await home.PhoneAsync(app);
        var front = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(front);
        phone.Text.ShouldContain("现在停用，需要出门看病，请打居委会电话");
        phone.Text.ShouldNotContain("出门时给门岗看");
        await phone.OpenAsync(front + "/pass");
        phone.Text.ShouldContain("现在停用");
        phone.Page.QuerySelector("fresh-pass, .pass-card svg").ShouldBeNull();
        await phone.OpenAsync(front + "/measures");
        phone.Text.ShouldContain("家里的出入证这期间停用");
        var out1 = await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number, verdict: "stop"));
        out1.Status.ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.GateScans.SingleAsync(s => s.PassId == pass.Id))).ServerReason.ShouldBe("held");

        // A milder one holds the person's own pass, not the household's.
        await home.OpenAsync(app, director, 1, MeasureKind.HomeMonitoring);
        await ReleaseAsync(director, measure);
        held = await HeldAsync();
        held.ShouldNotContain(pass.Number);
        held.ShouldContain(own.Number);
        await phone.OpenAsync(front);
        phone.Text.ShouldContain("2 张，其中 1 张现在停用");
        await phone.OpenAsync(front + "/pass");
        var shown = phone.Page.QuerySelector("fresh-pass")!.TextContent;
        shown.ShouldContain(PassNumber.Text(pass.Number));
        shown.ShouldNotContain(PassNumber.Text(own.Number));
        await phone.OpenAsync(front + "/measures");
        phone.Text.ShouldContain("本人的出入证这期间停用");

        static IEnumerable<string> States(Browser browser) => browser.Page.QuerySelectorAll("td[data-label='状态']").Select(t => t.TextContent.Trim());

        async Task<List<int>> HeldAsync() => [.. (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(h => h.GetInt32())];
    }

    internal static async Task ReleaseAsync(Browser director, Measure measure)
    {
        await director.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        await director.SubmitAsync("/release", ("document", "普防控〔2022〕20号"), ("verified", "林医生"), ("why", "排除"));
        director.Text.ShouldContain("已解除");
    }

    [Fact]
    public async Task A_contact_page_that_stood_open_empties_nothing_that_another_entered()
    {
        var contacts = $"/desk/{Cast.Next}/measures/contacts";
        using var one = await app.AsAsync("neighbour");
        using var two = await app.AsAsync("neighbour");
        await one.OpenAsync(contacts);
        await two.OpenAsync(contacts);
        await one.SubmitAsync("/measures/contacts", ("officer", "王干事 021-52740001"));
        one.Text.ShouldContain("已保存");
        // Another field: both stay.
        await two.SubmitAsync("/measures/contacts", ("doctor", "林医生 021-52740002"));
        two.Text.ShouldContain("已保存");
        Field(two, "officer").ShouldBe("王干事 021-52740001");
        // The same field: nothing is saved, what stands now is told, and what was typed is there.
        (await one.SubmitAsync("/measures/contacts", ("doctor", "陈医生"), ("worker", "社工小陈"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        one.Text.ShouldContain("改成了“林医生 021-52740002”");
        new[] { Field(one, "officer"), Field(one, "doctor"), Field(one, "worker") }.ShouldBe(["王干事 021-52740001", "陈医生", "社工小陈"]);
        await two.OpenAsync(contacts);
        new[] { Field(two, "doctor"), Field(two, "worker") }.ShouldBe(["林医生 021-52740002", ""]);
        await one.SubmitAsync("/measures/contacts");
        one.Text.ShouldContain("已保存");
        new[] { Field(one, "officer"), Field(one, "doctor"), Field(one, "worker") }.ShouldBe(["王干事 021-52740001", "陈医生", "社工小陈"]);

        static string Field(Browser browser, string name) => browser.Page.QuerySelector($"#{name}")!.GetAttribute("value") ?? "";
    }

    [Fact]
    public async Task The_notice_names_who_answers_for_the_door_and_the_form_lets_it_be_changed()
    {
        var home = await MakeAsync(app, "309号楼", new PersonFacts { Name = "张措九" });
        using var director = await app.AsAsync("director");
        var contacts = $"{Desk}/measures/contacts";
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(contacts)).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(contacts)).ShouldBe(HttpStatusCode.Forbidden);
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "社区医生")));
        await AnswersAsync(home);

        await worker.OpenAsync("/account");
        (await worker.SubmitAsync("/account/phone", ("workPhone", "打我手机"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("工作电话写 7 到 20 位数字");
        worker.Page.QuerySelector("#workPhone")!.GetAttribute("value").ShouldBe("打我手机");
        await worker.SubmitAsync("/account/phone", ("workPhone", "142-0013 8309"));
        await director.OpenAsync(contacts);
        (await director.SubmitAsync("/measures/contacts", ("officer", new string('长', 81)), ("doctor", "留着"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector("#doctor")!.GetAttribute("value").ShouldBe("留着");
        await director.SubmitAsync("/measures/contacts", ("officer", "桃浦镇 王干事 14200138310"), ("doctor", ""), ("worker", "社工小陈"));
        await director.SubmitAsync("/measures/contacts", ("officer", "桃浦镇 王干事 14200138310"));
        director.Text.ShouldContain("已保存");

        await home.FormAsync(director);
        Start("officer").ShouldBe("桃浦镇 王干事 14200138310");
        Start("worker").ShouldBe("小周 142-0013 8309");
        Start("doctor").ShouldBe("林医生");
        await director.SubmitAsync("/measures/new", [.. Decision().Where(d => d.Item1 != "worker"), ("doctor", "林医生 14200138311")]);
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain("已开好");
        director.Text.ShouldContain("小周 142-0013 8309");
        using var file = await director.FetchAsync(director.Path + "/notice.pdf");
        var words = Tests.Platform.Print.PdfReader.Text(await file.Content.ReadAsByteArrayAsync(), "-layout");
        foreach (var word in new[] { "王干事", "小周", "14200138311" })
        {
            words.ShouldContain(word);
        }

        using var phone = await home.PhoneAsync(app);
        await phone.OpenAsync(phone.Path + "/measures");
        phone.Text.ShouldContain("林医生 14200138311");
        // Nobody answers for the grid any more: whom the committee entered.
        await app.InDbAsync(db => db.GridDuties.Where(d => d.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.EndedAt, app.Clock.Now())));
        await home.FormAsync(director, 0, MeasureKind.HomeMonitoring);
        Start("worker").ShouldBe("社工小陈");

        string? Start(string name) => director.Page.QuerySelector("#" + name)!.GetAttribute("value");
    }

    // A grid of today with that building, for which the worker answers.
    private Task<int> AnswersAsync(KeptHome home) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
        var grid = new Grid { CommunityId = Cast.Home, Id = Ids.New(), SplitId = Ids.New(), Number = 1, Name = "第1网格" };
        db.Add(new GridSplit
        {
            CommunityId = Cast.Home, Id = grid.SplitId, FirstDay = app.Clock.Today(), LastDay = app.Clock.Today(), Weight = GridWeight.Households, Why = "测试", MadeAt = app.Clock.Now(), MadeBy = "测试",
        });
        db.Add(grid);
        db.Add(new GridPart { CommunityId = Cast.Home, Id = Ids.New(), SplitId = grid.SplitId, GridId = grid.Id, BuildingId = home.Building });
        db.Add(new GridDuty
        {
            CommunityId = Cast.Home, Id = Ids.New(), GridId = grid.Id, AccountId = app.Cast.Accounts["worker"], Name = "小周", Role = GridRole.Responsible, Since = app.Clock.Now(), By = "测试",
        });
        write.Record(Cast.Home, "test.grid", null, "测试");
        await write.CommitAsync();
        return 0;
    });
}
