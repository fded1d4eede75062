using Microsoft.EntityFrameworkCore;

namespace SafeIsle.Platform.Data;

/// <summary>The product on PostgreSQL 15 or later: several nodes, or a city on Citus.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : Db(options)
{
    internal static void Configure(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(connectionString);
}
