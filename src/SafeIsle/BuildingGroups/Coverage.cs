using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>A phone that speaks for a household, or did until it was forgotten.</summary>
/// <param name="In">Now, or at the lifting.</param>
public sealed record CoverPhone(string Name, bool IsProxy, DateTimeOffset JoinedAt, bool In);

/// <summary>A household with somebody at home, and who speaks for it.</summary>
/// <param name="AtHome">People at home, at least 1.</param>
/// <param name="Phones">In the order in which they came in; also those that left since the group was made.</param>
/// <param name="Keeper">Who answers for it, when a person was named.</param>
public sealed record HouseholdCover(
    Guid Household, Guid Dwelling, string Label, string SortKey, int AtHome, IReadOnlyList<CoverPhone> Phones, HouseholdKeeper? Keeper)
{
    public bool In => Phones.Any(p => p.In);
    public bool Covered => In || Keeper is not null;

    /// <summary>When it was covered first, also by a phone that has left; null: never.</summary>
    public DateTimeOffset? At => Phones.Select(p => (DateTimeOffset?)p.JoinedAt).Append(Keeper?.At).Min();
}

/// <summary>
/// 进群覆盖: of the order's households with somebody at home, how many have a member in the group or a person who answers for them.
/// The one place that counts it: page, board, list and paper all read it here. Of a lifted order, as it stood at the lifting.
/// </summary>
/// <param name="Households">In the order in which people walk.</param>
public sealed record Coverage(BuildingGroup Group, IReadOnlyList<HouseholdCover> Households)
{
    public int All => Households.Count;
    public int In => Households.Count(h => h.In);
    public int Kept => Households.Count(h => !h.In && h.Keeper is not null);
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

    /// <summary>By order. Five queries for any number of orders, each narrowed to their buildings.</summary>
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
        var keepers = await db.HouseholdKeepers.Where(k => k.CommunityId == community && ids.Contains(k.OrderId)).ToListAsync(cancel);
        var households = await (
            from h in InsideOrder.Of(db, db.ClosureOrders.Where(o => o.CommunityId == community && ids.Contains(o.Id)))
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where d.CommunityId == community && buildings.Contains(d.BuildingId)
            select new { h.OrderId, h.HouseholdId, h.DwellingId, d.Label, d.SortKey }).ToListAsync(cancel);
        var home = await db.People
            .Where(p => p.CommunityId == community && buildings.Contains(p.BuildingId) && p.ClosedAt == null && p.Presence == Presence.Home)
            .GroupBy(p => p.HouseholdId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var phones = (await db.Residents
            .Where(r => r.CommunityId == community && buildings.Contains(r.BuildingId) && (r.State == ResidentState.In || r.State == ResidentState.Left))
            .OrderBy(r => r.JoinedAt).ThenBy(r => r.Id)
            .ToListAsync(cancel)).ToLookup(r => r.DwellingId);
        var lifted = orders.ToDictionary(o => o.Id, o => o.LiftedAt);

        return groups.ToDictionary(g => g.OrderId, g =>
        {
            var kept = keepers.Where(k => k.OrderId == g.OrderId).ToDictionary(k => k.HouseholdId);
            var inside = households.Where(h => h.OrderId == g.OrderId).ToList();
            var behind = inside.ToLookup(h => h.DwellingId, h => h.HouseholdId);
            return new Coverage(g, [.. inside
                .Where(h => home.ContainsKey(h.HouseholdId))
                .OrderBy(h => h.SortKey, StringComparer.Ordinal).ThenBy(h => h.HouseholdId)
                .Select(h => new HouseholdCover(
                    h.HouseholdId, h.DwellingId, h.Label, h.SortKey, home[h.HouseholdId],
                    [.. phones[h.DwellingId]
                        .Where(r => (r.State == ResidentState.In || r.LeftAt > g.MadeAt) && !(r.JoinedAt > lifted[g.OrderId])
                            && Home.HouseholdOf(r.HouseholdId, behind[h.DwellingId]) == h.HouseholdId)
                        .Select(r => new CoverPhone(r.Name, r.IsProxy, r.JoinedAt, GroupMembers.In(r, lifted[g.OrderId])))],
                    kept.GetValueOrDefault(h.HouseholdId)))]);
        });
    }

    /// <summary>进群 31/33 on the boards.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<BoardFigure>>> FiguresAsync(
        Db db, Platform.Access.Me me, IReadOnlyList<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel) =>
        (await OfAsync(db, orders, cancel)).ToDictionary(
            c => c.Key,
            c => (IReadOnlyList<BoardFigure>)[new BoardFigure(20, "group", "进群", $"{c.Value.Covered}/{c.Value.All}", c.Value.ToneAt(now), "/group")]);
}
