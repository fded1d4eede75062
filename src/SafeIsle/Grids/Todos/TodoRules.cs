using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;

namespace SafeIsle.Grids.Todos;

/// <summary>What a try does to a thing to do, who has a list, and its limits. Pure.</summary>
public static class TodoRules
{
    /// <summary>Things to do on one page.</summary>
    public const int PageSize = 250;

    /// <summary>Tries in one upload.</summary>
    public const int MostTries = 100;

    /// <summary>Tries of one thing to do by one person on one day, so that nobody uses up another's; what settles it is taken beyond.</summary>
    public const int MostTriesADay = 20;

    /// <summary>What is due so soon goes before the order in which one walks.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>How long after a grid was handed over a phone may still bring what was done before.</summary>
    public static readonly TimeSpan KeptOffline = TimeSpan.FromDays(3);

    /// <summary>Bytes of an upload: as many tries with the longest notes, escaped.</summary>
    public const int MostPosted = 256 * 1024;

    /// <summary>Numbers to dial in a row of the list.</summary>
    public const int MostNumbers = 2;

    /// <summary>Whose work can stand on a list of their own.</summary>
    public static readonly Role[] May = [Role.Field, Role.Committee, Role.Partner];

    /// <summary>
    /// Takes a try into account. Tries may come late and out of order: each is counted, what was done last by its time decides when it is
    /// due again, and what is closed stays as it is.
    /// </summary>
    /// <returns>Whether it counts; false: it came after the matter was settled.</returns>
    public static bool Take(Todo todo, TodoOutcome outcome, DateTimeOffset at, DateTimeOffset now)
    {
        if (todo.ClosedAt is not null)
        {
            return false;
        }

        todo.Tries++;
        if (todo.LastTriedAt is null || todo.LastTriedAt <= at)
        {
            (todo.LastTriedAt, todo.LastOutcome) = (at, outcome.Code);
            todo.DueAt = outcome.Again is { } again && !outcome.Settles ? at + again : todo.DueAt;
        }

        todo.ClosedAt = outcome.Settles ? now : null;
        return true;
    }

    /// <summary>Where it stands in a list: what is late, then what is due soon, then the rest; within each as one walks.</summary>
    public static int Rank(DateTimeOffset due, DateTimeOffset now) => due < now ? 0 : due <= now + Soon ? 1 : 2;

    /// <summary>21:00 前; with the date when it is not today.</summary>
    public static string Due(DateTimeOffset due, DateTimeOffset now) =>
        (due.DateHere() == now.DateHere() ? due.Here().ToString("HH:mm", CultureInfo.InvariantCulture) : due.Short()) + " 前";
}
