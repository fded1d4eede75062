using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using SafeIsle.Platform.Access;

namespace SafeIsle.Platform.Ui;

/// <summary>Changes as server-sent events, for the pages that bring themselves up to date.</summary>
internal sealed class LiveChanges(Signals signals, IHostApplicationLifetime life)
{
    /// <summary>
    /// Streams that one account holds open on this node; one more ends the oldest. Pages that are not seen hold none, and those whose
    /// stream has ended ask again by themselves.
    /// </summary>
    public const int MostOfOne = 20;

    // Proxies cut connections that stay silent for a minute.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, List<CancellationTokenSource>> open = [];

    /// <summary>A message for each change that the test hears; ends with the request, or when the server stops.</summary>
    public IResult Of(Me me, Func<string, bool> hears, CancellationToken cancel) =>
        TypedResults.ServerSentEvents(StreamAsync(me.AccountId, hears, cancel));

    // Between the messages a sign of life that pages do not listen to.
    private async IAsyncEnumerable<SseItem<string>> StreamAsync(
        Guid account, Func<string, bool> hears, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping, cancel);
        await using var changes = signals.ListenAsync(hears, over.Token).GetAsyncEnumerator(over.Token);
        var change = changes.MoveNextAsync().AsTask();
        Begin(account, over);
        try
        {
            yield return new("", "alive");
            while (!over.IsCancellationRequested)
            {
                var first = await Task.WhenAny(change, Task.Delay(Heartbeat, over.Token));
                if (over.IsCancellationRequested)
                {
                    yield break;
                }

                yield return new("", first == change ? "message" : "alive");
                if (first == change)
                {
                    change = changes.MoveNextAsync().AsTask();
                }
            }
        }
        finally
        {
            End(account, over);
            await over.CancelAsync();
            await ((Task)change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Begin(Guid account, CancellationTokenSource stream)
    {
        lock (gate)
        {
            if (!open.TryGetValue(account, out var streams))
            {
                open[account] = streams = [];
            }

            streams.Add(stream);
            if (streams.Count > MostOfOne)
            {
                // What follows from it runs elsewhere and later, outside of the lock.
                _ = streams[0].CancelAsync();
                streams.RemoveAt(0);
            }
        }
    }

    private void End(Guid account, CancellationTokenSource stream)
    {
        lock (gate)
        {
            if (open.TryGetValue(account, out var streams) && streams.Remove(stream) && streams.Count == 0)
            {
                open.Remove(account);
            }
        }
    }
}
