using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Households.Import;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Today;

/// <summary>The first page of the desk: which buildings are closed and what is late in them, what waits for a decision, how sure the register is.</summary>
public static class ShowToday
{
    // A page that opens on more than this is no list of what to do now; the board has them all.
    private const int MostTasks = 30;

    public static void AddToday(this IServiceCollection services) =>
        services.AddSingleton(new NavItem(0, "今天", "", "home", WhoMay.Everyone));

    public static void MapToday(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", FrontAsync).MayAnyone("leads residents to their home and staff to the desk");
        app.MapGet("/desk/{community:long}", ShowAsync).May(WhoMay.Everyone);
    }

    private static async Task<IResult> FrontAsync(Me? me, HttpContext http, Homes homes) => TypedResults.LocalRedirect(
        me is not null ? "/desk" : (await homes.AllAsync(http)).Count > 0 ? "/home" : "/h");

    private static async Task<IResult> ShowAsync(long community, Db db, Me me, TodoKinds kinds, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var inForce = db.ClosureOrders.Within(me).Where(o => o.CommunityId == community && o.LiftedAt == null).OrderBy(o => o.StartsAt);
        var households = db.Households.Within(me).Where(h => h.CommunityId == community && h.ClosedAt == null);
        var people = db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null);
        var fresh = now.AddDays(-AccuracyStamp.FreshDays);
        return Page.Of<TodayPage>(new
        {
            Community = community,
            Now = now,
            Me = me,
            Closures = await ClosureRow.LoadAsync(db, me, inForce, now, cancel),
            Figures = new RegisterFigures(
                await db.Buildings.Within(me).CountAsync(b => b.CommunityId == community, cancel),
                await households.CountAsync(cancel),
                await people.CountAsync(cancel),
                await people.CountAsync(p => p.Presence == Presence.Home, cancel),
                await households.CountAsync(h => h.VerifiedAt >= fresh, cancel)),
            Waiting = await Waiting.LoadAsync(db, me, kinds, community, now, cancel),
            Proposals = await db.Proposals.Within(me.Only(HouseholdsModule.MayCall)).CountAsync(p => p.CommunityId == community && p.State == ProposalState.Waiting, cancel),
            MyTasks = await MyTasksAsync(db, me, community, cancel),
            Exports = await ListExports.WaitingFor(db, me, community, now).CountAsync(cancel),
            Imports = !me.Keeps(community) ? 0 : await db.RegisterImports.Within(me).CountAsync(i => i.CommunityId == community && i.FinishedAt == null, cancel),
        });
    }

    // By their time, so late ones first; what an order still asks for after its lifting, ClosureRow counts by the same rule.
    private static async Task<IReadOnlyList<MyTask>> MyTasksAsync(Db db, Me me, long community, CancellationToken cancel) => await (
        from task in db.ClosureTasks.Within(me)
        join order in db.ClosureOrders.Within(me) on new { task.CommunityId, Id = task.OrderId } equals new { order.CommunityId, order.Id }
        where task.CommunityId == community && task.OwnerId == me.AccountId && task.DoneAt == null && (order.LiftedAt == null || task.Stage == Stage.After)
        orderby task.DueAt, task.Position
        select new MyTask(order.Id, order.Label, task.Title, task.DueAt)).Take(MostTasks).ToListAsync(cancel);
}

/// <summary>An open task of a closure that the reader owns.</summary>
/// <param name="Building">As the order calls it: 38号楼.</param>
public sealed record MyTask(Guid Order, string Building, string Title, DateTimeOffset DueAt);

/// <summary>The register in five numbers.</summary>
/// <param name="Fresh">Households confirmed within <see cref="AccuracyStamp.FreshDays"/> days.</param>
public sealed record RegisterFigures(int Buildings, int Households, int People, int AtHome, int Fresh)
{
    public int FreshPercent => Share.Percent(Fresh, Households);
}
