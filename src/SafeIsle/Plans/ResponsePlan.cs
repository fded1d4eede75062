using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Plans;

/// <summary>
/// One published version of a response plan (预案) of a community. It never changes: editing publishes the next version, and orders
/// keep the one they were made with.
/// </summary>
public sealed class ResponsePlan : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Stable name across versions, e.g. <c>building-2-12</c>.</summary>
    public required string Code { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Version { get; init; }

    public required string Name { get; init; }

    /// <summary>JSON of <see cref="PlanBody"/>.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Display name of who published it.</summary>
    public required string PublishedBy { get; init; }

    public PlanBody Read() => PlanBody.FromJson(Body);
}

/// <summary>The tables of this module.</summary>
public static class PlansDb
{
    extension(Db db)
    {
        public DbSet<ResponsePlan> ResponsePlans => db.Set<ResponsePlan>();
    }
}

internal sealed class PlansTables : IEntityTypeConfiguration<ResponsePlan>
{
    public void Configure(EntityTypeBuilder<ResponsePlan> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(p => p.CommunityId);
        builder.Property(p => p.Code).HasMaxLength(40);
        builder.Property(p => p.Name).HasMaxLength(40);
        builder.Property(p => p.PublishedBy).HasMaxLength(60);
        builder.HasIndex(p => new { p.CommunityId, p.Code, p.Version }).IsUnique();
    }
}
