using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Import;

/// <summary>What the file would do to the register, row by row, before anything is done.</summary>
public static class PreviewImport
{
    // What needs a decision first.
    internal static readonly RowVerdict[] Order =
        [RowVerdict.Changed, RowVerdict.New, RowVerdict.Rejected, RowVerdict.Unmentioned, RowVerdict.Repeated, RowVerdict.Unchanged];

    internal static async Task<IResult> PageOfAsync(HttpContext http, Db db, Me me, Sealer sealer, RegisterImport import, CancellationToken cancel)
    {
        var rows = db.StagedRows.Within(me).Where(r => r.CommunityId == import.CommunityId && r.ImportId == import.Id);
        var counts = await rows.GroupBy(r => r.Verdict).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var filter = PreviewFilter.Of(http, counts);
        var filtered = filter.Apply(rows);
        var page = await filtered.OrderBy(r => r.Seq).Page(filter.Page).ToListAsync(cancel);
        var missing = await rows.Where(r => r.Missing != MissingPlace.None && r.Verdict == RowVerdict.New)
            .GroupBy(r => new { r.Place, r.Missing })
            .Select(g => new MissingLine(g.Key.Place, g.Key.Missing, g.Select(r => r.Door).Distinct().Count(), g.Count(), g.Count(r => r.Chosen != 0), g.Min(r => r.MakePlace == null ? 0 : 1) == 0, g.Max(r => r.MakePlace == true ? 1 : 0) == 1))
            .ToListAsync(cancel);
        return Page.Of<PreviewPage>(new
        {
            Import = import,
            Counts = counts,
            Filter = filter,
            Total = await filtered.CountAsync(cancel),
            Rows = page.ConvertAll(r => new PreviewRow(r, StagedContent.Open(sealer, r))),
            Missing = missing.OrderBy(m => m.Missing).ThenBy(m => m.Place, StringComparer.Ordinal).ToList(),
            Places = await rows.Where(r => r.Verdict == filter.Verdict && r.Place != "").Select(r => r.Place).Distinct().OrderBy(p => p).ToListAsync(cancel),
            Sums = await SumsAsync(rows, cancel),
            Undecided = await rows.CountAsync(Undecided, cancel),
            TagNames = (await ImportStore.TagsAsync(db, import.CommunityId, cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal),
        });
    }

    /// <summary>Rows at a place that the community does not have, about which nobody has decided yet.</summary>
    internal static readonly System.Linq.Expressions.Expression<Func<StagedRow, bool>> Undecided =
        row => row.Verdict == RowVerdict.New && row.Missing != MissingPlace.None && row.MakePlace == null;

    internal static async Task<ChosenSums> SumsAsync(IQueryable<StagedRow> rows, CancellationToken cancel) =>
        await rows.GroupBy(r => 1).Select(g => new ChosenSums(
            g.Count(r => r.Verdict == RowVerdict.New && r.Chosen != 0),
            g.Count(r => r.Verdict == RowVerdict.Changed && r.Chosen != 0),
            g.Count(r => r.Verdict == RowVerdict.Changed && (r.Chosen & r.Overwrites) != 0),
            g.Count(r => r.Verdict == RowVerdict.Changed && r.Chosen != r.Offered),
            g.Count(r => r.Verdict == RowVerdict.New && r.Chosen == 0),
            g.Count(r => r.HasWarning),
            g.Count(r => r.HasTwin))).SingleOrDefaultAsync(cancel) ?? new(0, 0, 0, 0, 0, 0, 0);
}

/// <summary>Buildings or doors that the community does not have yet.</summary>
/// <param name="Rows">New people and doors there.</param>
/// <param name="Chosen">How many of those rows will be written, making the place.</param>
/// <param name="Waits">Nobody has decided yet.</param>
/// <param name="Made">It was decided to make it.</param>
public sealed record MissingLine(string Place, MissingPlace Missing, int Doors, int Rows, int Chosen, bool Waits, bool Made);

/// <summary>A row as the preview shows it.</summary>
public sealed record PreviewRow(StagedRow Row, StagedContent Content);

/// <summary>What would be written as it is ticked now.</summary>
/// <param name="Overwriting">Changed people of whom at least one held value would be replaced.</param>
/// <param name="Partly">Changed people of whom something is not taken over.</param>
/// <param name="NotTaken">New rows that are not taken.</param>
public sealed record ChosenSums(int New, int Changed, int Overwriting, int Partly, int NotTaken, int Warnings, int Twins);

/// <summary>The filters of the address.</summary>
public sealed record PreviewFilter(RowVerdict Verdict, string Place, bool WarningsOnly, int Page)
{
    internal static PreviewFilter Of(HttpContext http, IReadOnlyDictionary<RowVerdict, int> counts)
    {
        var query = http.Request.Query;
        var verdict = Enum.TryParse<RowVerdict>(query["verdict"], out var asked) && Enum.IsDefined(asked)
            ? asked
            : PreviewImport.Order.FirstOrDefault(v => counts.GetValueOrDefault(v) > 0, RowVerdict.New);
        return new(verdict, query["place"].ToString(), query["warn"] == "1", Paging.Number(query["page"]));
    }

    internal IQueryable<StagedRow> Apply(IQueryable<StagedRow> rows)
    {
        rows = rows.Where(r => r.Verdict == Verdict);
        rows = Place.Length > 0 ? rows.Where(r => r.Place == Place) : rows;
        return WarningsOnly ? rows.Where(r => r.HasWarning) : rows;
    }

    internal string Query(int? page = null) => Microsoft.AspNetCore.Http.QueryString.Create(new Dictionary<string, string?>
    {
        ["verdict"] = Verdict.ToString(),
        ["place"] = Place.Length > 0 ? Place : null,
        ["warn"] = WarningsOnly ? "1" : null,
        ["page"] = (page ?? Page) > 1 ? $"{page ?? Page}" : null,
    }.Where(pair => pair.Value is not null)).ToString();
}
