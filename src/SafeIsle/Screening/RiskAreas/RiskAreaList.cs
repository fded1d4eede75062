using System.Globalization;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.RiskAreas;

/// <summary>A row of a list that was not understood: it is corrected in place, or left out.</summary>
/// <param name="Number">Counted from 1 as it stood.</param>
/// <param name="Cells">As many as <see cref="RiskAreaList.Columns"/>.</param>
/// <param name="Why">All that is wrong with it.</param>
public sealed record UnreadArea(int Number, IReadOnlyList<string> Cells, string Why);

/// <summary>What a list would bring: shown before anything is stored.</summary>
public sealed record RiskAreaPreview(IReadOnlyList<RiskAreaRow> Rows, IReadOnlyList<UnreadArea> Refused)
{
    /// <summary>The good rows, one a line, as the confirming form sends them again.</summary>
    public string Lines => string.Join(
        '\n', Rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Code}\t{r.Level}\t{r.First:yyyy-MM-dd}\t{r.Last:yyyy-MM-dd}\t{r.Name}")));
}

/// <summary>A list of risk areas on its way in: read, corrected row by row, confirmed.</summary>
public static class RiskAreaList
{
    /// <summary>Rows to correct on one page; more are a list in another order of columns.</summary>
    public const int MostRefused = 100;

    /// <summary>Fields of a row to correct, in the order of the list's columns; each with the row's place among them: place0.</summary>
    public static readonly IReadOnlyList<string> Columns = ["place", "level", "first", "last", "name"];

    private static readonly string[] PlaceHeads = ["区划代码", "代码", "地区", "地方", "地名", "名称", "风险区", "地区或区划代码"];

    /// <summary>Columns: 地区或代码, 等级, 开始日期, 结束日期, 名称. The last two may be missing.</summary>
    public static RiskAreaPreview Read(List<List<string>> rows, IReadOnlyList<RiskLevel> levels, DateOnly today) =>
        Sort(rows.Index().Where(r => r.Index > 0 || !PlaceHeads.Contains(r.Item[0])).Select(r => (r.Index + 1, Cells(r.Item))), levels, today);

    /// <summary>The same list as the page sends it: the good rows, and those that were corrected or are still wrong.</summary>
    /// <param name="form">lines; number0, place0 …; skip0 for a row that is left out; do=leave leaves all of them out.</param>
    public static Outcome<RiskAreaPreview> Again(FormInput form, IReadOnlyList<RiskLevel> levels, DateOnly today)
    {
        var lines = form.Typed("lines");
        var good = lines.Length == 0 ? new List<List<string>>() : SheetRows.OfText(lines);
        if (good.Refused)
        {
            return new No(good.Refusal!);
        }

        var typed = Enumerable.Range(0, MostRefused).TakeWhile(i => form.Has($"place{i}")).Where(i => form.Typed("do") != "leave" && !form.Ticked($"skip{i}"))
            .Select(i => (form.Number($"number{i}", "第几行", 1, SheetRows.Most) ?? i + 1, (IReadOnlyList<string>)[.. Columns.Select(c => form.Typed($"{c}{i}"))]));
        return Sort([.. good.Value.Index().Select(r => (r.Index + 1, Cells(r.Item))), .. typed], levels, today);
    }

    private static RiskAreaPreview Sort(IEnumerable<(int Number, IReadOnlyList<string> Cells)> rows, IReadOnlyList<RiskLevel> levels, DateOnly today)
    {
        var (good, refused) = (new List<RiskAreaRow>(), new List<UnreadArea>());
        foreach (var (number, cells) in rows)
        {
            var row = RiskAreaRow.Read(cells[0], cells[4], cells[1], cells[2], cells[3], levels, today);
            if (row.Refused)
            {
                refused.Add(new(number, cells, row.Refusal!));
            }
            else
            {
                good.Add(row.Value);
            }
        }

        return new(good, refused);
    }

    private static IReadOnlyList<string> Cells(List<string> cells) => [.. Columns.Index().Select(c => c.Index < cells.Count ? cells[c.Index] : "")];
}
