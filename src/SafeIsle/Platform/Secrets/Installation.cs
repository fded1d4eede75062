using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Secrets;

/// <summary>One row: which key ring this database was written with, and since when it exists.</summary>
public sealed class Installation
{
    public int Id { get; init; } = 1;
    public required string KeyFingerprint { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Filled with made-up communities and demo accounts at its first start.</summary>
    public bool IsDemo { get; set; }
}

internal sealed class InstallationTable : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> builder)
    {
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.KeyFingerprint).HasMaxLength(16);
    }
}

/// <summary>Brings keys and database together at start, or says why not.</summary>
public static class Installer
{
    /// <summary>
    /// Finds the key ring, or makes one where neither data nor key exists yet. Data without its key is refused: starting anyway would
    /// show nothing readable and write new values under another key.
    /// </summary>
    public static async Task<Outcome<KeyRing>> OpenKeysAsync(
        Db db, DataLocation location, string? fromEnvironment, TimeProvider clock, CancellationToken cancel)
    {
        KeyRing? ring;
        try
        {
            ring = KeyRing.Find(location.Folder, fromEnvironment);
        }
        catch (CryptographicException)
        {
            return new No($"密钥读不出来：请检查 {location.Folder}/keys.json 或环境变量 SAFEISLE_KEYS 的内容是否完整；数据没有改动。");
        }

        var installed = await db.Set<Installation>().SingleOrDefaultAsync(cancel);
        if (installed is null)
        {
            if (ring is null)
            {
                ring = KeyRing.Create();
                ring.Save(location.Folder);
            }

            await using var write = await WriteScope.OpenAsync(db, new AuditTrail(ring, clock), Actor.System, cancel);
            db.Add(new Installation { KeyFingerprint = ring.Fingerprint, CreatedAt = clock.Now() });
            write.Record(0, "installation.create", null, $"建立数据库，密钥指纹 {ring.Fingerprint}");
            await write.CommitAsync(cancel);
            return ring;
        }

        if (ring is null)
        {
            return new No(
                $"数据库里已有数据，却找不到密钥（指纹 {installed.KeyFingerprint}）：请把备份的 keys.json 放回 {location.Folder}，或用环境变量 SAFEISLE_KEYS 给出；程序没有启动，数据没有改动。");
        }

        return ring.Fingerprint == installed.KeyFingerprint
            ? ring
            : new No(
                $"密钥与数据不配套：数据要指纹 {installed.KeyFingerprint} 的密钥，给的是 {ring.Fingerprint}；请放回原来的 keys.json；程序没有启动，数据没有改动。");
    }
}
