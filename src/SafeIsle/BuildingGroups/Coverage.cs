using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>A household with somebody at home, and who speaks for it.</summary>
/// <param name="AtHome">People at home, at least 1.</param>
/// <param name="InAt">When its first phone came in; null: none is in.</param>
/// <param name="Keeper">Who answers for it, when a person was named.</param>
public sealed record HouseholdCover(
    Guid Household, Guid Dwelling, string Label, string SortKey, int AtHome, DateTimeOffset? InAt, HouseholdKeeper? Keeper)
{
    public bool Covered => InAt is not null || Keeper is not null;

    public DateTimeOffset? At => InAt is { } phone && Keeper is { } keeper ? (phone < keeper.At ? phone : keeper.At) : InAt ?? Keeper?.At;
}

/// <summary>
/// 进群覆盖: of the order's households with somebody at home, how many have a member in the group or a person who answers for them.
/// The one place that counts it: page, board, list and paper all read it here.
/// </summary>
/// <param name="Households">In the order in which people walk.</param>
public sealed record Coverage(BuildingGroup Group, IReadOnlyList<HouseholdCover> Households)
{
    public int All => Households.Count;
    public int In => Households.Count(h => h.InAt is not null);
    public int Kept => Households.Count(h => h.InAt is null && h.Keeper is not null);
    public int Covered => Households.Count(h => h.Covered);
    public IEnumerable<HouseholdCover> Missing => Households.Where(h => !h.Covered);

    /// <summary>Seconds from the order to the last household's covering; null while one is missing.</summary>
    public long? Took => All > 0 && Covered == All
        ? Math.Max(0, (long)(Households.Max(h => h.At)!.Value - Group.MadeAt).TotalSeconds)
        : null;

    /// <summary>As badges have it: ok, wait, late, off.</summary>
    public string ToneAt(DateTimeOffset now) => All == 0 ? "off" : Covered == All ? "ok" : now > Group.DueAt ? "late" : "wait";

    public static async Task<Coverage?> OfAsync(Db db, ClosureOrder order, CancellationToken cancel) =>
        (await OfAsync(db, [order], cancel)).GetValueOrDefault(order.Id);

    /// <summary>By order. Six queries for any number of orders, each narrowed to their buildings.</summary>
    /// <param name="orders">Of one community, and such as the reader may see.</param>
    public static async Task<IReadOnlyDictionary<Guid, Coverage>> OfAsync(Db db, IReadOnlyList<ClosureOrder> orders, CancellationToken cancel)
    {
        if (orders.Count == 0)
        {
            return new Dictionary<Guid, Coverage>();
        }

        var community = orders[0].CommunityId;
        var ids = orders.Select(o => o.Id).ToList();
        var buildings = orders.Select(o => o.BuildingId).Distinct().ToList();
        var groups = await db.BuildingGroups.Where(g => g.CommunityId == community && ids.Contains(g.OrderId)).ToListAsync(cancel);
        var units = (await db.ClosureUnits.Where(u => u.CommunityId == community && ids.Contains(u.OrderId))
            .Select(u => new { u.OrderId, u.Unit }).ToListAsync(cancel)).ToLookup(u => u.OrderId, u => u.Unit);
        var keepers = await db.HouseholdKeepers.Where(k => k.CommunityId == community && ids.Contains(k.OrderId)).ToListAsync(cancel);
        var households = await (
            from h in db.Households
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where h.CommunityId == community && buildings.Contains(h.BuildingId) && h.ClosedAt == null && d.ClosedAt == null
            select new { h.Id, h.DwellingId, d.BuildingId, d.Unit, d.Label, d.SortKey }).ToListAsync(cancel);
        var home = await db.People
            .Where(p => p.CommunityId == community && buildings.Contains(p.BuildingId) && p.ClosedAt == null && p.Presence == Presence.Home)
            .GroupBy(p => p.HouseholdId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var phones = (await db.Residents.Where(r => r.CommunityId == community && buildings.Contains(r.BuildingId) && r.State == ResidentState.In)
            .Select(r => new { r.DwellingId, r.HouseholdId, r.JoinedAt }).ToListAsync(cancel)).ToLookup(r => r.DwellingId);
        var behind = households.ToLookup(h => h.DwellingId);

        return groups.Join(orders, g => g.OrderId, o => o.Id, (g, o) => (Group: g, Order: o)).ToDictionary(p => p.Order.Id, p =>
        {
            var kept = keepers.Where(k => k.OrderId == p.Order.Id).ToDictionary(k => k.HouseholdId);
            return new Coverage(p.Group, [.. households
                .Where(h => h.BuildingId == p.Order.BuildingId && (p.Order.Whole || units[p.Order.Id].Contains(h.Unit)) && home.ContainsKey(h.Id))
                .OrderBy(h => h.SortKey, StringComparer.Ordinal).ThenBy(h => h.Id)
                .Select(h => new HouseholdCover(
                    h.Id, h.DwellingId, h.Label, h.SortKey, home[h.Id],
                    phones[h.DwellingId].Where(r => Home.HouseholdOf(r.HouseholdId, behind[h.DwellingId].Select(b => b.Id)) == h.Id)
                        .Min(r => (DateTimeOffset?)r.JoinedAt),
                    kept.GetValueOrDefault(h.Id)))]);
        });
    }

    /// <summary>进群 31/33 on the boards.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<BoardFigure>>> FiguresAsync(
        Db db, Platform.Access.Me me, IReadOnlyList<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel) =>
        (await OfAsync(db, orders, cancel)).ToDictionary(
            c => c.Key,
            c => (IReadOnlyList<BoardFigure>)[new BoardFigure(20, "group", "进群", $"{c.Value.Covered}/{c.Value.All}", c.Value.ToneAt(now), "/group")]);
}
