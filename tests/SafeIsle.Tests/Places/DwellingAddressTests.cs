using SafeIsle.Places;

namespace SafeIsle.Tests.Places;

public sealed class DwellingAddressTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Vectors.Read<Case>("dwelling-addresses").Select(c => new TheoryDataRow<Case>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_spelling_gives_the_door(Case c)
    {
        var read = DwellingAddress.TryParse(c.Text, new KnownPlace(c.Known?.Compound, c.Known?.Building, c.Known?.Unit), out var address);
        read.ShouldBe(c.Is is not null);
        if (c.Is is { } expected)
        {
            address.ShouldBe(new DwellingAddress(expected.Compound, expected.Building, expected.Unit, expected.Floor, expected.Room));
            address.Label.ShouldBe(expected.Label);
            address.Short.ShouldBe(expected.Short);
        }
    }

    [Fact]
    public void What_is_printed_reads_back_as_the_same_door()
    {
        foreach (var expected in Vectors.Read<Case>("dwelling-addresses").Select(c => c.Is).OfType<Door>())
        {
            var door = new DwellingAddress(expected.Compound, expected.Building, expected.Unit, expected.Floor, expected.Room);
            foreach (var text in new[] { door.Label, door.Short }.Where(_ => door.HasRoom))
            {
                DwellingAddress.TryParse(text, out var back).ShouldBeTrue(text);
                back.ShouldBe(door with { Compound = null }, text);
            }

            DwellingAddress.TryParse(door.ToString(), out var whole).ShouldBeTrue(door.ToString());
            whole.ShouldBe(door);
        }
    }

    [Theory]
    [InlineData("38", "38", 0)]
    [InlineData("38号楼", "38", 0)]
    [InlineData("38#", "38", 0)]
    [InlineData("38栋", "38", 0)]
    [InlineData("38幢", "38", 0)]
    [InlineData("\uFF13\uFF18\u3000", "38", 0)]
    [InlineData("038", "38", 0)]
    [InlineData("三十八号楼", "38", 0)]
    [InlineData("38-2", "38", 2)]
    [InlineData("38号楼2单元", "38", 2)]
    [InlineData("A座", "A", 0)]
    [InlineData("a3栋", "A3", 0)]
    [InlineData("B12别墅", "B12别墅", 0)]
    [InlineData("综合楼", "综合楼", 0)]
    [InlineData("红楼", "红楼", 0)]
    [InlineData("商铺", "商铺", 0)]
    [InlineData("沿街门面", "商铺", 0)]
    public void Buildings_have_one_normal_form(string text, string building, int unit)
    {
        DwellingAddress.TryParseBuilding(text, out var read).ShouldBeTrue();
        (read.Building, read.Unit).ShouldBe((building, unit));
    }

    [Theory]
    [InlineData("38", "38号楼")]
    [InlineData("A", "A座")]
    [InlineData("A3", "A3号楼")]
    [InlineData("B12别墅", "B12别墅")]
    [InlineData("12别墅", "12号别墅")]
    [InlineData("综合楼", "综合楼")]
    [InlineData("商铺", "商铺")]
    public void Buildings_are_named_as_people_say_them(string building, string label) => DwellingAddress.BuildingLabel(building).ShouldBe(label);

    [Fact]
    public void Buildings_and_doors_sort_as_people_walk()
    {
        string[] buildings = ["1", "2", "10", "38", "A1", "A10", "综合楼", "2别墅", "12别墅", "B1别墅", "商铺"];
        buildings.Reverse().OrderBy(DwellingAddress.BuildingSortKey, StringComparer.Ordinal).ShouldBe(buildings);

        string[] doors = ["商铺2", "商铺10", "1-B101", "1-101", "1-102", "1-301", "1-1001", "2-101", "2-501-1", "2-501-2", "10-101"];
        var read = doors.Select(door =>
        {
            DwellingAddress.TryParse("38-" + door, out var address).ShouldBeTrue(door);
            return address;
        }).ToList();
        read.AsEnumerable().Reverse().OrderBy(a => a.SortKey, StringComparer.Ordinal).ShouldBe(read);
    }

    [Fact]
    public void Long_nonsense_is_answered_at_once()
    {
        foreach (var text in new[] { new string('1', 120), new string('一', 120), string.Concat(Enumerable.Repeat("1-", 60)), string.Concat(Enumerable.Repeat("商铺1", 30)), string.Concat(Enumerable.Repeat("路1号", 40)), new string('-', 5000) + "x" })
        {
            DwellingAddress.TryParse(text, out _).ShouldBeOneOf(true, false);
            DwellingAddress.TryParseBuilding(text, out _).ShouldBeOneOf(true, false);
        }
    }

    public sealed record Case(string Text, Place? Known, Door? Is)
    {
        public override string ToString() => Text;
    }

    public sealed record Place(string? Compound, string? Building, int? Unit);

    public sealed record Door(string? Compound, string Building, int Unit, int? Floor, string Room, string Label, string Short);
}
