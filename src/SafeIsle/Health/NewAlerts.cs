using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health;

/// <summary>
/// Tells an open doctor's list that somebody new stands on it. Only the number travels: the list itself is opened, and its opening
/// recorded, when the reader asks for it.
/// </summary>
internal static class NewAlerts
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/health/alerts/new", PartAsync).May(HealthStaff.Readers);
        app.MapGet("/desk/{community:long}/health/alerts/events", Listen).May(HealthStaff.Readers);
    }

    internal static string Events(long community) => $"{HealthAlerts.Path(community)}/events";

    /// <summary>The piece of page that says how many alerts came after the newest one that the list shows.</summary>
    /// <param name="newest">When that one came; null: the list is empty.</param>
    internal static string Path(long community, Guid? order, DateTimeOffset? newest) =>
        $"{HealthAlerts.Path(community)}/new?order={order}&after={newest?.UtcTicks ?? 0}";

    private static async Task<IResult> PartAsync(long community, Guid? order, long after, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var mine = me.ForHealth();
        if (after < 0 || after > DateTimeOffset.MaxValue.UtcTicks)
        {
            return TypedResults.NotFound();
        }

        if (!mine.Is(community, HealthStaff.Readers))
        {
            return HealthStaff.NotForYou(http);
        }

        var since = new DateTimeOffset(after, TimeSpan.Zero);
        var count = await db.HealthAlerts.Within(mine)
            .CountAsync(a => a.CommunityId == community && (order == null || a.DutyId == order) && a.HandledAt == null && a.At > since, cancel);
        return Page.Of<NewAlertsPart>(new { Count = count, List = HealthAlerts.Path(community, order) });
    }

    private static IResult Listen(long community, HttpContext http, Me me, LiveChanges live, CancellationToken cancel)
    {
        if (!me.ForHealth().Is(community, HealthStaff.Readers))
        {
            return HealthStaff.NotForYou(http);
        }

        var topic = Topics.Community(community);
        return live.Of(me, raised => raised == topic, cancel);
    }
}
