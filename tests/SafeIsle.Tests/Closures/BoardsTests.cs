using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Closures;

/// <summary>All closed buildings on one screen: the community's, the television's, the town's.</summary>
public sealed class BoardsTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    [Fact]
    public async Task One_line_for_each_closed_building_with_the_same_numbers_as_its_own_board()
    {
        var building = await Residents.AddBuildingAsync(app, "51号楼");
        await Residents.AddAsync(app, building, [new PersonFacts { Name = "张甲" }], [new PersonFacts { Name = "李乙" }]);
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        foreach (var page in new[] { "/closures", "/closures?tv=1", "/closures/board" })
        {
            (await director.OpenAsync(Desk + page)).ShouldBe(HttpStatusCode.OK, page);
            var line = director.Page.QuerySelector($"#o-{path.Split('/')[^1]}")!.TextContent;
            line.ShouldContain("51号楼");
            line.ShouldContain("封控第 1 天，共 2 天");
            line.ShouldContain("0/28");
            line.Contains("户2", StringComparison.Ordinal).ShouldBe(page.EndsWith("tv=1", StringComparison.Ordinal), page);
        }

        director.Page.QuerySelector($"#o-{path.Split('/')[^1]} [data-label=户]")!.TextContent.ShouldBe("2");
        (await director.OpenAsync(Desk + "/closures/board?tv=1")).ShouldBe(HttpStatusCode.OK);
        director.Page.QuerySelector(".tv-clock")!.TextContent.ShouldStartWith(app.Clock.Now().Full()[..10]);
        var next = await app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).OrderBy(t => t.DueAt).Select(t => t.Title).FirstAsync());
        director.Page.QuerySelector($"#o-{path.Split('/')[^1]} .tv-next")!.TextContent.ShouldContain(next);
        (await director.OpenAsync(Desk + "/closures?tv=1")).ShouldBe(HttpStatusCode.OK);
        director.Page.QuerySelector("nav").ShouldBeNull();
        director.Page.QuerySelector("aside").ShouldBeNull();
        using var anyone = app.Anyone();
        await anyone.OpenAsync(Desk + "/closures?tv=1");
        anyone.Path.ShouldStartWith("/login");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Desk + "/closures/board")).ShouldBe(HttpStatusCode.NotFound);
        // Only building 2 is the guard's: its lines, not the others.
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(Desk + "/closures/board")).ShouldBe(HttpStatusCode.OK);
        guard.Text.ShouldNotContain("51号楼");
    }

    [Fact]
    public async Task The_town_sees_a_line_for_each_of_its_communities_and_opens_a_board_read_only()
    {
        var building = await Residents.AddBuildingAsync(app, "52号楼");
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        (await director.OpenAsync("/oversee")).ShouldBe(HttpStatusCode.Forbidden);
        (await director.OpenAsync("/oversee/board")).ShouldBe(HttpStatusCode.Forbidden);
        using var town = await app.AsAsync("town");
        town.Path.ShouldBe("/oversee");
        (await town.OpenAsync("/oversee")).ShouldBe(HttpStatusCode.OK);
        var line = town.Page.QuerySelector($"#c-{Cast.Home}")!;
        line.TextContent.ShouldContain("樱花苑居委会");
        var buildings = await app.InDbAsync(db => db.ClosureOrders.CountAsync(o => o.CommunityId == Cast.Home && o.LiftedAt == null));
        line.QuerySelector("[data-label=封控楼栋]")!.TextContent.ShouldBe($"{buildings}");
        town.Page.QuerySelector($"#c-{Cast.Far}").ShouldBeNull();
        await town.OpenAsync(line.QuerySelector("a")!.GetAttribute("href")!);
        town.Text.ShouldContain("52号楼");
        town.Page.QuerySelector($"a[href='{Desk}/closures/new']").ShouldBeNull();
        (await town.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);
        foreach (var act in new[] { "/same", "/restart", "/extend", "/lift", "/certificates" })
        {
            town.Page.QuerySelector($"a[href='{path}{act}']").ShouldBeNull(act);
        }

        foreach (var act in new[] { "/same", "/restart", "/certificates" })
        {
            (await town.OpenAsync(path + act)).ShouldBe(HttpStatusCode.Forbidden, act);
        }
    }

    [Fact]
    public async Task Above_a_community_the_navigation_leads_to_what_the_role_has_there()
    {
        using var town = await app.AsAsync("town");
        await town.OpenAsync("/oversee");
        Links(town).ShouldBe([("所辖社区", true), ("上报待答复", false), ("全部社区", false)]);
        await town.OpenAsync("/desk/communities");
        Links(town).ShouldBe([("所辖社区", false), ("上报待答复", false), ("全部社区", true)]);

        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(new Grant { Id = Ids.New(), AccountId = app.Cast.Accounts["deputy"], Role = Role.Committee, Place = Cast.Next });
            write.Record(Cast.Next, "test.grant", null, "测试权限");
            await write.CommitAsync();
            return 0;
        });
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync("/desk");
        deputy.Path.ShouldBe("/desk/communities");
        Links(deputy).ShouldBe([("全部社区", true)]);
        await deputy.OpenAsync(Desk);
        Links(deputy).ShouldNotContain(link => link.Title == "全部社区");

        static List<(string Title, bool Current)> Links(Browser browser) =>
            [.. browser.Page.QuerySelectorAll("aside .d-lg-block a").Select(a => (a.TextContent.Trim(), a.GetAttribute("aria-current") == "page"))];
    }

    [Fact]
    public async Task Those_above_see_how_many_cases_wait_for_the_streets_word()
    {
        var building = await Residents.AddBuildingAsync(app, "54号楼");
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var doors = await db.Dwellings.Where(d => d.BuildingId == building).OrderBy(d => d.SortKey).ToListAsync();
            foreach (var (state, door) in new[] { SafeIsle.Grids.Escalations.EscalationState.Street, SafeIsle.Grids.Escalations.EscalationState.Director }.Zip(doors))
            {
                db.Add(new SafeIsle.Grids.Escalations.Escalation
                {
                    CommunityId = Cast.Home, Id = Ids.New(), BuildingId = building, Unit = door.Unit, DwellingId = door.Id, Dwelling = door.Label, SortKey = door.SortKey,
                    HouseholdId = null, TodoId = null, Title = "要定", At = app.Clock.Now(), ById = app.Cast.Accounts["worker"], By = "小周", State = state, ToStreetAt = app.Clock.Now(),
                });
            }

            write.Record(Cast.Home, "test.cases", null, "测试上报");
            await write.CommitAsync();
            return 0;
        });
        using var town = await app.AsAsync("town");
        await town.OpenAsync("/oversee");
        town.Page.QuerySelectorAll(".figure").Single(f => f.TextContent.Contains("等街道答复", StringComparison.Ordinal)).TextContent.ShouldContain("1件上报等街道答复");
        town.Page.QuerySelectorAll("a[href='/oversee/escalations']").Select(a => a.TextContent).ShouldContain(t => t.EndsWith(" 1 件", StringComparison.Ordinal));
        (await town.OpenAsync("/oversee/escalations")).ShouldBe(HttpStatusCode.OK);
        town.Text.ShouldContain(" 要定".Trim());
        using var director = await app.AsAsync("director");
        (await director.OpenAsync("/oversee")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("director", Desk + "/closures/events")]
    [InlineData("town", "/oversee/events")]
    public async Task A_tick_reaches_the_open_boards_within_a_second(string who, string events)
    {
        var building = await Residents.AddBuildingAsync(app, $"53号楼{who}");
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        var task = await app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).Select(t => t.Id).FirstAsync());
        using var watcher = await app.AsAsync(who);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var stream = await watcher.StreamAsync(events, limit.Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(limit.Token)).ShouldBe("event: alive");
        await director.OpenAsync(path);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await director.SubmitAsync($"/tasks/{task}/tick");
        // The sign of life at the beginning has one line of data, the change the next.
        for (var data = 0; data < 2;)
        {
            data += (await reader.ReadLineAsync(limit.Token))!.StartsWith("data", StringComparison.Ordinal) ? 1 : 0;
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Counts_are_added_and_the_worst_tone_stays_and_what_is_no_count_is_left_out()
    {
        static BoardFigure Figure(string value, string tone) => new(1, "k", "进群", value, tone, "/x");
        OrderFigures.Sum([Figure("31/33", "ok"), Figure("4/10", "late")]).ShouldBe(new BoardFigure(1, "k", "进群", "35/43", "late", ""));
        OrderFigures.Sum([Figure("3", "wait"), Figure("0", "ok")])!.Value.ShouldBe("3");
        OrderFigures.Sum([Figure("37.8", "late")]).ShouldBeNull();
        OrderFigures.Sum([]).ShouldBeNull();
        Topics.CommunityOf(Topics.Community(Cast.Home)).ShouldBe(Cast.Home);
        Topics.CommunityOf(Topics.Building(Ids.New())).ShouldBeNull();
    }
}
