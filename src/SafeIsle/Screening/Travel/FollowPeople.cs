using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Returnees;

namespace SafeIsle.Screening.Travel;

/// <summary>
/// Checks and findings go with their person to her new door or to the entry that goes on; when she left for good they end, so that they bind
/// nobody who stays. What ended before stays where it was. Returns go with the dwelling and end with the household.
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
            await EndReturnsAsync(db, write, notice, cancel);
        }
        else if (await notice.PlaceNowAsync(db, cancel) is { } now)
        {
            await MoveAsync(db, write, notice, person, now, cancel);
        }
        else
        {
            await DropAsync(db, write, notice, person, notice.Why, cancel);
            var (community, at, by, why) = (notice.Community, notice.At, notice.By, notice.Why);
            var ended = await db.TravelFindings.Where(f => f.CommunityId == community && f.PersonId == person && f.ResolvedAt == null).ExecuteUpdateAsync(
                set => set.SetProperty(f => f.State, FindingState.Resolved).SetProperty(f => f.End, FindingEnd.Settled).SetProperty(f => f.ResolvedAt, at)
                    .SetProperty(f => f.ResolvedBy, by).SetProperty(f => f.ResolvedWhy, why), cancel);
            if (ended > 0)
            {
                write.Record(community, "travel.settle", person, $"本人{why}，核验结果随之了结 {ended} 件");
            }
        }
    }

    private static async Task MoveAsync(Db db, WriteScope write, HouseholdLeft notice, Guid person, PersonPlace now, CancellationToken cancel)
    {
        var (community, kept, household) = (notice.Community, now.Person.Id, now.Household.Id);
        var (building, dwelling, label) = (now.Building.Id, now.Dwelling.Id, now.Dwelling.Label);
        if (kept != person && await db.TravelChecks.AnyAsync(c => c.CommunityId == community && c.PersonId == kept && c.ClosedAt == null, cancel))
        {
            // One open check for each person.
            await DropAsync(db, write, notice, person, "重复登记合并", cancel);
        }

        await db.TravelChecks.Where(c => c.CommunityId == community && c.PersonId == person && c.ClosedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.HouseholdId, household).SetProperty(c => c.BuildingId, building).SetProperty(c => c.DwellingId, dwelling)
                .SetProperty(c => c.Dwelling, label), cancel);
        // The check that a finding came of is read on the same page: both, or those who answer for the new door see half.
        var open = db.TravelFindings.Where(f => f.CommunityId == community && f.PersonId == person && f.ResolvedAt == null);
        await db.TravelChecks.Where(c => c.CommunityId == community && open.Any(f => f.CheckId == c.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.HouseholdId, household).SetProperty(c => c.BuildingId, building).SetProperty(c => c.DwellingId, dwelling)
                .SetProperty(c => c.Dwelling, label), cancel);
        var moved = await open.ExecuteUpdateAsync(
            set => set.SetProperty(f => f.HouseholdId, household).SetProperty(f => f.BuildingId, building).SetProperty(f => f.Dwelling, label), cancel);
        await db.TravelChecks.Where(c => c.CommunityId == community && c.PersonId == person).ExecuteUpdateAsync(set => set.SetProperty(c => c.PersonId, kept), cancel);
        await db.TravelFindings.Where(f => f.CommunityId == community && f.PersonId == person).ExecuteUpdateAsync(set => set.SetProperty(f => f.PersonId, kept), cancel);
        if (moved > 0)
        {
            write.Record(community, "travel.follow", kept, $"核验结果 {moved} 件随人转到{label}");
        }
    }

    private static async Task DropAsync(Db db, WriteScope write, HouseholdLeft notice, Guid person, string why, CancellationToken cancel)
    {
        var (community, at, by) = (notice.Community, notice.At, notice.By);
        var checks = db.TravelChecks.Where(c => c.CommunityId == community && c.PersonId == person && c.ClosedAt == null);
        var ids = await checks.Select(c => c.Id).ToListAsync(cancel);
        if (ids.Count == 0)
        {
            return;
        }

        await checks.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Result, CheckResult.Dropped).SetProperty(c => c.ClosedAt, at).SetProperty(c => c.ClosedBy, by), cancel);
        await Grids.Todos.AskTodos.DropTodosAsync(db, community, TravelDesk.Kind.Code, ids, at, cancel);
        write.Record(community, "travel.drop", ids[0], $"{why}，不用再核对行程");
    }

    // Whoever stands at the gate already is somebody's to look after, whatever the register says.
    private static async Task EndReturnsAsync(Db db, WriteScope write, HouseholdLeft notice, CancellationToken cancel)
    {
        var (community, household) = (notice.Community, notice.Household);
        foreach (var returnee in await db.Returnees.AsTracking()
            .Where(r => r.CommunityId == community && r.HouseholdId == household && r.State == ReturneeState.Announced).ToListAsync(cancel))
        {
            await ReturneeDesk.EndAsync(db, write, returnee, ReturneeState.Cancelled, $"系统：住户{notice.Why}", notice.At, cancel);
        }
    }

    private static async Task MergedAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        var (community, from, into) = (notice.Community, notice.From, notice.Into);
        var label = await db.Dwellings.Where(d => d.CommunityId == community && d.Id == into).Select(d => d.Label).SingleAsync(cancel);
        await db.TravelChecks.Where(c => c.CommunityId == community && c.DwellingId == from && c.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.DwellingId, into).SetProperty(c => c.Dwelling, label), cancel);
        await db.Returnees.Where(r => r.CommunityId == community && r.DwellingId == from && r.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DwellingId, into).SetProperty(r => r.Dwelling, label), cancel);
    }
}
