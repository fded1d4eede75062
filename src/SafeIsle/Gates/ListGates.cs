using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates;

/// <summary>The community's gates and sections of fence with their state, their devices and today's passages.</summary>
internal static class ListGates
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/gates", ShowAsync).May(WhoMay.Readers);

    internal static string Path(long community) => $"/desk/{community}/gates";

    private static async Task<IResult> ShowAsync(long community, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var gates = await (
            from g in db.Gates.Within(me)
            join c in db.Compounds on new { g.CommunityId, Id = g.CompoundId } equals new { c.CommunityId, c.Id }
            where g.CommunityId == community
            orderby c.SortKey, g.Name
            select new { Gate = g, Compound = c.Name }).ToListAsync(cancel);
        var newest = db.GateChanges.Within(me).Where(c => c.CommunityId == community && c.Why != EditGate.Entered && c.State == GateChangeState.InForce);
        var last = await newest.Where(c => !newest.Any(n => n.GateId == c.GateId && n.At > c.At)).ToListAsync(cancel);
        var coming = await ComingChanges.Waiting(db).Within(me).Where(c => c.CommunityId == community).ToDictionaryAsync(c => c.GateId, cancel);
        var devices = await db.GateDevices.Within(me).Where(d => d.CommunityId == community && d.WipedAt == null).ToListAsync(cancel);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var today = await GateDay.CountsAsync(db, me, community, clock.Today(), plan.FeverTenths, cancel);
        return Page.Of<ListGatesPage>(new
        {
            Community = community,
            Rows = gates.ConvertAll(g => new GateRow(
                g.Gate, g.Compound, last.Find(c => c.GateId == g.Gate.Id), devices.FindAll(d => d.GateId == g.Gate.Id),
                today.GetValueOrDefault(g.Gate.Id, GateCount.Zero), g.Gate.Until is { } until && until < now, coming.GetValueOrDefault(g.Gate.Id))),
            Edits = me.Keeps(community),
            Calls = me.Is(community, HouseholdsModule.MayCall),
            Now = now,
        });
    }
}

/// <summary>A gate in the list.</summary>
/// <param name="Last">How it came to stand as it does; null: as it was entered.</param>
/// <param name="Overdue">The time for which that was decided is over, and nobody said what now.</param>
/// <param name="Coming">What was decided for a time to come.</param>
public sealed record GateRow(Gate Gate, string Compound, GateChange? Last, IReadOnlyList<GateDevice> Devices, GateCount Today, bool Overdue, GateChange? Coming);
