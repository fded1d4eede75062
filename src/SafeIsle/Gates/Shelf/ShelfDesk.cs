using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Shelf;

/// <summary>What lies on the shelves of all gates and for how long; taken note of at the desk when somebody fetched it.</summary>
internal static class ShelfDesk
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/shelf", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/shelf/{id:guid}", TakeAsync).May(HouseholdsModule.MayCall);
    }

    internal static string Path(long community) => $"/desk/{community}/shelf";

    private static async Task<IResult> ShowAsync(
        long community, string? show, Guid? gate, string? q, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var old = now - ShelfRules.Longest;
        var lying = db.ShelfDrops.Within(me).Where(d => d.CommunityId == community && d.TakenAt == null && d.LeftAt != null);
        var rows = show switch
        {
            "long" => lying.Where(d => d.LeftAt < old),
            "taken" => db.ShelfDrops.Within(me).Where(d => d.CommunityId == community && d.TakenAt != null),
            _ => lying,
        };
        rows = gate is { } one ? rows.Where(d => d.GateId == one) : rows;
        if (ChineseText.Clean(q) is { Length: > 0 } words)
        {
            rows = rows.Where(d => d.Dwelling.Contains(words) || d.Firm.Contains(words) || d.Place.Contains(words));
        }

        var sorted = show == "taken" ? rows.OrderByDescending(d => d.TakenAt) : rows.OrderBy(d => d.LeftAt);
        return Page.Of<ShelfDeskPage>(new
        {
            Community = community,
            Rows = await sorted.ThenBy(d => d.Id).Page(Paging.Number(page)).ToListAsync(cancel),
            Total = await rows.CountAsync(cancel),
            Old = await lying.CountAsync(d => d.LeftAt < old, cancel),
            Gates = await db.Gates.Within(me).Where(g => g.CommunityId == community && g.Kind == GateKind.Post).OrderBy(g => g.Name).ToListAsync(cancel),
            Number = Paging.Number(page),
            Show = show ?? "",
            Gate = gate,
            Asked = q ?? "",
            Now = now,
        });
    }

    private static async Task<IResult> TakeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.ShelfDrops.Within(me).AsTracking().SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id, cancel) is not { } drop)
        {
            return TypedResults.NotFound();
        }

        var back = Path(community);
        var who = form.Text("who", "谁取走的", GateRules.MostName);
        if (drop.TakenAt is not null)
        {
            return http.Done(back, "这件东西早已取走。");
        }

        if (!form.Ok)
        {
            return http.Refused(back, $"没有登记：取走的人最多写 {GateRules.MostName} 个字。");
        }

        await DropsAtHome.TakenAsync(db, drop, clock.Now(), who.Length > 0 ? $"{who}（{me.Name}登记）" : $"{me.Name}登记", cancel);
        write.Record(community, "shelf.take", id, $"登记货架上{drop.Dwelling}的东西取走了");
        await write.CommitAsync(cancel);
        return http.Done(back, "已登记取走。");
    }
}
