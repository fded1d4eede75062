using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>The household's side of a travel check: declare, correct, and read on the first page how things stand.</summary>
public sealed class TravelAtHomeTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task One_place_after_another_is_written_without_scripts_and_nothing_typed_is_lost()
    {
        var (household, check, _) = await app.CheckAsync("101", "去过两处");
        using var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(HomeOf(phone));
        phone.Text.ShouldContain("去过两处：请申报行程");
        phone.Text.ShouldContain("以前写");
        await phone.OpenAsync(HomeOf(phone) + "/travel");
        PlacesOn(phone).ShouldBe(1);
        (await phone.SubmitAsync("/declare", ("place0", "四川成都"), ("from0", Day(-9)), ("to0", Day(-7)), ("do", "more"))).ShouldBe(HttpStatusCode.OK);
        PlacesOn(phone).ShouldBe(2);
        phone.Page.QuerySelector("input[name=place0]")!.GetAttribute("value").ShouldBe("四川成都");
        phone.Page.QuerySelector("input[name=to0]")!.GetAttribute("value").ShouldBe(Day(-7));
        (await CheckOf(check)).DeclaredAt.ShouldBeNull();

        // Days without a place are not passed over.
        (await phone.SubmitAsync("/declare", ("from1", Day(-5)), ("to1", Day(-4)))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("没有写去了哪里");
        await phone.SubmitAsync("/declare", ("place1", "河南信阳"));
        phone.Text.ShouldContain("已申报，谢谢");
        phone.Text.ShouldContain("四川省成都市");
        phone.Text.ShouldContain("河南省信阳市");
    }

    [Fact]
    public async Task What_was_declared_is_shown_and_corrected_until_it_is_checked()
    {
        var (household, check, _) = await app.CheckAsync("102", "写错要改");
        using var phone = await app.PhoneOfAsync(household);
        var home = HomeOf(phone);
        await phone.OpenAsync(home + "/travel");
        await phone.SubmitAsync("/declare", ("place0", "河南信阳"), ("from0", Day(-5)), ("to0", Day(-4)));
        phone.Page.QuerySelector("input[name=place0]")!.GetAttribute("value").ShouldBe("河南省信阳市");
        phone.Page.QuerySelector("input[name=from0]")!.GetAttribute("value").ShouldBe(Day(-5));
        await phone.SubmitAsync("/declare", ("place0", "四川成都"));
        phone.Text.ShouldContain("已更正，谢谢");
        phone.Text.ShouldContain("四川省成都市");
        phone.Text.ShouldNotContain("信阳");
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("写错要改：行程已申报");

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        await worker.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：四川省成都市。中国联通"));
        await phone.OpenAsync(home + "/travel");
        phone.Page.QuerySelector("form[action$='/declare']").ShouldBeNull();
        phone.Text.ShouldContain("居委会正在核对");
        await phone.OpenAsync(home + "/returnees");
        await phone.PostAsync($"{home}/travel/{check}/declare", ("nowhere", "1"));
        phone.Text.ShouldContain("这里改不了了");
        await worker.PostAsync($"{Travel}/{check}/clean");
        await phone.OpenAsync(home + "/travel");
        phone.Text.ShouldContain("核对无误");
    }

    [Fact]
    public async Task The_operators_answer_is_passed_on_from_the_phone_and_says_from_whom_it_came()
    {
        var (household, check, _) = await app.CheckAsync("402", "自己转来");
        using var phone = await app.PhoneOfAsync(household);
        var home = HomeOf(phone);
        await phone.OpenAsync(home + "/travel");
        (await phone.SubmitAsync($"/{check}/sms", ("sms", "您的验证码是 1234"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("您的验证码是 1234");
        await phone.SubmitAsync($"/{check}/sms", ("sms", "您在前14天内到达或途经：江苏省苏州市。中国联通"));
        phone.Text.ShouldContain("已转给居委会");
        // Somebody else's was pasted: an own one is put right.
        await phone.SubmitAsync($"/{check}/sms", ("sms", "您在前14天内到达或途经：四川省成都市。中国联通"));
        phone.Text.ShouldContain("已转给居委会");

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        worker.Text.ShouldContain("本人转来的中国联通短信");
        worker.Text.ShouldContain("四川省成都市");
        // The committee's own record is not for a phone to replace.
        await worker.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：河南省信阳市。中国联通"));
        await phone.PostAsync($"{home}/travel/{check}/sms", ("sms", "您在前14天内到达或途经：上海市。中国联通"));
        phone.Text.ShouldContain("已经有运营商的记录");
        phone.Page.QuerySelector("form[action$='/sms']").ShouldBeNull();
        await worker.OpenAsync($"{Travel}/{check}");
        worker.Text.ShouldContain("河南省信阳市");

        // Nobody answers for a neighbour, and nobody who has only read the code on the door.
        var (other, _, _) = await app.CheckAsync("302", "邻居");
        using var neighbour = await app.PhoneOfAsync(other);
        await neighbour.OpenAsync(HomeOf(neighbour) + "/travel");
        await neighbour.PostAsync($"{HomeOf(neighbour)}/travel/{check}/sms", ("sms", "您在前14天内到达或途经：上海市。中国联通"));
        neighbour.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_desk_writes_one_place_more_in_the_same_way()
    {
        var (_, check, _) = await app.CheckAsync("201", "代填两处");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        PlacesOn(worker).ShouldBe(1);
        (await worker.SubmitAsync("/declare", ("place0", "上海"), ("do", "more"))).ShouldBe(HttpStatusCode.OK);
        PlacesOn(worker).ShouldBe(2);
        worker.Page.QuerySelector("input[name=place0]")!.GetAttribute("value").ShouldBe("上海");
    }

    [Fact]
    public async Task The_first_page_says_how_a_result_stands_now()
    {
        var (household, check, _) = await app.ProposedAsync("301", "看首页");
        using var phone = await app.PhoneOfAsync(household);
        var home = HomeOf(phone);
        (await CardAsync(phone)).ShouldNotContain("核验结果");
        await app.ConfirmAsync(check);
        (await CardAsync(phone)).ShouldContain("出入证停用");
        (await CardAsync(phone)).ShouldNotContain("看过了");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldContain("这一户的手机还没有看过");

        await phone.OpenAsync(home + "/travel");
        phone.Text.ShouldContain("家里的出入证现在停用");
        (await CardAsync(phone)).ShouldContain("看过了；不同意的可以提异议");
        await phone.OpenAsync(home + "/travel");
        (await app.AuditAsync("travel.seen")).Count(s => s.Contains("1号楼1单元301室", StringComparison.Ordinal)).ShouldBe(1);
        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldNotContain("还没有看过");

        await phone.OpenAsync(home + "/travel");
        await phone.SubmitAsync("/object", ("text", "手机借给了弟弟"));
        (await CardAsync(phone)).ShouldContain("异议已经收到，正在核对");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/answer", ("text", "查过了，维持。"), ("answer", "keep"));
        (await CardAsync(phone)).ShouldContain("异议已经答复，请看");
        await phone.OpenAsync(home + "/travel");
        (await CardAsync(phone)).ShouldContain("决定维持");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/settle", ("why", "管理期满"));
        (await CardAsync(phone)).ShouldContain("已核清或管理期满");
        (await CardAsync(phone)).ShouldNotContain("停用");
    }

    private static string HomeOf(Browser phone) => string.Join('/', phone.Path.Split('/').Take(3));

    private static int PlacesOn(Browser page) => Enumerable.Range(0, StayForm.Most).Count(i => page.Page.QuerySelector($"input[name=place{i}]") is not null);

    private string Day(int days) => Iso(app.Clock.Today().AddDays(days));

    private Task<TravelCheck> CheckOf(Guid check) => app.InDbAsync(db => db.TravelChecks.SingleAsync(c => c.Id == check));

    private static async Task<string> CardAsync(Browser phone)
    {
        await phone.OpenAsync(HomeOf(phone));
        return phone.Text;
    }
}
