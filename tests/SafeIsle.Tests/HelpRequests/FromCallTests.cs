using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Health;
using SafeIsle.HelpRequests;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.Health;
using static SafeIsle.Tests.Health.ClosedHome;

namespace SafeIsle.Tests.HelpRequests;

/// <summary>What a call about a missing temperature sets going, how it is taken back, and who sees numbers when the order is over. The class moves the clock.</summary>
public sealed class FromCallTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private static readonly PersonFacts[] Two =
        [new() { Name = "张甲", BirthDate = new(1950, 1, 1), Phones = ["14200138001"] }, new() { Name = "李乙", BirthDate = new(1980, 1, 1) }];

    [Fact]
    public async Task Somebody_who_needs_help_has_a_request_with_an_owner_once()
    {
        var home = await MakeAsync(app, "121号楼", Two);
        Later(app, 9, 5);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(home.Order + "/missing");
        var form = worker.Page.QuerySelector($"#h-{home.Household.Id} form")!;
        (string, string)[] fields = [.. form.QuerySelectorAll("input[type=hidden]").Where(i => i.GetAttribute("name") != "__RequestVerificationToken")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))];
        var path = $"{Desk}/health/missing/{home.Household.Id}";
        await worker.PostAsync(path, [.. fields, ("outcome", "NeedsHelp"), ("note", "要一支体温计")]);
        worker.Text.ShouldContain("已转为求助，由");
        await worker.PostAsync(path, [.. fields, ("outcome", "NeedsHelp"), ("note", "要一支体温计")]);
        worker.Text.ShouldContain("已经记过了");
        var request = await app.InDbAsync(db => db.HelpRequests.SingleAsync(r => r.OrderId == home.OrderId));
        (request.Name, request.EnteredBy, request.Kind).ShouldBe(("张甲", "小周", HelpKind.Other));
        await worker.OpenAsync($"{Desk}/requests/{request.Id}");
        worker.Text.ShouldContain("要一支体温计");
        using var phone = await home.PhoneAsync(app);
        await phone.OpenAsync(phone.Path + "/requests");
        phone.Text.ShouldContain("已收到");
    }

    [Fact]
    public async Task A_mistaken_outcome_is_taken_back_by_whoever_noted_it_or_the_committee_and_stays_in_sight()
    {
        var home = await MakeAsync(app, "122号楼", Two);
        Later(app, 9, 5);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(home.Order + "/missing");
        await NoteAsync(director, home);
        var call = await app.InDbAsync(db => db.MissingCalls.SingleAsync(c => c.DutyId == home.OrderId));
        var back = $"{Desk}/health/missing/calls/{call.Id}/back";
        using var stranger = await app.AsAsync("stranger");
        await stranger.OpenAsync("/login");
        (await stranger.PostAsync(back)).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(home.Order + "/missing");
        worker.Page.QuerySelector($"form[action='{back}']").ShouldBeNull();
        await worker.PostAsync(back);
        worker.Text.ShouldContain("请由高主任或居委会撤回");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(home.Order + "/missing");
        await deputy.SubmitAsync(back);
        deputy.Text.ShouldContain("已撤回“没人接”，记录还在");
        deputy.Text.ShouldContain("陈副主任");
        deputy.Page.QuerySelector("s")!.TextContent.ShouldBe("没人接");
        await deputy.PostAsync(back);
        deputy.Text.ShouldContain("已经撤回过了");
        (await app.InDbAsync(db => db.MissingCalls.SingleAsync(c => c.Id == call.Id))).By.ShouldBe("高主任");
    }

    [Fact]
    public async Task When_the_order_is_over_only_the_committee_sees_numbers()
    {
        var home = await MakeAsync(app, "123号楼", Two);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "38.2"));
        using var worker = await app.AsAsync("worker");
        foreach (var list in new[] { "/alerts", "/missing" })
        {
            await worker.OpenAsync(home.Order + list);
            worker.Page.QuerySelector("a[href='tel:14200138001']").ShouldNotBeNull(list);
        }

        using var director = await app.AsAsync("director");
        await director.OpenAsync(home.Order + "/lift");
        await director.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接指挥部通知"));
        foreach (var list in new[] { "/alerts", "/missing" })
        {
            await worker.OpenAsync(home.Order + list);
            worker.Status.ShouldBe(HttpStatusCode.OK);
            worker.Page.QuerySelector("a[href^='tel:']").ShouldBeNull(list);
            worker.Text.ShouldNotContain("14200138001");
            worker.Text.ShouldNotContain("张甲");
            await director.OpenAsync(home.Order + list);
            director.Page.QuerySelector("a[href='tel:14200138001']").ShouldNotBeNull(list);
        }

        await worker.OpenAsync(home.Order + "/group");
        (await worker.OpenAsync(home.Order + "/group/calls")).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(home.Order + "/lift");
        (await director.OpenAsync(home.Order + "/group/calls")).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task NoteAsync(Browser browser, ClosedHome home)
    {
        var form = browser.Page.QuerySelector($"#h-{home.Household.Id} form[autocomplete=off]")!;
        (string, string)[] fields = [.. form.QuerySelectorAll("input[type=hidden]").Where(i => i.GetAttribute("name") != "__RequestVerificationToken")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))];
        await browser.PostAsync($"{Desk}/health/missing/{home.Household.Id}", [.. fields, ("outcome", "NoAnswer")]);
        browser.Text.ShouldContain("没人接");
    }
}
