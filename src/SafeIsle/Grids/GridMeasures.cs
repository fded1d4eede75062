using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids;

/// <summary>A measure in force behind a door (防控措施): a closed building, somebody at home for observation. Numbers, no names.</summary>
/// <param name="Unit">0: the building has none, or all of it.</param>
/// <param name="Door">38号楼2单元501室, or 38号楼.</param>
/// <param name="Kind">封控, 居家健康观察</param>
/// <param name="Until">Null where its end is not set.</param>
/// <param name="People">Whom it binds.</param>
public sealed record GridMeasure(Guid BuildingId, int Unit, string Door, string SortKey, string Kind, DateTimeOffset? Until, int People);

/// <summary>Modules below register one each: what is in force in those buildings of the community, as far as the reader may see it.</summary>
public delegate Task<IReadOnlyList<GridMeasure>> GridMeasures(
    Db db, Me me, long community, IReadOnlyCollection<Guid> buildings, DateTimeOffset now, CancellationToken cancel);
