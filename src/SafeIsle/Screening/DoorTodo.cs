using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening;

/// <summary>Asks for one thing to be done at one door, within the open write.</summary>
internal static class DoorTodo
{
    /// <param name="source">The row that asks; asked twice it is one.</param>
    public static async Task AskAsync(
        Db db, long community, Guid dwelling, Guid? household, Guid? person, string kind, Guid source, string title, DateTimeOffset due, CancellationToken cancel)
    {
        var door = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && d.Id == dwelling
            select new { Dwelling = d, Building = b }).SingleAsync(cancel);
        await db.AskAsync(
            [
                new Todo
                {
                    CommunityId = community, Id = Ids.New(), BuildingId = door.Building.Id, Unit = door.Dwelling.Unit, DwellingId = dwelling,
                    Dwelling = door.Dwelling.Label, SortKey = Todo.Place(door.Building, door.Dwelling), HouseholdId = household, PersonId = person,
                    Kind = kind, SourceId = source, Title = title, DueAt = due,
                },
            ],
            cancel);
    }
}
