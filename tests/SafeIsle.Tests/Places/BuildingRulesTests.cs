using SafeIsle.Places;

namespace SafeIsle.Tests.Places;

public sealed class BuildingRulesTests
{
    private static readonly BuildingPlan Tower = new(BuildingKind.Tower, 2, 18, 4, new HashSet<int>(), 0, 0, RoomStyle.FloorAndDoor);

    [Fact]
    public void Two_units_of_eighteen_floors_without_the_fourth_and_with_shops_below()
    {
        var doors = BuildingRules.Doors("38", Tower with { Skipped = new HashSet<int> { 4 }, Shops = 6 });
        doors.Count.ShouldBe((2 * 16 * 4) + 6);
        doors.Count(d => d.IsShop).ShouldBe(6);
        doors[0].Label.ShouldBe("38号楼商铺1");
        doors[6].Label.ShouldBe("38号楼1单元201室");
        doors[^1].Label.ShouldBe("38号楼2单元1804室");
        doors.ShouldNotContain(d => d.Floor == 4 || d.Floor == 1);
    }

    [Fact]
    public void Basements_running_numbers_and_houses_without_units()
    {
        BuildingRules.Doors("5", Tower with { Units = 1, Floors = 1, Doors = 2, Basements = 2 }).Select(d => d.Room)
            .ShouldBe(["B201", "B202", "B101", "B102", "101", "102"]);
        BuildingRules.Doors("5", Tower with { Units = 0, Floors = 2, Doors = 2, Rooms = RoomStyle.Running }).Select(d => d.Label)
            .ShouldBe(["5号楼1室", "5号楼2室", "5号楼3室", "5号楼4室"]);
    }

    [Fact]
    public void A_villa_is_one_dwelling_and_a_row_of_shops_has_shops_only()
    {
        BuildingRules.Doors("B12别墅", Tower with { Kind = BuildingKind.Villa }).ShouldHaveSingleItem().Label.ShouldBe("B12别墅");
        BuildingRules.Doors("商铺", Tower with { Kind = BuildingKind.Shops, Shops = 3 }).Select(d => d.Label).ShouldBe(["商铺1", "商铺2", "商铺3"]);
    }

    /// <summary>A register that writes the label finds the dwelling that the generator made.</summary>
    [Fact]
    public void Every_generated_label_is_read_as_the_same_door()
    {
        var plans = new[]
        {
            Tower, Tower with { Units = 0 }, Tower with { Basements = 3, Shops = 12 }, Tower with { Rooms = RoomStyle.Running },
            Tower with { Floors = 99, Doors = 30, Units = 1 }, Tower with { Kind = BuildingKind.Villa }, Tower with { Kind = BuildingKind.Shops, Shops = 40 },
        };
        foreach (var plan in plans)
        {
            foreach (var building in plan.Kind == BuildingKind.Villa ? new[] { "B12别墅", "7别墅" } : ["38", "A3", "A", "综合楼"])
            {
                var doors = BuildingRules.Doors(building, plan);
                doors.Select(d => (d.Unit, d.Room)).Distinct().Count().ShouldBe(doors.Count);
                foreach (var door in doors)
                {
                    // 综合楼商铺1 may as well be a shop of a compound called so: registers name such a building in a column of its own.
                    DwellingAddress.TryParse(door.Label, new KnownPlace(null, building == "综合楼" ? building : null, null), out var read).ShouldBeTrue(door.Label);
                    (read.Building, read.Unit, read.Room).ShouldBe((door.Building, door.Unit, door.Room), door.Label);
                }
            }
        }
    }

