using System.Text;
using SafeIsle.Platform;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Screening;

/// <summary>Rows of words from a workbook, a CSV file or what was copied out of one, without its blank rows.</summary>
internal static class SheetRows
{
    /// <summary>Rows that are read of one file.</summary>
    public const int Most = 2_000;

    private const int MostColumns = 30;
    private const string Nothing = "里面没有内容，请检查是不是选错了。";

    /// <summary>Reads a posted file; of a workbook the first sheet with something in it.</summary>
    public static async Task<Outcome<List<List<string>>>> ReadAsync(IFormFile file, CancellationToken cancel)
    {
        if (file.Length > SheetLimits.Default.MaxFileBytes)
        {
            return new No(SheetRefusal.TooLarge(SheetLimits.Default));
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancel);
        return Rows(CsvFile.ReadEither(content.ToArray(), file.FileName, SheetLimits.Default));
    }

    /// <summary>Reads what was typed or pasted: columns by tab, comma or semicolon.</summary>
    public static Outcome<List<List<string>>> OfText(string text) =>
        string.IsNullOrWhiteSpace(text) ? new No(Nothing) : Rows(CsvFile.Read(Encoding.UTF8.GetBytes(text), SheetLimits.Default));

    private static Outcome<List<List<string>>> Rows(Outcome<SheetFile> file)
    {
        if (file.Refused)
        {
            return new No(file.Refusal!);
        }

        var rows = (file.Value.Sheets.FirstOrDefault(s => s.Rows.Count > 0)?.Rows ?? [])
            .Select(r => r.Cells.Take(MostColumns).Select(c => ChineseText.Clean(c.Text)).ToList()).ToList();
        return rows.Count == 0 ? new No(Nothing)
            : rows.Count > Most ? new No($"一次最多 {Most} 行，现在有 {rows.Count} 行，请分成几份。")
            : rows;
    }
}

/// <summary>A row of a list that was not taken.</summary>
/// <param name="Number">Counted from 1 as it stood.</param>
public sealed record RefusedRow(int Number, string Text, string Why);
