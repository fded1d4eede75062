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
/// <param name="Also">The campaign, where it is the same household that is to be asked for another one; else empty.</param>
public sealed record NextDoor(string Path, string Label, string Also = "")
{
    /// <summary>For so long after a try one goes on with the next door; whoever comes back later comes to try again.</summary>
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(30);

    private static readonly TargetState[] Waiting = [TargetState.ToVisit, TargetState.Scanned];

    /// <summary>
    /// As one walks, and round again from the first: of my list what waits to be asked and was not tried just now; else of the campaign.
    /// What else the same household is to be asked comes first once it is done here, and last for whoever passes it by. Null where no other
    /// is left.
    /// </summary>
    internal static Task<NextDoor?> OfAsync(
        Db db, Me me, TodoKinds kinds, TargetView view, bool fromList, bool isDone, DateTimeOffset now, CancellationToken cancel) =>
        fromList ? OfListAsync(db, me, kinds, view, isDone, now, cancel) : OfCampaignAsync(db, me, view, cancel);

    /// <summary>Whether nothing more is to be done at that door now: it was answered, or just tried. What is to be checked is not.</summary>
    internal static bool IsDone(ScreeningTarget target, DateTimeOffset now) => target.State switch
    {
        TargetState.Done => true,
        TargetState.Contradicts or TargetState.Scanned => false,
        TargetState.ToVisit or TargetState.NobodyHome or TargetState.Refused => target.StateAt > now - JustNow,
    };

    private static async Task<NextDoor?> OfListAsync(Db db, Me me, TodoKinds kinds, TargetView view, bool isDone, DateTimeOffset now, CancellationToken cancel)
    {
        var here = view.Target;
        var open = await (await MyTodos.OpenAsync(db, me, kinds, here.CommunityId, now.DateHere(), cancel))
            .Where(t => TryTarget.OfTarget.Contains(t.Kind) && t.SourceId != here.Id && (t.LastTriedAt == null || t.DueAt <= now)).ToListAsync(cancel);
        var next = open.OrderBy(t => IsHere(t, here) != isDone).ThenBy(t => IsPassed(t.SortKey, here.SortKey)).ThenBy(t => t.SortKey, StringComparer.Ordinal).ThenBy(t => t.DueAt)
            .FirstOrDefault();
        if (next is null)
        {
            return null;
        }

        var also = !IsHere(next, here) ? "" : await (
            from t in db.ScreeningTargets.Within(me)
            join c in db.Campaigns on new { t.CommunityId, Id = t.CampaignId } equals new { c.CommunityId, c.Id }
            where t.CommunityId == here.CommunityId && t.Id == next.SourceId
            select c.Name).SingleAsync(cancel);
        return new(kinds.Of(next.Kind).Page!(next), next.Dwelling, also);
    }

    private static bool IsHere(Todo todo, ScreeningTarget here) => todo.DwellingId == here.DwellingId && todo.HouseholdId == here.HouseholdId;

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
