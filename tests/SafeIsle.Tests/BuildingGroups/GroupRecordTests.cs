using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Residents;
using SafeIsle.Tests.Households.SelfRegistration;
using static SafeIsle.Tests.BuildingGroups.Groups;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>What the record says later about who was reached in time. The class moves the clock.</summary>
public sealed class GroupRecordTests(TestApp app) : IClassFixture<TestApp>
{
    private Task<IReadOnlyList<FactLine>> FactsAsync(ClosedBuilding building, Guid household) => app.InDbAsync(async db =>
    {
        var me = (await Me.LoadAsync(db, app.Cast.Accounts["director"], null, default))!;
        var order = await db.ClosureOrders.SingleAsync(o => o.Id == building.Order);
        return await GroupRecord.FactsAsync(
            db, me, new(Cast.Home, order, household, null, app.Clock.Now().AddDays(-1), app.Clock.Now()), default);
    });

    [Fact]
    public async Task Who_was_covered_in_time_stays_so_when_the_keeper_is_replaced_and_the_phone_forgotten()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 421, 2, [Person("张甲", "14200421001")], [Person("独居奶奶")]);
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "1001");
        var lonely = (await app.CoverageAsync(building)).Households[1].Household;
        var page = $"{building.Path}/households/{lonely}/keeper";
        await director.OpenAsync(page);
        await director.SubmitAsync("/keeper", ("kind", "Neighbour"), ("name", "王阿姨"));
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        await director.OpenAsync(page);
        await director.SubmitAsync("/keeper", ("kind", "Volunteer"), ("name", "小陈"));
        await app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == building.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResidentState.Left).SetProperty(r => r.LeftAt, app.Clock.Now())));

        // Now one household is without anybody; at the target both had somebody.
        (await app.CoverageAsync(building)).Covered.ShouldBe(1);
        await director.OpenAsync(building.Board + "/chain");
        director.Text.ShouldContain("楼组群全部 2 户有人进群或有人代联系，下令后用时");
        var facts = await FactsAsync(building, lonely);
        facts.ShouldHaveSingleItem().Words.ShouldBe("这一户从这时起有人代联系，现在是志愿者小陈（高主任指定）");

        // Who left before the order was made was never in its group.
        await app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == building.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.LeftAt, app.Clock.Now().AddDays(-1))));
        await director.OpenAsync(building.Board + "/chain");
        director.Text.ShouldContain("楼组群目标时间到：1/2 户");
    }

    [Fact]
    public async Task The_chain_names_nothing_that_lies_ahead()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 429, 2, [Person("独居奶奶")]);
        await director.OpenAsync(building.Board + "/chain");
        director.Text.ShouldNotContain("楼组群目标时间到");
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        await director.OpenAsync(building.Board + "/chain");
        director.Text.ShouldContain("楼组群目标时间到：0/1 户有人进群或有人代联系，还没联系上 1 户");
    }

    [Fact]
    public async Task A_phone_that_nobody_assigned_is_credited_to_none_of_two_households_though_one_is_away()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 422, 2, [Person("张甲", "14200422001")]);
        var home = (await app.CoverageAsync(building)).Households.Single().Household;
        await app.PutAsync(building.Dwellings[0], Tenure.Tenant, Person("外出者") with { Presence = Presence.Away });
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "2001", "不知哪户");
        await app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == building.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, (Guid?)null)));
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        (await app.CoverageAsync(building)).Covered.ShouldBe(0);
        (await FactsAsync(building, home)).ShouldHaveSingleItem().Words.ShouldContain("还没有人进群");
    }

    [Fact]
    public async Task Board_group_and_notices_count_the_same_households()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 423, 2, [Person("张甲")], [Person("李乙")]);
        var closed = building.Dwellings[1].Id;
        await app.InDbAsync(db => db.Dwellings.Where(d => d.Id == closed).ExecuteUpdateAsync(set => set.SetProperty(d => d.ClosedAt, app.Clock.Now())));
        (await app.CoverageAsync(building)).All.ShouldBe(2);
        await director.OpenAsync(building.Board);
        director.Page.QuerySelectorAll(".figure").Select(f => f.TextContent).ShouldContain("2户");
        await director.OpenAsync($"/desk/{Cast.Home}/closures/board");
        director.Page.QuerySelector($"#o-{building.Order} [data-label=户]")!.TextContent.ShouldBe("2");
    }
}
