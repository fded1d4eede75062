using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>That the dwellings of a building, or of some of its units, or some people behind one door, report their temperatures.</summary>
/// <param name="Id">Of the order that asks for it.</param>
/// <param name="Label">38号楼, 38号楼1、2单元.</param>
/// <param name="Path">The order's page.</param>
/// <param name="Units">Null for the whole building.</param>
/// <param name="Until">When it ended; null as long as it is in force, whatever end was planned.</param>
/// <param name="Windows">Wall times in Shanghai, of one day; at least one.</param>
/// <param name="FeverTenths">Tenths of a degree Celsius from which a temperature is fever.</param>
public sealed record ReportDuty(
    Guid Id, long CommunityId, Guid BuildingId, string Label, string Path, IReadOnlyList<int>? Units,
    DateTimeOffset From, DateTimeOffset? Until, IReadOnlyList<ReportWindow> Windows, int FeverTenths)
{
    /// <summary>The one door that it binds; null where it binds all of the units.</summary>
    public Guid? DwellingId { get; init; }

    /// <summary>Whom behind that door it asks; null for everybody.</summary>
    public IReadOnlyCollection<Guid>? People { get; init; }

    /// <summary>How a missing report rises, by the plan that it is asked for by.</summary>
    public ReportChase Chase { get; init; } = ReportChase.Usual;

    public bool Binds(Dwelling dwelling) =>
        dwelling.BuildingId == BuildingId && (DwellingId is { } one ? one == dwelling.Id : Units is null || Units.Contains(dwelling.Unit));

    public bool RunsAt(DateTimeOffset now) => From <= now && (Until is null || now < Until);
}

/// <summary>Which duties are asked for: those in force, of a building or of the whole community; or that one, also when it is over.</summary>
public sealed record DutyQuery(long Community, Guid? Building = null, Guid? Id = null);

/// <summary>Modules below that impose the duty say so by registering one of these.</summary>
public delegate Task<IReadOnlyList<ReportDuty>> ReportDuties(Db db, DutyQuery query, CancellationToken cancel);

/// <summary>All duties, whoever imposed them.</summary>
public sealed class DutyBook(IEnumerable<ReportDuties> sources)
{
    private readonly ReportDuties[] sources = [.. sources];

    /// <summary>In force at that instant, by label.</summary>
    public async Task<IReadOnlyList<ReportDuty>> RunningAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await AskAsync(db, new(community), cancel)).Where(d => d.RunsAt(now)).OrderBy(d => d.Label, StringComparer.Ordinal)];

    /// <summary>The one that binds that dwelling now; null when nobody asks it. What binds the whole building goes before what binds one door of it.</summary>
    public async Task<ReportDuty?> OfDwellingAsync(Db db, Dwelling dwelling, DateTimeOffset now, CancellationToken cancel) =>
        (await AskAsync(db, new(dwelling.CommunityId, dwelling.BuildingId), cancel)).OrderBy(d => d.DwellingId is not null)
            .FirstOrDefault(d => d.RunsAt(now) && d.Binds(dwelling));

    /// <summary>That one, also when it is over; null when there is none.</summary>
    public async Task<ReportDuty?> FindAsync(Db db, long community, Guid id, CancellationToken cancel) =>
        (await AskAsync(db, new(community, Id: id), cancel)).FirstOrDefault();

    /// <summary>
    /// The same of a building or its units. What binds single people behind one door stands in a file of its own, which asks for a reason
    /// once it is long over: no list by its id goes around that.
    /// </summary>
    public async Task<ReportDuty?> FindOfBuildingAsync(Db db, long community, Guid id, CancellationToken cancel) =>
        await FindAsync(db, community, id, cancel) is { DwellingId: null } duty ? duty : null;

    private async Task<List<ReportDuty>> AskAsync(Db db, DutyQuery query, CancellationToken cancel)
    {
        var duties = new List<ReportDuty>();
        foreach (var source in sources)
        {
            duties.AddRange(await source(db, query, cancel));
        }

        return duties;
    }
}
