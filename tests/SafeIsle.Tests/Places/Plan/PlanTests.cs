using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates;
using SafeIsle.Gates.Fences;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Tests.Gates;
using SafeIsle.Tests.Platform.Photos;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Places.Plan;

/// <summary>A compound on its plan: drawn by itself or upon a picture, with what other modules know.</summary>
public sealed class PlanTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = GateCast.Desk;
    private static readonly Guid Nowhere = new("018f0000-0000-7000-8000-000000000000");

    private string Plan => $"{Desk}/plan/{app.Cast.Compound}";

    private Task<Guid> CompoundAsync(string name, int buildings) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var keys = app.Services.GetRequiredService<KeyRing>();
        var compound = NewPlace.Compound(Cast.Home, name, CompoundKind.Gated);
        db.Add(compound);
        for (var number = 1; number <= buildings; number++)
        {
            var building = NewPlace.Building(Cast.Home, compound.Id, $"{number}", BuildingKind.Tower);
            db.Add(building);
            db.Add(NewPlace.Dwelling(keys, Cast.Home, building.Id, new(null, $"{number}", 0, 1, "101")));
        }

        write.Record(Cast.Home, "test.compound", null, "测试小区");
        await write.CommitAsync();
        return compound.Id;
    });

    [Fact]
    public async Task Others_do_not_find_it_and_only_the_committee_arranges_it()
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync($"{Desk}/plan/{Nowhere}")).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync($"{Plan}/picture")).ShouldBe(HttpStatusCode.NotFound);
        using var neighbour = await app.AsAsync("neighbour");
        foreach (var page in new[] { "", "/place", "/picture" })
        {
            (await neighbour.OpenAsync($"/desk/{Cast.Next}/plan/{app.Cast.Compound}{page}")).ShouldBe(HttpStatusCode.NotFound, page);
        }

        foreach (var page in new[] { "/place", "/picture" })
        {
            await neighbour.OpenAsync($"/desk/{Cast.Next}/gates/new");
            (await neighbour.PostAsync($"/desk/{Cast.Next}/plan/{app.Cast.Compound}{page}", ("thing", $"{app.Cast.Building1}"), ("x", "1"), ("y", "1"))).ShouldBe(HttpStatusCode.NotFound);
        }

        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Plan)).ShouldBe(HttpStatusCode.OK);
        worker.Page.QuerySelectorAll($"a[href='{Plan}/place']").ShouldBeEmpty();
        (await worker.OpenAsync(Plan + "/place")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_thing_gets_a_place_moves_and_is_taken_off()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "平面图上的门");
        var place = Plan + "/place";
        await director.OpenAsync($"{place}?thing={gate}");
        director.Page.QuerySelector("option[selected]")!.TextContent.ShouldContain("平面图上的门（没放）");
        (await director.SubmitAsync("/place", ("x", "1001"), ("y", ""), ("act", "put"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("从左往右要填 0 到 1000 之间的整数");
        director.Page.QuerySelector("[name=x]")!.GetAttribute("value").ShouldBe("1001");
        (await director.SubmitAsync("/place", ("thing", $"{Nowhere}"), ("x", "1"), ("y", "1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择要放哪一个");
        await director.OpenAsync($"{place}?thing={gate}");
        await director.SubmitAsync("/place", ("x", "250"), ("y", "990"), ("act", "put"));
        director.Text.ShouldContain("平面图上的门已放好");
        await director.OpenAsync($"{place}?thing={gate}");
        await director.SubmitAsync("/place", ("act", "down"));
        var spot = await app.InDbAsync(db => db.PlanSpots.SingleAsync(s => s.Id == gate));
        (spot.X, spot.Y, spot.CompoundId).ShouldBe((250, 1000, app.Cast.Compound));
        await director.OpenAsync(Plan);
        director.Page.QuerySelector("svg.site-plan")!.TextContent.ShouldContain("平面图上的门 开放");
        director.Page.QuerySelector($"[data-thing='{gate}']")!.GetAttribute("transform")!.ShouldStartWith("translate(250 ");

        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync($"/gates/{gate}", ("why", "合并出入口"), ("decidedBy", "镇防控办"));
        await director.OpenAsync(Plan);
        director.Page.QuerySelector("svg.site-plan")!.TextContent.ShouldContain("平面图上的门 关闭");
        director.Page.QuerySelector($"[data-thing='{gate}']")!.ClassList.ShouldContain("plan-off");
        await director.OpenAsync($"{place}?thing={gate}");
        await director.SubmitAsync("/place", ("act", "away"));
        (await app.InDbAsync(db => db.PlanSpots.CountAsync(s => s.Id == gate))).ShouldBe(0);
    }

    [Fact]
    public async Task A_breach_stands_at_its_gate_and_an_enclosure_colours_its_buildings()
    {
        using var director = await app.AsAsync("director");
        var compound = await CompoundAsync("图上的小区", 3);
        await director.OpenAsync(Desk + "/enclosures/new");
        await director.SubmitAsync("/enclosures/new", ("name", "图上围合"), ("compound", $"{compound}"), ("newGate", "图上东口"), ("why", "分片"), ("decidedBy", "镇"));
        var building = await app.InDbAsync(db => db.Buildings.Where(b => b.CompoundId == compound && b.Key == "2").Select(b => b.Id).SingleAsync());
        await director.SubmitAsync("/dwellings", ("part", $"b:{building}"), ("act", "add"));
        var gate = await app.InDbAsync(db => db.Gates.Where(g => g.Name == "图上东口").Select(g => g.Id).SingleAsync());
        await director.OpenAsync($"{Desk}/breaches/new?gate={gate}");
        await director.SubmitAsync("/breaches/new", ("kind", nameof(BreachKind.Climbed)), ("spot", "东口北侧"));
        await director.OpenAsync($"{Desk}/plan/{compound}");
        var drawing = director.Page.QuerySelector("svg.site-plan")!;
        drawing.TextContent.ShouldContain("东口北侧 有人翻越");
        drawing.QuerySelectorAll(".plan-building").Length.ShouldBe(3);
        drawing.QuerySelectorAll(".plan-tinted").ShouldHaveSingleItem();
        drawing.QuerySelector($"[data-thing='{building}'] rect")!.GetAttribute("fill").ShouldBe(SitePlan.ColourOf(SitePlan.FirstUnnumbered));
        drawing.QuerySelector($"[data-thing='{building}'] .plan-mark")!.TextContent.ShouldBe("围1");
        director.Text.ShouldContain("走图上东口（开放）");
        app.Clock.Advance(BreachRules.FirstVisitWithin + TimeSpan.FromMinutes(1));
        using var later = await app.AsAsync("director");
        await later.OpenAsync($"{Desk}/plan/{compound}");
        later.Page.QuerySelectorAll(".plan-late").ShouldHaveSingleItem();
    }

    [Fact]
    public void A_breach_stands_beside_what_it_is_at_and_nothing_on_something_else()
    {
        var compound = NewPlace.Compound(Cast.Home, "不叠的小区", CompoundKind.Gated);
        var (east, north, west, fence) = (Thing("东门"), Thing("北门"), Thing("西门"), Thing("河边围挡"));
        var (near, far) = (Thing("靠近水闸", fence.Id), Thing("河边第二座小桥往南二十米", fence.Id));
        PlanLayer layer = new("门岗", [east, north, west, fence, near, far], []);
        List<Building> buildings = [.. Enumerable.Range(1, 12).Select(number => NewPlace.Building(Cast.Home, compound.Id, $"{number}", BuildingKind.Tower))];
        // A schematic of which nobody arranged anything.
        var plan = SitePlan.Of(compound, null, buildings, new Dictionary<Guid, PlanSpot>(), [layer]);
        Apart(plan);
        At(plan, near).ShouldBe((At(plan, north).X, At(plan, fence).Y));
        // At the upper border there is no room above; right below stands a gate, and another at the lower border.
        plan = SitePlan.Of(compound, null, buildings, new[] { Spot(fence, 200, 0), Spot(east, 200, 60), Spot(north, 80, 1000) }.ToDictionary(s => s.Id), [layer]);
        Apart(plan);
        At(plan, near).X.ShouldBe(At(plan, fence).X);
        At(plan, far).X.ShouldBe(At(plan, fence).X);
        // In the middle it stands right above.
        plan = SitePlan.Of(compound, null, buildings, new[] { Spot(fence, 500, 500) }.ToDictionary(s => s.Id), [layer]);
        Apart(plan);
        At(plan, near).Y.ShouldBe(At(plan, fence).Y - 40);

        PlanSpot Spot(PlanPoint thing, int x, int y) => new() { CommunityId = Cast.Home, Id = thing.Id, CompoundId = compound.Id, X = x, Y = y };

        static PlanPoint Thing(string name, Guid? at = null) => new(Guid.CreateVersion7(), name, PlanSign.Triangle, "wait", "有缺口", "/", at);

        static (double X, double Y) At(SitePlan plan, PlanPoint point) => plan.Points.Where(p => p.Point == point).Select(p => (p.X, p.Y)).Single();

        static void Apart(SitePlan plan)
        {
            plan.Points.ShouldAllBe(p => p.Drawn && p.X >= 0 && p.X < PlanLayout.Width && p.Y >= 0 && p.Y < plan.Height);
            foreach (var (one, other) in plan.Points.SelectMany(o => plan.Points.Where(p => p.Point != o.Point && p.X >= o.X).Select(p => (o, p))))
            {
                var words = (one.Point.Name.Length + one.Point.Words.Length + 1) * 30;
                (Math.Abs(one.Y - other.Y) >= 30 || other.X - one.X >= words).ShouldBeTrue($"{one.Point.Name} {other.Point.Name}");
            }
        }
    }

    [Fact]
    public async Task Each_compound_has_its_map_with_its_figures_in_the_list_and_leads_to_the_others()
    {
        using var director = await app.AsAsync("director");
        var (one, two) = (await CompoundAsync("有三栋的小区", 3), await CompoundAsync("有两栋的小区", 2));
        await app.GateAsync(director, "图集上的门");
        await director.OpenAsync(Desk + "/enclosures/new");
        await director.SubmitAsync("/enclosures/new", ("name", "图集围合"), ("compound", $"{one}"), ("newGate", "图集东口"), ("why", "分片"), ("decidedBy", "镇"));
        var building = await app.InDbAsync(db => db.Buildings.Where(b => b.CompoundId == one && b.Key == "2").Select(b => b.Id).SingleAsync());
        await director.SubmitAsync("/dwellings", ("part", $"b:{building}"), ("act", "add"));
        await director.OpenAsync(Desk + "/plan");
        var tiles = director.Page.QuerySelectorAll("a.tile").ToDictionary(t => t.GetAttribute("href")!, t => t.TextContent);
        tiles.Keys.ShouldBeSubsetOf(await app.InDbAsync(db => db.Compounds.Where(c => c.CommunityId == Cast.Home).Select(c => $"{Desk}/plan/{c.Id}").ToListAsync()));
        tiles[$"{Desk}/plan/{one}"].ShouldContain("3 栋楼");
        tiles[$"{Desk}/plan/{one}"].ShouldContain("围合 1 栋");
        tiles[$"{Desk}/plan/{two}"].ShouldContain("2 栋楼");
        tiles[$"{Desk}/plan/{two}"].ShouldNotContain("围合");
        tiles[Plan].ShouldContain("处");
        foreach (var map in tiles.Keys)
        {
            await director.OpenAsync(map);
            director.Page.QuerySelectorAll("nav[aria-label=别的小区] a").Select(a => a.GetAttribute("href")).ShouldBe(tiles.Keys.Where(k => k != map));
        }

        await director.OpenAsync($"{Desk}/plan/{one}");
        director.Page.QuerySelectorAll(".plan-building").Length.ShouldBe(3);
        // On a picture none has a place yet; what is known of them stands below it.
        await director.OpenAsync($"{Desk}/plan/{one}/place");
        await director.UploadAsync("/picture", "picture", "图.jpg", Pictures.HalfBlack);
        await director.OpenAsync($"{Desk}/plan/{one}");
        director.Page.QuerySelectorAll(".plan-building").Length.ShouldBe(0);
        director.Text.ShouldMatch("2号楼（[^）]*围1[^）]*）、");
        director.Text.ShouldContain("3号楼");
        // Switched off here, switched off there.
        await director.OpenAsync($"{Desk}/plan/{one}?off=" + Uri.EscapeDataString("围合"));
        director.Page.QuerySelectorAll("nav[aria-label=别的小区] a").ShouldAllBe(a => a.GetAttribute("href")!.Contains("?off="));
    }

    [Fact]
    public async Task The_picture_lies_under_the_sheet_of_A3_too()
    {
        using var director = await app.AsAsync("director");
        var compound = await CompoundAsync("印照片的小区", 2);
        await director.OpenAsync($"{Desk}/plan/{compound}/place");
        await director.UploadAsync("/picture", "picture", "图.jpg", Pictures.HalfBlack);
        director.Text.ShouldContain("图片已换好");
        Assert.SkipWhen(PrintLibraries.Problem is not null, PrintLibraries.Problem ?? "");
        using var answer = await director.FetchAsync($"{Desk}/plan/{compound}/a3.pdf");
        var file = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var text = System.Text.Encoding.Latin1.GetString(file);
        text.ShouldContain("/Subtype/Image/Width 16/Height 8");
        text.ShouldContain("/Filter/DCTDecode");
        PdfReader.Text(file, "-raw").ShouldNotContain("底图");
        // One of a kind that cannot be printed is told.
        await director.OpenAsync($"{Desk}/plan/{compound}/place");
        await director.UploadAsync("/picture", "picture", "图.webp", Pictures.Webp());
        using var without = await director.FetchAsync($"{Desk}/plan/{compound}/a3.pdf");
        PdfReader.Text(await without.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").ShouldContain("底图的格式不能印");
    }

    [Fact]
    public async Task A_picture_lies_under_it_and_only_what_was_placed_is_drawn()
    {
        using var director = await app.AsAsync("director");
        var compound = await CompoundAsync("有图的小区", 2);
        var place = $"{Desk}/plan/{compound}/place";
        var before = await PicturesAsync(); // of other compounds
        await director.OpenAsync(place);
        (await director.SubmitAsync("/picture")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择一张平面图");
        (await director.UploadAsync("/picture", "picture", "图.gif", [1, 2, 3])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("不是 JPEG、PNG 或 WebP");
        await director.UploadAsync("/picture", "picture", "图.png", Pictures.Png(200, 100));
        director.Text.ShouldContain("图片已换好");
        director.Page.QuerySelector("svg.site-plan")!.GetAttribute("viewBox").ShouldBe("0 0 1000 500");
        await director.OpenAsync($"{Desk}/plan/{compound}");
        director.Page.QuerySelectorAll(".plan-building").ShouldBeEmpty();
        director.Text.ShouldContain("还没有放到图上：1号楼、2号楼");
        await director.OpenAsync(place);
        await director.SubmitAsync("/place", ("x", "500"), ("y", "500"), ("act", "put"));
        director.Text.ShouldContain("1号楼已放好，下一个：2号楼");
        await director.OpenAsync($"{Desk}/plan/{compound}");
        director.Page.QuerySelector(".plan-building")!.GetAttribute("transform").ShouldBe("translate(500 250)");
        using (var picture = await director.FetchAsync($"{Desk}/plan/{compound}/picture"))
        {
            picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        }

        await director.OpenAsync(place);
        // Turned by the camera: as high as it is shown.
        await director.UploadAsync("/picture", "picture", "图.jpg", Pictures.Jpeg());
        (await PicturesAsync()).ShouldBe(before + 1);
        await director.SubmitAsync("/picture", ("act", "remove"));
        director.Text.ShouldContain("已改回自动画的图");
        (await app.InDbAsync(db => db.PlanPictures.CountAsync(p => p.Id == compound))).ShouldBe(0);
        (await PicturesAsync()).ShouldBe(before);

        Task<int> PicturesAsync() => app.InDbAsync(db => db.Set<Photo>().CountAsync(p => p.BuildingId == null));
    }

    [Fact]
    public void A_photo_taken_upright_is_as_high_as_it_is_shown()
    {
        var wide = Pictures.Jpeg(1);
        // The frame's sides: 8 high, 16 wide.
        var frame = wide.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        wide[frame + 8] = 16;
        var turned = Pictures.Jpeg(6);
        frame = turned.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        turned[frame + 8] = 16;
        var (lying, upright) = (PhotoFile.Read(wide).Value, PhotoFile.Read(turned).Value);
        (lying.Width, lying.Height).ShouldBe((16, 8));
        (upright.Width, upright.Height).ShouldBe((8, 16));
    }

    [Fact]
    public async Task The_largest_community_opens_at_once()
    {
        using var director = await app.AsAsync("director");
        var compound = await CompoundAsync("一百五十六栋", 156);
        await director.OpenAsync($"{Desk}/plan/{compound}");
        var watch = Stopwatch.StartNew();
        await director.OpenAsync($"{Desk}/plan/{compound}");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        director.Page.QuerySelectorAll(".plan-building").Length.ShouldBe(156);
        // A deleted building takes its place with it.
        var building = await app.InDbAsync(db => db.Buildings.Where(b => b.CompoundId == compound && b.Key == "156").Select(b => b.Id).SingleAsync());
        await director.OpenAsync($"{Desk}/plan/{compound}/place?thing={building}");
        await director.SubmitAsync("/place", ("act", "left"));
        await director.OpenAsync($"{Desk}/places/{building}/delete");
        await director.SubmitAsync("/delete");
        (await app.InDbAsync(db => db.PlanSpots.CountAsync(s => s.Id == building))).ShouldBe(0);
    }
}
