using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;

namespace SafeIsle.Demo;

/// <summary>A group of equal buildings: <c>Count</c> from number <c>First</c> on.</summary>
public sealed record DemoBuildings(int First, int Count, int Units, int Floors, int Doors, BuildingKind Kind = BuildingKind.Tower);

public sealed record DemoCompound(string Name, CompoundKind Kind, IReadOnlyList<DemoBuildings> Buildings);

/// <summary>What a demo community consists of; its people are made up from the seed.</summary>
/// <param name="Households">How many households live in its dwellings; the other dwellings stand empty.</param>
/// <param name="People">Exactly so many, or null for what the household sizes give.</param>
/// <param name="AtHome">The share of households that are at home.</param>
public sealed record DemoCommunity(
    long Code, string Name, string Above, string Phone, IReadOnlyList<DemoCompound> Compounds, int Households, int? People, double AtHome, int Seed)
{
    /// <summary>
    /// The largest community of the field reports: 156 buildings with villas in four phases, 5,725 households, a third of them at home
    /// over the holiday. Building 101 to 104 have 136 dwellings each.
    /// </summary>
    public static readonly DemoCommunity Longhu = new(
        340302004008, "龙湖春天社区居委会", "安徽省蚌埠市龙子湖区", "0552-0000000",
        [
            new("一期", CompoundKind.Gated, [new(1, 30, 2, 6, 2)]),
            new("二期", CompoundKind.Gated, [new(31, 36, 2, 11, 2)]),
            new("三期", CompoundKind.Gated, [new(67, 34, 2, 18, 2)]),
            new("四期", CompoundKind.Gated, [new(101, 4, 2, 17, 4), new(105, 16, 1, 17, 3), new(1, 36, 0, 1, 1, BuildingKind.Villa)]),
        ],
        Households: 5725, People: null, AtHome: 0.36, Seed: 20200206);

    /// <summary>The four closed buildings of the other report: 86 households, 174 people.</summary>
    public static readonly DemoCommunity Yinghua = new(
        310107103017, "樱花苑居委会", "上海市普陀区桃浦镇", "021-00000000",
        [new("樱花苑", CompoundKind.Gated, [new(12, 1, 2, 6, 2), new(25, 1, 2, 6, 2), new(38, 1, 2, 6, 2), new(41, 1, 2, 6, 2)])],
        Households: 86, People: 174, AtHome: 0.95, Seed: 20220309);

    /// <summary>For tests: one compound, three buildings, about 60 people.</summary>
    public static readonly DemoCommunity Tiny = new(
        310107103018, "测试居委会", "上海市普陀区桃浦镇", "021-00000000",
        [new("一区", CompoundKind.Open, [new(1, 2, 1, 6, 2), new(3, 1, 0, 1, 1, BuildingKind.Villa)])],
        Households: 23, People: null, AtHome: 0.9, Seed: 1);

    /// <summary>One of a city's communities, made for load.</summary>
    public static DemoCommunity OfCity(int number, int people)
    {
        // 2.6 people a household, one dwelling in ten empty, 72 dwellings a building.
        var households = Math.Max(1, (int)(people / 2.6));
        var buildings = Math.Max(1, (int)Math.Ceiling(households / 0.9 / 72));
        var code = 990101001000 + (number / 200 * 1000) + (number % 200) + 1;
        return new(
            code, $"演练第{number + 1}社区", "演练市演练区", "", [new("一期", CompoundKind.Gated, [new(1, buildings, 2, 18, 2)])],
            households, people, AtHome: 0.8, Seed: 1000 + number);
    }

    /// <summary>The demo staff of the community: login name, display name, duty title, role.</summary>
    public IReadOnlyList<(string Login, string Name, string Duty, Role Role)> Staff => this == Yinghua
        ?
        [
            ("yinghua", "高主任", "居委会主任", Role.Committee),
            ("yinghua2", "陈副主任", "居委会副主任", Role.Committee),
            ("wangge", "小周", "网格员", Role.Field),
            ("wuye", "吴经理", "物业经理", Role.Partner),
            ("yisheng", "林医生", "社区医生", Role.Partner),
            ("minjing", "赵警官", "社区民警", Role.Partner),
        ]
        : this == Longhu ? [("longhu", "许主任", "居委会主任", Role.Committee), ("longhu2", "孙书记", "居委会副主任", Role.Committee)] : [];
}
