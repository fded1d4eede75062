using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Places;
using SafeIsle.Platform.Sheets;
using SafeIsle.Tests.Platform.Sheets;
using static SafeIsle.Tests.Households.Import.ImportJourney;

namespace SafeIsle.Tests.Households.Import;

/// <summary>From a file to the register, each test in a building of its own.</summary>
public sealed class ImportTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Another_communitys_import_is_not_there_and_small_roles_may_not()
    {
        using var director = await app.AsAsync("director");
        var path = await director.UploadAsync(Book(Row("1", "101", "甲")));
        var id = path.Split('/')[^1];
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/imports/{id}")).ShouldBe(HttpStatusCode.NotFound);
        await neighbour.OpenAsync($"/desk/{Cast.Next}/imports");
        foreach (var act in new[] { "columns", "choose", "choose-all", "choose-place", "apply", "cancel", "retry" })
        {
            (await neighbour.PostAsync($"/desk/{Cast.Next}/imports/{id}/{act}", ("verdict", "New"), ("missing", "Building"))).ShouldBe(HttpStatusCode.NotFound, act);
            await neighbour.OpenAsync($"/desk/{Cast.Next}/imports");
        }

        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        (await worker.OpenAsync(Imports)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_way_on_may_be_written_in_chinese_and_leads_nowhere_else()
    {
        using var director = await app.AsAsync("director");
        var path = await director.PreviewAsync(Book(Row("1", "101", "往前走")));
        foreach (var (next, leads) in new[]
        {
            ("?verdict=New&place=一期 71号楼", path + "?verdict=New&place=" + Uri.EscapeDataString("一期 71号楼")),
            ("?place=%E4%B8%80\n\ud800", path + "?place=%E4%B8%80%0A%EF%BF%BD"), ("/../../../account", path), ("@example.com", path),
        })
        {
            await director.OpenAsync(path);
            (await director.SubmitAsync("/choose", ("go", "next"), ("next", next))).ShouldBe(HttpStatusCode.OK, next);
            director.Path.ShouldBe(leads);
        }
    }

    [Fact]
    public async Task Files_that_are_no_register_get_one_sentence_and_leave_nothing()
    {
        var before = await app.InDbAsync(db => db.RegisterImports.CountAsync(i => i.FileName == "坏.xlsx"));
        using var director = await app.AsAsync("director");
        var plain = new XlsxBuilder().Sheet("表", s => s.Row("姓名", "电话").Row("张三", "14200138000"));
        byte[] ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1000]];
        (byte[] File, string Says)[] files =
        [
            ([], "空的"),
            (Encoding.UTF8.GetBytes("姓名，电话\n张三，1\n"), "CSV"),
            ([.. ole, .. Encoding.Unicode.GetBytes("Workbook"), .. new byte[100]], ".xls"),
            ([.. ole, .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[100]], "密码"),
            (plain.Part("xl/vbaProject.bin", "x").Build().ToArray(), "宏"),
            (new XlsxBuilder { Prolog = "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" }.Sheet("表", s => s.Row("姓名")).Build().ToArray(), "外部定义"),
            (Bomb(), "庞大"),
            (new byte[21 << 20], "20 MB"),
            (new byte[40 << 20], "20 MB"),
        ];
        foreach (var (file, says) in files)
        {
            await director.OpenAsync(Imports);
            (await director.UploadAsync("/imports", "file", "坏.xlsx", file)).ShouldBe(HttpStatusCode.UnprocessableEntity, says);
            director.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldContain(says);
        }

        await director.OpenAsync(Imports);
        (await director.SubmitAsync("/imports")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请先选择");
        (await app.InDbAsync(db => db.RegisterImports.CountAsync(i => i.FileName == "坏.xlsx"))).ShouldBe(before);
    }

    [Fact]
    public async Task A_new_building_is_made_only_when_the_user_says_so()
    {
        using var director = await app.AsAsync("director");
        var file = Book(Row("71", "101", "甲一", "14200138001"), Row("71", "102", "甲二"), Row("72", "101", "乙一"));
        var path = await director.PreviewAsync(file);
        director.Text.ShouldContain("整栋楼不在册");
        director.Figure("新增").ShouldBe(3);
        director.Figure("等您决定").ShouldBe(3);

        // All of the verdict leaves places alone; the way on stops until they are decided.
        await director.SubmitAsync("/choose-all", ("all", "1"), ("verdict", "New"), ("place", ""));
        director.Page.QuerySelectorAll("input[name=pick][checked]").ShouldBeEmpty();
        await director.SubmitAsync("/choose", ("go", "confirm"));
        director.Path.ShouldNotEndWith("/confirm");
        director.Text.ShouldContain("还有 3 行等您决定");
        await director.PostAsync(path + "/apply");
        director.Text.ShouldContain("还有 3 行等您决定");
        await director.OpenAsync(path);
        await director.SubmitAsync("/choose-places", ("make", "1"));
        director.Page.QuerySelectorAll("tbody tr").Where(row => row.TextContent.Contains("甲一", StringComparison.Ordinal)).Single().TextContent.ShouldContain("将新建");
        director.Text.ShouldNotContain("等您决定");
        await director.SubmitAsync("/choose-places", ("make", "0"));
        await director.SubmitAsync("/choose", ("go", "confirm"));
        director.Text.ShouldContain("没有要写入的");
        director.Page.Forms.ShouldNotContain(f => f.Action.EndsWith("/apply", StringComparison.Ordinal));
        (await app.InDbAsync(db => db.Buildings.CountAsync(b => b.Key == "71"))).ShouldBe(0);

        // What was not made comes back, and that very file makes it the second time.
        var back = await (await director.FetchAsync(path + "/rejects.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        path = await director.PreviewAsync(back);
        await director.SubmitAsync("/choose-place", ("place", "一期 71号楼"), ("missing", "Building"), ("make", "1"));
        director.Figure("等您决定").ShouldBe(1);
        await director.SubmitAsync("/choose-place", ("place", "一期 72号楼"), ("missing", "Building"), ("make", "0"));
        await director.ApplyAsync(path);
        director.Text.ShouldContain("新增 2 人");
        director.Text.ShouldContain("新建 1 栋楼、2 套房");
        director.Text.ShouldContain("退回 1 行");
        (await app.PeopleAsync("71号楼")).Select(p => p.Name).ShouldBe(["甲一", "甲二"]);
        (await app.InDbAsync(db => db.Buildings.CountAsync(b => b.Key == "72"))).ShouldBe(0);
    }

    [Fact]
    public async Task Gaps_are_ticked_and_values_that_would_be_replaced_are_not()
    {
        using var director = await app.AsAsync("director");
        await director.ApplyAsync(await director.PreviewAsync(Book(Row("1", "201", "丙一", "14200138011"), Row("1", "202", "丙二"))));
        var path = await director.PreviewAsync(Book(Row("1", "201", "丙一", "14200138012"), Row("1", "202", "丙二", "14200138013", more: "对青霉素过敏")));
        director.Figure("有变化").ShouldBe(2);
        director.Text.ShouldContain("替换原值");
        director.Page.QuerySelectorAll("input[name=pick]").Length.ShouldBe(3);
        director.Page.QuerySelectorAll("input[name=pick][checked]").Length.ShouldBe(2);
        director.Page.Body!.TextContent.ShouldNotContain("14200138012");
        await director.ApplyAsync(path);
        director.Text.ShouldContain("更新 1 人");

        path = await director.PreviewAsync(Book(Row("1", "201", "丙一", "14200138012")));
        await director.SubmitAsync("/choose-all", ("all", "1"), ("field", "Phones"));

        // The choice is in the database: another browser finds it.
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(path);
        deputy.Page.QuerySelectorAll("input[name=pick][checked]").Length.ShouldBe(1);
        await deputy.ApplyAsync(path);
        deputy.Text.ShouldContain("更新 1 人");
        path = await director.PreviewAsync(Book(Row("1", "201", "丙一", "14200138012"), Row("1", "202", "丙二", "142****8013")));
        director.Figure("没有变化").ShouldBe(2);
    }

    [Fact]
    public async Task A_medicine_in_the_notes_becomes_its_tag_and_odd_rows_are_pointed_at()
    {
        using var director = await app.AsAsync("director");
        var child = ResidentIdNumber.Complete("99000020200101123");
        var path = await director.PreviewAsync(Book(
            Row("2", "201", "午一", more: "长期用药：二甲双胍，对海鲜过敏"),
            ["2", "1", "202", "午二", "户主", "男", "", "", "", "", "孕妇", ""],
            ["2", "1", "202", "午三", "配偶", "", child, "", "", "", "", ""],
            Row("2", "301", "午四", document: "990000195003080015")));
        director.Text.ShouldContain("性别是男，却写着孕产妇");
        director.Text.ShouldContain("还不满 18 岁");
        director.Figure("退回").ShouldBe(1);
        await director.OpenAsync(path + "?verdict=Rejected");
        director.Page.QuerySelector("td[data-label=姓名]")!.TextContent.ShouldContain("午四");
        await director.ApplyAsync(path);
        var card = await app.CardAsync((await app.PeopleAsync("2号楼1单元201室")).Single().Id);
        card.Tags[CareTags.Medicine].ShouldBe("二甲双胍");
        card.HealthNote.ShouldBe("对海鲜过敏");
    }

    [Fact]
    public async Task Tags_are_added_never_removed_and_people_not_named_stay()
    {
        using var director = await app.AsAsync("director");
        string[] Tagged(string name, string tags) => ["1", "1", "301", name, "", "", "", "", "", "", tags, ""];
        await director.ApplyAsync(await director.PreviewAsync(Book(Tagged("丁一", "独居、高血压（硝苯地平）"), Tagged("丁二", ""))));
        var path = await director.PreviewAsync(Book(Tagged("丁一", "孕妇")));
        director.Figure("表里没提到").ShouldBe(1);
        await director.ApplyAsync(path);
        var person = (await app.PeopleAsync("1号楼1单元301室")).Single(p => p.Name == "丁一");
        var tags = await app.InDbAsync(db => db.PersonTags.Where(t => t.PersonId == person.Id).Select(t => t.Tag).ToListAsync());
        tags.ShouldBe(["alone", "medicine", "pregnant"], ignoreOrder: true);
        (await app.PeopleAsync("1号楼1单元301室")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Tenants_are_their_own_household_and_the_same_document_elsewhere_is_shown()
    {
        using var director = await app.AsAsync("director");
        var id = ResidentIdNumber.Complete("99000019700101123");
        var path = await director.PreviewAsync(Book(
            ["1", "1", "401", "戊主", "户主", "", id, "", "", "", "", ""],
            ["同上", "", "", "戊租", "户主", "", "", "", "租户", "", "", ""],
            ["", "", "", "戊伴", "配偶", "", "", "", "", "", "", ""],
            ["1", "1", "402", "戊主", "", "", id, "", "", "", "", ""]));
        await director.ApplyAsync(path);
        var people = await app.PeopleAsync("1号楼1单元401室");
        people.Count.ShouldBe(3);
        people.Single(p => p.Name == "戊租").HouseholdId.ShouldBe(people.Single(p => p.Name == "戊伴").HouseholdId);
        people.Single(p => p.Name == "戊主").HouseholdId.ShouldNotBe(people.Single(p => p.Name == "戊伴").HouseholdId);
        await director.PreviewAsync(Book(["1", "1", "402", "戊主", "", "", id, "14200138021", "", "", "", ""]));
        director.Text.ShouldContain("同一证件还登记在1号楼1单元401室");
    }

    [Fact]
    public async Task What_changed_after_the_preview_is_left_out_and_said()
    {
        using var director = await app.AsAsync("director");
        await director.ApplyAsync(await director.PreviewAsync(Book(Row("1", "501", "己一", "14200138031"))));
        var path = await director.PreviewAsync(Book(Row("1", "501", "己一", "14200138032", more: "新备注"), Row("1", "502", "己二")));
        await director.SubmitAsync("/choose-all", ("all", "1"), ("field", ""));
        using var deputy = await app.AsAsync("deputy");
        var faster = await deputy.PreviewAsync(Book(Row("1", "501", "己一", "14200138033"), Row("1", "502", "己二")));
        await deputy.SubmitAsync("/choose-all", ("all", "1"), ("field", ""));
        await deputy.ApplyAsync(faster);
        await director.ApplyAsync(path);
        director.Text.ShouldContain("其中 2 行在预览之后登记已有变化，没有覆盖");
        director.Text.ShouldContain("更新 1 人");
        (await app.PeopleAsync("1号楼1单元502室")).Count.ShouldBe(1);
        var back = SheetFile.Read(await (await director.FetchAsync(path + "/rejects.xlsx")).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), SheetLimits.Default).Value;
        string.Join(' ', back.Sheets[0].Rows.SelectMany(r => r.Cells).Select(c => c.Text)).ShouldContain("电话已被改动");
    }

    [Fact]
    public async Task Two_presses_write_once()
    {
        using var director = await app.AsAsync("director");
        var path = await director.PreviewAsync(Book(Row("1", "601", "庚一"), Row("1", "602", "庚二")));
        using var deputy = await app.AsAsync("deputy");
        await director.OpenAsync(path + "/confirm");
        await deputy.OpenAsync(path + "/confirm");
        await Task.WhenAll(director.SubmitAsync("/apply"), deputy.SubmitAsync("/apply"));
        (director.Text + deputy.Text).ShouldContain("不会写两遍");
        await director.WaitAsync(path);
        director.Text.ShouldContain("新增 2 人");
        (await app.PeopleAsync("1号楼1单元60")).Count.ShouldBe(2);
        (await director.PostApplyAgainAsync(path)).ShouldContain("不会写两遍");
    }

    [Fact]
    public async Task Columns_can_be_corrected_and_wrong_choices_are_named()
    {
        using var director = await app.AsAsync("director");
        var file = BookOf(["何处", "何人", "电话", "电话"], ["1-2-101", "辛一", "14200138041", "14200138042"]);
        var path = await director.UploadAsync(file);
        director.Text.ShouldContain("没有找到表头");
        await director.SubmitAsync("/columns", ("take.0", "1"), ("header.0", "1"));
        director.Text.ShouldContain("表头已换");
        (await director.SubmitAsync("/columns", ("take.0", "1"), ("col.0.0", "Address"), ("col.0.1", "Address"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("“住址”选了两次（A、B 列）");
        (await director.SubmitAsync("/columns", ("col.0.1", "None"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("还没有哪一列是姓名");
        await director.SubmitAsync("/columns", ("col.0.1", "Name"), ("col.0.2", "Phone"), ("col.0.3", "Phone2"));
        await director.WaitAsync(path);
        director.Figure("新增").ShouldBe(1);
        director.Text.ShouldContain("142****8041 142****8042");
        await director.OpenAsync(path + "/columns");
        director.Page.QuerySelector("select[name='col.0.1'] option[selected]")!.TextContent.ShouldBe("姓名");
    }

    [Fact]
    public async Task Cancelled_or_left_for_a_day_the_file_is_gone()
    {
        using var director = await app.AsAsync("director");
        var cancelled = await director.PreviewAsync(Book(Row("1", "101", "壬一")));
        await director.SubmitAsync("/cancel");
        await director.OpenAsync(cancelled);
        director.Text.ShouldContain("已取消");
        await director.OpenAsync(Imports);
        await director.PostAsync(cancelled + "/apply");
        director.Text.ShouldContain("不会写两遍");
        var left = await director.PreviewAsync(Book(Row("1", "101", "壬二")));
        app.Clock.Advance(TimeSpan.FromHours(25));
        await app.InDbAsync(async db =>
        {
            await ForgetImports.DropOldAsync(db, Cast.Home, app.Clock, default);
            return 0;
        });
        using var nextDay = await app.AsAsync("director");
        await nextDay.OpenAsync(left);
        nextDay.Text.ShouldContain("放了一天没有确认");
        (await app.InDbAsync(db => db.RegisterImports.CountAsync(i => i.FileSealed != null || i.PlanSealed != null))).ShouldBe(0);
        (await app.InDbAsync(db => db.StagedRows.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Two_thousand_rows_come_in_and_the_second_time_nothing_changes()
    {
        using var director = await app.AsAsync("director");
        var rows = Enumerable.Range(0, 2000).Select(i => Row($"{200 + (i / 200)}", $"{(i / 4 % 50) + 1}0{(i % 4) + 1}", $"人{Word(i)}", $"1420{2_000_000 + i}")).ToArray();
        var path = await director.PreviewAsync(Book(rows));
        for (var building = 200; building < 210; building++)
        {
            await director.SubmitAsync("/choose-place", ("place", $"一期 {building}号楼"), ("missing", "Building"), ("make", "1"));
        }

        await director.ApplyAsync(path);
        director.Text.ShouldContain("新增 2000 人");
        var (history, changed) = await StateAsync();
        path = await director.PreviewAsync(Book(rows));
        director.Figure("没有变化").ShouldBe(2000);
        director.Figure("新增").ShouldBe(0);
        await director.SubmitAsync("/choose", ("go", "confirm"));
        director.Text.ShouldContain("没有要写入的");
        (await StateAsync()).ShouldBe((history, changed));

        Task<(int, DateTimeOffset)> StateAsync() => app.InDbAsync(async db =>
            (await db.RegisterChanges.CountAsync(), await db.People.MaxAsync(p => p.UpdatedAt)));
    }

    private static string Word(int i) => string.Concat(i.ToString("D4", System.Globalization.CultureInfo.InvariantCulture).Select(c => "零一二三四五六七八九"[c - '0']));

    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var source = new System.IO.Compression.ZipArchive(new XlsxBuilder().Sheet("表", s => s.Row("姓名")).Build());
            foreach (var entry in source.Entries)
            {
                using var to = zip.CreateEntry(entry.FullName).Open();
                if (entry.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal))
                {
                    to.Write(Encoding.UTF8.GetBytes("<worksheet a=\""));
                    var block = Encoding.ASCII.GetBytes(new string('a', 1 << 20));
                    for (var i = 0; i < 60; i++)
                    {
                        to.Write(block);
                    }
                }
                else
                {
                    using var from = entry.Open();
                    from.CopyTo(to);
                }
            }
        }

        return file.ToArray();
    }
}

file static class Again
{
    internal static async Task<string> PostApplyAgainAsync(this Browser browser, string path)
    {
        await browser.OpenAsync(Imports);
        await browser.PostAsync(path + "/apply");
        return browser.Text;
    }
}
