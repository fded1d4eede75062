using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>Households follow their dwelling when it is merged into another, and keep it from being closed while they live there.</summary>
internal static class MoveWithDwelling
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<WhenDwellingMerged>(MoveAsync);
        services.AddSingleton<BeforeDwellingClosed>(RefuseWhileLivedInAsync);
        services.AddSingleton<HistoryOfBuilding>(HistoryAsync);
    }

    private static async Task MoveAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        // Those who left stay with the old door: that is where they lived.
        var households = await db.Households.AsTracking()
            .Where(h => h.CommunityId == notice.Community && h.DwellingId == notice.From && h.ClosedAt == null)
            .ToListAsync(cancel);
        foreach (var household in households)
        {
            household.DwellingId = notice.Into;
            write.Record(notice.Community, "household.move", household.Id, "所住房屋合并，随房迁入合并后的房屋");
        }
    }

    // Also those who left long ago: the register keeps where they lived.
    private static async Task<string?> HistoryAsync(Db db, long community, Guid building, CancellationToken cancel)
    {
        var households = await db.Households.CountAsync(h => h.CommunityId == community && h.BuildingId == building, cancel);
        var declared = await db.Proposals.CountAsync(p => p.CommunityId == community && p.BuildingId == building, cancel)
            + await db.DoorTries.CountAsync(t => t.CommunityId == community && t.BuildingId == building, cancel);
        string[] words = [.. households > 0 ? [$"住户登记 {households} 户（含已搬离）"] : Array.Empty<string>(), .. declared > 0 ? ["住户自报"] : Array.Empty<string>()];
        return words.Length == 0 ? null : string.Join("、", words);
    }

    private static async Task<string?> RefuseWhileLivedInAsync(Db db, long community, Guid dwelling, CancellationToken cancel)
    {
        var count = await db.Households.CountAsync(h => h.CommunityId == community && h.DwellingId == dwelling && h.ClosedAt == null, cancel);
        return count == 0 ? null : $"这里还登记着 {count} 户，没有停用；请先把他们迁走或注销，再停用房屋。";
    }
}
