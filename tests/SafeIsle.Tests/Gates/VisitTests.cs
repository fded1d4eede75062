using System.Net;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Gates.Visits;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Secrets;
using SafeIsle.Residents;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Health.Measures;
using SafeIsle.Tests.Residents;
using SafeIsle.Tests.Platform.Print;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>A visitor registers himself, the host says yes, the gate lets him in and out once.</summary>
public sealed class VisitTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Form = "/v/310107103017";

    private static readonly (string, string?)[] Filled =
    [
        ("name", "访客甲"), ("phone", "142 0000 0099"), ("reason", "修水管"), ("from", "苏州"), ("transport", "步行"),
    ];

    private static int visitors = 100;

    [Fact]
    public async Task The_codes_for_the_gate_are_printed_as_posters()
    {
        using var director = await app.AsAsync("director");
        foreach (var (page, title, link) in new[] { ("visits", "来访登记", "/v/"), ("returnees", "返回报备", "/r/") })
        {
            await director.OpenAsync($"{Desk}/{page}");
            director.Page.QuerySelector($"a[href='{Desk}/{page}/code.pdf']").ShouldNotBeNull();
            using var answer = await director.FetchAsync($"{Desk}/{page}/code.pdf");
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
            var sheet = PdfReader.Text(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-layout");
            sheet.ShouldContain(title);
            sheet.ShouldContain(link + "310107103017");
        }

        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/visits/code.pdf")).ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(Guid Household, Browser Phone)> HostAsync(string room)
    {
        await app.RulesAsync();
        await GatedAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, room, Tenure.Owner, Groups.Person("主" + room));
        var door = await app.InDbAsync(async db =>
        {
            var dwelling = await db.Households.Where(h => h.Id == household).Select(h => h.DwellingId).SingleAsync();
            return await db.Dwellings.SingleAsync(d => d.Id == dwelling);
        });
        var phone = await app.PhoneAsync(door);
        var resident = Guid.Parse(phone.Path.Split('/')[2]);
        await app.InDbAsync(db => db.Residents.Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, household)));
        return (household, await app.ProvenAsync(phone));
    }

    // Visitors register only where there is a gate; whichever test comes first puts one up.
    private async Task GatedAsync()
    {
        if (!await app.InDbAsync(db => db.Gates.AnyAsync()))
        {
            using var director = await app.AsAsync("director");
            await app.GateAsync(director, "访客大门");
        }
    }

    // Everybody has a document of his own, where the test says nothing else.
    private static async Task<Browser> AskAsync(TestApp app, string where, params (string, string?)[] changes)
    {
        var visitor = app.Anyone();
        if (changes.All(c => c.Item1 != "document"))
        {
            changes = [("document", ResidentIdNumber.Complete($"99000019900101{Interlocked.Increment(ref visitors):D3}")), .. changes];
        }

        (await visitor.OpenAsync(Form)).ShouldBe(HttpStatusCode.OK);
        await visitor.SubmitAsync(Form, [("where", where), .. Filled.Where(f => changes.All(c => c.Item1 != f.Item1)), .. changes]);
        return visitor;
    }

    [Fact]
    public async Task Whoever_read_the_code_on_the_door_lets_no_visitor_in()
    {
        var (household, phone) = await HostAsync("501");
        using var _ = phone;
        using var visitor = await AskAsync(app, "1号楼1单元501室");
        visitor.Text.ShouldContain("等住户同意");
        var asked = await app.InDbAsync(db => db.Visits.Where(v => v.HouseholdId == household).Select(v => v.Id).SingleAsync());
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        var resident = Guid.Parse(home.Split('/')[2]);
        await app.InDbAsync(db => db.Residents.Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.Proof, ResidentProof.DoorCode)));
        await phone.OpenAsync(home);
        phone.Text.ShouldNotContain("来访");
        phone.Text.ShouldContain("居委会有一份通知给这一户");
        await phone.OpenAsync(home + "/visits");
        phone.Path.ShouldEndWith("/prove");
        await phone.PostAsync($"{home}/visits/{asked}", ("answer", "yes"));
        (await app.InDbAsync(db => db.Visits.Where(v => v.Id == asked).Select(v => v.State).SingleAsync())).ShouldBe(VisitState.Asked);
    }

    [Fact]
    public async Task A_household_under_isolation_receives_nobody()
    {
        var (household, phone) = await HostAsync("502");
        using var _ = phone;
        using var director = await app.AsAsync("director");
        var person = await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == household).Select(p => p.Id).SingleAsync());
        await director.OpenAsync($"{Desk}/measures/new?person={person}&kind=HomeIsolation");
        await director.SubmitAsync("/measures/new", KeptHome.Decision());
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain("已开好");
        using var visitor = await AskAsync(app, "1号楼1单元502室");
        var asked = await app.InDbAsync(db => db.Visits.Where(v => v.HouseholdId == household).Select(v => v.Id).SingleAsync());
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home + "/visits");
        await phone.SubmitAsync($"/visits/{asked}", ("answer", "yes"));
        phone.Text.ShouldContain("现在不接待访客");
        phone.Text.ShouldContain("有急事请打居委会电话");
        await director.OpenAsync(Desk + "/visits");
        await director.SubmitAsync($"/visits/{asked}", ("answer", "yes"));
        director.Text.ShouldContain("现在不接待访客");
        director.Text.ShouldContain("请告诉住户和访客");
        director.Text.ShouldNotContain("有急事请打居委会电话");
        (await app.InDbAsync(db => db.Passes.CountAsync(p => p.HouseholdId == household && p.Kind == PassKind.Visitor))).ShouldBe(0);
        await phone.OpenAsync(home + "/visits");
        await phone.SubmitAsync($"/visits/{asked}", ("answer", "no"));
        phone.Text.ShouldContain("已拒绝");
    }

    [Fact]
    public async Task From_the_form_over_the_hosts_yes_to_in_and_out_once()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "访客门");
        using var scanner = await app.ScannerAsync(director, gate, "访客平板");
        var (household, phone) = await HostAsync("101");
        using var _ = phone;
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        using var visitor = await AskAsync(app, "1号楼1单元101室");
        visitor.Text.ShouldContain("等住户同意");
        var ticket = visitor.Path;
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("1 人在等同意");
        await phone.OpenAsync(home + "/visits");
        phone.Text.ShouldContain("访客甲");
        phone.Text.ShouldNotContain("14200000099");
        var asked = await app.InDbAsync(db => db.Visits.Where(v => v.HouseholdId == household).Select(v => v.Id).SingleAsync());
        await phone.SubmitAsync($"/visits/{asked}", ("answer", "yes"));
        phone.Text.ShouldContain("已同意");

        await visitor.OpenAsync(ticket);
        visitor.Text.ShouldContain("可以进门");
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == household && p.Kind == PassKind.Visitor));
        var drawn = QrOnScreen.Of(visitor.Page.QuerySelector("fresh-pass")!);
        (drawn.Level, (await app.CodeAsync(await drawn.ReadAsync())).Number).ShouldBe(('Q', pass.Number));
        var at = app.Clock.Now();
        (await scanner.SendAsync(scanner.Scan(at, "in", pass.Number))).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        await director.OpenAsync(Desk + "/visits?show=inside");
        director.Text.ShouldContain("访客甲");
        app.Clock.Advance(GateRules.LongestVisit + TimeSpan.FromMinutes(1));
        using var later = await app.AsAsync("director");
        await later.OpenAsync(Desk + "/visits?show=inside");
        later.Text.ShouldContain("还没走");
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number));
        await visitor.OpenAsync(ticket);
        visitor.Text.ShouldContain("已离开");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        // A second time it opens nothing.
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", pass.Number))).Body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("revoked");
    }

    [Fact]
    public async Task A_door_without_people_and_one_with_answer_alike()
    {
        var (_, phone) = await HostAsync("102");
        using var _ = phone;
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "问路门");
        using var there = await AskAsync(app, "1号楼1单元102室");
        using var empty = await AskAsync(app, "1号楼1单元602室");
        using var nowhere = await AskAsync(app, "77号楼9单元909室");
        var said = Said(there, "1号楼1单元102室");
        said.ShouldContain("写错了就重新登记");
        Said(empty, "1号楼1单元602室").ShouldBe(said);
        Said(nowhere, "77号楼9单元909室").ShouldBe(said);
        (await app.InDbAsync(db => db.Visits.CountAsync(v => v.Dwelling == "1号楼1单元102室"))).ShouldBe(1);

        // The page repeats the door as it was typed, and says nothing else of it.
        static string Said(Browser visitor, string where)
        {
            visitor.Text.ShouldContain(where);
            visitor.Page.QuerySelector($"a[href='{Form}']").ShouldNotBeNull();
            return visitor.Text.Replace(where, "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Words_that_are_no_door_are_asked_for_again()
    {
        await GatedAsync();
        foreach (var where in new[] { "看我妈", "12号楼" })
        {
            using var visitor = await AskAsync(app, where);
            visitor.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, where);
            visitor.Text.ShouldContain("看不懂这个门牌，请写全，例如 12号楼1单元301室");
            visitor.Page.QuerySelector("[name=where]")!.GetAttribute("value").ShouldBe(where);
            visitor.Page.QuerySelector("[name=reason]")!.GetAttribute("value").ShouldBe("修水管");
        }
    }

    [Fact]
    public async Task The_address_of_a_waiting_page_from_before_still_opens()
    {
        await GatedAsync();
        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("SafeIsle.Visit");
        var ticket = Convert.ToHexStringLower(protector.Protect([.. BitConverter.GetBytes(Cast.Home), .. Ids.New().ToByteArray()]));
        using var visitor = app.Anyone();
        (await visitor.OpenAsync($"/visit/{ticket}")).ShouldBe(HttpStatusCode.OK);
        visitor.Text.ShouldContain("等住户同意");
        visitor.Text.ShouldNotContain("您写的门牌");
        (await visitor.OpenAsync($"/visit/{ticket[..^2]}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Visits_that_nobody_answered_and_whose_day_is_over_block_no_door()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "旧访门");
        var (household, phone) = await HostAsync("401");
        using var _ = phone;
        for (var i = 0; i < GateRules.MostVisits; i++)
        {
            using var one = await AskAsync(app, "1号楼1单元401室", ("name", $"旧客{i}"));
        }

        using (var tooMany = await AskAsync(app, "1号楼1单元401室", ("name", "新客")))
        {
            tooMany.Text.ShouldContain("等住户同意");
        }

        (await CountAsync()).ShouldBe(GateRules.MostVisits);
        var old = app.Clock.Now() - GateRules.VisitOver;
        await app.InDbAsync(db => db.Visits.Where(v => v.HouseholdId == household).ExecuteUpdateAsync(set => set.SetProperty(v => v.ArrivesAt, old)));
        using var fresh = await AskAsync(app, "1号楼1单元401室", ("name", "新客"));
        (await CountAsync()).ShouldBe(GateRules.MostVisits + 1);
        await director.OpenAsync(Desk + "/visits");
        director.Text.ShouldContain("新客");
        director.Text.ShouldNotContain("旧客");
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)));
        phone.Text.ShouldContain("1 人在等同意");

        Task<int> CountAsync() => app.InDbAsync(db => db.Visits.CountAsync(v => v.HouseholdId == household));
    }

    [Fact]
    public async Task Visits_of_next_week_keep_nobody_out_today_and_many_at_once_are_counted()
    {
        const string Door = "1号楼1单元202室";
        var (_, phone) = await HostAsync("202");
        using var _1 = phone;
        var later = app.Clock.Now().AddDays(6).Here().ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable.Range(0, GateRules.MostVisits + 4).Select(async i =>
        {
            using var one = await AskAsync(app, Door, ("name", $"远客{i}"), ("at", later));
        }));
        var far = await app.InDbAsync(db => db.Visits.Where(v => v.Dwelling == Door && v.Name.StartsWith("远客")).ToListAsync());
        far.Count.ShouldBe(GateRules.MostVisits);
        using var doctor = await AskAsync(app, Door, ("name", "真医生"));
        (await app.InDbAsync(db => db.Visits.CountAsync(v => v.Dwelling == Door && v.Name == "真医生"))).ShouldBe(1);

        // A pass is good from its own day on, not from the day of the yes; who is awaited stands in a list with the number.
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk + "/visits");
        await director.PostAsync($"{Desk}/visits/{far[0].Id}", ("answer", "yes"));
        director.Text.ShouldContain("已同意");
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.Holder == far[0].Name));
        pass.FirstDay.ShouldBe((far[0].ArrivesAt - GateRules.VisitEarly).DateHere());
        director.Text.ShouldContain($"已同意，{pass.FirstDay.Full()}起可以进门");
        await director.OpenAsync(Desk + "/visits?show=agreed");
        director.Text.ShouldContain(far[0].Name);
        director.Text.ShouldContain(PassNumber.Text(pass.Number));
    }

    [Fact]
    public async Task One_document_waits_at_a_few_doors_only_and_is_not_told_at_how_many()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "多处门");
        var document = ResidentIdNumber.Complete("99000019900101099");
        string[] rooms = ["101", "102", "201", "202", "301", "302"];
        rooms.Length.ShouldBe(GateRules.MostDoorsOfOne + 1);
        foreach (var room in rooms)
        {
            await app.SettleAsync(app.Cast.Building2, 1, room, Tenure.Owner, Groups.Person("多" + room));
            using var visitor = await AskAsync(app, $"2号楼1单元{room}室", ("document", document), ("name", "多处客"));
            visitor.Text.ShouldContain("等住户同意");
        }

        (await app.InDbAsync(db => db.Visits.CountAsync(v => v.Name == "多处客"))).ShouldBe(GateRules.MostDoorsOfOne);
        using var another = await AskAsync(app, $"2号楼1单元{rooms[^1]}室", ("name", "另一位客"));
        (await app.InDbAsync(db => db.Visits.CountAsync(v => v.Name == "另一位客"))).ShouldBe(1);
    }

    [Fact]
    public async Task Anothers_visit_is_not_opened_by_its_id_and_the_same_form_twice_is_one_visit()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "冒名门");
        var (household, phone) = await HostAsync("302");
        using var _ = phone;
        var id = Ids.New().ToString();
        using var visitor = await AskAsync(app, "1号楼1单元302室", ("id", id));
        using var again = await AskAsync(app, "1号楼1单元302室", ("id", id));
        (await app.InDbAsync(db => db.Visits.CountAsync(v => v.HouseholdId == household))).ShouldBe(1);
        await director.OpenAsync(Desk + "/visits");
        await director.SubmitAsync($"/visits/{id}", ("answer", "yes"));
        await again.OpenAsync(again.Path);
        again.Text.ShouldContain("可以进门");
        again.Text.ShouldNotContain("起可以进门");
        // The last one that may wait at the door, sent twice, is one, too.
        var (last, tomorrow) = (Ids.New().ToString(), app.Clock.Now().AddDays(1).ForInput());
        foreach (var i in Enumerable.Range(1, GateRules.MostVisits - 1))
        {
            using var one = await AskAsync(app, "1号楼1单元302室", ("name", $"明天{i}"), ("at", tomorrow));
        }

        using var fifth = await AskAsync(app, "1号楼1单元302室", ("id", last), ("at", tomorrow));
        using var twice = await AskAsync(app, "1号楼1单元302室", ("id", last), ("at", tomorrow));
        await director.OpenAsync(Desk + "/visits");
        await director.PostAsync($"{Desk}/visits/{last}", ("answer", "yes"));
        await twice.OpenAsync(twice.Path);
        twice.Text.ShouldContain($"已同意，{app.Clock.Now().DateHere().AddDays(1).Full()}起可以进门");
        twice.Text.ShouldContain("以前来，门岗不放行");
        foreach (var where in new[] { "1号楼1单元302室", "77号楼9单元909室" })
        {
            using var thief = await AskAsync(app, where, ("id", id), ("name", "别人"));
            thief.Text.ShouldContain("等住户同意");
            await thief.OpenAsync(thief.Path);
            thief.Text.ShouldNotContain("可以进门");
        }
    }

    [Fact]
    public async Task Bad_entries_are_told_in_sentences_and_kept()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "填错门");
        using var visitor = await AskAsync(app, "1号楼1单元101室", ("document", "12345"), ("phone", ""), ("at", "2020-01-01T10:00"));
        visitor.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        visitor.Text.ShouldContain("请填手机号");
        visitor.Text.ShouldContain("7 天以内");
        visitor.Page.QuerySelector("[name=reason]")!.GetAttribute("value").ShouldBe("修水管");
    }

    [Fact]
    public async Task The_open_form_does_not_tell_how_a_wrong_number_would_be_right()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "校验门");
        using var visitor = await AskAsync(app, "1号楼1单元101室", ("document", "990000199001010018"));
        visitor.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        visitor.Text.ShouldContain("请照证件核对整个号码");
        visitor.Text.ShouldNotContain("应为");
    }

    [Fact]
    public async Task The_committee_answers_after_a_call_and_only_one_answer_counts()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "电话门");
        var (household, phone) = await HostAsync("201");
        using var _ = phone;
        using var visitor = await AskAsync(app, "1号楼1单元201室", ("document", "990000199001010017"));
        var visit = await app.InDbAsync(db => db.Visits.SingleAsync(v => v.HouseholdId == household));
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync($"/desk/{Cast.Next}/visits");
        (await neighbour.PostAsync($"/desk/{Cast.Next}/visits/{visit.Id}", ("answer", "yes"))).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(Desk + "/visits");
        director.Text.ShouldNotContain("990000199001010017");
        await director.SubmitAsync($"/visits/{visit.Id}", ("answer", "no"));
        director.Text.ShouldContain("已拒绝");
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home + "/forget");
        await phone.PostAsync($"{home}/visits/{visit.Id}", ("answer", "yes"));
        phone.Text.ShouldContain("已经有人答复过了");
        (await app.InDbAsync(db => db.Passes.CountAsync(p => p.HouseholdId == household))).ShouldBe(0);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk + "/visits?show=all");
        worker.Text.ShouldContain("访客甲");
        worker.Text.ShouldNotContain("看号码");
        (await worker.PostAsync($"{Desk}/visits/{visit.Id}/number")).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync(Desk + "/visits?show=all");
        await director.SubmitAsync($"/visits/{visit.Id}/number");
        director.Text.ShouldContain("990000199001010017");
        (await app.AuditAsync("visit.look")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_a_visitor_said_is_kept_his_numbers_sealed_and_shown_to_the_committee()
    {
        using var director = await app.AsAsync("director");
        await GatedAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "602", Tenure.Owner, Groups.Person("主询"));
        var arrives = app.Clock.Now().AddDays(1);
        var document = ResidentIdNumber.Complete("99000019900101088");
        using var visitor = await AskAsync(
            app, "1号楼2单元602室", ("name", "问全客"), ("phone", "142 0000 0055"), ("reason", "送轮椅"), ("from", "昆山"), ("transport", "出租车 测AT001"),
            ("at", arrives.ForInput()), ("document", document));
        visitor.Text.ShouldContain("等住户同意");
        var visit = await app.InDbAsync(db => db.Visits.SingleAsync(v => v.HouseholdId == household));
        (visit.Name, visit.Reason, visit.From, visit.Transport, visit.ArrivesAt.ForInput()).ShouldBe(("问全客", "送轮椅", "昆山", "出租车 测AT001", arrives.ForInput()));
        var sealer = app.Services.GetRequiredService<Sealer>();
        sealer.Open(SealedColumn.VisitPhone, visit.Id, visit.PhoneSealed).ShouldBe("14200000055");
        sealer.Open(SealedColumn.VisitDocument, visit.Id, visit.DocumentSealed).ShouldBe(document);
        Encoding.UTF8.GetString(visit.PhoneSealed!).ShouldNotContain("14200000055");
        Encoding.UTF8.GetString(visit.DocumentSealed!).ShouldNotContain(document);

        await director.OpenAsync(Desk + "/visits");
        var row = director.Page.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("问全客", StringComparison.Ordinal));
        foreach (var word in new[] { "从昆山来，出租车 测AT001", "送轮椅", "1号楼2单元602室", arrives.Short() })
        {
            row.TextContent.ShouldContain(word);
        }

        director.Text.ShouldNotContain("14200000055");
        await director.SubmitAsync($"/visits/{visit.Id}/number");
        director.Page.QuerySelector("a[href='tel:14200000055']").ShouldNotBeNull();
        foreach (var word in new[] { document, "昆山", "出租车 测AT001", "送轮椅" })
        {
            director.Text.ShouldContain(word);
        }
    }

    [Fact]
    public async Task Who_waits_for_the_host_has_the_hosts_number_beside_it()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "问住户门");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("主叫", "14200000077"));
        using var visitor = await AskAsync(app, "1号楼2单元101室", ("name", "等电话客"));
        var visit = await app.InDbAsync(db => db.Visits.SingleAsync(v => v.HouseholdId == household));
        await director.OpenAsync(Desk + "/visits");
        director.Page.QuerySelector("a[href='tel:14200000077']").ShouldNotBeNull();
        director.Page.QuerySelector($"a[href='{Desk}/households/{household}']").ShouldNotBeNull();
        (await app.AuditAsync("visit.call")).ShouldNotBeEmpty();
        // Whoever works in another building does not find it.
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(Desk + "/visits");
        guard.Text.ShouldNotContain("等电话客");
        (await guard.OpenAsync($"{Desk}/visits/{visit.Id}")).ShouldBe(HttpStatusCode.NotFound);
        await director.SubmitAsync($"/visits/{visit.Id}", ("answer", "yes"));
        await director.OpenAsync(Desk + "/visits?show=all");
        director.Text.ShouldContain("等电话客");
        director.Page.QuerySelector("a[href='tel:14200000077']").ShouldBeNull();
    }

    [Fact]
    public async Task A_visitor_without_phone_is_registered_at_the_desk_and_gets_a_number()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "代登门");
        using var scanner = await app.ScannerAsync(director, gate, "代登平板");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "201", Tenure.Owner, Groups.Person("主代", "14200000078"));
        (string, string?)[] filled =
        [
            ("where", "1号楼2单元201室"), ("name", "无机客"), ("document", ResidentIdNumber.Complete("99000019900101777")), ("reason", "送药"), ("from", "昆山"),
        ];
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(Desk + "/visits/new");
        (await guard.SubmitAsync("/visits/new", filled)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        guard.Text.ShouldContain("没有找到这一户");
        guard.Page.QuerySelector("[name=name]")!.GetAttribute("value").ShouldBe("无机客");

        await director.OpenAsync(Desk + "/visits");
        director.Page.QuerySelector($"a[href='{Desk}/visits/new']").ShouldNotBeNull();
        await director.OpenAsync(Desk + "/visits/new");
        (await director.SubmitAsync("/visits/new", [.. filled.Where(f => f.Item1 != "document"), ("document", "12345"), ("agreed", "true")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector("[name=agreed]")!.HasAttribute("checked").ShouldBeTrue();
        (await director.SubmitAsync("/visits/new", [.. filled, ("agreed", "true")])).ShouldBe(HttpStatusCode.OK);
        var visit = await app.InDbAsync(db => db.Visits.SingleAsync(v => v.HouseholdId == household));
        (visit.State, visit.PhoneSealed).ShouldBe((VisitState.Agreed, null));
        visit.DecidedBy.ShouldContain("高主任");
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.Id == visit.PassId));
        director.Path.ShouldBe($"{Desk}/visits/{visit.Id}");
        director.Text.ShouldContain(PassNumber.Text(pass.Number));
        QrOnScreen.Of(director.Page.QuerySelector(".card")!).Level.ShouldBe('Q');
        director.Text.ShouldNotContain("99000019900101777");
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", pass.Number))).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        await director.OpenAsync(Desk + "/visits?show=inside");
        director.Text.ShouldContain("无机客");
        director.Page.QuerySelector("a[href='tel:14200000078']").ShouldNotBeNull();
        await director.SubmitAsync($"/visits/{visit.Id}/number");
        director.Text.ShouldContain("没有");
    }

    [Fact]
    public async Task Registered_at_the_desk_before_the_call_it_waits_with_the_hosts_number_and_the_same_form_twice_is_one()
    {
        using var worker = await app.AsAsync("worker");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "301", Tenure.Owner, Groups.Person("主等", "14200000079"));
        await worker.OpenAsync(Desk + "/visits/new");
        var id = worker.Page.QuerySelector("[name=id]")!.GetAttribute("value");
        (string, string?)[] filled =
        [
            ("id", id), ("where", "1号楼2单元301室"), ("name", "待问客"), ("document", ResidentIdNumber.Complete("99000019900101778")), ("reason", "送菜"), ("from", "昆山"),
        ];
        await worker.SubmitAsync("/visits/new", filled);
        worker.Page.QuerySelector("a[href='tel:14200000079']").ShouldNotBeNull();
        worker.Page.QuerySelector(".display-6").ShouldBeNull();
        var page = worker.Path;
        await worker.OpenAsync(Desk + "/visits/new");
        await worker.SubmitAsync("/visits/new", filled);
        worker.Text.ShouldContain("已经登记过了");
        (await app.InDbAsync(db => db.Visits.CountAsync(v => v.HouseholdId == household))).ShouldBe(1);
        await worker.OpenAsync(page);
        await worker.SubmitAsync($"/visits/{id}", ("answer", "yes"));
        worker.Path.ShouldBe(page);
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == household && p.Kind == PassKind.Visitor));
        worker.Text.ShouldContain(PassNumber.Text(pass.Number));
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/visits/{id}")).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync(page)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_passage_that_the_guard_took_back_never_ended_the_visit()
    {
        using var director = await app.AsAsync("director");
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "撤访门"), "撤访平板");
        var pass = await PassAsync(director, "601");
        var at = app.Clock.Now();
        var (came, left) = (scanner.Scan(at.AddMinutes(-30), "in", pass.Number), scanner.Scan(at.AddMinutes(-20), "out", pass.Number));
        await scanner.SendAsync(came, left);
        (await VisitAsync()).State.ShouldBe(VisitState.Left);
        (await ListedAsync("spent")).ShouldBeTrue();
        // Decided anew, and once more the same: nothing that was ended by it alone stands against it.
        var again = scanner.Scan(at.AddMinutes(-20), "out", pass.Number, tenths: 365);
        again["corrects"] = left["id"];
        (await scanner.SendAsync(again)).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        left = again;
        var stays = scanner.Scan(at.AddMinutes(-19), "out", pass.Number, verdict: "stop");
        stays["corrects"] = left["id"];
        await scanner.SendAsync(stays);
        var inside = await VisitAsync();
        (inside.State, inside.LeftAt).ShouldBe((VisitState.Inside, null));
        (await app.InDbAsync(db => db.Passes.SingleAsync(p => p.Id == pass.Id))).RevokedAt.ShouldBeNull();
        var nobody = scanner.Scan(at.AddMinutes(-18), "in", pass.Number);
        (nobody["corrects"], nobody["nobody"]) = (came["id"], true);
        await scanner.SendAsync(nobody);
        var waits = await VisitAsync();
        (waits.State, waits.CameAt).ShouldBe((VisitState.Agreed, null));
        // Void without having been used.
        (await ListedAsync("spent")).ShouldBeFalse();
        await app.InDbAsync(db => db.Passes.Where(p => p.Id == pass.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.RevokedAt, at)));
        (await ListedAsync("revoked"), await ListedAsync("spent")).ShouldBe((true, false));

        async Task<bool> ListedAsync(string list) =>
            (await scanner.SnapshotAsync()).Body.GetProperty(list).EnumerateArray().Any(n => n.GetInt32() == pass.Number);
        Task<Visit> VisitAsync() => app.InDbAsync(db => db.Visits.SingleAsync(v => v.PassId == pass.Id));
    }

    [Fact]
    public async Task A_visitors_pass_is_good_once_in_and_once_out_in_one_batch_late_and_at_a_turnstile()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "一次门");
        using var scanner = await app.ScannerAsync(director, gate, "一次平板");
        var first = await PassAsync(director, "301");
        var at = app.Clock.Now();
        // The second in of a batch, and after it was over; then one of before, told late by another device.
        await scanner.SendAsync(
            scanner.Scan(at.AddMinutes(-50), "in", first.Number), scanner.Scan(at.AddMinutes(-40), "in", first.Number),
            scanner.Scan(at.AddMinutes(-30), "out", first.Number), scanner.Scan(at.AddMinutes(-20), "in", first.Number));
        await scanner.SendAsync(scanner.Scan(at.AddMinutes(-55), "in", first.Number));
        (await app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).OrderBy(s => s.At).Select(s => s.ServerReason).ToListAsync()))
            .ShouldBe(["alreadyIn", "notOut", "alreadyIn", "ok", "revoked"]);
        (await app.InDbAsync(db => db.Visits.SingleAsync(v => v.PassId == first.Id))).CameAt.ShouldNotBeNull();

        var second = await PassAsync(director, "402");
        var code = await app.CardAsync(second);
        (await scanner.CheckAsync(new { code, direction = "in" })).Body.GetProperty("ok").GetBoolean().ShouldBeTrue();
        (await scanner.CheckAsync(new { code, direction = "in" })).Body.GetProperty("ok").GetBoolean().ShouldBeFalse();
        (await scanner.CheckAsync(new { code, direction = "out" })).Body.GetProperty("ok").GetBoolean().ShouldBeTrue();
        (await scanner.CheckAsync(new { code, direction = "in" })).Body.GetProperty("ok").GetBoolean().ShouldBeFalse();
    }

    private async Task<Pass> PassAsync(Browser director, string room)
    {
        var (household, phone) = await HostAsync(room);
        phone.Dispose();
        // Expected within the hour that is told of, which may lie on yesterday's side of midnight.
        using var visitor = await AskAsync(app, $"1号楼1单元{room}室", ("at", app.Clock.Now().AddMinutes(-59).ForInput()));
        var id = await app.InDbAsync(db => db.Visits.Where(v => v.HouseholdId == household).Select(v => v.Id).SingleAsync());
        await director.OpenAsync(Desk + "/visits");
        await director.SubmitAsync($"/visits/{id}", ("answer", "yes"));
        return await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == household && p.Kind == PassKind.Visitor));
    }
}
