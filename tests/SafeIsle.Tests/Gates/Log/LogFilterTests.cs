using SafeIsle.Gates;
using SafeIsle.Gates.Log;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>The log's filters as its address holds them.</summary>
public sealed class LogFilterTests
{
    private static readonly DateOnly Today = new(2026, 3, 23);

    private static LogFilter Read(string query)
    {
        var values = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        return LogFilter.Read(name => values.TryGetValue(name, out var value) ? value.ToString() : null, Today);
    }

    [Theory]
    [InlineData("", "2026-03-23", "2026-03-23")]
    [InlineData("day=2026-03-01", "2026-03-01", "2026-03-01")]
    [InlineData("from=2026-03-01&to=2026-03-05", "2026-03-01", "2026-03-05")]
    [InlineData("from=2026-03-05&to=2026-03-01", "2026-03-01", "2026-03-05")]
    [InlineData("to=2026-03-05", "2026-03-05", "2026-03-05")]
    [InlineData("from=2026-01-01&to=2026-03-23", "2026-01-01", "2026-01-31")] // no more than a month at once
    [InlineData("from=1&to=0001-01-01", "2026-03-23", "2026-03-23")]
    [InlineData("day=9999-12-31", "2026-03-23", "2026-03-23")]
    public void Days(string query, string from, string to)
    {
        var filter = Read(query);
        ($"{filter.From.Iso()} {filter.To.Iso()}").ShouldBe($"{from} {to}");
        filter.Any.ShouldBeFalse();
    }

    [Fact]
    public void What_is_not_understood_is_left_out()
    {
        var filter = Read("gate=x&way=1&did=Maybe&how=0&only=-1&since=25:00&till=&sort=9&q=");
        filter.ShouldBe(new LogFilter { From = Today, To = Today });
    }

    [Fact]
    public void The_address_of_what_was_read_says_the_same_and_so_do_its_words()
    {
        var filter = Read("from=2026-03-20&to=2026-03-23&gate=01931f6a-0000-7000-8000-000000000001&way=Out&did=Stop&how=Door&only=Differs&since=22:30&till=06:30&q=%205０1%20&sort=Hottest");
        filter.ShouldBe(new LogFilter
        {
            From = Today.AddDays(-3), To = Today, Gate = new("01931f6a-0000-7000-8000-000000000001"), Way = PassDirection.Out, Did = PassVerdict.Stop, How = ScanBy.Door,
            Only = LogOnly.Differs, Hours = new(new(22, 30), new(6, 30)), Words = "501", Sort = LogSort.Hottest,
        });
        Read(filter.Query.Value!).ShouldBe(filter);
        LogWords.Of(filter, "北门").ShouldBe("2026年3月20日到2026年3月23日 · 北门 · 22:30–06:30 · 只看出 · 不放行 · 按房屋查 · 和规则不一致的 · 含“501”");
        filter.Any.ShouldBeTrue();
    }
}
