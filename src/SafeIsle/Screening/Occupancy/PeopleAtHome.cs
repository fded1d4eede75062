using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Occupancy;

/// <summary>How many people are actually at home in a building (实际在家人数).</summary>
/// <param name="Dwellings">In use.</param>
/// <param name="LivedIn">Dwellings inferred as such; the same for the others.</param>
/// <param name="Unknown">Dwellings without any evidence.</param>
/// <param name="People">Registered as at home in dwellings that are lived in.</param>
/// <param name="Maybe">Registered as at home in dwellings that are unsure or unknown.</param>
/// <param name="Gone">Registered as at home in dwellings where nobody lives: the register is wrong there.</param>
public sealed record PeopleAtHome(
    Guid Building, string Label, Guid Compound, string CompoundName, int Dwellings, int LivedIn, int Empty, int Unsure, int Unknown, int People, int Maybe, int Gone)
{
    /// <summary>One line for each building that the reader may see, as people walk: the one definition of these figures.</summary>
    internal static async Task<IReadOnlyList<PeopleAtHome>> OfAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var buildings = await (
            from b in db.Buildings.Within(me)
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where b.CommunityId == community
            orderby c.SortKey, b.SortKey
            select new { b.Id, b.Label, Compound = c.Id, CompoundName = c.Name }).ToListAsync(cancel);
        var doors = await (
            from d in db.Dwellings.Within(me)
            join o in db.Occupancies on new { d.CommunityId, d.Id } equals new { o.CommunityId, o.Id } into occupancies
            from o in occupancies.DefaultIfEmpty()
            where d.CommunityId == community && d.ClosedAt == null
            group d by new { d.BuildingId, State = o == null ? null : (OccupancyState?)o.State } into g
            select new { g.Key.BuildingId, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var people = await (
            from p in db.People.Within(me)
            join h in db.Households on new { p.CommunityId, Id = p.HouseholdId } equals new { h.CommunityId, h.Id }
            join o in db.Occupancies on new { h.CommunityId, Id = h.DwellingId } equals new { o.CommunityId, o.Id } into occupancies
            from o in occupancies.DefaultIfEmpty()
            where p.CommunityId == community && p.ClosedAt == null && p.Presence == Presence.Home && h.ClosedAt == null
            group p by new { p.BuildingId, State = o == null ? null : (OccupancyState?)o.State } into g
            select new { g.Key.BuildingId, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var (byDoor, byPerson) = (doors.ToLookup(d => d.BuildingId, d => (d.State, d.Count)), people.ToLookup(p => p.BuildingId, p => (p.State, p.Count)));
        return buildings.ConvertAll(b =>
        {
            int Doors(OccupancyState? state) => byDoor[b.Id].Where(d => d.State == state).Sum(d => d.Count);
            int Persons(OccupancyState? state) => byPerson[b.Id].Where(p => p.State == state).Sum(p => p.Count);
            return new PeopleAtHome(
                b.Id, b.Label, b.Compound, b.CompoundName, byDoor[b.Id].Sum(d => d.Count), Doors(OccupancyState.LivedIn), Doors(OccupancyState.Empty), Doors(OccupancyState.Unsure), Doors(null),
                Persons(OccupancyState.LivedIn), Persons(OccupancyState.Unsure) + Persons(null), Persons(OccupancyState.Empty));
        });
    }

    /// <summary>The figures under <see cref="Headings"/>.</summary>
    public IReadOnlyList<int> Figures => [Dwellings, LivedIn, Empty, Unsure, Unknown, People, Maybe, Gone];

    /// <summary>The same on page and sheet.</summary>
    public static IReadOnlyList<string> Headings => ["房屋", "有人住", "没人住", "说不准", "没有佐证", "确定在家（人）", "可能在家（人）", "登记在家、房子没人住（人）"];
}
