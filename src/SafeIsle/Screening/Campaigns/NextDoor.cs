using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>The door at which one goes on asking.</summary>
/// <param name="Path">Of its page.</param>
/// <param name="Label">38号楼2单元501室</param>
public sealed record NextDoor(string Path, string Label)
{
    /// <summary>For so long after a try one goes on with the next door; whoever comes back later comes to try again.</summary>
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(30);

    private static readonly TargetState[] Waiting = [TargetState.ToVisit, TargetState.Scanned];

    /// <summary>
    /// As one walks, and round again from the first: of my list what waits to be asked and was not tried just now; else of the campaign.
    /// Null where no other is left.
    /// </summary>
    internal static Task<NextDoor?> OfAsync(Db db, Me me, TodoKinds kinds, TargetView view, bool fromList, DateTimeOffset now, CancellationToken cancel) =>
        fromList ? OfListAsync(db, me, kinds, view, now, cancel) : OfCampaignAsync(db, me, view, cancel);

    /// <summary>Whether nothing more is to be done at that door now: it was answered, or just tried. What is to be checked is not.</summary>
    internal static bool IsDone(ScreeningTarget target, DateTimeOffset now) => target.State switch
    {
        TargetState.Done => true,
        TargetState.Contradicts or TargetState.Scanned => false,
        TargetState.ToVisit or TargetState.NobodyHome or TargetState.Refused => target.StateAt > now - JustNow,
    };

    private static async Task<NextDoor?> OfListAsync(Db db, Me me, TodoKinds kinds, TargetView view, DateTimeOffset now, CancellationToken cancel)
    {
        var here = view.Target;
        var open = await (await MyTodos.OpenAsync(db, me, kinds, here.CommunityId, now.DateHere(), cancel))
            .Where(t => TryTarget.OfTarget.Contains(t.Kind) && t.SourceId != here.Id && (t.LastTriedAt == null || t.DueAt <= now)).ToListAsync(cancel);
        return open.OrderBy(t => IsPassed(t.SortKey, here.SortKey)).ThenBy(t => t.SortKey, StringComparer.Ordinal).ThenBy(t => t.DueAt)
            .Select(t => new NextDoor(kinds.Of(t.Kind).Page!(t), t.Dwelling)).FirstOrDefault();
    }

    private static async Task<NextDoor?> OfCampaignAsync(Db db, Me me, TargetView view, CancellationToken cancel)
    {
        var here = view.Target;
        var left = await (
            from t in db.ScreeningTargets.Within(me)
            join d in db.Dwellings on new { t.CommunityId, Id = t.DwellingId } equals new { d.CommunityId, d.Id }
            where t.CommunityId == here.CommunityId && t.CampaignId == here.CampaignId && t.LeftAt == null && t.Id != here.Id && Waiting.Contains(t.State)
            select new { t.Id, t.SortKey, d.Label }).ToListAsync(cancel);
        return left.OrderBy(t => IsPassed(t.SortKey, here.SortKey)).ThenBy(t => t.SortKey, StringComparer.Ordinal)
            .Select(t => new NextDoor(TryTarget.PathOf(here.CommunityId, t.Id), t.Label)).FirstOrDefault();
    }

    private static bool IsPassed(string door, string here) => string.CompareOrdinal(door, here) < 0;
}
