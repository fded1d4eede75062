using SafeIsle.Households;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.Gates;

/// <summary>Lists of passes go as people walk: a building after the other, not the first floor of all of them first.</summary>
public sealed class PassOrderTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string Desk = $"/desk/{Cast.Home}";

    [Fact]
    public async Task Passes_and_who_got_none_are_listed_building_by_building()
    {
        await app.RulesAsync();
        using var director = await app.AsAsync("director");
        foreach (var (building, room) in new[] { (app.Cast.Building2, "101"), (app.Cast.Building1, "302"), (app.Cast.Building2, "201") })
        {
            var (home, _) = await app.SettleAsync(building, 1, room, Tenure.Owner, Groups.Person("王" + room));
            await app.VerifyAsync(home);
            await app.PassAsync(director, home);
        }

        await app.SettleAsync(app.Cast.Building2, 1, "102", Tenure.Owner, Groups.Person("钱一"));
        await app.SettleAsync(app.Cast.Building1, 1, "602", Tenure.Owner, Groups.Person("钱二"));

        await director.OpenAsync(Desk + "/passes");
        Doors(director).ShouldBe(["1号楼1单元302室", "2号楼1单元101室", "2号楼1单元201室"]);
        await director.OpenAsync(Desk + "/passes/many");
        await director.SubmitAsync("/passes/many", ("where", app.Cast.Compound.ToString()), ("rule", $"{GateCast.Daily}"));
        Doors(director).ShouldBe(["1号楼1单元602室", "2号楼1单元102室"]);
    }

    private static IEnumerable<string> Doors(Browser director) => director.Page.QuerySelectorAll("tbody tr a").Select(a => a.TextContent.Trim());
}
