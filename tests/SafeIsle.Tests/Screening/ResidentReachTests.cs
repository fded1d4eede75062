using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>How far a phone reaches: its own household, no further; and what strangers may pour in.</summary>
public sealed class ResidentReachTests(TestApp app) : IClassFixture<TestApp>
{
    private static string HomeOf(Browser phone) => string.Join('/', phone.Path.Split('/').Take(3));

    [Fact]
    public async Task Another_homes_phone_reaches_neither_check_nor_finding()
    {
        var (_, open, _) = await app.CheckAsync("101", "别家查");
        var (household, check, _) = await app.ProposedAsync("102", "别家报");
        var finding = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check));
        var (strangers, _) = await app.SettleAsync(app.Cast.Building1, 1, "201", Tenure.Owner, Groups.Person("不相干"));
        using var other = await app.PhoneOfAsync(strangers);
        var home = HomeOf(other);
        await other.OpenAsync(home + "/returnees");
        (await other.PostAsync($"{home}/travel/{open}/declare", ("nowhere", "1"))).ShouldBe(HttpStatusCode.NotFound);
        (await app.InDbAsync(db => db.TravelChecks.SingleAsync(c => c.Id == open))).DeclaredAt.ShouldBeNull();

        // Of its own household, but nobody has confirmed it: not told, so nothing to object to.
        using var own = await app.PhoneOfAsync(household);
        var mine = HomeOf(own);
        await own.OpenAsync(mine + "/travel");
        own.Text.ShouldContain("居委会正在核对");
        own.Text.ShouldNotContain("看到的情况");
        await own.OpenAsync(mine + "/returnees");
        (await own.PostAsync($"{mine}/travel/{finding.Id}/object", ("text", "先说一句"))).ShouldBe(HttpStatusCode.NotFound);
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{Travel}/{check}");
        await deputy.SubmitAsync("/confirm", ("answer", "yes"));
        await deputy.SubmitAsync("/agree");
        await other.OpenAsync(home + "/returnees");
        (await other.PostAsync($"{home}/travel/{finding.Id}/object", ("text", "替别人说"))).ShouldBe(HttpStatusCode.NotFound);

        await own.OpenAsync(mine + "/travel");
        var word = own.Page.QuerySelector("input[name=word]")!.GetAttribute("value")!;
        (await own.SubmitAsync($"/travel/{finding.Id}/object", ("text", new string('长', FindingWord.MostText + 1)))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        own.Text.ShouldContain("写的内容还在");
        own.Page.QuerySelector("textarea[name=text]")!.TextContent.ShouldContain("长长长");
        await own.OpenAsync(mine + "/travel");
        await own.SubmitAsync($"/travel/{finding.Id}/object", ("text", "手机借给了弟弟"), ("word", word));
        await own.OpenAsync(mine + "/returnees");
        await own.PostAsync($"{mine}/travel/{finding.Id}/object", ("text", "手机借给了弟弟"), ("word", word));
        own.Text.ShouldContain("请等答复");
        (await app.InDbAsync(db => db.FindingWords.CountAsync(w => w.FindingId == finding.Id))).ShouldBe(1);
    }

    [Fact]
    public async Task The_doors_code_alone_declares_nothing_objects_to_nothing_and_cancels_nobodys_return()
    {
        var (household, check, _) = await app.CheckAsync("302", "走近的");
        using var own = await app.PhoneOfAsync(household);
        var mine = HomeOf(own);
        own.Text.ShouldContain("请申报行程");
        await own.OpenAsync(mine + "/returnees");
        await own.SubmitAsync("/returnees", ("name", "自家的人"), ("phone", "142 0000 0774"), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(3).ForInput()));
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "自家的人"));

        // Under the same name as the family's own phone.
        using var passer = await app.PasserOfAsync(household);
        var his = HomeOf(passer);
        passer.Text.ShouldContain("居委会有一份通知给这一户");
        passer.Text.ShouldNotContain("申报行程");
        await passer.OpenAsync(his + "/travel");
        passer.Path.ShouldBe(his + "/prove");
        passer.Text.ShouldNotContain("走近的");
        await passer.PostAsync($"{his}/travel/{check}/declare", ("nowhere", "1"));
        passer.Path.ShouldBe(his + "/prove");
        (await app.InDbAsync(db => db.TravelChecks.SingleAsync(c => c.Id == check))).DeclaredAt.ShouldBeNull();
        await passer.OpenAsync(his + "/returnees");
        passer.Text.ShouldNotContain("自家的人");
        await passer.PostAsync($"{his}/returnees/{row.Id}/cancel");
        passer.Path.ShouldBe(his + "/prove");
        (await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Id == row.Id))).State.ShouldBe(ReturneeState.Announced);
        // He may announce, as anybody may by the open form, and it is not the household's own.
        await passer.OpenAsync(his + "/returnees");
        await passer.SubmitAsync("/returnees", ("name", "路人报的"), ("phone", "142 0000 0775"), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(3).ForInput()));
        passer.Text.ShouldContain("已报备");
        (await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "路人报的"))).Way.ShouldBe(ReturneeWay.Form);
        await own.OpenAsync(mine + "/returnees");
        own.Text.ShouldContain("自家的人");
        own.Text.ShouldNotContain("路人报的");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/declare", ("nowhere", "1"));
        await director.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：四川省成都市。中国联通"));
        await director.SubmitAsync("/propose", ("basis", "测试文件 1 号"));
        await app.ConfirmAsync(check);
        var finding = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check));
        await passer.OpenAsync(his + "/returnees");
        await passer.PostAsync($"{his}/travel/{finding.Id}/object", ("text", "我是他本人"));
        passer.Path.ShouldBe(his + "/prove");
        (await app.InDbAsync(db => db.FindingWords.CountAsync(w => w.FindingId == finding.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task A_flood_of_returns_is_refused_and_the_households_own_phones_still_announce()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "202", Tenure.Owner, Groups.Person("真的有人"));
        var door = await app.DoorAsync(app.Cast.Building1, 1, "301");
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(new(null, "测试员"), default);
            await db.BulkInsertAsync(
                [.. Enumerable.Range(0, AnnounceReturnee.MostPerDay).Select(_ => new Returnee
                {
                    CommunityId = Cast.Home, Id = Ids.New(), BuildingId = door.BuildingId, DwellingId = door.Id, HouseholdId = null, Dwelling = door.Label, Name = "灌水", PhoneSealed = null,
                    FromSealed = null, ArrivesAt = app.Clock.Now().AddHours(1), Transport = "", Way = ReturneeWay.Form, AnnouncedAt = app.Clock.Now(), AnnouncedBy = "灌水（扫码）", ProvenAt = null,
                })], default);
            write.Record(Cast.Home, "returnee.announce", null, "测试报备");
            await write.CommitAsync();
            return 0;
        });
        (string, string?)[] filled = [("name", "来晚的"), ("phone", "142 0000 0773"), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(3).ForInput())];
        using var anyone = app.Anyone();
        await anyone.OpenAsync($"/r/{Cast.Home}");
        (await anyone.SubmitAsync($"/r/{Cast.Home}", [.. filled, ("where", "1号楼1单元202室")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        anyone.Text.ShouldContain("今天从这里报备的太多了");
        anyone.Page.QuerySelector("input[name=from]")!.GetAttribute("value").ShouldBe("湖北宜昌");
        using var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(HomeOf(phone) + "/returnees");
        await phone.SubmitAsync("/returnees", filled);
        phone.Text.ShouldContain("来晚的");
        (await app.InDbAsync(db => db.Returnees.CountAsync(r => r.Name == "来晚的"))).ShouldBe(1);
    }
}
