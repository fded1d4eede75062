using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>
/// What the gates know for a statement of facts: who of a household passed, who was turned away, by whom, why, and what was said. For a
/// statement about no household in particular, the refusals of the whole community.
/// </summary>
internal static class GateFacts
{
    /// <summary>Refusals that a household's page shows, the newest.</summary>
    internal const int MostRefusals = 5;

    public static async Task<IReadOnlyList<FactLine>> FactsAsync(Db db, Me me, FactAsk ask, CancellationToken cancel)
    {
        if (ask.Order is not null)
        {
            return [];
        }

        var (community, since, until, person) = (ask.Community, ask.From, ask.To, ask.Person);
        var scans = ask.Household is { } household ? await OfAsync(db, me, community, household, cancel) : All(db, me, community).Where(s => s.Verdict == PassVerdict.Stop);
        if (person is not null)
        {
            // Somebody else's own pass tells nothing of this person; the household's may be his.
            var others = db.Passes.Where(p => p.CommunityId == community && p.PersonId != null && p.PersonId != person).Select(p => (Guid?)p.Id);
            scans = scans.Where(s => s.PassId == null || !others.Contains(s.PassId));
        }

        var rows = await (
            from s in scans
            join g in db.Gates on new { s.CommunityId, Id = s.GateId } equals new { g.CommunityId, g.Id }
            where s.At >= since && s.At <= until
            orderby s.At
            select new { Scan = s, Gate = g.Name }).Take(StatementDraft.MostLines + 1).ToListAsync(cancel);
        var lines = rows.ConvertAll(r => new FactLine(r.Scan.At, r.Scan.Guard, Words(r.Scan, r.Gate, ask.Household is null)));
        lines.AddRange(await ErrandsAsync(db, me, ask, cancel));
        return lines;
    }

    /// <summary>The newest refusals of a household.</summary>
    public static async Task<IReadOnlyList<GateScan>> RefusalsAsync(Db db, Me me, long community, Guid household, CancellationToken cancel) =>
        await (await OfAsync(db, me, community, household, cancel)).Where(s => s.Verdict == PassVerdict.Stop && s.VoidAt == null)
            .OrderByDescending(s => s.At).Take(MostRefusals).ToListAsync(cancel);

    /// <summary>体温 37.8 ℃；原因：这张证已经作废；说明：他说有急事.</summary>
    public static string Because(GateScan scan) => string.Join("；", new[]
    {
        scan.Tenths is { } tenths ? $"体温 {(tenths / 10m).ToString("0.0", CultureInfo.InvariantCulture)} ℃" : "",
        scan.Verdict == PassVerdict.Go ? "" : $"原因：{ScanReasons.Of(scan.Reason).TrimEnd('。')}",
        scan.Note.Length > 0 ? $"说明：{scan.Note}" : "",
        scan.Remark(),
    }.Where(part => part.Length > 0));

    private static string Words(GateScan scan, string gate, bool whose)
    {
        var who = whose ? (scan.Dwelling.Length > 0 ? scan.Dwelling : "不知道是哪一户的人") : scan.PassId is null ? "这一户的人（没有出示出入证）" : "这一户的人";
        var did = scan.Verdict switch
        {
            PassVerdict.Go => scan.Direction == PassDirection.Out ? "出门" : "进门",
            PassVerdict.Stop => scan.Direction == PassDirection.Out ? "要出门，没有放行" : "要进门，没有放行",
            PassVerdict.Ask => scan.Direction == PassDirection.Out ? "出门，门岗问过" : "进门，门岗问过",
        };
        var because = Because(scan);
        return $"在{gate}，{who}{did}{(because.Length > 0 ? "。" + because : "")}";
    }

    private static async Task<IReadOnlyList<FactLine>> ErrandsAsync(Db db, Me me, FactAsk ask, CancellationToken cancel)
    {
        if (ask.Household is not { } household)
        {
            return [];
        }

        var (community, person) = (ask.Community, ask.Person);
        var slips = await db.Errands.Within(me)
            .Where(e => e.CommunityId == community && e.HouseholdId == household && (person == null || e.PersonId == person) && e.IssuedAt >= ask.From && e.IssuedAt <= ask.To)
            .OrderBy(e => e.IssuedAt).Take(StatementDraft.MostLines).ToListAsync(cancel);
        return slips.ConvertAll(e => new FactLine(
            e.IssuedAt, e.IssuedBy, $"给{e.Name}开外出单（{e.Category.Name()}），去{e.Where}，{e.BackBy.Full()} 前回来{(e.Companion.Length > 0 ? $"，{e.Companion}陪同" : "")}"));
    }

        // What somebody may have made up is nobody's fact.
    private static IQueryable<GateScan> All(Db db, Me me, long community) =>
        db.GateScans.Within(me).Where(s => s.CommunityId == community && s.Mark != ScanMark.Wiped);

    // By its passes, or by its door where nothing was shown.
    private static async Task<IQueryable<GateScan>> OfAsync(Db db, Me me, long community, Guid household, CancellationToken cancel)
    {
        var door = await db.Households.Within(me).Where(h => h.CommunityId == community && h.Id == household).Select(h => h.DwellingId).SingleOrDefaultAsync(cancel);
        var passes = db.Passes.Where(p => p.CommunityId == community && p.HouseholdId == household && p.Kind != PassKind.Visitor).Select(p => (Guid?)p.Id);
        return All(db, me, community).Where(s => s.DwellingId == door && (s.PassId == null || passes.Contains(s.PassId)));
    }
}
