using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Fences;
using SafeIsle.Platform;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Platform.Photos;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates.Fences;

/// <summary>A breach is reported with a photo, waits for somebody who goes there, and is visited until it is mended.</summary>
public sealed class BreachTests(TestApp app) : IClassFixture<TestApp>
{
    private const string New = Desk + "/breaches/new";

    private static async Task<string> ReportAsync(Browser who, string spot, byte[]? photo = null)
    {
        await who.OpenAsync(New);
        await (photo is null
            ? who.SubmitAsync(New, ("kind", nameof(BreachKind.Gap)), ("spot", spot))
            : who.UploadAsync(New, "photo", "缺口.jpg", photo, ("kind", nameof(BreachKind.Gap)), ("spot", spot), ("note", "能过一个人")));
        who.Status.ShouldBe(HttpStatusCode.OK, who.Text);
        return who.Path;
    }

    private Task<Breach> RowAsync(string spot) => app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Spot == spot));

    [Fact]
    public async Task Others_do_not_find_it_and_who_only_reads_does_not_act()
    {
        using var worker = await app.AsAsync("worker");
        await ReportAsync(worker, "九号楼后面", Pictures.Jpeg());
        var row = await RowAsync("九号楼后面");
        var photo = await app.InDbAsync(db => db.BreachSteps.Where(s => s.BreachId == row.Id).Select(s => s.PhotoId).SingleAsync());
        using var neighbour = await app.AsAsync("neighbour");
        var theirs = $"/desk/{Cast.Next}/breaches";
        foreach (var path in new[] { $"{theirs}/{row.Id}", $"{theirs}/{row.Id}/photos/{photo}" })
        {
            (await neighbour.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        }

        await neighbour.OpenAsync(theirs + "/new");
        (await neighbour.PostAsync($"{theirs}/{row.Id}/owner", ("act", "take"), ("seen", "1"))).ShouldBe(HttpStatusCode.NotFound);
        await neighbour.OpenAsync(theirs + "/new");
        (await neighbour.PostAsync($"{theirs}/{row.Id}/visits", ("note", "修好"), ("mended", "yes"), ("seen", "1"))).ShouldBe(HttpStatusCode.NotFound);

        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/breaches/{row.Id}")).ShouldBe(HttpStatusCode.OK);
        town.Page.QuerySelectorAll("main form").ShouldBeEmpty();
        town.Page.QuerySelectorAll("main img").ShouldBeEmpty();
        (await town.OpenAsync(New)).ShouldBe(HttpStatusCode.Forbidden);
        (await town.OpenAsync($"{Desk}/breaches/{row.Id}/photos/{photo}")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_missing_is_told_in_sentences_and_what_was_typed_is_kept()
    {
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(New);
        (await guard.SubmitAsync(New, ("kind", nameof(BreachKind.Other)), ("spot", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        guard.Text.ShouldContain("请选择门岗或围挡，或者写明在哪里");
        guard.Text.ShouldContain("请写一句看到了什么");
        var id = guard.Page.QuerySelector("[name=id]")!.GetAttribute("value");
        (await guard.UploadAsync(New, "photo", "a.txt", [1, 2, 3], ("kind", nameof(BreachKind.Gap)), ("spot", "水闸"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        guard.Text.ShouldContain("不是 JPEG、PNG 或 WebP");
        guard.Page.QuerySelector("[name=spot]")!.GetAttribute("value").ShouldBe("水闸");
        guard.Page.QuerySelector("[name=id]")!.GetAttribute("value").ShouldBe(id);
        guard.Text.ShouldNotContain("刚才选的照片没有留下");
        // No browser puts a photo back: whoever chose one is told so, and keeps the rest.
        await guard.UploadAsync(New, "photo", "缺口.jpg", Pictures.Jpeg(), ("kind", nameof(BreachKind.Climbed)), ("spot", ""), ("note", "翻出去两个人"));
        guard.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        guard.Text.ShouldContain("刚才选的照片没有留下，请再选一次");
        guard.Text.ShouldContain("请选择门岗或围挡，或者写明在哪里");
        guard.Page.QuerySelector("[name=note]")!.TextContent.Trim().ShouldBe("翻出去两个人");
        guard.Page.QuerySelector("[name=kind] option[selected]")!.GetAttribute("value").ShouldBe(nameof(BreachKind.Climbed));
        await guard.SubmitAsync(New, ("kind", nameof(BreachKind.Gap)), ("spot", "水闸"));
        guard.Text.ShouldContain("已报告，列入巡查");
        await guard.OpenAsync(New);
        await guard.SubmitAsync(New, ("id", id), ("kind", nameof(BreachKind.Gap)), ("spot", "水闸"));
        guard.Text.ShouldContain("已经报告过了");
        (await app.InDbAsync(db => db.Breaches.CountAsync(b => b.Spot == "水闸"))).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_visited_until_it_is_mended_and_late_ones_stand_on_the_first_page()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "缺口旁的门");
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(New + "?gate=" + gate);
        guard.Page.QuerySelector("[name=gate] option[selected]")!.TextContent.ShouldBe("缺口旁的门");
        await guard.UploadAsync(New, "photo", "缺口.jpg", Pictures.Jpeg(), ("kind", nameof(BreachKind.Climbed)), ("spot", "东侧两米"));
        guard.Text.ShouldContain("有人翻越 · 缺口旁的门，东侧两米");
        var page = guard.Path;
        var image = guard.Page.QuerySelector("main img")!.GetAttribute("src")!;
        using (var answer = await guard.FetchAsync(image))
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        }

        await guard.OpenAsync(Desk);
        guard.Text.ShouldContain("围挡缺口、翻越待巡查");
        app.Clock.Advance(BreachRules.FirstVisitWithin + TimeSpan.FromMinutes(1));
        using var later = await app.AsAsync("guard");
        await later.OpenAsync(Desk);
        var late = later.Page.QuerySelectorAll(".list-group-item").Single(a => a.TextContent.Contains("待巡查", StringComparison.Ordinal));
        late.TextContent.ShouldContain("超时");
        await later.OpenAsync(Desk + "/breaches");
        later.Text.ShouldMatch("超时 ([1-9] 分|60 秒)");
        using var doctor = await app.AsAsync("town");
        await doctor.OpenAsync(Desk);
        doctor.Text.ShouldNotContain("待巡查");

        await later.OpenAsync(page);
        await later.SubmitAsync("/owner", ("owner", app.Cast.Accounts["worker"].ToString()));
        later.Text.ShouldContain("老秦请小周去看");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk + "/breaches?show=mine");
        worker.Text.ShouldContain("东侧两米");
        await worker.OpenAsync(page);
        (await worker.SubmitAsync("/visits", ("note", ""), ("mended", "no"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请填写看到什么、做了什么");
        (await worker.SubmitAsync("/visits", ("note", "先拉了警戒带"), ("mended", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请选择修好了没有");
        worker.Page.QuerySelector("textarea")!.TextContent.ShouldBe("先拉了警戒带");
        (await worker.SubmitAsync("/visits", ("mended", "no"), ("at", "2020-01-01T10:00"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("以后、现在以前");
        await worker.UploadAsync("/visits", "photo", "挡住.jpg", Pictures.Jpeg(), ("mended", "no"), ("at", app.Clock.Now().ForInput()));
        worker.Status.ShouldBe(HttpStatusCode.OK, worker.Text);
        worker.Text.ShouldContain("小周到过，还没修好");
        worker.Page.QuerySelectorAll("main img").Length.ShouldBe(2);
        (await RowAsync("东侧两米")).DueAt.ShouldBeGreaterThan(app.Clock.Now().AddHours(23));
        await worker.SubmitAsync("/visits", ("note", "铁丝补好"), ("mended", "yes"));
        worker.Text.ShouldContain("已记下：修好了");
        worker.Page.QuerySelectorAll("main form[action$=visits]").ShouldBeEmpty();
        await worker.PostAsync($"{page}/visits", ("note", "再看"), ("mended", "no"), ("seen", "4"));
        worker.Text.ShouldContain("这一处已经修好了");
        await worker.OpenAsync(Desk + "/breaches?show=closed");
        worker.Text.ShouldContain("2 次");
        (await app.AuditAsync("breach.report")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Of_two_who_go_at_once_one_goes_and_the_other_is_told_who()
    {
        using var worker = await app.AsAsync("worker");
        using var deputy = await app.AsAsync("deputy");
        var page = await ReportAsync(worker, "自行车棚");
        await deputy.OpenAsync(page);
        var both = await Task.WhenAll(worker.SubmitAsync("/owner", ("act", "take")), deputy.SubmitAsync("/owner", ("act", "take")));
        both.Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity]);
        var owner = (await RowAsync("自行车棚")).OwnerName;
        var second = worker.Status == HttpStatusCode.OK ? deputy : worker;
        owner.ShouldBe(worker.Status == HttpStatusCode.OK ? "小周" : "陈副主任");
        second.Text.ShouldContain($"刚有人处理过：{owner}去看");
        (await app.InDbAsync(db => db.BreachSteps.CountAsync(s => s.Act == BreachAct.Taken && s.By == owner))).ShouldBe(1);
        // Having seen it, she goes all the same.
        await second.SubmitAsync("/owner", ("act", "take"));
        second.Status.ShouldBe(HttpStatusCode.OK, second.Text);
        (await RowAsync("自行车棚")).OwnerName.ShouldNotBe(owner);
    }
}
