using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Todos;

/// <summary>What is still to be done goes along: with a person who moves or was entered twice, and with a dwelling that is merged.</summary>
internal static class FollowRegister
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<WhenHouseholdLeft>(PersonAsync);
        services.AddSingleton<WhenDwellingMerged>(DwellingAsync);
    }

    // Whether it need still be done when she left for good is for those to say who asked.
    private static async Task PersonAsync(Db db, WriteScope write, HouseholdLeft notice, CancellationToken cancel)
    {
        if (notice.Person is not { } person || await notice.PlaceNowAsync(db, cancel) is not { } now)
        {
            return;
        }

        var (kept, household) = (now.Person.Id, now.Household.Id);
        var hers = db.Todos.Where(t => t.CommunityId == notice.Community && t.PersonId == person && t.ClosedAt == null);
        await MoveAsync(hers, now.Building, now.Dwelling, cancel);
        await hers.ExecuteUpdateAsync(set => set.SetProperty(t => t.HouseholdId, household).SetProperty(t => t.PersonId, kept), cancel);
    }

    private static async Task DwellingAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        var dwelling = await db.Dwellings.SingleAsync(d => d.CommunityId == notice.Community && d.Id == notice.Into, cancel);
        var building = await db.Buildings.SingleAsync(b => b.CommunityId == notice.Community && b.Id == dwelling.BuildingId, cancel);
        await MoveAsync(db.Todos.Where(t => t.CommunityId == notice.Community && t.DwellingId == notice.From && t.ClosedAt == null), building, dwelling, cancel);
    }

    private static Task MoveAsync(IQueryable<Todo> todos, Building building, Dwelling dwelling, CancellationToken cancel)
    {
        var (at, door, unit, label, key) = (building.Id, (Guid?)dwelling.Id, dwelling.Unit, dwelling.Label, Todo.Place(building, dwelling));
        return todos.ExecuteUpdateAsync(
            set => set.SetProperty(t => t.BuildingId, at).SetProperty(t => t.DwellingId, door).SetProperty(t => t.Unit, unit).SetProperty(t => t.Dwelling, label)
                .SetProperty(t => t.SortKey, key), cancel);
    }
}
