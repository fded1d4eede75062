using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Health.Measures;
using SafeIsle.Platform;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>From a confirmed finding to a measure: who is offered it, and when the finding ends.</summary>
public sealed class TakeUpTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Measures = Desk + "/measures";
    private static readonly (string, string?)[] Decision = [("authority", "普陀区疫情防控指挥部"), ("document", "普防控〔2020〕7号"), ("basis", "行程核验")];

    [Fact]
    public async Task Only_the_committee_is_offered_it_and_only_once_it_binds()
    {
        var (_, check, person) = await AskedForAsync("101", "还没复核");
        using var director = await app.AsAsync("director");
        (await OfferAsync(director, check)).ShouldBeNull();
        await director.OpenAsync(Measures);
        director.Text.ShouldNotContain("还没复核");
        await app.ConfirmAsync(check);
        (await OfferAsync(director, check)).ShouldBe($"{Measures}/new?person={person}&kind=HomeIsolation");
        using var worker = await app.AsAsync("worker");
        (await OfferAsync(worker, check)).ShouldBeNull();
        await worker.OpenAsync(Measures);
        worker.Text.ShouldNotContain("还没复核");
        (await worker.OpenAsync($"{Measures}/new?person={person}&kind=HomeIsolation")).ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Measures}/new?person={person}&kind=HomeIsolation")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_finding_that_asks_for_no_measure_is_not_offered_one()
    {
        var (_, check, _) = await app.ProposedAsync("102", "只是停证");
        await app.ConfirmAsync(check);
        using var director = await app.AsAsync("director");
        (await OfferAsync(director, check)).ShouldBeNull();
        await director.OpenAsync(Measures);
        director.Text.ShouldNotContain("只是停证");
    }

    [Fact]
    public async Task An_objection_is_answered_though_the_measure_is_open()
    {
        var (household, check, person) = await AskedForAsync("201", "等着答复");
        await app.ConfirmAsync(check);
        using var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)) + "/travel");
        await phone.SubmitAsync("/object", ("text", "手机借给了弟弟"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync((await OfferAsync(director, check))!);
        director.Text.ShouldContain("异议还没有答复");
        await director.SubmitAsync("/measures/new", Decision);
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain("已开好");
        var finding = await FindingAsync(check);
        (finding.State, finding.TakenUpAt is not null, finding.ResolvedAt).ShouldBe((FindingState.Objected, true, null));
        (await OfferAsync(director, check)).ShouldBeNull();
        director.Text.ShouldContain("请先答复异议");
        await director.SubmitAsync("/answer", ("text", "已核对，维持。"), ("answer", "keep"));
        await director.SubmitAsync("/settle", ("why", "已开出措施"));
        (await FindingAsync(check)).State.ShouldBe(FindingState.Resolved);
        (await app.AuditAsync("travel.takeup")).ShouldNotBeEmpty();
        (await app.InDbAsync(db => db.Measures.CountAsync(m => m.PersonId == person))).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_starts_tomorrow_leaves_the_finding_to_hold_the_passes()
    {
        var (_, check, _) = await AskedForAsync("202", "明天开始");
        await app.ConfirmAsync(check);
        using var director = await app.AsAsync("director");
        await director.OpenAsync((await OfferAsync(director, check))!);
        var id = director.Page.QuerySelector("input[name=id]")!.GetAttribute("value");
        // As proposed it can be saved: tests lie within the days that are left of the finding's.
        var days = int.Parse(director.Page.QuerySelector("input[name=days]")!.GetAttribute("value")!, CultureInfo.InvariantCulture);
        director.Page.QuerySelector("input[name=testDays]")!.GetAttribute("value")!.Split('、').Max(d => int.Parse(d, CultureInfo.InvariantCulture)).ShouldBeLessThanOrEqualTo(days);
        await director.SubmitAsync("/measures/new", [.. Decision, ("from", app.Clock.Now().AddDays(1).ForInput())]);
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain("已开好");
        var finding = await FindingAsync(check);
        (finding.State, finding.TakenUpAt is not null).ShouldBe((FindingState.Confirmed, true));
        await director.OpenAsync($"{Measures}/{id}");
        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldContain("家里的出入证仍按它停用");

        // When the measure is over nothing of it holds the passes on.
        await director.OpenAsync($"{Measures}/{id}/release");
        await director.SubmitAsync("/release", ("document", "普防控〔2020〕20号"), ("verified", "林医生"), ("why", "排除"));
        director.Text.ShouldContain("出入证恢复");
        finding = await FindingAsync(check);
        (finding.State, finding.End, finding.ResolvedAt is not null).ShouldBe((FindingState.Resolved, FindingEnd.TakenUp, true));
    }

    [Fact]
    public async Task Enter_in_a_field_confirms_and_declines_nothing()
    {
        var (_, check, _) = await AskedForAsync("301", "按了回车");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{Travel}/{check}");
        var first = deputy.Page.QuerySelector("form[action$='/confirm'] button")!;
        (first.GetAttribute("name"), first.GetAttribute("value")).ShouldBe(("answer", ""));
        await deputy.PostAsync($"{Travel}/{check}/confirm", ("answer", ""), ("why", "短信是他父亲的号码"));
        deputy.Text.ShouldContain("没有保存");
        (await FindingAsync(check)).State.ShouldBe(FindingState.Proposed);
        await deputy.OpenAsync($"{Travel}/{check}");
        deputy.Page.QuerySelector("a[href$='/notice.pdf']").ShouldBeNull();
    }

    // A finding of home observation, chosen by hand.
    private async Task<(Guid Household, Guid Check, Guid Person)> AskedForAsync(string room, string name)
    {
        var made = await app.CheckAsync(room, name);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{made.Check}");
        await director.SubmitAsync("/declare", ("nowhere", "1"));
        await director.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：四川省成都市。中国联通"));
        await director.SubmitAsync("/propose", ("follow", "HomeObservation"), ("basis", "测试文件 2 号"));
        director.Text.ShouldContain("等另一位同事复核");
        return made;
    }

    private static async Task<string?> OfferAsync(Browser browser, Guid check)
    {
        await browser.OpenAsync($"{Travel}/{check}");
        return browser.Page.QuerySelectorAll("a").SingleOrDefault(a => a.TextContent == "开出措施")?.GetAttribute("href");
    }

    private Task<TravelFinding> FindingAsync(Guid check) => app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check));
}
