using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Residents;

/// <summary>Whether a phone speaks for its household.</summary>
public enum ResidentState
{
    /// <summary>The register does not know who it is: a committee member has to say yes.</summary>
    Waiting,

    In,
    Refused,

    /// <summary>Forgotten by its owner, or taken out by the committee.</summary>
    Left,
}

/// <summary>By what somebody showed to belong to a dwelling.</summary>
public enum ResidentProof
{
    /// <summary>The code on the paper at the door: that somebody stood there, no more. See <see cref="Home.IsProven"/>.</summary>
    DoorCode,

    /// <summary>The last four digits of a phone that the register holds for the household.</summary>
    PhoneTail,

    /// <summary>A committee member knew or checked.</summary>
    Committee,
}

/// <summary>
/// A phone that has been recognised as one of a dwelling's, without account or password. One phone may be known at several doors (an
/// adult child, a neighbour who helps); each is a row. What it may see and do ends when it is forgotten.
/// </summary>
public sealed class Resident : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }

    /// <summary>Null as long as nobody said which; then it reads nothing that belongs to a household there.</summary>
    public Guid? HouseholdId { get; set; }

    /// <summary>How she calls herself to others: 王女士, 老李.</summary>
    public required string Name { get; set; }

    /// <summary>Helps this household from another door.</summary>
    public bool IsProxy { get; init; }

    public required ResidentProof Proof { get; set; }
    public required ResidentState State { get; set; }

    /// <summary>Since when the phone is in; for one that waits, since when it has asked.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>A number to call back, sealed; given only by somebody who has to ask.</summary>
    public byte[]? PhoneSealed { get; init; }

    /// <summary>Display name of who let her in or refused her; empty when a proof did.</summary>
    public string DecidedBy { get; set; } = "";

    /// <summary>Why not, as the phone is told; empty unless it was refused.</summary>
    public string Why { get; set; } = "";

    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>The tables of this module.</summary>
public static class ResidentsDb
{
    extension(Db db)
    {
        public DbSet<Resident> Residents => db.Set<Resident>();
    }
}

internal sealed class ResidentsTables : IEntityTypeConfiguration<Resident>
{
    public void Configure(EntityTypeBuilder<Resident> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(r => new { r.CommunityId, r.DwellingId });
        builder.Property(r => r.Name).HasMaxLength(Homes.MostName);
        builder.Property(r => r.DecidedBy).HasMaxLength(60);
        builder.Property(r => r.Why).HasMaxLength(Homes.MostWhy);
        builder.HasIndex(r => new { r.CommunityId, r.BuildingId, r.State });
        builder.HasIndex(r => new { r.CommunityId, r.DwellingId });
    }
}
