using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SafeIsle.Platform;

/// <summary>
/// Tells open pages that something changed: a topic and nothing else, so that a signal can neither leak nor be stale. Raised after the
/// commit that caused it. On PostgreSQL it also reaches the pages of other nodes (<see cref="SignalRelay"/>).
/// </summary>
public sealed class Signals
{
    private readonly ConcurrentDictionary<Guid, (Func<string, bool> Hears, Channel<byte> Channel)> listeners = new();

    /// <summary>Takes what is raised here to other nodes; null when there are none. Must not block.</summary>
    internal Action<string>? Relay { get; set; }

    public void Raise(string topic)
    {
        Wake(topic);
        Relay?.Invoke(topic);
    }

    /// <summary>The listeners of this node only.</summary>
    internal void Wake(string topic)
    {
        foreach (var (hears, channel) in listeners.Values)
        {
            if (hears(topic))
            {
                channel.Writer.TryWrite(0);
            }
        }
    }

    /// <summary>Every listener of this node: after a time in which signals may have been missed.</summary>
    internal void WakeAll()
    {
        foreach (var (_, channel) in listeners.Values)
        {
            channel.Writer.TryWrite(0);
        }
    }

    /// <summary>One item for each change, several at once becoming one; ends with the request.</summary>
    public IAsyncEnumerable<byte> ListenAsync(string topic, CancellationToken cancel) => ListenAsync(raised => raised == topic, cancel);

    /// <summary>The same for many topics: those that the listener hears. The test is asked for every signal and must be quick.</summary>
    public async IAsyncEnumerable<byte> ListenAsync(Func<string, bool> hears, [EnumeratorCancellation] CancellationToken cancel)
    {
        var key = Ids.New();
        var channel = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        listeners[key] = (hears, channel);
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
