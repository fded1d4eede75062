using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Jobs;

/// <summary>
/// Work that comes back by the clock: a round every so often, the first after one such time, through the communities that have something to
/// do. One that fails is logged and tried again at the next round; it holds up none of the others.
/// </summary>
/// <param name="failed">What the log says of a round, or of a community in it, that failed.</param>
internal abstract partial class Rounds(TimeSpan every, IServiceScopeFactory scopes, TimeProvider clock, ILogger log, string failed) : BackgroundService
{
    /// <summary>Those with something to do.</summary>
    protected abstract Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel);

    /// <summary>The round of one community.</summary>
    /// <param name="services">Of this community's round alone.</param>
    protected abstract Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel);

    /// <summary>One round now.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        foreach (var community in await DueAsync(cancel))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await ServeAsync(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<Db>(), community, clock, cancel);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                LogCommunity(failure, failed, community);
            }
        }
    }

    private async Task<List<long>> DueAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await CommunitiesAsync(scope.ServiceProvider.GetRequiredService<Db>(), clock.Now(), cancel);
    }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The database may be away for a moment; it is tried again at the next tick.
                LogFailure(failure, failed);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failed}")]
    private partial void LogFailure(Exception failure, string failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failed}: community {Community}; it is tried again")]
    private partial void LogCommunity(Exception failure, string failed, long community);
}
