using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Gates.Visits;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Passes;

/// <summary>For whom a pass is.</summary>
public enum PassKind
{
    /// <summary>全家共用一张</summary>
    Household,

    /// <summary>家里的一个人</summary>
    Person,

    /// <summary>车辆</summary>
    Vehicle,

    /// <summary>访客: once in and out, see <see cref="Visit"/>.</summary>
    Visitor,

    /// <summary>外出单: once out and in, see <see cref="Errands.Errand"/>.</summary>
    Errand,
}

/// <summary>A pass (出入证) of a household, with the card or the phone that shows it.</summary>
public sealed class Pass : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }
    public required Guid HouseholdId { get; init; }

    /// <summary>Whom it was issued for, of <see cref="PassKind.Person"/> and <see cref="PassKind.Errand"/>.</summary>
    public Guid? PersonId { get; init; }

    public required PassKind Kind { get; init; }

    /// <summary>On the card: a name or a number plate; empty for a household's.</summary>
    public required string Holder { get; init; }

    /// <summary>Its short number without the check digit, unique in the community.</summary>
    public required int Number { get; init; }

    /// <summary>The number under which uses are counted: its own, or one for the whole household where the rule counts by household.</summary>
    public required int Counter { get; init; }

    /// <summary>Key of the rule in the community's plan.</summary>
    public required int Rule { get; init; }

    /// <summary>Edition of an errand slip's paper; printing anew raises it, and the earlier code is void. A card that is printed anew is <see cref="Anew"/>.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Since when the card's edition is <see cref="Version"/>; null: since it was issued.</summary>
    public DateTimeOffset? ReprintedAt { get; set; }

    /// <summary>First day.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly LastDay { get; set; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Display name of who answers for it; a card that was lost and printed anew keeps it.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>Why it was issued although a condition did not hold; empty when all held.</summary>
    public string Despite { get; init; } = "";

    /// <summary>What was seen before it was issued, as the rule asked for it then, see <see cref="Plans.PassRule.Evidence"/>; empty: nothing.</summary>
    public string Evidence { get; init; } = "";

    public DateTimeOffset? RevokedAt { get; set; }
    public string RevokedBy { get; set; } = "";
    public string RevokedWhy { get; set; } = "";

    /// <summary>Rises with every change of any pass of the community: what scanners ask for by.</summary>
    public required long ChangedSeq { get; set; }

    /// <summary>The same pass with another number, counted on with the uses of before: for a card that was lost.</summary>
    public Pass Anew(int number, long seq, DateTimeOffset now) => new()
    {
        CommunityId = CommunityId, Id = Ids.New(), BuildingId = BuildingId, DwellingId = DwellingId, HouseholdId = HouseholdId, PersonId = PersonId,
        Kind = Kind, Holder = Holder, Number = number, Counter = Counter, Rule = Rule, FirstDay = FirstDay, LastDay = LastDay, IssuedAt = now,
        IssuedBy = IssuedBy, Despite = Despite, Evidence = Evidence, ChangedSeq = seq,
    };

    /// <summary>A new slip with the same number, which is good once only; the earlier paper is void from now on.</summary>
    public void Reprint(DateTimeOffset now) => (Version, ReprintedAt) = (Version == GateRules.MostEditions ? 1 : Version + 1, now);

    /// <summary>Whether that edition of the card was good then: before it was printed anew, the one before.</summary>
    public bool IsEdition(int edition, DateTimeOffset at) =>
        edition == Version || (at < ReprintedAt && edition == (Version == 1 ? GateRules.MostEditions : Version - 1));
}

/// <summary>The last number given to a change of passes, one row for each community.</summary>
public sealed class PassSequence : IOfCommunity
{
    public required long CommunityId { get; init; }
    public required long Last { get; set; }
}

internal sealed class PassTables : IEntityTypeConfiguration<Pass>, IEntityTypeConfiguration<PassSequence>
{
    public void Configure(EntityTypeBuilder<Pass> builder)
    {
        builder.HasOne<Household>().WithMany().HasForeignKey(p => new { p.CommunityId, p.HouseholdId });
        builder.Property(p => p.Holder).HasMaxLength(GateRules.MostName);
        builder.Property(p => p.IssuedBy).HasMaxLength(60);
        builder.Property(p => p.RevokedBy).HasMaxLength(60);
        builder.Property(p => p.Despite).HasMaxLength(GateRules.MostWhy);
        builder.Property(p => p.Evidence).HasMaxLength(PassRuleCheck.MostEvidence);
        builder.Property(p => p.RevokedWhy).HasMaxLength(GateRules.MostWhy);
        builder.HasIndex(p => new { p.CommunityId, p.Number }).IsUnique();
        builder.HasIndex(p => new { p.CommunityId, p.ChangedSeq });
        builder.HasIndex(p => new { p.CommunityId, p.HouseholdId });
        builder.HasIndex(p => new { p.CommunityId, p.DwellingId });
    }

    public void Configure(EntityTypeBuilder<PassSequence> builder)
    {
        builder.HasKey(s => s.CommunityId);
        builder.Property(s => s.CommunityId).ValueGeneratedNever();
    }
}
