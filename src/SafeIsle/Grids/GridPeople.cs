using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids;

/// <summary>Who answers for a door: the grid, and the person who answers for it or, where there is none, stands in.</summary>
public sealed record GridPerson(int Number, string Grid, string Name);

/// <summary>Who answers for which door on a day, of one community.</summary>
public sealed class GridPeople
{
    private readonly Dictionary<(Guid Building, int? Unit), GridPerson> people;

    private GridPeople(Dictionary<(Guid, int?), GridPerson> people) => this.people = people;

    /// <summary>Three queries, whatever the size.</summary>
    public static async Task<GridPeople> LoadAsync(Db db, long community, DateOnly day, CancellationToken cancel)
    {
        var parts = await db.GridPartsOn(day).Where(p => p.CommunityId == community).ToListAsync(cancel);
        var ids = parts.Select(p => p.GridId).Distinct().ToList();
        var grids = await db.Grids.Where(g => g.CommunityId == community && ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, cancel);
        var duties = (await db.GridDutiesNow.Where(d => d.CommunityId == community && ids.Contains(d.GridId)).ToListAsync(cancel)).ToLookup(d => d.GridId);
        var found = new Dictionary<(Guid, int?), GridPerson>();
        foreach (var part in parts)
        {
            if (duties[part.GridId].OrderBy(d => d.Role).FirstOrDefault() is { } duty)
            {
                found[(part.BuildingId, part.Unit)] = new(grids[part.GridId].Number, grids[part.GridId].Name, duty.Name);
            }
        }

        return new(found);
    }

    /// <summary>Null: nobody answers for it.</summary>
    public GridPerson? Of(Guid building, int unit) => people.GetValueOrDefault((building, null)) ?? people.GetValueOrDefault((building, unit));
}
