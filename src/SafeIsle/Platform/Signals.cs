using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SafeIsle.Platform;

/// <summary>
/// Tells open pages that something changed, within this node: a topic and nothing else, so that a signal can neither leak nor be stale.
/// Raised after the commit that caused it.
/// </summary>
public sealed class Signals
{
    private readonly ConcurrentDictionary<(string Topic, Guid Listener), Channel<byte>> listeners = new();

    public void Raise(string topic)
    {
        foreach (var ((heard, _), channel) in listeners)
        {
            if (heard == topic)
            {
                channel.Writer.TryWrite(0);
            }
        }
    }

    /// <summary>One item for each change, several at once becoming one; ends with the request.</summary>
    public async IAsyncEnumerable<byte> ListenAsync(string topic, [EnumeratorCancellation] CancellationToken cancel)
    {
        var key = (topic, Ids.New());
        var channel = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        listeners[key] = channel;
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancel))
            {
                yield return change;
            }
        }
        finally
        {
            listeners.TryRemove(key, out _);
        }
    }
}
