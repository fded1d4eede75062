using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Occupancy;
using SafeIsle.Screening.Returnees;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Platform.Print;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.Screening.Campaigns;

/// <summary>No household missed: whom a campaign asks, what comes of it, and how far it is.</summary>
public sealed class CampaignTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";
    private const string Campaigns = Desk + "/campaigns";
    private const string New = Campaigns + "/new";
    private static readonly (string, string?)[] Fine = [("q-people", "2"), ("q-travelled", "no"), ("q-ill", "no")];

    private static string Path(ScreeningTarget target) => $"{Desk}/screening/{target.Id}";

    private Task<ScreeningTarget> AgainAsync(ScreeningTarget target) => app.InDbAsync(db => db.ScreeningTargets.SingleAsync(t => t.Id == target.Id));

    private Task<Todo> TodoAsync(ScreeningTarget target, string kind = TryTarget.Kind) => app.InDbAsync(db => db.Todos.SingleAsync(t => t.Kind == kind && t.SourceId == target.Id));

    [Fact]
    public async Task Others_do_not_find_it_and_roles_are_kept()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var campaign = await app.CampaignAsync("别人看不到", "three", households);
        var target = await app.TargetAsync(campaign, households[0]);
        using var stranger = await app.AsAsync("stranger");
        foreach (var path in new[] { Campaigns, $"{Campaigns}/{campaign}", Path(target), New })
        {
            (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        // Of another community, reached by the own one's address.
        (await stranger.OpenAsync($"/desk/{Cast.Far}/screening/{target.Id}")).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"/desk/{Cast.Far}/campaigns/{campaign}")).ShouldBe(HttpStatusCode.NotFound);
        // A worker of another building does not find this household.
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(Path(target))).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Campaigns}/{campaign}")).ShouldBe(HttpStatusCode.OK);
        (await town.OpenAsync(Path(target))).ShouldBe(HttpStatusCode.Forbidden);
        // A partner sees how far it is, not who lives there.
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync($"{Campaigns}/{campaign}");
        doctor.Text.ShouldContain("还没问到");
        doctor.Text.ShouldNotContain(doors[0].Label);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Path(target))).ShouldBe(HttpStatusCode.OK);
        (await worker.PostAsync($"{Campaigns}/{campaign}/end")).ShouldBe(HttpStatusCode.Forbidden);
        (await worker.OpenAsync(New)).ShouldBe(HttpStatusCode.Forbidden);
        (await app.AuditAsync("screen.look")).ShouldContain(s => s.Contains(doors[0].Label, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_it_starts_it_says_which_doors_another_one_is_asking_already()
    {
        var (building, _, households) = await app.GroundAsync(Tenure.Tenant, 3);
        var (_, _, elsewhere) = await app.GroundAsync(Tenure.Tenant, 1);
        await app.CampaignAsync("正在问两户", "three", households[0], households[1]);
        await app.CampaignAsync("正在问一户", "three", households[1]);
        await app.CampaignAsync("问别处", "three", elsewhere[0]);
        var over = await app.CampaignAsync("问完的", "three", households[2]);
        await app.InDbAsync(db => db.Campaigns.Where(c => c.Id == over).ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, app.Clock.Now())));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(New);
        (await director.SubmitAsync(New, ("name", "重复的排查"), ("who", "rented"), ("building", $"{building}"), ("script", "three"))).ShouldBe(HttpStatusCode.OK);
        var warning = director.Page.QuerySelectorAll(".alert-warning").Single(a => a.TextContent.Contains("会被问两遍", StringComparison.Ordinal));
        warning.TextContent.ShouldContain("2 扇门会被问两遍");
        warning.QuerySelectorAll("li").Select(l => string.Concat(l.TextContent.Where(c => !char.IsWhiteSpace(c)))).ShouldContain(l => l.StartsWith("正在问两户", StringComparison.Ordinal) && l.EndsWith("：2扇门", StringComparison.Ordinal));
        warning.TextContent.ShouldContain("正在问一户");
        warning.TextContent.ShouldNotContain("问别处");
        warning.TextContent.ShouldNotContain("问完的");
    }

    [Fact]
    public async Task It_is_opened_for_tenants_with_a_thing_to_do_for_each_and_once_only()
    {
        var (_, _, tenants) = await app.GroundAsync(Tenure.Tenant, 2);
        var (_, _, owners) = await app.GroundAsync(Tenure.Owner, 1);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(New);
        (await director.SubmitAsync(New, ("name", "出租户三问"), ("who", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择问谁");
        director.Page.QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe("出租户三问");
        (await director.SubmitAsync(New, ("who", "rented"), ("last", "2020-01-01"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("期限不能早于今天");
        (await director.SubmitAsync(New, ("who", "rented"), ("script", "none"), ("last", Day(1)))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("没有这份话术");
        var key = director.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        (await director.SubmitAsync(New, ("script", "three"))).ShouldBe(HttpStatusCode.OK);
        // Before it starts: whom, how many, who has them to do. Nothing is written yet.
        director.Text.ShouldContain("确认开始“出租户三问”");
        director.Text.ShouldContain("没有人负责");
        (await app.InDbAsync(db => db.Campaigns.CountAsync(c => c.Id == Guid.Parse(key)))).ShouldBe(0);
        await director.PressAsync("返回修改");
        director.Page.QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe("出租户三问");
        director.Page.QuerySelector("input[name=key]")!.GetAttribute("value").ShouldBe(key);
        using var twice = await app.AsAsync("director");
        await twice.OpenAsync(New);
        await twice.SubmitAsync(New, ("key", key), ("name", "两次"), ("who", "rented"), ("script", "three"), ("last", Day(1)));
        await director.SubmitAsync(New);
        (await director.SubmitAsync(Campaigns)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已经开始，共");
        await twice.SubmitAsync(Campaigns);
        twice.Text.ShouldContain("已经开始了");
        var targets = await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == Guid.Parse(key)).ToListAsync());
        tenants.ShouldBeSubsetOf(targets.Select(t => t.HouseholdId!.Value));
        targets.Select(t => t.HouseholdId).ShouldNotContain(owners[0]);
        var todo = await TodoAsync(targets.Single(t => t.HouseholdId == tenants[0]));
        (todo.Title, todo.OwnerId, todo.HouseholdId).ShouldBe(("排查：出租户三问", null, tenants[0]));
        await director.OpenAsync(New);
        await director.SubmitAsync(New, ("key", key), ("name", "第二次"), ("who", "rented"));
        director.Text.ShouldContain("已经开始了");
        (await app.InDbAsync(db => db.Campaigns.CountAsync(c => c.Name == "第二次"))).ShouldBe(0);
        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.SourceId == todo.SourceId))).ShouldBe(1);
    }

    [Fact]
    public async Task One_building_a_unit_or_a_grid_can_be_asked_alone()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 4);
        var (grid, label) = await GridOfAsync(building, 1);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(New);
        (string, string?)[] usual = [("name", "一栋楼"), ("who", "all"), ("script", "three"), ("last", Day(1))];
        (await director.SubmitAsync(New, [.. usual, ("building", $"{Ids.New()}")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("没有这栋楼");
        (await director.SubmitAsync(New, ("building", ""), ("unit", "2"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("先选一栋楼，再填单元");
        (await director.SubmitAsync(New, ("building", $"{building}"), ("unit", ""), ("grid", $"{grid}"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("只能选一样");
        director.Page.QuerySelector("#building option[selected]")!.GetAttribute("value").ShouldBe($"{building}");

        // The whole building: unit 1 is answered for, unit 2 by nobody, and its doors are named.
        var inUnit1 = doors.Take(households.Count).Count(d => d.Unit == 1);
        var inUnit2 = doors.Take(households.Count).Where(d => d.Unit == 2).ToList();
        (await director.SubmitAsync(New, ("grid", ""))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain($"{households.Count} 户（{households.Count} 扇门，1 栋楼）");
        director.Text.ShouldContain("小周");
        director.Text.ShouldContain($"{inUnit1} 件");
        director.Text.ShouldContain($"{inUnit2.Count} 扇门没有人负责");
        director.Text.ShouldContain(inUnit2[0].Label);
        await director.PressAsync("返回修改");
        (await director.SubmitAsync(New, ("unit", "2"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("2单元）");
        await director.SubmitAsync(Campaigns);
        var whom = await app.InDbAsync(db => db.Campaigns.Where(c => c.Name == "一栋楼").Select(c => c.Id).SingleAsync());
        (await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == whom).Select(t => t.DwellingId).ToListAsync()))
            .ShouldBe(inUnit2.Select(d => d.Id), ignoreOrder: true);

        await director.OpenAsync(New);
        (await director.SubmitAsync(New, [.. usual, ("name", "一个网格"), ("grid", $"{grid}")])).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain($"全部住户（{label}）：{inUnit1} 户");
        director.Text.ShouldNotContain("扇门没有人负责");
    }

    // A grid that holds one unit of that building, for which 小周 answers.
    private async Task<(Guid Grid, string Name)> GridOfAsync(Guid building, int unit) => await app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
        // Of two divisions the later is in force.
        await db.GridSplits.Where(s => s.CommunityId == Cast.Home && s.LastDay == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastDay, s => s.FirstDay.AddDays(-1)));
        var split = new GridSplit
        {
            CommunityId = Cast.Home, Id = Ids.New(), FirstDay = app.Clock.Today(), Weight = GridWeight.Households, Why = "测试", MadeAt = app.Clock.Now(), MadeBy = "测试",
        };
        var grid = new Grid { CommunityId = Cast.Home, Id = Ids.New(), SplitId = split.Id, Number = 7, Name = "第7网格" };
        db.Add(split);
        db.Add(grid);
        db.Add(new GridPart { CommunityId = Cast.Home, Id = Ids.New(), SplitId = split.Id, GridId = grid.Id, BuildingId = building, Unit = unit });
        db.Add(new GridDuty
        {
            CommunityId = Cast.Home, Id = Ids.New(), GridId = grid.Id, AccountId = app.Cast.Accounts["worker"], Name = "小周", Role = GridRole.Responsible,
            Since = app.Clock.Now(), By = "测试",
        });
        write.Record(Cast.Home, "test.grids", null, "测试网格");
        await write.CommitAsync();
        return (grid.Id, grid.Name);
    });

    private string Day(int from) => app.Clock.Today().AddDays(from).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_household_is_asked_by_telephone_branches_come_up_and_the_answer_is_sealed_and_once()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var campaign = await app.CampaignAsync("电话三问", "three", households);
        var target = await app.TargetAsync(campaign, households[0]);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        worker.Text.ShouldContain("打电话给");
        (await worker.SubmitAsync(Path(target), ("q-people", "很多"), ("q-travelled", "yes"), ("channel", "Phone"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请填 0 到 9999 的整数");
        worker.Page.QuerySelector("input[name=q-people]")!.GetAttribute("value").ShouldBe("很多");
        (await worker.SubmitAsync(Path(target), ("q-people", "3"), ("q-travelled", "yes"), ("q-ill", "no"), ("channel", "Code"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await worker.SubmitAsync(Path(target), ("q-people", "3"), ("q-travelled", "yes"), ("q-ill", "no"), ("channel", "Phone"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("这一项要回答");
        (await AgainAsync(target)).State.ShouldBe(TargetState.ToVisit);
        var key = worker.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        (await worker.SubmitAsync(Path(target), ("q-where", "四川成都"), ("q-arrived", Day(-3)), ("channel", "Phone"))).ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("问好了");
        var answer = await app.InDbAsync(db => db.ScreeningAnswers.SingleAsync(a => a.TargetId == target.Id));
        (answer.Id, answer.Version, answer.Channel).ShouldBe((Guid.Parse(key), 1, AnswerChannel.Phone));
        System.Text.Encoding.UTF8.GetString(answer.ContentSealed).ShouldNotContain("四川");
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
        (await TodoAsync(target)).ClosedAt.ShouldNotBeNull();
        (await app.InDbAsync(db => db.Occupancies.SingleAsync(o => o.Id == doors[0].Id))).State.ShouldBe(OccupancyState.LivedIn);
        // Sent again: nothing more.
        await worker.OpenAsync(Path(target));
        worker.Text.ShouldContain("四川成都");
        await worker.SubmitAsync(Path(target), [("key", key), ("channel", "Phone"), .. Fine]);
        (await app.InDbAsync(db => db.ScreeningAnswers.CountAsync(a => a.TargetId == target.Id))).ShouldBe(1);
        (await app.AuditAsync("screen.answer")).Concat(await app.AuditAsync("screen.look")).ShouldAllBe(s => !s.Contains("四川", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Questions_that_an_answer_brings_up_are_asked_before_it_is_saved()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("接着问", "three", households), households[0]);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        (await worker.SubmitAsync(Path(target), ("q-people", "1"), ("q-travelled", "yes"), ("q-ill", "no"), ("channel", "Door"))).ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("还要问 2 个问题");
        (await AgainAsync(target)).State.ShouldBe(TargetState.ToVisit);
        await worker.SubmitAsync(Path(target), ("q-where", "湖北武汉"), ("q-arrived", Day(-1)), ("channel", "Door"));
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
    }

    [Fact]
    public async Task Nobody_there_and_refused_are_states_with_evidence_and_do_not_undo_an_answer()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("没问成", "three", households), households[0]);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        await worker.SubmitAsync("/try", ("outcome", "无"));
        worker.Text.ShouldContain("没有记下");
        await worker.SubmitAsync("/try", ("outcome", "noanswer"));
        worker.Text.ShouldContain("在门上贴告知");
        (await AgainAsync(target)).State.ShouldBe(TargetState.NobodyHome);
        await worker.SubmitAsync("/evidence", ("saw", "Notice Nothing"));
        worker.Path.ShouldBe(Path(target));
        worker.Text.ShouldContain("晚上来看灯");
        await worker.SubmitAsync("/try", ("outcome", "refused"));
        (await AgainAsync(target)).State.ShouldBe(TargetState.Refused);
        (await app.InDbAsync(db => db.OccupancyEvidence.Where(e => e.DwellingId == doors[0].Id).Select(e => e.Kind).ToListAsync()))
            .ShouldBe([EvidenceKind.Call, EvidenceKind.Notice, EvidenceKind.Seen], ignoreOrder: true);
        await worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Door")]);
        await worker.OpenAsync(Path(target));
        await worker.PostAsync($"{Path(target)}/try", ("outcome", "nobody"));
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
    }

    [Fact]
    public async Task A_try_in_the_list_of_things_to_do_sets_the_target()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("在待办里", "three", households), households[0]);
        var todo = await TodoAsync(target);
        var kind = app.Services.GetServices<TodoKind>().Single(k => k.Code == TryTarget.Kind);
        kind.Page!(todo).ShouldBe($"{Path(target)}?from=todos");
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(new(null, "测试员"), default);
        var now = app.Clock.Now();
        await kind.Tried!(
            db, write, todo,
            new() { CommunityId = Cast.Home, Id = Ids.New(), TodoId = todo.Id, Outcome = "nobody", At = now, ReceivedAt = now, ById = Ids.New(), By = "小周", TooLate = false }, default);
        await write.CommitAsync();
        var after = await AgainAsync(target);
        (after.State, after.StateBy).ShouldBe((TargetState.NobodyHome, "小周"));
    }

    [Fact]
    public async Task The_household_answers_by_the_door_code_and_a_contradiction_is_looked_into_by_a_person()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Tenant, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("扫码三问", "three", households), households[0]);
        using var phone = app.Anyone();
        var code = app.CodeOf(doors[0]);
        (await phone.OpenAsync("/h/ZZZZZZZZZZ/screen")).ShouldBe(HttpStatusCode.NotFound);
        (await phone.OpenAsync($"/h/{code}/screen/{Ids.New()}")).ShouldBe(HttpStatusCode.NotFound);
        await phone.OpenAsync($"/h/{code}/screen");
        phone.Path.ShouldBe($"/h/{code}/screen/{target.Id}");
        (await phone.SubmitAsync(phone.Path, ("q-people", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("这一项要回答");
        await phone.SubmitAsync($"/h/{code}/screen/{target.Id}", Fine);
        phone.Text.ShouldContain("收到了");
        (await AgainAsync(target)).State.ShouldBe(TargetState.Scanned);
        // The code shows nothing of what was answered.
        await phone.OpenAsync($"/h/{code}/screen/{target.Id}");
        phone.Page.QuerySelector("input[name=q-people]")!.GetAttribute("value").ShouldBeNullOrEmpty();

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        await worker.SubmitAsync(Path(target), ("q-people", "4"), ("q-travelled", "no"), ("q-ill", "no"), ("channel", "Door"));
        worker.Text.ShouldContain("对不上");
        (await AgainAsync(target)).State.ShouldBe(TargetState.Contradicts);
        (await TodoAsync(target, TryTarget.RecheckKind)).ClosedAt.ShouldBeNull();
        await worker.OpenAsync(Path(target));
        worker.Text.ShouldContain("家里现在住着几个人");
        await worker.SubmitAsync("/resolve", ("why", ""));
        worker.Text.ShouldContain("请填写核对的结果");
        await worker.SubmitAsync("/resolve", ("why", "两个孩子在外婆家"));
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
        (await TodoAsync(target, TryTarget.RecheckKind)).ClosedAt.ShouldNotBeNull();
        // However often the code is scanned after that, it stands beside what a person made sure of.
        var settled = await AgainAsync(target);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 2; i++)
        {
            await phone.OpenAsync($"/h/{code}/screen/{target.Id}");
            await phone.SubmitAsync($"/h/{code}/screen/{target.Id}", Fine);
            phone.Text.ShouldContain("收到了");
            var after = await AgainAsync(target);
            (after.State, after.StateBy, after.StateAt).ShouldBe((TargetState.Done, settled.StateBy, settled.StateAt));
            (await TodoAsync(target, TryTarget.RecheckKind)).ClosedAt.ShouldNotBeNull();
        }

        await worker.OpenAsync(Path(target));
        worker.Text.ShouldContain("问好以后又有人扫码答过");
        (await app.InDbAsync(db => db.ScreeningAnswers.Where(a => a.TargetId == target.Id).OrderBy(a => a.Version).Select(a => a.Channel).ToListAsync()))
            .ShouldBe([AnswerChannel.Code, AnswerChannel.Door, AnswerChannel.Code, AnswerChannel.Code]);
        // Its own proven phone is heard as before.
        using var own = await app.PhoneAsync(doors[0]);
        var resident = Guid.Parse(own.Path.Split('/')[2]);
        await app.InDbAsync(db => db.Set<SafeIsle.Residents.Resident>().Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, households[0])));
        await app.ProvenAsync(own);
        var screen = $"/home/{resident}/screen/{target.Id}";
        await own.OpenAsync(screen);
        await own.SubmitAsync(screen, Fine);
        (await AgainAsync(target)).State.ShouldBe(TargetState.Contradicts);
        (await TodoAsync(target, TryTarget.RecheckKind)).ClosedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Another_doors_code_opens_no_household_and_people_are_not_named_to_a_code()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 2);
        var campaign = await app.CampaignAsync("十清晰", "ten", households);
        var target = await app.TargetAsync(campaign, households[0]);
        using var phone = app.Anyone();
        (await phone.OpenAsync($"/h/{app.CodeOf(doors[1])}/screen/{target.Id}")).ShouldBe(HttpStatusCode.NotFound);
        await phone.OpenAsync($"/h/{app.CodeOf(doors[0])}/screen");
        phone.Text.ShouldContain("请先认这台手机");
        phone.Text.ShouldNotContain("户1");
        phone.Page.QuerySelector("a.weui-btn_primary")!.GetAttribute("href").ShouldBe($"/h/{app.CodeOf(doors[0])}/join");
        // A helper is not asked about persons, nor is a phone that showed the door's code alone.
        using var helper = app.Anyone();
        await helper.OpenAsync($"/h/{app.CodeOf(doors[0])}/join");
        await helper.SubmitAsync("/join", ("name", "老李"), ("who", "proxy"));
        helper.Text.ShouldNotContain("十清晰");
        var hers = helper.Path;
        await helper.OpenAsync($"{hers}/screen/{target.Id}");
        helper.Text.ShouldContain("请这一户自己回答");
        helper.Text.ShouldNotContain("户1");
        await helper.OpenAsync(hers + "/forget");
        await helper.PostAsync($"{hers}/screen/{target.Id}", ("q-people", "1"));
        (await AgainAsync(target)).State.ShouldBe(TargetState.ToVisit);
        await phone.OpenAsync($"/h/{app.CodeOf(doors[0])}/join");
        await phone.SubmitAsync("/join", ("name", "李女士"), ("who", "self"));
        phone.Text.ShouldContain("十清晰");
        phone.Text.ShouldNotContain("一分钟就好");
        var home = phone.Path;
        await phone.OpenAsync($"/h/{app.CodeOf(doors[0])}/screen");
        phone.Path.ShouldBe(home + "/prove", "a phone that is known at the door answers there");
        await phone.OpenAsync($"{home}/screen/{target.Id}");
        phone.Path.ShouldBe(home + "/prove");
        phone.Text.ShouldNotContain("户1");
        await phone.SubmitAsync("/prove", ("tail", "0000"));
        await phone.OpenAsync($"{home}/screen/{target.Id}");
        phone.Text.ShouldContain("户1");
        var person = await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == households[0]).Select(p => p.Id).SingleAsync());
        string Of(string question) => ScriptRules.Field(question, person);
        await phone.SubmitAsync($"{home}/screen/{target.Id}", ("q-people", "1"), (Of("travelled"), "no"), (Of("contact"), "no"), (Of("health"), "没有不舒服"));
        phone.Text.ShouldContain("收到了");
        (await AgainAsync(target)).StateBy.ShouldStartWith("李女士");
        (await phone.OpenAsync($"{home}/screen/{(await app.TargetAsync(campaign, households[1])).Id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Strangers_with_the_code_neither_lock_the_family_out_nor_say_as_much_as_its_own_phone()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("分开算", "three", households), households[0]);
        await StoreAsync(db => db.TakeEvidenceAsync(
            [
                new()
                {
                    CommunityId = Cast.Home, Id = Ids.New(), BuildingId = building, DwellingId = doors[0].Id, Kind = EvidenceKind.Override, Sign = EvidenceSign.Nothing,
                    Decided = OccupancyState.Empty, At = app.Clock.Now(), Detail = "房东说空着", EnteredBy = "测试员",
                },
            ],
            default));
        using var passer = app.Anyone();
        var path = $"/h/{app.CodeOf(doors[0])}/screen/{target.Id}";
        for (var i = 0; i < 10; i++)
        {
            await passer.OpenAsync(path);
            await passer.SubmitAsync(path, Fine);
            passer.Text.ShouldContain("收到了");
        }

        await passer.OpenAsync(path);
        (await passer.SubmitAsync(path, Fine)).ShouldBe(HttpStatusCode.TooManyRequests);
        (await app.InDbAsync(db => db.Occupancies.SingleAsync(o => o.Id == doors[0].Id))).State.ShouldBe(OccupancyState.Empty);
        using var phone = await app.ProvenAsync(await app.PhoneAsync(doors[0]));
        var screen = $"{phone.Path}/screen/{target.Id}";
        await phone.OpenAsync(screen);
        await phone.SubmitAsync(screen, Fine);
        phone.Text.ShouldContain("收到了");
        (await app.InDbAsync(db => db.ScreeningAnswers.Where(a => a.TargetId == target.Id).OrderBy(a => a.Version).Select(a => a.Channel).LastAsync())).ShouldBe(AnswerChannel.Home);
        (await app.InDbAsync(db => db.Occupancies.SingleAsync(o => o.Id == doors[0].Id))).State.ShouldBe(OccupancyState.LivedIn);
    }

    [Fact]
    public async Task However_often_strangers_answered_staff_and_the_family_still_can()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("答满了", "three", households), households[0]);
        var sealer = app.Services.GetRequiredService<Sealer>();
        await StoreAsync(db => db.BulkInsertAsync(
            [
                .. Enumerable.Range(1, TakeAnswer.MostVersions).Select(version => (Id: Ids.New(), version)).Select(a => new ScreeningAnswer
                {
                    CommunityId = Cast.Home, Id = a.Id, BuildingId = building, TargetId = target.Id, Version = a.version, Channel = AnswerChannel.Code, At = app.Clock.Now(), EnteredBy = "路人",
                    ContentSealed = sealer.Seal(SealedColumn.ScreeningAnswer, a.Id, "{}")!,
                }),
            ],
            default));
        using var passer = app.Anyone();
        var path = $"/h/{app.CodeOf(doors[0])}/screen/{target.Id}";
        await passer.OpenAsync(path);
        (await passer.SubmitAsync(path, Fine)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        passer.Text.ShouldContain("已经答了 50 次");
        using var phone = await app.ProvenAsync(await app.PhoneAsync(doors[0]));
        var screen = $"{phone.Path}/screen/{target.Id}";
        await phone.OpenAsync(screen);
        await phone.SubmitAsync(screen, Fine);
        phone.Text.ShouldContain("收到了");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        await worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Phone")]);
        (await app.InDbAsync(db => db.ScreeningAnswers.CountAsync(a => a.TargetId == target.Id))).ShouldBe(TakeAnswer.MostVersions + 2);
    }

    private async Task StoreAsync(Func<Db, Task> store)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(new(null, "测试员"), default);
        await store(db);
        write.Record(Cast.Home, "test.store", null, "测试");
        await write.CommitAsync();
    }

    [Fact]
    public async Task A_form_that_comes_back_is_a_look_that_is_recorded()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("空表", "three", households), households[0]);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        var looks = await LooksAsync();
        (await worker.PostAsync(Path(target))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("打电话给");
        (await LooksAsync()).ShouldBe(looks + 1);

        Task<int> LooksAsync() =>
            app.InDbAsync(db => db.Set<SafeIsle.Platform.Audit.AuditEntry>().CountAsync(e => e.Subject == target.Id && e.Action == "screen.look"));
    }

    [Fact]
    public async Task Coverage_is_the_same_on_page_sheet_and_paper()
    {
        var (building, _, households) = await app.GroundAsync(Tenure.Owner, 4);
        var campaign = await app.CampaignAsync("进度", "three", households);
        using var worker = await app.AsAsync("worker");
        foreach (var (household, i) in households.Select((h, i) => (h, i)).Take(3))
        {
            var target = await app.TargetAsync(campaign, household);
            await worker.OpenAsync(Path(target));
            if (i == 0)
            {
                await worker.SubmitAsync("/try", ("outcome", "nobody"));
            }
            else
            {
                await worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Door")]);
            }
        }

        await worker.OpenAsync($"{Campaigns}/{campaign}/board");
        worker.Text.ShouldContain("50%");
        var cells = worker.Page.QuerySelectorAll("details")[^1].QuerySelectorAll("tbody td").Select(c => c.TextContent.Trim()).ToList();
        cells.Skip(1).ShouldBe(["4", "2", "0", "0", "0", "1", "1", "50%"]);
        using var sheet = await worker.FetchAsync($"{Campaigns}/{campaign}/coverage.xlsx");
        var file = SheetFile.Read(await sheet.Content.ReadAsStreamAsync(), SheetLimits.Default).Value;
        file.Sheets[0].Rows[^1].Cells.Select(c => c.Text).ShouldBe(["合计", "4", "2", "0", "0", "0", "1", "1", "50"]);
        using var paper = await worker.FetchAsync($"{Campaigns}/{campaign}/coverage.pdf");
        paper.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        await worker.OpenAsync($"{Campaigns}/{campaign}?state=NobodyHome&building={building}");
        worker.Page.QuerySelectorAll("a").Count(a => a.GetAttribute("href")?.Contains("/screening/", StringComparison.Ordinal) == true).ShouldBe(1);
    }

    [Fact]
    public async Task Coverage_is_by_grid_and_by_person_responsible_too_and_open_boards_are_told_of_an_answer()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 4);
        await GridOfAsync(building, 1);
        var campaign = await app.CampaignAsync("按网格的进度", "three", households);
        var mine = doors.Take(households.Count).Index().Where(d => d.Item.Unit == 1).Select(d => households[d.Index]).ToList();
        var board = $"{Campaigns}/{campaign}/board";
        using var director = await app.AsAsync("director");
        await director.OpenAsync(board);
        Line("按网格", "第7网格").ShouldBe([$"{mine.Count}", "0", "0", "0", "0", "0", $"{mine.Count}", "0%"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var stream = await director.StreamAsync($"{Campaigns}/events", limit.Token);
        using var reader = new StreamReader(stream);
        // The stream's own first sign of life.
        for (var line = "-"; line.Length > 0;)
        {
            line = (await reader.ReadLineAsync(limit.Token))!;
        }

        using var worker = await app.AsAsync("worker");
        var target = await app.TargetAsync(campaign, mine[0]);
        await worker.OpenAsync(Path(target));
        var told = reader.ReadLineAsync(limit.Token).AsTask();
        (await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(300), limit.Token))).ShouldNotBe(told, "nothing has happened yet");
        await worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Door")]);
        (await told).ShouldBe("event: message");
        await director.OpenAsync(board);
        string[] one = [$"{mine.Count}", "1", "0", "0", "0", "0", $"{mine.Count - 1}", $"{100 / mine.Count}%"];
        Line("按网格", "第7网格").ShouldBe(one);
        Line("按负责人", "小周").ShouldBe(one);
        var rest = households.Count - mine.Count;
        string[] none = [$"{rest}", "0", "0", "0", "0", "0", $"{rest}", "0%"];
        Line("按网格", "还没有划进网格").ShouldBe(none);
        Line("按负责人", "没人负责").ShouldBe(none);

        string[] Line(string part, string label) =>
        [
            .. director.Page.QuerySelectorAll("details").Single(d => d.QuerySelector("h2")!.TextContent == part).QuerySelectorAll("tbody tr")
                .Single(r => r.QuerySelector("td")!.TextContent.Trim() == label).QuerySelectorAll("td").Skip(1).Select(c => c.TextContent.Trim()),
        ];
    }

    [Fact]
    public async Task Those_who_announced_that_they_come_back_are_asked_until_they_were_checked()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 3);
        var homes = doors.Take(households.Count).ToList();
        using var worker = await app.AsAsync("worker");
        var returnees = new List<Returnee>();
        foreach (var (door, i) in homes.Take(2).Select((d, i) => (d, i)))
        {
            await worker.OpenAsync($"{Desk}/returnees/new");
            await worker.SubmitAsync(
                "/new", ("where", door.Label), ("name", $"返回的{i}"), ("phone", "142 0000 0777"), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(3).ForInput()), ("transport", "火车 G1234"));
            worker.Text.ShouldContain("已登记");
            var name = $"返回的{i}";
            returnees.Add(await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == name)));
        }

        // The first has come, was met, and his travel is in order.
        foreach (var act in new[] { "arrive", "meet", "checked" })
        {
            await worker.OpenAsync($"{Desk}/returnees/{returnees[0].Id}");
            await worker.SubmitAsync($"/returnees/{returnees[0].Id}", ("act", act));
        }

        await worker.SubmitAsync("/checked");

        (await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Id == returnees[0].Id))).State.ShouldBe(ReturneeState.Checked);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(New);
        await director.SubmitAsync(New, ("name", "问返回的"), ("who", "returnees"), ("script", "three"), ("last", Day(1)));
        director.Text.ShouldContain("确认开始“问返回的”");
        await director.SubmitAsync(Campaigns);
        var asked = await app.InDbAsync(db => db.ScreeningTargets.Where(t => db.Set<Campaign>().Any(c => c.Id == t.CampaignId && c.Name == "问返回的")).Select(t => t.HouseholdId).ToListAsync());
        asked.ShouldBe([households[1]]);
    }

    [Fact]
    public async Task Notices_are_printed_for_those_not_reached_put_up_once_a_day_and_the_end_ends_it()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 2);
        var campaign = await app.CampaignAsync("贴告知", "three", households);
        using var worker = await app.AsAsync("worker");
        var done = await app.TargetAsync(campaign, households[0]);
        await worker.OpenAsync(Path(done));
        await worker.SubmitAsync(Path(done), [.. Fine, ("channel", "Door")]);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync($"{Campaigns}/{campaign}/notices.pdf?building={building}")).ShouldBe(HttpStatusCode.NotFound);
        using var pdf = await worker.FetchAsync($"{Campaigns}/{campaign}/notices.pdf?building={building}");
        pdf.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        (await app.AuditAsync("screen.print"))[0].ShouldContain("1 张");
        await worker.OpenAsync($"{Campaigns}/{campaign}?building={building}");
        await worker.SubmitAsync("/notices");
        worker.Text.ShouldContain("贴了 1 张");
        await worker.SubmitAsync("/notices");
        worker.Text.ShouldContain("今天都记过了");
        (await app.InDbAsync(db => db.OccupancyEvidence.CountAsync(e => e.DwellingId == doors[1].Id && e.Kind == EvidenceKind.Notice))).ShouldBe(1);

        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Campaigns}/{campaign}");
        await director.SubmitAsync("/end");
        director.Text.ShouldContain("已经结束");
        var open = await app.TargetAsync(campaign, households[1]);
        (await TodoAsync(open)).ClosedAt.ShouldNotBeNull();
        await director.PostAsync($"{Campaigns}/{campaign}/end");
        director.Text.ShouldContain("已经结束过了");
        await worker.PostAsync($"{Path(open)}/try", ("outcome", "nobody"));
        worker.Text.ShouldContain("没有记下");
        (await AgainAsync(open)).State.ShouldBe(TargetState.ToVisit);
        using var phone = app.Anyone();
        (await phone.OpenAsync($"/h/{app.CodeOf(doors[1])}/screen/{open.Id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_two_answers_at_once_each_is_a_version_and_of_one_sent_twice_one_counts()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("同时", "three", households), households[0]);
        using var worker = await app.AsAsync("worker");
        using var director = await app.AsAsync("director");
        await worker.OpenAsync(Path(target));
        await director.OpenAsync(Path(target));
        var key = worker.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        using var twice = await app.AsAsync("worker");
        await twice.OpenAsync(Path(target));
        await Task.WhenAll(
            worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Phone")]), director.SubmitAsync(Path(target), [.. Fine, ("channel", "Door")]),
            twice.SubmitAsync(Path(target), [.. Fine, ("channel", "Phone"), ("key", key)]));
        (await app.InDbAsync(db => db.ScreeningAnswers.Where(a => a.TargetId == target.Id).Select(a => a.Version).ToListAsync())).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_contradiction_that_another_module_finds_stays_until_a_person_looked()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Tenant, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("短信不一致", "three", households), households[0]);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using var write = await db.BeginWriteAsync(new(null, "测试员"), default);
            // Who said nothing yet is contradicted by nothing.
            (await db.AnsweredTargetsAsync(Cast.Home, households[0], default)).ShouldBeEmpty();
            (await db.MarkContradictsAsync(scope.ServiceProvider.GetRequiredService<Sealer>(), write, Cast.Home, target.Id, "说从四川来，短信有武汉", app.Clock.Now(), "测试员", default)).ShouldBeTrue();
            (await db.MarkContradictsAsync(scope.ServiceProvider.GetRequiredService<Sealer>(), write, Cast.Next, target.Id, "别的社区", app.Clock.Now(), "测试员", default)).ShouldBeFalse();
            await write.CommitAsync();
        }

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        worker.Text.ShouldContain("短信有武汉");
        await worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Phone")]);
        (await AgainAsync(target)).State.ShouldBe(TargetState.Contradicts);
    }

    [Fact]
    public async Task A_day_far_beyond_is_a_slip_of_the_hand()
    {
        using var director = await app.AsAsync("director");
        foreach (var (day, words) in new[] { ("9999-12-31", "1900 年到 2199 年之间"), ("2199-12-31", "最晚从 90 天以后开始") })
        {
            await director.OpenAsync(NewCampaign.Path(Cast.Home));
            (await director.SubmitAsync("/campaigns/new", ("first", day))).ShouldBe(HttpStatusCode.UnprocessableEntity);
            director.Text.ShouldContain(words);
            director.Page.QuerySelector("input[name=first]")!.GetAttribute("value").ShouldBe(day);
        }
    }

    [Fact]
    public async Task From_my_list_one_opens_the_door_answers_and_finds_the_way_back()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 2);
        var campaign = await app.CampaignAsync("从待办去", "three", households);
        var (first, second) = (await app.TargetAsync(campaign, households[0]), await app.TargetAsync(campaign, households[1]));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"/field/{Cast.Home}/todos?show=nobody");
        var links = director.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).Where(h => h.Contains("/screening/", StringComparison.Ordinal)).ToList();
        links.ShouldContain($"{Path(first)}?from=todos");
        (await director.OpenAsync($"{Path(first)}?from=todos")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("‹ 我的待办");
        (await director.SubmitAsync($"{Path(first)}?from=todos", ("q-people", "两个"), ("channel", "Door"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("‹ 我的待办");
        await director.SubmitAsync($"{Path(first)}?from=todos", [.. Fine, ("channel", "Door")]);
        director.Text.ShouldContain("问好了");
        Back().ShouldBe($"/field/{Cast.Home}/todos");
        await director.OpenAsync($"{Path(second)}?from=todos");
        await director.SubmitAsync("/try?from=todos", ("outcome", "nobody"));
        Back().ShouldBe($"/field/{Cast.Home}/todos");
        // From the campaign it goes back to the campaign.
        await director.OpenAsync(Path(second));
        await director.SubmitAsync(Path(second), [.. Fine, ("channel", "Door")]);
        Back().ShouldBe($"{Campaigns}/{campaign}");

        string Back() => director.Page.QuerySelector(".phone-head a")!.GetAttribute("href")!;
    }

    [Fact]
    public async Task Who_refused_has_refused_though_nobody_opens_the_next_time()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("拒绝以后", "three", households), households[0]);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        await worker.SubmitAsync("/try", ("outcome", "refused"));
        await worker.SubmitAsync("/try", ("outcome", "noanswer"));
        (await AgainAsync(target)).State.ShouldBe(TargetState.Refused);
        await worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Phone")]);
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
    }

    [Fact]
    public async Task An_answer_that_tells_of_illness_or_travel_is_followed_up()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 2);
        var campaign = await app.CampaignAsync("要跟进", "three", households);
        var (ill, well) = (await app.TargetAsync(campaign, households[0]), await app.TargetAsync(campaign, households[1]));
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(well));
        await worker.SubmitAsync(Path(well), [.. Fine, ("channel", "Phone")]);
        (await app.InDbAsync(db => db.Todos.AnyAsync(t => t.Kind == TryTarget.FollowKind && t.SourceId == well.Id))).ShouldBeFalse();
        await worker.OpenAsync(Path(ill));
        await worker.SubmitAsync(Path(ill), ("q-people", "2"), ("q-travelled", "no"), ("q-ill", "yes"), ("channel", "Phone"));
        await worker.SubmitAsync(Path(ill), ("q-illness", "孙子 38.5 度，昨天起"), ("channel", "Phone"));
        var todo = await TodoAsync(ill, TryTarget.FollowKind);
        (todo.ClosedAt, todo.Dwelling).ShouldBe((null, doors[0].Label));
        todo.Title.ShouldNotContain("38.5");
        await worker.OpenAsync(Path(ill));
        worker.Text.ShouldContain("这次的回答要跟进");
        worker.Text.ShouldContain("开始核对行程");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Campaigns}/{campaign}");
        director.Text.ShouldContain($"1 户的回答要跟进：{doors[0].Label}");
        await director.OpenAsync(Desk);
        director.Text.ShouldContain("户 排查的回答要跟进或对不上");
        // It stays when the campaign ends: somebody is ill all the same.
        await director.OpenAsync($"{Campaigns}/{campaign}");
        await director.SubmitAsync("/end");
        (await TodoAsync(ill, TryTarget.FollowKind)).ClosedAt.ShouldBeNull();
    }

    [Fact]
    public async Task What_the_doors_code_says_of_a_household_that_was_asked_is_followed_up_once_and_hides_nothing()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("扫了又扫", "three", households), households[0]);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(target));
        await worker.SubmitAsync(Path(target), [.. Fine, ("channel", "Phone")]);
        using var passer = app.Anyone();
        var path = $"/h/{app.CodeOf(doors[0])}/screen/{target.Id}";
        await ScanAsync();
        (await TodoAsync(target, TryTarget.FollowKind)).ClosedAt.ShouldBeNull();
        await app.InDbAsync(db => db.Todos.Where(t => t.Kind == TryTarget.FollowKind && t.SourceId == target.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, (DateTimeOffset?)app.Clock.Now())));
        await ScanAsync();
        (await TodoAsync(target, TryTarget.FollowKind)).ClosedAt.ShouldNotBeNull();
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
        var sealer = app.Services.GetRequiredService<Sealer>();
        await StoreAsync(db => db.BulkInsertAsync(
            [
                .. Enumerable.Range(10, OpenAnswer.MostShown).Select(version => (Id: Ids.New(), version)).Select(a => new ScreeningAnswer
                {
                    CommunityId = Cast.Home, Id = a.Id, BuildingId = building, TargetId = target.Id, Version = a.version, Channel = AnswerChannel.Code, At = app.Clock.Now(), EnteredBy = "路人",
                    ContentSealed = sealer.Seal(SealedColumn.ScreeningAnswer, a.Id, "{}")!,
                }),
            ],
            default));
        await worker.OpenAsync(Path(target));
        worker.Text.ShouldContain("第 1 次：电话");

        async Task ScanAsync()
        {
            await passer.OpenAsync(path);
            await passer.SubmitAsync(path, ("q-people", "2"), ("q-travelled", "no"), ("q-ill", "yes"));
            await passer.SubmitAsync(path, ("q-illness", "咳嗽"));
            passer.Text.ShouldContain("收到了");
        }
    }

    [Fact]
    public async Task The_notice_says_that_somebody_came_only_where_somebody_did()
    {
        var (building, _, households) = await app.GroundAsync(Tenure.Owner, 2);
        var campaign = await app.CampaignAsync("来过没有", "three", households);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(await app.TargetAsync(campaign, households[0])));
        await worker.SubmitAsync("/try", ("outcome", "nobody"));
        using var pdf = await worker.FetchAsync($"{Campaigns}/{campaign}/notices.pdf?building={building}");
        var words = PdfReader.Text(await pdf.Content.ReadAsByteArrayAsync(), "-layout");
        words.Split("我们来过").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_registers_later_is_added_to_a_campaign_of_all_once()
    {
        await app.GroundAsync(Tenure.Owner, 1);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(New);
        var id = Guid.Parse(director.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!);
        await director.SubmitAsync(New, ("name", "全员"), ("who", "all"), ("script", "three"), ("last", Day(1)));
        await director.SubmitAsync(Campaigns);
        director.Text.ShouldNotContain("开始以后登记的");
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 2);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Campaigns}/{id}");
        (await worker.PostAsync($"{Campaigns}/{id}/later")).ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await app.AsAsync("stranger");
        await stranger.OpenAsync("/account");
        (await stranger.PostAsync($"{Campaigns}/{id}/later")).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync($"{Campaigns}/{id}");
        director.Text.ShouldContain("户是开始以后登记的");
        using var twice = await app.AsAsync("director");
        await twice.OpenAsync($"{Campaigns}/{id}");
        await Task.WhenAll(director.SubmitAsync("/later"), twice.SubmitAsync("/later"));
        foreach (var household in households)
        {
            var target = await app.TargetAsync(id, household);
            (await TodoAsync(target)).ClosedAt.ShouldBeNull();
        }

        await director.OpenAsync($"{Campaigns}/{id}");
        director.Text.ShouldNotContain("户是开始以后登记的");
        (await app.InDbAsync(db => db.ScreeningTargets.CountAsync(t => t.CampaignId == id && t.DwellingId == doors[0].Id))).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_by_the_doors_code_alone_finishes_no_household_until_somebody_has_checked_it()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 2);
        var campaign = await app.CampaignAsync("扫码要核", "three", households);
        var (target, other) = (await app.TargetAsync(campaign, households[0]), await app.TargetAsync(campaign, households[1]));
        using var passer = app.Anyone();
        await passer.OpenAsync($"/h/{app.CodeOf(doors[0])}/screen");
        await passer.SubmitAsync(passer.Path, Fine);
        var todo = await TodoAsync(target, TryTarget.ScannedKind);
        (todo.ClosedAt, todo.Title).ShouldBe((null, "扫码答的，路过核一核：扫码要核"));
        (await TodoAsync(target)).ClosedAt.ShouldNotBeNull();
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Campaigns}/{campaign}?state=Scanned");
        worker.Text.ShouldContain(doors[0].Label);
        worker.Text.ShouldNotContain(doors[1].Label);
        worker.Text.ShouldContain("其中门上扫码答的");
        worker.Text.ShouldContain("0%");
        // Nobody at home does not hide that it was answered, and where nothing was there is nothing to check.
        await worker.OpenAsync(Path(target));
        worker.Text.ShouldContain("扫码答的，还没有核");
        await worker.SubmitAsync("/try", ("outcome", "nobody"));
        (await AgainAsync(target)).State.ShouldBe(TargetState.Scanned);
        await worker.OpenAsync(Path(other));
        await worker.SubmitAsync("/try", ("outcome", TryTarget.Checked));
        worker.Text.ShouldContain("没有记下");
        (await AgainAsync(other)).State.ShouldBe(TargetState.ToVisit);
        await worker.OpenAsync(Path(target));
        await worker.SubmitAsync("/try", ("outcome", TryTarget.Checked));
        worker.Text.ShouldContain("已记下核过了，属实");
        var after = await AgainAsync(target);
        (after.State, after.StateBy).ShouldBe((TargetState.Done, "小周"));
        (await TodoAsync(target, TryTarget.ScannedKind)).ClosedAt.ShouldNotBeNull();
        // Scanned again it stays what somebody has made sure of.
        await passer.OpenAsync($"/h/{app.CodeOf(doors[0])}/screen");
        await passer.SubmitAsync(passer.Path, Fine);
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
        (await TodoAsync(target, TryTarget.ScannedKind)).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_households_own_proven_phone_finishes_what_a_passer_by_began()
    {
        var (_, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("自己答", "three", households), households[0]);
        using var passer = app.Anyone();
        await passer.OpenAsync($"/h/{app.CodeOf(doors[0])}/screen");
        await passer.SubmitAsync(passer.Path, Fine);
        using var phone = await app.PhoneAsync(doors[0]);
        var resident = Guid.Parse(phone.Path.Split('/')[2]);
        await app.InDbAsync(db => db.Set<SafeIsle.Residents.Resident>().Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, households[0])));
        await app.ProvenAsync(phone);
        phone.Text.ShouldContain("自己答");
        phone.Text.ShouldNotContain("已经答过");
        await phone.OpenAsync($"/home/{resident}/screen/{target.Id}");
        await phone.SubmitAsync($"/screen/{target.Id}", Fine);
        (await AgainAsync(target)).State.ShouldBe(TargetState.Done);
        (await TodoAsync(target, TryTarget.ScannedKind)).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_campaign_of_all_looks_at_doors_where_nobody_is_registered_and_a_household_that_registers_takes_its_door_over()
    {
        // Two units of one door each; nobody is behind the second.
        var number = 690;
        var building = await SafeIsle.Tests.Closures.Residents.AddBuildingAsync(app, $"{number}号楼", 1);
        var empty = await app.InDbAsync(db => db.Dwellings.Where(d => d.BuildingId == building).OrderBy(d => d.SortKey).ToListAsync());
        using var director = await app.AsAsync("director");
        await director.OpenAsync(New);
        var id = Guid.Parse(director.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!);
        await director.SubmitAsync(New, ("name", "一户不漏"), ("who", "all"), ("script", "three"), ("last", Day(1)));
        await director.SubmitAsync(Campaigns);
        director.Text.ShouldContain("已经开始");
        var targets = await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == id && t.BuildingId == building).OrderBy(t => t.SortKey).ToListAsync());
        targets.Select(t => (t.DwellingId, t.HouseholdId, t.State)).ShouldBe(empty.Select(d => (d.Id, (Guid?)null, TargetState.ToVisit)));
        (await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == id).GroupBy(t => t.DwellingId).Where(g => g.Count() > 1 && g.Any(t => t.HouseholdId == null)).CountAsync())).ShouldBe(0);
        var (kept, taken) = (targets[0], targets[1]);
        var todo = await TodoAsync(kept, TryTarget.EmptyKind);
        (todo.Title, todo.HouseholdId).ShouldBe(("底册没有人，去看看有没有人住：一户不漏", null));
        await director.OpenAsync($"{Campaigns}/{id}?building={building}");
        director.Text.ShouldContain("底册没有人");

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(kept));
        worker.Text.ShouldContain("去看看有没有人住");
        await worker.SubmitAsync("/try", ("outcome", "refused"));
        worker.Text.ShouldContain("没有记下");
        await worker.PostAsync(Path(kept), ("q-people", "1"), ("channel", "Door"), ("key", $"{Ids.New()}"));
        worker.Text.ShouldContain("底册里这个门没有人");
        await worker.OpenAsync(Path(kept));
        await worker.SubmitAsync("/try", ("outcome", TryTarget.Vacant));
        worker.Text.ShouldContain("已记下没有人住");
        (await AgainAsync(kept)).State.ShouldBe(TargetState.Done);
        (await TodoAsync(kept, TryTarget.EmptyKind)).ClosedAt.ShouldNotBeNull();
        await worker.OpenAsync(Path(taken));
        await worker.SubmitAsync("/try", ("outcome", TryTarget.Lived));
        (await AgainAsync(taken)).State.ShouldBe(TargetState.ToVisit);
        (await TodoAsync(taken, TryTarget.EmptyKind)).ClosedAt.ShouldBeNull();
        (await app.InDbAsync(db => db.OccupancyEvidence.SingleAsync(e => e.DwellingId == taken.DwellingId))).Sign.ShouldBe(EvidenceSign.Present);

        var household = await app.WriteAsync(batch =>
        {
            var made = batch.AddHousehold(empty[1], Tenure.Owner);
            batch.AddPerson(made, RegisterFixture.Person("后来登记", phone: "14206900001"), 0);
            return made.Id;
        });
        await director.OpenAsync($"{Campaigns}/{id}");
        await director.SubmitAsync("/later");
        director.Text.ShouldContain("已补进");
        var now = await app.TargetAsync(id, household);
        (now.Id, now.State, now.StateBy).ShouldBe((taken.Id, TargetState.ToVisit, ""));
        (await TodoAsync(now)).ClosedAt.ShouldBeNull();
        (await TodoAsync(now, TryTarget.EmptyKind)).ClosedAt.ShouldNotBeNull();
        (await app.InDbAsync(db => db.ScreeningTargets.CountAsync(t => t.CampaignId == id && t.DwellingId == taken.DwellingId))).ShouldBe(1);
        await worker.OpenAsync(Path(now));
        worker.Text.ShouldContain("后来登记");
    }

    [Fact]
    public async Task Of_merged_doors_without_anybody_one_is_looked_at_and_none_beside_a_household()
    {
        var building = await SafeIsle.Tests.Closures.Residents.AddBuildingAsync(app, "691号楼");
        var doors = await app.InDbAsync(db => db.Dwellings.Where(d => d.BuildingId == building).OrderBy(d => d.SortKey).ToListAsync());
        var household = await app.WriteAsync(batch =>
        {
            var made = batch.AddHousehold(doors[2], Tenure.Owner);
            batch.AddPerson(made, RegisterFixture.Person("合并的", phone: "14206910001"), 0);
            return made.Id;
        });
        using var director = await app.AsAsync("director");
        await director.OpenAsync(New);
        var id = Guid.Parse(director.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!);
        await director.SubmitAsync(New, ("name", "合并的门"), ("who", "all"), ("script", "three"), ("last", Day(1)));
        await director.SubmitAsync(Campaigns);
        await MergeAsync(0, 1);
        await MergeAsync(2, 3);
        var left = await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == id && t.BuildingId == building && t.LeftAt == null).OrderBy(t => t.SortKey).ToListAsync());
        left.Select(t => (t.DwellingId, t.HouseholdId)).ShouldBe([(doors[1].Id, null), (doors[3].Id, household)]);
        var ids = left.ConvertAll(t => t.Id);
        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.BuildingId == building && t.ClosedAt == null && !ids.Contains(t.SourceId)))).ShouldBe(0);
        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.BuildingId == building && t.ClosedAt == null))).ShouldBe(2);

        async Task MergeAsync(int from, int into)
        {
            await director.OpenAsync($"{Desk}/places/dwellings/{doors[from].Id}");
            (await director.SubmitAsync("/merge", ("into", doors[into].Id.ToString()))).ShouldBe(HttpStatusCode.OK, director.Text);
        }
    }
}
