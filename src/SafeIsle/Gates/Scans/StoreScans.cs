using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Visits;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Stores uploads of one community: what they rely on is read once for all of them, and one transaction holds their scans with what
/// follows from them.
/// </summary>
internal static class StoreScans
{
    /// <summary>When a device was last heard of is told to the half minute, and how wrong its clock is to the second.</summary>
    private static readonly TimeSpan HeardEvery = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ClockWithin = TimeSpan.FromSeconds(1);

    /// <param name="uploads">Of one community.</param>
    /// <returns>An answer for each, in their order.</returns>
    public static async Task<IReadOnlyList<UploadAnswer>> StoreAsync(
        Db db, GateKeys keys, IReadOnlyList<Upload> uploads, DateTimeOffset now, CancellationToken cancel)
    {
        var community = uploads[0].Token.Community;
        var told = await ToldAsync(db, community, uploads, cancel);
        var stored = await StoredAsync(db, community, uploads, cancel);
        var arrivals = await ArrivalsAsync(db, told, stored, now, cancel);
        if (arrivals.Count > 0)
        {
            var taken = await CorrectScans.LoadAsync(db, community, arrivals, cancel);
            arrivals = arrivals.ConvertAll(a => a with { Void = a.Conflicts || !a.Trusted || a.Sent.Nobody || taken.Has(a) });
            var judge = await ScanJudge.LoadAsync(db, keys, community, arrivals, taken, cancel);
            var scans = arrivals.ConvertAll(a => judge.Scan(a, now));
            await WriteAsync(db, judge, arrivals, scans, taken, now, cancel);
            foreach (var scan in scans)
            {
                stored[scan.Id] = new(scan.Id, scan.DeviceId, scan.Content, scan.Verdict, scan.Differs, scan.ServerVerdict, scan.ServerReason);
            }
        }

        return [.. told.Select(t => Answer(t.Upload, t.Device, stored))];
    }

    private static async Task<List<(Upload Upload, AskingDevice? Device)>> ToldAsync(Db db, long community, IReadOnlyList<Upload> uploads, CancellationToken cancel)
    {
        var ids = uploads.Select(u => u.Token.Device).Distinct().ToList();
        var rows = await db.GateDevices.Where(d => d.CommunityId == community && ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        return [.. uploads.Select(u => (u, AskingDevice.Of(u.Token, rows.GetValueOrDefault(u.Token.Device))))];
    }

    private static async Task WriteAsync(
        Db db, ScanJudge judge, List<Arrival> arrivals, List<GateScan> scans, CorrectScans taken, DateTimeOffset now, CancellationToken cancel)
    {
        var community = scans[0].CommunityId;
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        await db.BulkInsertAsync(scans, cancel);
        // Slips first: their locks come before that of the numbers of changes, as at the desk.
        var errands = scans.FindAll(s => s.VoidAt is null && judge.PassOf(s) is { Kind: PassKind.Errand });
        if (errands.Count + taken.Passes.Count > 0)
        {
            await ErrandPassages.TakeAsync(db, community, [.. errands.Select(s => s.PassId!.Value), .. taken.Passes], cancel);
        }

        await taken.TakeBackAsync(db, now, cancel);
        await LaterScans.JudgeAsync(db, judge, scans, taken.Rows, cancel);
        if (errands.Count > 0)
        {
            await ErrandPassages.PassedAsync(db, community, errands, cancel);
        }

        var visits = scans.FindAll(s => s.VoidAt is null && judge.PassOf(s) is { Kind: PassKind.Visitor });
        if (visits.Count > 0)
        {
            await DecideVisit.PassedAsync(db, community, visits, cancel);
        }

        await FeverTodos.TakenBackAsync(db, judge, taken.Rows, now, cancel);
        await FeverTodos.AskAsync(db, judge, arrivals, scans, now, cancel);
        foreach (var ofDevice in arrivals.GroupBy(a => a.Device.Row.Id))
        {
            var device = ofDevice.First().Device;
            await HeardAsync(db, device.Row, ofDevice.FirstOrDefault(a => !a.Asks)?.Behind, now, cancel);
            await HandedInAsync(db, device, ofDevice.Count(a => a.Trusted && !a.Conflicts), cancel);
            write.Record(community, "gate.scans", device.Row.GateId, Line(device.Row, ofDevice.ToList()), device.Actor);
        }

        await write.CommitAsync(cancel);
    }

    /// <summary>Notes when the device was heard of, and how wrong its clock is. Within an open write.</summary>
    /// <param name="behind">Null: it told no time.</param>
    private static async Task HeardAsync(Db db, GateDevice row, TimeSpan? behind, DateTimeOffset now, CancellationToken cancel)
    {
        var behindMs = (long?)behind?.TotalMilliseconds ?? row.BehindMs;
        if (row.SeenAt > now - HeardEvery && Math.Abs(behindMs - row.BehindMs) < ClockWithin.TotalMilliseconds)
        {
            return;
        }

        await db.GateDevices.Where(d => d.CommunityId == row.CommunityId && d.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.SeenAt, now).SetProperty(d => d.BehindMs, behindMs), cancel);
    }

