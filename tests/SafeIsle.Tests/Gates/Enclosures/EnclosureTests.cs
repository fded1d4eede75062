using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates;
using SafeIsle.Gates.Enclosures;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates.Enclosures;

/// <summary>An open quarter becomes several closed ones, each with its entrance; a dwelling is in one of them.</summary>
public sealed class EnclosureTests(TestApp app) : IClassFixture<TestApp>
{
    private const string New = Desk + "/enclosures/new";
    private static readonly Guid Nowhere = new("018f0000-0000-7000-8000-000000000000");

    /// <summary>An open compound of buildings with two units of two doors each.</summary>
    private Task<(Guid Compound, IReadOnlyList<Guid> Buildings)> QuarterAsync(string name, int first, int buildings) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var keys = app.Services.GetRequiredService<KeyRing>();
        var compound = NewPlace.Compound(Cast.Home, name, CompoundKind.Open);
        db.Add(compound);
        var made = new List<Guid>();
        for (var number = first; number < first + buildings; number++)
        {
            var building = NewPlace.Building(Cast.Home, compound.Id, $"{number}", BuildingKind.Tower);
            db.Add(building);
            made.Add(building.Id);
            foreach (var (unit, room) in new[] { (1, "101"), (1, "102"), (2, "101"), (2, "102") })
            {
                db.Add(NewPlace.Dwelling(keys, Cast.Home, building.Id, new(null, $"{number}", unit, 1, room)));
            }
        }

