using Microsoft.EntityFrameworkCore;

namespace SafeIsle.Platform.Data;

/// <summary>The product on PostgreSQL 15 or later: several nodes, or a city on Citus.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : Db(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Sort keys and search terms are compared byte by byte, as SQLite does, whatever the server's language.
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(e => e.GetProperties())
            .Where(p => p.ClrType == typeof(string) && p.Name is "SortKey" or "Term"))
        {
            property.SetCollation("C");
        }
    }

    // Planning is half of what a small request costs the server, so each connection keeps its statements prepared; and nothing is set on a
    // connection that it would have to be cleaned of. Both stand first: what the operator wrote overrides them (a pooler may need that).
    private const string Defaults = "Max Auto Prepare=200;No Reset On Close=true;";

    internal static void Configure(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(Defaults + connectionString, postgres => postgres.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter));
}
