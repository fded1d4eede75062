using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Tests.Closures;

/// <summary>What happens after the order: ticks, extension, lifting, chain, papers, signals.</summary>
public sealed class ClosureBoardTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private async Task<(Guid Building, string Path)> ClosedAsync(Browser director, string label, params (string, string?)[] changes)
    {
        var building = await Residents.AddBuildingAsync(app, label);
        await Residents.AddAsync(app, building, [new PersonFacts
        {
            Name = "张甲", BirthDate = new(1940, 1, 1), Phones = ["14200138001"],
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [CareTags.Medicine] = "二甲双胍" },
        }]);
        return (building, await CloseBuildingTests.CloseAsync(director, building, changes));
    }

    private Task<List<ClosureTask>> TasksAsync(Guid building) =>
        app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).OrderBy(t => t.Position).ToListAsync());

    [Fact]
    public async Task A_task_is_ticked_by_its_owner_or_the_committee_and_by_nobody_else()
    {
        using var director = await app.AsAsync("director");
        var doctor = app.Cast.Accounts["doctor"].ToString();
        var (building, path) = await ClosedAsync(director, "31号楼", ("owner3", doctor));
        var tasks = await TasksAsync(building);
        var roles = tasks.Where(t => t.OwnerId == app.Cast.Accounts["doctor"]).ToList();
        roles.ShouldNotBeEmpty();

        using var stranger = await app.AsAsync("stranger");
        await stranger.OpenAsync("/login");
        (await stranger.PostAsync($"{path}/tasks/{tasks[0].Id}/tick")).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync("/login");
        (await guard.PostAsync($"{path}/tasks/{tasks[0].Id}/tick")).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        await town.OpenAsync(path);
        (await town.PostAsync($"{path}/tasks/{tasks[0].Id}/tick")).ShouldBe(HttpStatusCode.Forbidden);

        using var partner = await app.AsAsync("doctor");
        (await partner.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);
        (await partner.PostAsync($"{path}/tasks/{tasks[0].Id}/tick")).ShouldBe(HttpStatusCode.Forbidden);
        partner.Text.ShouldContain("这项任务交给了高主任");
        await partner.OpenAsync(path);
        await partner.SubmitAsync($"/tasks/{roles[0].Id}/tick");
        partner.Text.ShouldContain("已勾选");

        await director.OpenAsync(path);
        await director.SubmitAsync($"/tasks/{tasks[0].Id}/tick");
        director.Text.ShouldContain("用时");
        (await director.PostAsync($"{path}/tasks/{tasks[0].Id}/tick")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已经勾过了");
        await director.SubmitAsync($"/tasks/{tasks[0].Id}/untick");
        (await director.PostAsync($"{path}/tasks/{tasks[0].Id}/untick")).ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.ClosureEvents.CountAsync(e => e.BuildingId == building))).ShouldBe(4);
        await director.OpenAsync(path + "/chain");
        director.Text.ShouldContain("撤销完成");
        director.Text.ShouldContain("林医生");
    }

    [Fact]
    public async Task Late_tasks_stand_first()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "32号楼");
        var tasks = await TasksAsync(building);
        var now = tasks[0].DueAt.AddMinutes(15);
        var rows = TaskRow.Sorted(tasks.Select(t => new TaskRow(
            t.Id, t.Stage, t.Title, t.Role, t.OwnerId, t.OwnerName, t.DueAt, t.TargetSeconds, t.BeforeLifting,
            t.Position == 0 ? now.AddMinutes(-14) : null, t.Position == 0 ? "高主任" : "", t.Position)));
        rows.TakeWhile(t => t.LateAt(now)).Count().ShouldBe(2);
        rows[^1].Done.ShouldBeTrue();
        rows[^1].Took.ShouldBe(120);
        (await director.OpenAsync(path + "/board")).ShouldBe(HttpStatusCode.OK);
        director.Page.QuerySelector("nav").ShouldBeNull();
        director.Text.ShouldContain("还有");
    }

    [Fact]
    public async Task An_order_is_extended_with_a_reason_and_never_shortened()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "33号楼");
        var before = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path + "/extend")).ShouldBe(HttpStatusCode.Forbidden);

        await director.OpenAsync(path + "/extend");
        (await director.SubmitAsync("/extend", ("reason", "检出新的感染者"), ("document", "普防控〔2022〕15号"), ("monitored", before.MonitoredUntil.AddDays(-1).ForInput())))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("只能延后");

        // Looked through once more before it binds anybody; until then nothing has changed.
        await director.SubmitAsync("/extend", ("closed", before.ClosedUntil.AddDays(1).ForInput()), ("monitored", before.MonitoredUntil.AddDays(1).ForInput()));
        director.Text.ShouldContain("请再核对一遍");
        director.Text.ShouldContain("（多 1 天）");
        (await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building))).ClosedUntil.ShouldBe(before.ClosedUntil);
        await director.SubmitAsync(
            "/extend", ("sure", "1"), ("closed", before.ClosedUntil.AddDays(1).ForInput()), ("monitored", before.MonitoredUntil.AddDays(1).ForInput()));
        director.Text.ShouldContain("封控第 1 天，共 3 天");
        var after = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));
        after.DoorNotice.ShouldContain("普防控〔2022〕15号");
        after.DocumentNumber.ShouldBe(before.DocumentNumber);
        var end = (await TasksAsync(building)).First(t => t.Clock == SafeIsle.Plans.StepClock.End);
        end.DueAt.ShouldBe(after.MonitoredUntil.AddMinutes(-240));
    }

    [Fact]
    public async Task An_extension_adds_test_days_with_their_tasks_and_says_so()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "38号楼");
        var before = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));
        var tasks = await TasksAsync(building);
        await director.OpenAsync(path + "/extend");
        director.Text.ShouldContain("体温照旧每天早 06:30–09:00");
        (string, string?)[] right =
        [
            ("reason", "检出新的感染者"), ("document", "普防控〔2022〕15号"), ("monitored", before.MonitoredUntil.AddDays(2).ForInput()), ("testDays", "15、16"),
        ];
        foreach (var (field, value, sentence) in new[]
        {
            ("testDays", "7", "本来就有核酸"), ("testDays", "17", "延长后一共 16 天"), ("testDays", "明天", "不是天数"), ("authority", "樱花苑居委会", "不能作为决定机关"),
            ("document", "", "请填写文号"),
        })
        {
            (await director.SubmitAsync("/extend", [.. right.Where(r => r.Item1 != field), (field, value)])).ShouldBe(HttpStatusCode.UnprocessableEntity);
            director.Text.ShouldContain(sentence);
        }

        await director.SubmitAsync("/extend", [.. right, ("sure", "1"), ("authority", ""), ("basis", "")]);
        director.Path.ShouldBe(path, director.Text);
        director.Text.ShouldContain($"已延长：健康管理到 {before.MonitoredUntil.AddDays(2).Short()}（原 {before.MonitoredUntil.Short()}）；加做核酸：{Added(before)}。");
        // What it left as it was is not told as if it had been moved.
        director.Text.ShouldNotContain($"（原 {before.ClosedUntil.Short()}）");
        director.Text.ShouldContain("普陀区疫情防控指挥部决定，依据：普防控〔2022〕15号，《传染病防治法》及上海市防控方案；原因：检出新的感染者");
        var added = (await TasksAsync(building)).Skip(tasks.Count).ToList();
        added.Select(t => t.Title).ShouldAllBe(t => t.Contains("全员核酸", StringComparison.Ordinal));
        added[1].Title.ShouldStartWith("第16天全员核酸");
        added[1].DueAt.ShouldBe(before.StartsAt.AddDays(15).AddSeconds(7200));
        added[1].OwnerId.ShouldBe(tasks.First(t => t.Role == added[1].Role).OwnerId);
        await director.OpenAsync(path + "/chain");
        director.Text.ShouldContain($"加做核酸：{Added(before)}");

        // The first extension stays when a second one follows.
        await director.OpenAsync(path + "/extend");
        await director.SubmitAsync("/extend", ("sure", "1"), ("reason", "再延一天"), ("document", "普防控〔2022〕18号"), ("monitored", before.MonitoredUntil.AddDays(3).ForInput()));
        var notice = (await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building))).DoorNotice;
        notice.ShouldContain("普防控〔2022〕15号");
        notice.ShouldContain("普防控〔2022〕18号");
    }

    private static string Added(ClosureOrder order) =>
        string.Join("、", new[] { 14, 15 }.Select(days => order.StartsAt.AddDays(days).Here().ToString("M月d日", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task Lifting_early_needs_a_reason_frees_the_units_and_stays_in_the_chain()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "34号楼");
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path + "/lift")).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync(path + "/lift");
        director.Text.ShouldContain("时间未满");
        (await director.SubmitAsync("/lift", ("reason", "接指挥部通知，排除感染"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写解除决定的文号");
        await director.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接指挥部通知，排除感染"));
        director.Text.ShouldContain("已解除");
        director.Text.ShouldContain("凭新的决定重新封控");
        (await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building))).LiftingNotice.ShouldContain("依据：普防控〔2022〕20号");
        (await director.PostAsync(path + "/lift")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已经解除了");
        await director.OpenAsync(path + "/chain");
        director.Text.ShouldContain("接指挥部通知，排除感染");
        var tasks = await TasksAsync(building);
        await director.OpenAsync(path);
        await director.PostAsync($"{path}/tasks/{tasks[0].Id}/tick");
        director.Text.ShouldContain("解除前的任务不能再改");
        (await CloseBuildingTests.CloseAsync(director, building)).ShouldNotBe(path);
    }

    [Fact]
    public async Task Lists_and_board_count_alike_before_and_after_the_lifting()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "37号楼");
        await director.SubmitAsync($"/tasks/{(await TasksAsync(building))[0].Id}/tick");
        (await CountsAlikeAsync(building, app.Clock.Now().AddMinutes(35))).Late.ShouldBe(4);

        await director.OpenAsync(path + "/lift");
        await director.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接指挥部通知"));
        var after = await CountsAlikeAsync(building, app.Clock.Now().AddHours(3));
        // Only what comes after the lifting is left; two of its five tasks are over time by now.
        (after.Open, after.Late).ShouldBe((5, 2));
    }

    private async Task<ClosureRow> CountsAlikeAsync(Guid building, DateTimeOffset now)
    {
        var cancel = TestContext.Current.CancellationToken;
        var me = await app.InDbAsync(async db => (await Me.LoadAsync(db, app.Cast.Accounts["director"], null, cancel))!);
        var row = await app.InDbAsync(async db => (await ClosureRow.LoadAsync(
            db, me, db.ClosureOrders.Within(me).Where(o => o.BuildingId == building), now, cancel)).Single());
        var board = await app.InDbAsync(async db => (await ClosureBoard.LoadAsync(db, me, Cast.Home, row.Id, [], [], now, cancel))!);
        (row.Tasks, row.Done, row.Late).ShouldBe((board.Tasks.Count, board.Done, board.Late));
        row.Open.ShouldBe(board.Tasks.Count(t => !t.Done && board.Counts(t)));
        return row;
    }

    [Fact]
    public async Task Papers_are_pdf_and_the_care_list_shows_phones_to_those_who_call()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "35号楼");
        foreach (var paper in new[] { "notice.pdf", "notice.pdf?each=door", "runsheet.pdf", "care.pdf", "chain.pdf" })
        {
            using var answer = await director.FetchAsync($"{path}/{paper}");
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf", paper);
        }

        await director.OpenAsync(path + "/lifting.pdf");
        director.Text.ShouldContain("还没有解除");
        await director.OpenAsync(path + "/care");
        director.Text.ShouldContain("14200138001");
        director.Text.ShouldContain("慢性病用药（二甲双胍）");
        var order = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == order.Id && e.Action == "closure.care"))).ShouldBe(2);
        var masked = await TakenAsync();
        masked.ShouldContain("35号楼1单元101室|张甲|");
        masked.ShouldContain("|142****8001");
        masked.ShouldNotContain("二甲双胍");
        var whole = await TakenAsync(("full", "1"));
        whole.ShouldContain("慢性病用药（二甲双胍）");
        whole.ShouldContain("|14200138001");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(path + "/care");
        worker.Text.ShouldContain("14200138001");
        worker.Page.QuerySelector("a[href*='list=care']").ShouldBeNull();
        (await worker.OpenAsync($"{Desk}/exports/new?list=care&order={order.Id}")).ShouldBe(HttpStatusCode.Forbidden);

        using var town = await app.AsAsync("town");
        await town.OpenAsync(path + "/care");
        town.Text.ShouldContain("名单写着谁独居、谁在用药，只给打电话照护的人看");
        town.Page.QuerySelectorAll("li.list-group-item").ShouldContain(li => li.TextContent.Contains("1 人", StringComparison.Ordinal));
        foreach (var secret in new[] { "张*", "142**", "101室", "用药（", "二甲双胍" })
        {
            town.Text.ShouldNotContain(secret);
        }

        using var refused = await town.FetchAsync(path + "/care.pdf");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // The doctor has to call them: she reads the list as long as that task is hers and open.
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(path + "/care");
        doctor.Text.ShouldNotContain("14200138001");
        doctor.Text.ShouldNotContain("101室");
        var task = (await TasksAsync(building)).Single(t => t.ReadsCare);
        await director.OpenAsync($"{path}/tasks/{task.Id}/owner");
        await director.SubmitAsync("/owner", ("owner", app.Cast.Accounts["doctor"].ToString()));
        await doctor.OpenAsync(path + "/care");
        doctor.Text.ShouldContain("14200138001");
        doctor.Text.ShouldContain("二甲双胍");
        using var hers = await doctor.FetchAsync(path + "/care.pdf");
        hers.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        await doctor.OpenAsync(path);
        await doctor.SubmitAsync($"/tasks/{task.Id}/tick");
        await doctor.OpenAsync(path + "/care");
        doctor.Text.ShouldNotContain("14200138001");
        doctor.Text.ShouldNotContain("101室");

        async Task<string> TakenAsync(params (string, string?)[] more)
        {
            await director.OpenAsync(path + "/care");
            await director.OpenAsync(director.Page.QuerySelector("a[href*='list=care']")!.GetAttribute("href")!);
            director.Text.ShouldContain("共 1 人，不超过 50 人");
            await director.SubmitAsync("/exports", more);
            using var file = await director.FetchAsync(director.Page.QuerySelector("a[href$='/file']")!.GetAttribute("href")!);
            var book = SheetFile.Read(await file.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), SheetLimits.Default).Value;
            return string.Join('\n', book.Sheets[0].Rows.Select(r => string.Join('|', r.Cells.Select(c => c.Text))));
        }
    }

    [Fact]
    public async Task Open_boards_are_told_that_somebody_has_gone_away()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "137号楼");
        var person = await app.InDbAsync(db => db.People.Where(p => p.BuildingId == building).Select(p => p.Id).SingleAsync());
        await director.OpenAsync($"{Desk}/people/{person}");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var stream = await director.StreamAsync(path + "/events", limit.Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(limit.Token)).ShouldBe("event: alive");
        await director.SubmitAsync($"/people/{person}", ("presence", "Away"), ("awayWhere", "外省"));
        director.Text.ShouldContain("已保存");
        // The sign of life at the beginning has one line of data, the change the next.
        for (var data = 0; data < 2;)
        {
            data += (await reader.ReadLineAsync(limit.Token))!.StartsWith("data", StringComparison.Ordinal) ? 1 : 0;
        }
    }

    [Fact]
    public async Task One_account_holds_so_many_streams_open_and_the_oldest_gives_way()
    {
        using var director = await app.AsAsync("director");
        var (_, path) = await ClosedAsync(director, "138号楼");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var streams = new List<StreamReader>();
        for (var i = 0; i <= LiveChanges.MostOfOne; i++)
        {
            streams.Add(new(await director.StreamAsync(path + "/events", limit.Token)));
            (await streams[i].ReadLineAsync(limit.Token)).ShouldBe("event: alive");
        }

        using var other = await app.AsAsync("worker");
        streams.Add(new(await other.StreamAsync(path + "/events", limit.Token)));
        while (await streams[0].ReadLineAsync(limit.Token) is not null)
        {
            // To its end.
        }

        using var moment = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            while (await streams[1].ReadLineAsync(moment.Token) is not null)
            {
                // The second goes on.
            }
        });
        streams.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Open_boards_are_told_of_a_tick()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "36号楼");
        var task = (await TasksAsync(building))[0];
        using var listener = await app.AsAsync("doctor");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var stream = await listener.StreamAsync(path + "/events", limit.Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(limit.Token)).ShouldBe("event: alive");
        await director.OpenAsync(path);
        await director.SubmitAsync($"/tasks/{task.Id}/tick");
        var lines = new List<string>();
        while (lines.Count(l => l.StartsWith("data", StringComparison.Ordinal)) < 2)
        {
            lines.Add((await reader.ReadLineAsync(limit.Token))!);
        }

        lines.ShouldNotContain("event: alive");
    }
}
