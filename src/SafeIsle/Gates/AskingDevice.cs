using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>The device behind a request, known by the token in its header: <c>Bearer COMMUNITY.DEVICE.SECRET</c>.</summary>
/// <param name="Wiped">It was wiped from the desk: it may hand in what it has and gets nothing more.</param>
internal sealed record AskingDevice(GateDevice Row, bool Wiped)
{
    private const string Scheme = "Bearer ";

    public Actor Actor => new(null, $"扫码设备 {Row.Name}");

    /// <summary>Null: no such token.</summary>
    public static async Task<AskingDevice?> OfAsync(HttpContext http, Db db, CancellationToken cancel)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal)
            || header[Scheme.Length..].Split('.') is not [var place, var device, var secret]
            || !long.TryParse(place, System.Globalization.CultureInfo.InvariantCulture, out var community) || !Guid.TryParseExact(device, "N", out var id))
        {
            return null;
        }

        var row = await db.GateDevices.SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id, cancel);
        return row?.TokenHash is { } hash && CryptographicOperations.FixedTimeEquals(hash, Devices.TokenHashOf(secret)) ? new(row, row.WipedAt is not null) : null;
    }
}
