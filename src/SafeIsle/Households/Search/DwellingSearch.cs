using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Search;

/// <summary>Finds doors and buildings by what people write for them: 38-2-501, 38号楼2单元501室, 二期38-501, 38-2, 38号楼, 501.</summary>
public sealed partial class DwellingSearch(Db db)
{
    /// <summary>The doors that are meant, in walking order. A bare room number means every door of that number.</summary>
    public async Task<IReadOnlyList<DwellingHit>> FindAsync(Me me, long community, string text, int most, CancellationToken cancel)
    {
        var doors = db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.ClosedAt == null);
        if (DwellingAddress.TryParseDoor(text, out var address))
        {
            var (key, compound) = (address.Building, address.Compound);
            var buildings = await (
                from building in db.Buildings.Where(b => b.CommunityId == community && b.Key == key)
                join phase in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { phase.CommunityId, phase.Id }
                where compound == null || phase.Name == compound
                select building.Id).ToListAsync(cancel);
            doors = doors.Where(d => buildings.Contains(d.BuildingId) && d.Room == address.Room && (address.Unit == 0 || d.Unit == address.Unit));
        }
        else if (ChineseText.Key(text).TrimEnd('室') is var room && BareRoom().IsMatch(room))
        {
            doors = doors.Where(d => d.Room == room);
        }
        else
        {
            return [];
        }

        return await (
            from dwelling in doors
            join building in db.Buildings on new { dwelling.CommunityId, Id = dwelling.BuildingId } equals new { building.CommunityId, building.Id }
            join phase in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { phase.CommunityId, phase.Id }
            orderby phase.SortKey, building.SortKey, dwelling.SortKey
            select new DwellingHit(dwelling, phase.Name)).Take(most).ToListAsync(cancel);
    }

    /// <summary>The buildings that are meant: 38号楼, 38#, 38-2 (its second unit), 综合楼; a bare number is one, too.</summary>
    public async Task<IReadOnlyList<BuildingHit>> BuildingsAsync(Me me, long community, string text, int most, CancellationToken cancel)
    {
        if (!DwellingAddress.TryParseBuilding(text, out var address)
            && !(DwellingAddress.TryParse(text, out address) && !address.HasRoom)
            && !DwellingAddress.TryParseBuilding(text + "号楼", out address))
        {
            return [];
        }

        var (key, compound, unit) = (address.Building, address.Compound, address.Unit);
        var people = db.People.Where(p => p.CommunityId == community && p.ClosedAt == null);
        return await (
            from building in db.Buildings.Within(me).Where(b => b.CommunityId == community && b.Key == key)
            join phase in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { phase.CommunityId, phase.Id }
            where compound == null || phase.Name == compound
            orderby phase.SortKey, building.SortKey
            select new BuildingHit(
                building.Id, building.Label, phase.Name, unit,
                people.Count(p => p.BuildingId == building.Id))).Take(most).ToListAsync(cancel);
    }

    [GeneratedRegex("^[A-Z]?[0-9]{3,4}[A-Z]?$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex BareRoom();
}

/// <summary>A door that was found.</summary>
public sealed record DwellingHit(Dwelling Dwelling, string Compound);

/// <summary>A building that was found.</summary>
/// <param name="Unit">The unit that was written with it; 0 where none was.</param>
public sealed record BuildingHit(Guid Id, string Label, string Compound, int Unit, int People);
