using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;

namespace SafeIsle.Places;

/// <summary>What the generator makes of a plan: pure, so that the preview and the act are the same.</summary>
public static class BuildingRules
{
    /// <summary>More than any building has.</summary>
    public const int MostDwellings = 2_000;

    /// <summary>In one act, all buildings together.</summary>
    public const int MostAtOnce = 10_000;

    private const int MostSkipped = 30;

    /// <summary>Every door of the building in the normal form of its address, shops first, then by unit from the lowest floor up.</summary>
    public static IReadOnlyList<DwellingAddress> Doors(string building, BuildingPlan plan)
    {
        if (plan.Kind == BuildingKind.Villa)
        {
            return [new(null, building, 0, null, "")];
        }

        var doors = new List<DwellingAddress>();
        for (var shop = 1; shop <= plan.Shops; shop++)
        {
            doors.Add(new(null, building, 0, null, Invariant($"{DwellingAddress.ShopWord}{shop}")));
        }

        if (plan.Kind == BuildingKind.Shops)
        {
            return doors;
        }

        for (var unit = plan.Units == 0 ? 0 : 1; unit <= plan.Units; unit++)
        {
            var running = 0;
            foreach (var floor in FloorsOf(plan))
            {
                for (var door = 1; door <= plan.Doors; door++)
                {
                    doors.Add(new(null, building, unit, floor, Room(plan.Rooms, floor, door, ref running)));
                }
            }
        }

        return doors;
    }

    /// <summary>Whether the plan makes a building at all; otherwise what to change.</summary>
    public static Outcome<BuildingPlan> Check(BuildingPlan plan)
    {
        switch (plan.Kind)
        {
            case BuildingKind.Villa:
                return plan;
            case BuildingKind.Shops:
                return plan.Shops > 0 ? plan : new No("商铺楼要填底层商铺的间数。");
            default:
                var count = Doors("1", plan).Count;
                return count == 0 ? new No("按这样填，一户也生成不出来；请检查楼层和跳过的楼层。")
                    : count > MostDwellings ? new No($"按这样填，一栋有 {count} 户，超过 {MostDwellings} 户；请检查单元、楼层和每层户数。")
                    : plan;
        }
    }

    /// <summary>Floor numbers that do not exist: "4,13,14", "4、13、14" or "4 13 14".</summary>
    public static Outcome<IReadOnlySet<int>> ReadSkipped(string typed)
    {
        var floors = new HashSet<int>();
        foreach (var part in ChineseText.Halfwidth(typed).Split([',', ' ', ';', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part.TrimEnd('层', '楼'), NumberStyles.None, CultureInfo.InvariantCulture, out var floor)
                || floor is 0 or > BuildingPlan.MostFloors)
            {
                return new No($"没有的楼层写成 4,13,14 这样的数字；「{part}」看不懂。");
            }

            floors.Add(floor);
        }

        return floors.Count > MostSkipped ? new No($"没有的楼层最多写 {MostSkipped} 个。") : floors;
    }

    private static IEnumerable<int> FloorsOf(BuildingPlan plan)
    {
        for (var floor = -plan.Basements; floor < 0; floor++)
        {
            yield return floor;
        }

        for (var floor = plan.Shops > 0 ? 2 : 1; floor <= plan.Floors; floor++)
        {
            if (!plan.Skipped.Contains(floor))
            {
                yield return floor;
            }
        }
    }

    private static string Room(RoomStyle style, int floor, int door, ref int running)
    {
        if (floor < 0)
        {
            return Invariant($"B{-floor}{door:00}");
        }

        return style == RoomStyle.Running ? Invariant($"{++running}") : Invariant($"{floor}{door:00}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
