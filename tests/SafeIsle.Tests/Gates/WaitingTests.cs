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
