using System.Collections.Concurrent;
using System.Security.Cryptography;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Tokens that were found right within the last minute. It only decides who may wait in the queue, so that a forged token holds up nobody
/// and a device that sends one scan after the other is not looked up for each: whoever stores the scans reads the device itself.
/// </summary>
internal sealed class KnownTokens(TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    // One entry for each device that exists.
    private readonly ConcurrentDictionary<(long Community, Guid Device), (byte[] Hash, DateTimeOffset Until)> found = new();

    /// <summary>Whether the token is, or was within the last minute, that device's.</summary>
    public async Task<bool> HasAsync(DeviceToken token, Db db, CancellationToken cancel)
    {
        var (key, now) = ((token.Community, token.Device), clock.Now());
        if (found.TryGetValue(key, out var known) && known.Until > now && CryptographicOperations.FixedTimeEquals(known.Hash, token.Hash))
        {
            return true;
        }

        if (await AskingDevice.OfAsync(token, db, cancel) is null)
        {
            return false;
        }

        found[key] = (token.Hash, now + Remembered);
        return true;
    }
}
