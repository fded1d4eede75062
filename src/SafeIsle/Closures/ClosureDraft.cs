using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>What the form needs to be shown and read: the building as it stands, the plan, the staff.</summary>
public sealed record CloseGround(
    Community Community, Building Building, string Compound, IReadOnlyList<int> Units, IReadOnlyList<ResponsePlan> Plans, ResponsePlan Plan,
    PlanBody Body, IReadOnlyList<Colleague> Staff, IReadOnlyList<UnitInForce> InForce)
{
    /// <summary>Null when the building is not there, or not the person's; the plan asked for falls back to the first.</summary>
    public static async Task<CloseGround?> LoadAsync(Db db, Me me, long community, Guid? building, Guid? plan, CancellationToken cancel)
    {
        var found = await (
            from b in db.Buildings.Within(me)
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where b.CommunityId == community && b.Id == building
            select new { Building = b, Compound = c.Name }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var units = await db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.BuildingId == building && d.ClosedAt == null)
            .Select(d => d.Unit).Distinct().OrderBy(u => u).ToListAsync(cancel);
        var plans = (await PlanVersions.NewestAsync(db, me, community, cancel)).Where(p => p.Read().Scope == PlanScope.Building).ToList();
        var chosen = plans.Find(p => p.Id == plan) ?? (plans.Count > 0 ? plans[0] : null);
        return chosen is null
            ? null
            : new(
                await db.Communities.Within(me).SingleAsync(c => c.CommunityId == community, cancel), found.Building, found.Compound, units, plans,
                chosen, chosen.Read(), await Colleagues.OfAsync(db, community, found.Building.Id, cancel),
                await InForceAsync(db, me, community, found.Building.Id, cancel));
    }

    /// <summary>The units of the building that an order binds now.</summary>
    public static async Task<IReadOnlyList<UnitInForce>> InForceAsync(Db db, Me me, long community, Guid building, CancellationToken cancel) =>
        await (
            from unit in db.ClosureUnits.Within(me)
            join order in db.ClosureOrders on new { unit.CommunityId, Id = unit.OrderId } equals new { order.CommunityId, order.Id }
            where unit.CommunityId == community && unit.BuildingId == building && unit.LiftedAt == null
            select new UnitInForce(unit.Unit, order.Id, order.Label, order.Whole, order.StartsAt)).ToListAsync(cancel);
}

/// <summary>A unit that an order binds.</summary>
public sealed record UnitInForce(int Unit, Guid OrderId, string Label, bool Whole, DateTimeOffset StartsAt);

/// <summary>The form, read and found right.</summary>
public sealed record ClosureDraft(
    bool Whole, IReadOnlyList<int> Units, string Authority, string DocumentNumber, string Basis, DateOnly DecidedOn, DateTimeOffset StartsAt,
    IReadOnlyDictionary<string, Colleague> Owners)
{
    private static readonly TimeSpan OldestDecision = TimeSpan.FromDays(60);

    /// <summary>Reads the fields; what is wrong stands in the form's errors, then the draft must not be used.</summary>
    public static ClosureDraft Read(FormInput form, CloseGround ground, DateTimeOffset now)
    {
        var whole = form.Typed("scope") != "units";
        var ticked = form.All("unit").Select(text => int.TryParse(text, out var unit) ? unit : -1).Where(ground.Units.Contains).Distinct().Order().ToList();
        if (!whole && ticked.Count == 0)
        {
            form.Wrong("unit", "请至少勾选一个单元，或改选整栋。");
        }

        var authority = form.Required("authority", "决定机关", ClosureRules.MostWords);
        if (ClosureRules.AuthorityRefusal(authority) is { } notTheirs)
        {
            form.Wrong("authority", notTheirs);
        }

        var document = form.Required("document", "文号", ClosureRules.MostWords);
        var basis = form.Required("basis", "依据", ClosureRules.MostWords);
        return new(whole, ticked, authority, document, basis, Decided(form, now), Start(form, now), ReadOwners(form, ground));
    }

    /// <summary>The order in force that this one would overlap; null when there is none.</summary>
    public UnitInForce? Conflict(IReadOnlyList<UnitInForce> inForce) =>
        inForce.FirstOrDefault(unit => Whole || unit.Whole || Units.Contains(unit.Unit));

    private static DateOnly Decided(FormInput form, DateTimeOffset now)
    {
        var today = now.DateHere();
        var decided = form.Date("decided", "决定日期");
        if (decided is null)
        {
            form.Wrong("decided", "请填写决定日期。");
        }
        else if (decided > today || decided < today.AddDays(-OldestDecision.Days))
        {
            form.Wrong("decided", $"决定日期 {decided.Value.Full()} 不对：不能晚于今天，也不应早于 {OldestDecision.Days} 天前。");
        }

        return decided ?? today;
    }

    private static DateTimeOffset Start(FormInput form, DateTimeOffset now)
    {
        var start = form.Moment("starts", "开始时间");
        if (start is null)
        {
            form.Wrong("starts", "请填写开始时间。");
        }
        else if (ClosureRules.StartRefusal(start.Value, now) is { } refusal)
        {
            form.Wrong("starts", refusal);
        }

        return start ?? now;
    }

    private static Dictionary<string, Colleague> ReadOwners(FormInput form, CloseGround ground)
    {
        var owners = new Dictionary<string, Colleague>(StringComparer.Ordinal);
        foreach (var (i, role) in ground.Body.Roles.Index())
        {
            var name = $"owner{i}";
            if (form.Typed(name).Length == 0)
            {
                continue;
            }

            if (ground.Staff.FirstOrDefault(c => c.Id == form.Id(name)) is { } colleague)
            {
                owners[role] = colleague;
            }
            else
            {
                form.Wrong(name, $"选给“{role}”的人不在本社区，请重新选择。");
            }
        }

        return owners;
    }
}
