using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Health;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Health.ClosedHome;

namespace SafeIsle.Tests.HelpRequests;

/// <summary>What the modules know about an order and a household, in its chain and its statement, and what stands against lifting. The class moves the clock.</summary>
public sealed class RecordTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private static readonly PersonFacts[] Two =
        [new() { Name = "张甲", BirthDate = new(1950, 1, 1), Phones = ["14200138001"] }, new() { Name = "李乙", BirthDate = new(1980, 1, 1) }];

    [Fact]
    public async Task Open_alerts_and_people_who_never_report_stand_against_lifting()
    {
        var home = await MakeAsync(app, "111号楼", Two);
        var people = await home.PeopleAsync(app);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(home.Order + "/lift");
        director.Text.ShouldNotContain("没有报体温");
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "37.9"));
        Later(app, 21, 30);
        using var evening = await app.AsAsync("director");
        await evening.OpenAsync(home.Order + "/lift");
        evening.Text.ShouldContain("还有 1 人的体温异常没有处理。");
        evening.Text.ShouldContain("还有 1 人最近 2 次");
        await evening.OpenAsync(home.Order + "/alerts");
        await evening.SubmitAsync($"{Desk}/health/alerts/{people[0].Id}", ("outcome", "Asked"));
        await evening.OpenAsync(home.Order + "/lift");
        evening.Text.ShouldNotContain("体温异常没有处理");
        evening.Text.ShouldContain("都没有报体温");
    }

    [Fact]
    public async Task The_chain_has_numbers_and_the_statement_of_a_household_has_names()
    {
        var home = await MakeAsync(app, "112号楼", Two);
        var people = await home.PeopleAsync(app);
        using var phone = await home.PhoneAsync(app);
        var start = phone.Path;
        await phone.OpenAsync(start + "/report");
        await phone.SubmitAsync("/report", (T(people[0]), "38.1"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(home.Order + "/alerts");
        await director.SubmitAsync($"{Desk}/health/alerts/{people[0].Id}", ("outcome", "Asked"), ("note", "已嘱多喝水"));
        await director.OpenAsync(ReportByStaff.Path(Cast.Home, home.Household.Id));
        await director.SubmitAsync(ReportByStaff.Path(Cast.Home, home.Household.Id), (T(people[1]), "36.6"));
        await director.OpenAsync(home.Order + "/notices/new?template=closed");
        await director.SubmitAsync("/notices", ("do", "send"));
        await phone.OpenAsync(start + "/notices");
        await phone.OpenAsync(start + "/questions");
        await phone.SubmitAsync("/questions", ("text", "何时做核酸"), ("to", "committee"));
        var question = await app.InDbAsync(db => db.Questions.SingleAsync(q => q.OrderId == home.OrderId));
        await director.OpenAsync($"{home.Order}/questions/{question.Id}");
        await director.SubmitAsync("/answers", ("text", "明早七点"));
        await phone.OpenAsync(start + "/requests/new?kind=Medicine");
        await phone.SubmitAsync("/requests", ("text", "降压药快吃完了"));
        var help = phone.Path.Split('/')[^1];
        await director.OpenAsync($"{Desk}/requests/{help}");
        await director.SubmitAsync("/steps", ("act", "Done"), ("text", "药已送到门口"));
        app.Clock.Advance(TimeSpan.FromMinutes(15));

        using var town = await app.AsAsync("town");
        await town.OpenAsync(home.Order + "/chain");
        foreach (var words in new[] { "体温：2 人报了，电话代录 1 人次", "收到体温异常 1 人次", "处理体温异常 1 人：已电话问诊", "1/1 户知道了", "收到一户的求助（配药）", "办好一户的求助（配药）", "全部 1 户有人进群" })
        {
            town.Text.ShouldContain(words);
        }

        foreach (var secret in new[] { "张甲", "李乙", "38.1", "降压药", "多喝水", "核酸何时" })
        {
            town.Text.ShouldNotContain(secret);
        }

        using var again = await app.AsAsync("director");
        await again.OpenAsync($"{Desk}/statements/new?order={home.OrderId}&household={home.Household.Id}");
        await again.SubmitAsync($"{Desk}/statements", ("title", "关于就医的情况"));
        var text = again.Page.QuerySelector("textarea")!.TextContent;
        foreach (var words in new[]
        {
            "高主任：电话代录这一户", "李乙 36.6 ℃", "王女士：上报这一户张甲", "38.1 ℃", "高主任：处理这一户张甲的体温异常：已电话问诊，已嘱多喝水", "王女士：看了通知“112号楼封控告知”",
            "王女士：问居委会：何时做核酸", "回答这一户：明早七点", "收到这一户的求助（配药），由", "降压药快吃完了", "高主任：办好这一户的求助（配药）：药已送到门口", "王女士：用手机进了112号楼楼组群",
        })
        {
            text.ShouldContain(words);
        }

        // Once each: the log tells nothing that a module has told.
        text.Split("已电话问诊").Length.ShouldBe(2);
        text.ShouldNotContain("。。");
    }
}
