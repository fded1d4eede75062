using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Platform;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>Questions in the open and to the committee alone, their answers, and keeping the page decent.</summary>
public sealed class QuestionTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Closed Closed, Browser Asker, Browser Neighbour)> TwoPhonesAsync(Browser director, string label)
    {
        var closed = await Closed.MakeAsync(app, director, label);
        return (
            closed,
            await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101")),
            await app.PhoneAsync(await app.DwellingAsync(closed.Building, "102"), "老李"));
    }

    private static async Task<string> AskAsync(Browser phone, string text, string to)
    {
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home + "/questions");
        await phone.SubmitAsync("/questions", ("text", text), ("to", to));
        return home + "/questions";
    }

    private Task<Question> LastAsync(Guid order) => app.InDbAsync(db => db.Questions.Where(q => q.OrderId == order).OrderBy(q => q.At).LastAsync());

    [Fact]
    public async Task An_open_question_is_read_by_all_with_its_numbers_masked()
    {
        using var director = await app.AsAsync("director");
        var (closed, asker, neighbour) = await TwoPhonesAsync(director, "91号楼");
        var path = await AskAsync(asker, "<b>快递</b>能送吗？打我 142 0013-8001，身份证990000195003081234", "all");
        asker.Text.ShouldContain("已收到");
        asker.Page.QuerySelectorAll("[role=status]").ShouldHaveSingleItem();
        asker.Text.ShouldContain("142 0013-8001");
        var theirs = path.Replace(path.Split('/')[2], neighbour.Path.Split('/')[2], StringComparison.Ordinal);
        await neighbour.OpenAsync(theirs);
        neighbour.Text.ShouldContain("<b>快递</b>能送吗？打我 142********，身份证990000************");
        neighbour.Text.ShouldContain("住户 1-101 王女士");
        var question = await LastAsync(closed.Order);
        await director.OpenAsync($"{closed.Path}/questions/{question.Id}");
        director.Text.ShouldContain("142 0013-8001");
        director.Text.ShouldContain("91号楼1单元101室");
        using var town = await app.AsAsync("town");
        await town.OpenAsync(closed.Path + "/notices");
        town.Text.ShouldContain("快递");
        town.Text.ShouldContain("王**");
        town.Text.ShouldNotContain("王女士");
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(closed.Path + "/notices");
        doctor.Text.ShouldContain("王女士");
        await doctor.OpenAsync($"{closed.Path}/questions/{question.Id}");
        doctor.Text.ShouldContain("142********");
        await doctor.SubmitAsync("/answers", ("text", "可以，放在楼门口。"));
        doctor.Text.ShouldContain("已公开回答");
        await neighbour.OpenAsync(theirs);
        neighbour.Text.ShouldContain("林医生：可以，放在楼门口。");
    }

    [Fact]
    public async Task What_goes_to_one_household_is_not_seen_by_another()
    {
        using var director = await app.AsAsync("director");
        var (closed, asker, neighbour) = await TwoPhonesAsync(director, "92号楼");
        var path = await AskAsync(asker, "我家老人吃华法林，怎么配药", "committee");
        var open = await LastAsync(closed.Order);
        await director.OpenAsync($"{closed.Path}/questions/{open.Id}");
        await director.SubmitAsync("/answers", ("text", "下午三点送到。"), ("to", "all"));
        director.Text.ShouldContain("只有这一户能看到");
        await AskAsync(asker, "公开的问题", "all");
        var second = await LastAsync(closed.Order);
        await director.OpenAsync($"{closed.Path}/questions/{second.Id}");
        var answer = director.Page.QuerySelector("form[action$='/answers'] input[name=id]")!.GetAttribute("value")!;
        await director.SubmitAsync("/answers", ("text", "只答您家的话"), ("to", "one"));
        await director.SubmitAsync("/answers", ("text", "再发一遍"), ("to", "all"), ("id", answer));
        director.Text.ShouldContain("没有重复发");
        await neighbour.OpenAsync(path.Replace(path.Split('/')[2], neighbour.Path.Split('/')[2], StringComparison.Ordinal));
        neighbour.Text.ShouldContain("公开的问题");
        neighbour.Text.ShouldNotContain("华法林");
        neighbour.Text.ShouldNotContain("下午三点");
        neighbour.Text.ShouldNotContain("只答您家的话");
        await asker.OpenAsync(path);
        asker.Text.ShouldContain("下午三点送到");
        asker.Text.ShouldContain("只答您家的话");
        // Nor through the address of somebody else's home.
        await neighbour.OpenAsync(path);
        neighbour.Path.ShouldNotContain(path);
        using var town = await app.AsAsync("town");
        await town.OpenAsync(closed.Path + "/notices");
        town.Text.ShouldNotContain("华法林");
        (await town.OpenAsync($"{closed.Path}/questions/{open.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync($"{closed.Path}/questions/{open.Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{closed.Path}/questions/{open.Id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_goes_to_the_committee_and_the_doctor_is_not_read_by_property_or_police()
    {
        using var director = await app.AsAsync("director");
        var (closed, asker, _) = await TwoPhonesAsync(director, "95号楼");
        await AskAsync(asker, "老人吃华法林，怎么配药", "committee");
        asker.Text.ShouldContain("只问居委会和医生");
        var question = await LastAsync(closed.Order);
        var page = $"{closed.Path}/questions/{question.Id}";
        await AskAsync(asker, "电梯坏了", "all");
        var open = await LastAsync(closed.Order);
        // In the cast the doctor's account says no duty: a partner as property and police are.
        using var partner = await app.AsAsync("doctor");
        await partner.OpenAsync(closed.Path + "/notices");
        partner.Text.ShouldContain("电梯坏了");
        partner.Text.ShouldNotContain("华法林");
        (await partner.OpenAsync(page)).ShouldBe(HttpStatusCode.NotFound);
        await partner.OpenAsync($"{closed.Path}/questions/{open.Id}");
        (await partner.PostAsync(page + "/answers", ("id", Ids.New().ToString()), ("text", "我来看看"))).ShouldBe(HttpStatusCode.NotFound);
        await partner.OpenAsync($"{closed.Path}/questions/{open.Id}");
        await partner.SubmitAsync("/answers", ("text", "下午来修"), ("to", "one"));
        partner.Text.ShouldContain("下午来修");
        using var doctor = await Health.ClosedHome.DoctorAsync(app);
        await doctor.OpenAsync(closed.Path + "/notices");
        doctor.Text.ShouldContain("华法林");
        await doctor.OpenAsync(page);
        await doctor.SubmitAsync("/answers", ("text", "我给您送来"));
        doctor.Text.ShouldContain("已回答");
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "")));
    }

    [Fact]
    public async Task A_helper_reads_her_own_questions_and_not_the_households()
    {
        using var director = await app.AsAsync("director");
        var (closed, asker, _) = await TwoPhonesAsync(director, "96号楼");
        using var helper = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"), "小刘", "proxy");
        var path = helper.Path + "/questions";
        await AskAsync(asker, "我家有人怀孕", "committee");
        await AskAsync(helper, "帮老人问配药", "committee");
        await helper.OpenAsync(path);
        helper.Text.ShouldContain("帮老人问配药");
        helper.Text.ShouldNotContain("怀孕");
        await AskAsync(helper, "代办的公开问题", "all");
        await asker.OpenAsync(string.Join('/', asker.Path.Split('/').Take(3)) + "/questions");
        asker.Text.ShouldContain("帮老人问配药");
    }

    [Fact]
    public async Task Refusals_keep_the_text_and_a_question_sent_twice_is_one()
    {
        using var director = await app.AsAsync("director");
        var (closed, asker, _) = await TwoPhonesAsync(director, "93号楼");
        var home = asker.Path;
        await asker.OpenAsync(home + "/questions");
        (await asker.SubmitAsync("/questions", ("text", "没选谁能看"), ("to", null))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        asker.Text.ShouldContain("请选择问大家还是只问居委会");
        asker.Page.QuerySelector("textarea")!.TextContent.ShouldBe("没选谁能看");
        (await asker.SubmitAsync("/questions", ("text", new string('长', 501)), ("to", "all"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        var id = asker.Page.QuerySelector("input[name=id]")!.GetAttribute("value")!;
        using var twin = asker.Copy();
        await twin.OpenAsync(home + "/questions");
        await Task.WhenAll(
            asker.SubmitAsync("/questions", ("text", "同一个"), ("to", "all"), ("id", id)),
            twin.SubmitAsync("/questions", ("text", "同一个"), ("to", "all"), ("id", id)));
        (await app.InDbAsync(db => db.Questions.CountAsync(q => q.OrderId == closed.Order))).ShouldBe(1);
        for (var i = 0; i < 9; i++)
        {
            await AskAsync(asker, $"第{i}问", "committee");
        }

        await asker.OpenAsync(home + "/questions");
        (await asker.SubmitAsync("/questions", ("text", "第十一问"), ("to", "committee"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        asker.Text.ShouldContain("一小时内最多问 10 个问题");
        asker.Page.QuerySelector("textarea")!.TextContent.ShouldBe("第十一问");
    }

    [Fact]
    public async Task Hidden_with_a_reason_that_the_author_sees_and_muted_in_the_open_only()
    {
        using var director = await app.AsAsync("director");
        var (closed, asker, neighbour) = await TwoPhonesAsync(director, "94号楼");
        var path = await AskAsync(asker, "谣言一条", "all");
        var question = await LastAsync(closed.Order);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{closed.Path}/questions/{question.Id}");
        (await worker.PostAsync($"{closed.Path}/questions/{question.Id}/hide", ("reason", "x"))).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync($"{closed.Path}/questions/{question.Id}");
        (await director.SubmitAsync("/hide")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/hide", ("reason", "内容不实"));
        await director.SubmitAsync("/mute", ("hours", "24"), ("why", "多次传谣"));
        director.Text.ShouldContain("已暂停公开发言");
        await asker.OpenAsync(path);
        asker.Text.ShouldContain("内容不实");
        asker.Text.ShouldContain("多次传谣");
        await neighbour.OpenAsync(path.Replace(path.Split('/')[2], neighbour.Path.Split('/')[2], StringComparison.Ordinal));
        neighbour.Text.ShouldNotContain("谣言一条");
        neighbour.Text.ShouldNotContain("多次传谣");
        (await asker.SubmitAsync("/questions", ("text", "再来一条"), ("to", "all"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        asker.Text.ShouldContain("先不公开发言");
        await AskAsync(asker, "只问居委会", "committee");
        asker.Text.ShouldContain("已收到");
        // A new recognition at the same door stays muted.
        using var again = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"), "新名字");
        await again.OpenAsync(again.Path + "/questions");
        again.Text.ShouldContain("多次传谣");
        await director.OpenAsync($"{closed.Path}/questions/{question.Id}");
        await director.SubmitAsync("/unmute");
        await AskAsync(asker, "又能问了", "all");
        asker.Text.ShouldContain("已收到");
    }

    [Fact]
    public void Numbers_are_masked_and_dates_stay()
    {
        TypedNumbers.Mask("打14200138001找我").ShouldBe("打142********找我");
        TypedNumbers.Mask("142 0013 8001").ShouldBe("142********");
        TypedNumbers.Mask("990000195003081234，99000019500308123X").ShouldBe("990000************，990000************");
        TypedNumbers.Mask("14200138001 14200138002").ShouldBe("142******** 142********");
        TypedNumbers.Mask("一四二〇〇一三八〇〇一，①④②①①①③⑧①①①").ShouldBe("一四二********，①④②********");
        TypedNumbers.Mask("１４２００１３８００１").ShouldBe("１４２********");
        TypedNumbers.Mask("二〇二二年三月，三个人").ShouldBe("二〇二二年三月，三个人");
        TypedNumbers.Mask("2022-03-23 到 2022.4.5，21:40").ShouldBe("2022-03-23 到 2022.4.5，21:40");
        TypedNumbers.Mask("38号楼2单元501室，36.5度，100元").ShouldBe("38号楼2单元501室，36.5度，100元");
        TypedNumbers.Mask("3012345").ShouldBe("*******");
    }
}
