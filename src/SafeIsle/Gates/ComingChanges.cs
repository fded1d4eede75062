using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates;

/// <summary>Openings and closings that were entered before their time: brought into force when it has come, taken back at the desk until then.</summary>
internal sealed class ComingChanges(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ComingChanges> log)
    : Rounds(Every, scopes, clock, log, "Gates could not be opened or closed as it was decided")
{
    // Scanners ask for their list every minute: none learns it much later than its neighbour.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/gates/{id:guid}/coming/{change:guid}", TakeBackAsync).May(Role.Committee);

    internal static string Path(GateChange change) => $"{EditGate.Path(change.CommunityId, change.GateId)}/coming/{change.Id}";

    /// <summary>11月24日 08:00 起关闭，到 11月30日 08:00.</summary>
    internal static string Words(Gate gate, GateChange change) =>
        $"{change.At.Short()} 起{GateWords.State(gate.Kind, change.Open)}{(change.Until is { } until ? $"，到 {until.Short()}" : "")}";

    /// <summary>Those that wait for their time.</summary>
    internal static IQueryable<GateChange> Waiting(Db db) => db.GateChanges.Where(c => c.State == GateChangeState.Coming);

    /// <summary>
    /// Takes the gate's lock until the end of the write, and brings into force what is due: whoever decides about the gate next decides after it.
    /// </summary>
    /// <returns>Whether something was due.</returns>
    internal static async Task<bool> TakeGateAsync(Db db, WriteScope write, long community, Guid gate, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Gates.Where(g => g.CommunityId == community && g.Id == gate).ExecuteUpdateAsync(set => set.SetProperty(g => g.Name, g => g.Name), cancel);
        if (await Waiting(db).Where(c => c.CommunityId == community && c.GateId == gate && c.At <= now).SingleOrDefaultAsync(cancel) is not { } due)
        {
            return false;
        }

        var (id, open, until) = (due.Id, due.Open, due.Until);
        await db.GateChanges.Where(c => c.CommunityId == community && c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, GateChangeState.InForce), cancel);
        await db.Gates.Where(g => g.CommunityId == community && g.Id == gate)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.IsOpen, open).SetProperty(g => g.Until, until), cancel);
        var row = await db.Gates.SingleAsync(g => g.CommunityId == community && g.Id == gate, cancel);
        write.Record(
            community, open ? "gate.open" : "gate.close", gate,
            $"{row.Name}{row.State()}，从 {due.At.Short()} 起，照 {due.EnteredAt.Short()} 录入的决定：{due.Why}（{due.DecidedBy}）", Actor.System);
        return true;
    }

    private static async Task<IResult> TakeBackAsync(
        long community, Guid id, Guid change, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.Gates.Within(me).SingleOrDefaultAsync(g => g.CommunityId == community && g.Id == id, cancel) is not { } gate
            || !await db.GateChanges.AnyAsync(c => c.CommunityId == community && c.GateId == id && c.Id == change, cancel))
        {
            return TypedResults.NotFound();
        }

        var due = await TakeGateAsync(db, write, community, id, clock.Now(), cancel);
        var by = me.Name;
        var mine = await Waiting(db).Where(c => c.CommunityId == community && c.Id == change)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.State, GateChangeState.TakenBack).SetProperty(c => c.TakenBackBy, by), cancel);
        var row = await db.GateChanges.SingleAsync(c => c.CommunityId == community && c.Id == change, cancel);
        if (mine > 0)
        {
            write.Record(community, "gate.coming.back", id, $"{gate.Name}不再按原定{Words(gate, row)}：{row.Why}（{row.DecidedBy}）");
        }

        if (mine > 0 || due)
        {
            await write.CommitAsync(cancel);
        }

        return mine > 0 ? http.Done(EditGate.Path(community, id), $"已撤回：{gate.Name}不再按原定{Words(gate, row)}。")
            : row.State == GateChangeState.TakenBack ? http.Done(EditGate.Path(community, id), $"这次变动{row.TakenBackBy}已经撤回。")
            : http.Refused(EditGate.Path(community, id), $"没有撤回：{row.At.Short()} 已经生效；要改回来，请在下面再改一次。");
    }

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) =>
        Waiting(db).Where(c => c.At <= now).Select(c => c.CommunityId).Distinct().ToListAsync(cancel);

    protected override async Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var gates = await Waiting(db).Where(c => c.CommunityId == community && c.At <= now).OrderBy(c => c.At).Select(c => c.GateId).ToListAsync(cancel);
        foreach (var gate in gates)
        {
            await using var write = await db.BeginWriteAsync(Actor.System, cancel);
            // Of several nodes one finds it due.
            if (await TakeGateAsync(db, write, community, gate, now, cancel))
            {
                await write.CommitAsync(cancel);
            }
        }
    }
}
