using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids;

/// <summary>
/// Everything of one person is handed over to another: a module below hands over what it gave her by name, within the same write. What stands on
/// her list goes along by itself.
/// </summary>
/// <param name="by">Display name of who hands it over.</param>
/// <returns>What went along, in words: 封控任务 3 项; null for nothing.</returns>
public delegate Task<string?> WorkHandedOver(
    Db db, WriteScope write, long community, Guid giver, Colleague heir, DateTimeOffset now, string by, CancellationToken cancel);
