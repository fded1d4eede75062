using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Audit;

/// <summary>
/// Seals the audit log after the writes: a fifth of a second after a commit of this node, and from time to time what another node or a
/// verb left. Apart from the writes, because the end of a chain can be held by one only, and writers would wait for each other there.
/// </summary>
internal sealed partial class AuditSealer(
    AuditTrail trail, IServiceScopeFactory scopes, TimeProvider clock, ILogger<AuditSealer> log) : BackgroundService
{
    /// <summary>So many commits become one sealing.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim wake = new(0);
    private readonly HashSet<long> told = [];
    private bool away;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        trail.Written = () =>
        {
            if (wake.CurrentCount == 0)
            {
                wake.Release();
            }
        };
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SealAsync(stoppingToken);
                away = false;
                await wake.WaitAsync(Idle, stoppingToken);
                await Task.Delay(Gather, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database may be away for a moment; nothing is lost, and it is told once.
                if (!away)
                {
                    LogAway(failure);
                }

                away = true;
                await Task.Delay(Idle, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SealAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var place in await trail.SealAsync(scope.ServiceProvider.GetRequiredService<Db>(), cancel))
        {
            if (told.Add(place))
            {
                LogTorn(place);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit log cannot be sealed just now; it is tried again")]
    private partial void LogAway(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of the audit log of {Place} was altered, so nothing is added to its chain: see verify-audit")]
    private partial void LogTorn(long place);
}
