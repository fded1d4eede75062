using SafeIsle.Households;
using SafeIsle.Tests.Closures;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>A closed building of four doors: a family with a phone, a neighbour, an old man without one, an empty door.</summary>
internal sealed record Closed(Guid Building, string Path, Guid Order)
{
    public static async Task<Closed> MakeAsync(TestApp app, Browser director, string label)
    {
        var building = await Tests.Closures.Residents.AddBuildingAsync(app, label);
        await Tests.Closures.Residents.AddAsync(app, building,
            [new() { Name = "王一", Phones = ["14200138001"] }, new() { Name = "王二" }],
            [new() { Name = "李三", Phones = ["14200138003"] }],
            [new() { Name = "赵老" }]);
        var path = await CloseBuildingTests.CloseAsync(director, building);
        return new(building, path, Guid.Parse(path[(path.LastIndexOf('/') + 1)..]));
    }
}
