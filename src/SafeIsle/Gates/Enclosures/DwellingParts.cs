using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Places;

namespace SafeIsle.Gates.Enclosures;

/// <summary>A door of a compound, and which enclosure it is in now.</summary>
public sealed record EnclosableDoor(Guid Id, Guid BuildingId, string Building, int Unit, string Label, string Short, Guid? Enclosure);

/// <summary>The doors of a compound as they are chosen: by building, by unit, one by one.</summary>
internal static class DwellingParts
{
    /// <summary>Every door in use that the reader reaches, as people walk.</summary>
    public static async Task<IReadOnlyList<EnclosableDoor>> DoorsAsync(Db db, Me me, long community, Guid compound, CancellationToken cancel)
    {
        var inside = EnclosureRow.Inside(db, me, community);
        var doors = await (
            from d in db.Dwellings.Within(me)
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && b.CompoundId == compound && d.ClosedAt == null
            orderby b.SortKey, b.Id, d.SortKey
            select new { Dwelling = d, Building = b.Label, Enclosure = inside.Where(i => i.DwellingId == d.Id).Select(i => (Guid?)i.EnclosureId).FirstOrDefault() })
            .ToListAsync(cancel);
        return doors.ConvertAll(d => new EnclosableDoor(
            d.Dwelling.Id, d.Dwelling.BuildingId, d.Building, d.Dwelling.Unit, d.Dwelling.Label, d.Dwelling.Short, d.Enclosure));
    }

    public static string OfBuilding(Guid building) => $"b:{building}";

    public static string OfUnit(Guid building, int unit) => $"u:{building}:{unit}";

    public static string OfDoor(Guid door) => $"d:{door}";

    /// <summary>The doors that one of the parts names, and those parts in words: 38号楼、41号楼2单元、12号楼101室.</summary>
    public static (IReadOnlyList<EnclosableDoor> Doors, string Words) Chosen(IReadOnlyList<EnclosableDoor> doors, IReadOnlyList<string> parts)
    {
        var wanted = parts.ToHashSet(StringComparer.Ordinal);
        var (chosen, words) = (new List<EnclosableDoor>(), new List<string>());
        foreach (var door in doors)
        {
            var word = wanted.Contains(OfBuilding(door.BuildingId)) ? door.Building
                : wanted.Contains(OfUnit(door.BuildingId, door.Unit)) ? door.Building + PlaceWords.OfUnit(door.Unit)
                : wanted.Contains(OfDoor(door.Id)) ? door.Label
                : null;
            if (word is not null)
            {
                chosen.Add(door);
                words.Add(word);
            }
        }

        return (chosen, Few([.. words.Distinct()]));
    }

    /// <summary>甲、乙、丙等</summary>
    public static string Few(IReadOnlyList<string> words)
    {
        const int shown = 8;
        return string.Join("、", words.Take(shown)) + (words.Count > shown ? "等" : "");
    }
}
