using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>A building that may be closed like the first.</summary>
/// <param name="InForce">Its units that are closed now.</param>
public sealed record SameBuilding(Building Building, string Compound, IReadOnlyList<int> Units, IReadOnlyList<UnitInForce> InForce)
{
    public Guid Id => Building.Id;
    public string Label => Building.Label;
}

/// <summary>The first order with all that is copied from it, and the other buildings of the community.</summary>
/// <param name="Owners">Role → who has it in the first order.</param>
/// <param name="Units">The units that the first order binds; null for the whole building.</param>
public sealed record SameGround(
    OrderView View, IReadOnlyList<SameBuilding> Choices, IReadOnlyList<Colleague> Staff, IReadOnlyDictionary<string, Guid> Owners, IReadOnlyList<int>? Units)
{
    /// <summary>Buildings closed, or told something, from one form.</summary>
    public const int MostAtOnce = 30;

    /// <summary>The plan's version of the first order, without what was decided for that one later.</summary>
    public PlanBody Body { get; } = View.Plan.Read();

    /// <summary>Null when the order is not there, or not the person's.</summary>
    public static async Task<SameGround?> LoadAsync(Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return null;
        }

        var buildings = await (
            from b in db.Buildings.Within(me)
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where b.CommunityId == community && b.Id != view.Order.BuildingId
            orderby c.SortKey, b.SortKey
            select new { Building = b, Compound = c.Name }).ToListAsync(cancel);
        var units = (await db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.ClosedAt == null)
            .Select(d => new { d.BuildingId, d.Unit }).Distinct().ToListAsync(cancel)).ToLookup(d => d.BuildingId, d => d.Unit);
        var closed = (await (
            from unit in db.ClosureUnits.Within(me)
            join order in db.ClosureOrders on new { unit.CommunityId, Id = unit.OrderId } equals new { order.CommunityId, order.Id }
            where unit.CommunityId == community && unit.LiftedAt == null
            select new { unit.BuildingId, Unit = new UnitInForce(unit.Unit, order.Id, order.Label, order.Whole, order.StartsAt) }).ToListAsync(cancel))
            .ToLookup(c => c.BuildingId, c => c.Unit);
        var tasks = await db.ClosureTasks.Within(me).Where(t => t.CommunityId == community && t.OrderId == id && t.OwnerId != null)
            .OrderBy(t => t.Position).Select(t => new { t.Role, Owner = t.OwnerId!.Value }).ToListAsync(cancel);
        return new(
            view,
            buildings.ConvertAll(b => new SameBuilding(b.Building, b.Compound, [.. units[b.Building.Id].Order()], [.. closed[b.Building.Id]])),
            await Colleagues.OfAsync(db, community, cancel),
            tasks.GroupBy(t => t.Role).ToDictionary(g => g.Key, g => g.First().Owner, StringComparer.Ordinal),
            await Affected.UnitsOfAsync(db, view.Order, cancel));
    }

    /// <summary>The ticked buildings; what is wrong stands in the form's errors.</summary>
    public IReadOnlyList<SameBuilding> Read(FormInput form)
    {
        var ticked = form.All("building").Select(text => Guid.TryParse(text, out var one) ? one : Guid.Empty).ToHashSet();
        var chosen = Choices.Where(c => ticked.Contains(c.Id)).ToList();
        if (chosen.Count == 0)
        {
            form.Wrong("building", "请至少勾选一栋楼。");
        }
        else if (chosen.Count > MostAtOnce)
        {
            form.Wrong("building", $"一次最多封控 {MostAtOnce} 栋，现在勾选了 {chosen.Count} 栋。");
        }

        var units = form.Typed("scope") == "units" ? form.All("unit") : [];
        if (chosen.FirstOrDefault(c => units.Any(u => !c.Units.Any(own => $"{own}" == u))) is { } other)
        {
            form.Wrong("building", $"{other.Label}没有同样的单元，请改选整栋，或把它去掉单独封控。");
        }

        return chosen;
    }

    /// <summary>The ground on which the rest of the form is read, the same for all.</summary>
    /// <param name="chosen">At least one.</param>
    public CloseGround For(IReadOnlyList<SameBuilding> chosen) => new(
        View.Community, chosen[0].Building, View.Compound, Units ?? [], [View.Plan], View.Plan, Body, Staff, []);

    /// <summary>The buildings to be shown: the ticked ones, and those that the search finds.</summary>
    public IEnumerable<SameBuilding> Shown(FormInput form)
    {
        var wanted = ChineseText.Key(form.Typed("q")).Replace("号楼", "", StringComparison.Ordinal);
        var ticked = form.All("building").ToHashSet(StringComparer.Ordinal);
        return Choices.Where(c => wanted.Length == 0 || ticked.Contains(c.Id.ToString())
            || c.Building.Key.Contains(wanted, StringComparison.Ordinal) || c.Label.Contains(wanted, StringComparison.Ordinal));
    }
}

/// <summary>What closing a building would touch, in numbers; counted from the draft, because <see cref="InsideOrder"/> needs an order's rows.</summary>
public sealed record TouchedBuilding(SameBuilding Building, string Label, int Households, int AtHome, int Away)
{
    public static async Task<IReadOnlyList<TouchedBuilding>> LoadAsync(
        Db db, Me me, SameGround ground, IReadOnlyList<SameBuilding> chosen, ClosureDraft draft, CancellationToken cancel)
    {
        var community = ground.View.Order.CommunityId;
        var touched = new List<TouchedBuilding>();
        foreach (var building in chosen)
        {
            var dwellings = db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.BuildingId == building.Id && d.ClosedAt == null
                && (draft.Whole || draft.Units.Contains(d.Unit)));
            var households = db.Households.Within(me).Where(h => h.CommunityId == community && h.BuildingId == building.Id && h.ClosedAt == null
                && dwellings.Select(d => d.Id).Contains(h.DwellingId));
            var people = db.People.Within(me).Where(p => p.CommunityId == community && p.BuildingId == building.Id && p.ClosedAt == null
                && households.Select(h => h.Id).Contains(p.HouseholdId));
            touched.Add(new(
                building, ClosureWords.Label(building.Label, draft.Whole, draft.Units), await households.CountAsync(cancel),
                await people.CountAsync(p => p.Presence == Presence.Home, cancel), await people.CountAsync(p => p.Presence == Presence.Away, cancel)));
        }

        return touched;
    }
}
