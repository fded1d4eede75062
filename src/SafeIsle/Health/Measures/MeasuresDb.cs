using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Households;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>The tables of this part.</summary>
public static class MeasuresDb
{
    extension(Db db)
    {
        public DbSet<Measure> Measures => db.Set<Measure>();
        public DbSet<MeasureChange> MeasureChanges => db.Set<MeasureChange>();
        public DbSet<MeasureTest> MeasureTests => db.Set<MeasureTest>();
        public DbSet<MeasureCall> MeasureCalls => db.Set<MeasureCall>();
        public DbSet<MeasureObjection> MeasureObjections => db.Set<MeasureObjection>();
        public DbSet<MeasureTrip> MeasureTrips => db.Set<MeasureTrip>();
        public DbSet<Referral> Referrals => db.Set<Referral>();
        public DbSet<UsualContacts> UsualContacts => db.Set<UsualContacts>();
    }
}

internal sealed class MeasureTable : IEntityTypeConfiguration<Measure>
{
    public void Configure(EntityTypeBuilder<Measure> builder)
    {
        builder.HasOne<Person>().WithMany().HasForeignKey(m => new { m.CommunityId, m.PersonId });
        builder.Property(m => m.Dwelling).HasMaxLength(120);
        builder.Property(m => m.Name).HasMaxLength(50);
        builder.Property(m => m.Authority).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(m => m.DocumentNumber).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(m => m.Basis).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(m => m.Place).HasMaxLength(MeasureLimits.MostPlace);
        builder.Property(m => m.Terms).HasMaxLength(MeasureLimits.MostTerms);
        builder.Property(m => m.Objection).HasMaxLength(MeasureLimits.MostObjection);
        builder.Property(m => m.OpenedBy).HasMaxLength(60);
        builder.Property(m => m.EndedBy).HasMaxLength(60);
        builder.Property(m => m.EndDocument).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(m => m.EndWhy).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(m => m.VerifiedBy).HasMaxLength(60);
        // One at a time: of two that are opened at once, one is refused.
        builder.HasIndex(m => new { m.CommunityId, m.PersonId }).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_measures_open_of_person");
        builder.HasIndex(m => new { m.CommunityId, m.BuildingId }).HasFilter("ended_at IS NULL").HasDatabaseName("ix_measures_open_of_building");
        builder.HasIndex(m => new { m.CommunityId, m.HouseholdId, m.StartsAt });
        builder.HasIndex(m => new { m.CommunityId, m.PersonId, m.StartsAt });
        builder.HasIndex(m => m.CertificateHash);
    }
}

internal sealed class MeasureTables :
    IEntityTypeConfiguration<MeasureChange>, IEntityTypeConfiguration<MeasureTest>, IEntityTypeConfiguration<MeasureCall>,
    IEntityTypeConfiguration<MeasureObjection>, IEntityTypeConfiguration<MeasureTrip>, IEntityTypeConfiguration<Referral>
{
    public void Configure(EntityTypeBuilder<MeasureChange> builder)
    {
        builder.HasOne<Measure>().WithMany().HasForeignKey(c => new { c.CommunityId, c.MeasureId });
        builder.Property(c => c.Why).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(c => c.Authority).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(c => c.DocumentNumber).HasMaxLength(MeasureLimits.MostWords);
        builder.Property(c => c.By).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.MeasureId, c.OldUntil }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<MeasureTest> builder)
    {
        builder.HasOne<Measure>().WithMany().HasForeignKey(t => new { t.CommunityId, t.MeasureId });
        builder.Property(t => t.EnteredBy).HasMaxLength(60);
        builder.HasIndex(t => new { t.CommunityId, t.MeasureId, t.Day, t.PersonId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<MeasureCall> builder)
    {
        builder.HasOne<Measure>().WithMany().HasForeignKey(c => new { c.CommunityId, c.MeasureId });
        builder.Property(c => c.Kind).HasMaxLength(20);
        builder.Property(c => c.By).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.MeasureId, c.At });
    }

    public void Configure(EntityTypeBuilder<MeasureObjection> builder)
    {
        builder.HasOne<Measure>().WithMany().HasForeignKey(o => new { o.CommunityId, o.MeasureId });
        builder.Property(o => o.By).HasMaxLength(60);
        builder.Property(o => o.AnsweredBy).HasMaxLength(60);
        builder.HasIndex(o => new { o.CommunityId, o.MeasureId, o.At });
    }

    public void Configure(EntityTypeBuilder<MeasureTrip> builder)
    {
        builder.HasOne<Measure>().WithMany().HasForeignKey(t => new { t.CommunityId, t.MeasureId });
        builder.Property(t => t.Destination).HasMaxLength(MeasureLimits.MostPlace);
        builder.Property(t => t.By).HasMaxLength(60);
        builder.Property(t => t.DecidedBy).HasMaxLength(60);
        builder.Property(t => t.Companion).HasMaxLength(MeasureLimits.MostPlace);
        builder.Property(t => t.Refusal).HasMaxLength(MeasureLimits.MostWords);
        builder.HasIndex(t => new { t.CommunityId, t.MeasureId, t.At });
    }

    public void Configure(EntityTypeBuilder<Referral> builder)
    {
        builder.HasOne<Measure>().WithMany().HasForeignKey(r => new { r.CommunityId, r.MeasureId });
        builder.Property(r => r.Place).HasMaxLength(MeasureLimits.MostPlace);
        builder.Property(r => r.AskedBy).HasMaxLength(MeasureLimits.MostPlace);
        builder.Property(r => r.By).HasMaxLength(60);
        builder.Property(r => r.FetchedBy).HasMaxLength(MeasureLimits.MostPlace);
        builder.Property(r => r.Along).HasMaxLength(MeasureLimits.MostPlace);
        builder.Property(r => r.CleanedBy).HasMaxLength(60);
        builder.Property(r => r.ClosingAskedBy).HasMaxLength(60);
        builder.HasIndex(r => new { r.CommunityId, r.MeasureId, r.AskedAt });
    }
}

/// <summary>How much fits into a measure's record.</summary>
public static class MeasureLimits
{
    /// <summary>Characters of a decision's fields and of a reason.</summary>
    public const int MostWords = 200;

    /// <summary>Characters of a place, a vehicle, a name with a phone.</summary>
    public const int MostPlace = 80;

    public const int MostTerms = 500;
    public const int MostObjection = 1000;

    /// <summary>Characters of what somebody objects, answers or tells on the phone.</summary>
    public const int MostText = 500;

    /// <summary>How far back a measure may begin that is entered now: the day of contact lies before the decision.</summary>
    public static readonly TimeSpan LongestBack = TimeSpan.FromDays(30);

    /// <summary>How far ahead.</summary>
    public static readonly TimeSpan LongestAhead = TimeSpan.FromDays(7);

    /// <summary>Objections and requests to go out of one measure on one day, from a phone.</summary>
    public const int MostADay = 5;

    /// <summary>Rows of each kind that the timeline shows, the newest.</summary>
    public const int MostLines = 200;
}
