using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SafeIsle.Platform.Data;

/// <summary>Tells an expected refusal by a unique key from every other failure to save.</summary>
public static class Taken
{
    // SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE.
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteUnique = 2067;

    /// <summary>Somebody else was there first: a unique key said no.</summary>
    public static bool IsTaken(this Exception failure) => failure switch
    {
        DbUpdateException { InnerException: { } inner } => inner.IsTaken(),
        // Where the change tracker was passed by.
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqlitePrimaryKey or SqliteUnique,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };
}
