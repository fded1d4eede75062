using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>A group that takes people in, found by the code on its paper.</summary>
/// <param name="Units">Of the order, ascending; 0 alone where the building has no units.</param>
/// <param name="Code">Without hyphen.</param>
public sealed record GroupEntrance(
    BuildingGroup Group, ClosureOrder Order, Building Building, string Compound, Community Community, IReadOnlyList<int> Units, string Code)
{
    public string Path => "/g/" + Code;

    /// <summary>The order's dwellings.</summary>
    internal IQueryable<Dwelling> Dwellings(Db db)
    {
        var (community, building, units) = (Group.CommunityId, Group.BuildingId, Units);
        var dwellings = db.Dwellings.Where(d => d.CommunityId == community && d.BuildingId == building && d.ClosedAt == null);
        return Order.Whole ? dwellings : dwellings.Where(d => units.Contains(d.Unit));
    }
}

/// <summary>Finds the group of a code. A miss takes as long as a miss at a door, and counts with those.</summary>
internal sealed class GroupFinder(Db db, KeyRing keys, Doors doors, DoorLimits limits, TimeProvider clock)
{
    private const string Unknown = "没有这个编码，请对照楼道里的楼组群海报再输一遍；编码可能已经换新，请看最新的那张，或打居委会电话。";
    private const string TooOften = "试错的次数太多了，请对照海报慢慢输入，或十分钟后再试；也可以打海报上的居委会电话。";
    private const string Over = "这一次封控已经解除，楼组群已经解散，不再收人。以后有事请打居委会电话，或扫门上的告知单。";

    /// <summary>The entrance, or the page that says why not.</summary>
    public async Task<(GroupEntrance? Group, IResult? No)> FindAsync(HttpContext http, string typed)
    {
        var begun = clock.GetTimestamp();
        var found = DoorCode.Clean(typed) is { } code ? await LookAsync(code, http.RequestAborted) : null;
        if (found is { Order.LiftedAt: null })
        {
            return (found, null);
        }

        if (found is not null)
        {
            return (null, Page.Of<SentencePage>(new { Title = "楼组群已解散", Because = Over, Back = "/home" }, StatusCodes.Status410Gone));
        }

        var within = limits.TakeWrongCode(http);
        await doors.PauseAsync(begun, http.RequestAborted);
        return (null, within
            ? Page.Of<FindGroupPage>(new { Code = typed, Wrong = Unknown }, StatusCodes.Status404NotFound)
            : Page.Of<SentencePage>(new { Title = "太频繁了", Because = TooOften }, StatusCodes.Status429TooManyRequests));
    }

    private async Task<GroupEntrance?> LookAsync(string code, CancellationToken cancel)
    {
        var hash = GroupCode.HashOf(keys, code);
        var found = await (
            from g in db.BuildingGroups
            join o in db.ClosureOrders on new { g.CommunityId, Id = g.OrderId } equals new { o.CommunityId, o.Id }
            join b in db.Buildings on new { g.CommunityId, Id = g.BuildingId } equals new { b.CommunityId, b.Id }
            join compound in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { compound.CommunityId, compound.Id }
            join c in db.Communities on g.CommunityId equals c.CommunityId
            where g.CodeHash == hash
            select new { Group = g, Order = o, Building = b, Compound = compound.Name, Community = c }).ToListAsync(cancel);
        if (found.Find(f => GroupCode.Of(keys, f.Group) == code) is not { } group)
        {
            return null;
        }

        var (community, building) = (group.Group.CommunityId, group.Group.BuildingId);
        var units = await db.Dwellings.Where(d => d.CommunityId == community && d.BuildingId == building && d.ClosedAt == null)
            .Select(d => d.Unit).Distinct().OrderBy(u => u).ToListAsync(cancel);
        var bound = await Affected.UnitsOfAsync(db, group.Order, cancel);
        return new(
            group.Group, group.Order, group.Building, group.Compound, group.Community,
            [.. units.Where(u => bound is null || bound.Contains(u))], code);
    }
}

/// <summary>For whoever cannot scan: the code typed from the poster.</summary>
internal static class FindGroup
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/g", () => Page.Of<FindGroupPage>(new { })).MayAnyone(Homes.WhyOpen);
        app.MapPost("/g", GoAsync).MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> GoAsync(FormInput form, HttpContext http, GroupFinder finder)
    {
        var typed = form.Text("code", "编码");
        if (typed.Length == 0)
        {
            return Page.Again<FindGroupPage>(new { Wrong = "请填写楼组群海报上的编码，一共 10 位。" });
        }

        var (group, no) = await finder.FindAsync(http, typed);
        return no ?? TypedResults.LocalRedirect(group!.Path);
    }
}
