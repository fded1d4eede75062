using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Closures;

/// <summary>From the form to the order in force.</summary>
public sealed class CloseBuildingTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    internal static readonly (string, string?)[] Words =
    [
        ("authority", "普陀区疫情防控指挥部"), ("document", "普防控〔2022〕12号"), ("basis", "《传染病防治法》及上海市防控方案"),
    ];

    /// <summary>Fills the form, confirms, and returns the order's path.</summary>
    internal static async Task<string> CloseAsync(Browser browser, Guid building, params (string, string?)[] changes)
    {
        (await browser.OpenAsync($"{Desk}/closures/new?building={building}")).ShouldBe(HttpStatusCode.OK);
        (await browser.SubmitAsync("/closures/new", [.. Words.Where(w => changes.All(c => c.Item1 != w.Item1)), .. changes])).ShouldBe(HttpStatusCode.OK, browser.Text);
        await browser.SubmitAsync($"{Desk}/closures");
        browser.Path.ShouldStartWith($"{Desk}/closures/0", customMessage: browser.Text);
        return browser.Path;
    }

    [Fact]
    public async Task Who_may_not_is_told_so()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/closures/new")).ShouldBe(HttpStatusCode.NotFound);
        foreach (var name in new[] { "worker", "doctor", "town" })
        {
            using var browser = await app.AsAsync(name);
            (await browser.OpenAsync($"{Desk}/closures/new")).ShouldBe(HttpStatusCode.Forbidden, name);
            (await browser.OpenAsync($"{Desk}/closures")).ShouldBe(HttpStatusCode.OK, name);
        }

        using var director = await app.AsAsync("director");
        (await director.OpenAsync($"{Desk}/closures/new?building={Ids.New()}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_stands_beside_the_field_and_what_was_typed_is_kept()
    {
        var building = await Residents.AddBuildingAsync(app, "21号楼");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/closures/new?building={building}");
        var status = await director.SubmitAsync(
            "/closures/new", ("authority", "樱花苑居委会"), ("document", "12号"), ("starts", app.Clock.Now().AddDays(3).ForInput()), ("scope", "units"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("居委会协助落实，不能作为决定机关");
        director.Text.ShouldContain("请填写依据");
        director.Text.ShouldContain("晚一天以上");
        director.Text.ShouldContain("请至少勾选一个单元");
        director.Page.QuerySelector("#document")!.GetAttribute("value").ShouldBe("12号");
    }

    [Fact]
    public async Task The_confirmation_names_what_it_touches_and_one_press_makes_everything()
    {
        var building = await Residents.AddBuildingAsync(app, "22号楼");
        await Residents.AddAsync(app, building,
            [
                new() { Name = "张甲", BirthDate = app.Clock.Today().AddYears(-80), Phones = ["14200138001"], Tags = Tags((CareTags.Alone, "")) },
            ],
            [
                new() { Name = "李乙", BirthDate = new(1985, 5, 1), Phones = ["14200138002"], Tags = Tags((CareTags.Medicine, "二甲双胍")) },
                new() { Name = "李小乙", BirthDate = app.Clock.Today().AddYears(-1) },
                new() { Name = "王丙", BirthDate = new(1986, 5, 1), Phones = ["14200138003"], Presence = Presence.Away, AwayWhere = "苏州出差" },
            ],
            [new() { Name = "赵丁", BirthDate = new(1960, 1, 1) }]);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/closures/new?building={building}");
        (await director.SubmitAsync("/closures/new", [.. Words])).ShouldBe(HttpStatusCode.OK, director.Text);
        director.Text.ShouldContain("22号楼：3 户、在家 4 人不得外出，1 人在外要告知");
        director.Text.ShouldContain("二甲双胍");
        director.Text.ShouldContain("苏州出差");
        director.Text.ShouldContain("142****8003");
        director.Text.ShouldNotContain("14200138003");
        director.Text.ShouldContain("没有电话或不用手机 1 人");
        director.Text.ShouldContain("婴幼儿 1 人");
        (await app.InDbAsync(db => db.ClosureOrders.CountAsync(o => o.BuildingId == building))).ShouldBe(0);

        await director.SubmitAsync($"{Desk}/closures");
        director.Text.ShouldContain("封控第 1 天，共 2 天");
        var order = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));
        (order.MonitoredUntil - order.StartsAt).ShouldBe(TimeSpan.FromDays(14));
        order.DoorNotice.ShouldContain("普防控〔2022〕12号");
        order.DoorNotice.ShouldNotContain("{");
        order.Objection.ShouldNotContain("{");
        (await app.InDbAsync(db => db.ClosureUnits.Where(u => u.OrderId == order.Id).Select(u => u.Unit).OrderBy(u => u).ToListAsync())).ShouldBe([0, 1, 2]);
        var tasks = await app.InDbAsync(db => db.ClosureTasks.Where(t => t.OrderId == order.Id).OrderBy(t => t.Position).ToListAsync());
        tasks.Count.ShouldBe(28);
        tasks[0].DueAt.ShouldBe(order.MadeAt.AddSeconds(60));
        tasks.Count(t => t.Title.Contains("天全员核酸", StringComparison.Ordinal)).ShouldBe(4);
        (await app.InDbAsync(db => db.ClosureEvents.CountAsync(e => e.OrderId == order.Id))).ShouldBe(1);
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == order.Id && e.Action == "closure.open"))).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_form_sent_twice_leads_to_the_one_order()
    {
        var building = await Residents.AddBuildingAsync(app, "23号楼");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/closures/new?building={building}");
        await director.SubmitAsync("/closures/new", [.. Words]);
        var sent = director.Page.Forms.Single(f => f.GetAttribute("action") == $"{Desk}/closures").QuerySelectorAll("input[type=hidden]")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? "")).Where(f => f.Item1[0] != '_').ToArray();
        await director.SubmitAsync($"{Desk}/closures");
        var path = director.Path;
        await director.OpenAsync($"{Desk}/closures/new");
        await director.OpenAsync(path);
        await director.PostAsync($"{Desk}/closures", sent);
        director.Path.ShouldBe(path);
        (await app.InDbAsync(db => db.ClosureOrders.CountAsync(o => o.BuildingId == building))).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_order_is_refused_with_a_link_to_the_first_and_another_unit_is_not()
    {
        var building = await Residents.AddBuildingAsync(app, "24号楼");
        using var director = await app.AsAsync("director");
        var first = await CloseAsync(director, building, ("scope", "units"), ("unit", "1"));
        director.Text.ShouldContain("24号楼1单元");
        await director.OpenAsync($"{Desk}/closures/new?building={building}");
        (await director.SubmitAsync("/closures/new", [.. Words])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector($"a[href='{first}']").ShouldNotBeNull();
        (await CloseAsync(director, building, ("scope", "units"), ("unit", "2"))).ShouldNotBe(first);
    }

    [Fact]
    public async Task Of_two_who_press_at_once_one_makes_the_order_and_the_other_is_led_to_it()
    {
        var building = await Residents.AddBuildingAsync(app, "25号楼");
        var browsers = await Task.WhenAll(app.AsAsync("director"), app.AsAsync("deputy"));
        foreach (var browser in browsers)
        {
            await browser.OpenAsync($"{Desk}/closures/new?building={building}");
            (await browser.SubmitAsync("/closures/new", [.. Words])).ShouldBe(HttpStatusCode.OK);
        }

        var answers = await Task.WhenAll(browsers.Select(b => b.SubmitAsync($"{Desk}/closures")));
        answers.Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity]);
        var order = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));
        browsers[Array.IndexOf(answers, HttpStatusCode.UnprocessableEntity)].Page.QuerySelector($"a[href='{Desk}/closures/{order.Id}']").ShouldNotBeNull();
        foreach (var browser in browsers)
        {
            browser.Dispose();
        }
    }

    [Fact]
    public async Task The_largest_building_is_closed_within_a_second()
    {
        var building = await Residents.AddBuildingAsync(app, "26号楼", perUnit: 150);
        await Residents.AddAsync(app, building, [.. Enumerable.Range(0, 300).Select(i => Enumerable.Range(0, 3).Select(k => new PersonFacts
        {
            Name = $"测试{i}之{k}", BirthDate = new(1950 + (i % 60), 1, 1), Phones = [$"1420{i:D4}{k:D3}"], Tags = Tags((CareTags.Medicine, "降压药")),
        }).ToArray())]);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/closures/new?building={building}");
        await director.SubmitAsync("/closures/new", [.. Words]);
        director.Text.ShouldContain("300 户、在家 900 人");
        var clock = Stopwatch.StartNew();
        await director.SubmitAsync($"{Desk}/closures");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        director.Text.ShouldContain("封控第 1 天");
        using var notices = await director.FetchAsync(director.Path + "/notice.pdf?each=door");
        (await notices.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("%PDF");
    }

    [Fact]
    public async Task The_confirmation_counts_every_group_of_the_closed_unit_only()
    {
        var building = await Residents.AddBuildingAsync(app, "27号楼", perUnit: 4);
        var today = app.Clock.Today();
        await Residents.AddAsync(app, building,
            // Unit 1. Three people of 75 and more, one of them by tag only; two take medicine; the child of two is an infant without a tag.
            [new() { Name = "甲一", BirthDate = today.AddYears(-80), Phones = ["14200139001"], Tags = Tags((CareTags.Alone, ""), (CareTags.Medicine, "缬沙坦")) }],
            [
                new() { Name = "乙一", BirthDate = today.AddYears(-30), Phones = ["14200139002"], Tags = Tags((CareTags.Pregnant, "")) },
                new() { Name = "乙二", BirthDate = today.AddYears(-3).AddDays(1), Tags = Tags() },
                new() { Name = "乙三", BirthDate = today.AddYears(-3), Tags = Tags() },
                new() { Name = "乙四", BirthDate = today.AddYears(-31), Presence = Presence.Away, AwayWhere = "外地", Tags = Tags((CareTags.Pregnant, "")) },
            ],
            [
                new() { Name = "丙一", BirthDate = today.AddYears(-75), Tags = Tags((CareTags.Disabled, "卧床"), (CareTags.Dialysis, "每周二、四")) },
                new() { Name = "丙二", BirthDate = today.AddYears(-75).AddDays(1), Tags = Tags() },
            ],
            [
                new() { Name = "丁一", Phones = ["14200139003"], Tags = Tags((CareTags.Elder, ""), (CareTags.NoPhone, "")) },
                new() { Name = "丁二", BirthDate = today.AddYears(-40), Tags = Tags((CareTags.Infant, "")) },
            ],
            // Unit 2: not closed, not counted.
            [new() { Name = "戊一", BirthDate = today.AddYears(-90), Tags = Tags((CareTags.Alone, ""), (CareTags.Pregnant, ""), (CareTags.Disabled, "")) }]);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/closures/new?building={building}");
        (await director.SubmitAsync("/closures/new", [.. Words, ("scope", "units"), ("unit", "1")])).ShouldBe(HttpStatusCode.OK, director.Text);
        director.Text.ShouldContain("27号楼1单元：4 户、在家 8 人不得外出，1 人在外要告知");
        var groups = director.Page.QuerySelectorAll("details > summary:has(strong)").ToDictionary(
            s => s.QuerySelector("strong")!.TextContent, s => s.TextContent.Replace(s.QuerySelector("strong")!.TextContent, "", StringComparison.Ordinal).Trim());
        groups.ShouldBe(
            new Dictionary<string, string>
            {
                ["外出，要告知"] = "1 人",
                ["要用药"] = "2 人",
                ["孕产妇"] = "2 人",
                ["婴幼儿"] = "2 人",
                ["独居"] = "1 人",
                ["残疾、行动不便"] = "1 人",
                ["高龄（75 岁以上）"] = "3 人",
                ["没有电话或不用手机"] = "3 人",
            },
            ignoreOrder: true);
        director.Text.ShouldNotContain("戊一");
    }

    private static Dictionary<string, string> Tags(params (string Tag, string Detail)[] tags) => Residents.Tags(tags);
}
