using SafeIsle.Platform.Data;

namespace SafeIsle.Places;

/// <summary>A dwelling became part of another one in the same building.</summary>
public sealed record DwellingMerged(long Community, Guid From, Guid Into);

/// <summary>
/// What other modules do when a dwelling is merged into another: households move along. Called inside the write's transaction;
/// registered by the module that has something to do.
/// </summary>
public delegate Task WhenDwellingMerged(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel);

/// <summary>
/// Why a dwelling must not be closed, in one Chinese sentence that says what to do first; null when nothing speaks against it.
/// Called inside the write's transaction.
/// </summary>
public delegate Task<string?> BeforeDwellingClosed(Db db, long community, Guid dwelling, CancellationToken cancel);

/// <summary>
/// What another module has ever written about a building or its dwellings, in words (3 户住户登记); null when it has nothing, so that the
/// building can be deleted. Called inside the write's transaction.
/// </summary>
public delegate Task<string?> HistoryOfBuilding(Db db, long community, Guid building, CancellationToken cancel);
