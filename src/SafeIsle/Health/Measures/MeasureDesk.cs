using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Health.Measures;

/// <summary>Addresses of this part's pages, and who may open which.</summary>
internal static class MeasureDesk
{
    public static string Path(long community) => $"/desk/{community}/measures";

    public static string Path(Measure measure) => $"{Path(measure.CommunityId)}/{measure.Id}";

    public static string NewPath(long community, Guid person) => $"{Path(community)}/new?person={person}";

    /// <summary>The form of what follows where she was brought: the decision is entered there, the place is filled in.</summary>
    public static string NewPath(Measure measure, Referral referral) =>
        $"{NewPath(measure.CommunityId, measure.PersonId)}&kind={MeasureKind.CentralObservation}&place={Uri.EscapeDataString(referral.Place)}";

    /// <summary>The form, filled from a finding that waits for a measure; null for others.</summary>
    public static string? NewPath(TravelFinding finding) => !TakeUpFindings.Waits(finding) ? null
        : $"{NewPath(finding.CommunityId, finding.PersonId)}&kind={(finding.Follow == TravelFollow.CentralIsolation ? MeasureKind.CentralObservation : MeasureKind.HomeIsolation)}";

    public static string HouseholdPath(long community, Guid household) => $"/desk/{community}/households/{household}/measures";

    /// <summary>As for temperatures: those who call there and the building's doctor while it lasts, after it the committee alone.</summary>
    public static bool Tends(this Me me, Measure measure) =>
        me.Keeps(measure.CommunityId) || (measure.EndedAt is null && me.ForHealth().Tends(measure.CommunityId, measure.BuildingId));

    public static Task<Measure?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.Measures.Within(me).SingleOrDefaultAsync(m => m.CommunityId == community && m.Id == id, cancel);

    /// <summary>The open one of a person; null when there is none.</summary>
    public static Task<Measure?> OpenOfAsync(Db db, long community, Guid person, CancellationToken cancel) =>
        db.Measures.SingleOrDefaultAsync(m => m.CommunityId == community && m.PersonId == person && m.EndedAt == null, cancel);

    /// <summary>Takes it for a change within the open write: a second one waits, and then finds what the first left.</summary>
    public static async Task<Measure?> TakeAsync(Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        await db.Measures.Where(m => m.CommunityId == community && m.Id == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.EndedBy, m => m.EndedBy), cancel);
        return await db.Measures.Within(me).AsTracking().SingleOrDefaultAsync(m => m.CommunityId == community && m.Id == id, cancel);
    }

    /// <summary>Its plan, as it was when it was opened.</summary>
    public static async Task<PlanBody> PlanAsync(Db db, Measure measure, CancellationToken cancel) =>
        (await PublishedPlans.ReadAsync(db, measure.CommunityId, measure.PlanId, cancel)).Body;

    /// <summary>Under which the log keeps why somebody opens what is hidden.</summary>
    public const string SaidWhy = "measure.look.past";

    /// <summary>For how long a reason that was given opens the file, its forms and its papers.</summary>
    public static readonly TimeSpan ReasonLasts = TimeSpan.FromMinutes(30);

    /// <summary>Whether it ended so long ago that whoever looks says why, and that person did not say so a moment ago. Asked on every way in.</summary>
    public static async Task<bool> IsHiddenAsync(Db db, Me me, Measure measure, DateTimeOffset now, CancellationToken cancel)
    {
        if (measure.EndedAt is not { } ended || ended.AddDays((await PlanAsync(db, measure, cancel)).MeasureShownDays) >= now)
        {
            return false;
        }

        var (community, id, who, since) = (measure.CommunityId, measure.Id, me.AccountId, now - ReasonLasts);
        return !await db.Set<AuditEntry>().AnyAsync(
            e => e.CommunityId == community && e.Subject == id && e.Action == SaidWhy && e.ActorId == who && e.At > since, cancel);
    }

    public static Task<PersonPlace?> PersonAsync(Db db, Me me, long community, Guid person, CancellationToken cancel) =>
        db.People.Within(me).Where(p => p.CommunityId == community && p.Id == person && p.ClosedAt == null).WithPlace(db).SingleOrDefaultAsync(cancel);
}
