using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>What changes about an order stands before every household. The class moves the clock.</summary>
public sealed class TellingTests(TestApp app) : IClassFixture<TestApp>
{
    private Task<List<Announcement>> PostsAsync(Guid order) =>
        app.InDbAsync(db => db.Announcements.Where(a => a.OrderId == order).OrderBy(a => a.At).ToListAsync());

    [Fact]
    public async Task Extending_restarting_passing_and_lifting_are_told_to_every_household_by_whoever_did_it()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "101号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        var home = phone.Path;
        var order = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.Id == closed.Order));

        await director.OpenAsync(closed.Path + "/extend");
        (await director.SubmitAsync("/extend", ("reason", ""), ("document", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostsAsync(closed.Order)).ShouldBeEmpty();
        await director.SubmitAsync(
            "/extend", ("sure", "1"), ("reason", "检出新的感染者"), ("document", "普防控〔2022〕15号"), ("closed", order.ClosedUntil.AddDays(1).ForInput()),
            ("monitored", order.MonitoredUntil.AddDays(1).ForInput()));
        var extended = (await PostsAsync(closed.Order)).Single();
        (extended.Title, extended.ByName, extended.Pinned, extended.CallerName).ShouldBe(("101号楼封控延长", "高主任", true, "高主任"));
        extended.Body.ShouldStartWith($"请在家到 {order.ClosedUntil.AddDays(1).Short()}。");
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("1 条新通知");
        phone.Text.ShouldContain($"封控第 1 天，到 {order.ClosedUntil.AddDays(1).Short()}");
        await phone.OpenAsync(home + "/notices");
        phone.Text.ShouldContain("101号楼封控延长");
        phone.Text.ShouldContain("检出新的感染者");

        app.Clock.Advance(TimeSpan.FromHours(3));
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(closed.Path + "/restart");
        await deputy.SubmitAsync("/restart", ("sure", "1"), ("reason", "又有新的感染者"), ("document", "普防控〔2022〕16号"));
        (await PostsAsync(closed.Order))[^1].ShouldSatisfyAllConditions(p => p.Title.ShouldBe("101号楼重新计时"), p => p.ByName.ShouldBe("陈副主任"));

        // The newest stands pinned; the one before it says that it is old, and is folded.
        (await PostsAsync(closed.Order)).Select(p => p.Pinned).ShouldBe([false, true]);
        await phone.OpenAsync(home + "/notices");
        phone.Page.QuerySelector($"#p-{extended.Id}")!.TextContent.ShouldContain("已有新通知");
        phone.Page.QuerySelector($"#p-{extended.Id} details:not([open])")!.TextContent.ShouldContain("请在家到");
        phone.Page.QuerySelectorAll("details").Length.ShouldBe(1);

        app.Clock.Advance(TimeSpan.FromHours(75));
        var pass = (PassPhases)app.Services.GetService(typeof(PassPhases))!;
        await Task.WhenAll(pass.RunAsync(CancellationToken.None), pass.RunAsync(CancellationToken.None));
        (await PostsAsync(closed.Order)).Where(p => p.Title == "101号楼转入健康管理").ShouldHaveSingleItem().ByName.ShouldBe("系统");

        using var again = await app.AsAsync("director");
        await again.OpenAsync(closed.Path + "/lift");
        await again.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接指挥部通知"));
        var lifted = (await PostsAsync(closed.Order))[^1];
        (lifted.Title, lifted.ByName, lifted.RepeatMinutes).ShouldBe(("101号楼已解除", "高主任", null));

        // What came before the lifting is history; the lifting itself is news, and reading it counts.
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("1 条新通知");
        phone.Text.ShouldContain("101号楼已解除");
        phone.Text.ShouldContain("已解除；需要解除证明请找居委会");
        (await PostsAsync(closed.Order)).Where(p => p.Pinned).ShouldHaveSingleItem().Id.ShouldBe(lifted.Id);
        await phone.OpenAsync(home + "/notices");
        (await app.InDbAsync(db => db.PostReads.SingleAsync(r => r.PostId == lifted.Id))).By.ShouldBe("王女士");
    }
}
