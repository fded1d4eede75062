using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>
/// Who, under a measure at home, is there now: whoever was fetched is not, from when she left until she is back. Nobody calls her, looks for
/// her or asks for her report meanwhile; those who live with her and are bound go on.
/// </summary>
internal static class KeptAtHome
{
    extension(Db db)
    {
        /// <summary>On which somebody left and is not back.</summary>
        public IQueryable<Referral> AwayOn => db.Referrals.Where(r => r.LeftAt != null && r.BackAt == null);
    }

    extension(IQueryable<Measure> measures)
    {
        /// <summary>Of those who are at home themselves.</summary>
        public IQueryable<Measure> AtHome(Db db)
        {
            var away = db.AwayOn;
            return measures.Where(m => m.Place == "" && !away.Any(r => r.CommunityId == m.CommunityId && r.MeasureId == m.Id));
        }

        /// <summary>Behind whose doors somebody keeps to it: the person herself, or one who lives with her.</summary>
        public IQueryable<Measure> WithHome(Db db)
        {
            var (away, people) = (db.AwayOn, db.People);
            return measures.Where(m => m.Place == "" && (!away.Any(r => r.CommunityId == m.CommunityId && r.MeasureId == m.Id)
                || (m.CoResidents && people.Any(p => p.CommunityId == m.CommunityId && p.HouseholdId == m.HouseholdId && p.Id != m.PersonId && p.ClosedAt == null
                    && p.Presence == Presence.Home))));
        }
    }

    /// <summary>Who of the community is under an open measure and away.</summary>
    public static async Task<HashSet<Guid>> AwayAsync(Db db, long community, CancellationToken cancel)
    {
        var away = db.AwayOn;
        return await db.Measures.Where(m => m.CommunityId == community && m.EndedAt == null && away.Any(r => r.CommunityId == m.CommunityId && r.MeasureId == m.Id))
            .Select(m => m.PersonId).ToHashSetAsync(cancel);
    }
}
