using System.Threading.Channels;
using Npgsql;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform;

/// <summary>
/// Carries signals between nodes that share one PostgreSQL database (NOTIFY and LISTEN, the payload is the topic), on two connections of
/// its own. What was raised while the sending line is cut is sent afterwards; a node whose listening line was cut looks at everything anew.
/// </summary>
internal sealed partial class SignalRelay(Signals signals, DataLocation location, TimeProvider clock, ILogger<SignalRelay> log) : BackgroundService
{
    private const string ChannelName = "safeisle_signals";

    /// <summary>So many topics wait for a slow network; more are dropped.</summary>
    private const int MostWaiting = 10_000;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Channel<string> waiting =
        System.Threading.Channels.Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    // Taken from those waiting and not sent yet: stays when the line is cut.
    private readonly HashSet<string> unsent = new(StringComparer.Ordinal);

    // The server process behind our sending connection: what comes from there was raised here already.
    private volatile int ownProcess;

    // Hears from the first moment that the application serves pages.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (location.IsPostgres)
        {
            signals.Relay = topic => waiting.Writer.TryWrite(topic);
            await base.StartAsync(cancellationToken);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(AgainAsync(SendAsync, stoppingToken), AgainAsync(HearAsync, stoppingToken));

    private async Task SendAsync(Action connected, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        ownProcess = connection.ProcessID;
        connected();
        await using var notify = new NpgsqlCommand("SELECT pg_notify($1, topic) FROM unnest($2) AS topic", connection);
        notify.Parameters.Add(new() { Value = ChannelName });
        var topics = notify.Parameters.Add(new NpgsqlParameter<string[]>());
        while (unsent.Count > 0 || await waiting.Reader.WaitToReadAsync(cancel))
        {
            while (waiting.Reader.TryRead(out var topic))
            {
                unsent.Add(topic);
            }

            topics.Value = unsent.ToArray();
            await notify.ExecuteNonQueryAsync(cancel);
            unsent.Clear();
        }
    }

    private async Task HearAsync(Action connected, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        connection.Notification += (_, heard) =>
        {
            if (heard.PID != ownProcess)
            {
                signals.Wake(heard.Payload);
            }
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {ChannelName}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancel);
        }

        connected();
        signals.WakeAll();
        while (true)
        {
            await connection.WaitAsync(cancel);
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancel)
    {
        // Outside of the pool: a connection that listens must not be handed on. Keepalive, or a cut line would look like silence.
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(location.PostgresConnection) { Pooling = false, KeepAlive = 15 }.ToString());
        await connection.OpenAsync(cancel);
        return connection;
    }

    // Until the server stops, with a longer pause after each failure in a row.
    private async Task AgainAsync(Func<Action, CancellationToken, Task> work, CancellationToken cancel)
    {
        var wait = FirstWait;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await work(() => wait = FirstWait, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogCut(failure);
            }

            await Task.Delay(wait, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signals of other nodes cannot be heard or sent just now")]
    private partial void LogCut(Exception failure);
}
