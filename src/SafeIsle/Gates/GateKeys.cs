using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Gates;

/// <summary>The keys by which a community's passes are signed: made when first needed, a new one every so often; old ones still verify.</summary>
public sealed class GateKeys(Sealer sealer, TimeProvider clock)
{
    /// <summary>A key signs so long; what it signed stays good for as long as the pass itself.</summary>
    private static readonly TimeSpan SignsFor = TimeSpan.FromDays(30);

    /// <summary>All public keys of the community, for verifying.</summary>
    public async Task<IReadOnlyDictionary<string, ECDsa>> AllAsync(Db db, long community, CancellationToken cancel) =>
        (await db.GateKeys.Where(k => k.CommunityId == community).ToListAsync(cancel)).ToDictionary(k => k.Kid, Verifier, StringComparer.Ordinal);

    /// <summary>The key that signs now.</summary>
    public async Task<GateKey> SigningAsync(Db db, long community, CancellationToken cancel)
    {
        var now = clock.Now();
        var newest = await db.GateKeys.Where(k => k.CommunityId == community).OrderByDescending(k => k.MadeAt).FirstOrDefaultAsync(cancel);
        if (newest is not null && newest.MadeAt > now - SignsFor)
        {
            return Open(newest);
        }

        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = Ids.New();
        var row = new GateKeyRow
        {
            CommunityId = community,
            Id = id,
            Kid = RandomNumberGenerator.GetHexString(8, lowercase: true),
            PrivateSealed = sealer.SealBytes(SealedColumn.GateKey, id, fresh.ExportPkcs8PrivateKey()),
            Public = fresh.ExportSubjectPublicKeyInfo(),
            MadeAt = now,
        };
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        db.Add(row);
        write.Record(community, "gate.key", id, $"启用新的出入证签名钥匙 {row.Kid}");
        await write.CommitAsync(cancel);
        return Open(row);
    }

    private static ECDsa Verifier(GateKeyRow row)
    {
        var verifier = ECDsa.Create();
        verifier.ImportSubjectPublicKeyInfo(row.Public, out var _);
        return verifier;
    }

    // Anew each time: one such object must not be used by two threads at once.
    private GateKey Open(GateKeyRow row)
    {
        var signer = ECDsa.Create();
        signer.ImportPkcs8PrivateKey(sealer.OpenBytes(SealedColumn.GateKey, row.Id, row.PrivateSealed), out var _);
        return new(row.Kid, signer);
    }
}
