using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>What a device shows in its header: <c>Bearer COMMUNITY.DEVICE.SECRET</c>.</summary>
/// <param name="Hash">SHA-256 of the secret.</param>
internal sealed record DeviceToken(long Community, Guid Device, byte[] Hash)
{
    private const string Scheme = "Bearer ";

    /// <summary>Null: no such header.</summary>
    public static DeviceToken? Of(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.Ordinal)
            && header[Scheme.Length..].Split('.') is [var place, var device, var secret]
            && long.TryParse(place, System.Globalization.CultureInfo.InvariantCulture, out var community) && Guid.TryParseExact(device, "N", out var id)
            ? new(community, id, Devices.TokenHashOf(secret))
            : null;
    }
}

/// <summary>The device behind a request, known by its token.</summary>
/// <param name="Wiped">It was wiped from the desk: it may hand in what it has and gets nothing more.</param>
internal sealed record AskingDevice(GateDevice Row, bool Wiped)
{
    /// <summary>Whether what it tells of that time is believed: of a wiped one only what was while it was enrolled, for somebody else may have it now.</summary>
    public bool IsTrusted(DateTimeOffset at) => Row.WipedAt is not { } wiped || (at >= Row.EnrolledAt && at < wiped);

    public Actor Actor => new(null, $"扫码设备 {Row.Name}");

    /// <summary>Null: no such token.</summary>
    public static async Task<AskingDevice?> OfAsync(HttpContext http, Db db, CancellationToken cancel) =>
        DeviceToken.Of(http) is { } token ? await OfAsync(token, db, cancel) : null;

    /// <summary>Null: the token is not that device's.</summary>
    public static async Task<AskingDevice?> OfAsync(DeviceToken token, Db db, CancellationToken cancel) =>
        Of(token, await db.GateDevices.SingleOrDefaultAsync(d => d.CommunityId == token.Community && d.Id == token.Device, cancel));

    /// <summary>Null: the token is not that device's.</summary>
    public static AskingDevice? Of(DeviceToken token, GateDevice? row) =>
        row?.TokenHash is { } hash && CryptographicOperations.FixedTimeEquals(hash, token.Hash) ? new(row, row.WipedAt is not null) : null;
}
