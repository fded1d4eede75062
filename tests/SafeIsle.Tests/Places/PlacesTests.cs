using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Places;

public sealed class PlacesTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Root = "/desk/310107103017/places";
    private static readonly Guid Nowhere = new("018f0000-0000-7000-8000-000000000000");

    [Fact]
    public async Task What_is_not_there_is_not_found_and_others_may_not()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Root + "/compounds/new");
        foreach (var path in new[] { $"/compounds/{Nowhere}", $"/{Nowhere}", $"/dwellings/{Nowhere}" })
        {
            (await director.OpenAsync(Root + path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        await director.OpenAsync(Root + "/compounds/new");
        (await director.PostAsync(Root + $"/{Nowhere}/rename", ("name", "9"))).ShouldBe(HttpStatusCode.NotFound);
        foreach (var act in new[] { "rename", "merge", "split", "close", "reopen" })
        {
            await director.OpenAsync(Root + "/compounds/new");
            (await director.PostAsync($"{Root}/dwellings/{Nowhere}/{act}", ("room", "1"), ("parts", "2"), ("why", "x"))).ShouldBe(HttpStatusCode.NotFound, act);
        }

        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Root)).ShouldBe(HttpStatusCode.Forbidden);
        (await doctor.OpenAsync($"{Root}/{app.Cast.Building1}")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_building_made_by_mistake_is_deleted_and_one_with_history_is_not()
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync($"{Root}/{Nowhere}/delete")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Root}/{app.Cast.Building1}/delete")).ShouldBe(HttpStatusCode.Forbidden);

        var empty = await Closures.Residents.AddBuildingAsync(app, "91号楼");
        await director.OpenAsync($"{Root}/{empty}");
        await director.OpenAsync($"{Root}/{empty}/delete");
        director.Text.ShouldContain("会删掉：91号楼和它的 4 套房屋");
        await director.SubmitAsync("/delete");
        director.Text.ShouldContain("91号楼和它的 4 套房屋已删除");
        (await app.InDbAsync(db => db.Dwellings.CountAsync(d => d.BuildingId == empty))).ShouldBe(0);
        (await director.PostAsync($"{Root}/{empty}/delete")).ShouldBe(HttpStatusCode.NotFound);
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == empty && e.Action == "building.delete"))).ShouldBe(1);

        // Somebody lived there, if only for a day; an order bound it; a door was closed; a guard is there for it.
        var lived = await Closures.Residents.AddBuildingAsync(app, "92号楼");
        await Closures.Residents.AddAsync(app, lived, [new PersonFacts { Name = "张甲" }]);
        await ForbiddenAsync(lived, "住户登记 1 户");
        var bound = await Closures.Residents.AddBuildingAsync(app, "93号楼");
        await Closures.CloseBuildingTests.CloseAsync(director, bound);
        await ForbiddenAsync(bound, "封控记录 1 次");
        await ForbiddenAsync(app.Cast.Building2, "只管这栋楼的人员 1 名");

        async Task ForbiddenAsync(Guid building, string because)
        {
            await director.OpenAsync($"{Root}/{building}/delete");
            director.Text.ShouldContain("不能删除");
            director.Text.ShouldContain(because);
            await director.OpenAsync($"{Root}/{building}");
            await director.PostAsync($"{Root}/{building}/delete");
            director.Text.ShouldContain("没有删除");
            (await app.InDbAsync(db => db.Buildings.CountAsync(b => b.Id == building))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Lists_buildings_by_compound_and_filters_them()
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(Root)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("1号楼24 套");
        director.Text.ShouldContain("2号楼6 套");
        await director.OpenAsync(Root + "?q=2号楼");
        director.Page.QuerySelectorAll("a.tile strong").Select(t => t.TextContent).ShouldContain("2号楼");
        director.Page.QuerySelectorAll("a.tile strong").Select(t => t.TextContent).ShouldNotContain("1号楼");
        await director.OpenAsync(Root + "?q=没有的");
        director.Text.ShouldContain("没有符合的楼栋");
    }

    [Fact]
    public async Task Compounds_are_added_and_renamed_each_name_once()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Root + "/compounds/new");
        (await director.SubmitAsync(Root + "/compounds/new", ("name", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync(Root + "/compounds/new", ("name", "临街四期"), ("kind", "Open"))).ShouldBe(HttpStatusCode.OK);
        director.Path.ShouldStartWith(Root + "/generate?compound=");
        await director.OpenAsync(Root + "/compounds/new");
        (await director.SubmitAsync(Root + "/compounds/new", ("name", "临街四期"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经有叫「临街四期」的小区");

        var id = await app.InDbAsync(db => db.Compounds.Where(c => c.Name == "临街四期").Select(c => c.Id).SingleAsync());
        await director.OpenAsync($"{Root}/compounds/{id}");
        (await director.SubmitAsync($"/compounds/{id}", ("name", "一期"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync($"/compounds/{id}", ("name", "临街五期"))).ShouldBe(HttpStatusCode.OK);
        var compound = await app.InDbAsync(db => db.Compounds.SingleAsync(c => c.Id == id));
        (compound.Name, compound.Kind, compound.SortKey).ShouldBe(("临街五期", CompoundKind.Open, "临街00005期"));
    }

    [Fact]
    public async Task Shows_what_it_would_generate_then_generates_it_once()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Root}/generate?compound={app.Cast.Compound}");
        (await director.SubmitAsync("/generate", ("names", ""), ("floors", "x"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写楼号");
        director.Text.ShouldContain("最高楼层要填 1 到 99 之间的整数");

        (string, string?)[] plan = [("names", "21-32"), ("units", "2"), ("floors", "18"), ("doors", "4"), ("skipped", "4"), ("shops", "6")];
        (await director.SubmitAsync("/generate", plan)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("12栋 134户一栋 1608户总共");
        director.Text.ShouldContain("以21号楼为例");
        (await app.InDbAsync(db => db.Buildings.AnyAsync(b => b.Key == "21"))).ShouldBeFalse();

        var watch = Stopwatch.StartNew();
        (await director.SubmitAsync("/generate#made", ("act", "make"))).ShouldBe(HttpStatusCode.OK);
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(5);
        director.Path.ShouldBe(Root);
        director.Text.ShouldContain("生成 12 栋、1608 户");
        director.Text.ShouldContain("32号楼128 套 · 6 商铺");
        var made = await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Label == "25号楼2单元501室"));
        (made.Unit, made.Floor, made.Room, made.Kind).ShouldBe((2, 5, "501", DwellingKind.Home));
        made.DoorCodeHash.ShouldNotBe(0);

        await director.OpenAsync(Root + "/generate");
        (await director.SubmitAsync("/generate", [("names", "32-33"), ("act", "make"), .. plan.Skip(1)])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("一期里已有 32号楼 1 栋");
        (await app.InDbAsync(db => db.Buildings.AnyAsync(b => b.Key == "33"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Villas_are_one_dwelling_each()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Root + "/generate");
        await director.SubmitAsync("/generate", ("kind", "Villa"), ("names", "B1-B20"), ("floors", ""), ("doors", ""));
        await director.SubmitAsync("/generate#made", ("act", "make"));
        var villas = await app.InDbAsync(db => db.Dwellings.Where(d => d.Label.EndsWith("别墅")).ToListAsync());
        villas.Count.ShouldBe(20);
        villas.ShouldAllBe(v => v.Unit == 0 && v.Room == "");
    }

    [Fact]
    public async Task A_renamed_building_takes_its_dwellings_along()
    {
        var building = await GenerateAsync("51", "52");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Root}/{building}");
        (await director.SubmitAsync("/rename", ("name", "52"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("里已经有52号楼");
        (await director.SubmitAsync("/rename", ("name", "53号"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("53号楼");
        (await app.InDbAsync(db => db.Dwellings.Where(d => d.BuildingId == building).Select(d => d.Label).ToListAsync()))
            .ShouldAllBe(label => label.StartsWith("53号楼"));
    }

    [Fact]
    public async Task Single_dwellings_are_added_and_renamed()
    {
        var building = await GenerateAsync("54");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Root}/{building}");
        (await director.SubmitAsync("/dwellings", ("unit", "1"), ("room", "???"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("看不懂");
        (await director.SubmitAsync("/dwellings", ("unit", "1"), ("room", "0101"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("54号楼1单元101室已经有了");
        (await director.SubmitAsync("/dwellings", ("unit", "1"), ("room", "301"))).ShouldBe(HttpStatusCode.OK);
        (await director.SubmitAsync("/dwellings", ("unit", "0"), ("room", "商铺3"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("1 间商铺");

        var id = await DwellingAsync("54号楼1单元301室");
        await director.OpenAsync($"{Root}/dwellings/{id}");
        (await director.SubmitAsync("/rename", ("room", "102"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/rename", ("unit", "2"), ("room", "302"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("54号楼1单元301室 改为 54号楼2单元302室");
    }

    [Fact]
    public async Task Merged_dwellings_take_their_households_along_and_can_be_brought_back()
    {
        var building = await GenerateAsync("55");
        var (from, into) = (await DwellingAsync("55号楼1单元101室"), await DwellingAsync("55号楼1单元102室"));
        var household = await SettleAsync(building, from);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Root}/dwellings/{from}");
        (await director.SubmitAsync("/merge", ("into", from.ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/merge", ("into", into.ToString()))).ShouldBe(HttpStatusCode.OK);
        director.Path.ShouldBe($"{Root}/dwellings/{into}");
        director.Text.ShouldContain("55号楼1单元101室 并入 55号楼1单元102室");

        (await app.InDbAsync(db => db.Households.SingleAsync(h => h.Id == household))).DwellingId.ShouldBe(into);
        (await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Id == from))).MergedInto.ShouldBe(into);
        (await app.InDbAsync(db => db.Set<AuditEntry>().AnyAsync(e => e.Action == "household.move" && e.Subject == household))).ShouldBeTrue();

        (await director.PostAsync($"{Root}/dwellings/{from}/merge", ("into", into.ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经停用，没有再合并");
        (await director.SubmitAsync("/reopen")).ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Id == from))).ClosedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_split_dwelling_keeps_its_households_in_the_first_part()
    {
        var building = await GenerateAsync("56");
        var id = await DwellingAsync("56号楼1单元101室");
        var household = await SettleAsync(building, id);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Root}/dwellings/{id}");
        (await director.SubmitAsync("/split", ("parts", "1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/split", ("parts", "2"))).ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Id == id))).Label.ShouldBe("56号楼1单元101A室");
        (await app.InDbAsync(db => db.Households.SingleAsync(h => h.Id == household))).DwellingId.ShouldBe(id);
        var second = await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Label == "56号楼1单元101B室"));
        (second.Floor, second.BuildingId).ShouldBe((1, building));
    }

    [Fact]
    public async Task A_dwelling_closes_only_when_nobody_is_registered_there()
    {
        var building = await GenerateAsync("57");
        var (lived, empty) = (await DwellingAsync("57号楼1单元101室"), await DwellingAsync("57号楼1单元102室"));
        await SettleAsync(building, lived);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Root}/dwellings/{lived}");
        (await director.SubmitAsync("/close", ("why", "拆除"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("这里还登记着 1 户，没有停用");

        await director.OpenAsync($"{Root}/dwellings/{empty}");
        (await director.SubmitAsync("/close", ("why", "改作活动室"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("停用 57号楼1单元102室：改作活动室");
        (await director.PostAsync($"{Root}/dwellings/{empty}/close", ("why", "再停一次"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已经停用，没有再改动");
        await director.OpenAsync($"{Root}/{building}");
        director.Page.QuerySelectorAll(".door-closed").ShouldHaveSingleItem().TextContent.ShouldContain("102");

        // Its number was given to another door meanwhile.
        (await director.SubmitAsync("/dwellings", ("unit", "1"), ("room", "102"))).ShouldBe(HttpStatusCode.OK);
        await director.OpenAsync($"{Root}/dwellings/{empty}");
        (await director.SubmitAsync("/reopen")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("另有一套使用中的房屋是这个门号");
    }

    /// <summary>Two floors of two doors in one unit, in each of the buildings; answers the first.</summary>
    private async Task<Guid> GenerateAsync(params string[] names)
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Root + "/generate");
        await director.SubmitAsync(
            "/generate", ("compound", app.Cast.Compound.ToString()), ("names", string.Join(',', names)), ("floors", "2"), ("doors", "2"), ("act", "make"));
        director.Path.ShouldBe(Root);
        return await app.InDbAsync(db => db.Buildings.Where(b => b.Key == names[0]).Select(b => b.Id).SingleAsync());
    }

    private Task<Guid> DwellingAsync(string label) =>
        app.InDbAsync(db => db.Dwellings.Where(d => d.CommunityId == Cast.Home && d.Label == label).Select(d => d.Id).SingleAsync());

    private Task<Guid> SettleAsync(Guid building, Guid dwelling) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var household = new Household
        {
            CommunityId = Cast.Home, Id = Ids.New(), BuildingId = building, DwellingId = dwelling, Tenure = Tenure.Owner,
            Source = RegisterSource.Desk, CreatedAt = app.Clock.Now(),
        };
        db.Add(household);
        write.Record(Cast.Home, "test.household", household.Id, "测试住户");
        await write.CommitAsync();
        return household.Id;
    });
}
