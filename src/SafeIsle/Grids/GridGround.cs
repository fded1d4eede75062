using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids;

/// <summary>All doors of a community in walking order, as the pieces that grids are made of.</summary>
/// <param name="Labels">What each piece is called: 38号楼2单元; of the same length as <paramref name="Pieces"/>.</param>
/// <param name="Compounds">Name by id.</param>
public sealed record GridGround(IReadOnlyList<GridPiece> Pieces, IReadOnlyList<string> Labels, IReadOnlyDictionary<Guid, string> Compounds)
{
    /// <summary>Differs when doors came or went: cuts of before would lie elsewhere.</summary>
    public string Print => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Pieces.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Building:N} {p.Unit}"))))))[..16];

    /// <summary>Four queries, whatever the size.</summary>
    public static async Task<GridGround> LoadAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        var rows = await (
            from d in db.Dwellings.Within(me)
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where d.CommunityId == community && d.ClosedAt == null
            group d by new { Compound = c.SortKey, CompoundId = c.Id, Building = b.SortKey, BuildingId = b.Id, b.Label, d.Unit } into g
            orderby g.Key.Compound, g.Key.CompoundId, g.Key.Building, g.Key.BuildingId, g.Key.Unit
            select g.Key).ToListAsync(cancel);
        var households = from h in db.Households.Within(me)
                         join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
                         where h.CommunityId == community && h.ClosedAt == null
                         select new { h.Id, d.BuildingId, d.Unit };
        var people = from p in db.People.Within(me)
                     join h in households on p.HouseholdId equals h.Id
                     where p.CommunityId == community && p.ClosedAt == null
                     select new { p.Id, h.BuildingId, h.Unit };
        var tagged = people.Where(p => db.Set<PersonTag>().Any(t => t.CommunityId == community && t.PersonId == p.Id));
        var count = await households.GroupBy(h => new { h.BuildingId, h.Unit }).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var all = await people.GroupBy(p => new { p.BuildingId, p.Unit }).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var care = await tagged.GroupBy(p => new { p.BuildingId, p.Unit }).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new(
            rows.ConvertAll(r => new { r.BuildingId, r.Unit } is var key
                ? new GridPiece(r.CompoundId, r.BuildingId, r.Unit, count.GetValueOrDefault(key), all.GetValueOrDefault(key), care.GetValueOrDefault(key))
                : null!),
            rows.ConvertAll(r => r.Unit > 0 ? $"{r.Label}{r.Unit}单元" : r.Label),
            compounds);
    }

    /// <summary>The grids that begin at these pieces.</summary>
    public IReadOnlyList<GridStretch> Stretches(IReadOnlyList<int> cuts) =>
        [.. cuts.Select((first, i) => new GridStretch(i + 1, first, i + 1 < cuts.Count ? cuts[i + 1] : Pieces.Count))];

    /// <summary>The indexes of the pieces that these parts hold, in walking order; a building that has come since is in none.</summary>
    public IReadOnlyList<int> Inside(IReadOnlyCollection<GridPart> parts)
    {
        var held = parts.Select(p => (p.BuildingId, p.Unit)).ToHashSet();
        return [.. Enumerable.Range(0, Pieces.Count).Where(i => held.Contains((Pieces[i].Building, null)) || held.Contains((Pieces[i].Building, Pieces[i].Unit)))];
    }

    public int Sum(GridStretch stretch, Func<GridPiece, int> of) => Pieces.Skip(stretch.First).Take(stretch.End - stretch.First).Sum(of);

    /// <summary>一期 1号楼—7号楼2单元; with the second compound's name where it reaches into another.</summary>
    public string Words(GridStretch stretch) => Words([.. Enumerable.Range(stretch.First, stretch.End - stretch.First)]);

    /// <summary>The same for pieces by their indexes; empty for none.</summary>
    public string Words(IReadOnlyList<int> inside)
    {
        if (inside.Count == 0)
        {
            return "";
        }

        var (first, last) = (Pieces[inside[0]], Pieces[inside[^1]]);
        var several = Compounds.Count > 1;
        var from = (several ? Compounds[first.Compound] + " " : "") + Labels[inside[0]];
        return inside.Count == 1 ? from
            : $"{from} — {(several && first.Compound != last.Compound ? Compounds[last.Compound] + " " : "")}{Labels[inside[^1]]}";
    }
}

/// <summary>A grid to be: the pieces from <paramref name="First"/> to before <paramref name="End"/>.</summary>
public sealed record GridStretch(int Number, int First, int End);
