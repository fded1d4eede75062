using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;
using SafeIsle.Screening;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Lists;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Households.Import;

namespace SafeIsle.Tests.Screening.Lists;

/// <summary>Lists from above: taken in, matched, settled by hand, answered in the sender's columns; and who is on none of them.</summary>
public sealed class SentListTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";
    private const string Path = Desk + "/lists";

    private static readonly DateOnly Born = new(1990, 3, 7);

    private static PersonFacts Person(string name, string? phone = null, string? document = null) => new()
    {
        Name = name, Phones = phone is null ? [] : [phone], DocumentKind = document is null ? null : DocumentKind.ResidentId, DocumentNumber = document, Presence = Presence.Home,
    };

    private static byte[] Book(params string[][] rows) => ImportJourney.BookOf(rows[0], rows[1..]);

    private static async Task<string> TakeAsync(Browser browser, byte[] file, string name = "名单.xlsx", string sender = "街道防控办")
    {
        await browser.OpenAsync(Path);
        await browser.UploadAsync("/lists", "file", name, file, ("sender", sender), ("number", "防控〔2020〕5号"), ("why", "核对重点地区来人"));
        browser.Status.ShouldBe(HttpStatusCode.OK, browser.Text);
        return browser.Path;
    }

    // Takes the columns as they were understood and waits for what came of it.
    private static async Task<string> MatchAsync(Browser browser, byte[] file, string name = "名单.xlsx", string sender = "街道防控办")
    {
        var path = await TakeAsync(browser, file, name, sender);
        await browser.SubmitAsync("/columns");
        browser.Status.ShouldBe(HttpStatusCode.OK, browser.Text);
        await browser.WaitAsync(path + "?outcome=all");
        return path;
    }

    private static Guid IdOf(string path) => Guid.Parse(path.Split('/')[^1].Split('?')[0]);

    private Task<List<SentRow>> RowsAsync(string path)
    {
        var id = IdOf(path);
        return app.InDbAsync(db => db.SentRows.Where(r => r.ListId == id).OrderBy(r => r.Number).ToListAsync());
    }

    private async Task<Guid> BuildingAsync(int number) => await Closures.Residents.AddBuildingAsync(app, $"{number}号楼", 4);

    [Fact]
    public async Task Another_community_finds_nothing_and_others_may_not()
    {
        using var director = await app.AsAsync("director");
        var path = await MatchAsync(director, Book(["姓名", "联系电话"], ["外人甲", "14260000001"]));
        var row = (await RowsAsync(path)).ShouldHaveSingleItem();
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Path)).ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync($"/desk/{Cast.Far}/lists");
        var far = $"/desk/{Cast.Far}/lists/{IdOf(path)}";
        (await stranger.OpenAsync(far)).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"{far}/rows/{row.Id}")).ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync($"/desk/{Cast.Far}/lists");
        foreach (var act in new[] { "/columns", "/match", "/drop", $"/rows/{row.Id}/decide", $"/rows/{row.Id}/answer" })
        {
            await stranger.OpenAsync($"/desk/{Cast.Far}/lists");
            (await stranger.PostAsync(far + act, ("why", "x"), ("person", "none"))).ShouldBe(HttpStatusCode.NotFound, act);
        }

        foreach (var who in new[] { "worker", "doctor", "town" })
        {
            using var other = await app.AsAsync(who);
            (await other.OpenAsync(Path)).ShouldBe(HttpStatusCode.Forbidden, who);
            (await other.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden, who);
            (await other.OpenAsync(Path + "/nowhere")).ShouldBe(HttpStatusCode.Forbidden, who);
            (await other.OpenAsync($"{Desk}/exports/new?list=answer&sent={IdOf(path)}")).ShouldBe(HttpStatusCode.Forbidden, who);
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_was_typed_is_kept()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Path);
        (await director.UploadAsync("/lists", "other", "x.xlsx", [], ("sender", "派出所"), ("why", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择名单文件");
        director.Text.ShouldContain("请填写用途");
        director.Page.QuerySelector("input[name=sender]")!.GetAttribute("value").ShouldBe("派出所");
        await director.UploadAsync("/lists", "file", "名单.xlsx", "不是表格"u8.ToArray(), ("sender", "派出所"), ("why", "核对"));
        director.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.UploadAsync("/lists", "file", "空.csv", "\r\n"u8.ToArray(), ("sender", "派出所"), ("why", "核对"), ("received", "2099-01-01"));
        director.Text.ShouldContain("收到日期不能晚于今天");

        var path = await TakeAsync(director, Book(["备注一", "备注二"], ["甲乙", "丙丁"]));
        (await director.SubmitAsync("/columns")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请至少选出一列");
        (await director.SubmitAsync("/columns", ("col.0", "Name"), ("col.1", "Name"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("选了两次");
        (await director.SubmitAsync("/columns", ("col.0", "Medicine"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.InDbAsync(db => db.SentLists.SingleAsync(l => l.Id == IdOf(path)))).Stage.ShouldBe(SentStage.Columns);
    }

    [Fact]
    public async Task The_same_form_twice_is_one_list_and_other_hands_do_not_touch_it()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Path);
        var id = director.Page.QuerySelector("input[name=id]")!.GetAttribute("value")!;
        var file = Book(["姓名", "联系电话"], ["同一份", "14260000002"]);
        for (var i = 0; i < 2; i++)
        {
            await director.OpenAsync(Path);
            await director.UploadAsync("/lists", "file", "同一份.xlsx", file, ("id", id), ("sender", "街道"), ("why", "核对"));
            director.Path.ShouldBe($"{Path}/{id}");
        }

        (await app.InDbAsync(db => db.SentLists.CountAsync(l => l.FileName == "同一份.xlsx"))).ShouldBe(1);
        (await app.AuditAsync("list.take")).Count(s => s.Contains("同一份", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Columns_are_known_by_what_they_hold_without_any_heading()
    {
        var document = RegisterFixture.IdNumber(Born);
        var building = await BuildingAsync(811);
        await app.SettleAsync(building, 1, "101", Tenure.Tenant, Person("无表头甲", null, document));
        using var director = await app.AsAsync("director");
        var path = await TakeAsync(director, Encoding.UTF8.GetBytes($"1,{document},王无头,14261111111,安徽省测试市一期811号楼1单元101室\n2,{RegisterFixture.IdNumber(Born)},李有名,14261111112,一期811号楼1单元102室\n"), "导出.csv");
        director.Page.QuerySelector("select[name='col.1'] option[selected]")!.GetAttribute("value").ShouldBe(nameof(RegisterColumn.DocumentNumber));
        director.Page.QuerySelector("select[name='col.2'] option[selected]")!.GetAttribute("value").ShouldBe(nameof(RegisterColumn.Name));
        director.Page.QuerySelector("select[name='col.3'] option[selected]")!.GetAttribute("value").ShouldBe(nameof(RegisterColumn.Phone));
        director.Page.QuerySelector("select[name='col.4'] option[selected]")!.GetAttribute("value").ShouldBe(nameof(RegisterColumn.Address));
        director.Text.ShouldNotContain(document);
        await director.SubmitAsync("/columns");
        await director.WaitAsync(path + "?outcome=all");
        var rows = await RowsAsync(path);
        rows.Select(r => (r.Number, r.Outcome, r.Basis)).ShouldBe([(1, SentOutcome.Found, MatchBasis.Document), (2, SentOutcome.Unknown, MatchBasis.None)]);
    }

    [Fact]
    public async Task Every_row_gets_its_outcome_and_what_is_open_is_settled_by_hand()
    {
        var building = await BuildingAsync(812);
        var document = RegisterFixture.IdNumber(Born);
        await app.SettleAsync(building, 1, "101", Tenure.Owner, Person("赵在册", "14262000001", document), Person("赵小册"));
        var (_, twins) = await app.SettleAsync(building, 1, "102", Tenure.Tenant, Person("钱同名"));
        await app.SettleAsync(building, 1, "103", Tenure.Tenant, Person("钱同名"));
        var (_, gone) = await app.SettleAsync(building, 1, "104", Tenure.Tenant, Person("孙已走", "14262000004"));
        var card = await app.CardAsync(gone[0]);
        await app.WriteAsync(batch =>
        {
            batch.Close(card, "搬走");
            return 0;
        });
        using var director = await app.AsAsync("director");
        var path = await MatchAsync(director, Book(
            ["序号", "姓名", "身份证号", "手机号", "地址"],
            ["1", "赵在册", document, "", ""], ["2", "钱同名", "", "", ""], ["3", "孙已走", "", "14262000004", ""],
            ["4", "李不在", "", "14262999999", "812号楼1单元101室"], ["5", "", "", "", "说明：以上"], ["6", "赵小册", "", "", "812-1-101"]));
        var rows = await RowsAsync(path);
        rows.Select(r => r.Outcome).ShouldBe(
            [SentOutcome.Found, SentOutcome.Several, SentOutcome.Moved, SentOutcome.Unknown, SentOutcome.Unreadable, SentOutcome.Found]);
        rows[5].Basis.ShouldBe(MatchBasis.NameAndDoor);
        director.Text.ShouldContain("待认定");
        director.Text.ShouldNotContain(document);

        var open = rows[1];
        var page = $"{path}/rows/{open.Id}";
        await director.OpenAsync(page);
        (await director.SubmitAsync("/decide", ("person", null))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选一个人");
        await director.OpenAsync(page);
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(page);
        await director.SubmitAsync("/decide", ("person", $"{twins[0]}"));
        director.Text.ShouldContain("第 3 行已认定为在册的人");
        director.Page.QuerySelectorAll("[role=status]").ShouldAllBe(m => !m.TextContent.Contains("钱同名", StringComparison.Ordinal));
        (await app.AuditAsync("list.decide")).ShouldAllBe(s => !s.Contains("钱同名", StringComparison.Ordinal));
        (await RowsAsync(path))[1].PersonId.ShouldBe(twins[0]);
        // The same again is the same; somebody else's older page is told.
        await deputy.SubmitAsync("/decide", ("person", $"{twins[0]}"));
        deputy.Text.ShouldContain("已经是这样认定的");
        await director.OpenAsync(page);
        await deputy.PostAsync(page + "/decide", ("person", "none"), ("state", "Several-"));
        deputy.Text.ShouldContain("已经认定过这一行");
        (await RowsAsync(path))[1].PersonId.ShouldBe(twins[0]);
        // Nobody of elsewhere, and nobody at all.
        await director.OpenAsync(page);
        (await director.SubmitAsync("/decide", ("person", $"{Ids.New()}"))).ShouldBe(HttpStatusCode.UnprocessableEntity);

        // Somebody whom no rule found is found by a word.
        await director.OpenAsync($"{path}/rows/{rows[3].Id}?q=赵在册");
        director.Text.ShouldContain("搜到的");

        await director.OpenAsync(page);
        (await director.PressAsync("保存回复", ("answer", new string('长', 201)))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.PressAsync("保存回复", ("answer", "已联系，明天返回"));
        director.Text.ShouldContain("回复已保存");

        // Matched anew, what people said stays.
        await director.OpenAsync(path + "?outcome=all");
        await director.SubmitAsync("/match");
        await director.WaitAsync(path + "?outcome=all");
        var after = (await RowsAsync(path))[1];
        after.Id.ShouldBe(open.Id);
        (after.PersonId, after.Basis, after.DecidedBy).ShouldBe((twins[0], MatchBasis.ByHand, "高主任"));
        (await app.InDbAsync(db => db.SentCandidates.CountAsync(c => c.RowId == after.Id))).ShouldBe(1);
        await director.OpenAsync($"{path}/rows/{after.Id}");
        director.Text.ShouldContain("已联系，明天返回");
    }

    [Fact]
    public async Task A_row_of_another_sheet_does_not_get_what_was_settled_on_the_same_number()
    {
        var building = await BuildingAsync(816);
        var (_, people) = await app.SettleAsync(building, 1, "101", Tenure.Owner, Person("冯头一张"));
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            foreach (var (sheet, name) in new[] { ("一组", "冯头一张"), ("二组", "陈另一人") })
            {
                writer.Sheet(sheet, [new("姓名"), new("联系电话")]);
                writer.Row(name, sheet == "一组" ? "14266000001" : "14266000002");
                writer.Row("褚两张都有", "14266000003");
            }
        }

        using var director = await app.AsAsync("director");
        var path = await MatchAsync(director, file.ToArray(), "两张.xlsx");
        var before = await RowsAsync(path);
        foreach (var (row, who) in new[] { (before[0], $"{people[0]}"), (before[1], "none") })
        {
            await director.OpenAsync($"{path}/rows/{row.Id}?q=冯头一张");
            await director.SubmitAsync("/decide", ("person", who));
            await director.OpenAsync($"{path}/rows/{row.Id}");
            await director.PressAsync("保存回复", ("answer", "已联系本人"));
        }

        await director.OpenAsync(path + "/columns");
        await director.SubmitAsync("/columns", ("sheet", "1"));
        director.Text.ShouldContain("表头已换");
        await director.SubmitAsync("/columns");
        await director.WaitAsync(path + "?outcome=all");
        var after = await RowsAsync(path);
        after.Select(r => r.Number).ShouldBe(before.Select(r => r.Number));
        (after[0].DecidedAt, after[0].AnswerSealed, after[0].PersonId, after[0].Outcome).ShouldBe((null, null, null, SentOutcome.Unknown));
        after[0].Id.ShouldNotBe(before[0].Id);
        // Who stands on both sheets in the same row stays settled.
        (after[1].Id, after[1].DecidedBy, after[1].AnswerSealed is null).ShouldBe((before[1].Id, "高主任", false));
        (await app.AuditAsync("list.match")).ShouldContain(s => s.Contains("两张.xlsx", StringComparison.Ordinal) && s.Contains("1 行的内容变了", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_that_was_typed_is_kept_while_somebody_is_looked_for_and_saved_with_the_decision()
    {
        var building = await BuildingAsync(818);
        var (_, people) = await app.SettleAsync(building, 1, "101", Tenure.Owner, Person("秦回复"));
        using var director = await app.AsAsync("director");
        var path = await MatchAsync(director, Book(["姓名", "联系电话"], ["秦回复一", "14268000001"]), "回复.xlsx");
        var row = (await RowsAsync(path)).ShouldHaveSingleItem();
        var page = $"{path}/rows/{row.Id}";
        await director.OpenAsync(page);
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(page);
        await director.SubmitAsync("/decide", ("find", "1"), ("q", "秦回复"), ("answer", "本人在老家"));
        director.Status.ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("搜到的");
        Reply(director).ShouldBe("本人在老家");
        (await director.SubmitAsync("/decide")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        Reply(director).ShouldBe("本人在老家");
        (await RowsAsync(path))[0].AnswerSealed.ShouldBeNull();
        await director.SubmitAsync("/decide", ("person", $"{people[0]}"));
        director.Text.ShouldContain("回复已保存");
        await director.OpenAsync(page);
        Reply(director).ShouldBe("本人在老家");
        // Whoever comes second is told, and keeps what she typed; where she typed nothing, nothing is written over.
        (await deputy.SubmitAsync("/decide", ("person", "none"), ("answer", "打不通"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        deputy.Text.ShouldContain("已经认定过这一行");
        Reply(deputy).ShouldBe("打不通");
        await director.SubmitAsync("/decide", ("person", "none"));
        await director.OpenAsync(page);
        Reply(director).ShouldBe("本人在老家");
        // Only the reply is another: who settled the row, and when, stays.
        var before = (await RowsAsync(path))[0];
        await deputy.OpenAsync(page);
        await deputy.SubmitAsync("/decide", ("person", "none"), ("answer", "本人在苏州"));
        var after = (await RowsAsync(path))[0];
        (after.DecidedBy, after.DecidedAt).ShouldBe((before.DecidedBy, before.DecidedAt));
        await deputy.OpenAsync(page);
        Reply(deputy).ShouldBe("本人在苏州");
        // Saved alone, the reply forgets nobody who was chosen and is not settled yet.
        await deputy.SubmitAsync("/decide", ("find", "1"), ("q", "秦回复"));
        await deputy.PressAsync("保存回复", ("person", $"{people[0]}"), ("answer", "本人在昆山"));
        deputy.Text.ShouldContain("选的人还没有认定");
        Reply(deputy).ShouldBe("本人在昆山");
        deputy.Page.QuerySelector("input[name=person][checked]")!.GetAttribute("value").ShouldBe($"{people[0]}");
        (await RowsAsync(path))[0].PersonId.ShouldBeNull();
        await deputy.PressAsync("保存回复", ("person", "none"));
        deputy.Text.ShouldNotContain("选的人还没有认定");

        static string Reply(Browser browser) => browser.Page.QuerySelector("#answer")!.TextContent.Trim();
    }

    [Fact]
    public async Task A_reply_is_written_over_no_other_that_came_since_the_page_was_opened()
    {
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        var path = await MatchAsync(director, Book(["姓名", "联系电话"], ["秦两人写", "14268100001"]), "两人写回复.xlsx");
        var page = $"{path}/rows/{(await RowsAsync(path)).ShouldHaveSingleItem().Id}";
        await director.OpenAsync(page);
        await deputy.OpenAsync(page);
        await director.PressAsync("保存回复", ("answer", "本人在老家"));
        (await deputy.PressAsync("保存回复", ("answer", "打不通"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        deputy.Text.ShouldContain("写成了“本人在老家”");
        Reply(deputy).ShouldBe("打不通");
        await director.OpenAsync(page);
        Reply(director).ShouldBe("本人在老家");
        // Told once, it is hers to decide.
        await deputy.PressAsync("保存回复");
        deputy.Text.ShouldContain("回复已保存");
        // Settled from a page that stood open: neither the reply nor the decision.
        (await director.SubmitAsync("/decide", ("person", "none"), ("answer", "问过邻居"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("写成了“打不通”");
        Reply(director).ShouldBe("问过邻居");
        (await RowsAsync(path))[0].DecidedAt.ShouldBeNull();
        // Where nothing was typed the newest stands, however old the page.
        await deputy.PressAsync("保存回复", ("answer", "明天返回"));
        await director.OpenAsync(page);
        await deputy.PressAsync("保存回复", ("answer", "后天返回"));
        await director.PressAsync("保存回复");
        Reply(director).ShouldBe("后天返回");

        static string Reply(Browser browser) => browser.Page.QuerySelector("#answer")!.TextContent.Trim();
    }

    [Fact]
    public async Task While_a_list_is_matched_nothing_is_settled_and_nothing_typed_is_lost()
    {
        using var director = await app.AsAsync("director");
        var path = await MatchAsync(director, Book(["姓名", "联系电话"], ["卫正比对", "14267000001"]), "正比对.xlsx");
        var (id, row) = (IdOf(path), (await RowsAsync(path)).ShouldHaveSingleItem());
        var page = $"{path}/rows/{row.Id}";
        await director.OpenAsync(page);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            await db.SentLists.Where(l => l.Id == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Stage, SentStage.Matching));
            // Settled at the same moment: whoever comes second waits for whoever came first.
            var late = director.SubmitAsync("/decide", ("person", "none"), ("answer", "问过了"));
            await Task.Delay(500, TestContext.Current.CancellationToken);
            write.Record(Cast.Home, "test.match", id, "正在比对");
            await write.CommitAsync();
            await late;
        }

        director.Text.ShouldContain("名单正在重新比对");
        director.Page.QuerySelector("#answer")!.TextContent.ShouldContain("问过了");
        director.Page.QuerySelector("[name=person][value=none]")!.HasAttribute("checked").ShouldBeTrue();
        (await RowsAsync(path))[0].DecidedAt.ShouldBeNull();
        await director.OpenAsync(page);
        (await director.PressAsync("保存回复", ("answer", "比对时写的回复"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("名单正在重新比对");
        director.Page.QuerySelector("#answer")!.TextContent.ShouldContain("比对时写的回复");
        (await RowsAsync(path))[0].AnswerSealed.ShouldBeNull();
        await app.InDbAsync(db => db.SentLists.Where(l => l.Id == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Stage, SentStage.Matched)));
        await director.PressAsync("保存回复");
        director.Text.ShouldContain("回复已保存");
        (await RowsAsync(path))[0].AnswerSealed.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_answer_goes_back_in_the_senders_columns_with_a_reason_and_as_it_came()
    {
        var building = await BuildingAsync(813);
        var (household, _) = await app.SettleAsync(building, 1, "101", Tenure.Owner, Person("周回复", "14263000001"));
        using var director = await app.AsAsync("director");
        var path = await MatchAsync(director, Encoding.UTF8.GetBytes("乡镇,联系电话,姓名,\"备,注\"\r\n城关,14263000001,周回复,=1+1\r\n城关,14263000002,吴没有,-2\r\n"), "推送.csv");
        await director.OpenAsync($"{Desk}/exports/new?list=answer&sent={IdOf(path)}");
        director.Text.ShouldContain("请写明用途");
        (await director.SubmitAsync("/exports")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/exports", ("reason", "回复街道防控办"), ("full", "1"));
        var request = await app.InDbAsync(db => db.Set<SafeIsle.Households.Export.ExportRequest>().OrderByDescending(e => e.At).FirstAsync(e => e.List == "answer"));
        var answer = await director.FetchAsync($"{Desk}/exports/{request.Id}/file");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(CsvFile.ContentType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.TrimStart('\uFEFF').ShouldBe(
            "乡镇,联系电话,姓名,\"备,注\",核对结果,依据,登记住址,在家情况,排查,说明\r\n城关,14263000001,周回复,'=1+1,在册,电话和姓名一致,一期813号楼1单元101室,在家,,\r\n城关,14263000002,吴没有,-2,不在册,,,,,\r\n");

        // Not asked for whole, numbers go masked as the page says, and what came masked goes as it came; a workbook goes back as one.
        var book = await MatchAsync(director, Book(["手机", "姓名"], ["14263000001", "周回复"], ["142****7649", "吴打码"]), "推送.xlsx");
        await director.OpenAsync($"{Desk}/exports/new?list=answer&sent={IdOf(book)}");
        director.Text.ShouldContain("142****1234");
        await director.SubmitAsync("/exports", ("reason", "内部核对用"));
        request = await app.InDbAsync(db => db.Set<SafeIsle.Households.Export.ExportRequest>().OrderByDescending(e => e.At).FirstAsync(e => e.Reason == "内部核对用"));
        var sheet = SheetFile.Read(await (await director.FetchAsync($"{Desk}/exports/{request.Id}/file")).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), SheetLimits.Default).Value.Sheets[0];
        sheet.Rows[1].Cells.Select(c => c.Text).Take(3).ShouldBe(["手机", "姓名", "核对结果"]);
        sheet.Rows[2].Cells.Select(c => c.Text).Take(3).ShouldBe(["142****0001", "周回复", "在册"]);
        sheet.Rows[3].Cells.Select(c => c.Text).Take(3).ShouldBe(["142****7649", "吴打码", "不在册"]);
        (await director.OpenAsync($"{Desk}/exports/new?list=answer&sent={Ids.New()}")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("请从上级名单里打开");
    }

    [Fact]
    public async Task A_campaign_asks_the_households_of_whichever_list_is_chosen()
    {
        var building = await BuildingAsync(819);
        var (older, _) = await app.SettleAsync(building, 1, "101", Tenure.Owner, Person("尤旧名单", "14269000001"));
        var (newer, _) = await app.SettleAsync(building, 1, "102", Tenure.Owner, Person("许新名单", "14269000002"));
        using var director = await app.AsAsync("director");
        var first = await MatchAsync(director, Book(["姓名", "联系电话"], ["尤旧名单", "14269000001"]), "旧的名单.xlsx");
        await MatchAsync(director, Book(["姓名", "联系电话"], ["许新名单", "14269000002"]), "新的名单.xlsx");
        await director.OpenAsync(first + "?outcome=all");
        var link = director.Page.QuerySelectorAll("a").Single(a => a.TextContent.Trim() == "逐户去问").GetAttribute("href")!;
        await director.OpenAsync(link);
        director.Page.QuerySelector("select[name=who] option[selected]")!.TextContent.ShouldContain("旧的名单.xlsx");
        director.Page.QuerySelector("select[name=who]")!.TextContent.ShouldContain("新的名单.xlsx");
        (await director.SubmitAsync("/campaigns/new", ("name", "问旧名单"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("1 户");
        await director.SubmitAsync("/campaigns");
        director.Text.ShouldContain("已经开始，共 1 户");
        var asked = await app.InDbAsync(async db =>
        {
            var campaign = await db.Campaigns.SingleAsync(c => c.Name == "问旧名单");
            return await db.ScreeningTargets.Where(t => t.CampaignId == campaign.Id).Select(t => t.HouseholdId).ToListAsync();
        });
        asked.ShouldBe([older]);
        asked.ShouldNotContain(newer);
    }

    [Fact]
    public async Task Of_all_tenants_the_one_on_no_list_is_found()
    {
        var building = await BuildingAsync(814);
        var document = RegisterFixture.IdNumber(Born);
        await app.SettleAsync(building, 1, "101", Tenure.Tenant, Person("甲租户", null, document));
        await app.SettleAsync(building, 1, "102", Tenure.Tenant, Person("乙租户", "14264000002"));
        await app.SettleAsync(building, 1, "103", Tenure.Tenant, Person("丙租户", "14264000003"));
        await app.SettleAsync(building, 1, "104", Tenure.Tenant, Person("丁租户", "14264000004"));
        await app.SettleAsync(building, 2, "101", Tenure.Owner, Person("戊业主"));
        using var director = await app.AsAsync("director");
        var police = await MatchAsync(director, Book(["姓名", "身份证号码"], ["甲租户", document]), "公安.xlsx", "派出所");
        var phones = await MatchAsync(director, Encoding.UTF8.GetBytes("姓名,手机\n乙租户,142****0002\n"), "运营商.csv", "大数据局");
        var doors = await MatchAsync(director, Book(["姓名", "楼栋", "单元", "房号"], ["丁租户", "814号楼", "1", "104"], ["丁租户", "", "", ""]), "物业.xlsx", "物业");
        var query = $"?sent={IdOf(police)}&sent={IdOf(phones)}&sent={IdOf(doors)}&tenure=Tenant&building={building}";
        await director.OpenAsync(Path + "/nowhere" + query);
        director.Text.ShouldContain("4人符合条件");
        director.Text.ShouldContain("1人哪份名单里都没有");
        director.Text.ShouldContain("丙租户");
        director.Text.ShouldContain("142****0003");
        director.Text.ShouldNotContain("丁租户");
        director.Text.ShouldNotContain("戊业主");
        await director.OpenAsync($"{Path}/nowhere?sent={IdOf(police)}&tenure=Tenant&building={building}");
        director.Text.ShouldContain("3人哪份名单里都没有");
        await director.OpenAsync($"{Path}/nowhere?sent={Ids.New()}&building={building}");
        director.Text.ShouldContain("选至少一份名单");
        // The way out is that of every list.
        await director.OpenAsync($"{Desk}/exports/new?list=nowhere&{query[1..]}");
        director.Text.ShouldContain("公安.xlsx");
        await director.SubmitAsync("/exports", ("reason", "上门核实漏登租户"));
        var request = await app.InDbAsync(db => db.Set<SafeIsle.Households.Export.ExportRequest>().SingleAsync(e => e.Reason == "上门核实漏登租户"));
        request.People.ShouldBe(1);
        var file = await (await director.FetchAsync($"{Desk}/exports/{request.Id}/file")).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        SheetFile.Read(file, SheetLimits.Default).Value.Sheets[0].Rows[^1].Cells.Select(c => c.Text).ShouldContain("丙租户");
    }

    [Fact]
    public async Task What_served_is_dropped_and_what_is_old_goes_by_itself()
    {
        using var director = await app.AsAsync("director");
        var path = await MatchAsync(director, Book(["姓名", "联系电话"], ["用完了", "14265000001"]), "用完.xlsx");
        (await director.SubmitAsync("/drop", ("why", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/drop", ("why", "已回复街道"));
        director.Text.ShouldContain("名单的内容已删除");
        var list = await app.InDbAsync(db => db.SentLists.SingleAsync(l => l.Id == IdOf(path)));
        (list.Stage, list.FileSealed, list.PlanSealed).ShouldBe((SentStage.Dropped, null, null));
        (await RowsAsync(path)).ShouldBeEmpty();
        await director.OpenAsync(path);
        director.Text.ShouldContain("已回复街道");
        foreach (var act in new[] { "/drop", "/match", "/columns" })
        {
            await director.OpenAsync(Path);
            await director.PostAsync(path + act, ("why", "再删一次"));
            director.Text.ShouldNotContain("名单的内容已删除，");
        }

        var old = Ids.New();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using (var write = await db.BeginWriteAsync(Actor.System, default))
            {
                db.Add(new SentList
                {
                    CommunityId = Cast.Next, Id = old, FileName = "旧.xlsx", Sender = "街道", DocumentNumber = "", Why = "核对", ReceivedOn = app.Clock.Today(),
                    At = app.Clock.Now().AddDays(-32), By = "邻主任", FileSealed = [1], Stage = SentStage.Columns,
                });
                write.Record(Cast.Next, "test.list", null, "旧名单");
                await write.CommitAsync();
            }

            await ForgetScreening.ForgetOldAsync(db, Cast.Next, app.Clock, default);
        }

        (await app.InDbAsync(db => db.SentLists.SingleAsync(l => l.Id == old))).Stage.ShouldBe(SentStage.Dropped);
    }
}
