using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Screening;
using SafeIsle.Screening.Tips;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Screening.Tips;

/// <summary>Tips come without a name, are read by the committee only, and each ends with a reason.</summary>
public sealed class TipTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017/tips";

    private static readonly string Form = GiveTip.Path(Cast.Home);

    private async Task<Tip> GiveAsync(string what, string where = "2号楼1单元201室", TipKind kind = TipKind.Returned)
    {
        using var phone = app.Anyone();
        var before = await app.InDbAsync(db => db.Tips.Select(t => t.Id).ToListAsync());
        await phone.OpenAsync(Form);
        await phone.SubmitAsync(Form, ("kind", $"{kind}"), ("what", what), ("where", where), ("since", "前天"));
        phone.Text.ShouldContain("收到了，谢谢");
        return await app.InDbAsync(db => db.Tips.SingleAsync(t => !before.Contains(t.Id)));
    }

    [Fact]
    public async Task Another_community_finds_nothing_and_only_the_committee_reads()
    {
        var tip = await GiveAsync("有人从外地回来", "2号楼北面的凉亭");
        using (var director = await app.AsAsync("director"))
        {
            // No door stands there to be looked at.
            await director.OpenAsync($"{Desk}/{tip.Id}");
            director.Page.QuerySelector("input[name=door]")!.GetAttribute("value").ShouldBeNullOrEmpty();
        }

        using var phone = app.Anyone();
        (await phone.OpenAsync(GiveTip.Path(310107103999))).ShouldBe(HttpStatusCode.NotFound);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/{tip.Id}")).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"/desk/{Cast.Far}/tips/{tip.Id}")).ShouldBe(HttpStatusCode.NotFound);
        foreach (var act in new[] { "check", "end" })
        {
            await stranger.OpenAsync($"/desk/{Cast.Far}/lists");
            (await stranger.PostAsync($"/desk/{Cast.Far}/tips/{tip.Id}/{act}", ("door", "2-1-201"))).ShouldBe(HttpStatusCode.NotFound);
        }

        foreach (var who in new[] { "worker", "guard", "doctor" })
        {
            using var other = await app.AsAsync(who);
            (await other.OpenAsync(Desk)).ShouldBe(HttpStatusCode.Forbidden, who);
            (await other.OpenAsync($"{Desk}/{tip.Id}")).ShouldBe(HttpStatusCode.Forbidden, who);
        }
    }

    [Fact]
    public async Task What_is_about_the_committee_is_read_by_those_above_and_nobody_else()
    {
        var (about, usual) = (await GiveAsync("发菜只发给熟人", "居委会门口", TipKind.Staff), await GiveAsync("有人没有登记", kind: TipKind.Let));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk + "?all=1");
        director.Page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ShouldNotContain(t => t.Contains("工作人员", StringComparison.Ordinal));
        (await director.OpenAsync($"{Desk}/{about.Id}")).ShouldBe(HttpStatusCode.NotFound);
        foreach (var act in new[] { "check", "end" })
        {
            await director.OpenAsync("/desk/310107103017/lists");
            (await director.PostAsync($"{Desk}/{about.Id}/{act}", ("door", "2号楼1单元201室"), ("state", "Dismissed"), ("note", "没有的事"))).ShouldBe(HttpStatusCode.NotFound);
        }

        var waiting = await app.InDbAsync(db => db.Tips.CountAsync(t => t.CommunityId == Cast.Home && t.State == TipState.Open && t.Kind != TipKind.Staff));
        await director.OpenAsync("/desk/310107103017");
        director.Text.ShouldContain($"{waiting} 条 新线索待处理");

        director.Text.ShouldNotContain("关于居委会");

        using var town = await app.AsAsync("town");
        var above = await app.InDbAsync(db => db.Tips.CountAsync(t => t.CommunityId == Cast.Home && t.State == TipState.Open && t.Kind == TipKind.Staff));
        await town.OpenAsync("/desk/310107103017");
        town.Text.ShouldContain($"{above} 条 新线索待处理");
        await town.OpenAsync("/oversee");
        town.Page.QuerySelector($"a[href='{Desk}']")!.TextContent.ShouldEndWith($" {above} 条");
        await town.OpenAsync(Desk);
        town.Page.QuerySelector(".qr-image").ShouldBeNull();
        town.Page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ShouldAllBe(t => t.Contains("工作人员", StringComparison.Ordinal));
        (await town.OpenAsync($"{Desk}/{usual.Id}")).ShouldBe(HttpStatusCode.NotFound);
        (await town.OpenAsync($"{Desk}/{about.Id}")).ShouldBe(HttpStatusCode.OK);
        town.Text.ShouldContain("发菜只发给熟人");
        town.Text.ShouldNotContain("放进待办");
        (await town.PostAsync($"{Desk}/{about.Id}/check", ("door", "2号楼1单元201室"))).ShouldBe(HttpStatusCode.Forbidden);
        await town.OpenAsync($"{Desk}/{about.Id}");
        await town.SubmitAsync("/end", ("state", "Checked"), ("note", "已约谈，改为逐户登记领取"));
        town.Text.ShouldContain("线索已办结");
        (await app.InDbAsync(db => db.Tips.SingleAsync(t => t.Id == about.Id))).State.ShouldBe(TipState.Checked);
        // The committee's own log knows nothing of it; the street's has both, and whom it is about.
        var told = await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Subject == about.Id).OrderBy(e => e.Id).ToListAsync());
        told.Select(e => e.Action).Distinct().ShouldBe(["tip.read", "tip.end"]);
        told.ShouldAllBe(e => e.CommunityId == Cast.Town && e.Summary.Contains("樱花苑居委会", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_oversees_the_committee_the_form_names_another_way()
    {
        var path = GiveTip.Path(Cast.Far);
        using var phone = app.Anyone();
        await phone.OpenAsync(path);
        phone.Text.ShouldContain("请打 12345");
        phone.Page.QuerySelectorAll("input[name=kind]").Select(i => i.GetAttribute("value")).ShouldNotContain("Staff");
        (await phone.SubmitAsync(path, ("kind", "Staff"), ("what", "没有人会看"), ("where", "门口"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("还没有街道的账号");
        (await app.InDbAsync(db => db.Tips.CountAsync(t => t.CommunityId == Cast.Far))).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_missing_is_said_and_what_was_typed_is_kept()
    {
        using var phone = app.Anyone();
        await phone.OpenAsync(Form);
        (await phone.SubmitAsync(Form, ("what", ""), ("where", "凉亭"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("请选择是什么情况");
        phone.Text.ShouldContain("请填写看到了什么");
        phone.Page.QuerySelector("input[name=where]")!.GetAttribute("value").ShouldBe("凉亭");
        (await phone.SubmitAsync(Form, ("kind", "Other"), ("what", new string('多', TipText.MostWhat + 1)), ("where", "凉亭"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Nothing_of_the_source_or_the_text_stands_in_the_database_and_twice_is_once()
    {
        await GiveAsync("不肯发菜", "居委会门口", TipKind.Staff);
        using var phone = app.Anyone();
        await phone.OpenAsync(Form);
        var key = phone.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        Guid.Parse(key).Version.ShouldBe(4, "version 7 would hold the minute");
        var before = await app.InDbAsync(db => db.Tips.Select(t => t.Id).ToListAsync());
        var entries = await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync());
        for (var i = 0; i < 2; i++)
        {
            await phone.OpenAsync(Form);
            await phone.SubmitAsync(Form, ("key", key), ("kind", "Let"), ("what", "两遍才送到"), ("where", "2-1-101"));
            phone.Text.ShouldContain("收到了");
        }

        var tip = await app.InDbAsync(db => db.Tips.SingleAsync(t => !before.Contains(t.Id)));
        System.Text.Encoding.UTF8.GetString(tip.TextSealed).ShouldNotContain("两遍");
        tip.Id.Version.ShouldBe(4);
        tip.Id.ShouldNotBe(Guid.Parse(key));
        // No line of that minute: the log is told when the day is over, and how many only.
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync())).ShouldBe(entries);
        var (day, count) = (app.Clock.Today(), await app.InDbAsync(db => db.TipQuotas.Where(q => q.CommunityId == Cast.Home).SumAsync(q => q.Count)));
        var staff = await app.InDbAsync(db => db.Tips.CountAsync(t => t.CommunityId == Cast.Home && t.Day == day && t.Kind == TipKind.Staff));
        await app.InDbAsync(async db =>
        {
            await ForgetTips.ForgetOldAsync(db, Cast.Home, day, day.AddDays(1), app.Clock.Now(), default);
            return 0;
        });
        var told = await app.InDbAsync(db => db.Set<AuditEntry>().SingleAsync(e => e.CommunityId == Cast.Home && e.Action == "tip.come"));
        (told.Summary, told.Subject).ShouldBe(($"{day.Full()}收到线索 {count - staff} 条", null));
        // Those about the committee are not even counted where it reads.
        var above = await app.InDbAsync(db => db.Set<AuditEntry>().SingleAsync(e => e.CommunityId == Cast.Town && e.Action == "tip.come"));
        above.Summary.ShouldBe($"{day.Full()}收到线索 {staff} 条，关于樱花苑居委会");
    }

    [Fact]
    public async Task The_worker_gets_a_door_without_the_reason_and_the_tip_ends_once()
    {
        var tip = await GiveAsync("半夜有人搬箱子进来", "2-1-201", TipKind.Other);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk);
        director.Text.ShouldNotContain("搬箱子");
        await director.OpenAsync($"{Desk}/{tip.Id}");
        director.Text.ShouldContain("半夜有人搬箱子进来");
        director.Page.QuerySelector("input[name=door]")!.GetAttribute("value").ShouldBe("2号楼1单元201室");
        (await app.AuditAsync("tip.read")).ShouldNotBeEmpty();
        (await director.SubmitAsync("/check", ("door", "凉亭"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("没有找到这一户");
        await director.SubmitAsync("/check", ("door", "2号楼1单元201室"));
        director.Text.ShouldContain("核实中");
        var todo = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == tip.Id));
        (todo.Title, todo.Dwelling, todo.OwnerId).ShouldBe((AskLook.Title, "2号楼1单元201室", null));
        // Word for word what the committee asks for without any tip.
        await director.OpenAsync("/desk/310107103017/grids");
        await director.SubmitAsync("/visit", ("door", "2号楼1单元102室"));
        var other = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Dwelling == "2号楼1单元102室"));
        (other.Kind, other.Title).ShouldBe((todo.Kind, todo.Title));
        await director.OpenAsync($"{Desk}/{tip.Id}");
        await director.PostAsync($"{Desk}/{tip.Id}/check", ("door", "2号楼1单元202室"));
        director.Text.ShouldContain("已经派人核实或办结");

        await director.OpenAsync($"{Desk}/{tip.Id}");
        (await director.SubmitAsync("/end", ("state", "Open"), ("note", "x"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/end", ("state", "Dismissed"), ("note", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/end", ("state", "Dismissed"), ("note", "是快递员，已向本人核实"));
        director.Text.ShouldContain("线索已办结");
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == todo.Id))).ClosedAt.ShouldNotBeNull();
        await director.OpenAsync($"{Desk}/{tip.Id}");
        director.Text.ShouldContain("是快递员");
        await director.OpenAsync("/desk/310107103017/lists");
        await director.PostAsync($"{Desk}/{tip.Id}/end", ("state", "Checked"), ("note", "再办一次"));
        director.Text.ShouldContain("已经办结了");
        (await app.InDbAsync(db => db.Tips.SingleAsync(t => t.Id == tip.Id))).State.ShouldBe(TipState.Dismissed);
        (await app.AuditAsync("tip.end")).ShouldAllBe(s => !s.Contains("快递", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_about_the_staff_mutes_no_other_tip()
    {
        var (flood, day) = (Enumerable.Range(0, GiveTip.MostPerDay).Select(_ => Ids.Blind()).ToList(), app.Clock.Today());
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.AddRange(flood.Select(id => new Tip { CommunityId = Cast.Home, Id = id, Kind = TipKind.Staff, TextSealed = [], Day = day }));
            write.Record(Cast.Home, "test.flood", null, "测试线索");
            await write.CommitAsync();
            return 0;
        });
        using var phone = app.Anyone();
        await phone.OpenAsync(Form);
        (await phone.SubmitAsync(Form, ("kind", $"{TipKind.Staff}"), ("what", "又一条"), ("where", "门口"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("今天从这里发来的线索太多了");
        await GiveAsync("有人没有登记", kind: TipKind.Let);
        await app.InDbAsync(db => db.Tips.Where(t => flood.Contains(t.Id)).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task One_address_has_its_share_of_a_day_and_old_tips_go()
    {
        var path = GiveTip.Path(Cast.Next);
        using var phone = app.Anyone();
        for (var i = 0; i <= GiveTip.MostPerSender; i++)
        {
            await phone.OpenAsync(path);
            await phone.SubmitAsync(path, ("kind", "Gathering"), ("what", $"第 {i} 条"), ("where", "广场"));
            phone.Status.ShouldBe(i < GiveTip.MostPerSender ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity);
        }

        phone.Text.ShouldContain("今天从这里发来的线索太多了");
        phone.Page.QuerySelector("input[name=where]")!.GetAttribute("value").ShouldBe("广场");
        (await app.InDbAsync(db => db.Tips.CountAsync(t => t.CommunityId == Cast.Next))).ShouldBe(GiveTip.MostPerSender);
        var later = new MovableClock();
        later.Advance(TimeSpan.FromDays(32));
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await ForgetTips.ForgetOldAsync(db, Cast.Next, app.Clock.Today(), app.Clock.Today(), app.Clock.Now(), default);
        (await db.TipQuotas.CountAsync(q => q.CommunityId == Cast.Next)).ShouldBe(1);
        var before = (await ForgetScreening.KeptFromAsync(db, Cast.Next, later.Today(), default)).DateHere();
        await ForgetTips.ForgetOldAsync(db, Cast.Next, before, later.Today(), later.Now(), default);
        (await db.Tips.CountAsync(t => t.CommunityId == Cast.Next)).ShouldBe(0);
        (await db.TipQuotas.CountAsync(q => q.CommunityId == Cast.Next)).ShouldBe(0);
    }
}
