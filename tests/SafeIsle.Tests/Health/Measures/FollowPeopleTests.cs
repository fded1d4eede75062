using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>A measure goes with its person: to another door, to the entry that goes on, out of the register.</summary>
public sealed class FollowPeopleTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = KeptHome.Desk;

    private Task<Measure> NowAsync(Measure measure) => app.InDbAsync(db => db.Measures.SingleAsync(m => m.Id == measure.Id));

    private Task<List<Todo>> OpenTodosAsync(Guid person) =>
        app.InDbAsync(db => db.Todos.Where(t => t.PersonId == person && t.ClosedAt == null).ToListAsync());

    // Whatever the hour: late in the evening nobody is asked to call any more.
    private Task<int> AskAsync(Measure measure) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(new(null, "测试员"), default);
        await MeasureTodos.AskAsync(db, measure, MeasureTodos.AskCall, Ids.New(), "问清情况", app.Clock.Now().AddHours(1), default);
        write.Record(Cast.Home, "measure.round", null, "测试");
        await write.CommitAsync();
        return 0;
    });

    private static async Task<HttpStatusCode> MergeAsync(Browser director, Person kept, Person other)
    {
        await director.OpenAsync($"{Desk}/duplicates/merge?a={kept.Id}&b={other.Id}");
        return await director.SubmitAsync("/duplicates/merge", ("keep", "a"));
    }

    [Fact]
    public async Task It_moves_with_its_person_to_another_household_with_what_is_to_be_done()
    {
        using var director = await app.AsAsync("director");
        var from = await KeptHome.MakeAsync(app, "961号楼", RegisterFixture.Person("随迁甲"), RegisterFixture.Person("随迁乙"));
        var to = await KeptHome.MakeAsync(app, "962号楼", RegisterFixture.Person("随迁丙"));
        var measure = await from.OpenAsync(app, director);
        await AskAsync(measure);
        var person = from.People[0];
        (await OpenTodosAsync(person.Id)).ShouldNotBeEmpty();
        using var old = await from.PhoneAsync(app);
        using var there = await to.PhoneAsync(app);
        var (before, home) = (old.Path, there.Path);
        await old.OpenAsync(before + "/measures");
        old.Text.ShouldContain("随迁甲");
        await director.OpenAsync($"{Desk}/people/{person.Id}/move?to=962");
        await director.PostAsync($"{Desk}/people/{person.Id}/move", ("household", to.Household.Id.ToString()));
        var after = await NowAsync(measure);
        (after.HouseholdId, after.BuildingId, after.DwellingId, after.Dwelling, after.EndedAt)
            .ShouldBe((to.Household.Id, to.Building, to.Dwelling.Id, to.Dwelling.Label, null));
        (await OpenTodosAsync(person.Id)).ShouldAllBe(t => t.HouseholdId == to.Household.Id && t.BuildingId == to.Building && t.Dwelling == to.Dwelling.Label);
        (await app.InDbAsync(db => db.MeasureTests.Where(t => t.MeasureId == measure.Id && t.BuildingId != to.Building).CountAsync())).ShouldBe(0);
        await old.OpenAsync(before + "/measures");
        old.Text.ShouldNotContain("随迁甲");
        await there.OpenAsync(home + "/measures");
        there.Text.ShouldContain("随迁甲");
        (await app.AuditAsync("measure.follow")).ShouldContain(l => l.Contains("961号楼") && l.Contains("962号楼"));
    }

    [Fact]
    public async Task Of_two_entries_of_one_person_it_goes_on_with_the_one_that_stays()
    {
        using var director = await app.AsAsync("director");
        var one = await KeptHome.MakeAsync(app, "963号楼", RegisterFixture.Person("并户甲"));
        var two = await KeptHome.MakeAsync(app, "964号楼", RegisterFixture.Person("并户甲"));
        var measure = await one.OpenAsync(app, director);
        await AskAsync(measure);
        (await MergeAsync(director, two.People[0], one.People[0])).ShouldBe(HttpStatusCode.OK);
        var after = await NowAsync(measure);
        (after.PersonId, after.HouseholdId, after.BuildingId, after.EndedAt).ShouldBe((two.People[0].Id, two.Household.Id, two.Building, null));
        (await OpenTodosAsync(one.People[0].Id)).ShouldBeEmpty();
        (await OpenTodosAsync(two.People[0].Id)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Where_both_entries_have_one_that_of_the_entry_that_stays_goes_on()
    {
        using var director = await app.AsAsync("director");
        var one = await KeptHome.MakeAsync(app, "965号楼", RegisterFixture.Person("两份甲"));
        var two = await KeptHome.MakeAsync(app, "966号楼", RegisterFixture.Person("两份甲"));
        var (mine, hers) = (await one.OpenAsync(app, director), await two.OpenAsync(app, director));
        await AskAsync(hers);
        (await MergeAsync(director, one.People[0], two.People[0])).ShouldBe(HttpStatusCode.OK);
        var (goesOn, ended) = (await NowAsync(mine), await NowAsync(hers));
        goesOn.EndedAt.ShouldBeNull();
        (ended.EndedHow, ended.PersonId).ShouldBe((MeasureEnd.Left, one.People[0].Id));
        (await OpenTodosAsync(two.People[0].Id)).ShouldBeEmpty();
        await director.OpenAsync(MeasureDesk.Path(ended));
        director.Text.ShouldContain("随登记结束");
        director.Text.ShouldNotContain("解除证明");
    }

    [Fact]
    public async Task Who_leaves_for_good_is_called_no_more_and_nobody_thanks_the_dead()
    {
        using var director = await app.AsAsync("director");
        var home = await KeptHome.MakeAsync(app, "967号楼", RegisterFixture.Person("离开甲"), RegisterFixture.Person("离开乙"));
        var measure = await home.OpenAsync(app, director);
        await AskAsync(measure);
        using var phone = await home.PhoneAsync(app);
        var path = phone.Path;
        await director.OpenAsync($"{Desk}/people/{home.People[0].Id}");
        (await director.SubmitAsync("/close", ("why", "去世"))).ShouldBe(HttpStatusCode.OK);
        var after = await NowAsync(measure);
        (after.EndedHow, after.EndWhy, after.CertificateHash).ShouldBe((MeasureEnd.Left, "本人已注销", null));
        await KeptHome.RoundAsync(app);
        (await OpenTodosAsync(home.People[0].Id)).ShouldBeEmpty();
        await phone.OpenAsync(path + "/measures");
        phone.Text.ShouldNotContain("离开甲");
        (await app.AuditAsync("measure.left")).ShouldContain(l => l.Contains("967号楼") && l.Contains("本人已注销"));
    }

    [Fact]
    public async Task It_goes_with_a_dwelling_that_is_merged_into_another()
    {
        using var director = await app.AsAsync("director");
        var home = await KeptHome.MakeAsync(app, "968号楼", RegisterFixture.Person("并房甲"));
        var into = await app.InDbAsync(db => db.Dwellings.FirstAsync(d => d.BuildingId == home.Building && d.Id != home.Dwelling.Id));
        var measure = await home.OpenAsync(app, director);
        await AskAsync(measure);
        await director.OpenAsync($"{Desk}/places/dwellings/{home.Dwelling.Id}");
        (await director.SubmitAsync("/merge", ("into", into.Id.ToString()))).ShouldBe(HttpStatusCode.OK);
        var after = await NowAsync(measure);
        (after.DwellingId, after.Dwelling).ShouldBe((into.Id, into.Label));
        (await OpenTodosAsync(home.People[0].Id)).ShouldAllBe(t => t.DwellingId == into.Id && t.Dwelling == into.Label && t.Unit == into.Unit);
    }
}
