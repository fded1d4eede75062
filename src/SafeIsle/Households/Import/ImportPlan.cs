using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>How a workbook is read, as the user confirmed it.</summary>
/// <param name="KeepBadNumbers"><see cref="RegisterOptions.KeepRowsWithBadNumbers"/></param>
public sealed record ImportPlan(IReadOnlyList<SheetPlan> Sheets, bool KeepBadNumbers)
{
    /// <summary>What the file itself suggests. Hidden sheets and sheets without a header are offered, not taken.</summary>
    /// <param name="compounds">Names of the community's compounds.</param>
    /// <param name="fallback">The compound's name for a community that has none yet.</param>
    public static ImportPlan Suggest(
        SheetFile file, IReadOnlyDictionary<string, string> tagWords, IReadOnlyList<string> compounds, string fallback) =>
        new([.. file.Sheets.Select(sheet =>
        {
            var header = HeaderFinder.Find(sheet, tagWords);
            return new SheetPlan(sheet.Name, sheet.Hidden, sheet.Rows.Count, header.Found && !sheet.Hidden, CompoundOf(sheet, header, compounds, fallback), header);
        })], KeepBadNumbers: false);

    // The only one, or the one that the tab or a title names.
    private static string CompoundOf(Sheet sheet, SheetHeader header, IReadOnlyList<string> compounds, string fallback)
    {
        if (compounds.Count < 2)
        {
            return compounds.Count == 1 ? compounds[0] : fallback;
        }

        var texts = header.Titles.Prepend(sheet.Name).Select(ChineseText.Key).ToList();
        var named = compounds.Where(name => texts.Exists(text => text.Contains(ChineseText.Key(name), StringComparison.Ordinal))).ToList();
        return named.Count == 1 ? named[0] : "";
    }
}

/// <summary>One sheet of the plan.</summary>
/// <param name="Rows">Rows with something in them.</param>
/// <param name="Take">Whether it is read.</param>
/// <param name="Compound">The compound of addresses that name none; "" for none.</param>
public sealed record SheetPlan(string Name, bool Hidden, int Rows, bool Take, string Compound, SheetHeader Header)
{
    /// <summary>The same sheet with its heading in a certain row, because the user says so.</summary>
    public SheetPlan WithHeaderAt(Sheet sheet, int row, IReadOnlyDictionary<string, string> tagWords)
    {
        var below = new Sheet(sheet.Name, sheet.Hidden, [.. sheet.Rows.Where(r => r.Number >= row)]);
        var found = HeaderFinder.Find(below, tagWords);
        if (found.FirstRow != row)
        {
            var titles = below.Rows.FirstOrDefault(r => r.Number == row) ?? new SheetRow(row, []);
            var names = found.Columns.Select(c => ChineseText.Clean(titles[c.Index].Text)).ToList();
            found = new SheetHeader(row, row, [.. found.Columns.Select((c, i) => c with
            {
                Title = names[i].Length > 0 ? names[i] : CellName.Column(i),
                Column = RegisterColumn.None,
                TagWord = null,
            })], []);
        }

        return this with { Header = found with { Titles = Header.Titles } };
    }
}
