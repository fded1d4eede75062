using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Visits;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;
using static SafeIsle.Tests.Gates.Log.LogCast;

namespace SafeIsle.Tests.Gates;

/// <summary>A pass ends when its person or its household leaves the register, and follows a dwelling that is merged.</summary>
public sealed class EndWithHouseholdTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Guid Household, List<Guid> People)> HomeAsync(int unit, string room)
    {
        await app.RulesAsync();
        var (household, people) = await app.SettleAsync(app.Cast.Building1, unit, room, Tenure.Owner, Groups.Person("孙" + room), Groups.Person("吴" + room));
        await app.VerifyAsync(household);
        return (household, people);
    }

    private Task<Pass> NowAsync(Pass pass) => app.InDbAsync(db => db.Passes.SingleAsync(p => p.Id == pass.Id));

    private Task<long> LastAsync() => app.InDbAsync(db => PassSequences.LastAsync(db, Cast.Home, default));

    private async Task<Errand> SlipAsync(Browser by, Guid household, Guid person)
    {
        await by.OpenAsync($"{Desk}/households/{household}/errands");
        await by.SubmitAsync("/errands", ("person", person.ToString()), ("category", "Daily"), ("where", "民政局"), ("what", "办手续"), ("backBy", (app.Clock.Now() + TimeSpan.FromHours(3)).ForInput()));
        return await app.InDbAsync(db => db.Errands.SingleAsync(e => e.HouseholdId == household));
    }

    [Fact]
    public async Task A_closed_household_leaves_no_pass_and_scanners_hear_of_it()
    {
        using var director = await app.AsAsync("director");
        var (home, people) = await HomeAsync(1, "101");
        var gate = await app.GateAsync(director, "注销门");
        using var scanner = await app.ScannerAsync(director, gate, "注销平板");
        var (whole, own) = (await app.PassAsync(director, home), await app.PassAsync(director, home, Work, people[0].ToString()));
        var slip = await SlipAsync(director, home, people[1]);
        using var visitor = app.Anyone();
        await visitor.OpenAsync($"/v/{Cast.Home}");
        await visitor.SubmitAsync($"/v/{Cast.Home}", ("where", "1号楼1单元101室"), ("name", "等不到的客"), ("document", "990000199001010017"), ("phone", "14200000099"), ("reason", "看望"), ("from", "苏州"));
        var seq = (await scanner.SnapshotAsync()).Body.GetProperty("seq").GetInt64();
        await director.OpenAsync($"{Desk}/households/{home}/edit");
        (await director.SubmitAsync("/close")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await NowAsync(whole)).RevokedAt.ShouldBeNull();
        (await director.SubmitAsync("/close", ("leaving", "2"))).ShouldBe(HttpStatusCode.OK);
        foreach (var pass in new[] { await NowAsync(whole), await NowAsync(own) })
        {
            pass.RevokedAt.ShouldNotBeNull();
            (pass.RevokedWhy, pass.RevokedBy).ShouldBe(("已搬走", "高主任"));
            pass.ChangedSeq.ShouldBeGreaterThan(Math.Max(whole.ChangedSeq, own.ChangedSeq));
        }

        var waiting = await app.InDbAsync(db => db.Visits.SingleAsync(v => v.Name == "等不到的客"));
        (waiting.State, waiting.DecidedBy).ShouldBe((VisitState.Refused, "系统：住户已搬走"));
        var told = (await scanner.SnapshotAsync(seq)).Body.GetProperty("revoked").EnumerateArray().Select(n => n.GetInt32()).ToList();
        told.ShouldBe([whole.Number, own.Number, (await app.InDbAsync(db => db.Passes.SingleAsync(p => p.Id == slip.PassId))).Number], ignoreOrder: true);
        var after = await app.InDbAsync(db => db.Errands.SingleAsync(e => e.Id == slip.Id));
        (after.State, after.TakenBackWhy).ShouldBe((ErrandState.TakenBack, "已搬走"));
        (await app.AuditAsync("pass.left")).ShouldContain("住户已搬走，作废出入证、外出单 1 张");
    }

    [Fact]
    public async Task Who_dies_or_moves_loses_the_own_pass_and_the_family_keeps_theirs()
    {
        using var director = await app.AsAsync("director");
        var (home, people) = await HomeAsync(1, "102");
        var (other, _) = await HomeAsync(1, "201");
        var whole = await app.PassAsync(director, home);
        var (first, second) = (await app.PassAsync(director, home, Work, people[0].ToString()), await app.PassAsync(director, home, Work, people[1].ToString()));
        await director.OpenAsync($"{Desk}/people/{people[0]}");
        (await director.SubmitAsync("/close", ("why", "去世"))).ShouldBe(HttpStatusCode.OK);
        var closed = await NowAsync(first);
        (closed.RevokedWhy, closed.ChangedSeq).ShouldBe(("已注销", await LastAsync()));
        (await NowAsync(second)).RevokedAt.ShouldBeNull();
        await director.OpenAsync($"{Desk}/people/{people[1]}/move?to=201");
        (await director.PostAsync($"{Desk}/people/{people[1]}/move", ("household", other.ToString()))).ShouldBe(HttpStatusCode.OK);
        var moved = await NowAsync(second);
        (moved.RevokedWhy, moved.ChangedSeq).ShouldBe(("已搬走", await LastAsync()));
        (await NowAsync(whole)).RevokedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Passes_follow_a_merged_dwelling_with_what_they_did()
    {
        using var director = await app.AsAsync("director");
        var (home, _) = await HomeAsync(2, "101");
        var gate = await app.GateAsync(director, "合并门");
        var into = await app.DoorAsync(app.Cast.Building1, 2, "102");
        var pass = await app.PassAsync(director, home);
        var scan = Scan(gate, app.Clock.Now(), pass);
        await app.AddAsync(scan);
        await director.OpenAsync($"{Desk}/places/dwellings/{pass.DwellingId}");
        (await director.SubmitAsync("/merge", ("into", into.Id.ToString()))).ShouldBe(HttpStatusCode.OK);
        var after = await NowAsync(pass);
        (after.DwellingId, after.RevokedAt, after.ChangedSeq).ShouldBe((into.Id, null, await LastAsync()));
        after.ChangedSeq.ShouldBeGreaterThan(pass.ChangedSeq);
        (await app.InDbAsync(db => db.GateScans.SingleAsync(s => s.Id == scan.Id))).DwellingId.ShouldBe(into.Id);
    }
}
