using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Gates;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Platform.Print;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>What a person declares beside what the operators say; two people decide, the person objects, the gates hold.</summary>
public sealed class TravelTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Sms =
        "【中国移动】尊敬的客户，您好！您在前14天内到达或途经：河南省信阳市、河南省驻马店市、河南省南阳市、湖北省武汉市、湖北省宜昌市、湖北省孝感市。";

    [Fact]
    public async Task Others_find_nothing_and_roles_too_small_may_not()
    {
        var (household, check, _) = await app.CheckAsync("101", "外人看不到");
        using var stranger = await app.AsAsync("stranger");
        foreach (var path in new[] { Travel, $"{Travel}/{check}", $"{Travel}/file", $"{Travel}/{check}/notice.pdf", $"{Desk}/households/{household}/travel" })
        {
            (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        }

        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync($"{Travel}/{check}")).ShouldBe(HttpStatusCode.NotFound);
        (await guard.OpenAsync($"{Desk}/households/{household}/travel")).ShouldBe(HttpStatusCode.NotFound);
        await guard.OpenAsync(Travel);
        guard.Text.ShouldNotContain("外人看不到");
        foreach (var act in new[] { "declare", "record", "choose", "clean", "propose", "drop" })
        {
            await guard.OpenAsync(Travel);
            (await guard.PostAsync($"{Travel}/{check}/{act}")).ShouldBe(HttpStatusCode.NotFound);
        }

        foreach (var act in new[] { "confirm", "answer", "settle", "ask" })
        {
            await guard.OpenAsync(Travel);
            (await guard.PostAsync($"{Travel}/{check}/{act}")).ShouldBe(HttpStatusCode.Forbidden);
        }

        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Travel)).ShouldBe(HttpStatusCode.Forbidden);
        (await guard.OpenAsync(Travel + "/file")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Starting_twice_is_one_check_and_one_thing_to_do()
    {
        var (household, check, person) = await app.CheckAsync("102", "点了两次");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/households/{household}/travel");
        worker.Text.ShouldContain("接着核对");
        await worker.PostAsync($"{Desk}/households/{household}/travel", ("person", person.ToString()));
        worker.Path.ShouldBe($"{Travel}/{check}");
        (await worker.PostAsync($"{Desk}/households/{household}/travel", ("person", Ids.New().ToString()))).ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("请选这一户里的一个人");
        (await app.InDbAsync(db => db.TravelChecks.CountAsync(c => c.PersonId == person))).ShouldBe(1);
        var todo = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == check));
        todo.Dwelling.ShouldBe("1号楼1单元102室");
        await worker.OpenAsync($"{Travel}/{check}");
        await worker.SubmitAsync("/drop", ("why", ""));
        worker.Text.ShouldContain("没有结束");
        await worker.SubmitAsync("/drop", ("why", "选错了人"));
        worker.Text.ShouldContain("不用核对了");
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == check))).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_typed_wrongly_is_kept_and_said()
    {
        var (_, check, _) = await app.CheckAsync("201", "写错了");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        (await worker.SubmitAsync("/declare")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请写去过的地方");
        var (from, to) = (Iso(app.Clock.Today().AddDays(-5)), Iso(app.Clock.Today().AddDays(-3)));
        (await worker.SubmitAsync("/declare", ("place0", "火星基地"), ("from0", from), ("to0", to))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("“火星基地”不认识");
        worker.Page.QuerySelector("input[name=place0]")!.GetAttribute("value").ShouldBe("火星基地");
        (await worker.SubmitAsync("/declare", ("place0", "信阳"), ("from0", to), ("to0", from))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("先到后走");
        (await worker.SubmitAsync("/declare", ("place0", "信阳"), ("from0", from), ("to0", to), ("nowhere", "1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请去掉一个");
        // A name that repeats is shown for choice.
        (await worker.SubmitAsync("/declare", ("place0", "朝阳区"), ("from0", from), ("to0", to), ("nowhere", null))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Page.QuerySelectorAll("select[name=code0] option").Select(o => o.TextContent).ShouldContain("北京市朝阳区");
        await worker.SubmitAsync("/declare", ("code0", "110105000000"), ("nowhere", null));
        worker.Text.ShouldContain("北京市朝阳区");
        worker.Text.ShouldContain("申报已记下");
        (await worker.SubmitAsync("/record", ("sms", "您的余额还有12元"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("没有在短信里认出");
        worker.Page.QuerySelector("textarea[name=sms]")!.TextContent.ShouldContain("12元");
        (await worker.SubmitAsync("/record", ("sms", "截至2020年1月1日，您前14天内途经：信阳市"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请重新查询后再粘贴");
    }

    [Fact]
    public async Task Names_that_repeat_or_are_unknown_are_settled_by_a_person()
    {
        var (_, check, _) = await app.CheckAsync("202", "地名要认");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        await worker.SubmitAsync("/declare", ("nowhere", "1"));
        await worker.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：鼓楼区、上海市、桃花源、漫游区"));
        worker.Text.ShouldContain("有 3 个地名要请您认一认");
        await worker.PostAsync($"{Travel}/{check}/clean");
        worker.Text.ShouldContain("还有 3 个地名没有认定");
        // What was typed of the finding is not lost by it.
        (await worker.PostAsync($"{Travel}/{check}/propose", ("follow", "Monitor"), ("basis", "区防控办〔2020〕12号"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("还有 3 个地名没有认定");
        worker.Page.QuerySelector("input[name=basis]")!.GetAttribute("value").ShouldBe("区防控办〔2020〕12号");
        await worker.PostAsync($"{Travel}/{check}/choose", ("said", "桃花源"), ("place", "乌有乡"));
        worker.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("这个地名不认识");
        await worker.PostAsync($"{Travel}/{check}/choose", ("said", "桃花源"), ("place", "上海"));
        await worker.PostAsync($"{Travel}/{check}/choose", ("said", "鼓楼区"), ("code", "320106000000"));
        worker.Text.ShouldContain("江苏省南京市鼓楼区");
        await worker.PostAsync($"{Travel}/{check}/choose", ("said", "漫游区"), ("act", "drop"));
        await worker.PostAsync($"{Travel}/{check}/choose", ("said", "漫游区"), ("act", "drop"));
        worker.Text.ShouldContain("已经认过了");
        await worker.OpenAsync($"{Travel}/{check}");
        worker.Text.ShouldContain("运营商记录到过江苏省南京市鼓楼区，本人没有申报");
        await worker.PostAsync($"{Travel}/{check}/clean");
        worker.Text.ShouldContain("不能算核对无误");
    }

    [Fact]
    public async Task Both_sides_alike_and_no_risk_is_the_end_of_it()
    {
        var (_, check, _) = await app.CheckAsync("301", "没有问题");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        await worker.PostAsync($"{Travel}/{check}/clean");
        worker.Text.ShouldContain("都有了才能下结论");
        await worker.OpenAsync($"{Travel}/{check}");
        await worker.SubmitAsync("/declare", ("nowhere", "1"));
        await worker.SubmitAsync("/record", ("sms", "未查询到您近14天的行程记录。中国电信"));
        await worker.PostAsync($"{Travel}/{check}/propose", ("follow", "NoPass"), ("basis", "无"));
        worker.Text.ShouldContain("不用提出");
        await worker.OpenAsync($"{Travel}/{check}");
        await worker.SubmitAsync("/clean");
        worker.Text.ShouldContain("核对无误");
        await worker.PostAsync($"{Travel}/{check}/clean");
        worker.Text.ShouldContain("早已结束");
        await worker.PostAsync($"{Travel}/{check}/declare", ("nowhere", "1"));
        worker.Text.ShouldContain("不再改动");
    }

    [Fact]
    public async Task Declared_Sichuan_the_record_says_Wuhan_two_people_confirm_the_gate_holds_the_person_objects()
    {
        await app.RulesAsync();
        await app.HeldRuleAsync();
        using var director = await app.AsAsync("director");
        await app.RiskAsync(director, "湖北省武汉市", "高风险");
        var (household, check, person) = await app.CheckAsync("302", "张三租客");
        var phone = await app.PhoneOfAsync(household);
        using var _ = phone;
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        var gate = await app.GateAsync(director, "行程门");
        using var scanner = await app.ScannerAsync(director, gate, "行程平板");
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household, Held);

        // He says Sichuan on his phone.
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("请申报行程");
        await phone.OpenAsync(home + "/travel");
        (await phone.SubmitAsync("/declare", ("place0", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await phone.SubmitAsync("/declare", ("place0", "四川"), ("from0", Iso(app.Clock.Today().AddDays(-10))), ("to0", Iso(app.Clock.Today().AddDays(-4))));
        phone.Text.ShouldContain("已申报");

        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldContain("四川省");
        await director.SubmitAsync("/record", ("sms", Sms));
        director.Text.ShouldContain("认出 6 个地方");
        (await phone.PostAsync($"{home}/travel/{check}/declare", ("nowhere", "1"))).ShouldBe(HttpStatusCode.OK);
        phone.Text.ShouldContain("居委会已经在核对");
        foreach (var city in new[] { "河南省信阳市", "河南省驻马店市", "河南省南阳市", "湖北省武汉市", "湖北省宜昌市", "湖北省孝感市" })
        {
            director.Text.ShouldContain($"运营商记录到过{city}，本人没有申报");
        }

        director.Text.ShouldContain("高风险区");
        director.Text.ShouldContain("集中隔离医学观察 14 天");
        (await director.SubmitAsync("/propose", ("basis", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/propose", ("basis", "区防控办〔2020〕12号"));
        director.Text.ShouldContain("等另一位同事复核");
        await director.PostAsync($"{Travel}/{check}/propose", ("follow", "CentralIsolation"), ("basis", "再来一次"));
        director.Text.ShouldContain("已经提出过了");

        // One person alone bars nobody.
        await director.PostAsync($"{Travel}/{check}/confirm", ("answer", "yes"));
        director.Text.ShouldContain("不能自己复核");
        (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(n => n.GetInt32()).ShouldNotContain(pass.Number);
        await phone.OpenAsync(home + "/travel");
        phone.Text.ShouldNotContain("武汉");
        await Should.ThrowAsync<Exception>(app.InDbAsync(db => db.TravelFindings.Where(f => f.CheckId == check).ExecuteUpdateAsync(set => set.SetProperty(f => f.ConfirmedById, f => f.ProposedById))));

        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(Travel + "?show=second");
        deputy.Text.ShouldContain("张三租客");
        await deputy.OpenAsync($"{Travel}/{check}");
        await deputy.SubmitAsync("/confirm", ("answer", "yes"));
        // What follows stands there first: whom it binds, whose passes, until when. Nobody is bound yet.
        foreach (var words in new[] { "确认复核同意", "停用全户", "张三租客", "点“了结”才结束", "怎样提出异议" })
        {
            deputy.Text.ShouldContain(words);
        }

        (await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check))).State.ShouldBe(FindingState.Proposed);
        await deputy.PressAsync("返回修改");
        await deputy.SubmitAsync("/confirm", ("answer", "yes"));
        await deputy.SubmitAsync("/agree");
        deputy.Text.ShouldContain("出入证按预案停用");
        await deputy.PostAsync($"{Travel}/{check}/confirm", ("answer", "yes"));
        deputy.Text.ShouldContain("已经有人复核过了");

        // The gate holds the pass and learns nothing of why; a new one is refused.
        var snapshot = (await scanner.SnapshotAsync()).Body;
        snapshot.GetProperty("held").EnumerateArray().Select(n => n.GetInt32()).ShouldContain(pass.Number);
        snapshot.GetRawText().ShouldNotContain("武汉");
        var sent = await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number, verdict: "stop"));
        sent.Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        await director.OpenAsync($"{Desk}/households/{household}/passes");
        director.Text.ShouldContain("行程没有核清");

        // He reads what is held against him, objects, is answered. How long it lasts is said as of a measure, everywhere.
        var over = (await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check))).Until!.Value;
        var end = $"，最后一天 {TravelWords.Day(over.AddDays(-1))}，{TravelWords.Day(over)} 期满";
        deputy.Text.ShouldContain("集中隔离医学观察 14 天" + end);
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("行程核验");
        phone.Text.ShouldContain("出入证停用" + end);
        await phone.OpenAsync(home + "/travel");
        phone.Text.ShouldContain("湖北省武汉市");
        phone.Text.ShouldContain("区防控办〔2020〕12号");
        phone.Text.ShouldContain("集中隔离医学观察 14 天" + end);
        (await PaperAsync(director, check)).ShouldContain(Bare("集中隔离医学观察 14 天" + end));
        var finding = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check));
        (await phone.SubmitAsync($"/travel/{finding.Id}/object", ("text", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await phone.SubmitAsync($"/travel/{finding.Id}/object", ("text", "我只在武汉站换车"));
        phone.Text.ShouldContain("异议已经收到");
        await phone.OpenAsync(home + "/returnees");
        await phone.PostAsync($"{home}/travel/{finding.Id}/object", ("text", "再说一遍"));
        phone.Text.ShouldContain("请等答复");
        await director.OpenAsync(Travel + "?show=objected");
        director.Text.ShouldContain("张三租客");
        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldContain("我只在武汉站换车");
        (await director.SubmitAsync("/answer", ("text", ""), ("answer", "keep"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/answer", ("text", "记录是停留四小时以上的城市，维持。"), ("answer", "keep"));
        await phone.OpenAsync(home + "/travel");
        phone.Text.ShouldContain("记录是停留四小时以上的城市");
        (await director.FetchAsync($"{Travel}/{check}/notice.pdf")).StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);

        // For Health: confirmed, binding, not taken up yet.
        (await app.InDbAsync(db => db.TravelFindings.CountAsync(f => f.PersonId == person && f.Follow == TravelFollow.CentralIsolation && f.ConfirmedAt != null && f.TakenUpAt == null))).ShouldBe(1);
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/settle", ("why", ""));
        director.Text.ShouldContain("没有保存");
        await director.SubmitAsync("/settle", ("why", "管理期满"));
        director.Text.ShouldContain("出入证恢复");
        (await scanner.SnapshotAsync()).Body.GetProperty("held").EnumerateArray().Select(n => n.GetInt32()).ShouldNotContain(pass.Number);

        // What was told late is judged by what stood then.
        var stored = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check));
        stored.ReasonsSealed.ShouldNotBeNull();
        System.Text.Encoding.UTF8.GetString(stored.ReasonsSealed).ShouldNotContain("武汉");
        (await app.AuditAsync("travel.propose")).ShouldAllBe(s => !s.Contains("武汉", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_second_person_may_say_no_and_an_objection_may_be_right()
    {
        var (household, check, _) = await app.ProposedAsync("401", "没有同意");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{Travel}/{check}");
        await deputy.SubmitAsync("/confirm", ("answer", "no"), ("why", ""));
        deputy.Text.ShouldContain("为什么不同意");
        await deputy.SubmitAsync("/confirm", ("answer", "no"), ("why", "同名的另一个人"));
        deputy.Text.ShouldContain("这一条不生效");
        var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)) + "/travel");
        phone.Text.ShouldContain("核对已经结束，没有别的要求");
        phone.Text.ShouldNotContain("出入证现在停用");
        phone.Dispose();

        var (other, second, _) = await app.ProposedAsync("402", "异议成立");
        await deputy.OpenAsync($"{Travel}/{second}");
        await deputy.SubmitAsync("/confirm", ("answer", "yes"));
        await deputy.SubmitAsync("/agree");
        var theirs = await app.PhoneOfAsync(other);
        using var _ = theirs;
        var home = string.Join('/', theirs.Path.Split('/').Take(3));
        var finding = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == second));
        finding.State.ShouldBe(FindingState.Confirmed);
        (await PaperAsync(deputy, second)).ShouldContain("这一户的出入证按规定停用");
        await theirs.OpenAsync(home + "/travel");
        theirs.Text.ShouldContain("按规定：核清以前不发出入证");
        await deputy.OpenAsync($"{Travel}/{second}");
        deputy.Text.ShouldNotContain("还没有看过");
        await theirs.SubmitAsync("/object", ("text", "手机借给了弟弟"));
        await deputy.OpenAsync($"{Travel}/{second}");
        await deputy.SubmitAsync("/answer", ("text", "已核实，对不起。"), ("answer", "withdraw"));
        deputy.Text.ShouldContain("已撤销");
        // What was read before stays read: it is the answer that was not yet.
        deputy.Text.ShouldContain("这一户的手机还没有看过答复");
        // The paper takes the first one back: nothing of it is ordered any more.
        deputy.Text.ShouldContain("打印撤销告知单");
        var ended = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == second));
        var paper = await PaperAsync(deputy, second);
        foreach (var words in new[] { "行程核验撤销告知单", "异议成立", "已核实，对不起。", "出入证已经恢复", ended.ResolvedBy, ended.ResolvedAt!.Value.Full(), ended.ConfirmedAt!.Value.Full() })
        {
            paper.ShouldContain(Bare(words));
        }

        foreach (var words in new[] { "停用；", "怎么管理", "成都", "本人的异议" })
        {
            paper.ShouldNotContain(words);
        }

        await theirs.OpenAsync(home + "/travel");
        theirs.Text.ShouldContain("已核实，对不起");
        theirs.Text.ShouldContain("这一条已经撤销");
        theirs.Text.ShouldNotContain("按规定：");
        theirs.Page.QuerySelector("form[action$='/object']").ShouldBeNull();
        await deputy.OpenAsync($"{Travel}/{second}");
        var seen = (await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == second))).SeenAt!.Value;
        deputy.Text.ShouldContain($"这一户的手机 {seen.Short()} 看过答复");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_finding_said_that_binds_nobody_is_no_longer_quoted_in_a_campaign(bool withdrawn)
    {
        var (household, check, _) = await app.CheckAsync("501", withdrawn ? "撤销不引用" : "不同意不引用");
        var campaign = await app.CampaignAsync(withdrawn ? "撤销的排查" : "不同意的排查", "three", household);
        var target = await app.TargetAsync(campaign, household);
        var door = $"{Desk}/screening/{target.Id}";
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(door);
        await worker.PostAsync(
            door, ("key", $"{Ids.New()}"), ("channel", "Door"), ("q-people", "1"), ("q-travelled", "no"), ("q-ill", "no"), ("asked", "q-people"), ("asked", "q-travelled"), ("asked", "q-ill"));
        worker.Text.ShouldContain("这一户问好了");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/declare", ("nowhere", "1"));
        await director.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：四川省成都市。中国联通"));
        await director.SubmitAsync("/propose", ("basis", "测试文件 5 号"));
        await worker.OpenAsync(door);
        worker.Text.ShouldContain("行程核验：运营商记录到过四川省成都市");
        // Who asked there is still the worker, whoever found what contradicts.
        var asked = await app.InDbAsync(db => db.ScreeningAnswers.SingleAsync(a => a.TargetId == target.Id));
        await director.OpenAsync($"{Desk}/campaigns/{campaign}");
        director.Page.QuerySelectorAll("td[data-label='谁问的']").ShouldHaveSingleItem().TextContent.ShouldBe($"{asked.EnteredBy} {asked.At.Short()}");
        (await app.TargetAsync(campaign, household)).StateBy.ShouldNotBe(asked.EnteredBy);

        if (withdrawn)
        {
            await app.ConfirmAsync(check);
            await app.InDbAsync(db => db.TravelFindings.Where(f => f.CheckId == check).ExecuteUpdateAsync(set => set.SetProperty(f => f.State, FindingState.Objected)));
            await director.OpenAsync($"{Travel}/{check}");
            await director.SubmitAsync("/answer", ("text", "已核实，对不起。"), ("answer", "withdraw"));
        }
        else
        {
            using var deputy = await app.AsAsync("deputy");
            await deputy.OpenAsync($"{Travel}/{check}");
            await deputy.SubmitAsync("/confirm", ("answer", "no"), ("why", "同名的另一个人"));
        }

        // Somebody still has to look into it.
        (await app.TargetAsync(campaign, household)).State.ShouldBe(TargetState.Contradicts);
        await worker.OpenAsync(door);
        worker.Text.ShouldNotContain("成都");
        worker.Text.ShouldContain(withdrawn ? "异议成立，已经撤销，不再引用" : "复核没有同意，不再引用");
    }

    [Fact]
    public async Task The_paper_of_a_finding_that_is_settled_holds_no_passes()
    {
        var (_, check, _) = await app.ProposedAsync("602", "了结后打印");
        await app.ConfirmAsync(check);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/settle", ("why", "材料已核清"));
        var paper = await PaperAsync(director, check);
        paper.ShouldContain("了结（材料已核清），不再因它停用出入证");
        paper.ShouldNotContain("按规定停用");
    }

    /// <summary>The words of a finding's paper, without blanks and line breaks.</summary>
    private static async Task<string> PaperAsync(Browser browser, Guid check)
    {
        using var answer = await browser.FetchAsync($"{Travel}/{check}/notice.pdf");
        return Bare(PdfReader.Text(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw"));
    }

    private static string Bare(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));

    [Theory]
    [InlineData(TravelFollow.NoPass, true)]
    [InlineData(TravelFollow.Monitor, false)]
    public async Task That_passes_are_good_again_is_told_only_where_the_finding_held_them(TravelFollow follow, bool held)
    {
        var (_, settled, _) = await app.ProposedAsync("302", held ? "了结停证" : "了结监测");
        var (household, withdrawn, _) = await app.ProposedAsync("302", held ? "撤销停证" : "撤销监测");
        await app.ConfirmAsync(settled);
        await app.ConfirmAsync(withdrawn);
        await app.InDbAsync(db => db.TravelFindings.Where(f => f.CheckId == settled || f.CheckId == withdrawn).ExecuteUpdateAsync(set => set.SetProperty(f => f.Follow, follow)));
        await app.InDbAsync(db => db.TravelFindings.Where(f => f.HouseholdId == household).ExecuteUpdateAsync(set => set.SetProperty(f => f.State, FindingState.Objected)));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{settled}");
        await director.SubmitAsync("/settle", ("why", "管理期满"));
        director.Text.ShouldContain("已了结");
        director.Text.Contains("出入证恢复", StringComparison.Ordinal).ShouldBe(held);
        await director.OpenAsync($"{Travel}/{withdrawn}");
        await director.SubmitAsync("/answer", ("text", "已核实，对不起。"), ("answer", "withdraw"));
        director.Text.ShouldContain("异议成立，已撤销");
        director.Text.Contains("出入证恢复", StringComparison.Ordinal).ShouldBe(held);
    }

    [Fact]
    public async Task A_list_of_the_operators_fills_the_open_checks_and_keeps_nobody_else()
    {
        var (_, check, _) = await app.CheckAsync("501", "名单里有", "14200005011");
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Travel + "/file");
        (await director.SubmitAsync("/file", ("pasted", ""), ("source", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写名单的来历");
        await director.SubmitAsync("/file", ("pasted", "手机号\t去过\n142 0000 5011\t湖北省武汉市、河南省信阳市\n14200009999\t四川省成都市\n没有号码\t北京"), ("source", "区里 3月20日"));
        director.Text.ShouldContain("收进了 1 人的核对");
        director.Text.ShouldContain("有 1 行没有读懂");
        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldContain("湖北省武汉市");
        director.Text.ShouldNotContain("成都");
    }

    [Fact]
    public async Task The_operators_record_comes_as_a_workbook_too()
    {
        var (_, check, _) = await app.CheckAsync("502", "表格里有", "14200005022");
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Travel + "/file");
        (await director.UploadAsync("/file", "file", "名单.xlsx", "不是表格"u8.ToArray(), ("source", "区里 3月21日"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector("[name=source]")!.GetAttribute("value").ShouldBe("区里 3月21日");
        var book = Workbook(
            ["姓名", "手机号", "去过", "又去过"], ["表格里有", "142 0000 5022", "湖北省孝感市", "湖北省宜昌市"], ["不认识", "14200009998", "四川省成都市", ""], ["没号码", "", "北京市", ""]);
        (await director.UploadAsync("/file", "file", "名单.xlsx", book, ("source", "区里 3月21日"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("收进了 1 人的核对");
        director.Text.ShouldContain("有 1 行没有读懂");
        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldContain("湖北省孝感市");
        director.Text.ShouldContain("湖北省宜昌市");
        director.Text.ShouldContain("区里 3月21日");
        director.Text.ShouldNotContain("成都");
    }

    [Fact]
    public async Task What_is_over_goes_and_what_binds_stays()
    {
        var (_, binding, _) = await app.ProposedAsync("601", "还没了结");
        var (_, over, _) = await app.CheckAsync("602", "早已办完");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{over}");
        await worker.SubmitAsync("/drop", ("why", "不用了"));
        await app.InDbAsync(async db =>
        {
            // Both were closed long ago; one of them binds somebody still.
            var before = app.Clock.Now().AddDays(-300);
            var old = before.AddDays(-1);
            await db.TravelChecks.Where(c => c.Id == binding || c.Id == over).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, old));
            await ForgetTravel.ForgetOldAsync(db, Cast.Home, before, default);
            return 0;
        });
        (await app.InDbAsync(db => db.TravelChecks.Where(c => c.Id == binding || c.Id == over).Select(c => c.Id).ToListAsync())).ShouldBe([binding]);
    }

    [Fact]
    public async Task A_refused_form_that_shows_the_check_is_a_look_in_the_log()
    {
        var (_, check, _) = await app.CheckAsync("401", "空表也记");
        using var worker = await app.AsAsync("worker");
        foreach (var act in new[] { "declare", "record" })
        {
            var looks = (await app.AuditAsync("travel.look")).Count;
            await worker.OpenAsync("/account");
            (await worker.PostAsync($"{Travel}/{check}/{act}")).ShouldBe(HttpStatusCode.UnprocessableEntity);
            worker.Text.ShouldContain("空表也记");
            (await app.AuditAsync("travel.look")).Count.ShouldBe(looks + 1, act);
        }
    }

    [Fact]
    public async Task A_message_about_some_of_the_days_clears_nobody()
    {
        var (_, check, _) = await app.CheckAsync("402", "只查一天");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        await worker.SubmitAsync("/declare", ("nowhere", "1"));
        (await worker.SubmitAsync("/record", ("sms", "您在前0天内到达或途经：湖北省武汉市"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("前 0 天");
        await worker.SubmitAsync("/record", ("sms", "【中国移动】您在前1天内没有到访记录"));
        var row = await app.InDbAsync(db => db.TravelChecks.SingleAsync(c => c.Id == check));
        var missing = $"{TravelWords.Day(row.FirstDay)} 到 {TravelWords.Day(row.LastDay.AddDays(-1))}";
        await worker.OpenAsync($"{Travel}/{check}");
        worker.Text.ShouldContain($"没有说到 {missing}");
        worker.Page.QuerySelector("form[action$='/clean']").ShouldBeNull();
        await worker.PostAsync($"{Travel}/{check}/clean");
        worker.Text.ShouldContain($"没有说到 {missing}，不能算核对无误");
        (await app.InDbAsync(db => db.TravelChecks.SingleAsync(c => c.Id == check))).ClosedAt.ShouldBeNull();
        // What was declared for those days is not held against anybody either.
        await worker.SubmitAsync("/declare", ("nowhere", null), ("place0", "四川"), ("from0", Iso(row.FirstDay)), ("to0", Iso(row.FirstDay.AddDays(2))));
        worker.Text.ShouldContain("申报已记下");
        worker.Text.ShouldNotContain("运营商记录里没有");
        await worker.SubmitAsync("/declare", ("nowhere", "1"), ("place0", ""), ("from0", ""), ("to0", ""));
        await worker.SubmitAsync("/record", ("sms", "【中国移动】您在前14天内没有到访记录"));
        worker.Text.ShouldNotContain("没有说到");
        await worker.SubmitAsync("/clean");
        worker.Text.ShouldContain("核对无误");
    }

    [Fact]
    public async Task A_level_that_was_renamed_in_the_plan_is_shown_as_unknown_and_lets_nobody_off()
    {
        using var director = await app.AsAsync("director");
        await app.RiskAsync(director, "贵州省遵义市", "中风险");
        var (_, check, _) = await app.CheckAsync("502", "等级改名");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/declare", ("place0", "贵州省遵义市"), ("from0", Iso(app.Clock.Today().AddDays(-5))), ("to0", Iso(app.Clock.Today().AddDays(-3))));
        director.Text.ShouldContain("是中风险区");
        await director.OpenAsync($"{Desk}/risk-areas");
        director.Text.ShouldNotContain("等级不明");
        var plan = await app.InDbAsync(db => db.NewestPlans(Cast.Home).SingleAsync(p => p.Code == "compound-closed"));
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync($"/plans/{plan.Id}/edit", ("level1", "橙色"));
        director.Text.ShouldContain("第 2 版已发布");
        await director.OpenAsync($"{Travel}/{check}");
        director.Text.ShouldContain("等级不明，先按最高的“高风险”处理，请认定");
        director.Text.ShouldContain("集中隔离");
        await director.OpenAsync($"{Desk}/risk-areas");
        director.Text.ShouldContain("等级不明，按最高处理");
        await app.InDbAsync(db => db.ResponsePlans.Where(p => p.CommunityId == Cast.Home && p.Code == plan.Code && p.Version == 2).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task How_the_operators_are_asked_stands_at_the_desk_and_on_the_phone_and_is_the_plans()
    {
        var (household, check, _) = await app.CheckAsync("102", "发短信查");
        using var director = await app.AsAsync("director");
        string[] shipped = ["移动发“CXMYD”到 10086", "联通发“CXMYD#身份证后四位”到 10010", "电信发“CXMYD#身份证后四位”到 10001"];
        using var phone = await app.PhoneOfAsync(household);
        await director.OpenAsync($"{Travel}/{check}");
        await phone.OpenAsync(phone.Path + "/travel");
        foreach (var page in new[] { director, phone })
        {
            foreach (var words in shipped)
            {
                page.Text.ShouldContain(words);
            }
        }

        phone.Page.QuerySelectorAll("a[href='sms:10086']").Length.ShouldBe(1);
        var plan = await app.InDbAsync(db => db.NewestPlans(Cast.Home).SingleAsync(p => p.Code == "compound-closed"));
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        (await director.SubmitAsync($"/plans/{plan.Id}/edit", ("operator3", "广电"), ("operatorTo3", ""), ("operatorText3", "CXXC"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写“广电”的号码");
        director.Page.QuerySelector("#operatorText3")!.GetAttribute("value").ShouldBe("CXXC");
        await director.SubmitAsync($"/plans/{plan.Id}/edit", ("operatorTo3", "10099"), ("operator0", ""));
        director.Text.ShouldContain("广电发“CXXC”到 10099");
        await phone.OpenAsync(phone.Path);
        phone.Text.ShouldContain("广电发“CXXC”到 10099");
        phone.Text.ShouldNotContain("10086");
        // What was received is not asked for again.
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：四川省成都市。中国联通"));
        await phone.OpenAsync(phone.Path);
        phone.Text.ShouldNotContain("10099");
        await app.InDbAsync(db => db.ResponsePlans.Where(p => p.CommunityId == Cast.Home && p.Code == plan.Code && p.Version == 2).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Two_who_settle_a_finding_at_once_do_it_once()
    {
        var (_, check, _) = await app.ProposedAsync("502", "两人了结的");
        await app.ConfirmAsync(check);
        var finding = await app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check));
        using var one = await app.AsAsync("director");
        using var two = await app.AsAsync("deputy");
        await one.OpenAsync($"{Travel}/{check}");
        await two.OpenAsync($"{Travel}/{check}");
        await Task.WhenAll(one.SubmitAsync("/settle", ("why", "材料已核清")), two.SubmitAsync("/settle", ("why", "管理期满")));
        new[] { one, two }.Count(b => b.Text.Contains("这一条早已了结", StringComparison.Ordinal)).ShouldBe(1);
        (await app.InDbAsync(db => db.Set<SafeIsle.Platform.Audit.AuditEntry>().CountAsync(e => e.Subject == finding.Id && e.Action == "travel.settle"))).ShouldBe(1);
    }
}
