using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>Households of a campaign by how far they are.</summary>
public sealed record CoverageCounts(int ToVisit, int NobodyHome, int Refused, int Done, int Contradicts, int Scanned)
{
    public static readonly CoverageCounts None = new(0, 0, 0, 0, 0, 0);

    public int Total => ToVisit + NobodyHome + Refused + Done + Contradicts + Scanned;

    /// <summary>Those who answered, also where it has to be looked into; without those of whom only a door's code did, see <see cref="TargetState.Scanned"/>.</summary>
    public int Reached => Done + Contradicts;

    /// <summary>Whole percent of those who answered, 100 only when nobody is left; 100 for none.</summary>
    public int Percent => Share.Percent(Reached, Total, ofNone: 100);

    /// <summary>The figures under <see cref="Headings"/>.</summary>
    public IReadOnlyList<int> Figures => [Total, Done, Scanned, Contradicts, Refused, NobodyHome, ToVisit];

    /// <summary>The same on page, paper and sheet.</summary>
    public static IReadOnlyList<string> Headings => ["户", "问好了", "扫码答的", "对不上", "拒绝", "没人", "还没问"];

    public static CoverageCounts operator +(CoverageCounts a, CoverageCounts b) => Add(a, b);

    /// <summary>Both together.</summary>
    public static CoverageCounts Add(CoverageCounts a, CoverageCounts b) =>
        new(a.ToVisit + b.ToVisit, a.NobodyHome + b.NobodyHome, a.Refused + b.Refused, a.Done + b.Done, a.Contradicts + b.Contradicts, a.Scanned + b.Scanned);

    internal CoverageCounts With(TargetState state, int count) => state switch
    {
        TargetState.ToVisit => this with { ToVisit = ToVisit + count },
        TargetState.NobodyHome => this with { NobodyHome = NobodyHome + count },
        TargetState.Refused => this with { Refused = Refused + count },
        TargetState.Done => this with { Done = Done + count },
        TargetState.Contradicts => this with { Contradicts = Contradicts + count },
        TargetState.Scanned => this with { Scanned = Scanned + count },
    };
}

/// <summary>A building, a grid or a person responsible with its counts.</summary>
/// <param name="Building">Null for a grid or a person.</param>
public sealed record CoverageLine(string Label, CoverageCounts Counts, Guid? Building = null);

/// <summary>How far a campaign is (排查进度): the one definition for page, sheet and paper.</summary>
public sealed record CampaignCoverage(
    Campaign Campaign, CoverageCounts Total, IReadOnlyList<CoverageLine> Buildings, IReadOnlyList<CoverageLine> Grids, IReadOnlyList<CoverageLine> People, DateTimeOffset At)
{
    private const string NoGrid = "还没有划进网格";
    private const string Nobody = "没人负责";

    /// <summary>The three lists by what they are called.</summary>
    public IEnumerable<(string Title, IReadOnlyList<CoverageLine> Lines)> Parts => [("楼栋", Buildings), ("网格", Grids), ("负责人", People)];

    /// <summary>Of the buildings that the reader may see; null for a campaign that is not there.</summary>
    internal static async Task<CampaignCoverage?> OfAsync(Db db, Me me, long community, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Campaigns.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == id, cancel) is not { } campaign)
        {
            return null;
        }

        var counted = await db.ScreeningTargets.Within(me).Where(t => t.CommunityId == community && t.CampaignId == id && t.LeftAt == null)
            .GroupBy(t => new { t.BuildingId, t.Unit, t.State }).Select(g => new { g.Key.BuildingId, g.Key.Unit, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var pieces = counted.GroupBy(c => (c.BuildingId, c.Unit)).ToDictionary(g => g.Key, g => g.Aggregate(CoverageCounts.None, (sum, c) => sum.With(c.State, c.Count)));
        var buildings = await (
            from b in db.Buildings.Within(me)
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where b.CommunityId == community
            orderby c.SortKey, b.SortKey
            select new { b.Id, b.Label, Compound = c.Name }).ToListAsync(cancel);
        var several = buildings.Select(b => b.Compound).Distinct().Skip(1).Any();
        var byBuilding = pieces.GroupBy(p => p.Key.BuildingId).ToDictionary(g => g.Key, g => Sum(g.Select(p => p.Value)));
        var grids = await GridsAsync(db, community, now.DateHere(), cancel);
        var inGrids = pieces.GroupBy(p => grids.Find(g => g.Holds(p.Key.BuildingId, p.Key.Unit))).OrderBy(g => g.Key?.Number ?? int.MaxValue)
            .Select(g => (Grid: g.Key, Counts: Sum(g.Select(p => p.Value)))).ToList();
        return new(
            campaign,
            Sum(pieces.Values),
            [.. buildings.Where(b => byBuilding.ContainsKey(b.Id)).Select(b => new CoverageLine(several ? $"{b.Compound} {b.Label}" : b.Label, byBuilding[b.Id], b.Id))],
            [.. inGrids.Select(g => new CoverageLine(g.Grid?.Name ?? NoGrid, g.Counts))],
            [.. inGrids.GroupBy(g => g.Grid?.Responsible ?? Nobody).Select(g => new CoverageLine(g.Key, Sum(g.Select(one => one.Counts))))],
            now);
    }

    private static CoverageCounts Sum(IEnumerable<CoverageCounts> counts) => counts.Aggregate(CoverageCounts.None, CoverageCounts.Add);

    private static async Task<List<GridOfToday>> GridsAsync(Db db, long community, DateOnly today, CancellationToken cancel)
    {
        var grids = await db.GridsOn(today).Where(g => g.CommunityId == community).ToListAsync(cancel);
        var ids = grids.ConvertAll(g => g.Id);
        var parts = await db.GridParts.Where(p => p.CommunityId == community && ids.Contains(p.GridId)).ToListAsync(cancel);
        var duties = await db.GridDuties.Where(d => d.CommunityId == community && ids.Contains(d.GridId) && d.EndedAt == null && d.Role == GridRole.Responsible).ToListAsync(cancel);
        return grids.ConvertAll(g => new GridOfToday(
            g.Number, g.Name, duties.Find(d => d.GridId == g.Id)?.Name, parts.Where(p => p.GridId == g.Id).Select(p => (p.BuildingId, p.Unit)).ToHashSet()));
    }

    private sealed record GridOfToday(int Number, string Name, string? Responsible, HashSet<(Guid Building, int? Unit)> Parts)
    {
        public bool Holds(Guid building, int unit) => Parts.Contains((building, null)) || Parts.Contains((building, unit));
    }
}
