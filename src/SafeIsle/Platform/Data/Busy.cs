using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SafeIsle.Platform.Data;

/// <summary>Tells a database that is busy for the moment from one that is broken: the same request may work in half a minute.</summary>
internal static class Busy
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    /// <summary>Somebody else held what this needed for longer than one waits, or the server takes no more connections.</summary>
    public static bool IsBusy(this Exception failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow,
        // Waited too long: for a lock, or for a free connection.
        NpgsqlException { InnerException: TimeoutException } => true,
        { InnerException: { } inner } => inner.IsBusy(),
        _ => false,
    };
}
