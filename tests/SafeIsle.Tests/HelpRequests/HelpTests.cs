using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.HelpRequests;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Photos;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Platform.Photos;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.HelpRequests;

/// <summary>A need, its owner, its steps, its photo.</summary>
public sealed class HelpTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private Task<HelpRequest> LastAsync(Guid order) => app.InDbAsync(db => db.HelpRequests.Where(r => r.OrderId == order).OrderBy(r => r.At).LastAsync());

    private static async Task<string> AskAsync(Browser phone, HelpKind kind, string text, byte[]? photo = null)
    {
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        (await phone.OpenAsync($"{home}/requests/new?kind={kind}")).ShouldBe(HttpStatusCode.OK);
        if (photo is null)
        {
            await phone.SubmitAsync("/requests", ("text", text));
        }
        else
        {
            await phone.UploadAsync("/requests", "photo", "药盒.jpg", photo, ("text", text), ("phone", "142 0013 8009"));
        }

        return home + "/requests";
    }

    [Fact]
    public async Task A_need_gets_an_owner_a_time_and_steps_that_the_household_sees()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "71号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        await AskAsync(phone, HelpKind.Medicine, "华法林，还有两天");
        phone.Text.ShouldContain("已收到，进展会显示在这里");
        phone.Page.QuerySelectorAll("[role=status]").ShouldHaveSingleItem();
        phone.Text.ShouldContain("华法林");
        var page = phone.Path;
        var row = await LastAsync(closed.Order);
        (row.DueAt - row.At).ShouldBe(TimeSpan.FromHours(4));
        row.TextSealed.ShouldNotBeNull();
        row.OwnerName.ShouldNotBeEmpty();

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk + "/requests");
        worker.Text.ShouldContain("71号楼1单元101室");
        worker.Text.ShouldNotContain("华法林");
        await worker.OpenAsync($"{Desk}/requests/{row.Id}");
        worker.Text.ShouldContain("华法林");
        await worker.SubmitAsync("/steps", ("act", "Taken"));
        worker.Text.ShouldContain("有人在办");
        (await worker.SubmitAsync("/steps", ("act", "Answered"), ("text", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await worker.SubmitAsync("/steps", ("act", "Answered"), ("text", "下午三点送"));
        await phone.OpenAsync(page);
        phone.Text.ShouldContain("小周接手，有人在办");
        phone.Text.ShouldContain("小周答复：下午三点送");
        await phone.OpenAsync(string.Join('/', page.Split('/').Take(3)));
        phone.Text.ShouldContain("配药：有人在办");
        await worker.SubmitAsync("/steps", ("act", "Done"), ("text", ""));
        await phone.OpenAsync(page);
        phone.Text.ShouldContain("已办好");
        await phone.SubmitAsync("/say", ("text", "送来的不对"));
        phone.Text.ShouldContain("求助重新打开");
        phone.Text.ShouldContain("小周：已办好");
        (await LastAsync(closed.Order)).ClosedAt.ShouldBeNull();
        await worker.OpenAsync($"{Desk}/requests/{row.Id}");
        (await worker.SubmitAsync("/steps", ("act", "Impossible"), ("text", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await worker.SubmitAsync("/steps", ("act", "Impossible"), ("text", "医院停诊"));
        await phone.OpenAsync(page);
        phone.Text.ShouldContain("办不了：医院停诊");
    }

    [Fact]
    public async Task Two_who_act_at_once_do_not_both_act_and_the_words_are_kept()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "72号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        await AskAsync(phone, HelpKind.Rubbish, "");
        var row = await LastAsync(closed.Order);
        using var worker = await app.AsAsync("worker");
        using var deputy = await app.AsAsync("deputy");
        await worker.OpenAsync($"{Desk}/requests/{row.Id}");
        await deputy.OpenAsync($"{Desk}/requests/{row.Id}");
        var both = await Task.WhenAll(
            worker.SubmitAsync("/steps", ("act", "Taken"), ("text", "我去收")), deputy.SubmitAsync("/steps", ("act", "Taken"), ("text", "我去收")));
        both.Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity]);
        var late = worker.Status == HttpStatusCode.OK ? deputy : worker;
        late.Page.QuerySelector("textarea")!.TextContent.ShouldBe("我去收");
        (await app.InDbAsync(db => db.HelpSteps.CountAsync(s => s.RequestId == row.Id))).ShouldBe(2);
    }

    [Fact]
    public async Task Whom_it_does_not_concern_does_not_find_it()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "73号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        await AskAsync(phone, HelpKind.Medicine, "看照片", Pictures.Jpeg());
        var page = phone.Path;
        var row = await LastAsync(closed.Order);
        using var neighbour = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "102"), "老李");
        var theirs = page.Replace(page.Split('/')[2], neighbour.Path.Split('/')[2], StringComparison.Ordinal);
        foreach (var path in new[] { theirs, theirs + "/photo" })
        {
            (await neighbour.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        }

        using var helper = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"), "小刘", "proxy");
        await helper.OpenAsync(helper.Path + "/requests");
        helper.Text.ShouldNotContain("配药待");
        helper.Page.QuerySelector($"a[href$='{row.Id}']").ShouldBeNull();
        (await helper.OpenAsync(page.Replace(page.Split('/')[2], helper.Path.Split('/')[2], StringComparison.Ordinal) + "/photo")).ShouldBe(HttpStatusCode.NotFound);
        await AskAsync(helper, HelpKind.Food, "帮买米");
        helper.Text.ShouldContain("帮买米");
        // What others asked for may tell who is ill: not for whoever read the code on the door.
        var asked = helper.Path.Replace(helper.Path.Split('/')[2], page.Split('/')[2], StringComparison.Ordinal);
        (await phone.OpenAsync(asked)).ShouldBe(HttpStatusCode.NotFound);
        await phone.OpenAsync($"/home/{page.Split('/')[2]}");
        await app.ProvenAsync(phone);
        await phone.OpenAsync(asked);
        phone.Text.ShouldContain("帮买米");
        await neighbour.OpenAsync(page + "/photo");
        neighbour.Path.ShouldStartWith("/home");
        neighbour.Path.ShouldNotContain("photo");
        foreach (var name in new[] { "doctor", "guard", "stranger" })
        {
            using var other = await app.AsAsync(name);
            (await other.OpenAsync($"{Desk}/requests/{row.Id}")).ShouldBe(HttpStatusCode.NotFound, name);
            (await other.OpenAsync($"{Desk}/requests/{row.Id}/photo")).ShouldBe(HttpStatusCode.NotFound, name);
        }

        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/requests/{row.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        (await town.OpenAsync(closed.Path + "/requests")).ShouldBe(HttpStatusCode.OK);
        town.Text.ShouldContain("配药");
        town.Text.ShouldNotContain("101室");

        await director.OpenAsync($"{Desk}/requests/{row.Id}");
        director.Text.ShouldContain("14200138009");
        using var photo = await director.FetchAsync($"{Desk}/requests/{row.Id}/photo");
        photo.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        photo.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        photo.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var bytes = await photo.Content.ReadAsByteArrayAsync();
        System.Text.Encoding.Latin1.GetString(bytes).ShouldNotContain("GPS");
        var stored = await app.InDbAsync(db => db.Photos.SingleAsync(p => p.Id == row.PhotoId));
        stored.ContentSealed.AsSpan().IndexOf(bytes).ShouldBe(-1);

        // Given to her, the doctor opens it.
        await director.SubmitAsync("/steps", ("act", "Given"), ("owner", app.Cast.Accounts["doctor"].ToString()));
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync($"{Desk}/requests/{row.Id}")).ShouldBe(HttpStatusCode.OK);
        await phone.OpenAsync(page);
        phone.Text.ShouldContain("高主任转给林医生");
        (await doctor.SubmitAsync("/steps", ("act", "Given"), ("owner", app.Cast.Accounts["stranger"].ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_photo_that_is_refused_keeps_the_words_and_a_form_sent_twice_is_one()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "74号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        await AskAsync(phone, HelpKind.Medicine, "二甲双胍", [.. Pictures.Jpeg(), .. new byte[6 << 20]]);
        phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("照片超过 5 MB");
        phone.Page.QuerySelector("textarea")!.TextContent.ShouldBe("二甲双胍");
        await phone.UploadAsync("/requests", "photo", "a.jpg", Pictures.Jpeg()[..40]);
        phone.Text.ShouldContain("不完整或已损坏");
        await phone.UploadAsync("/requests", "photo", "a.jpg", "<script>"u8.ToArray());
        phone.Text.ShouldContain("不是 JPEG、PNG 或 WebP");
        phone.Text.ShouldNotContain("已收到");
        var id = phone.Page.QuerySelector("input[name=id]")!.GetAttribute("value")!;
        await phone.UploadAsync("/requests", "photo", "a.png", Pictures.Png());
        phone.Text.ShouldContain("已收到");
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home + "/requests/new?kind=Medicine");
        await phone.SubmitAsync("/requests", ("text", "再来"), ("id", id));
        phone.Text.ShouldContain("不用再发");
        (await app.InDbAsync(db => db.HelpRequests.CountAsync(r => r.OrderId == closed.Order))).ShouldBe(1);
        await phone.OpenAsync(home + "/requests/new?kind=Food");
        (await phone.SubmitAsync("/requests", ("text", ""), ("phone", "12"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("请写一句");
        (await phone.SubmitAsync("/requests", ("text", "米"), ("phone", "142****1234"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("不要带星号");
        (await phone.SubmitAsync("/requests", ("kind", "99"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Staff_enter_a_need_for_a_household_and_late_ones_stand_first()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "75号楼");
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(closed.Path + "/requests/new")).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync(closed.Path + "/requests/new");
        (await director.SubmitAsync("/requests", ("kind", "Doctor"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择是哪一户");
        var household = director.Page.QuerySelectorAll("#household option").First(o => o.TextContent.Contains("2单元101室")).GetAttribute("value")!;
        await director.SubmitAsync("/requests", ("household", household), ("name", "赵老"), ("kind", "Food"), ("text", "米十斤"));
        director.Text.ShouldContain("已记下");
        await director.OpenAsync(closed.Path + "/requests/new");
        await director.SubmitAsync("/requests", ("household", household), ("name", "赵老"), ("kind", "Doctor"), ("text", "头晕"));
        app.Clock.Advance(TimeSpan.FromMinutes(45));
        using var later = await app.AsAsync("director");
        await later.OpenAsync(closed.Path + "/requests");
        later.Page.QuerySelector("tbody tr")!.TextContent.ShouldContain("看医生");
        later.Page.QuerySelector("tbody tr")!.TextContent.ShouldContain("超时");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101", unit: 2), "赵老");
        await phone.OpenAsync(phone.Path + "/requests");
        phone.Text.ShouldContain("看医生");
        (await later.OpenAsync($"{Desk}/requests/{Ids.New()}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_phones_at_a_shared_door_see_nothing_of_each_other_until_the_committee_says_whose_they_are()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "76号楼");
        var door = await app.DwellingAsync(closed.Building, "101");
        await app.PutAsync(door, Tenure.Tenant, new PersonFacts { Name = "租客" });
        using var one = await app.PhoneAsync(door, "老张");
        using var other = await app.PhoneAsync(door, "租客");
        var (home, theirs) = (one.Path, other.Path);
        await AskAsync(one, HelpKind.Medicine, "氯氮平快吃完了", Pictures.Jpeg());
        var row = await LastAsync(closed.Order);
        await one.OpenAsync(home + "/questions");
        await one.SubmitAsync("/questions", ("text", "我有肝炎，怎么去医院"), ("to", "committee"));
        var question = await app.InDbAsync(db => db.Questions.SingleAsync(q => q.OrderId == closed.Order));
        await director.OpenAsync($"{closed.Path}/questions/{question.Id}");
        await director.SubmitAsync("/answers", ("text", "下午派车"));

        foreach (var path in new[] { "", "/requests", "/questions", "/notices" })
        {
            (await other.OpenAsync(theirs + path)).ShouldBe(HttpStatusCode.OK);
            foreach (var secret in new[] { "氯氮平", "配药：", "肝炎", "派车", "条答复" })
            {
                other.Text.ShouldNotContain(secret);
            }
        }

        foreach (var path in new[] { $"/requests/{row.Id}", $"/requests/{row.Id}/photo" })
        {
            (await other.OpenAsync(theirs + path)).ShouldBe(HttpStatusCode.NotFound);
            (await one.OpenAsync(home + path)).ShouldBe(HttpStatusCode.OK);
        }

        await one.OpenAsync(home + "/questions");
        one.Text.ShouldContain("下午派车");

        // What it asked before it was known whose it is stays its own; the first page counts what the lists show.
        var household = await app.InDbAsync(db => db.Households.SingleAsync(h => h.DwellingId == door.Id && h.Tenure == Tenure.Owner));
        await director.OpenAsync($"{closed.Path}/group/members/{home.Split('/')[2]}");
        await director.SubmitAsync("/household", ("household", household.Id.ToString()));
        await one.OpenAsync(home);
        one.Text.ShouldContain("配药：已收到");
        one.Text.ShouldContain("已有 1 条答复");
        await one.OpenAsync(home + "/requests");
        one.Text.ShouldContain("我家的求助");
    }

    [Fact]
    public async Task A_second_phone_at_a_door_is_no_way_around_the_limits()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "77号楼");
        var door = await app.DwellingAsync(closed.Building, "101");
        await app.PutAsync(door, Tenure.Tenant, new PersonFacts { Name = "租客" });
        using var one = await app.PhoneAsync(door, "老张");
        using var other = await app.PhoneAsync(door, "租客");
        var (home, theirs) = (one.Path, other.Path);
        for (var i = 0; i < 10; i++)
        {
            await AskAsync(one, HelpKind.Food, $"第{i}样");
            await one.OpenAsync(home + "/questions");
            await one.SubmitAsync("/questions", ("text", $"第{i}问"), ("to", "committee"));
        }

        await AskAsync(other, HelpKind.Food, "第十一样");
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Text.ShouldContain("这个门一小时内已经求助 10 次");
        await other.OpenAsync(theirs + "/questions");
        (await other.SubmitAsync("/questions", ("text", "第十一问"), ("to", "committee"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Text.ShouldContain("这个门一小时内最多问 10 个问题");
    }

    [Fact]
    public async Task Whoever_calls_back_finds_the_registered_numbers_and_the_look_says_so()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "78号楼");
        using var phone = await app.PhoneAsync(await app.DwellingAsync(closed.Building, "101"));
        await AskAsync(phone, HelpKind.Medicine, "华法林");
        var row = await LastAsync(closed.Order);
        await director.OpenAsync($"{Desk}/requests/{row.Id}");
        director.Page.QuerySelector("a[href='tel:14200138001']").ShouldNotBeNull();
        (await app.InDbAsync(db => db.Set<SafeIsle.Platform.Audit.AuditEntry>().Where(a => a.Action == "help.look" && a.Subject == row.Id).Select(a => a.Summary).SingleAsync()))
            .ShouldContain("含登记的电话");

        // Of partners the doctor calls her building's households; a property manager does not, though the request is hers.
        var owner = app.Cast.Accounts["doctor"];
        await app.InDbAsync(db => db.HelpRequests.Where(r => r.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.OwnerId, owner)));
        foreach (var (duty, dials) in new[] { ("社区医生", true), ("物业经理", false) })
        {
            await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, duty)));
            using var partner = await app.AsAsync("doctor");
            (await partner.OpenAsync($"{Desk}/requests/{row.Id}")).ShouldBe(HttpStatusCode.OK);
            (partner.Page.QuerySelector("a[href='tel:14200138001']") is not null).ShouldBe(dials, duty);
        }

        await director.OpenAsync($"{Desk}/requests/{row.Id}");
        await director.SubmitAsync("/steps", ("act", "Done"), ("text", ""));
        director.Page.QuerySelector("a[href^='tel:142']").ShouldBeNull();
        await director.OpenAsync($"{Desk}/requests/{row.Id}/steps");
        director.Path.ShouldBe($"{Desk}/requests/{row.Id}");
    }
}
