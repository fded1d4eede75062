using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SafeIsle.Platform.Access;

namespace SafeIsle.Platform.Data;

/// <summary>
/// The one database of the product. Each module adds its tables by an <see cref="IEntityTypeConfiguration{TEntity}"/> beside its
/// entities and names them by an extension property (<c>db.Buildings</c>). Reads are untracked unless asked; writes go through
/// <see cref="WriteScope"/>, which puts the audit entry into the same transaction.
/// </summary>
public abstract class Db(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>The open write, if any: saving outside of one is a bug.</summary>
    internal WriteScope? Write { get; set; }

    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        // One conversion for the whole model: DateTimeOffset can be neither ordered nor compared on SQLite.
        builder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(Db).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes().Where(e => typeof(ICommunityOwned).IsAssignableFrom(e.ClrType)).ToList())
        {
            builder.Entity(entity.ClrType).HasKey(nameof(ICommunityOwned.CommunityId), nameof(ICommunityOwned.Id));
        }

        SnakeCase.Apply(builder.Model);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Write is null)
        {
            throw new InvalidOperationException("A write needs an open WriteScope, so that its audit entry is in the same transaction.");
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new InvalidOperationException("Use SaveChangesAsync inside a WriteScope.");

    internal sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(at => at.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));
}

/// <summary>A row that belongs to one community; the first part of its key, by which a city's cluster is sharded.</summary>
public interface IOfCommunity
{
    /// <summary>The community's 12-digit division code.</summary>
    long CommunityId { get; }
}

/// <summary>A row with the usual key: (community, id).</summary>
public interface ICommunityOwned : IOfCommunity
{
    /// <summary>UUID version 7, made by whoever created the row.</summary>
    Guid Id { get; }
}

/// <summary>A community's row that stands in one building, so that a worker of some buildings sees those only.</summary>
public interface IInBuilding : ICommunityOwned
{
    Guid BuildingId { get; }
}
