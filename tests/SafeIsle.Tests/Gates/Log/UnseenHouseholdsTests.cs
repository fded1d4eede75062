using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;
using static SafeIsle.Tests.Gates.Log.LogCast;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>Whom no gate has seen for days.</summary>
public sealed class UnseenHouseholdsTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Unseen = Desk + "/gates/unseen";

    [Fact]
    public async Task Who_may_read_it_and_what_is_not_understood()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Unseen)).ShouldBe(HttpStatusCode.NotFound);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Unseen)).ShouldBe(HttpStatusCode.Forbidden);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Unseen + "?days=0&page=x&who=1")).ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("7 天里");
    }

    [Fact]
    public async Task Whoever_is_at_home_with_a_pass_and_passed_no_gate_stands_in_it()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "没见门");
        var (quiet, pass) = await HomeAsync(director, app.Cast.Building1, "101", "钱安静", "钱二");
        var (lively, other) = await HomeAsync(director, app.Cast.Building1, "102", "李热闹");
        var (away, _) = await HomeAsync(director, app.Cast.Building1, "201", "吴外出");
        var (visited, hosts) = await HomeAsync(director, app.Cast.Building1, "202", "郑有客");
        var (bare, _) = await app.SettleAsync(app.Cast.Building1, 1, "301", Tenure.Owner, Groups.Person("王无证"));
        await app.SettleAsync(app.Cast.Building1, 1, "302", Tenure.Owner, Groups.Person("冯无证"));
        await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == away).ExecuteUpdateAsync(set => set.SetProperty(p => p.Presence, Presence.Away)));
        var now = app.Clock.Now();
        var visitor = await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var row = new Pass
            {
                CommunityId = Cast.Home, Id = Ids.New(), BuildingId = hosts.BuildingId, DwellingId = hosts.DwellingId, HouseholdId = visited, Kind = PassKind.Visitor, Holder = "客",
                Number = 7_654_321, Counter = 7_654_321, Rule = GatePlan.Visitor.Key, FirstDay = now.DateHere(), LastDay = now.DateHere(), IssuedAt = now, IssuedBy = "", ChangedSeq = 1,
            };
            db.Add(row);
            write.Record(Cast.Home, "test.pass", null, "测试访客");
            await write.CommitAsync();
            return row;
        });
        await app.AddAsync(
            Scan(gate, now.AddDays(-20)), Scan(gate, now.AddDays(-9), pass), Scan(gate, now.AddDays(-6), other), Scan(gate, now.AddDays(-1), visitor));
        // Whom the guard looked up by the door was seen, too.
        using var scanner = await app.ScannerAsync(director, gate, "没见平板");
        await scanner.SendAsync(scanner.Scan(now, "out", door: "1号楼 1-302"));

        await director.OpenAsync(Unseen);
        Doors(director).ShouldBe([("1号楼1单元101室", "2 人"), ("1号楼1单元202室", "1 人一人在家")]);
        director.Text.ShouldContain("9 天前");
        director.Text.ShouldContain("有证、7 天里没有一个门岗见过的 2 户");
        await director.OpenAsync(Unseen + "?days=14");
        Doors(director).ShouldHaveSingleItem().Door.ShouldBe("1号楼1单元202室");
        await director.OpenAsync(Unseen + "?days=5");
        Doors(director).Count.ShouldBe(3);
        await director.OpenAsync(Unseen + "?who=all");
        Doors(director).Select(d => d.Door).ShouldBe(["1号楼1单元101室", "1号楼1单元202室", "1号楼1单元301室"]);
        director.Text.ShouldContain("在家、7 天里没有一个门岗见过的 3 户");
        await director.OpenAsync(Unseen + "?alone=1");
        Doors(director).ShouldHaveSingleItem();
        await director.OpenAsync(Unseen + "?q=安静");
        Doors(director).ShouldHaveSingleItem();
        await director.OpenAsync($"{Unseen}?compound={app.Cast.Compound}&q=202");
        Doors(director).ShouldHaveSingleItem();
        await director.OpenAsync($"{Unseen}?compound={Guid.CreateVersion7()}");
        director.Text.ShouldContain("没有这样的住户");
        await director.OpenAsync(Unseen + "?days=30");
        director.Text.ShouldContain("不满 30 天");
        await director.OpenAsync(Desk + "/gates/day");
        director.Page.QuerySelector($"a[href='{Unseen}'] b")!.TextContent.ShouldBe("2");
        director.Page.QuerySelector($"a[href='{Unseen}'] span")!.TextContent.ShouldBe("户有证、7 天没有进出");

        // The guard of the other building sees none of these, and a revoked pass is none.
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(Unseen + "?who=all");
        Doors(guard).ShouldBeEmpty();
        await app.InDbAsync(db => db.Passes.Where(p => p.HouseholdId == quiet).ExecuteUpdateAsync(set => set.SetProperty(p => p.RevokedAt, now)));
        await director.OpenAsync(Unseen);
        Doors(director).ShouldHaveSingleItem();
        (lively, bare).ShouldNotBe(default);
    }

    private async Task<(Guid Household, Pass Pass)> HomeAsync(Browser director, Guid building, string room, params string[] names)
    {
        var (household, _) = await app.SettleAsync(building, 1, room, Tenure.Owner, [.. names.Select(n => Groups.Person(n))]);
        await app.VerifyAsync(household);
        return (household, await app.PassAsync(director, household));
    }

    private static List<(string Door, string AtHome)> Doors(Browser browser) =>
        [.. browser.Page.QuerySelectorAll("main tbody tr").Select(r => (
            r.QuerySelector("strong")!.TextContent, string.Concat(r.QuerySelector("td[data-label=在家]")!.TextContent.Split('\n').Select(t => t.Trim().TrimStart('▲', '◐'))))) ];
}
