using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>Whom a measure binds is sampled with her: a test for each of them on each of its days.</summary>
internal static class BoundTests
{
    /// <summary>Whom it binds now: the person herself and, where they keep to it too, those who live with her, are at home and have no measure of their own.</summary>
    public static async Task<List<Guid>> PeopleAsync(Db db, Measure measure, CancellationToken cancel) =>
        [measure.PersonId, .. await Others(db, measure).Where(p => p.Presence == Presence.Home).OrderBy(p => p.Position).Select(p => p.Id).ToListAsync(cancel)];

    /// <summary>Whom it may come to bind: also who stays elsewhere, and may come home before it is over.</summary>
    public static async Task<List<Guid>> HouseholdAsync(Db db, Measure measure, CancellationToken cancel) =>
        [measure.PersonId, .. await Others(db, measure).OrderBy(p => p.Position).Select(p => p.Id).ToListAsync(cancel)];

    private static IQueryable<Person> Others(Db db, Measure measure)
    {
        var (community, household, person, own) = (measure.CommunityId, measure.HouseholdId, measure.PersonId, db.Measures);
        var applies = measure.CoResidents && measure.AtHome;
        return db.People.Where(p => applies && p.CommunityId == community && p.HouseholdId == household && p.Id != person && p.ClosedAt == null
            && !own.Any(m => m.CommunityId == community && m.PersonId == p.Id && m.EndedAt == null));
    }

    /// <param name="people">All that it may come to bind: what is asked of whom on the day, <c>TestsAsked</c> knows.</param>
    public static IEnumerable<MeasureTest> Make(Measure measure, IEnumerable<Guid> people, IReadOnlyCollection<int> days) =>
        from person in people
        from day in days
        select new MeasureTest
        {
            CommunityId = measure.CommunityId, Id = Ids.New(), BuildingId = measure.BuildingId, MeasureId = measure.Id, PersonId = person, Day = day,
            OnDate = MeasureRules.DateOf(measure.StartsAt, day),
        };

    extension(Db db)
    {
        /// <summary>
        /// Tests that are asked for: not of whoever lives there no more, stays elsewhere, or has had a measure of her own since. One that was not
        /// negative counts wherever she stays now.
        /// </summary>
        public IQueryable<MeasureTest> TestsAsked
        {
            get
            {
                var (people, others) = (db.People, db.Measures);
                return
                    from t in db.MeasureTests
                    join m in db.Measures on new { t.CommunityId, Id = t.MeasureId } equals new { m.CommunityId, m.Id }
                    where t.PersonId == m.PersonId
                        || (people.Any(p => p.CommunityId == m.CommunityId && p.Id == t.PersonId && p.HouseholdId == m.HouseholdId && p.ClosedAt == null
                                && (p.Presence == Presence.Home || t.Negative == false))
                            && !others.Any(o => o.CommunityId == m.CommunityId && o.PersonId == t.PersonId && (o.EndedAt == null || o.EndedAt > m.StartsAt)))
                    select t;
            }
        }
    }
}
