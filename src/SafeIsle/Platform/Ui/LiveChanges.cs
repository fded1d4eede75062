using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace SafeIsle.Platform.Ui;

/// <summary>Changes as server-sent events, for the pages that bring themselves up to date.</summary>
internal static class LiveChanges
{
    // Proxies cut connections that stay silent for a minute.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    /// <summary>A message for each change that the test hears; ends with the request, or when the server stops.</summary>
    public static IResult Of(Signals signals, Func<string, bool> hears, IHostApplicationLifetime life, CancellationToken cancel) =>
        TypedResults.ServerSentEvents(StreamAsync(signals, hears, life.ApplicationStopping, cancel));

    // Between the messages a sign of life that pages do not listen to.
    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        Signals signals, Func<string, bool> hears, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        await using var changes = signals.ListenAsync(hears, over.Token).GetAsyncEnumerator(over.Token);
        var change = changes.MoveNextAsync().AsTask();
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
            await over.CancelAsync();
            await ((Task)change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
