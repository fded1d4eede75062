using Microsoft.EntityFrameworkCore.Design;
using SafeIsle.Platform.Data;

namespace SafeIsle.Migrations;

internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) => (SqliteDb)DataSetup.OpenAlone(new DataLocation("unused", null));
}

internal sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) => (PostgresDb)DataSetup.OpenAlone(new DataLocation("unused", "Host=unused"));
}
