using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Platform;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>What the desk knows of a device: when it was last heard of, and how many scans it still held.</summary>
public sealed class WaitingTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 23, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, null, "ok", "刚刚")]
    [InlineData(0, 0, "ok", "刚刚，都传完了")]
    [InlineData(3, 12, "wait", "3 分钟前，等 12 条")]
    [InlineData(119, 0, "ok", "1 小时前，都传完了")]
    [InlineData(120, 0, "late", "2 小时没有消息")]
    [InlineData(120, 5, "late", "2 小时没有消息，等 5 条")]
    [InlineData(60 * 24 * 3, 0, "late", "3 天没有消息")]
    public void Time_and_number_in_words(int minutes, int? waiting, string tone, string words) =>
        DeviceContact.Of(Device(minutes, waiting), open: true, Now).ShouldBe(new(tone, words));

    [Fact]
    public void A_closed_gate_is_silent_and_a_device_that_never_came_says_so()
    {
        DeviceContact.Of(Device(500, 0), open: false, Now).Tone.ShouldBe("off");
        var fresh = Device(0, null);
        (fresh.EnrolledAt, fresh.SeenAt, fresh.EnrolUntil) = (null, null, Now.AddMinutes(5));
        DeviceContact.Of(fresh, open: true, Now).ShouldBe(new("wait", "等待登记"));
        DeviceContact.Of(fresh, open: true, Now.AddHours(1)).ShouldBe(new("off", "没有登记"));
        fresh.WipedAt = Now.AddMinutes(-3);
        DeviceContact.Of(fresh, open: true, Now).ShouldBe(new("off", "3 分钟前清除"));
        fresh.Waiting = 12;
        DeviceContact.Of(fresh, open: false, Now).ShouldBe(new("late", "3 分钟前清除，最后联系时还有 12 条没传"));
    }

    [Fact]
    public async Task What_a_lost_device_held_stays_on_the_days_page_for_a_week_and_goes_as_it_hands_it_in()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "丢失门");
        using var held = await app.ScannerAsync(director, gate, "丢的平板");
        using var gap = await app.ScannerAsync(director, gate, "漏的平板");
        using var clean = await app.ScannerAsync(director, gate, "传完的平板");
        (await held.SnapshotAsync(waiting: 2)).Status.ShouldBe(HttpStatusCode.OK);
        (await clean.SnapshotAsync(waiting: 0)).Status.ShouldBe(HttpStatusCode.OK);
        await gap.SendAsync(gap.Scan(app.Clock.Now(), "out"));
        gap.Lose();
        await gap.SendAsync(gap.Scan(app.Clock.Now(), "out"));
        Dictionary<string, object?>[] kept = [held.Scan(app.Clock.Now(), "out"), held.Scan(app.Clock.Now(), "out"), held.Scan(app.Clock.Now().AddHours(1), "out")];
        foreach (var device in await app.InDbAsync(db => db.GateDevices.Where(d => d.GateId == gate).Select(d => d.Id).ToListAsync()))
        {
            await director.OpenAsync($"{Desk}/gates/{gate}");
            await director.SubmitAsync($"/devices/{device}/wipe");
        }

        director.Text.ShouldContain("刚刚清除，最后联系时还有 2 条没传");
        (await DayAsync()).ShouldContain("丢的平板 丢失门 ▲刚刚清除，最后联系时还有 2 条没传");
        (await DayAsync()).ShouldContain("漏的平板 丢失门 ○刚刚清除 已收到 2 条▲缺 1 条");
        (await DayAsync()).ShouldNotContain("传完的平板");

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        (await held.SendAsync(kept[0])).Status.ShouldBe(HttpStatusCode.Gone);
        (await held.SendAsync(kept[0])).Status.ShouldBe(HttpStatusCode.Gone);
        (await DayAsync()).ShouldContain("3 分钟前清除，最后联系时还有 1 条没传");
        // What whoever has it now makes up stands for nothing that it held.
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await held.SendAsync(kept[2])).Status.ShouldBe(HttpStatusCode.Gone);
        (await DayAsync()).ShouldContain("还有 1 条没传");
        (await held.SendAsync(kept[1])).Status.ShouldBe(HttpStatusCode.Gone);
        (await DayAsync()).ShouldNotContain("丢的平板");
        app.Clock.Advance(GateRules.WipedShown);
        (await DayAsync()).ShouldNotContain("漏的平板");

        async Task<string> DayAsync()
        {
            using var later = await app.AsAsync("director");
            await later.OpenAsync(Desk + "/gates/day");
            return string.Join(' ', (later.Page.QuerySelector("#devices")?.TextContent ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public async Task The_number_that_a_device_tells_stands_on_the_pages_of_its_gate()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "等传门");
        using var scanner = await app.ScannerAsync(director, gate, "等传平板");
        (await scanner.SnapshotAsync(waiting: 12)).Status.ShouldBe(HttpStatusCode.OK);
        await director.OpenAsync($"{Desk}/gates/{gate}");
        director.Text.ShouldContain("等 12 条");
        await director.OpenAsync(Desk + "/gates");
        director.Text.ShouldContain("等 12 条");
        await director.OpenAsync(Desk + "/gates/day");
        director.Text.ShouldContain("等传平板");
        director.Text.ShouldContain("等 12 条");

        // A scanner of before says nothing, nonsense is not believed: what was known stays.
        await scanner.SnapshotAsync();
        (await scanner.SnapshotAsync(waiting: -1)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.GateDevices.Where(d => d.GateId == gate).Select(d => d.Waiting).SingleAsync())).ShouldBe(12);
        await scanner.SnapshotAsync(waiting: 0);
        await director.OpenAsync($"{Desk}/gates/{gate}");
        director.Text.ShouldContain("都传完了");
        app.Clock.Advance(GateRules.SilentAfter);
        using var later = await app.AsAsync("director");
        await later.OpenAsync($"{Desk}/gates/{gate}");
        later.Text.ShouldContain("2 小时没有消息");
    }

    private static GateDevice Device(int minutes, int? waiting) => new()
    {
        CommunityId = Cast.Home, Id = Ids.New(), GateId = Ids.New(), Name = "平板", EnrolledAt = Now.AddDays(-9), SeenAt = Now.AddMinutes(-minutes), Waiting = waiting,
    };
}