    [Fact]
    public void Plans_that_make_no_building_say_why()
    {
        BuildingRules.Check(Tower).Refused.ShouldBeFalse();
        BuildingRules.Check(Tower with { Floors = 1, Shops = 2, Skipped = new HashSet<int> { 1 } }).Refused.ShouldBeFalse();
        BuildingRules.Check(Tower with { Floors = 1, Skipped = new HashSet<int> { 1 } }).Refusal.ShouldNotBeNull().ShouldContain("一户也生成不出来");
        BuildingRules.Check(Tower with { Units = 30, Floors = 99, Doors = 30 }).Refusal.ShouldNotBeNull().ShouldContain("超过 2000 户");
        BuildingRules.Check(Tower with { Kind = BuildingKind.Shops }).Refusal.ShouldNotBeNull().ShouldContain("间数");
    }

    [Theory]
    [InlineData("4,13,14", new[] { 4, 13, 14 })]
    [InlineData("4、13 层 14", null)]
    [InlineData("4、13层，14", new[] { 4, 13, 14 })]
    [InlineData("", new int[0])]
    [InlineData("四楼", null)]
    [InlineData("100", null)]
    public void Skipped_floors(string typed, int[]? floors)
    {
        var read = BuildingRules.ReadSkipped(typed);
        read.Refused.ShouldBe(floors is null);
        if (floors is not null)
        {
            read.Value.Order().ShouldBe(floors);
        }
    }

    [Theory]
    [InlineData("38", BuildingKind.Tower, "38")]
    [InlineData("38号楼", BuildingKind.Tower, "38")]
    [InlineData("1-4", BuildingKind.Tower, "1 2 3 4")]
    [InlineData("1~3号楼", BuildingKind.Tower, "1 2 3")]
    [InlineData("38,40、42;38", BuildingKind.Tower, "38 40 42")]
    [InlineData("B1-B3", BuildingKind.Villa, "B1别墅 B2别墅 B3别墅")]
    [InlineData("12号", BuildingKind.Villa, "12别墅")]
    [InlineData("b12别墅", BuildingKind.Villa, "B12别墅")]
    [InlineData("综合楼", BuildingKind.Tower, "综合楼")]
    [InlineData("商铺", BuildingKind.Shops, "商铺")]
    public void Building_numbers(string typed, BuildingKind kind, string names) =>
        string.Join(' ', BuildingNames.Read(typed, kind).Value).ShouldBe(names);

    [Theory]
    [InlineData("", "请填写楼号")]
    [InlineData("38号楼2单元", "像是带了单元号")]
    [InlineData("B12别墅", "是别墅")]
    [InlineData("!!", "看不懂")]
    [InlineData("1-9999", "一次最多 300 栋")]
    public void Building_numbers_that_cannot_be_read(string typed, string says) =>
        BuildingNames.Read(typed, BuildingKind.Tower).Refusal.ShouldNotBeNull().ShouldContain(says);

    [Theory]
    [InlineData("38号楼2单元501室", 2, "", "501A 501B")]
    [InlineData("38号楼2单元501室", 3, "501B", "501A 501C 501D")]
    [InlineData("38号楼2单元501A室", 2, "501A 501B", "501A 501C")]
    [InlineData("38号楼商铺3", 2, "", "商铺3A 商铺3B")]
    [InlineData("B12别墅", 2, "", "1 2")]
    public void Parts_of_a_split_dwelling(string whole, int parts, string taken, string rooms)
    {
        DwellingAddress.TryParse(whole, out var address).ShouldBeTrue();
        string.Join(' ', SplitRules.Parts(address, parts, taken.Split(' ').ToHashSet()).Value.Select(p => p.Room)).ShouldBe(rooms);
    }

    [Fact]
    public void Compounds_stand_in_the_order_of_their_numbers()
    {
        string[] names = ["樱花苑十期", "樱花苑二期", "三林苑", "2区", "10区", "樱花苑一期"];
        names.OrderBy(CompoundRules.SortKey, StringComparer.Ordinal).Where(n => n.StartsWith('樱')).ShouldBe(["樱花苑一期", "樱花苑二期", "樱花苑十期"]);
        CompoundRules.SortKey("2区").ShouldBe("00002区");
        CompoundRules.SortKey("三林苑").ShouldBe("三林苑");
    }
}
