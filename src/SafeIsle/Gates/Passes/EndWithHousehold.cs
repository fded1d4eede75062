using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Visits;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Passes;

/// <summary>Passes end with their person or their household, and follow it when its dwelling is merged into another.</summary>
internal static class EndWithHousehold
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<WhenHouseholdLeft>(EndAsync);
        services.AddSingleton<WhenDwellingMerged>(MoveAsync);
    }

    private static async Task EndAsync(Db db, WriteScope write, HouseholdLeft notice, CancellationToken cancel)
    {
        var (community, household, person) = (notice.Community, notice.Household, notice.Person);
        // Before the passes are read: a batch for the whole compound may be giving one just now.
        var seq = await PassSequences.NextAsync(db, community, cancel);
        var passes = db.Passes.Where(p => p.CommunityId == community && p.HouseholdId == household && p.RevokedAt == null);
        passes = person is null ? passes : passes.Where(p => p.PersonId == person);
        if (notice.MergedInto is { } kept && await db.People.AnyAsync(p => p.CommunityId == community && p.Id == kept && p.HouseholdId == household, cancel))
        {
            // The same person at the same door, entered twice: her passes and slips stay good.
            await passes.ExecuteUpdateAsync(set => set.SetProperty(p => p.PersonId, kept), cancel);
            await db.Errands.Where(e => e.CommunityId == community && e.HouseholdId == household && e.PersonId == person)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.PersonId, kept), cancel);
            return;
        }

        if (person is null)
        {
            var now = notice.At;
            await db.Visits.Where(v => v.CommunityId == community && v.HouseholdId == household && v.State == VisitState.Asked).ExecuteUpdateAsync(
                set => set.SetProperty(v => v.State, VisitState.Refused).SetProperty(v => v.DecidedAt, now).SetProperty(v => v.DecidedBy, "系统：住户已搬走"), cancel);
        }

        // A visitor who is inside must get out again; his pass ends with that.
        var inside = db.Visits.Where(v => v.CommunityId == community && v.HouseholdId == household && v.State == VisitState.Inside).Select(v => v.PassId);
        var ending = await passes.Where(p => !inside.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel);
        if (ending.Count == 0)
        {
            return;
        }

        var (at, by, why) = (notice.At, notice.By, notice.Why);
        await db.Passes.Where(p => p.CommunityId == community && ending.Contains(p.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.RevokedAt, at).SetProperty(p => p.RevokedBy, by).SetProperty(p => p.RevokedWhy, why).SetProperty(p => p.ChangedSeq, seq), cancel);
        var slips = db.Errands.Where(e => e.CommunityId == community && ending.Contains(e.PassId));
        await db.MedicineCertificates.Where(c => c.CommunityId == community && c.VoidAt == null && slips.Any(e => e.Id == c.ErrandId))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.VoidAt, at), cancel);
        await slips.Where(e => e.State == ErrandState.Issued || e.State == ErrandState.Out).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.State, ErrandState.TakenBack).SetProperty(e => e.TakenBackAt, at).SetProperty(e => e.TakenBackBy, by).SetProperty(e => e.TakenBackWhy, why),
            cancel);
        write.Record(community, "pass.left", household, $"住户{why}，作废出入证、外出单 {ending.Count} 张");
    }

    private static async Task MoveAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        var (community, from, into) = (notice.Community, notice.From, notice.Into);
        var seq = await PassSequences.NextAsync(db, community, cancel);
        var passes = db.Passes.Where(p => p.CommunityId == community && p.DwellingId == from && p.RevokedAt == null);
        // Statements look for what a household did by its door.
        await db.GateScans.Where(s => s.CommunityId == community && s.DwellingId == from && passes.Any(p => p.Id == s.PassId))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.DwellingId, into), cancel);
        var moved = await passes.ExecuteUpdateAsync(set => set.SetProperty(p => p.DwellingId, into).SetProperty(p => p.ChangedSeq, seq), cancel);
        await db.Visits.Where(v => v.CommunityId == community && v.DwellingId == from).ExecuteUpdateAsync(set => set.SetProperty(v => v.DwellingId, into), cancel);
        if (moved > 0)
        {
            write.Record(community, "pass.move", into, $"房屋合并，{moved} 张出入证随房转到合并后的房屋");
        }
    }
}
