using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Gates.Visits;

/// <summary>Numbers of the hosts whose answer is waited for, or whose visitor is inside, for whoever calls there: who is at home first. The look is recorded.</summary>
internal static class HostPhones
{
    /// <summary>Whether there is something to ask the host about that visit.</summary>
    public static bool Matters(Visit visit) => visit.State is VisitState.Asked or VisitState.Inside;

    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<CallNumber>>> OfAsync(
        Db db, Me me, Sealer sealer, long community, IReadOnlyList<Visit> visits, CancellationToken cancel)
    {
        var hosts = visits.Where(v => Matters(v) && me.Calls(community, v.BuildingId)).Select(v => v.HouseholdId).Distinct().ToList();
        if (hosts.Count == 0)
        {
            return new Dictionary<Guid, IReadOnlyList<CallNumber>>();
        }

        var people = await db.People.Where(p => p.CommunityId == community && hosts.Contains(p.HouseholdId) && p.ClosedAt == null)
            .Select(p => new { p.Id, p.HouseholdId, p.Name, p.PhonesSealed, p.Presence, p.Position }).ToListAsync(cancel);
        var numbers = people.GroupBy(p => p.HouseholdId).ToDictionary(
            g => g.Key,
            g => CallNumber.Of(g.OrderBy(p => p.Presence == Presence.Home ? 0 : 1).ThenBy(p => p.Position).Select(p => (p.Name, sealer.PhonesOf(p.Id, p.PhonesSealed)))));
        if (numbers.Values.Any(n => n.Count > 0))
        {
            await db.RecordLookAsync(me.Actor, community, "visit.call", null, $"打开等同意和在小区里的来访（含住户电话），{numbers.Count} 户", cancel);
        }

        return numbers;
    }
}
