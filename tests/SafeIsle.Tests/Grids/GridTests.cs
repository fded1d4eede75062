using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Grids;

/// <summary>Every door in one grid, every grid with somebody who answers for it, and what was before is kept.</summary>
public sealed class GridTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";
    private const string Grids = Desk + "/grids";
    private const string Split = Grids + "/split";

    private async Task<GridSplit> SplitAsync(Browser director, int n, string why, DateOnly? first = null)
    {
        await director.OpenAsync($"{Split}?n={n}&by=Households");
        await director.SubmitAsync(Split, ("why", why), ("first", (first ?? app.Clock.Today()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
        return await app.InDbAsync(db => db.GridSplits.SingleAsync(s => s.Why == why));
    }

    private Task<List<Grid>> GridsOfAsync(GridSplit split) =>
        app.InDbAsync(db => db.Grids.Where(g => g.SplitId == split.Id).OrderBy(g => g.Number).ToListAsync());

    private static async Task AssignAsync(Browser director, Grid grid, Guid? one, Guid? two)
    {
        await director.OpenAsync(Grids);
        await director.SubmitAsync("/duties", ($"one-{grid.Id:N}", $"{one}"), ($"two-{grid.Id:N}", $"{two}"));
    }

    private Task<List<GridDuty>> DutiesAsync(Grid grid) => app.InDbAsync(db => db.GridDuties.Where(d => d.GridId == grid.Id && d.EndedAt == null).ToListAsync());

    [Fact]
    public async Task Others_do_not_find_them_and_a_worker_changes_nothing()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Grids)).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync(Split + "?n=3")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Grids)).ShouldBe(HttpStatusCode.OK);
        (await worker.OpenAsync(Split)).ShouldBe(HttpStatusCode.Forbidden);
        foreach (var path in new[] { "/duties", "/hand-over" })
        {
            await worker.OpenAsync(Grids);
            (await worker.PostAsync(Grids + path)).ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_split_is_previewed_moved_by_hand_and_every_door_is_in_one_grid()
    {
        using var director = await app.AsAsync("director");
        await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, Groups.Person("网格一"));
        await director.OpenAsync(Split);
        director.Text.ShouldContain("分成几个");
        foreach (var wrong in new[] { "0", "61", "-1", "九" })
        {
            await director.OpenAsync($"{Split}?n={wrong}");
            director.Status.ShouldBe(HttpStatusCode.OK);
            director.Text.ShouldNotContain("按这样划分");
        }

        await director.OpenAsync($"{Split}?n=2&by=People");
        director.Text.ShouldContain("第2网格");
        var later = director.Page.QuerySelectorAll("button[name=move]").First(a => a.TextContent.Contains("一段", StringComparison.Ordinal)).GetAttribute("value");
        await director.SubmitAsync(Split, ("move", later), ("why", "写到一半的原因"), ("first", "2030-01-01"));
        director.Status.ShouldBe(HttpStatusCode.OK);
        director.Page.QuerySelector("[name=cuts]")!.GetAttribute("value").ShouldBe(later);
        director.Page.QuerySelector("[name=why]")!.GetAttribute("value").ShouldBe("写到一半的原因");
        director.Page.QuerySelector("[name=first]")!.GetAttribute("value").ShouldBe("2030-01-01");
        // Divided anew, it is there as well; what is no number of grids is told.
        await director.SubmitAsync(Split, ("count", "1"), ("n", "3"), ("by", "Households"));
        director.Text.ShouldContain("第3网格");
        director.Page.QuerySelector("[name=shown]")!.GetAttribute("value").ShouldBe("Households");
        director.Page.QuerySelector("[name=why]")!.GetAttribute("value").ShouldBe("写到一半的原因");
        (await director.SubmitAsync(Split, ("count", "1"), ("n", "99"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("第3网格");
        director.Page.QuerySelector("[name=why]")!.GetAttribute("value").ShouldBe("写到一半的原因");
        await director.SubmitAsync(Split, ("count", "1"), ("n", "2"), ("by", "People"));
        (await director.SubmitAsync(Split, ("why", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("第2网格");
        (await director.SubmitAsync(Split, ("why", "太早了"), ("first", "2020-01-01"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("不能从已经过去的日子起");
        await director.SubmitAsync(Split, ("why", "挪过边界"), ("first", app.Clock.Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        director.Text.ShouldContain("已划分 2 个网格");
        director.Text.ShouldContain("没人负责");
        var split = await app.InDbAsync(db => db.GridSplits.SingleAsync(s => s.Why == "挪过边界"));
        // Each unit of each building in exactly one.
        var (units, parts) = await app.InDbAsync(async db => (
            await db.Dwellings.Where(d => d.CommunityId == Cast.Home && d.ClosedAt == null).Select(d => new { d.BuildingId, d.Unit }).Distinct().ToListAsync(),
            await db.GridParts.Where(p => p.SplitId == split.Id).ToListAsync()));
        units.ShouldAllBe(u => parts.Count(p => p.BuildingId == u.BuildingId && (p.Unit == null || p.Unit == u.Unit)) == 1);
    }

    [Fact]
    public async Task The_preview_has_all_three_columns_and_its_figures_are_of_the_one_that_was_asked_for()
    {
        using var director = await app.AsAsync("director");
        await app.SettleAsync(app.Cast.Building1, 1, "102", Tenure.Owner, RegisterFixture.Person("三列一", tags: CareTags.Alone), RegisterFixture.Person("三列二"), RegisterFixture.Person("三列三"));
        var sums = new List<int>();
        foreach (var by in Enum.GetValues<GridWeight>())
        {
            await director.OpenAsync($"{Split}?n=2&by={by}");
            var rows = director.Page.QuerySelectorAll("table tbody tr").Select(r => new[] { "户", "人", "要照顾的" }.Select(c => int.Parse(r.QuerySelector($"td[data-label={c}]")!.TextContent, CultureInfo.InvariantCulture)).ToArray()).ToList();
            var weights = rows.ConvertAll(r => by switch { GridWeight.Households => r[0], GridWeight.People => r[1], GridWeight.Load => r[0] + r[2] });
            director.Page.QuerySelectorAll(".figure b").Select(b => b.TextContent).ShouldBe(
                [$"{rows.Count}", $"{weights.Sum() / rows.Count}", $"{weights.Max()}", $"{SafeIsle.Grids.SplitRules.AboveMean(weights)}%"]);
            director.Text.ShouldContain($"平均每个（{by.Unit()}）");
            sums.Add(weights.Sum());
        }

        sums.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Doors_that_came_after_the_preview_are_not_left_out()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Split}?n=2");
        (await director.SubmitAsync(Split, ("why", "过时的预览"), ("print", "0123456789abcdef"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请重新划分一次");
        await director.OpenAsync($"{Split}?n=2");
        (await director.SubmitAsync(Split, ("why", "乱写的边界"), ("cuts", "0,999999"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.InDbAsync(db => db.GridSplits.CountAsync(s => s.Why == "过时的预览" || s.Why == "乱写的边界"))).ShouldBe(0);
    }

    [Fact]
    public async Task Who_answers_is_assigned_handed_over_in_one_act_and_goes_on_after_a_new_split()
    {
        using var director = await app.AsAsync("director");
        // A new split goes on with those of the split before it: none of another test.
        await app.InDbAsync(db => db.GridDuties.ExecuteDeleteAsync());
        var split = await SplitAsync(director, 3, "三个网格");
        var grids = await GridsOfAsync(split);
        var (worker, boss) = (app.Cast.Accounts["worker"], app.Cast.Accounts["director"]);
        await AssignAsync(director, grids[0], worker, worker);
        director.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("不能和负责人是同一个人");
        (await DutiesAsync(grids[0])).ShouldBeEmpty();
        await AssignAsync(director, grids[0], worker, boss);
        await AssignAsync(director, grids[1], worker, null);
        await AssignAsync(director, grids[1], worker, null);
        director.Text.ShouldContain("没有改动");
        (await DutiesAsync(grids[0])).Select(d => (d.AccountId, d.Role)).ShouldBe([(worker, GridRole.Responsible), (boss, GridRole.StandIn)], ignoreOrder: true);
        // Nobody from elsewhere answers for a grid.
        await AssignAsync(director, grids[2], app.Cast.Accounts["stranger"], null);
        director.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain($"{grids[2].Name}的负责人没有保存");
        (await DutiesAsync(grids[2])).ShouldBeEmpty();

        await director.OpenAsync(Grids);
        await director.SubmitAsync("/hand-over", ("from", $"{worker}"), ("to", $"{worker}"), ("why", "生病"));
        director.Text.ShouldContain("没有移交");
        await director.SubmitAsync("/hand-over", ("from", $"{worker}"), ("to", $"{boss}"), ("why", "生病"));
        director.Text.ShouldContain("已移交 2 处");
        (await DutiesAsync(grids[1])).ShouldHaveSingleItem().AccountId.ShouldBe(boss);
        // The heir was the stand-in here: she is responsible now.
        var first = (await DutiesAsync(grids[0])).ShouldHaveSingleItem();
        (first.Role, first.AccountId).ShouldBe((GridRole.Responsible, boss));
        (await app.InDbAsync(db => db.GridDuties.CountAsync(d => d.AccountId == worker && d.EndedWhy == "生病"))).ShouldBe(2);

        var next = await SplitAsync(director, 2, "换成两个");
        (await app.InDbAsync(db => db.GridSplits.SingleAsync(s => s.Id == split.Id))).LastDay.ShouldBe(app.Clock.Today().AddDays(-1));
        var heirs = await app.InDbAsync(async db =>
        {
            var ids = await db.Grids.Where(g => g.SplitId == next.Id).Select(g => g.Id).ToListAsync();
            return await db.GridDuties.Where(d => ids.Contains(d.GridId)).ToListAsync();
        });
        heirs.ShouldNotBeEmpty();
        heirs.ShouldAllBe(d => d.AccountId == boss && d.EndedAt == null);
        director.Text.ShouldContain("以前的划分");
    }

    [Fact]
    public async Task A_division_that_is_over_says_what_each_grid_held_and_who_answered_from_when_to_when()
    {
        using var director = await app.AsAsync("director");
        await app.InDbAsync(db => db.GridDuties.ExecuteDeleteAsync());
        var old = await SplitAsync(director, 2, "以后要查的");
        var grids = await GridsOfAsync(old);
        var (worker, boss) = (app.Cast.Accounts["worker"], app.Cast.Accounts["director"]);
        await AssignAsync(director, grids[0], worker, null);
        var from = app.Clock.Today();
        app.Clock.Advance(TimeSpan.FromDays(2));
        using var later = await app.AsAsync("director");
        await later.OpenAsync(Grids);
        await later.SubmitAsync("/hand-over", ("from", $"{worker}"), ("to", $"{boss}"), ("why", "摔了一跤"));
        var handed = app.Clock.Today();
        app.Clock.Advance(TimeSpan.FromDays(3));
        using var last = await app.AsAsync("director");
        await SplitAsync(last, 3, "代替它的");
        await last.OpenAsync(Grids);
        var page = last.Page.QuerySelectorAll("a.list-group-item").Single(a => a.TextContent.Contains("以后要查的", StringComparison.Ordinal)).GetAttribute("href")!;
        page.ShouldBe($"{Grids}/splits/{old.Id}");
        await last.OpenAsync(page);
        var cards = last.Page.QuerySelectorAll(".card").Where(c => c.QuerySelector("h2") is not null).ToList();
        cards.Select(c => c.QuerySelector("h2")!.TextContent).ShouldBe(grids.Select(g => g.Name));
        var rows = cards[0].QuerySelectorAll("tbody tr").Select(r => r.QuerySelectorAll("td").Select(c => c.TextContent.Trim()).ToArray()).ToList();
        rows.Select(r => (r[2], r[3], r[4])).ShouldBe([(from.Full(), handed.Full(), "摔了一跤"), (handed.Full(), app.Clock.Today().AddDays(-1).Full(), "重新划分")]);
        rows.Select(r => r[0]).ShouldBe((await app.InDbAsync(db => db.GridDuties.Where(d => d.GridId == grids[0].Id).OrderBy(d => d.Since).Select(d => d.Name).ToListAsync())));
        cards[1].TextContent.ShouldContain("一直没有人负责");
        // Every building of it stands there.
        var held = await app.InDbAsync(db => db.GridParts.Where(p => p.GridId == grids[0].Id).Join(db.Buildings, p => p.BuildingId, b => b.Id, (_, b) => b.Label).ToListAsync());
        held.ShouldAllBe(label => cards[0].TextContent.Contains(label));
        cards[0].TextContent.ShouldMatch(@"现在 \d+ 户 \d+ 人");
        using var worker2 = await app.AsAsync("worker");
        (await worker2.OpenAsync(page)).ShouldBe(HttpStatusCode.OK);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(page)).ShouldBe(HttpStatusCode.NotFound);
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/grids/splits/{old.Id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_grid_is_called_as_people_call_it_once_in_a_compound_and_goes_on_under_that_name()
    {
        using var director = await app.AsAsync("director");
        var split = await SplitAsync(director, 2, "改名的划分");
        var grids = await GridsOfAsync(split);
        var page = $"{Grids}/{grids[0].Id}/name";
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(page)).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(page)).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync(page);
        (await director.SubmitAsync("/name", ("name", " "))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/name", ("name", new string('长', GridsTables.MostName + 1)))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/name", ("name", "第9网格"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("会弄混");
        await director.SubmitAsync("/name", ("name", "河边网格"));
        director.Text.ShouldContain("已改名为“河边网格”");
        director.Page.QuerySelectorAll("td strong").Select(e => e.TextContent).ShouldContain("河边网格");
        (await app.InDbAsync(db => db.Set<AuditEntry>().SingleAsync(e => e.Subject == grids[0].Id && e.Action == "grid.rename"))).Summary.ShouldContain("由“第1网格”改名为“河边网格”");
        await director.OpenAsync(page);
        await director.SubmitAsync("/name");
        director.Text.ShouldContain("没有改动");
        // The other one lies in the same compound.
        await director.OpenAsync($"{Grids}/{grids[1].Id}/name");
        (await director.SubmitAsync("/name", ("name", "河边网格"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经有一个网格叫");
        director.Page.QuerySelector("[name=name]")!.GetAttribute("value").ShouldBe("河边网格");
        var next = await SplitAsync(director, 2, "改名以后的划分");
        (await GridsOfAsync(next)).Select(g => g.Name).ShouldBe(["河边网格", "第2网格"]);
        // What is over keeps the names that it had.
        (await director.OpenAsync(page)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task On_the_map_a_grid_keeps_its_colour_when_there_are_more_of_them()
    {
        using var director = await app.AsAsync("director");
        var colours = new List<Dictionary<string, string>>();
        foreach (var n in new[] { 2, 3 })
        {
            await SplitAsync(director, n, $"颜色{n}");
            var compound = await app.InDbAsync(db => db.Buildings.Where(b => b.Id == app.Cast.Building1).Select(b => b.CompoundId).SingleAsync());
            foreach (var off in new[] { "", "?off=围合" })
            {
                await director.OpenAsync($"{Desk}/plan/{compound}{off}");
                colours.Add(director.Page.QuerySelectorAll(".plan-swatch").Where(s => s.TextContent.StartsWith('网')).ToDictionary(s => s.TextContent, s => s.GetAttribute("style")!));
            }
        }

        colours[0].ShouldNotBeEmpty();
        foreach (var later in colours.Skip(1))
        {
            later.Where(c => colours[0].ContainsKey(c.Key)).ShouldAllBe(c => c.Value == colours[0][c.Key]);
        }

        colours[0].Values.Distinct().Count().ShouldBe(colours[0].Count);
    }

    [Fact]
    public async Task A_split_of_tomorrow_waits_and_of_two_at_once_one_counts()
    {
        using var director = await app.AsAsync("director");
        using var other = await app.AsAsync("director");
        await SplitAsync(director, 2, "今天的");
        await SplitAsync(director, 4, "明天的", app.Clock.Today().AddDays(1));
        await director.OpenAsync(Grids);
        director.Text.ShouldContain("今天的");
        director.Text.ShouldContain("起换成新的划分");
        await director.OpenAsync($"{Split}?n=3");
        await other.OpenAsync($"{Split}?n=5");
        await Task.WhenAll(director.SubmitAsync(Split, ("why", "同时的甲")), other.SubmitAsync(Split, ("why", "同时的乙")));
        (await app.InDbAsync(db => db.GridSplits.CountAsync(s => s.CommunityId == Cast.Home && s.LastDay == null))).ShouldBe(1);
        (await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Action == "grid.split").Select(e => e.Summary).ToListAsync())).ShouldContain(s => s.Contains("今天的", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_is_ill_hands_over_the_grids_that_begin_tomorrow_too_and_their_people_are_named_before()
    {
        using var director = await app.AsAsync("director");
        var (worker, boss) = (app.Cast.Accounts["worker"], app.Cast.Accounts["director"]);
        var today = await SplitAsync(director, 2, "今天的两个");
        await AssignAsync(director, (await GridsOfAsync(today))[0], worker, null);
        var tomorrow = await SplitAsync(director, 3, "明天起三个", app.Clock.Today().AddDays(1));
        var waiting = await GridsOfAsync(tomorrow);
        var free = waiting[^1];
        await AssignAsync(director, free, worker, null);
        director.Text.ShouldContain("起的网格");
        (await DutiesAsync(free)).ShouldHaveSingleItem().AccountId.ShouldBe(worker);
        await director.SubmitAsync("/hand-over", ("from", $"{worker}"), ("to", $"{boss}"), ("why", "生病"));
        director.Text.ShouldContain("已移交");
        foreach (var grid in waiting)
        {
            (await DutiesAsync(grid)).ShouldNotContain(d => d.AccountId == worker);
        }

        (await DutiesAsync(free)).ShouldHaveSingleItem().AccountId.ShouldBe(boss);
    }

    [Fact]
    public async Task A_new_split_ends_the_one_in_force_and_what_was_planned_never_begins()
    {
        using var director = await app.AsAsync("director");
        var today = app.Clock.Today();
        foreach (var far in new[] { "9999-12-31", "2190-01-01" })
        {
            await director.OpenAsync($"{Split}?n=2");
            (await director.SubmitAsync(Split, ("why", "太远"), ("first", far))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        var now = await SplitAsync(director, 2, "正在用的");
        await AssignAsync(director, (await GridsOfAsync(now))[0], app.Cast.Accounts["worker"], null);
        var planned = await SplitAsync(director, 3, "下个月的", today.AddDays(30));
        var sooner = await SplitAsync(director, 4, "后天就换", today.AddDays(2));
        var rows = await app.InDbAsync(db => db.GridSplits.Where(s => s.CommunityId == Cast.Home).ToDictionaryAsync(s => s.Id));
        rows[now.Id].LastDay.ShouldBe(today.AddDays(1));
        rows[planned.Id].LastDay!.Value.ShouldBeLessThan(planned.FirstDay);
        rows[sooner.Id].LastDay.ShouldBeNull();
        for (var day = today; day < today.AddDays(40); day = day.AddDays(1))
        {
            rows.Values.Count(s => s.FirstDay <= day && (s.LastDay is null || s.LastDay >= day)).ShouldBe(1, day.ToString(CultureInfo.InvariantCulture));
        }

        // Who answers for the grids of today goes on in those of the day after tomorrow.
        var heirs = await GridsOfAsync(sooner);
        (await app.InDbAsync(db => db.GridDuties.CountAsync(d => heirs.Select(g => g.Id).Contains(d.GridId) && d.AccountId == app.Cast.Accounts["worker"]))).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_did_not_see_the_newest_split_is_told_and_may_save_after_that()
    {
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{Split}?n=5");
        await SplitAsync(director, 2, "主任刚分的");
        (await deputy.SubmitAsync(Split, ("why", "副主任分的"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        deputy.Text.ShouldContain("主任刚分的");
        deputy.Page.QuerySelector("input[name=why]")!.GetAttribute("value").ShouldBe("副主任分的");
        (await app.InDbAsync(db => db.GridSplits.CountAsync(s => s.Why == "副主任分的"))).ShouldBe(0);
        await deputy.SubmitAsync(Split);
        deputy.Text.ShouldContain("已划分");
    }

    [Fact]
    public async Task The_committee_has_somebody_look_in_at_any_door()
    {
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync("/account");
        (await worker.PostAsync(Grids + "/visit", ("door", "2-1-201"))).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Grids);
        (await director.SubmitAsync("/visit", ("door", "凉亭"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("没有找到这一户");
        director.Page.QuerySelector("input[name=door]")!.GetAttribute("value").ShouldBe("凉亭");
        var key = director.Page.QuerySelector("input[name=visit]")!.GetAttribute("value")!;
        for (var twice = 0; twice < 2; twice++)
        {
            await director.OpenAsync(Grids);
            await director.SubmitAsync("/visit", ("visit", key), ("door", "2号楼1单元202室"));
            director.Status.ShouldBe(HttpStatusCode.OK);
        }

        var todo = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.SourceId == Guid.Parse(key)));
        (todo.Kind, todo.Title, todo.Dwelling).ShouldBe((AskLook.Kind.Code, AskLook.Title, "2号楼1单元202室"));
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Action == "todo.visit"))).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_who_name_somebody_at_once_one_stays_and_the_other_is_told()
    {
        using var director = await app.AsAsync("director");
        await app.InDbAsync(db => db.GridDuties.ExecuteDeleteAsync());
        var split = await SplitAsync(director, 2, "同时定人");
        var grids = await GridsOfAsync(split);
        var (worker, boss, deputy) = (app.Cast.Accounts["worker"], app.Cast.Accounts["director"], app.Cast.Accounts["deputy"]);
        await AssignAsync(director, grids[0], worker, null);
        using var other = await app.AsAsync("deputy");
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(AssignAsync(director, grids[0], boss, null), AssignAsync(other, grids[0], deputy, null));
            (await DutiesAsync(grids[0])).ShouldHaveSingleItem().AccountId.ShouldBeOneOf(boss, deputy);
            new[] { director, other }.ShouldAllBe(b => b.Text.Contains("已改 1 处") || b.Text.Contains("没有改动") || b.Text.Contains("刚才有人改成了"));
            await AssignAsync(director, grids[0], worker, null);
        }

        // Whoever goes past the page is held by the table.
        await Should.ThrowAsync<DbUpdateException>(() => app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(new GridDuty { CommunityId = Cast.Home, Id = Ids.New(), GridId = grids[0].Id, AccountId = boss, Name = "高主任", Role = GridRole.Responsible, Since = app.Clock.Now(), By = "测试" });
            write.Record(Cast.Home, "test.grid", null, "测试");
            await write.CommitAsync();
            return 0;
        }));
        // Roles that change places in one act: who leaves goes before who comes.
        await AssignAsync(director, grids[0], worker, boss);
        await AssignAsync(director, grids[0], boss, worker);
        director.Text.ShouldContain("已改 2 处");
        (await DutiesAsync(grids[0])).Select(d => (d.AccountId, d.Role)).ShouldBe([(boss, GridRole.Responsible), (worker, GridRole.StandIn)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_page_that_stood_open_takes_back_nothing_and_names_the_grid_that_both_changed()
    {
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await app.InDbAsync(db => db.GridDuties.ExecuteDeleteAsync());
        var grids = await GridsOfAsync(await SplitAsync(director, 3, "两个人各改各的"));
        var (worker, boss, second) = (app.Cast.Accounts["worker"], app.Cast.Accounts["director"], app.Cast.Accounts["deputy"]);
        await AssignAsync(director, grids[2], worker, null);
        await director.OpenAsync(Grids);
        await AssignAsync(deputy, grids[2], second, null);
        // Another grid: what the deputy saved stays.
        await director.SubmitAsync("/duties", ($"one-{grids[0].Id:N}", $"{worker}"));
        director.Text.ShouldContain("已改 1 处");
        (await DutiesAsync(grids[2])).ShouldHaveSingleItem().AccountId.ShouldBe(second);

        // The same grid: nothing is saved, also not what was changed beside it, and the page tells who stands there now.
        await director.OpenAsync(Grids);
        await AssignAsync(deputy, grids[2], worker, null);
        await AssignAsync(deputy, grids[0], second, null);
        (await director.SubmitAsync("/duties", ($"one-{grids[1].Id:N}", $"{worker}"), ($"one-{grids[2].Id:N}", $"{boss}"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain($"{grids[2].Name}的负责人刚才有人改成了小周");
        (await DutiesAsync(grids[1])).ShouldBeEmpty();
        (await DutiesAsync(grids[2])).ShouldHaveSingleItem().AccountId.ShouldBe(worker);
        // She has read it: what she chose is kept, and what she did not touch stays as the deputy left it.
        await director.SubmitAsync("/duties");
        director.Text.ShouldContain("已改 2 处");
        (await DutiesAsync(grids[0])).ShouldHaveSingleItem().AccountId.ShouldBe(second);
        (await DutiesAsync(grids[1])).ShouldHaveSingleItem().AccountId.ShouldBe(worker);
        (await DutiesAsync(grids[2])).ShouldHaveSingleItem().AccountId.ShouldBe(boss);
        await app.InDbAsync(db => db.GridDuties.ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Whoever_left_the_staff_stands_until_somebody_else_is_chosen()
    {
        using var director = await app.AsAsync("director");
        await app.InDbAsync(db => db.GridDuties.ExecuteDeleteAsync());
        var grids = await GridsOfAsync(await SplitAsync(director, 2, "有人走了"));
        var (worker, gone) = (app.Cast.Accounts["worker"], Ids.New());
        await AssignAsync(director, grids[0], worker, null);
        await app.InDbAsync(db => db.GridDuties.Where(d => d.GridId == grids[0].Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.AccountId, gone)));
        await AssignAsync(director, grids[1], worker, null);
        director.Text.ShouldContain("已改 1 处");
        director.Text.ShouldContain("已不在这里的人员里");
        (await DutiesAsync(grids[0])).ShouldHaveSingleItem().AccountId.ShouldBe(gone);
        await app.InDbAsync(db => db.GridDuties.ExecuteDeleteAsync());
    }
}
