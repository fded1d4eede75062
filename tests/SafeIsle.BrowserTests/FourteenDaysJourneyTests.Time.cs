using System.Globalization;

namespace SafeIsle.BrowserTests;

/// <summary>Whose days they are, and how they pass: the journey lives all of them now, and what was written before moves back.</summary>
public sealed partial class FourteenDaysJourneyTests
{
    /// <summary>Things rise in rounds, two minutes apart; a list that is open is opened anew so often.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(3), Again = TimeSpan.FromSeconds(2);

    private const string Morning = "早", Evening = "晚";

    /// <summary>A morning becomes the evening before it, an evening the morning of its day, and every instant is twelve hours ago.</summary>
    private const string Back = """
        CREATE TEMP TABLE mine AS SELECT id, household_id FROM measure WHERE community_id = $community AND dwelling = $door;
        UPDATE measure SET starts_at = starts_at - $half, until = until - $half, opened_at = opened_at - $half WHERE id IN (SELECT id FROM mine);
        UPDATE measure_test SET
            entered_at = entered_at - $half,
            on_date = date((SELECT starts_at FROM measure m WHERE m.id = measure_id) / 1000 + 28800, 'unixepoch', '+' || (day - 1) || ' days')
        WHERE measure_id IN (SELECT id FROM mine);
        UPDATE measure_call SET at = at - $half, day = date((at - $half) / 1000 + 28800, 'unixepoch') WHERE measure_id IN (SELECT id FROM mine);
        UPDATE measure_trip SET at = at - $half, wished_at = wished_at - $half, decided_at = decided_at - $half WHERE measure_id IN (SELECT id FROM mine);
        UPDATE errand SET issued_at = issued_at - $half, back_at = back_at - $half, back_by = back_by - $half WHERE household_id IN (SELECT household_id FROM mine);
        UPDATE missing_call SET at = at - $half, day = CASE "window" WHEN $morning THEN date(day, '-1 day') ELSE day END,
            "window" = CASE "window" WHEN $morning THEN $evening ELSE $morning END WHERE duty_id IN (SELECT id FROM mine);
        UPDATE health_alert SET at = at - $half, handled_at = handled_at - $half, day = CASE "window" WHEN $morning THEN date(day, '-1 day') ELSE day END,
            "window" = CASE "window" WHEN $morning THEN $evening ELSE $morning END WHERE duty_id IN (SELECT id FROM mine);
        UPDATE temperature_report SET version = version + 1000, at = at - $half, day = CASE "window" WHEN $morning THEN date(day, '-1 day') ELSE day END,
            "window" = CASE "window" WHEN $morning THEN $evening ELSE $morning END WHERE duty_id IN (SELECT id FROM mine);
        UPDATE temperature_report SET version = version - 1000 WHERE duty_id IN (SELECT id FROM mine);
        """;

    // Three at home, nobody else behind their door, in a grid of the worker's.
    private Family FindFamily()
    {
        var found = Rows.Ask(homes.Server, """
            SELECT lower(hex(h.id)), b.label, d.label, (SELECT name FROM person p WHERE p.community_id = h.community_id AND p.household_id = h.id AND p.position = 0)
            FROM account a
            JOIN grid_duty g ON g.account_id = a.id AND g.ended_at IS NULL
            JOIN grid_part q ON q.community_id = g.community_id AND q.grid_id = g.grid_id
            JOIN dwelling d ON d.community_id = q.community_id AND d.building_id = q.building_id AND (q.unit IS NULL OR q.unit = d.unit)
            JOIN building b ON b.community_id = d.community_id AND b.id = d.building_id
            JOIN household h ON h.community_id = d.community_id AND h.dwelling_id = d.id
            JOIN person p ON p.community_id = h.community_id AND p.household_id = h.id
            WHERE a.user_name = 'wangge' AND b.key <> '25' AND b.key < '61'
                AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.community_id = h.community_id AND m.household_id = h.id)
                AND 1 = (SELECT count(*) FROM household o WHERE o.community_id = d.community_id AND o.dwelling_id = d.id)
            GROUP BY h.id HAVING count(*) = 3 AND sum(p.presence = 'Home') = 3
            ORDER BY b.sort_key, d.sort_key LIMIT 1
            """).Single();
        return new(Guid.ParseExact(found[0], "N"), found[1], found[2], found[3]);
    }

    private void HalfADayPasses(Family home) => Rows.Change(
        homes.Server, Back,
        ("$community", RentedHomes.Community), ("$door", home.Door), ("$half", (long)TimeSpan.FromHours(12).TotalMilliseconds), ("$morning", Morning), ("$evening", Evening));

    // The evening's hours are over, and no others come near, at whatever hour the journey runs.
    private static async Task SetHoursAsync(Screen director)
    {
        var hour = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Hour;
        var (morning, evening) = hour < 10 ? (hour + 2, 20) : (hour - 9, hour - 3);
        await director.FollowAsync("预案");
        await director.FollowAsync("居家医学观察 14 天");
        await director.FollowAsync("修改，发布新版");
        foreach (var (field, at) in new[] { ("From0", morning), ("To0", morning + 2), ("From1", evening), ("To1", evening + 2) })
        {
            await director.Page.Locator($"[name=window{field}]").FillAsync(string.Create(CultureInfo.InvariantCulture, $"{at:D2}:00"));
        }

        await director.PressAsync("发布第 2 版");
        await director.Page.WaitForURLAsync(url => !url.EndsWith("/edit", StringComparison.Ordinal));
    }

    private sealed record Family(Guid Household, string Building, string Door, string Person);
}
