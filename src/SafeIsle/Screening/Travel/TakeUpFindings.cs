using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Travel;

/// <summary>What the committee does next about a finding that binds, on the check's page; a module below knows it.</summary>
/// <param name="Title">On the button: 开出措施.</param>
/// <param name="Path">Null where there is nothing to do about that one.</param>
public sealed record FindingStep(string Title, Func<TravelFinding, string?> Path);

/// <summary>Findings that ask for observation or isolation, of which a measure is still to be opened.</summary>
public static class TakeUpFindings
{
    /// <summary>Whether it binds, asks for a measure, and none was opened of it.</summary>
    public static bool Waits(TravelFinding finding) =>
        finding.ConfirmedAt is not null && finding.ResolvedAt is null && finding.TakenUpAt is null
        && finding.Follow is TravelFollow.HomeObservation or TravelFollow.CentralIsolation;

    extension(Db db)
    {
        /// <summary>See <see cref="Waits"/>.</summary>
        public IQueryable<TravelFinding> FindingsToTakeUp(long community) => db.TravelFindings.Where(f =>
            f.CommunityId == community && f.ConfirmedAt != null && f.ResolvedAt == null && f.TakenUpAt == null
            && (f.Follow == TravelFollow.HomeObservation || f.Follow == TravelFollow.CentralIsolation));

        /// <summary>A measure on the person is opened in the caller's write: her findings are taken up, recorded, and saved with it.</summary>
        /// <param name="holds">
        /// The measure holds the household's passes from now on: the finding ends. One with an objection that nobody has answered waits for
        /// the answer all the same.
        /// </param>
        public async Task TakeUpFindingsAsync(WriteScope write, long community, Guid person, bool holds, DateTimeOffset now, string by, CancellationToken cancel)
        {
            foreach (var finding in await db.FindingsToTakeUp(community).AsTracking().Where(f => f.PersonId == person).ToListAsync(cancel))
            {
                finding.TakenUpAt = now;
                if (holds && finding.State != FindingState.Objected)
                {
                    (finding.State, finding.End, finding.ResolvedAt, finding.ResolvedBy, finding.ResolvedWhy) =
                        (FindingState.Resolved, FindingEnd.TakenUp, now, by, "已开出措施");
                }

                write.Record(community, "travel.takeup", finding.Id, $"{finding.Dwelling}一人的核验结果已开出措施");
            }
        }

        /// <summary>
        /// The measure that took the person's findings up is over, in the caller's write: those that still stood beside it end, so that nothing
        /// holds the passes on.
        /// </summary>
        /// <returns>Whether one is left, since its objection is not answered.</returns>
        public async Task<bool> EndTakenUpAsync(WriteScope write, long community, Guid person, DateTimeOffset now, string by, CancellationToken cancel)
        {
            var left = false;
            foreach (var finding in await db.TravelFindings.AsTracking()
                .Where(f => f.CommunityId == community && f.PersonId == person && f.TakenUpAt != null && f.ResolvedAt == null).ToListAsync(cancel))
            {
                if (finding.State == FindingState.Objected)
                {
                    left = true;
                    continue;
                }

                (finding.State, finding.End, finding.ResolvedAt, finding.ResolvedBy, finding.ResolvedWhy) =
                    (FindingState.Resolved, FindingEnd.TakenUp, now, by, "措施已经解除");
                write.Record(community, "travel.settle", finding.Id, $"{finding.Dwelling}一人的措施已经解除，核验结果随之了结");
            }

            return left;
        }
    }
}
