using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Closures;
using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Tests.Health.Measures;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Grids;

/// <summary>A grid's three lists: key persons, measures that another module tells, who answers.</summary>
public sealed class ThreeListsTests(ThreeListsTests.App app) : IClassFixture<ThreeListsTests.App>
{
    /// <summary>With a module that tells of one measure in each unit of the first building.</summary>
    public sealed class App : TestApp
    {
        protected override void Add(IServiceCollection services) => services.AddSingleton<GridMeasures>((_, _, _, buildings, now, _) =>
            Task.FromResult<IReadOnlyList<GridMeasure>>([.. buildings.Where(b => b == Cast.Building1).SelectMany(b => new GridMeasure[]
            {
                new(b, 1, "1号楼1单元101室", "a", "测试措施甲", now.AddDays(3), 2), new(b, 2, "1号楼2单元101室", "b", "测试措施乙", null, 1),
            })]));
    }

    private async Task<Guid> GridAsync(Guid? building = null)
    {
        var grid = new Grid { CommunityId = Cast.Home, Id = Ids.New(), SplitId = Ids.New(), Number = 1, Name = "第1网格" };
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var (now, today) = (app.Clock.Now(), app.Clock.Today());
            // Only the newest has no end.
            db.Add(new GridSplit
            {
                CommunityId = Cast.Home, Id = grid.SplitId, FirstDay = today, LastDay = today, Weight = GridWeight.Households, Why = "测试", MadeAt = now, MadeBy = "测试",
            });
            db.Add(grid);
            db.Add(new GridPart { CommunityId = Cast.Home, Id = Ids.New(), SplitId = grid.SplitId, GridId = grid.Id, BuildingId = building ?? app.Cast.Building1, Unit = building is null ? 1 : null });
            db.Add(new GridDuty
            {
                CommunityId = Cast.Home, Id = Ids.New(), GridId = grid.Id, AccountId = app.Cast.Accounts["worker"], Name = "小周", Role = GridRole.Responsible, Since = now, By = "测试",
            });
            write.Record(Cast.Home, "test.grid", null, "测试");
            await write.CommitAsync();
            return 0;
        });
        return grid.Id;
    }

    [Fact]
    public async Task They_are_found_by_those_who_work_there_only()
    {
        var grid = await GridAsync();
        foreach (var path in new[] { ThreeLists.Path(Cast.Home, grid), ThreeLists.Path(Cast.Home, grid) + "/lists.pdf" })
        {
            using var stranger = await app.AsAsync("stranger");
            (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
            using var town = await app.AsAsync("town");
            (await town.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        }

        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(ThreeLists.Path(Cast.Home, Guid.CreateVersion7()))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task They_hold_the_grids_own_and_the_look_is_recorded()
    {
        var grid = await GridAsync();
        await app.SettleAsync(
            app.Cast.Building1, 1, "201", Tenure.Owner, RegisterFixture.Person("独居甲", phone: "14200020101", tags: CareTags.Alone),
            RegisterFixture.Person("老人乙", born: new(1935, 3, 8)), RegisterFixture.Person("壮年丙", born: new(1990, 3, 8)));
        await app.SettleAsync(app.Cast.Building1, 2, "201", Tenure.Owner, RegisterFixture.Person("别格丁", tags: CareTags.Alone));
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(ThreeLists.Path(Cast.Home, grid));
        worker.Text.ShouldContain("独居甲");
        worker.Text.ShouldContain("14200020101");
        worker.Text.ShouldContain("老人乙");
        worker.Text.ShouldNotContain("壮年丙");
        worker.Text.ShouldNotContain("别格丁");
        worker.Text.ShouldContain("测试措施甲");
        worker.Text.ShouldNotContain("测试措施乙");
        worker.Page.QuerySelectorAll("td[data-label=谁负责]").Select(c => c.TextContent).ShouldContain("小周");
        worker.Text.ShouldContain("替补空缺");
        (await app.AuditAsync("grid.lists")).ShouldNotBeEmpty();
        using var paper = await worker.FetchAsync(ThreeLists.Path(Cast.Home, grid) + "/lists.pdf");
        paper.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        Encoding.ASCII.GetString(await paper.Content.ReadAsByteArrayAsync(), 0, 5).ShouldBe("%PDF-");
        (await app.AuditAsync("grid.print")).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(12, 3, 8, 2)]
    [InlineData(40, 10, 30, 2)]
    [InlineData(200, 10, 30, 10)]
    public void They_are_one_sheet_of_paper_as_long_as_eight_points_hold_them(int people, int measures, int answers, int most)
    {
        Assert.SkipWhen(PrintLibraries.Problem is not null, PrintLibraries.Problem ?? "");
        var (grid, building) = (new Grid { CommunityId = Cast.Home, Id = Ids.New(), SplitId = Ids.New(), Number = 7, Name = "第7网格" }, Ids.New());
        GridDuty Duty(GridRole role, string name) => new() { CommunityId = Cast.Home, Id = Ids.New(), GridId = grid.Id, AccountId = Ids.New(), Name = name, Role = role, Since = app.Clock.Now(), By = "高主任" };
        string Door(int i) => $"{i % 9 + 21}号楼{i % 2 + 1}单元{i % 11 + 1}02室";
        var lists = new ThreeLists(
            new(grid, "一期 21号楼 — 29号楼2单元", 320, 812, Duty(GridRole.Responsible, "小周"), Duty(GridRole.StandIn, "高主任")),
            new Community { CommunityId = Cast.Home, Name = "桃浦镇樱花苑社区居委会", Above = "上海市普陀区桃浦镇", Phone = "021-00000000", CreatedAt = app.Clock.Now() },
            [.. Enumerable.Range(1, people).Select(i => new KeyPerson(Door(i), building, i % 2 + 1, Ids.New(), $"张桂芳{i}", 60 + (i % 35), i % 3 == 0 ? "独居、高龄" : "慢性病", $"14200{i:D6}"))],
            false,
            [.. Enumerable.Range(1, measures).Select(i => new GridMeasure(building, 1, Door(i), $"{i:D3}", "居家隔离医学观察", app.Clock.Now().AddDays(i), 3))],
            [
                new(null, 0, null, grid.Name, "", "网格员", "小周", "14200000703", Ids.New()), new(null, 0, null, "全社区", "", "社区医生", "林医生", "14200000705", Ids.New()),
                .. Enumerable.Range(1, answers).Select(i => new GridAnswer(building, i % 2 + 1, null, Door(i)[..7], $"{i:D3}", "楼组长", $"王秀英{i}", $"14211{i:D6}", null)).Take(answers),
            ],
            app.Clock.Now());
        // Two leaders of that building answer for everybody in it: more is not usual.
        lists = lists with { Answers = [.. lists.Answers.Select((a, i) => i > 3 ? a with { BuildingId = Ids.New() } : a)] };
        var pages = PdfReader.Pages(ThreeListsPaper.Of(lists, "高主任"));
        pages.Count.ShouldBeInRange(most == 10 ? 3 : 1, most);
        var text = string.Concat(pages).Replace(" ", "", StringComparison.Ordinal);
        for (var i = 1; i <= people; i++)
        {
            text.ShouldContain($"14200{i:D6}");
        }

        text.ShouldContain($"王秀英{answers}");
        text.ShouldContain($"14211{answers:D6}");
    }

    [Fact]
    public async Task People_kept_at_home_and_closed_buildings_stand_in_the_second_list_as_numbers()
    {
        var home = await KeptHome.MakeAsync(app, "871号楼", Tests.BuildingGroups.Groups.Person("清单没我"), Tests.BuildingGroups.Groups.Person("也没有我"));
        var path = ThreeLists.Path(Cast.Home, await GridAsync(home.Building));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(path);
        director.Text.ShouldContain("现在没有防控措施");
        await home.OpenAsync(app, director, 0);
        await home.OpenAsync(app, director, 1);
        await director.OpenAsync(path);
        director.Page.QuerySelectorAll("td[data-label=措施]").Select(c => c.TextContent).ShouldBe(["居家隔离医学观察"]);
        director.Page.QuerySelector("td[data-label=哪里]")!.TextContent.ShouldBe("871号楼1单元101室");
        director.Page.QuerySelector("td[data-label=人数]")!.TextContent.ShouldBe("2");
        director.Text.ShouldNotContain("清单没我");
        await Tests.Closures.CloseBuildingTests.CloseAsync(director, home.Building);
        await director.OpenAsync(path);
        director.Page.QuerySelectorAll("td[data-label=措施]").Select(c => c.TextContent).ShouldBe(["封控", "居家隔离医学观察"]);
        director.Page.QuerySelector("td[data-label=哪里]")!.TextContent.ShouldBe("871号楼");
        director.Page.QuerySelectorAll("td[data-label=人数]").Select(c => c.TextContent).ShouldBe(["2", "2"]);
    }

    [Fact]
    public async Task Whoever_works_in_the_field_reads_the_grids_that_are_hers_today()
    {
        var grid = await GridAsync();
        var path = ThreeLists.Path(Cast.Home, grid);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);
        var split = await app.InDbAsync(db => db.Grids.Where(g => g.Id == grid).Select(g => g.SplitId).SingleAsync());
        await app.InDbAsync(db => db.GridSplits.Where(s => s.Id == split).ExecuteUpdateAsync(set => set.SetProperty(s => s.FirstDay, app.Clock.Today().AddDays(-9)).SetProperty(s => s.LastDay, app.Clock.Today().AddDays(-1))));
        (await worker.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound, "of an older division");
        var second = ThreeLists.Path(Cast.Home, await GridAsync());
        (await worker.OpenAsync(second)).ShouldBe(HttpStatusCode.OK);
        await app.InDbAsync(db => db.GridDuties.Where(d => d.AccountId == app.Cast.Accounts["worker"]).ExecuteUpdateAsync(set => set.SetProperty(d => d.EndedAt, app.Clock.Now())));
        (await worker.OpenAsync(second)).ShouldBe(HttpStatusCode.NotFound);
        (await worker.OpenAsync(second + "/lists.pdf")).ShouldBe(HttpStatusCode.NotFound);
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(second)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_answers_is_named_for_the_grid_the_building_each_person_and_each_measure()
    {
        var home = await KeptHome.MakeAsync(app, "872号楼", RegisterFixture.Person("独居丁", phone: "14200087201", tags: CareTags.Alone));
        var other = await app.PutAsync(await app.DwellingAsync(home.Building, "102"), Tenure.Owner, [RegisterFixture.Person("独居戊", tags: CareTags.Alone)]);
        var path = ThreeLists.Path(Cast.Home, await GridAsync(home.Building));
        using var director = await app.AsAsync("director");
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(new Grant { Id = Ids.New(), AccountId = app.Cast.Accounts["guard"], Role = Role.Field, Place = Cast.Home, BuildingId = home.Building });
            write.Record(Cast.Home, "test.grant", null, "测试");
            await write.CommitAsync();
            return await db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "社区医生"))
                + await db.Users.Where(u => u.UserName == "guard").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "楼组长"));
        });
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync("/account");
        await worker.SubmitAsync("/account/phone", ("workPhone", "14200087202"));
        await home.OpenAsync(app, director);
        await director.OpenAsync(path);
        Answers().ShouldBe(["第1网格 小周 网格员 14200087202", "全社区 林医生 社区医生 没有留", "872号楼 老秦 楼组长 没有留"]);
        For("独居丁").ShouldBe("老秦（楼组长）、小周（网格员）");
        director.Page.QuerySelectorAll("tr").Single(r => r.TextContent.Contains("居家隔离医学观察", StringComparison.Ordinal)).QuerySelector("td[data-label=谁负责]")!
            .TextContent.ShouldBe("林医生（社区医生）、小周（网格员）");

        // Closed: the group's doctor is the one of the community, and a neighbour answers for one household.
        await Tests.Closures.CloseBuildingTests.CloseAsync(director, home.Building);
        var order = await app.InDbAsync(db => db.ClosureOrders.Where(o => o.BuildingId == home.Building).Select(o => o.Id).SingleAsync());
        await director.OpenAsync($"{KeptHome.Desk}/closures/{order}/group/households/{other.Id}/keeper");
        await director.SubmitAsync("/keeper", ("kind", "Volunteer"), ("name", "王阿姨"));
        await director.OpenAsync(path);
        Answers().ShouldContain(a => a.StartsWith("872号楼1单元102室 王阿姨 代联系，志愿者", StringComparison.Ordinal));
        Answers().Count(a => a.Contains("林医生", StringComparison.Ordinal)).ShouldBe(1);
        For("独居戊").ShouldBe("王阿姨（代联系，志愿者）、老秦（楼组长）、小周（网格员）");
        For("独居丁").ShouldBe("老秦（楼组长）、小周（网格员）");

        using var file = await director.FetchAsync(path + "/lists.pdf");
        var paper = Tests.Platform.Print.PdfReader.Text(await file.Content.ReadAsByteArrayAsync(), "-raw").Replace("\n", "", StringComparison.Ordinal);
        foreach (var words in new[] { "小周", "14200087202", "楼组长", "王阿姨", "谁负责" })
        {
            paper.ShouldContain(words);
        }

        // Nobody answers: that is said.
        await app.InDbAsync(db => db.GridDuties.Where(d => d.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.EndedAt, app.Clock.Now())));
        await director.OpenAsync(path);
        director.Text.ShouldContain("这个网格没人负责");
        For("独居丁").ShouldBe("老秦（楼组长）");

        string For(string name) => director.Page.QuerySelectorAll("tr").Single(r => r.QuerySelector("td[data-label=姓名]")?.TextContent == name).QuerySelector("td[data-label=谁负责]")!.TextContent;
        IReadOnlyList<string> Answers() => [.. director.Page.QuerySelectorAll("tr").Where(r => r.QuerySelector("td[data-label=管哪里]") is not null)
            .Select(r => string.Join(' ', r.QuerySelectorAll("td").Select(c => c.TextContent.Trim())))];
    }
}
