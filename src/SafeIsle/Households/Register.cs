using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>By what right a household lives in its dwelling.</summary>
public enum Tenure
{
    /// <summary>业主自住</summary>
    Owner,

    /// <summary>租住</summary>
    Tenant,

    /// <summary>商铺</summary>
    Shop,

    /// <summary>借住、暂住及其他</summary>
    Other,
}

/// <summary>GB/T 2261.1.</summary>
public enum Sex
{
    Unknown,
    Male,
    Female,
}

/// <summary>Where a person is now.</summary>
public enum Presence
{
    /// <summary>在家</summary>
    Home,

    /// <summary>外出</summary>
    Away,
}

/// <summary>Who brought a piece of the register in.</summary>
public enum RegisterSource
{
    /// <summary>居委会录入</summary>
    Desk,

    /// <summary>表格导入</summary>
    Import,

    /// <summary>住户自报</summary>
    Self,

    /// <summary>他人代报</summary>
    Proxy,
}

/// <summary>
/// The people who share a door and a right to it; owners and their tenants are two households of one dwelling.
/// </summary>
public sealed class Household : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; set; }
    public required Tenure Tenure { get; set; }

    /// <summary>The committee's own household number, if it keeps one; tells two households of one dwelling and tenure apart.</summary>
    public string Number { get; set; } = "";

    /// <summary>When somebody last confirmed that this is right; null: never.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>Display name of who confirmed it.</summary>
    public string VerifiedBy { get; set; } = "";

    public required RegisterSource Source { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>
/// A person as member of one household. The same human being in two dwellings is two rows with the same <see cref="DocumentHash"/>:
/// shown as such, merged only by a person.
/// </summary>
public sealed class Person : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; set; }
    public required Guid HouseholdId { get; set; }
    public required string Name { get; set; }

    /// <summary>Relation to the head of household in the words of GB/T 4761: 户主, 配偶, 子 …; empty when unknown.</summary>
    public string Relation { get; set; } = "";

    /// <summary>Order within the household, the head first.</summary>
    public int Position { get; set; }

    public Sex Sex { get; set; }
    public DateOnly? BirthDate { get; set; }
    public DocumentKind? DocumentKind { get; set; }
    public byte[]? DocumentSealed { get; set; }

    /// <summary>Keyed hash of kind and number, equal for the same document in the same community.</summary>
    public long? DocumentHash { get; set; }

    /// <summary>One or more numbers, separated by a blank, sealed together.</summary>
    public byte[]? PhonesSealed { get; set; }

    public Presence Presence { get; set; }

    /// <summary>Where to, when away.</summary>
    public string AwayWhere { get; set; } = "";

    /// <summary>人户一致: registered (户籍) at this dwelling; null unknown.</summary>
    public bool? RegisteredHere { get; set; }

    /// <summary>户籍地, when elsewhere.</summary>
    public string RegisteredAddress { get; set; } = "";

    public byte[]? HealthNoteSealed { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Moved away, died, entered twice: the row stays for history until the response's end.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Set when it was found to be the same person as another row.</summary>
    public Guid? MergedInto { get; set; }
}

/// <summary>A need for help that a person has: 独居, 孕妇, 慢性病用药 (with the medicine's name).</summary>
public sealed class PersonTag : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary><see cref="CareTag.Code"/></summary>
    public required string Tag { get; init; }

    /// <summary>The medicine's name and the like, sealed.</summary>
    public byte[]? DetailSealed { get; set; }
}

