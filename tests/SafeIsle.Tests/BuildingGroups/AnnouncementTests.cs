using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Residents;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>What a building is told, who knows it, and who is called.</summary>
public sealed class AnnouncementTests(TestApp app) : IClassFixture<TestApp>
{
    private static async Task SendAsync(Browser director, Closed closed, params (string, string?)[] changes)
    {
        (await director.OpenAsync(closed.Path + "/notices/new?template=closed")).ShouldBe(HttpStatusCode.OK);
        await director.SubmitAsync("/notices", [("do", "send"), .. changes]);
        director.Path.ShouldEndWith("/notices", customMessage: director.Text);
    }

    private Task<List<Announcement>> PostsAsync(Guid order) => app.InDbAsync(db => db.Announcements.Where(a => a.OrderId == order).OrderBy(a => a.At).ToListAsync());

    [Fact]
    public async Task Only_the_committee_of_the_place_announces()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "81号楼");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(closed.Path + "/notices")).ShouldBe(HttpStatusCode.NotFound);
        foreach (var name in new[] { "worker", "doctor", "town" })
        {
            using var browser = await app.AsAsync(name);
            (await browser.OpenAsync(closed.Path + "/notices")).ShouldBe(HttpStatusCode.OK, name);
            (await browser.OpenAsync(closed.Path + "/notices/new")).ShouldBe(HttpStatusCode.Forbidden, name);
        }

        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(closed.Path + "/notices")).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync($"{closed.Path}/notices/{Ids.New()}")).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync($"/desk/{Cast.Home}/closures/{Ids.New()}/notices")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_the_field_and_a_look_before_sending_sends_nothing()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "82号楼");
        await director.OpenAsync(closed.Path + "/notices/new");
        (await director.SubmitAsync("/notices", ("do", "send"), ("title", ""), ("body", "请{楼房}各位{"), ("repeat", "7"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写标题");
        director.Text.ShouldContain("花括号没有成对");
        director.Text.ShouldContain("10 到 360");
        await director.SubmitAsync("/notices", ("do", "send"), ("title", "停水"), ("body", "请{楼房}各位"), ("repeat", "10"));
        director.Text.ShouldContain("“{楼房}”不知道填什么");
        (await director.SubmitAsync("/notices", ("do", "preview"), ("body", "{楼栋}停水"))).ShouldBe(HttpStatusCode.OK);
        director.Page.QuerySelector(".alert")!.TextContent.ShouldContain("82号楼停水");
        director.Page.QuerySelector("textarea")!.TextContent.ShouldBe("{楼栋}停水");
        (await PostsAsync(closed.Order)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_buildings_get_their_own_and_sent_twice_it_tells_once()
    {
        using var director = await app.AsAsync("director");
        var first = await Closed.MakeAsync(app, director, "83号楼");
        var second = await Closed.MakeAsync(app, director, "84号楼");
        await director.OpenAsync(first.Path + "/notices/new?template=closed");
        var form = director.Page.QuerySelector("form.card input[name=id]")!.GetAttribute("value")!;
        await director.SubmitAsync("/notices", ("do", "send"), ("order", second.Order.ToString()));
        director.Text.ShouldContain("已发给 2 处");
        await director.OpenAsync(first.Path + "/notices/new?template=closed");
        await director.SubmitAsync("/notices", ("do", "send"), ("id", form));
        director.Text.ShouldContain("没有重复发");
        await director.OpenAsync(first.Path + "/notices/new?template=closed");
        string[] many = [.. Enumerable.Range(0, SameGround.MostAtOnce).Select(_ => Ids.New().ToString())];
        (await director.SubmitAsync("/notices", [("do", "send"), .. many.Select(o => ("order", (string?)o))])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("一次最多发给 30 处，现在勾选了 31 处");
        (await PostsAsync(first.Order)).Single().Title.ShouldBe("83号楼封控告知");
        var other = (await PostsAsync(second.Order)).Single();
        other.Body.ShouldContain("84号楼");
        other.Body.ShouldNotContain("{");
    }

    [Fact]
    public async Task Opening_the_list_is_reading_and_the_first_time_is_kept()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "85号楼");
        var dwelling = await app.DwellingAsync(closed.Building, "101");
        using var phone = await app.PhoneAsync(dwelling);
        var home = phone.Path;
        phone.Text.ShouldContain("还没有通知");
        phone.Text.ShouldNotContain("都看过了");
        await SendAsync(director, closed, ("body", "<script>alert(1)</script>\n第二段"));
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("1 条新通知");
        await phone.OpenAsync(home + "/notices");
        phone.Text.ShouldContain("<script>alert(1)</script>");
        phone.Page.QuerySelectorAll("main script:not([src])").ShouldBeEmpty();
        phone.Text.ShouldContain("新");
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("都看过了");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await app.PhoneAsync(dwelling, "老王");
        await Task.WhenAll(second.OpenAsync(second.Path + "/notices"), phone.OpenAsync(home + "/notices"));
        var read = await app.InDbAsync(db => db.PostReads.Where(r => r.OrderId == closed.Order).ToListAsync());
        read.Single().By.ShouldBe("王女士");
        await director.OpenAsync(closed.Path + "/notices");
        director.Text.ShouldContain("1 / 3 户");
        var page = director.Page.QuerySelector("td a[href*='/notices/']")!.GetAttribute("href")!;
        await director.OpenAsync(page);
        director.Text.ShouldContain("王女士自己看了");
        using var town = await app.AsAsync("town");
        await town.OpenAsync(page);
        town.Text.ShouldContain("王**自己看了");
        town.Text.ShouldNotContain("王女士");
        using var stranger = app.Anyone();
        await stranger.OpenAsync(home + "/notices");
        stranger.Path.ShouldBe("/home");
    }

    [Fact]
    public async Task Said_three_times_it_is_a_call_and_one_press_notes_what_came_of_it()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "86号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "102"), "李女士");
        var home = phone.Path;
        await SendAsync(director, closed, ("repeat", "10"));
        // The household without a phone is to be told at the door from the start; the others are not called yet.
        await director.OpenAsync($"/desk/{Cast.Home}/notice-calls");
        director.Text.ShouldContain("86号楼2单元101室");
        director.Text.ShouldNotContain("86号楼1单元101室");
        director.Text.ShouldContain("没有电话，请上门");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("第 2 次提醒");
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        using var later = await app.AsAsync("director");
        await later.OpenAsync($"/desk/{Cast.Home}/notice-calls");
        later.Text.ShouldContain("86号楼1单元101室");
        later.Text.ShouldContain("14200138001");
        var households = await app.InDbAsync(db => db.PostReads.Where(r => r.OrderId == closed.Order).CountAsync());
        households.ShouldBe(0);

        var form = later.Page.QuerySelectorAll("tr").First(r => r.TextContent.Contains("86号楼1单元101室")).QuerySelector("form")!;
        (string, string)[] fields = [.. form.QuerySelectorAll("input").Where(i => i.GetAttribute("name") != "__RequestVerificationToken")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))];
        await later.PostAsync(form.GetAttribute("action")!, [.. fields, ("outcome", "NoAnswer")]);
        later.Text.ShouldContain("没人接");
        await later.PostAsync(form.GetAttribute("action")!, [.. fields, ("outcome", "Told")]);
        later.Text.ShouldContain("刚刚由高主任记过");
        (string, string)[] next = [.. fields.Where(f => f.Item1 != "seen"), ("seen", "1")];
        await later.PostAsync(form.GetAttribute("action")!, [.. next, ("outcome", "Told")]);
        later.Text.ShouldNotContain("86号楼1单元101室 王");
        var read = await app.InDbAsync(db => db.PostReads.SingleAsync(r => r.OrderId == closed.Order));
        (read.Way, read.By).ShouldBe((ReadWay.Told, "高主任"));
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Action == "post.calls"))).ShouldBeGreaterThan(0);

        using var doctor = await app.AsAsync("doctor");
        var post = (await PostsAsync(closed.Order)).Single();
        await doctor.OpenAsync($"{closed.Path}/notices/{post.Id}");
        doctor.Text.ShouldNotContain("14200138003");
        doctor.Text.ShouldContain("142********");
        doctor.Text.ShouldNotContain("8003");
        doctor.Text.ShouldContain("李*");
        (await doctor.PostAsync($"{closed.Path}/notices/calls", ("household", Ids.New().ToString()))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_phone_of_which_nobody_said_whose_it_is_reaches_no_household()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "90号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101", unit: 2), "赵老");
        await app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == closed.Building)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, (Guid?)null)));
        await SendAsync(director, closed, ("repeat", "10"));
        await director.OpenAsync($"/desk/{Cast.Home}/notice-calls");
        director.Text.ShouldContain("90号楼2单元101室");
    }

    [Fact]
    public async Task Who_helps_from_another_door_says_when_the_household_knows()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "87号楼");
        using var proxy = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101", unit: 2), "小刘", "proxy");
        var home = proxy.Path;
        await SendAsync(director, closed);
        await proxy.OpenAsync(home + "/notices");
        (await app.InDbAsync(db => db.PostReads.CountAsync(r => r.OrderId == closed.Order))).ShouldBe(0);
        await proxy.SubmitAsync("/notices/told");
        proxy.Text.ShouldContain("这家人知道了");
        proxy.Page.QuerySelectorAll("[role=status]").ShouldHaveSingleItem();
        (await app.InDbAsync(db => db.PostReads.SingleAsync(r => r.OrderId == closed.Order))).Way.ShouldBe(ReadWay.Told);
    }

    [Fact]
    public async Task Pinned_first_and_hidden_with_a_reason()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "88号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        var home = phone.Path;
        await SendAsync(director, closed, ("title", "第一条"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(director, closed, ("title", "第二条"));
        var first = (await PostsAsync(closed.Order))[0];
        await director.OpenAsync($"{closed.Path}/notices/{first.Id}");
        await director.SubmitAsync("/pin");
        await phone.OpenAsync(home + "/notices");
        phone.Page.QuerySelector("article h2")!.TextContent.ShouldBe("第一条");
        await director.OpenAsync($"{closed.Path}/notices/{first.Id}");
        (await director.SubmitAsync("/hide")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/hide", ("reason", "发错了"));
        director.Text.ShouldContain("已收起");
        await phone.OpenAsync(home + "/notices");
        phone.Text.ShouldNotContain("第一条");
    }

    [Fact]
    public async Task The_board_says_how_many_have_not_read()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "89号楼");
        await SendAsync(director, closed);
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        await phone.OpenAsync(phone.Path + "/notices");
        var me = new SafeIsle.Platform.Access.Me(Ids.New(), "高主任", "", [new() { Id = Ids.New(), AccountId = Ids.New(), Role = SafeIsle.Platform.Access.Role.Committee, Place = Cast.Home }]);
        var figures = await app.InDbAsync(async db =>
        {
            var order = await db.ClosureOrders.SingleAsync(o => o.Id == closed.Order);
            return await PostFigures.OfAsync(db, me, [order], app.Clock.GetUtcNow(), default);
        });
        figures[closed.Order].Single(f => f.Key == "unread").Value.ShouldBe("2");
    }

    [Fact]
    public async Task Helpers_who_tell_different_notices_at_once_are_all_heard()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "80号楼");
        using var first = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"), "小刘", "proxy");
        const int Helpers = 4;
        for (var i = 0; i <= Helpers; i++)
        {
            await SendAsync(director, closed, ("title", $"第{i}条"));
        }

        var posts = (await PostsAsync(closed.Order)).ConvertAll(p => p.Id.ToString());
        var helpers = Enumerable.Range(0, Helpers).Select(_ => first.Copy()).ToList();
        foreach (var helper in helpers)
        {
            await helper.OpenAsync(first.Path + "/notices");
        }

        // Each tells one of its own and the one that all tell.
        await Task.WhenAll(helpers.Select((h, i) => h.PostAsync(first.Path + "/notices/told", ("post", posts[Helpers]), ("post", posts[i]))));
        helpers.ForEach(h => h.Text.ShouldContain("这家人知道了"));
        (await app.InDbAsync(db => db.PostReads.Where(r => r.OrderId == closed.Order).Select(r => r.PostId).ToListAsync()))
            .Select(p => p.ToString()).Order().ShouldBe(posts.Order());
        helpers.ForEach(h => h.Dispose());
    }
}