    // A device that was wiped gets no list any more, and so tells no more how many it holds.
    private static async Task HandedInAsync(Db db, AskingDevice device, int count, CancellationToken cancel)
    {
        if (device.Wiped && count > 0)
        {
            var row = device.Row;
            await db.GateDevices.Where(d => d.CommunityId == row.CommunityId && d.Id == row.Id && d.Waiting != null)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Waiting, d => d.Waiting > count ? d.Waiting - count : 0), cancel);
        }
    }

    private static async Task<Dictionary<Guid, StoredScan>> StoredAsync(Db db, long community, IReadOnlyList<Upload> uploads, CancellationToken cancel)
    {
        var ids = uploads.SelectMany(u => u.Scans).Select(s => s.Id).Distinct().ToList();
        return await db.GateScans.Where(s => s.CommunityId == community && ids.Contains(s.Id))
            .Select(s => new StoredScan(s.Id, s.DeviceId, s.Content, s.Verdict, false, s.ServerVerdict, s.ServerReason)).ToDictionaryAsync(s => s.Id, cancel);
    }

    // In the order of time, so that each is judged by those before it, at whichever gate; each id once, and once more each other thing that was said by it.
    private static async Task<List<Arrival>> ArrivalsAsync(
        Db db, List<(Upload Upload, AskingDevice? Device)> told, Dictionary<Guid, StoredScan> stored, DateTimeOffset now, CancellationToken cancel)
    {
        var (arrivals, seen) = (new List<Arrival>(), stored.ToDictionary(s => s.Key, s => s.Value.Content));
        foreach (var (upload, device) in told)
        {
            if (device is null || (upload.Asks && device.Wiped))
            {
                continue;
            }

            var behind = upload.SentAt is { } sentAt ? DeviceTime.Behind(sentAt, now) : TimeSpan.Zero;
            foreach (var scan in upload.Scans)
            {
                var content = scan.ContentOf(upload.Asks);
                var first = seen.TryAdd(scan.Id, content);
                var row = first ? scan.Id : Ids.Of(scan.Id, string.Create(CultureInfo.InvariantCulture, $"also {content:x16}"));
                if (first || (seen[scan.Id] != content && !upload.Asks && seen.TryAdd(row, content)))
                {
                    arrivals.Add(new(scan, device, upload.Asks, behind, DeviceTime.Of(scan.At, behind, now)) { Id = row, Content = content });
                }
            }
        }

        var others = arrivals.Where(a => a.Conflicts).Select(a => a.Id).ToList();
        if (others.Count > 0)
        {
            var community = told[0].Upload.Token.Community;
            var before = await db.GateScans.Where(s => s.CommunityId == community && others.Contains(s.Id)).Select(s => s.Id).ToListAsync(cancel);
            arrivals.RemoveAll(a => before.Contains(a.Id));
        }

        return [.. arrivals.OrderBy(a => a.At)];
    }

    private static UploadAnswer Answer(Upload upload, AskingDevice? device, Dictionary<Guid, StoredScan> stored)
    {
        var others = device is null || (device.Wiped && upload.Asks) ? [] : upload.Scans.Where(s => stored[s.Id].Content != s.ContentOf(upload.Asks)).Select(s => s.Id).ToList();
        return device is null ? UploadAnswer.Unknown
            : device.Wiped ? UploadAnswer.Wiped
            // Another's yes is none for whoever stands here.
            : upload.Asks && upload.Scans.Any(s => stored[s.Id].Device != device.Row.Id || others.Contains(s.Id)) ? UploadAnswer.Twice
            : new(UploadEnd.Stored, [.. upload.Scans.Select(s => stored[s.Id])], others);
    }

    private static string Line(GateDevice device, List<Arrival> arrivals)
    {
        var (corrected, others) = (arrivals.Count(a => a.TakesBack is not null), arrivals.Count(a => a.Conflicts));
        return $"{device.Name}上传进出记录 {arrivals.Count} 条{(corrected > 0 ? $"，其中更正 {corrected} 条" : "")}{(others > 0 ? $"，编号相同、内容不同 {others} 条" : "")}";
    }
}

/// <summary>A scan that is not stored yet.</summary>
/// <param name="Behind">How much the device's clock is behind ours.</param>
/// <param name="At">Its time by our clock.</param>
internal sealed record Arrival(SentScan Sent, AskingDevice Device, bool Asks, TimeSpan Behind, DateTimeOffset At)
{
    /// <summary>Of its row: its own, unless that is another's.</summary>
    public required Guid Id { get; init; }

    public required long Content { get; init; }

    /// <summary>It counts nowhere.</summary>
    public bool Void { get; init; }

    /// <summary>It came by the id of another one.</summary>
    public bool Conflicts => Id != Sent.Id;

    /// <summary>See <see cref="AskingDevice.IsTrusted"/>.</summary>
    public bool Trusted => Device.IsTrusted(At);

    /// <summary>The earlier scan of its gate that it takes back.</summary>
    public Guid? TakesBack => Trusted && !Conflicts ? Sent.Corrects : null;
}
