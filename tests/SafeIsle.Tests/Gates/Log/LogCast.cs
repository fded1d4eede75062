using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>Scans of other days than today, put in as if they had come then.</summary>
internal static class LogCast
{
    private static long seq;

    public static GateScan Scan(Guid gate, DateTimeOffset at, Pass? pass = null, string dwelling = "") => new()
    {
        CommunityId = Cast.Home, Id = Ids.New(), GateId = gate, DeviceId = gate, Seq = ++seq, DeviceAt = at, At = at, ReceivedAt = at, Direction = PassDirection.Out,
        How = pass is null ? ScanBy.None : ScanBy.Number, PassId = pass?.Id, Counter = pass?.Counter, DwellingId = pass?.DwellingId, Dwelling = dwelling,
        Verdict = PassVerdict.Go, Reason = "ok", ServerVerdict = PassVerdict.Go, ServerReason = "ok",
    };

    public static Task<int> AddAsync(this TestApp app, params IReadOnlyCollection<GateScan> scans) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        await db.BulkInsertAsync(scans, default);
        write.Record(Cast.Home, "test.scans", null, "测试记录");
        await write.CommitAsync();
        return scans.Count;
    });

    /// <summary>That day's wall time in Shanghai.</summary>
    public static DateTimeOffset At(DateOnly day, string time) =>
        Clock.FromHere(day.ToDateTime(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
}
