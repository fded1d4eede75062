using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>Tells the households of an order through whatever modules can tell them.</summary>
internal static class Telling
{
    public static async Task TellAsync(
        this IEnumerable<TellOrder> tells, Db db, ClosureOrder order, string title, string text, Actor by, CancellationToken cancel)
    {
        foreach (var tell in tells)
        {
            await tell(db, order, title, text, by, cancel);
        }
    }
}
