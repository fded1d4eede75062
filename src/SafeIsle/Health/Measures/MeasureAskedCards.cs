using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.Health.Measures;

/// <summary>What became of what a household asked for under a measure: going out to the doctor, and objections.</summary>
internal static class MeasureAskedCards
{
    private const string Path = "/measures";

    /// <summary>For how long an answer stands on the first page.</summary>
    private static readonly TimeSpan ShownAfter = TimeSpan.FromDays(3);

    internal static async Task<IReadOnlyList<HomeCard>> OfAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if (await home.ProvenAsync(db, cancel) is not { } household)
        {
            return [];
        }

        var (community, trip, word) = (home.Dwelling.CommunityId, now.AddDays(-1), now - ShownAfter);
        var names = await db.Measures.Where(m => m.CommunityId == community && m.HouseholdId == household && m.EndedAt == null)
            .ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var measures = names.Keys.ToList();
        var trips = await db.MeasureTrips.Where(t => t.CommunityId == community && measures.Contains(t.MeasureId) && t.WishedAt >= trip)
            .OrderBy(t => t.WishedAt).Take(MeasureLimits.MostADay).ToListAsync(cancel);
        var objections = await db.MeasureObjections
            .Where(o => o.CommunityId == community && measures.Contains(o.MeasureId) && (o.AnsweredAt == null || o.AnsweredAt > word))
            .OrderByDescending(o => o.At).Take(MeasureLimits.MostADay).ToListAsync(cancel);
        return [.. trips.Select(t => Of(t, names[t.MeasureId])), .. objections.Select(o => Of(o, names[o.MeasureId]))];
    }

    private static HomeCard Of(MeasureTrip trip, string name)
    {
        var what = $"{trip.WishedAt.Short()}去{trip.Destination}";
        return trip.Allowed switch
        {
            true => new(3, $"{name}：同意外出就医", $"{what}，{trip.Companion}陪同。等外出单开好再出门。", Path, "ok", "看安排"),
            false => new(4, $"{name}：没有同意外出", $"{what}，没有同意：{trip.Refusal}。急症不要等，打 120。", Path, "late", "看看"),
            null => new(6, $"{name}：外出就医等答复", $"{what}。急症不要等，打 120。", Path, "wait"),
        };
    }

    private static HomeCard Of(MeasureObjection objection, string name) => objection.AnsweredAt is { } at
        ? new(4, $"{name}：异议已经答复", $"{at.Short()} 答复，请看。", Path, "wait", "看答复")
        : new(7, $"{name}：异议已经收到", $"{objection.At.Short()} 收到，正在报决定机关，答复会显示在告知书里。", Path, "wait");
}
