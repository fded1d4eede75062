using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Platform.Access;

/// <summary>
/// A person of staff who logs in. Residents have none. Accounts and grants belong to no community (one person may work in two), so
/// their tables are the exception to the composite key: small reference tables, copied to every node of a cluster.
/// </summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>As colleagues call her: 高主任.</summary>
    public required string DisplayName { get; set; }

    /// <summary>What the person does here, as the run sheets name it: 居委会主任, 物业经理, 社区医生 …</summary>
    public string DutyTitle { get; set; } = "";

    /// <summary>企业微信账号: the user id in WeCom under which the person wants to be told; empty for not at all.</summary>
    public string WeComUser { get; set; } = "";

    /// <summary>工作电话, sealed: what she lets be printed for residents; null for none.</summary>
    public byte[]? WorkPhoneSealed { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Taken out of use; the row stays, because the audit log names it.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public DateTimeOffset? LastLoginAt { get; set; }

    /// <summary>Key of the authenticator app (RFC 6238), sealed; null while the login has no second step.</summary>
    public byte[]? AuthenticatorKey { get; set; }

    /// <summary>The last 30-second step whose code was taken, so that a code seen over the shoulder is worth nothing.</summary>
    public long AuthenticatorStep { get; set; }

    /// <summary>Keyed hashes of the recovery codes not used yet.</summary>
    public List<string> RecoveryHashes { get; set; } = [];

    internal Actor Actor => new(Id, DisplayName);

    /// <summary>Empty for none.</summary>
    internal string WorkPhone(Sealer sealer) => sealer.Open(SealedColumn.WorkPhone, Id, WorkPhoneSealed) ?? "";

    /// <summary>小周 021-52740000; the name alone where she lets no number be printed.</summary>
    internal string NameAndPhone(Sealer sealer) => $"{DisplayName} {WorkPhone(sealer)}".Trim();
}

/// <summary>Who may do how much. Few on purpose; the place narrows it.</summary>
public enum Role
{
    /// <summary>网格员、志愿者、门岗: sees the buildings given to her, with phone numbers, because she has to call.</summary>
    Field,

    /// <summary>物业、社区医生、民警、镇联络员: sees boards and the tasks given to them; people masked.</summary>
    Partner,

    /// <summary>居委会: keeps the register, closes buildings, decides on proposals.</summary>
    Committee,

    /// <summary>街道、区、市: reads everything below, masked, and changes nothing.</summary>
    Overseer,

    /// <summary>管理员: communities, accounts, the audit log; not the people in the register.</summary>
    Administrator,
}

/// <summary>A role at a place, valid for everything below it.</summary>
public sealed class Grant
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required Role Role { get; init; }

    /// <summary>12-digit division code; 0 is the whole installation.</summary>
    public required long Place { get; init; }

    /// <summary>Set: only this building of the community.</summary>
    public Guid? BuildingId { get; init; }
}

/// <summary>An invitation to become staff: a link, good for once.</summary>
public sealed class Invitation
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the secret in the link.</summary>
    public required byte[] SecretHash { get; init; }

    public required string DisplayName { get; init; }
    public required string DutyTitle { get; init; }
    public required Role Role { get; init; }
    public required long Place { get; init; }

    /// <summary>Buildings the role is narrowed to; empty for the whole place.</summary>
    public required List<Guid> Buildings { get; init; }

    public required Guid InvitedBy { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A link by which a person chooses a new password, good for once; made by someone above her, given to her in person.</summary>
public sealed class PasswordLink
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the secret in the link.</summary>
    public required byte[] SecretHash { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The phone with the authenticator is lost too: the second step is switched off with the new password.</summary>
    public required bool DropsSecondStep { get; init; }

    public required Guid MadeBy { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class AccountTables :
    IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Grant>, IEntityTypeConfiguration<Invitation>,
    IEntityTypeConfiguration<PasswordLink>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.Property(a => a.DisplayName).HasMaxLength(60);
        builder.Property(a => a.DutyTitle).HasMaxLength(60);
        builder.Property(a => a.WeComUser).HasMaxLength(MyAccount.MostWeComUser);
    }

    public void Configure(EntityTypeBuilder<PasswordLink> builder)
    {
        builder.HasKey(l => l.Id);
        builder.HasIndex(l => l.SecretHash).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
    }

    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.HasKey(g => g.Id);
        builder.HasOne<Account>().WithMany().HasForeignKey(g => g.AccountId);
        builder.HasIndex(g => new { g.AccountId, g.Role, g.Place, g.BuildingId }).IsUnique();
        builder.HasIndex(g => g.Place);
    }

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.HasKey(i => i.Id);
        builder.HasIndex(i => i.SecretHash).IsUnique();
        builder.HasIndex(i => i.Place);
        builder.Property(i => i.DisplayName).HasMaxLength(60);
        builder.Property(i => i.DutyTitle).HasMaxLength(60);
    }
}
