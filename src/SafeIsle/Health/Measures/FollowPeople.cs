using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>
/// An open measure goes with its person to her new door, or to the entry that goes on; it ends when she is in the register no more. What
/// ended before keeps the door where it was kept.
/// </summary>
internal static class FollowPeople
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<WhenHouseholdLeft>(LeftAsync);
        services.AddSingleton<WhenDwellingMerged>(MergedAsync);
    }

    private static async Task LeftAsync(Db db, WriteScope write, HouseholdLeft notice, CancellationToken cancel)
    {
        if (notice.Person is not { } person)
        {
            return;
        }

        var (community, now) = (notice.Community, await notice.PlaceNowAsync(db, cancel));
        var kept = now?.Person.Id;
        if (await db.Measures.SingleOrDefaultAsync(m => m.CommunityId == community && m.PersonId == person && m.EndedAt == null, cancel) is { } open)
        {
            if (now is null)
            {
                await EndAsync(db, write, open, notice, $"本人{notice.Why}", cancel);
            }
            else if (kept != person && await MeasureDesk.OpenOfAsync(db, community, kept!.Value, cancel) is not null)
            {
                await EndAsync(db, write, open, notice, "重复登记合并，以保留的那一条的措施为准", cancel);
            }
            else
            {
                await MoveAsync(db, write, open, now, cancel);
            }
        }

        if (kept is { } same && same != person)
        {
            await db.Measures.Where(m => m.CommunityId == community && m.PersonId == person).ExecuteUpdateAsync(set => set.SetProperty(m => m.PersonId, same), cancel);
            // Where both entries were sampled on a day, the one that is kept has it already.
            var kepts = db.MeasureTests.Where(t => t.CommunityId == community && t.PersonId == same);
            await db.MeasureTests.Where(t => t.CommunityId == community && t.PersonId == person && !kepts.Any(k => k.MeasureId == t.MeasureId && k.Day == t.Day))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.PersonId, same), cancel);
        }
    }

    private static async Task EndAsync(Db db, WriteScope write, Measure open, HouseholdLeft notice, string why, CancellationToken cancel)
    {
        var (community, id, at, by) = (notice.Community, open.Id, notice.At, notice.By);
        await db.Measures.Where(m => m.CommunityId == community && m.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.EndedAt, at).SetProperty(m => m.EndedHow, MeasureEnd.Left).SetProperty(m => m.EndedBy, by).SetProperty(m => m.EndWhy, why), cancel);
        await MeasureTodos.DropAsync(db, open, at, cancel);
        write.Record(community, "measure.left", id, $"{open.Dwelling}一人的{MeasureWords.Of(open.Kind)}随登记结束：{why}");
    }

    // Whatever was written about it goes along, so that those who answer for the new door read all of it.
    private static async Task MoveAsync(Db db, WriteScope write, Measure open, PersonPlace now, CancellationToken cancel)
    {
        var (community, id, household) = (open.CommunityId, open.Id, now.Household.Id);
        var (building, dwelling, label) = (now.Building.Id, now.Dwelling.Id, now.Dwelling.Label);
        await db.Measures.Where(m => m.CommunityId == community && m.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.HouseholdId, household).SetProperty(m => m.BuildingId, building).SetProperty(m => m.DwellingId, dwelling)
                .SetProperty(m => m.Dwelling, label), cancel);
        await db.MeasureChanges.Where(c => c.CommunityId == community && c.MeasureId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.BuildingId, building), cancel);
        await db.MeasureTests.Where(t => t.CommunityId == community && t.MeasureId == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.BuildingId, building), cancel);
        await db.MeasureCalls.Where(c => c.CommunityId == community && c.MeasureId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.BuildingId, building), cancel);
        await db.MeasureObjections.Where(o => o.CommunityId == community && o.MeasureId == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.BuildingId, building), cancel);
        await db.MeasureTrips.Where(t => t.CommunityId == community && t.MeasureId == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.BuildingId, building), cancel);
        await db.Referrals.Where(r => r.CommunityId == community && r.MeasureId == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.BuildingId, building), cancel);
        write.Record(community, "measure.follow", id, $"一人的{MeasureWords.Of(open.Kind)}由{open.Dwelling}随人转到{label}");
    }

    private static async Task MergedAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        var (community, from, into) = (notice.Community, notice.From, notice.Into);
        var label = await db.Dwellings.Where(d => d.CommunityId == community && d.Id == into).Select(d => d.Label).SingleAsync(cancel);
        await db.Measures.Where(m => m.CommunityId == community && m.DwellingId == from && m.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.DwellingId, into).SetProperty(m => m.Dwelling, label), cancel);
    }
}
