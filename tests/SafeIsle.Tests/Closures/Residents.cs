using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Tests.Closures;

/// <summary>Puts made-up people into a building of Home.</summary>
internal static class Residents
{
    /// <summary>Adds a household per list, from the building's first dwelling on.</summary>
    public static async Task AddAsync(TestApp app, Guid building, params PersonFacts[][] households)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var dwellings = await db.Dwellings.Where(d => d.CommunityId == Cast.Home && d.BuildingId == building).OrderBy(d => d.SortKey)
            .Take(households.Length).ToListAsync();
        var batch = new RegisterBatch(
            scope.ServiceProvider.GetRequiredService<Sealer>(), scope.ServiceProvider.GetRequiredService<KeyRing>(), app.Clock, Cast.Home,
            Actor.System, RegisterSource.Desk);
        foreach (var (dwelling, people) in dwellings.Zip(households))
        {
            var household = batch.AddHousehold(dwelling, Tenure.Owner);
            for (var i = 0; i < people.Length; i++)
            {
                batch.AddPerson(household, people[i], i);
            }
        }

        await batch.SaveAsync(db, default);
        write.Record(Cast.Home, "test.people", building, "测试住户");
        await write.CommitAsync();
    }

    public static Dictionary<string, string> Tags(params (string Tag, string Detail)[] tags) => tags.ToDictionary(t => t.Tag, t => t.Detail);

    /// <summary>Adds a building with two units of that many dwellings each.</summary>
    public static async Task<Guid> AddBuildingAsync(TestApp app, string label, int perUnit = 2)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var building = new Building
        {
            CommunityId = Cast.Home, Id = SafeIsle.Platform.Ids.New(), CompoundId = app.Cast.Compound, Label = label, Key = label.Replace("号楼", "", StringComparison.Ordinal), SortKey = label,
        };
        db.Add(building);
        for (var unit = 1; unit <= 2; unit++)
        {
            for (var room = 1; room <= perUnit; room++)
            {
                var id = SafeIsle.Platform.Ids.New();
                db.Add(new Dwelling
                {
                    CommunityId = Cast.Home, Id = id, BuildingId = building.Id, Unit = unit, Floor = 1, Room = $"{100 + room}",
                    Label = $"{label}{unit}单元{100 + room}室", SortKey = $"{unit:D2}{room:D6}",
                    DoorCodeHash = DoorCode.HashOf(scope.ServiceProvider.GetRequiredService<KeyRing>(), Cast.Home, id, 1),
                });
            }
        }

        write.Record(Cast.Home, "test.building", building.Id, label);
        await write.CommitAsync();
        return building.Id;
    }
}
