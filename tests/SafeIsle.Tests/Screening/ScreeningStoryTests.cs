using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.Gates;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Screening;

/// <summary>
/// One campaign from its first door to its last: 149 rented dwellings, one tenant whose words do not fit the operators' record, what follows
/// for him over travel, gates and measures, and nobody missed at the end.
/// </summary>
public sealed class ScreeningStoryTests(TestApp app) : IClassFixture<TestApp>
{
    private const int Rented = 149;
    private const string Document = "区防控办〔2020〕12号";
    private const string Sms =
        "【中国移动】尊敬的客户，您好！您在前14天内到达或途经：河南省信阳市、河南省驻马店市、河南省南阳市、湖北省武汉市、湖北省宜昌市、湖北省孝感市。";

    [Fact]
    public async Task A_tenant_says_Sichuan_the_record_says_Wuhan_and_all_149_are_asked()
    {
        await app.RulesAsync();
        await app.HeldRuleAsync();
        var (_, _, households) = await app.GroundAsync(Tenure.Tenant, Rented);
        var tenant = households[0];
        var person = await app.InDbAsync(db => db.People.SingleAsync(p => p.HouseholdId == tenant));
        using var director = await app.AsAsync("director");
        using var worker = await app.AsAsync("worker");
        await app.RiskAsync(director, "湖北省武汉市", "高风险");
        var gate = await app.GateAsync(director, "出租房的门");
        using var scanner = await app.ScannerAsync(director, gate, "门岗平板");
        await app.VerifyAsync(tenant);
        var pass = await app.PassAsync(director, tenant, TravelCast.Held);

        var campaign = await CampaignAsync(director);
        var targets = await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == campaign).OrderBy(t => t.SortKey).ToListAsync());
        targets.Select(t => t.HouseholdId!.Value).ShouldBe(households, ignoreOrder: true);
        var target = targets.Single(t => t.HouseholdId == tenant);
        await AnswerAsync(worker, target, ("q-people", "1"), ("q-travelled", "yes"), ("q-where", "四川成都"), ("q-arrived", TravelCast.Iso(app.Clock.Today().AddDays(-3))), ("q-ill", "no"));
        (await app.TargetAsync(campaign, tenant)).State.ShouldBe(TargetState.Done);

        // His travel is checked: he declares Sichuan on his phone, the operators name six other cities.
        await worker.OpenAsync($"{Desk}/households/{tenant}/travel");
        await worker.SubmitAsync($"/households/{tenant}/travel", ("person", $"{person.Id}"));
        var checkPath = worker.Path;
        using var phone = await app.PhoneOfAsync(tenant);
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home + "/travel");
        await phone.SubmitAsync(
            "/declare", ("place0", "四川"), ("from0", TravelCast.Iso(app.Clock.Today().AddDays(-10))), ("to0", TravelCast.Iso(app.Clock.Today().AddDays(-3))));
        phone.Text.ShouldContain("已申报");
        await worker.OpenAsync(checkPath);
        await worker.SubmitAsync("/record", ("sms", Sms));
        worker.Text.ShouldContain("认出 6 个地方");
        await worker.SubmitAsync("/propose", ("basis", Document));
        worker.Text.ShouldContain("等另一位同事复核");
        (await app.TargetAsync(campaign, tenant)).State.ShouldBe(TargetState.Contradicts);
        await worker.OpenAsync($"{Desk}/screening/{target.Id}");
        foreach (var word in new[] { "对不上，要核对", "湖北省武汉市", "本人没有申报" })
        {
            worker.Text.ShouldContain(word);
        }

        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.Kind == TryTarget.RecheckKind && t.SourceId == target.Id && t.ClosedAt == null))).ShouldBe(1);
        (await app.AuditAsync("screen.contradict")).ShouldHaveSingleItem().ShouldNotContain("武汉");
        (await HeldAsync(scanner)).ShouldNotContain(pass.Number);

        // A second account confirms; the gate holds what he has and the desk gives him no other.
        await app.ConfirmAsync(Guid.Parse(checkPath.Split('/')[^1]));
        (await HeldAsync(scanner)).ShouldContain(pass.Number);
        await director.OpenAsync($"{Desk}/households/{tenant}/passes");
        director.Text.ShouldContain("行程没有核清");

        // He objects and is answered.
        await phone.OpenAsync(home + "/travel");
        await phone.SubmitAsync("/object", ("text", "我只在武汉站换车"));
        phone.Text.ShouldContain("异议已经收到");
        await director.OpenAsync(checkPath);
        await director.SubmitAsync("/answer", ("text", "记录是停留四小时以上的城市，维持。"), ("answer", "keep"));
        await phone.OpenAsync(home + "/travel");
        phone.Text.ShouldContain("停留四小时以上");

        var measure = await CentralAsync(director, checkPath, person);
        (await HeldAsync(scanner)).ShouldContain(pass.Number);
        var stopped = await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number, verdict: "stop"));
        stopped.Status.ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.GateScans.SingleAsync(s => s.PassId == pass.Id))).ServerReason.ShouldBe("held");
        await director.OpenAsync($"{Desk}/households/{tenant}/passes");
        director.Text.ShouldContain("有人隔离、观察");
        director.Text.ShouldNotContain("行程没有核清");
        await phone.OpenAsync(home + "/travel");
        phone.Text.ShouldContain("已开出措施");
        await phone.OpenAsync(home + "/measures");
        phone.Text.ShouldContain(measure.Authority);
        await ReferAsync(director, measure);
        (await HeldAsync(scanner)).ShouldContain(pass.Number);

        // Everybody else is asked too; one who did not open at first counts when he has answered.
        await worker.OpenAsync($"{Desk}/screening/{targets[^1].Id}");
        await worker.SubmitAsync("/try", ("outcome", "nobody"));
        await director.OpenAsync($"{Desk}/campaigns/{campaign}");
        director.Text.ShouldContain("问到（1 / 149 户）");
        foreach (var other in targets.Where(t => t.Id != target.Id))
        {
            await AnswerAsync(worker, other, ("q-people", "2"), ("q-travelled", "no"), ("q-ill", "no"));
        }

        await director.OpenAsync($"{Desk}/campaigns/{campaign}");
        director.Text.ShouldContain("问到（149 / 149 户）");
        director.Text.ShouldContain("100%");
        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.Kind == TryTarget.Kind && t.ClosedAt == null))).ShouldBe(0);
    }

    private async Task<Guid> CampaignAsync(Browser director)
    {
        await director.OpenAsync($"{Desk}/campaigns/new");
        var key = director.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        await director.SubmitAsync(
            "/campaigns/new", ("name", "出租户排查"), ("who", "rented"), ("script", "three"), ("last", TravelCast.Iso(app.Clock.Today().AddDays(1))));
        await director.SubmitAsync("/campaigns");
        director.Text.ShouldContain($"共 {Rented} 户");
        return Guid.Parse(key);
    }

    private static async Task AnswerAsync(Browser worker, ScreeningTarget target, params (string, string)[] answers)
    {
        var path = $"{Desk}/screening/{target.Id}";
        await worker.OpenAsync(path);
        await worker.PostAsync(path, [("key", $"{Ids.New()}"), ("channel", "Door"), .. answers, .. answers.Select(a => ("asked", a.Item1))]);
        worker.Status.ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("这一户问好了");
    }

    // From the page of the check: what is known stands in the form, and the finding ends with the write that opens the measure.
    private async Task<Measure> CentralAsync(Browser director, string checkPath, Person person)
    {
        await director.OpenAsync($"{Desk}/measures");
        director.Text.ShouldContain("行程核验已复核、还没开措施");
        director.Text.ShouldContain(person.Name);
        await director.OpenAsync(checkPath);
        await director.OpenAsync(director.Page.QuerySelectorAll("a").Single(a => a.TextContent == "开出措施").GetAttribute("href")!);
        director.Text.ShouldContain("集中医学观察");
        director.Page.QuerySelector("#document")!.GetAttribute("value").ShouldBe(Document);
        director.Page.QuerySelector("#days")!.GetAttribute("value").ShouldBe("14");
        director.Page.QuerySelector("#basis")!.GetAttribute("value")!.ShouldNotContain("武汉");
        (await director.SubmitAsync("/measures/new", ("authority", ""), ("place", "桃浦集中观察点"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.PersonId == person.Id))).TakenUpAt.ShouldBeNull();
        await director.SubmitAsync("/measures/new", ("authority", "普陀区疫情防控指挥部"));
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain("已开好");
        var measure = await app.InDbAsync(db => db.Measures.SingleAsync(m => m.PersonId == person.Id));
        (measure.Kind, measure.DocumentNumber, measure.Place).ShouldBe((MeasureKind.CentralObservation, Document, "桃浦集中观察点"));
        var finding = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.PersonId == person.Id));
        (finding.State, finding.End, finding.TakenUpAt).ShouldBe((FindingState.Resolved, FindingEnd.TakenUp, finding.ResolvedAt));
        await director.OpenAsync($"{Desk}/measures");
        director.Text.ShouldNotContain("还没开措施");
        return measure;
    }

    private async Task ReferAsync(Browser director, Measure measure)
    {
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        await director.SubmitAsync("/referrals", ("referTo", "Central"), ("referPlace", "桃浦集中观察点"), ("referWhy", "照决定送集中观察"), ("referBy", "居委会"));
        director.Text.ShouldContain("已记下");
        await director.SubmitAsync("/ways", ("fetchedBy", "转运车 3号"), ("along", "林医生"));
        director.Text.ShouldContain("等消毒");
        await director.SubmitAsync("/ways", ("arrivedAt", Day(app.Clock.Now().AddMinutes(1))));
        director.Text.ShouldContain("到达桃浦集中观察点");
        var referral = await app.InDbAsync(db => db.Referrals.SingleAsync(r => r.MeasureId == measure.Id));
        (referral.Kind, referral.LeftAt is not null, referral.ArrivedAt is not null).ShouldBe((ReferralTo.Central, true, true));
    }

    private static async Task<List<int>> HeldAsync(Scanner scanner) =>
        [.. (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(h => h.GetInt32())];
}
