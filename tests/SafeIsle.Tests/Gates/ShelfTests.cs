using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Shelf;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Goods left at a gate's shelf: recorded by devices in any order, fetched by the household, the guard or the desk.</summary>
public sealed class ShelfTests(TestApp app) : IClassFixture<TestApp>
{
    private static Dictionary<string, object?> Drop(Guid id, DateTimeOffset at, bool taken = false, string door = "1号楼 1-101", string? guard = "老秦") => new()
    {
        ["id"] = id, ["at"] = at.ToUnixTimeMilliseconds(), ["taken"] = taken, ["door"] = door, ["place"] = "货架3", ["firm"] = "快跑快递", ["guard"] = guard,
    };

    private Task<ShelfDrop> RowAsync(Guid id) => app.InDbAsync(db => db.ShelfDrops.SingleAsync(d => d.Id == id));

    private async Task<(Guid Gate, Scanner Scanner)> ReadyAsync(Browser director, string name)
    {
        await app.RulesAsync();
        var gate = await app.GateAsync(director, name);
        return (gate, await app.ScannerAsync(director, gate, name + "平板"));
    }

    [Fact]
    public async Task Left_and_taken_come_in_any_order_and_again_and_count_once()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner) = await ReadyAsync(director, "乱序门");
        using var _1 = scanner;
        var (one, two, now) = (Ids.New(), Ids.New(), app.Clock.Now());
        (await scanner.DropAsync(Drop(one, now.AddMinutes(-5), taken: true))).Status.ShouldBe(HttpStatusCode.OK);
        (await RowAsync(one)).LeftAt.ShouldBeNull();
        for (var again = 0; again < 2; again++)
        {
            (await scanner.DropAsync(Drop(one, now.AddMinutes(-30)), Drop(two, now.AddMinutes(-20)), Drop(one, now.AddMinutes(-5), taken: true), Drop(one, now.AddMinutes(-4), taken: true)))
                .Status.ShouldBe(HttpStatusCode.OK);
        }

        var row = await RowAsync(one);
        (row.LeftAt!.Value - now.AddMinutes(-30)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (row.TakenAt!.Value - now.AddMinutes(-5)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        row.TakenBy.ShouldBe("乱序门 老秦");
        row.Dwelling.ShouldBe("1号楼1单元101室");
        row.DwellingId.ShouldNotBeNull();
        (await RowAsync(two)).TakenAt.ShouldBeNull();
        (await app.InDbAsync(db => db.ShelfDrops.CountAsync(d => d.Id == one || d.Id == two))).ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_a_strange_door_is_kept_and_too_many_are_refused()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner) = await ReadyAsync(director, "慢钟门");
        using var _1 = scanner;
        scanner.Ahead = TimeSpan.FromMinutes(10);
        var (id, now) = (Ids.New(), app.Clock.Now());
        await scanner.DropAsync(Drop(id, now.AddMinutes(10), door: "99号楼 9-999", guard: ""));
        var row = await RowAsync(id);
        (row.LeftAt!.Value - now).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (row.Dwelling, row.DwellingId, row.LeftBy).ShouldBe(("99号楼 9-999", null, "慢钟门 慢钟门平板"));
        var (status, body) = await scanner.DropAsync([.. Enumerable.Range(0, ShelfRules.MostDrops + 1).Select(_ => Drop(Ids.New(), now))]);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("detail").GetString()!.ShouldContain("没有丢");
        scanner.Forge("nobody");
        (await scanner.DropAsync(Drop(Ids.New(), now))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wiped_device_fills_no_shelf_and_empties_none()
    {
        using var director = await app.AsAsync("director");
        var (gate, scanner) = await ReadyAsync(director, "清除门");
        using var _1 = scanner;
        var (left, fetched) = (Ids.New(), Ids.New());
        await scanner.DropAsync(Drop(left, app.Clock.Now()), Drop(fetched, app.Clock.Now()), Drop(fetched, app.Clock.Now().AddMinutes(2), taken: true));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var honest = app.Clock.Now().AddMinutes(-1);
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/wipe");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = app.Clock.Now();
        await scanner.DropAsync(
            Drop(Ids.New(), now), Drop(left, now, taken: true), Drop(fetched, honest.AddMinutes(-8), taken: true, guard: "冒名"), Drop(Ids.New(), now.AddHours(-9)));
        (await RowAsync(left)).TakenAt.ShouldBeNull();
        (await RowAsync(fetched)).TakenBy.ShouldBe("清除门 老秦");
        (await CountAsync()).ShouldBe(2);
        // What it took down before is taken, marked, and not without end.
        await scanner.DropAsync([.. Enumerable.Range(0, 30).Select(_ => Drop(Ids.New(), honest))]);
        (await CountAsync()).ShouldBe(2 + SafeIsle.Gates.GateRules.MostOfWiped);
        (await app.InDbAsync(db => db.ShelfDrops.CountAsync(d => d.GateId == gate && d.LeftBy == "清除门 老秦（设备已清除）"))).ShouldBe(SafeIsle.Gates.GateRules.MostOfWiped);

        Task<int> CountAsync() => app.InDbAsync(db => db.ShelfDrops.CountAsync(d => d.GateId == gate));
    }

    [Fact]
    public async Task A_half_character_spoils_nothing_of_the_upload()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner) = await ReadyAsync(director, "半字门");
        using var _1 = scanner;
        var (id, at) = (Ids.New(), app.Clock.Now().ToUnixTimeMilliseconds());
        var (status, _) = await scanner.RawAsync(
            $$"""{"sentAt":{{at}},"scans":[],"drops":[{"id":"{{id}}","at":{{at}},"taken":false,"door":"1号楼 1-101","place":"x\ud83d","firm":null,"guard":null}]}""");
        status.ShouldBe(HttpStatusCode.OK);
        (await RowAsync(id)).Dwelling.ShouldBe("1号楼1单元101室");
    }

    [Fact]
    public async Task Scanners_of_that_gate_list_what_lies_there()
    {
        using var director = await app.AsAsync("director");
        var (gate, scanner) = await ReadyAsync(director, "同门");
        using var _1 = scanner;
        using var second = await app.ScannerAsync(director, gate, "同门二号");
        var (_, elsewhere) = await ReadyAsync(director, "异门");
        using var _2 = elsewhere;
        var id = Ids.New();
        await scanner.DropAsync(Drop(id, app.Clock.Now().AddMinutes(-1)));
        var whole = (await second.SnapshotAsync()).Body;
        var line = whole.GetProperty("shelf").EnumerateArray().ShouldHaveSingleItem();
        (line.GetProperty("id").GetGuid(), line.GetProperty("place").GetString()).ShouldBe((id, "货架3"));
        (await elsewhere.SnapshotAsync()).Body.GetProperty("shelf").GetArrayLength().ShouldBe(0);
        var since = whole.GetProperty("seq").GetInt64();
        (await second.SnapshotAsync(since)).Body.GetProperty("shelf").ValueKind.ShouldBe(JsonValueKind.Null);
        await second.DropAsync(Drop(id, app.Clock.Now(), taken: true));
        (await scanner.SnapshotAsync(since)).Body.GetProperty("shelf").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_households_phone_says_where_it_lies_and_takes_it_with_one_tap()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner) = await ReadyAsync(director, "手机门");
        using var _1 = scanner;
        var (mine, others) = (Ids.New(), Ids.New());
        await scanner.DropAsync(Drop(mine, app.Clock.Now().AddMinutes(-9), door: "1号楼 2-101"), Drop(others, app.Clock.Now().AddMinutes(-8), door: "1号楼 2-102"));
        var door = await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Label == "1号楼2单元101室"));
        using var phone = await app.PhoneAsync(door);
        var path = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(path);
        phone.Text.ShouldContain("有 1 件东西在手机门货架3");
        await phone.OpenAsync(path + "/shelf");
        phone.Text.ShouldContain("快跑快递送来");
        (await phone.PostAsync($"{path}/shelf/{others}")).ShouldBe(HttpStatusCode.NotFound);
        await phone.OpenAsync(path + "/shelf");
        await phone.SubmitAsync($"/shelf/{mine}");
        phone.Text.ShouldContain("已记下取走");
        await phone.OpenAsync(path + "/forget");
        await phone.PostAsync($"{path}/shelf/{mine}");
        phone.Text.ShouldContain("已经取走了");
        (await RowAsync(mine)).TakenBy.ShouldContain("1号楼2单元101室");
    }

    [Fact]
    public async Task The_desk_lists_how_long_things_lie_and_takes_note()
    {
        using var director = await app.AsAsync("director");
        var (gate, scanner) = await ReadyAsync(director, "久放门");
        using var _1 = scanner;
        var id = Ids.New();
        await scanner.DropAsync(Drop(id, app.Clock.Now(), door: "2号楼 1-101"));
        await director.OpenAsync($"{Desk}/shelf?show=long&gate={gate}");
        director.Text.ShouldContain("没有找到");
        app.Clock.Advance(ShelfRules.Longest + TimeSpan.FromMinutes(1));
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/shelf?show=long&gate={gate}");
        worker.Text.ShouldContain("2号楼1单元101室");
        worker.Text.ShouldContain("24 小时");
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Desk + "/shelf")).ShouldBe(HttpStatusCode.Forbidden);
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync($"/desk/{Cast.Next}/shelf");
        (await neighbour.PostAsync($"/desk/{Cast.Next}/shelf/{id}")).ShouldBe(HttpStatusCode.NotFound);
        (await worker.SubmitAsync($"/shelf/{id}", ("who", new string('长', 21)))).ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("没有登记：取走的人最多写 20 个字");
        await worker.OpenAsync(Desk + "/shelf");
        await worker.SubmitAsync($"/shelf/{id}", ("who", "住户儿子"));
        worker.Text.ShouldContain("已登记取走");
        (await RowAsync(id)).TakenBy.ShouldBe("住户儿子（小周登记）");
        await worker.PostAsync($"{Desk}/shelf/{id}");
        worker.Text.ShouldContain("早已取走");
    }
}
