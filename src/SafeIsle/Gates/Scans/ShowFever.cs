using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Scans;

/// <summary>What a call of <see cref="FeverTodos"/> is about: which door, at which gate, when, how high, and the numbers to dial. Each look is recorded.</summary>
internal static class ShowFever
{
    /// <summary>Measurements that one page shows, and among which they are looked for.</summary>
    private const int Most = 200;

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/gates/fever/{id:guid}", ShowAsync).May(Role.Committee, Role.Partner);

    internal static string Path(long community, Guid todo) => $"{ListGates.Path(community)}/fever/{todo}";

    private static async Task<IResult> ShowAsync(
        long community, Guid id, HttpContext http, Db db, Me me, TodoKinds kinds, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (!FeverTodos.MaySee(me, community))
        {
            return HealthStaff.NotForYou(http);
        }

        if (await db.Todos.Within(me).SingleOrDefaultAsync(t => t.CommunityId == community && t.Id == id && t.Kind == FeverTodos.Code, cancel) is not { } todo)
        {
            return TypedResults.NotFound();
        }

        var (fever, dwelling) = ((await GatePlan.LoadAsync(db, community, cancel)).FeverTenths, todo.DwellingId);
        // The thing to do keeps no day: its source is made of it.
        var hot = await (
            from s in db.GateScans
            join g in db.Gates on new { s.CommunityId, Id = s.GateId } equals new { g.CommunityId, g.Id }
            where s.CommunityId == community && s.DwellingId == dwelling && s.Tenths >= fever
            orderby s.At descending
            select new FeverRow(s, g.Name)).Take(Most).ToListAsync(cancel);
        var row = (await TodoRow.OfAsync(db, me, kinds, sealer, [todo], clock.Now(), cancel))[0];
        await db.RecordLookAsync(me.Actor, community, "gate.fever", id, $"查看{todo.Dwelling}在门岗量的体温", cancel);
        return Page.Of<FeverPage>(new { Row = row, Scans = hot.FindAll(h => FeverTodos.SourceOf(h.Scan) == todo.SourceId) });
    }
}

/// <summary>A measurement, and at which gate.</summary>
public sealed record FeverRow(GateScan Scan, string Gate);