        write.Record(Cast.Home, "test.quarter", null, "测试街坊");
        await write.CommitAsync();
        return (compound.Id, (IReadOnlyList<Guid>)made);
    });

    private async Task<Guid> OpenAsync(Browser director, Guid compound, string name)
    {
        await director.OpenAsync(New);
        await director.SubmitAsync(New, ("name", name), ("compound", $"{compound}"), ("newGate", name + "口"), ("why", "没有围墙"), ("decidedBy", "镇防控办〔2026〕5号"));
        director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
        return await app.InDbAsync(db => db.Enclosures.Where(e => e.Name == name && e.DissolvedAt == null).Select(e => e.Id).SingleAsync());
    }

    /// <summary>Ticks that part and presses that button.</summary>
    private static async Task<HttpStatusCode> ChooseAsync(Browser director, Guid enclosure, string part, string act = "add", bool moves = false)
    {
        await director.OpenAsync($"{Desk}/enclosures/{enclosure}/dwellings");
        return await director.SubmitAsync("/dwellings", ("part", part), ("act", act), ("move", moves ? "true" : null));
    }

    private Task<int> InsideAsync(Guid enclosure) => app.InDbAsync(db => db.EnclosedDwellings.CountAsync(d => d.EnclosureId == enclosure && d.LeftAt == null));

    [Fact]
    public async Task Others_do_not_find_it_and_a_worker_changes_nothing()
    {
        using var director = await app.AsAsync("director");
        var (compound, _) = await QuarterAsync("望江街坊", 210, 1);
        var id = await OpenAsync(director, compound, "望江围合");
        using var neighbour = await app.AsAsync("neighbour");
        var theirs = $"/desk/{Cast.Next}/enclosures";
        (await neighbour.OpenAsync($"{theirs}/{id}")).ShouldBe(HttpStatusCode.NotFound);
        (await neighbour.OpenAsync($"{theirs}/{id}/dwellings")).ShouldBe(HttpStatusCode.NotFound);
        await neighbour.OpenAsync(theirs + "/new");
        (await neighbour.PostAsync($"{theirs}/{id}", ("why", "a"), ("decidedBy", "b"), ("act", "end"))).ShouldBe(HttpStatusCode.NotFound);
        await neighbour.OpenAsync(theirs + "/new");
        (await neighbour.PostAsync($"{theirs}/{id}/dwellings", ("part", DwellingParts.OfBuilding(Nowhere)))).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Desk}/enclosures/{id}")).ShouldBe(HttpStatusCode.OK);
        worker.Page.QuerySelectorAll("main form").ShouldBeEmpty();
        (await worker.OpenAsync(New)).ShouldBe(HttpStatusCode.Forbidden);
        (await worker.OpenAsync($"{Desk}/enclosures/{id}/dwellings")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_missing_or_taken_is_told_and_kept()
    {
        using var director = await app.AsAsync("director");
        var (compound, _) = await QuarterAsync("听雨街坊", 220, 1);
        await director.OpenAsync(New);
        (await director.SubmitAsync(New, ("name", "听雨围合"), ("until", "2020-01-01T10:00"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var sentence in new[] { "请选择是哪个小区", "请选择这个小区的一个门岗作出入口", "请填写为什么", "请填写谁决定的", "到期时间要在开始以后" })
        {
            director.Text.ShouldContain(sentence);
        }

        director.Page.QuerySelector("[name=name]")!.GetAttribute("value").ShouldBe("听雨围合");
        await OpenAsync(director, compound, "听雨围合");
        await director.OpenAsync(New);
        (await director.SubmitAsync(New, ("name", "听雨围合"), ("compound", $"{compound}"), ("newGate", "听雨西口"), ("why", "再来"), ("decidedBy", "镇"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经有叫「听雨围合」的围合");
        (await app.InDbAsync(db => db.Gates.CountAsync(g => g.Name == "听雨西口"))).ShouldBe(0);
        // A gate of another compound is no entrance here.
        var elsewhere = await app.GateAsync(director, "一期的门");
        await director.OpenAsync(New);
        (await director.SubmitAsync(New, ("name", "错门围合"), ("compound", $"{compound}"), ("gate", $"{elsewhere}"), ("why", "再来"), ("decidedBy", "镇"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择这个小区的一个门岗作出入口");
    }

    [Fact]
    public async Task Thirteen_enclosures_divide_an_open_quarter()
    {
        using var director = await app.AsAsync("director");
        var (compound, buildings) = await QuarterAsync("桃浦街坊", 301, 7);
        var ids = new List<Guid>();
        for (var number = 1; number <= 13; number++)
        {
            ids.Add(await OpenAsync(director, compound, $"桃浦{number}号围合"));
            // One building as a whole, then two enclosures in each by unit.
            var part = number == 1 ? DwellingParts.OfBuilding(buildings[0]) : DwellingParts.OfUnit(buildings[number / 2], (number % 2) + 1);
            (await ChooseAsync(director, ids[^1], part)).ShouldBe(HttpStatusCode.OK, director.Text);
        }

        (await Task.WhenAll(ids.Select(InsideAsync))).ShouldBe([4, .. Enumerable.Repeat(2, 12)]);
        await director.OpenAsync(Desk + "/enclosures");
        director.Page.QuerySelectorAll("tbody tr").Count(r => r.TextContent.Contains("桃浦街坊", StringComparison.Ordinal)).ShouldBe(13);
        director.Text.ShouldNotContain("桃浦街坊的房屋不在任何围合里");
        (await app.InDbAsync(db => db.Gates.CountAsync(g => g.CompoundId == compound))).ShouldBe(13);
        (await ChooseAsync(director, ids[1], DwellingParts.OfUnit(buildings[1], 1), "remove")).ShouldBe(HttpStatusCode.OK);
        await director.OpenAsync(Desk + "/enclosures");
        director.Text.ShouldContain("2 套 桃浦街坊的房屋不在任何围合里");
    }

    [Fact]
    public async Task A_dwelling_is_in_one_moves_on_request_and_everything_is_kept()
    {
        using var director = await app.AsAsync("director");
        var (compound, buildings) = await QuarterAsync("春申街坊", 401, 2);
        var (east, west) = (await OpenAsync(director, compound, "东围合"), await OpenAsync(director, compound, "西围合"));
        (await ChooseAsync(director, east, DwellingParts.OfBuilding(buildings[0]))).ShouldBe(HttpStatusCode.OK, director.Text);
        director.Text.ShouldContain("东围合加入 4 套：401号楼");
        director.Text.ShouldContain("整栋 4 套");
        (await ChooseAsync(director, east, DwellingParts.OfBuilding(buildings[0]))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("本来就在里面，没有改动");
        (await ChooseAsync(director, west, DwellingParts.OfUnit(buildings[0], 2))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("401号楼2单元101室等 2 套已经在“东围合”里，没有改动");
        director.Page.QuerySelectorAll("input[name=part][checked]").ShouldHaveSingleItem();
        (await InsideAsync(east)).ShouldBe(4);
        (await ChooseAsync(director, west, DwellingParts.OfUnit(buildings[0], 2), moves: true)).ShouldBe(HttpStatusCode.OK, director.Text);
        (await InsideAsync(east)).ShouldBe(2);
        (await InsideAsync(west)).ShouldBe(2);
        await director.OpenAsync($"{Desk}/enclosures/{east}");
        director.Text.ShouldContain("移出 2 套到西围合：401号楼");
        director.Text.ShouldContain("设立，出入口东围合口");
        (await app.InDbAsync(db => db.EnclosedDwellings.CountAsync(d => d.EnclosureId == east && d.LeftAt != null))).ShouldBe(2);

        // A single door, chosen on its building's page.
        await director.OpenAsync($"{Desk}/enclosures/{west}/dwellings?building={buildings[1]}");
        var door = director.Page.QuerySelector("input[name=part]")!.GetAttribute("value")!;
        director.Page.QuerySelectorAll("input[name=part]").Length.ShouldBe(4);
        await director.SubmitAsync("/dwellings", ("part", door), ("act", "add"));
        director.Text.ShouldContain("西围合加入 1 套：402号楼1单元101室");
        (await director.PostAsync($"{Desk}/enclosures/{west}/dwellings", ("act", "add"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请先勾选");

        await director.OpenAsync($"{Desk}/enclosures/{west}");
        (await director.SubmitAsync($"/enclosures/{west}", ("act", "end"), ("why", ""), ("decidedBy", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync($"/enclosures/{west}", ("act", "end"), ("why", "恢复"), ("decidedBy", "镇防控办"));
        director.Text.ShouldContain("解除，里面 3 套房屋不再属于它");
        (await InsideAsync(west)).ShouldBe(0);
        director.Page.QuerySelectorAll("main form").ShouldBeEmpty();
        await director.PostAsync($"{Desk}/enclosures/{west}/dwellings", ("part", door), ("act", "add"));
        director.Text.ShouldContain("西围合已经解除，没有改动");
        await director.PostAsync($"{Desk}/enclosures/{west}", ("act", "end"), ("why", "恢复"), ("decidedBy", "镇防控办"));
        director.Text.ShouldContain("已经解除，没有再改动");
        // The name is free again, and its entrance still stands.
        var gate = await app.InDbAsync(db => db.Gates.Where(g => g.Name == "西围合口").Select(g => g.Id).SingleAsync());
        await director.OpenAsync(New);
        (await director.SubmitAsync(New, ("name", "西围合"), ("compound", $"{compound}"), ("gate", $"{gate}"), ("why", "再来"), ("decidedBy", "镇"))).ShouldBe(HttpStatusCode.OK, director.Text);
        (await app.AuditAsync("enclosure.dwellings")).Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Of_two_who_choose_the_same_door_at_once_the_database_takes_one()
    {
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        var (compound, buildings) = await QuarterAsync("长征街坊", 501, 1);
        var (north, south) = (await OpenAsync(director, compound, "北围合"), await OpenAsync(director, compound, "南围合"));
        var part = DwellingParts.OfBuilding(buildings[0]);
        var both = await Task.WhenAll(ChooseAsync(director, north, part), ChooseAsync(deputy, south, part));
        both.Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity]);
        (await InsideAsync(north) + await InsideAsync(south)).ShouldBe(4);
        var late = director.Status == HttpStatusCode.OK ? deputy : director;
        late.Text.ShouldContain(director.Status == HttpStatusCode.OK ? "北围合（整栋）" : "南围合（整栋）");
    }

    [Fact]
    public async Task The_household_and_its_phone_know_their_entrance()
    {
        using var director = await app.AsAsync("director");
        var id = await OpenAsync(director, app.Cast.Compound, "一期东片");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "601", Tenure.Owner, Groups.Person("顾围合"));
        var dwelling = await app.InDbAsync(async db =>
        {
            var at = await db.Households.Where(h => h.Id == household).Select(h => h.DwellingId).SingleAsync();
            return await db.Dwellings.SingleAsync(d => d.Id == at);
        });
        using var phone = await app.PhoneAsync(dwelling);
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home);
        phone.Text.ShouldNotContain("进出走");
        (await ChooseAsync(director, id, DwellingParts.OfDoor(dwelling.Id))).ShouldBe(HttpStatusCode.OK, director.Text);
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("进出走一期东片口（一期东片）");
        foreach (var page in new[] { $"/households/{household}", $"/dwellings/{dwelling.Id}" })
        {
            await director.OpenAsync(Desk + page);
            director.Text.ShouldContain("所属围合：一期东片，出入口一期东片口（开放）");
        }

        await director.OpenAsync(Desk + "/enclosures");
        director.Page.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("一期东片", StringComparison.Ordinal))
            .QuerySelectorAll("td.num").Select(t => t.TextContent).ShouldBe(["1", "1", "1"]);
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/enclosures/{id}");
        guard.Text.ShouldContain("0 套房屋、0 户、0 人");

        // Merged into another door, it leaves; that door has none.
        await director.OpenAsync($"{Desk}/places/dwellings/{dwelling.Id}");
        var into = await app.InDbAsync(db => db.Dwellings.Where(d => d.BuildingId == app.Cast.Building1 && d.Unit == 2 && d.Room == "602").Select(d => d.Id).SingleAsync());
        await director.SubmitAsync("/merge", ("into", $"{into}"));
        (await InsideAsync(id)).ShouldBe(0);
        await phone.OpenAsync(home);
        phone.Text.ShouldNotContain("进出走");
    }

    [Fact]
    public async Task It_is_extended_and_gets_another_entrance_which_its_homes_are_told()
    {
        using var director = await app.AsAsync("director");
        var dwelling = await app.DoorAsync(app.Cast.Building1, 2, "501");
        var id = await OpenAsync(director, app.Cast.Compound, "一期西片");
        (await ChooseAsync(director, id, DwellingParts.OfDoor(dwelling.Id))).ShouldBe(HttpStatusCode.OK, director.Text);
        var other = await app.GateAsync(director, "一期西新口");
        using var phone = await app.PhoneAsync(dwelling);
        var home = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("进出走一期西片口（一期西片）");

        var page = $"{Desk}/enclosures/{id}";
        await director.OpenAsync(page);
        director.Text.ShouldNotContain("已到期，请确认");
        (await director.SubmitAsync($"/enclosures/{id}", ("act", "change"), ("until", "2020-01-01T10:00"), ("why", "延长"), ("decidedBy", "镇防控办〔2026〕7号")))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("到期时间已经过去了");
        director.Page.QuerySelector("[name=decidedBy]")!.GetAttribute("value").ShouldBe("镇防控办〔2026〕7号");
        var until = app.Clock.Now().AddHours(2);
        await director.SubmitAsync(
            $"/enclosures/{id}", ("act", "change"), ("gate", $"{other}"), ("until", until.ForInput()), ("why", "西口修路"), ("decidedBy", "镇防控办〔2026〕7号"));
        director.Text.ShouldContain($"一期西片：出入口改为一期西新口，期限到 {until.Short()}");
        var line = director.Page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).Single(r => r.Contains("出入口改为一期西新口", StringComparison.Ordinal));
        foreach (var word in new[] { $"期限到 {until.Short()}", "西口修路", "镇防控办〔2026〕7号", "高主任" })
        {
            line.ShouldContain(word);
        }

        (await app.AuditAsync("enclosure.change"))[0].ShouldContain("出入口改为一期西新口");
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("进出走一期西新口（一期西片）");
        phone.Text.ShouldNotContain("一期西片口");

        // Over, it stands until somebody decides; extended, it is as before, by the same entrance.
        app.Clock.Advance(TimeSpan.FromHours(3));
        using var later = await app.AsAsync("director");
        await later.OpenAsync(page);
        later.Text.ShouldContain("已到期，请确认");
        await later.OpenAsync(Desk + "/enclosures");
        RowOf(later, "一期西片").ShouldContain("已到期，请确认");
        await later.OpenAsync(page);
        await later.SubmitAsync($"/enclosures/{id}", ("act", "change"), ("until", ""), ("why", "继续"), ("decidedBy", "镇防控办〔2026〕8号"));
        later.Text.ShouldContain("一期西片：不定期限");
        later.Text.ShouldNotContain("已到期，请确认");
        (await app.InDbAsync(db => db.Enclosures.SingleAsync(e => e.Id == id))).GateId.ShouldBe(other);
    }

    [Fact]
    public async Task At_an_entrance_those_of_another_enclosure_are_asked_to_their_own()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (compound, buildings) = await QuarterAsync("分口街坊", 601, 2);
        var (third, fifth) = (await OpenAsync(director, compound, "分口三号围合"), await OpenAsync(director, compound, "分口五号围合"));
        (await ChooseAsync(director, third, DwellingParts.OfBuilding(buildings[0]))).ShouldBe(HttpStatusCode.OK, director.Text);
        (await ChooseAsync(director, fifth, DwellingParts.OfUnit(buildings[1], 1))).ShouldBe(HttpStatusCode.OK, director.Text);
        var (ofThird, ofFifth, ofNone) = (await PassAsync(buildings[0], 1), await PassAsync(buildings[1], 1), await PassAsync(buildings[1], 2));
        using var atThird = await ScannerAtAsync("分口三号围合口");
        using var atFifth = await ScannerAtAsync("分口五号围合口");
        using var elsewhere = await app.ScannerAsync(director, await app.GateAsync(director, "分口旁门"), "分口旁门平板");

        // The list of the entrance names the doors of the other enclosures, as runs; one without an enclosure, and a gate that is no entrance, know none.
        var list = (await atFifth.SnapshotAsync()).Body;
        var other = list.GetProperty("elsewhere").EnumerateArray().Single(e => e.GetProperty("name").GetString() == "分口三号围合");
        other.GetProperty("gate").GetString().ShouldBe("分口三号围合口");
        var first = list.GetProperty("doors").EnumerateArray().TakeWhile(b => b.GetProperty("building").GetString() != "601号楼").Sum(b => b.GetProperty("labels").GetArrayLength());
        other.GetProperty("doors").EnumerateArray().Select(d => d.GetInt32()).ShouldBe([first, 4]);
        list.GetProperty("elsewhere").EnumerateArray().ShouldNotContain(e => e.GetProperty("name").GetString() == "分口五号围合");
        (await elsewhere.SnapshotAsync()).Body.GetProperty("elsewhere").GetArrayLength().ShouldBe(0);

        // The server judges the same: out is asked about, in is not.
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var now = app.Clock.Now();
        (await ReasonsAsync(atFifth, atFifth.Scan(now.AddSeconds(-50), "out", ofThird), atFifth.Scan(now.AddSeconds(-40), "in", ofThird))).ShouldBe(["otherEntrance"]);
        (await ReasonsAsync(atFifth, atFifth.Scan(now.AddSeconds(-50), "out", ofFifth), atFifth.Scan(now.AddSeconds(-50), "out", ofNone))).ShouldBeEmpty();
        (await ReasonsAsync(atThird, atThird.Scan(now.AddSeconds(-30), "out", ofThird), atThird.Scan(now.AddSeconds(-20), "in", ofThird))).ShouldBeEmpty();
        (await ReasonsAsync(elsewhere, elsewhere.Scan(now.AddSeconds(-15), "out", ofThird), elsewhere.Scan(now.AddSeconds(-10), "in", ofThird))).ShouldBeEmpty();
        var asked = await app.InDbAsync(db => db.GateScans.SingleAsync(s => s.ServerReason == ScanJudge.OtherEntrance));
        (asked.Direction, asked.ServerVerdict, asked.Differs).ShouldBe((PassDirection.Out, PassVerdict.Ask, true));

        // A turnstile has nobody who could ask.
        var card = await app.CardAsync(await app.InDbAsync(db => db.Passes.SingleAsync(p => p.CommunityId == Cast.Home && p.Number == ofThird)));
        (await atFifth.CheckAsync(new { code = card, direction = "out" })).Body.GetProperty("ok").GetBoolean().ShouldBeFalse();
        (await atThird.CheckAsync(new { code = card, direction = "out" })).Body.GetProperty("ok").GetBoolean().ShouldBeTrue();

        // While its entrance is closed it sends nobody there, whenever that is told.
        var entrance = await app.InDbAsync(db => db.Gates.Where(g => g.Name == "分口三号围合口").Select(g => g.Id).SingleAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var closed = app.Clock.Now();
        (await ReasonsAsync(atThird, atThird.Scan(closed.AddMinutes(-5), "in", ofThird))).ShouldBeEmpty();
        await TurnAsync("false");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        (await ReasonsAsync(atFifth, atFifth.Scan(closed.AddMinutes(1), "out", ofThird), atFifth.Scan(closed.AddMinutes(2), "in", ofThird))).ShouldBeEmpty();
        await TurnAsync("true");
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await ReasonsAsync(atFifth, atFifth.Scan(closed.AddMinutes(-2), "out", ofThird), atFifth.Scan(closed.AddMinutes(-1), "in", ofThird),
            atFifth.Scan(closed.AddMinutes(3), "out", ofThird), atFifth.Scan(closed.AddMinutes(4), "in", ofThird),
            atFifth.Scan(closed.AddMinutes(11), "out", ofThird)))
            .ShouldBe(["otherEntrance", "otherEntrance"]);

        // Dissolved, it sends nobody anywhere; what is told later of the time before is judged by that time.
        var seq = list.GetProperty("seq").GetInt64();
        await director.OpenAsync($"{Desk}/enclosures/{third}");
        await director.SubmitAsync($"/enclosures/{third}", ("act", "end"), ("why", "恢复"), ("decidedBy", "镇防控办"));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await atFifth.SnapshotAsync(seq)).Body.GetProperty("elsewhere").EnumerateArray().ShouldNotContain(e => e.GetProperty("name").GetString() == "分口三号围合");
        var after = app.Clock.Now();
        (await ReasonsAsync(atFifth, atFifth.Scan(now.AddSeconds(-5), "out", ofThird), atFifth.Scan(now.AddSeconds(-4), "in", ofThird),
            atFifth.Scan(after.AddSeconds(-1), "in", ofThird), atFifth.Scan(after, "out", ofThird)))
            .ShouldBe(["otherEntrance"]);

        async Task TurnAsync(string open)
        {
            await director.OpenAsync($"{Desk}/gates/{entrance}");
            await director.SubmitAsync($"/gates/{entrance}", ("open", open), ("why", "修路"), ("decidedBy", "镇防控办"));
            director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
        }

        async Task<int> PassAsync(Guid building, int unit)
        {
            var (household, people) = await app.SettleAsync(building, unit, "101", Tenure.Owner, Groups.Person("分口人"));
            await app.VerifyAsync(household);
            return (await app.PassAsync(director, household, Work, people[0].ToString())).Number;
        }

        async Task<Scanner> ScannerAtAsync(string gate) =>
            await app.ScannerAsync(director, await app.InDbAsync(db => db.Gates.Where(g => g.Name == gate).Select(g => g.Id).SingleAsync()), gate + "平板");

        static async Task<List<string?>> ReasonsAsync(Scanner scanner, params object[] scans) =>
            [.. (await scanner.SendAsync(scans)).Body.GetProperty("differs").EnumerateArray().Select(d => d.GetProperty("reason").GetString())];
    }

    [Fact]
    public async Task One_that_is_yet_to_start_says_so()
    {
        using var director = await app.AsAsync("director");
        var (compound, _) = await QuarterAsync("晚晴街坊", 230, 1);
        var starts = app.Clock.Now().AddDays(1);
        await director.OpenAsync(New);
        await director.SubmitAsync(
            New, ("name", "晚晴围合"), ("compound", $"{compound}"), ("newGate", "晚晴口"), ("starts", starts.ForInput()), ("why", "明天起"), ("decidedBy", "镇防控办"));
        director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
        var id = await app.InDbAsync(db => db.Enclosures.Where(e => e.Name == "晚晴围合").Select(e => e.Id).SingleAsync());
        await director.OpenAsync($"{Desk}/enclosures/{id}");
        director.Text.ShouldContain("还没开始");
        await director.OpenAsync(Desk + "/enclosures");
        RowOf(director, "晚晴围合").ShouldContain("还没开始");
        app.Clock.Advance(TimeSpan.FromHours(25));
        using var later = await app.AsAsync("director");
        await later.OpenAsync($"{Desk}/enclosures/{id}");
        later.Text.ShouldNotContain("还没开始");
    }

    private static string RowOf(Browser director, string enclosure) =>
        director.Page.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(enclosure, StringComparison.Ordinal)).TextContent;
}