/// <summary>A kind of help, kept as data: a community adds its own.</summary>
public sealed class CareTag : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Stable name used by plans, e.g. <c>alone</c>; unique in the community.</summary>
    public required string Code { get; init; }

    /// <summary>独居</summary>
    public required string Name { get; set; }

    /// <summary>Other words for it that registers use, separated by blanks.</summary>
    public string Words { get; set; } = "";

    /// <summary>Whether a detail is asked for (which medicine).</summary>
    public bool AsksDetail { get; set; }

    public int Position { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>
/// One way to find a person: a name and each of its endings, the pinyin initials and each of their endings, keyed hashes of the last
/// four digits of phones and documents. A search is a range of this table's key.
/// </summary>
public sealed class SearchTerm : IOfCommunity
{
    public required long CommunityId { get; init; }
    public required string Term { get; init; }
    public required Guid PersonId { get; init; }
}

/// <summary>What was changed in a household, by whom, from what: the register's own history, field by field.</summary>
public sealed class RegisterChange : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid HouseholdId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
    public required RegisterSource Source { get; init; }

    /// <summary>JSON list of {field, from, to}, sealed, because it repeats what the fields held.</summary>
    public required byte[] ContentSealed { get; init; }
}

/// <summary>The tables of this module.</summary>
public static class RegisterDb
{
    extension(Db db)
    {
        public DbSet<Household> Households => db.Set<Household>();
        public DbSet<Person> People => db.Set<Person>();
        public DbSet<PersonTag> PersonTags => db.Set<PersonTag>();
        public DbSet<CareTag> CareTags => db.Set<CareTag>();
        public DbSet<SearchTerm> SearchTerms => db.Set<SearchTerm>();
        public DbSet<RegisterChange> RegisterChanges => db.Set<RegisterChange>();
    }
}

internal sealed class RegisterTables :
    IEntityTypeConfiguration<Household>, IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<PersonTag>,
    IEntityTypeConfiguration<CareTag>, IEntityTypeConfiguration<SearchTerm>, IEntityTypeConfiguration<RegisterChange>
{
    public void Configure(EntityTypeBuilder<Household> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(h => new { h.CommunityId, h.DwellingId });
        builder.Property(h => h.Number).HasMaxLength(30);
        builder.Property(h => h.VerifiedBy).HasMaxLength(60);
        builder.HasIndex(h => new { h.CommunityId, h.DwellingId });
        builder.HasIndex(h => new { h.CommunityId, h.BuildingId });
    }

    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.HasOne<Household>().WithMany().HasForeignKey(p => new { p.CommunityId, p.HouseholdId });
        builder.Property(p => p.Name).HasMaxLength(50);
        builder.Property(p => p.Relation).HasMaxLength(20);
        builder.Property(p => p.AwayWhere).HasMaxLength(100);
        builder.Property(p => p.RegisteredAddress).HasMaxLength(200);
        builder.HasIndex(p => new { p.CommunityId, p.HouseholdId });
        // Counts per building (the people list's pages) read this index alone; most rows are in it.
        builder.HasIndex(p => new { p.CommunityId, p.BuildingId }).HasFilter("closed_at IS NULL");
        builder.HasIndex(p => new { p.CommunityId, p.DocumentHash, p.ClosedAt });
    }

    public void Configure(EntityTypeBuilder<PersonTag> builder)
    {
        builder.HasOne<Person>().WithMany().HasForeignKey(t => new { t.CommunityId, t.PersonId });
        builder.Property(t => t.Tag).HasMaxLength(30);
        builder.HasIndex(t => new { t.CommunityId, t.PersonId, t.Tag }).IsUnique();
        builder.HasIndex(t => new { t.CommunityId, t.BuildingId, t.Tag });
    }

    public void Configure(EntityTypeBuilder<CareTag> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(t => t.CommunityId);
        builder.Property(t => t.Code).HasMaxLength(30);
        builder.Property(t => t.Name).HasMaxLength(20);
        builder.Property(t => t.Words).HasMaxLength(200);
        builder.HasIndex(t => new { t.CommunityId, t.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SearchTerm> builder)
    {
        builder.HasKey(t => new { t.CommunityId, t.Term, t.PersonId });
        builder.Property(t => t.Term).HasMaxLength(50);
        builder.HasIndex(t => new { t.CommunityId, t.PersonId });
        builder.HasOne<Person>().WithMany().HasForeignKey(t => new { t.CommunityId, t.PersonId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RegisterChange> builder)
    {
        builder.Property(c => c.By).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.HouseholdId, c.At });
    }
}
