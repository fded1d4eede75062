using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Gates.Scans;

/// <summary>The keys by which a community's passes are signed: made when first needed, a new one every so often; old ones still verify.</summary>
public sealed class GateKeys(Sealer sealer, TimeProvider clock)
{
    /// <summary>A key signs so long; what it signed stays good for as long as the pass itself.</summary>
    private static readonly TimeSpan SignsFor = TimeSpan.FromDays(30);

    // What a key signed on its last day ends with the longest pass.
    private static readonly TimeSpan VerifiesFor = SignsFor + TimeSpan.FromDays(GateRules.MostDays + 1);

    /// <summary>The public keys of the community by which something may still verify.</summary>
    public async Task<IReadOnlyDictionary<string, ECDsa>> AllAsync(Db db, long community, CancellationToken cancel) =>
        (await Verifying(db, community).ToListAsync(cancel)).ToDictionary(k => k.Kid, Verifier, StringComparer.Ordinal);

    /// <summary>What devices need to verify by themselves; makes the next key when it is time, and opens none.</summary>
    internal async Task<IReadOnlyList<GatePublicKey>> PublicAsync(Db db, long community, CancellationToken cancel)
    {
        var rows = await PublicRowsAsync();
        if (!rows.Any(k => k.MadeAt > clock.Now() - SignsFor))
        {
            (await SigningAsync(db, community, cancel)).Signer.Dispose();
            rows = await PublicRowsAsync();
        }

        return rows.ConvertAll(k => GatePublicKey.Of(k.Kid, k.Public));

        Task<List<GateKeyRow>> PublicRowsAsync() =>
            Verifying(db, community).OrderBy(k => k.MadeAt).ToListAsync(cancel);
    }

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

    private IQueryable<GateKeyRow> Verifying(Db db, long community)
    {
        var since = clock.Now() - VerifiesFor;
        return db.GateKeys.Where(k => k.CommunityId == community && k.MadeAt > since);
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
