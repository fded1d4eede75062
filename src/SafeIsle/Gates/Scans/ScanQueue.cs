using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Uploads that arrive at the same time are stored by one transaction (decision 18): while one group is being stored, the next gathers,
/// so that nobody waits for company. Who sent one is answered after the commit that holds it.
/// </summary>
internal sealed partial class ScanQueue(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ScanQueue> log) : BackgroundService
{
    /// <summary>Uploads that wait; more are sent back at once, to be tried again by their devices.</summary>
    private const int MostWaiting = 512;

    /// <summary>Scans after which a group takes no further upload.</summary>
    private const int MostTogether = 1_000;

    private readonly Channel<Upload> waiting = Channel.CreateBounded<Upload>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>What became of it.</summary>
    public async Task<UploadAnswer> StoreAsync(Upload upload, CancellationToken cancel) =>
        waiting.Writer.TryWrite(upload) ? await upload.Answered.WaitAsync(cancel) : UploadAnswer.NotNow;

    /// <summary>What waits is still stored, for as long as the host allows; what comes now is sent back.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        while (waiting.Reader.TryRead(out var left))
        {
            left.Answer(UploadAnswer.NotNow);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            foreach (var ofCommunity in Gathered().GroupBy(u => u.Token.Community))
            {
                await StoreAsync([.. ofCommunity], stoppingToken);
            }
        }
    }

    private List<Upload> Gathered()
    {
        var (group, scans) = (new List<Upload>(), 0);
        while (scans < MostTogether && waiting.Reader.TryRead(out var upload))
        {
            group.Add(upload);
            scans += upload.Scans.Count;
        }

        return group;
    }

    // Where one of several makes the group fail, each is stored by itself, and the failure is that one's alone.
    private async Task StoreAsync(IReadOnlyList<Upload> group, CancellationToken stopping)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var (db, keys) = (scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<GateKeys>());
            var answers = await StoreScans.StoreAsync(db, keys, group, clock.Now(), stopping);
            foreach (var (upload, answer) in group.Zip(answers))
            {
                upload.Answer(answer);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Answer(UploadAnswer.NotNow);
        }
        catch (Exception failure) when (group.Count > 1)
        {
            LogApart(failure, group.Count);
            foreach (var upload in group)
            {
                await StoreAsync([upload], stopping);
            }
        }
        catch (Exception twice) when (twice.IsTaken())
        {
            Answer(UploadAnswer.Twice);
        }
        catch (Exception failure)
        {
            group[0].Fail(failure);
        }

        void Answer(UploadAnswer answer)
        {
            foreach (var upload in group)
            {
                upload.Answer(answer);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} uploads of scans could not be stored together; each is stored by itself")]
    private partial void LogApart(Exception failure, int count);
}

/// <summary>What a device sent, on its way into the database.</summary>
/// <param name="SentAt">The device's clock when it sent this, epoch milliseconds; null: it has none, and each scan is of now.</param>
/// <param name="Asks">The device waits for the server's yes or no instead of telling its own.</param>
internal sealed record Upload(DeviceToken Token, long? SentAt, IReadOnlyList<SentScan> Scans, bool Asks = false)
{
    private readonly TaskCompletionSource<UploadAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<UploadAnswer> Answered => answer.Task;

    public void Answer(UploadAnswer what) => answer.TrySetResult(what);

    public void Fail(Exception failure) => answer.TrySetException(failure);
}

/// <summary>How an upload ended.</summary>
internal enum UploadEnd
{
    Stored,

    /// <summary>The token is no device's, or no longer.</summary>
    Unknown,

    /// <summary>The device was wiped; what it told of the past was stored, what it asks was not.</summary>
    Wiped,

    /// <summary>Another node is storing the same scans just now, or what is asked has the id of another scan.</summary>
    Twice,

    /// <summary>Too many wait, or the program is being stopped.</summary>
    NotNow,
}

/// <param name="Scans">Of <see cref="UploadEnd.Stored"/>: every scan that the device named, by its id.</param>
/// <param name="Conflicts">Those of them that said something else than what is stored by their id.</param>
internal sealed record UploadAnswer(UploadEnd End, IReadOnlyList<StoredScan> Scans, IReadOnlyList<Guid> Conflicts)
{
    public static readonly UploadAnswer Unknown = new(UploadEnd.Unknown, [], []);
    public static readonly UploadAnswer Wiped = new(UploadEnd.Wiped, [], []);
    public static readonly UploadAnswer Twice = new(UploadEnd.Twice, [], []);
    public static readonly UploadAnswer NotNow = new(UploadEnd.NotNow, [], []);
}

/// <summary>A scan as it stands in the database, now or since an earlier upload.</summary>
/// <param name="Differs">Stored now, and the server sees it otherwise than the guard.</param>
/// <param name="Content">See <see cref="GateScan.Content"/>.</param>
internal sealed record StoredScan(Guid Id, Guid Device, long Content, PassVerdict Verdict, bool Differs, PassVerdict ServerVerdict, string ServerReason);
