using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.Tables;

/// <summary>
/// The building middle table (一楼一中表, 楼组表): every door in walking order with who lives there. The page, the PDF, the XLSX and the
/// job for all buildings read it here, in five statements however many doors there are.
/// </summary>
public sealed class RosterQuery(Db db, RegisterReader reader, TimeProvider clock)
{
    /// <summary>One building; null where it is not there or out of reach.</summary>
    public async Task<Roster?> OfAsync(Me me, long community, Guid building, CancellationToken cancel) =>
        (await OfAsync(me, community, db.Buildings.Where(b => b.Id == building), cancel)).SingleOrDefault();

    /// <summary>Those of the buildings that the person reaches, in walking order.</summary>
    public async Task<IReadOnlyList<Roster>> OfAsync(Me me, long community, IQueryable<Building> wanted, CancellationToken cancel)
    {
        var reached = wanted.Within(me).Where(b => b.CommunityId == community);
        var buildings = await (
            from building in reached
            join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
            join place in db.Communities on building.CommunityId equals place.CommunityId
            orderby compound.SortKey, building.SortKey, building.Id
            select new { Building = building, Compound = compound.Name, Community = place.Name }).ToListAsync(cancel);
        var ids = buildings.ConvertAll(b => b.Building.Id);
        var dwellings = await db.Dwellings.Where(d => d.CommunityId == community && ids.Contains(d.BuildingId) && d.ClosedAt == null)
            .OrderBy(d => d.BuildingId).ThenBy(d => d.SortKey).ThenBy(d => d.Id).ToListAsync(cancel);
        var households = await db.Households.Where(h => h.CommunityId == community && ids.Contains(h.BuildingId) && h.ClosedAt == null)
            .ToListAsync(cancel);
        var rows = await db.People.Where(p => p.CommunityId == community && ids.Contains(p.BuildingId) && p.ClosedAt == null)
            .OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancel);
        var held = (await db.PersonTags.Where(t => t.CommunityId == community && ids.Contains(t.BuildingId)).ToListAsync(cancel)).ToLookup(t => t.PersonId);
        var people = rows.ConvertAll(row => reader.Open(row, held[row.Id]));
        var doorsOf = dwellings.ToLookup(d => d.BuildingId);
        var householdsOf = households.ToLookup(h => h.DwellingId);
        var peopleOf = people.ToLookup(p => p.Row.HouseholdId);
        var tags = await TagNames.LoadAsync(db, me, community, cancel);
        return buildings.ConvertAll(b => new Roster(b.Building, b.Compound, b.Community, tags, clock.Today())
        {
            Doors = doorsOf[b.Building.Id].Select(d => new RosterDoor(
                d,
                householdsOf[d.Id].OrderBy(h => h.Tenure == Tenure.Owner ? 0 : 1).ThenBy(h => h.CreatedAt).ThenBy(h => h.Id)
                    .Select(h => new RosterHousehold(h, peopleOf[h.Id].ToList())).ToList())).ToList(),
            Now = clock.Now(),
            MayCall = me.Calls(community, b.Building.Id),
        });
    }
}

/// <summary>A building's roster.</summary>
/// <param name="Today">The day on which ages are counted.</param>
public sealed record Roster(Building Building, string Compound, string Community, TagNames Tags, DateOnly Today)
{
    public required IReadOnlyList<RosterDoor> Doors { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the reader calls people here; otherwise names are masked, too.</summary>
    public required bool MayCall { get; init; }

    public string Title => $"{Building.Label} 楼组表";

    public IEnumerable<RosterHousehold> Households => Doors.SelectMany(d => d.Households);

    public IEnumerable<PersonCard> People => Households.SelectMany(h => h.People);

    public int Occupied => Doors.Count(d => d.Households.Count > 0);

    public int AtHome => People.Count(p => p.Row.Presence == Presence.Home);

    public int Away => People.Count(p => p.Row.Presence == Presence.Away);

    public AccuracyStamp Stamp => AccuracyStamp.Of(Households.Select(h => h.Household), Now);

    /// <summary>How many people have each tag, the most urgent tag first; tags that nobody has are left out.</summary>
    public IEnumerable<(string Tag, int People)> TagCounts
    {
        get
        {
            var counts = People.SelectMany(p => p.Tags.Keys).CountBy(code => code).ToDictionary(StringComparer.Ordinal);
            if (People.Count(p => Elders.Has(p, Today)) is var elders and > 0)
            {
                counts[CareTags.Elder] = elders;
            }

            return Tags.Open.Where(t => counts.ContainsKey(t.Code)).Select(t => (t.Name, counts[t.Code]));
        }
    }

    /// <summary>The lines of the table, the same on page, paper and sheet: a door without people is one line, too.</summary>
    public IEnumerable<RosterLine> Lines =>
        from door in Doors
        from line in door.Households.Count == 0
            ? [new RosterLine(door, null, null, "空置")]
            : door.Households.SelectMany(h => h.People.Count == 0
                ? [new RosterLine(door, h.Household, null, "还没有成员")]
                : h.People.Select(p => new RosterLine(door, h.Household, p, MayCall ? p.Row.Name : RegisterWords.MaskedName(p.Row.Name))))
        select line;
}

/// <summary>A door with its households, owners first; none: it stands empty.</summary>
public sealed record RosterDoor(Dwelling Dwelling, IReadOnlyList<RosterHousehold> Households)
{
    public string Name => Dwelling.Short;
}

/// <summary>A household with its members, the head first.</summary>
public sealed record RosterHousehold(Household Household, IReadOnlyList<PersonCard> People);

/// <summary>One line of a roster.</summary>
/// <param name="Household">Null: the door stands empty.</param>
/// <param name="Person">Null: nobody is registered.</param>
/// <param name="Name">The person's name, or what is said in its place.</param>
public sealed record RosterLine(RosterDoor Door, Household? Household, PersonCard? Person, string Name);
