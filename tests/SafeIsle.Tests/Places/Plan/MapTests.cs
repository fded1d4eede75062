using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Places.Plan;
using SafeIsle.Platform;
using SafeIsle.Platform.Print;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Gates;
using SafeIsle.Tests.Health.Measures;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Screening;

namespace SafeIsle.Tests.Places.Plan;

/// <summary>The prevention map: a map file under it, what modules know on it, each layer to be switched off, one sheet of A3.</summary>
public sealed class MapTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = GateCast.Desk;

    private string Plan => $"{Desk}/plan/{app.Cast.Compound}";

    private static string Square(string name, double x, double y) => FormattableString.Invariant(
        $$$"""{"type":"Feature","properties":{"name":"{{{name}}}"},"geometry":{"type":"Polygon","coordinates":[[[{{{x}}},{{{y}}}],[{{{x + 0.001}}},{{{y}}}],[{{{x + 0.001}}},{{{y + 0.001}}}],[{{{x}}},{{{y + 0.001}}}],[{{{x}}},{{{y}}}]]]}}""");

    private static byte[] Map(params string[] features) => Encoding.UTF8.GetBytes($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""");

    [Fact]
    public void A_map_file_is_brought_into_the_drawing_upright()
    {
        var map = GeoJsonFile.Read(Map(Square("1号楼", 117.30, 32.90), Square("2号楼", 117.305, 32.905))).Value;
        map.Shapes.Select(s => s.Name).ShouldBe(["1号楼", "2号楼"]);
        var all = map.Shapes.SelectMany(s => s.Rings).SelectMany(r => r.Chunk(2)).ToList();
        all.Min(c => c[0]).ShouldBe(PlanLayout.Margin);
        all.Max(c => c[0]).ShouldBe(PlanLayout.Width - PlanLayout.Margin);
        all.Max(c => c[1]).ShouldBeInRange(map.Height - PlanLayout.Margin - 1, map.Height - PlanLayout.Margin + 1);
        // The first lies south west: low on the sheet, at its left.
        map.Shapes[0].Rings[0][1].ShouldBeGreaterThan(map.Shapes[1].Rings[0][1]);
        // As wide as high on the ground is higher than wide in degrees of this latitude.
        map.Height.ShouldBeGreaterThan(PlanLayout.Width);
    }

    [Theory]
    [InlineData("{", "不是 GeoJSON")]
    [InlineData("[1,2]", "FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "没有可用的图形")]
    [InlineData("""{"type":"FeatureCollection","features":[1,{"geometry":null},{"geometry":{"type":"Polygon","coordinates":7}}]}""", "没有可用的图形")]
    [InlineData("""{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[500000,3600000]}}]}""", "不是经纬度")]
    [InlineData("""{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[117,32]}}]}""", "不像一个小区")]
    [InlineData("""{"type":"FeatureCollection","features":[{"geometry":{"type":"LineString","coordinates":[[117,32],[0,0]]}},{"geometry":{"type":"Point","coordinates":[117,0.001]}}]}""", "")]
    [InlineData("""{"type":"FeatureCollection","features":[{"geometry":{"type":"LineString","coordinates":[[117,32],[117.1,32.0001]]}}]}""", "不像一个小区")]
    public void What_is_no_map_is_refused_in_words(string json, string words)
    {
        var read = GeoJsonFile.Read(Encoding.UTF8.GetBytes(json));
        if (words.Length == 0)
        {
            read.Refused.ShouldBeFalse(read.Refusal);
        }
        else
        {
            read.Refusal.ShouldNotBeNull().ShouldContain(words);
        }
    }

    [Fact]
    public void Too_much_is_refused()
    {
        GeoJsonFile.Read(new byte[GeoJsonFile.MostBytes + 1]).Refusal.ShouldNotBeNull().ShouldContain("MB");
        GeoJsonFile.Read(Map([.. Enumerable.Repeat(Square("", 117, 32), GeoJsonFile.MostFeatures + 1)])).Refusal.ShouldNotBeNull().ShouldContain("个图形");
        var line = string.Join(',', Enumerable.Range(0, GeoJsonFile.MostCorners + 1).Select(i => $"[117.{i:D6},32]"));
        GeoJsonFile.Read(Map("""{"geometry":{"type":"LineString","coordinates":[""" + line + "]}}")).Refusal.ShouldNotBeNull().ShouldContain("角点");
    }

    [Fact]
    public async Task A_map_file_takes_the_place_of_the_picture_and_puts_named_buildings_where_they_are()
    {
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync($"/desk/{Cast.Next}/gates/new");
        (await neighbour.PostAsync($"/desk/{Cast.Next}/plan/{app.Cast.Compound}/ground", ("act", "remove"))).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk + "/grids");
        (await worker.PostAsync(Plan + "/ground", ("act", "remove"))).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Plan + "/place");
        (await director.UploadAsync("/ground", "ground", "x.geojson", "没有"u8.ToArray())).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("不是 GeoJSON");
        foreach (var half in new[] { """{"type":"\ud800"}""", Encoding.UTF8.GetString(Map(Square("\\ud800", 117.30, 32.90), Square("2", 117.305, 32.905))) })
        {
            (await director.UploadAsync("/ground", "ground", "x.geojson", Encoding.UTF8.GetBytes(half))).ShouldBe(HttpStatusCode.UnprocessableEntity, half);
            director.Text.ShouldContain("不是 GeoJSON");
        }

        var chinese = Encoding.UTF8.GetString(Map(Square("1号楼", 117.30, 32.90), Square("二号楼", 117.305, 32.905)));
        await director.UploadAsync("/ground", "ground", "x.geojson", CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(chinese));
        director.Text.ShouldContain("自动放好 2 处");
        for (var twice = 0; twice < 2; twice++)
        {
            await director.OpenAsync(Plan + "/place");
            await director.UploadAsync("/ground", "ground", "x.geojson", Map(Square("1#", 117.30, 32.90), Square("二号楼", 117.305, 32.905), Square("<script>", 117.302, 32.902)));
            director.Text.ShouldContain("自动放好 2 处");
        }

        var spot = await app.InDbAsync(db => db.PlanSpots.SingleAsync(s => s.Id == app.Cast.Building1));
        spot.X.ShouldBeLessThan(PlanSpot.Most / 2);
        spot.Y.ShouldBeGreaterThan(PlanSpot.Most / 2);
        await director.OpenAsync(Plan);
        director.Page.QuerySelectorAll("path.plan-shape").Length.ShouldBe(3);
        (await app.AuditAsync("plan.ground")).ShouldNotBeEmpty();
        await director.OpenAsync(Plan + "/place");
        await director.SubmitAsync("/ground", ("act", "remove"));
        director.Text.ShouldContain("改回自动画的图");
        (await app.InDbAsync(db => db.PlanGrounds.CountAsync(g => g.Id == app.Cast.Compound))).ShouldBe(0);
    }

    [Fact]
    public async Task Closed_buildings_and_grids_are_on_it_and_each_layer_is_switched_by_the_address()
    {
        var building = await Closures.Residents.AddBuildingAsync(app, "861号楼");
        using var director = await app.AsAsync("director");
        await CloseBuildingTests.CloseAsync(director, building);
        await director.OpenAsync($"{Desk}/grids/split?n=2&by=Households");
        await director.SubmitAsync("/split", ("why", "上图"), ("first", app.Clock.Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        await director.OpenAsync(Plan);
        director.Text.ShouldContain("封控中");
        director.Text.ShouldContain("861号楼");
        director.Text.ShouldContain("没人负责");
        director.Page.QuerySelectorAll(".plan-mark").ShouldContain(m => m.TextContent.Contains('封', StringComparison.Ordinal) && m.TextContent.Contains('网', StringComparison.Ordinal));
        var without = director.Page.QuerySelectorAll("nav[aria-label=图层] a").Single(a => a.TextContent.Trim() == "网格").GetAttribute("href")!;
        await director.OpenAsync(without);
        director.Text.ShouldNotContain("没人负责");
        director.Text.ShouldContain("封控中");
        director.Page.QuerySelector("nav[aria-label=图层] a[aria-pressed=false]")!.TextContent.Trim().ShouldBe("网格");
        var paper = director.Page.QuerySelectorAll("a").Single(a => a.TextContent.Contains("A3", StringComparison.Ordinal)).GetAttribute("href")!;
        paper.ShouldContain("?off=");
        Assert.SkipWhen(PrintLibraries.Problem is not null, PrintLibraries.Problem ?? "");
        var file = await director.FetchAsync(paper);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        var text = Encoding.Latin1.GetString(await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        // 420 by 297 millimetres, and one sheet.
        text.ShouldContain("/MediaBox[0 0 1190.551 841.890]");
        text.ShouldContain("/Count 1/");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Plan + "/a3.pdf")).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"/desk/{Cast.Far}/plan/{app.Cast.Compound}/a3.pdf")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_grid_stands_there_with_whoever_answers_for_it_and_whoever_stands_in()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/grids/split?n=2&by=Households");
        await director.SubmitAsync("/split", ("why", "上图的人"), ("first", app.Clock.Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        var grid = await app.InDbAsync(db => db.Grids.Where(g => db.Set<GridSplit>().Any(s => s.Id == g.SplitId && s.Why == "上图的人")).OrderBy(g => g.Number).FirstAsync());
        var (worker, boss) = (app.Cast.Accounts["worker"], app.Cast.Accounts["director"]);
        await director.OpenAsync($"{Desk}/grids");
        await director.SubmitAsync("/duties", ($"one-{grid.Id:N}", $"{worker}"), ($"two-{grid.Id:N}", $"{boss}"));
        var names = await app.InDbAsync(db => db.Users.Where(u => u.Id == worker || u.Id == boss).ToDictionaryAsync(u => u.Id, u => u.DisplayName));
        await director.OpenAsync(Plan);
        var legend = director.Page.QuerySelectorAll(".plan-legend a").Single(a => a.QuerySelector(".plan-swatch")!.TextContent == $"网{grid.Number}");
        legend.TextContent.ShouldContain(grid.Name);
        legend.TextContent.ShouldContain($"{names[worker]}，替补{names[boss]}");
    }

    [Fact]
    public async Task The_legend_explains_every_sign_that_stands_in_the_drawing_and_says_what_there_is_none_of()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "图例上的门");
        await director.OpenAsync(Plan);
        director.Page.QuerySelectorAll(".plan-legend .plan-sign").Length.ShouldBeGreaterThan(0);
        director.Text.ShouldContain("门开放");
        director.Page.Title!.ShouldNotContain("平面图");
        var drawn = director.Page.QuerySelectorAll(".plan-point:not([visibility]) path").Select(p => p.GetAttribute("d")).Distinct();
        var explained = director.Page.QuerySelectorAll(".plan-legend .plan-sign path").Select(p => p.GetAttribute("d")).ToList();
        drawn.ShouldAllBe(d => explained.Contains(d));
        // A neighbour's test may have closed one.
        var closed = await app.InDbAsync(db => db.ClosureOrders.AnyAsync(o => o.LiftedAt == null));
        director.Text.Contains("没有封控的楼", StringComparison.Ordinal).ShouldBe(!closed);
    }

    [Fact]
    public async Task People_under_a_measure_and_corridors_to_disinfect_are_numbers_without_names()
    {
        var home = await KeptHome.MakeAsync(app, "862号楼", Tests.BuildingGroups.Groups.Person("图上没我"), Tests.BuildingGroups.Groups.Person("也没有我"));
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director, 0);
        await home.OpenAsync(app, director, 1);
        await director.OpenAsync(Plan);
        MarksOf(director, home.Building).ShouldBe(["2人", "消"], ignoreOrder: true);
        director.Text.ShouldContain("862号楼1单元每天");
        director.Text.ShouldNotContain("图上没我");
        // Each by its own switch.
        await director.OpenAsync(Plan + "?off=" + Uri.EscapeDataString("健康措施"));
        MarksOf(director, home.Building).ShouldBe(["消"]);
        await director.OpenAsync(Plan + "?off=" + Uri.EscapeDataString("要消毒的楼道"));
        MarksOf(director, home.Building).ShouldBe(["2人"]);
        // Who works in another building only learns neither.
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(Plan);
        MarksOf(guard, home.Building).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_campaign_that_runs_shows_how_far_each_building_is()
    {
        var (building, _, households) = await app.GroundAsync(Tenure.Tenant, 4);
        var old = await app.CampaignAsync("先前的排查", "three", households);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var campaign = await app.CampaignAsync("地图上的排查", "three", households);
        await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.CampaignId == campaign && t.HouseholdId == households[0])
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TargetState.Done)));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Plan);
        MarksOf(director, building).ShouldBe(["25%"]);
        director.Text.ShouldContain("地图上的排查：问到不足一半");
        director.Text.ShouldContain("4 户问到 1 户");
        director.Text.ShouldNotContain("先前的排查");
        foreach (var id in new[] { campaign, old })
        {
            await app.InDbAsync(db => db.Campaigns.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, app.Clock.Now())));
        }

        await director.OpenAsync(Plan);
        MarksOf(director, building).ShouldBeEmpty();
    }

    // Grids and enclosures of the neighbours' making aside.
    private static IReadOnlyList<string> MarksOf(Browser reader, Guid building) =>
    [
        .. (reader.Page.QuerySelector($"g[data-thing='{building}'] .plan-mark")?.TextContent ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(m => m is "消" || m.EndsWith('人') || m.EndsWith('%')),
    ];
}
