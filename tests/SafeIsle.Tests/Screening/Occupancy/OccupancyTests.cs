using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Screening;
using SafeIsle.Screening.Occupancy;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Screening.Occupancy;

/// <summary>Evidence comes in, what it comes to is stored with it and shown with its reason.</summary>
public sealed class OccupancyTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private static string Path(Guid dwelling) => $"{Desk}/occupancy/dwellings/{dwelling}";

    private Task<DwellingOccupancy?> LivingAsync(Guid dwelling) => app.InDbAsync(db => db.Occupancies.SingleOrDefaultAsync(o => o.Id == dwelling));

    private string Day(int from) => app.Clock.Today().AddDays(from).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Others_do_not_find_it_and_roles_are_kept()
    {
        var (building, doors, _) = await app.GroundAsync(Tenure.Owner, 1);
        using var stranger = await app.AsAsync("stranger");
        foreach (var path in new[] { $"{Desk}/occupancy", Path(doors[0].Id), $"{Desk}/occupancy/buildings/{building}", $"{Desk}/occupancy/meters" })
        {
            (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await stranger.OpenAsync($"/desk/{Cast.Far}/occupancy/dwellings/{doors[0].Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(Path(doors[0].Id))).ShouldBe(HttpStatusCode.NotFound);
        (await guard.OpenAsync($"{Desk}/occupancy/buildings/{building}")).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync(Path(doors[0].Id))).ShouldBe(HttpStatusCode.OK);
        (await town.OpenAsync($"{Desk}/occupancy/meters")).ShouldBe(HttpStatusCode.Forbidden);
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync($"{Desk}/occupancy");
        doctor.Page.QuerySelector($"a[href$='{building}']").ShouldBeNull();
        (await doctor.OpenAsync($"{Desk}/occupancy/buildings/{building}")).ShouldBe(HttpStatusCode.Forbidden);
        await doctor.OpenAsync("/account");
        (await doctor.PostAsync($"{Path(doors[0].Id)}/evidence")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_was_seen_is_entered_once_and_changes_what_is_inferred()
    {
        var (building, doors, _) = await app.GroundAsync(Tenure.Owner, 1);
        var door = doors[0].Id;
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(door));
        worker.Text.ShouldContain("还没有佐证");
        (await worker.SubmitAsync("/evidence", ("kind", ""), ("sign", "Absent"), ("detail", "问过邻居"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请选择是怎么看的");
        worker.Page.QuerySelector("input[name=detail]")!.GetAttribute("value").ShouldBe("问过邻居");
        (await worker.SubmitAsync("/evidence", ("kind", "Light"), ("sign", "Absent"), ("at", Day(-1) + "T12:00"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("白天看灯不算数");
        (await worker.SubmitAsync("/evidence", ("kind", "Gate"), ("sign", "Present"), ("at", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await worker.SubmitAsync("/evidence", ("kind", "Knock"), ("sign", "Absent"), ("at", Day(2) + "T12:00"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        // A button sends names: a number is none of them, though an enumeration would take it.
        foreach (var saw in new[] { "Knock 99", "99 Absent", "3 1", "Knock" })
        {
            (await worker.PostAsync($"{Path(door)}/evidence", (ShowOccupancy.Saw, saw))).ShouldBe(HttpStatusCode.UnprocessableEntity, saw);
        }

        (await LivingAsync(door)).ShouldBeNull();
        await worker.SubmitAsync("/evidence", ("kind", "Light"), ("sign", "Absent"), ("at", Day(0) + "T00:02"));
        (await LivingAsync(door))!.State.ShouldBe(OccupancyState.Unsure);
        var key = worker.Page.QuerySelector("form[action$='/evidence'] input[name=key]")!.GetAttribute("value")!;
        await worker.SubmitAsync("/evidence", ("kind", "Knock"), ("sign", "Absent"));
        await worker.SubmitAsync("/evidence", ("key", key), ("kind", "Knock"), ("sign", "Absent"));
        worker.Text.ShouldContain("已经记过了");
        (await app.InDbAsync(db => db.OccupancyEvidence.CountAsync(e => e.DwellingId == door))).ShouldBe(2);
        await worker.SubmitAsync("/evidence", ("kind", "Call"), ("sign", "Absent"));
        (await LivingAsync(door))!.State.ShouldBe(OccupancyState.Empty);
        await worker.OpenAsync(RegisterFixture.Desk + $"/dwellings/{door}");
        worker.Text.ShouldContain("居住情况：没人住");
        await worker.OpenAsync($"{Desk}/occupancy/buildings/{building}?state=Empty");
        worker.Text.ShouldContain(doors[0].Label);
        await worker.OpenAsync($"{Desk}/occupancy/buildings/{building}?state=Unknown");
        worker.Text.ShouldNotContain(doors[0].Label);
    }

    [Fact]
    public async Task A_person_decides_with_a_reason()
    {
        var (_, doors, _) = await app.GroundAsync(Tenure.Owner, 1);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Path(doors[0].Id));
        (await director.SubmitAsync("/decide", ("state", "Empty"), ("why", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/decide", ("state", "Empty"), ("why", "房东来电说年前退租"));
        var living = (await LivingAsync(doors[0].Id))!;
        living.State.ShouldBe(OccupancyState.Empty);
        living.Reason.ShouldContain("房东来电说年前退租");
        (await app.AuditAsync("occupancy.override")).ShouldContain(s => s.Contains(doors[0].Label, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readings_are_typed_refused_when_they_run_back_and_two_give_use()
    {
        var (_, doors, _) = await app.GroundAsync(Tenure.Owner, 1);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(doors[0].Id));
        (await worker.SubmitAsync("/readings", ("reading", "坏了"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await worker.SubmitAsync("/readings", ("reading", "79228162514264337593543950335"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("读数要填数字");
        await worker.SubmitAsync("/readings", ("meter", "Electricity"), ("reading", "1234.5"), ("day", Day(-3)));
        worker.Text.ShouldContain("过几天再抄一次");
        (await LivingAsync(doors[0].Id)).ShouldBeNull();
        (await worker.SubmitAsync("/readings", ("meter", "Electricity"), ("reading", "1230"), ("day", Day(0)))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("表只会往上走");
        await worker.SubmitAsync("/readings", ("meter", "Electricity"), ("reading", "1240.7"), ("day", Day(0)));
        worker.Text.ShouldContain("已记下读数。电表 3 天用 6.2 度：有人住的迹象。");
        var living = (await LivingAsync(doors[0].Id))!;
        (living.State, living.Reason.Contains("电表 3 天用 6.2 度", StringComparison.Ordinal)).ShouldBe((OccupancyState.LivedIn, true));
        await worker.SubmitAsync("/readings", ("meter", "Electricity"), ("reading", "1240.7"), ("day", Day(0)));
        worker.Text.ShouldContain("已经记过了");
    }

    [Fact]
    public async Task A_sheet_of_readings_is_taken_row_by_row_and_again_changes_nothing()
    {
        var (_, doors, _) = await app.GroundAsync(Tenure.Owner, 2);
        var path = $"{Desk}/occupancy/meters";
        using var director = await app.AsAsync("director");
        await director.OpenAsync(path);
        (await director.UploadAsync(path, "file", "读数.xlsx", "不是表格"u8.ToArray())).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.UploadAsync(path, "file", "读数.xlsx", Sheet(["姓名", "电话"]))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("没有找到表头");
        var sheet = Sheet(
            ["房屋", "表", "读数", "日期"], [doors[0].Label, "电表", "100", Day(-4)], [doors[0].Label, "电表", "100.2", Day(-1)], [doors[1].Label, "水", "10", Day(-4)],
            [doors[1].Label, "水", "9", Day(-1)], ["999号楼1单元101室", "电", "1", Day(-1)], [doors[1].Label, "火", "9", Day(-1)]);
        await director.UploadAsync(path, "file", "读数.xlsx", sheet);
        director.Text.ShouldContain("新记 3 条，已有 0 条，没有收下 3 条");
        director.Text.ShouldContain("和前一次比：没人住的迹象 1 次");
        director.Text.ShouldContain("表只会往上走");
        director.Text.ShouldContain("底册里没有999号楼1单元101室");
        (await LivingAsync(doors[0].Id))!.State.ShouldBe(OccupancyState.Empty);
        (await LivingAsync(doors[1].Id)).ShouldBeNull();
        await director.UploadAsync(path, "file", "读数.xlsx", sheet);
        director.Text.ShouldContain("新记 0 条，已有 3 条");
        (await app.InDbAsync(db => db.OccupancyEvidence.CountAsync(e => e.DwellingId == doors[0].Id))).ShouldBe(1);
        // A worker of another building has none of these doors.
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(path);
        await guard.UploadAsync(path, "file", "读数.xlsx", Sheet(["房屋", "读数", "日期"], [doors[0].Label, "200", Day(0)]));
        guard.Text.ShouldContain("没有收下 1 条");
    }

    [Fact]
    public async Task When_there_was_no_light_the_property_manager_is_asked_whose_sheet_is_taken_and_the_doctors_is_not()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 1);
        var campaign = await app.CampaignAsync("一级一级问", "three", households);
        var target = $"{Desk}/screening/{(await app.TargetAsync(campaign, households[0])).Id}";
        // By its own hour the light is looked for in the evening.
        app.Clock.Advance(Clock.FromHere(app.Clock.Today().ToDateTime(new(20, 30))) is var evening && evening > app.Clock.Now() ? evening - app.Clock.Now() : TimeSpan.Zero);
        using var worker = await app.AsAsync("worker");
        await NextAsync("先打电话或敲门");
        await worker.SubmitAsync("/try", ("outcome", "nobody"));
        await NextAsync("在门上贴告知");
        await worker.OpenAsync($"{Desk}/campaigns/{campaign}?building={building}");
        await worker.SubmitAsync("/notices");
        await NextAsync("晚上来看灯");
        await worker.OpenAsync(Path(doors[0].Id));
        await worker.SubmitAsync("/evidence", ("kind", "Light"), ("sign", "Absent"));
        await NextAsync("请物业抄两次水电表");

        var path = $"{Desk}/occupancy/meters";
        var sheet = Sheet(["房屋", "表", "读数", "日期"], [doors[0].Label, "电", "100", Day(-4)], [doors[0].Label, "电", "100.2", Day(0)]);
        using var doctor = await PartnerAsync("社区医生");
        (await doctor.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        doctor.Text.ShouldContain("由居委会、网格员和物业登记");
        await doctor.OpenAsync($"{Desk}/occupancy");
        doctor.Page.QuerySelector($"a[href='{path}']").ShouldBeNull();
        await doctor.OpenAsync("/account");
        (await doctor.PostAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        using var manager = await PartnerAsync("物业经理");
        await manager.OpenAsync($"{Desk}/occupancy");
        manager.Page.QuerySelector($"a[href='{path}']").ShouldNotBeNull();
        await manager.OpenAsync(path);
        (await manager.UploadAsync(path, "file", "读数.xlsx", sheet)).ShouldBe(HttpStatusCode.OK);
        manager.Text.ShouldContain("新记 2 条");
        manager.Text.ShouldContain("和前一次比：没人住的迹象 1 次");
        (await LivingAsync(doors[0].Id))!.State.ShouldBe(OccupancyState.Empty);

        async Task NextAsync(string words)
        {
            await worker.OpenAsync(target);
            worker.Text.ShouldContain("下一步：" + words);
        }

        async Task<Browser> PartnerAsync(string title)
        {
            await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, title)));
            return await app.AsAsync("doctor");
        }
    }

    [Fact]
    public async Task The_sample_sheet_is_taken_as_it_is()
    {
        var building = await Closures.Residents.AddBuildingAsync(app, "38号楼");
        var door = NewPlace.Dwelling(app.Services.GetRequiredService<KeyRing>(), Cast.Home, building, new(null, "38", 2, 5, "501"));
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
            db.Add(door);
            write.Record(Cast.Home, "test.door", null, "测试");
            await write.CommitAsync();
            return 0;
        });
        using var director = await app.AsAsync("director");
        using var sample = await director.FetchAsync($"{Desk}/occupancy/meters.xlsx");
        var file = await sample.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await director.OpenAsync($"{Desk}/occupancy/meters");
        (await director.UploadAsync($"{Desk}/occupancy/meters", "file", "读数表.xlsx", file)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("新记 2 条，已有 0 条");
        var living = (await LivingAsync(door.Id))!;
        (living.State, living.Reason.Contains("电表 1 天用 6.2 度", StringComparison.Ordinal)).ShouldBe((OccupancyState.LivedIn, true));
    }

    private static byte[] Sheet(IReadOnlyList<string> heading, params string[][] rows)
    {
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet("读数", [.. heading.Select(h => new SheetColumn(h))]);
            foreach (var row in rows)
            {
                writer.Row([.. row.Select(c => (SheetValue)c)]);
            }
        }

        return file.ToArray();
    }

    [Fact]
    public async Task People_actually_at_home_are_counted_by_what_is_known_of_their_doors()
    {
        var (building, doors, _) = await app.GroundAsync(Tenure.Owner, 4);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(doors[0].Id));
        await worker.SubmitAsync("/evidence", ("kind", "Seen"), ("sign", "Present"));
        foreach (var (door, state) in new[] { (doors[1], "Empty"), (doors[2], "Unsure") })
        {
            await worker.OpenAsync(Path(door.Id));
            await worker.SubmitAsync("/decide", ("state", state), ("why", "测试"));
        }

        await worker.OpenAsync($"{Desk}/occupancy");
        var row = worker.Page.QuerySelectorAll("tr").Single(r => r.QuerySelector($"a[href$='{building}']") is not null);
        row.QuerySelectorAll("td").Skip(1).Select(c => c.TextContent.Trim()).ShouldBe(["4", "1", "1", "1", "1", "1", "2", "1"]);
        using var sheet = await worker.FetchAsync($"{Desk}/occupancy/at-home.xlsx");
        sheet.Content.Headers.ContentType!.MediaType.ShouldBe(SheetFile.ContentType);
    }

    [Fact]
    public async Task Two_at_once_at_one_door_are_both_seen_by_what_is_inferred()
    {
        var (_, doors, _) = await app.GroundAsync(Tenure.Owner, 1);
        using var one = await app.AsAsync("worker");
        using var two = await app.AsAsync("director");
        await one.OpenAsync(Path(doors[0].Id));
        await two.OpenAsync(Path(doors[0].Id));
        await Task.WhenAll(
            one.SubmitAsync("/evidence", ("kind", "Knock"), ("sign", "Absent")), two.SubmitAsync("/evidence", ("kind", "Call"), ("sign", "Absent")));
        (await LivingAsync(doors[0].Id))!.Reason.ShouldContain("2 分");
    }

    [Fact]
    public async Task What_was_seen_goes_with_the_plans_days_and_what_it_came_to_stays()
    {
        var (_, doors, _) = await app.GroundAsync(Tenure.Owner, 1);
        var door = doors[0].Id;
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Path(door));
        await worker.SubmitAsync("/evidence", ("kind", "Seen"), ("sign", "Present"));
        await app.InDbAsync(db => db.OccupancyEvidence.Where(e => e.DwellingId == door).ExecuteUpdateAsync(set => set.SetProperty(e => e.At, app.Clock.Now().AddYears(-2))));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await ForgetScreening.ForgetOldAsync(scope.ServiceProvider.GetRequiredService<Db>(), Cast.Home, app.Clock, default);
        }

        (await app.InDbAsync(db => db.OccupancyEvidence.CountAsync(e => e.DwellingId == door))).ShouldBe(0);
        (await LivingAsync(door))!.State.ShouldBe(OccupancyState.LivedIn);
        (await app.AuditAsync("occupancy.forget")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Readings_come_as_plain_text_too()
    {
        var (_, doors, _) = await app.GroundAsync(Tenure.Owner, 1);
        var path = $"{Desk}/occupancy/meters";
        using var director = await app.AsAsync("director");
        await director.OpenAsync(path);
        director.Page.QuerySelector("#file")!.GetAttribute("accept").ShouldBe(".xlsx,.csv");
        (await director.UploadAsync(path, "file", "读数.csv", Encoding.UTF8.GetBytes("姓名,电话\n张三,1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("没有找到表头");
        var text = $"房屋,表,读数,日期\n{doors[0].Label},电,100,{Day(-4)}\n{doors[0].Label},电,100.1,{Day(-1)}\n{doors[0].Label},电,坏了,{Day(0)}\n";
        await director.UploadAsync(path, "file", "读数.csv", Encoding.UTF8.GetBytes(text));
        director.Text.ShouldContain("新记 2 条，已有 0 条，没有收下 1 条");
        (await LivingAsync(doors[0].Id))!.State.ShouldBe(OccupancyState.Empty);
        await director.UploadAsync(path, "file", "读数.csv", Encoding.UTF8.GetBytes(text));
        director.Text.ShouldContain("新记 0 条，已有 2 条");
    }

    [Fact]
    public async Task A_reading_counts_at_noon_of_its_day_between_the_look_before_and_the_one_after()
    {
        var (_, doors, _) = await app.GroundAsync(Tenure.Owner, 2);
        using var worker = await app.AsAsync("worker");
        foreach (var (door, at, state) in new[] { (doors[0].Id, "T00:02", OccupancyState.Empty), (doors[1].Id, "T20:30", OccupancyState.LivedIn) })
        {
            await worker.OpenAsync(Path(door));
            await worker.SubmitAsync("/evidence", ("kind", "Light"), ("sign", "Present"), ("at", Day(-1) + at));
            await worker.SubmitAsync("/readings", ("meter", "Electricity"), ("reading", "50"), ("day", Day(-4)));
            await worker.SubmitAsync("/readings", ("meter", "Electricity"), ("reading", "50"), ("day", Day(-1)));
            worker.Text.ShouldContain("电表 3 天用 0 度：没人住的迹象");
            (await LivingAsync(door))!.State.ShouldBe(state, at);
        }

        // Nobody noted the hour: none is shown.
        worker.Text.ShouldNotContain("12:00");
        var now = app.Clock.Now();
        MeterRules.At(app.Clock.Today(), Clock.FromHere(app.Clock.Today().ToDateTime(new(9, 0)))).Here().Hour.ShouldBe(9, "never in the future");
        MeterRules.At(app.Clock.Today().AddDays(-1), now).Here().Hour.ShouldBe(12);
    }
}
