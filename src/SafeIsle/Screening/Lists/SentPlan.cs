using System.Text.Json;
using SafeIsle.Households.Import;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Screening.Lists;

/// <summary>How a list's file is read: which sheet, where its heading is, what its columns hold.</summary>
/// <param name="Sheets">Names of all sheets, for choosing.</param>
/// <param name="Sheet">Index of the one that is read.</param>
/// <param name="Header">Its heading; first row 0: it has none, and all its rows are people.</param>
public sealed record SentPlan(IReadOnlyList<string> Sheets, int Sheet, SheetHeader Header)
{
    /// <summary>What a column may be taken for.</summary>
    public static readonly IReadOnlyList<RegisterColumn> Meanings =
    [
        RegisterColumn.None, RegisterColumn.Name, RegisterColumn.DocumentNumber, RegisterColumn.Phone, RegisterColumn.Phone2, RegisterColumn.Address,
        RegisterColumn.Compound, RegisterColumn.Building, RegisterColumn.Unit, RegisterColumn.Room,
    ];

    private static readonly Dictionary<string, string> NoTags = [];

    /// <summary>What the file itself suggests: the first sheet that names people, its columns by their headings and by what stands in them.</summary>
    public static SentPlan Suggest(SheetFile file)
    {
        var plans = file.Sheets.Select((_, i) => Of(file, i)).ToList();
        return plans.Find(p => !file.Sheets[p.Sheet].Hidden && p.Header.Columns.Any(c => c.Column == RegisterColumn.Name))
            ?? plans.Find(p => file.Sheets[p.Sheet].Rows.Count > 0) ?? plans[0];
    }

    /// <summary>The suggestion for that sheet, with its heading in that row if one is given; 0: without heading.</summary>
    public static SentPlan Of(SheetFile file, int at, int? headerRow = null)
    {
        var sheet = file.Sheets[at];
        var header = headerRow is 0 ? ColumnGuess.WithoutHeading(sheet) : HeaderFinder.Find(Below(sheet, headerRow ?? 1), NoTags);
        if (headerRow is > 0 and var row && header.FirstRow != row)
        {
            header = ColumnGuess.HeadingAt(sheet, row);
        }
        else if (!header.Found)
        {
            header = ColumnGuess.HasHeading(sheet) ? ColumnGuess.HeadingAt(sheet, sheet.Rows[0].Number) : ColumnGuess.WithoutHeading(sheet);
        }

        return new([.. file.Sheets.Select(s => s.Name)], at, ColumnGuess.Complete(sheet, header));
    }

    internal byte[] Seal(Sealer sealer, Guid list) => sealer.SealBytes(SealedColumn.SentPlan, list, JsonSerializer.SerializeToUtf8Bytes(this));

    internal static SentPlan Open(Sealer sealer, SentList list) =>
        JsonSerializer.Deserialize<SentPlan>(sealer.OpenBytes(SealedColumn.SentPlan, list.Id, list.PlanSealed!))!;

    private static Sheet Below(Sheet sheet, int row) => row <= 1 ? sheet : new(sheet.Name, sheet.Hidden, [.. sheet.Rows.Where(r => r.Number >= row)]);
}
