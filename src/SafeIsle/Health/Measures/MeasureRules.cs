using System.Security.Cryptography;
using System.Text;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Health.Measures;

/// <summary>Decisions about measures, without database.</summary>
public static class MeasureRules
{
    /// <summary>Days are 24 hours (decision 10).</summary>
    public static DateTimeOffset End(DateTimeOffset from, int days) => from.AddDays(days);

    /// <summary>Of how many days one lasts; of an extension that ends within a day, that day counts.</summary>
    public static int Days(DateTimeOffset from, DateTimeOffset until) => (int)Math.Ceiling((until - from).TotalDays);

    /// <summary>The date on which the last of the days begins: day 14 of 14. It is over at the hour of its start, a date later.</summary>
    public static DateOnly LastDay(DateTimeOffset from, DateTimeOffset until) => DateOf(from, Days(from, until));

    /// <summary>The date in Shanghai on which the measure's day falls: the first is the day of its start.</summary>
    public static DateOnly DateOf(DateTimeOffset from, int day) => from.DateHere().AddDays(day - 1);

    /// <summary>What stands against releasing it, a sentence each; empty: days and tests hold.</summary>
    /// <param name="person">Who is under it; tests of others are of those who live with her.</param>
    public static IEnumerable<string> Against(DateTimeOffset until, Guid person, IEnumerable<MeasureTest> tests, int alerts, DateTimeOffset now)
    {
        if (now < until)
        {
            yield return $"还没有期满，到 {until.Full()} 为止。";
        }

        var all = tests.ToList();
        foreach (var whose in new[] { "", "同住的人" })
        {
            var days = all.Where(t => t.PersonId == person == (whose.Length == 0)).Select(t => (t.Day, t.Negative)).Distinct().OrderBy(t => t.Day).ToLookup(t => t.Negative, t => t.Day);
            if (days[null].Any())
            {
                yield return $"{whose}第 {string.Join("、", days[null])} 天的检测没有结果。";
            }

            if (days[false].Any())
            {
                yield return $"{whose}第 {string.Join("、", days[false])} 天的检测不是阴性。";
            }
        }

        if (alerts > 0)
        {
            yield return $"还有 {alerts} 次体温异常没有处理。";
        }
    }

    /// <summary>
    /// Whether somebody looks on that day whether the person is at home: on average every so many days, and not to be foreseen without
    /// the measure's id.
    /// </summary>
    public static bool IsSpotDay(Guid measure, DateOnly day, int every) =>
        every > 0 && BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{measure:N} spot-day {day:yyyyMMdd}"))) % (uint)every == 0;

    /// <summary>The windows that bind, from the first of the day on.</summary>
    public static IReadOnlyList<ReportWindow> Windows(IEnumerable<ReportWindow> windows, int reports) =>
        [.. windows.OrderBy(w => w.From).Take(reports)];
}
