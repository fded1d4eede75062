using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Closures;

/// <summary>A person inside the closed part of a building, opened for whoever may see her.</summary>
/// <param name="Dwelling">The whole label: 38号楼2单元501室.</param>
/// <param name="Age">Whole years today; null without a birth date.</param>
/// <param name="Elder">See <see cref="Elders"/>.</param>
/// <param name="HouseholdPhones">Numbers of the whole household, the person's own first.</param>
public sealed record AffectedPerson(
    PersonCard Card, Guid HouseholdId, string Dwelling, string DwellingSortKey, int? Age, bool Elder, IReadOnlyList<string> HouseholdPhones)
{
    public string Name => Card.Row.Name;

    public bool Away => Card.Row.Presence == Presence.Away;

    public bool Has(string tag) => Card.Tags.ContainsKey(tag);

    /// <summary>The number to call: her own, else the household's first; empty when there is none.</summary>
    public string Phone => HouseholdPhones.Count > 0 ? HouseholdPhones[0] : "";
}

/// <summary>What an order touches, as the register stands now. Doors in the order in which people walk.</summary>
public sealed record Affected(IReadOnlyList<string> Doors, int Households, IReadOnlyList<AffectedPerson> People)
{
    public const int InfantBelow = 3;

    public IEnumerable<AffectedPerson> AtHome => People.Where(p => !p.Away);

    public IEnumerable<AffectedPerson> Away => People.Where(p => p.Away);

    public IEnumerable<AffectedPerson> Infants => People.Where(p => p.Has(CareTags.Infant) || p.Age < InfantBelow);

    public IEnumerable<AffectedPerson> Elders => People.Where(p => p.Elder);

    /// <summary>Everybody of a household without any number, and whoever is known to use none.</summary>
    public IEnumerable<AffectedPerson> WithoutPhone => People.Where(p => p.Phone.Length == 0 || p.Has(CareTags.NoPhone));

    /// <summary>For a draft as well as for an order; so it narrows by units, where <see cref="InsideOrder"/> needs the order's rows.</summary>
    /// <param name="units">Null for the whole building.</param>
    public static async Task<Affected> LoadAsync(
        Db db, Sealer sealer, Me me, long community, Guid building, IReadOnlyCollection<int>? units, DateOnly today, CancellationToken cancel)
    {
        var dwellings = (await db.Dwellings.Within(me)
                .Where(d => d.CommunityId == community && d.BuildingId == building && d.ClosedAt == null)
                .Select(d => new { d.Id, d.Unit, d.Label, d.SortKey })
                .ToListAsync(cancel))
            .Where(d => units is null || units.Contains(d.Unit))
            .OrderBy(d => d.SortKey, StringComparer.Ordinal).ToList();
        var byId = dwellings.ToDictionary(d => d.Id);
        var households = (await db.Households.Within(me)
                .Where(h => h.CommunityId == community && h.BuildingId == building && h.ClosedAt == null)
                .Select(h => new { h.Id, h.DwellingId })
                .ToListAsync(cancel))
            .Where(h => byId.ContainsKey(h.DwellingId)).ToDictionary(h => h.Id, h => byId[h.DwellingId]);
        var cards = await new RegisterReader(db, sealer).OpenAsync(
            db.People.Within(me).Where(p => p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null), cancel);
        var phones = cards.ToLookup(c => c.Row.HouseholdId, c => c.Phones);
        var people = cards.Where(c => households.ContainsKey(c.Row.HouseholdId))
            .Select(c => new AffectedPerson(
                c, c.Row.HouseholdId, households[c.Row.HouseholdId].Label, households[c.Row.HouseholdId].SortKey, c.AgeOn(today), SafeIsle.Households.Elders.Has(c, today),
                [.. c.Phones.Concat(phones[c.Row.HouseholdId].SelectMany(p => p)).Distinct(StringComparer.Ordinal)]))
            .OrderBy(p => p.DwellingSortKey, StringComparer.Ordinal).ThenBy(p => p.HouseholdId).ThenBy(p => p.Card.Row.Position);
        return new([.. dwellings.Select(d => d.Label)], households.Count, [.. people]);
    }

    /// <summary>The units that an order binds; null when it binds the whole building.</summary>
    public static async Task<IReadOnlyList<int>?> UnitsOfAsync(Db db, ClosureOrder order, CancellationToken cancel) => order.Whole
        ? null
        : await db.ClosureUnits.Where(u => u.CommunityId == order.CommunityId && u.OrderId == order.Id).Select(u => u.Unit).ToListAsync(cancel);

    /// <summary>The same for an order.</summary>
    public static async Task<Affected> LoadAsync(Db db, Sealer sealer, Me me, ClosureOrder order, DateOnly today, CancellationToken cancel) =>
        await LoadAsync(db, sealer, me, order.CommunityId, order.BuildingId, await UnitsOfAsync(db, order, cancel), today, cancel);
}
