using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.Health;

/// <summary>
/// What a household that reported fever or a symptom reads on its first page: what was reported, what happens next, whom to call; and what
/// came of it. Only where the phone may look back at reports: it is somebody's health.
/// </summary>
internal static class AlertsAtHome
{
    /// <summary>For how long one that nobody handled stands there: by then it is asked about anew every day.</summary>
    private static readonly TimeSpan OpenFor = TimeSpan.FromDays(3);

    /// <summary>For how long what came of it does.</summary>
    private static readonly TimeSpan HandledFor = TimeSpan.FromDays(1);

    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if (await home.ProvenAsync(db, cancel) is not { } household)
        {
            return [];
        }

        var (community, open, handled) = (home.Dwelling.CommunityId, now - OpenFor, now - HandledFor);
        var alerts = await (
            from a in db.HealthAlerts
            join p in db.People on new { a.CommunityId, Id = a.PersonId } equals new { p.CommunityId, p.Id }
            where a.CommunityId == community && a.HouseholdId == household && p.ClosedAt == null && (a.HandledAt == null ? a.At > open : a.HandledAt > handled)
            orderby a.At, a.Id
            select new { Row = a, p.Name, p.Position }).ToListAsync(cancel);
        return [.. alerts.GroupBy(a => a.Row.PersonId).OrderBy(g => g.First().Position)
            .Select(g => g.LastOrDefault(a => a.Row.HandledAt is null) is { } waits ? Waits(home, waits.Row, waits.Name) : Handled(g.MaxBy(a => a.Row.HandledAt)!.Row, g.First().Name))];
    }

    private static HomeCard Waits(Home home, HealthAlert alert, string name)
    {
        var phone = home.Community.Phone;
        return new(
            -12, $"{name}：{HealthWords.Of(alert.Tenths, alert.Symptoms)}，已报给社区医生",
            $"{alert.At.Short()} 收到。接下来医生或网格员会打电话来问，请留在家里等电话，有变化再报。觉得重，不要等，打居委会电话{(phone.Length > 0 ? $" {phone}" : "")}；急症打 120。",
            "/report", "late", "再报一次");
    }

    private static HomeCard Handled(HealthAlert alert, string name) => new(
        8, $"{name}：体温异常，{HealthWords.Of(alert.Outcome!.Value)}", $"{alert.HandledAt!.Value.Short()} 处理。又不舒服随时再报，急症打 120。", "/report", "ok");
}
