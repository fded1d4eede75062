using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Occupancy;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>Checks, findings, returns, targets and evidence follow people and dwellings.</summary>
public sealed class FollowPeopleTests(TestApp app) : IClassFixture<TestApp>
{
    private Task<TravelFinding> FindingAsync(Guid check) => app.InDbAsync(db => db.TravelFindings.SingleAsync(f => f.CheckId == check));

    private async Task ConfirmAsync(Guid check)
    {
        using var second = await app.AsAsync("deputy");
        await second.OpenAsync($"{Travel}/{check}");
        await second.SubmitAsync("/confirm", ("answer", "yes"));
        await second.SubmitAsync("/agree");
        (await FindingAsync(check)).State.ShouldBe(FindingState.Confirmed, second.Text);
    }

    [Fact]
    public async Task A_finding_moves_with_its_person_and_binds_the_new_home()
    {
        var (household, check, person) = await app.ProposedAsync("101", "搬家甲");
        var (to, _) = await app.SettleAsync(app.Cast.Building2, 1, "101", Tenure.Owner, Groups.Person("搬家乙"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{person}/move?to=101");
        (await director.PostAsync($"{Desk}/people/{person}/move", ("household", to.ToString()))).ShouldBe(HttpStatusCode.OK);
        var after = await FindingAsync(check);
        (after.HouseholdId, after.BuildingId, after.State).ShouldBe((to, app.Cast.Building2, FindingState.Proposed));
        (await app.InDbAsync(db => db.TravelChecks.SingleAsync(c => c.Id == check))).HouseholdId.ShouldBe(to);
        household.ShouldNotBe(to);
    }

    [Fact]
    public async Task An_open_check_moves_and_what_is_to_do_with_it()
    {
        var (_, check, person) = await app.CheckAsync("102", "转户甲");
        var (to, _) = await app.SettleAsync(app.Cast.Building2, 1, "102", Tenure.Owner, Groups.Person("转户乙"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{person}/move?to=102");
        await director.PostAsync($"{Desk}/people/{person}/move", ("household", to.ToString()));
        var todo = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == check));
        (todo.HouseholdId, todo.BuildingId, todo.ClosedAt).ShouldBe((to, app.Cast.Building2, null));
        using var phone = await app.PhoneOfAsync(to);
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)) + "/travel");
        phone.Text.ShouldContain("转户甲：请申报行程");
    }

    [Fact]
    public async Task Two_entries_of_one_person_keep_one_check()
    {
        var (_, gone, other) = await app.CheckAsync("201", "重复甲");
        var (_, stays, kept) = await app.CheckAsync("202", "重复甲");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/duplicates/merge?a={kept}&b={other}");
        (await director.SubmitAsync("/duplicates/merge", ("keep", "a"))).ShouldBe(HttpStatusCode.OK);
        var checks = await app.InDbAsync(db => db.TravelChecks.Where(c => c.PersonId == kept).ToDictionaryAsync(c => c.Id));
        checks.Keys.ShouldBe([gone, stays], ignoreOrder: true);
        (checks[gone].Result, checks[stays].ClosedAt).ShouldBe((CheckResult.Dropped, null));
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == gone))).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_left_for_good_binds_nobody_who_stays()
    {
        var (household, check, person) = await app.ProposedAsync("301", "离家甲");
        await ConfirmAsync(check);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{person}");
        (await director.SubmitAsync("/close", ("why", "去世"))).ShouldBe(HttpStatusCode.OK);
        var after = await FindingAsync(check);
        (after.State, after.End, after.ResolvedWhy).ShouldBe((FindingState.Resolved, FindingEnd.Settled, "已注销"));
        using var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)) + "/travel");
        phone.Text.ShouldContain("没有核验结果");
    }

    [Fact]
    public async Task Nobody_waits_at_the_gate_for_a_household_that_left()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "302", Tenure.Owner, Groups.Person("等空的"));
        using var phone = await app.PhoneOfAsync(household);
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)) + "/returnees");
        await phone.SubmitAsync("/returnees", ("name", "不来了"), ("phone", "142 0000 0771"), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(3).ForInput()));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/households/{household}/edit");
        (await director.SubmitAsync("/close", ("leaving", "1"))).ShouldBe(HttpStatusCode.OK);
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "不来了"));
        (row.State, row.EndedBy).ShouldBe((ReturneeState.Cancelled, "系统：住户已搬走"));
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == row.Id))).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_household_of_the_door_neither_sees_nor_cancels_a_return()
    {
        var (owner, _) = await app.SettleAsync(app.Cast.Building1, 1, "401", Tenure.Owner, Groups.Person("房东"));
        var (tenant, _) = await app.SettleAsync(app.Cast.Building1, 1, "401", Tenure.Tenant, Groups.Person("房客"));
        using var theirs = await app.PhoneOfAsync(tenant);
        using var other = await app.PhoneOfAsync(owner);
        var (at, home) = (string.Join('/', theirs.Path.Split('/').Take(3)), string.Join('/', other.Path.Split('/').Take(3)));
        await theirs.OpenAsync(at + "/returnees");
        await theirs.SubmitAsync("/returnees", ("name", "房客的弟弟"), ("phone", "142 0000 0772"), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(3).ForInput()));
        theirs.Text.ShouldContain("房客的弟弟");
        var row = await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Name == "房客的弟弟"));
        await other.OpenAsync(home + "/returnees");
        other.Text.ShouldNotContain("房客的弟弟");
        (await other.PostAsync($"{home}/returnees/{row.Id}/cancel")).ShouldBe(HttpStatusCode.NotFound);
        await theirs.OpenAsync(at + "/returnees");
        (await theirs.SubmitAsync($"/{row.Id}/cancel")).ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.Returnees.SingleAsync(r => r.Id == row.Id))).State.ShouldBe(ReturneeState.Cancelled);
    }

    [Fact]
    public async Task Targets_checks_returns_and_who_was_seen_go_with_a_merged_dwelling()
    {
        var (building, doors, households) = await app.GroundAsync(Tenure.Owner, 2);
        var (from, into) = (doors[0], doors[1]);
        var campaign = await app.CampaignAsync("并房排查", "three", households);
        var at = app.Clock.Now();
        foreach (var (door, kind, sign) in new[]
        {
            (from, EvidenceKind.Seen, EvidenceSign.Present), (from, EvidenceKind.Light, EvidenceSign.Absent), (into, EvidenceKind.Light, EvidenceSign.Absent),
        })
        {
            await app.InDbAsync(async db =>
            {
                await using var write = await db.BeginWriteAsync(new(null, "测试员"), default);
                await db.TakeEvidenceAsync(Cast.Home, building, door.Id, kind, sign, at, "测试员", default);
                write.Record(Cast.Home, "dwelling.merge", null, "测试佐证");
                await write.CommitAsync();
                return 0;
            });
        }

        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/places/dwellings/{from.Id}");
        (await director.SubmitAsync("/merge", ("into", into.Id.ToString()))).ShouldBe(HttpStatusCode.OK);
        var target = await app.TargetAsync(campaign, households[0]);
        (target.DwellingId, target.Unit).ShouldBe((into.Id, into.Unit));
        target.SortKey.ShouldBe((await app.TargetAsync(campaign, households[1])).SortKey);
        (await app.InDbAsync(db => db.Todos.Where(t => t.SourceId == target.Id).Select(t => t.DwellingId).SingleAsync())).ShouldBe(into.Id);
        (await app.InDbAsync(db => db.OccupancyEvidence.CountAsync(e => e.DwellingId == from.Id))).ShouldBe(1);
        (await app.InDbAsync(db => db.Occupancies.AnyAsync(o => o.Id == from.Id))).ShouldBeFalse();
        (await app.InDbAsync(db => db.Occupancies.SingleAsync(o => o.Id == into.Id))).State.ShouldNotBe(OccupancyState.Empty);
    }
}
