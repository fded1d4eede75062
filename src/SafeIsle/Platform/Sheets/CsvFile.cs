using System.Globalization;
using System.Text;

namespace SafeIsle.Platform.Sheets;

/// <summary>
/// Tables of plain text (CSV, RFC 4180), as offices send them: comma, semicolon or tab; UTF-8, or GB 18030 as Excel saves it in Chinese.
/// </summary>
public static class CsvFile
{
    /// <summary>RFC 4180.</summary>
    public const string ContentType = "text/csv";

    private const string SheetName = "CSV";
    private const char Bom = '\uFEFF';
    private const string FormulaBeginnings = "=+-@\t\r";
    private const int LinesForGuess = 5;
    private const string NotText = "这个文件不是表格文本，请上传 .xlsx 或 .csv 表格文件。";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A workbook or a table of plain text, whichever the bytes are; the name only decides what a refusal says.</summary>
    public static Outcome<SheetFile> ReadEither(byte[] file, string name, SheetLimits limits)
    {
        var text = name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
        return text && !file.AsSpan().StartsWith("PK"u8) ? Read(file, limits) : SheetFile.Read(new MemoryStream(file), limits);
    }

    /// <summary>Reads the whole table as one sheet; the refusal says what to do.</summary>
    public static Outcome<SheetFile> Read(ReadOnlySpan<byte> file, SheetLimits limits)
    {
        if (file.Length > limits.MaxFileBytes)
        {
            return new No(SheetRefusal.TooLarge(limits));
        }

        if (Decode(file) is not { } text || text.Contains('\0', StringComparison.Ordinal))
        {
            return new No(NotText);
        }

        if (text.Length > limits.MaxCharacters)
        {
            return new No(SheetRefusal.TooMuchText);
        }

        var rows = new List<SheetRow>();
        var number = 0;
        foreach (var cells in Lines(text, Separator(text)))
        {
            number++;
            if (cells is null)
            {
                return new No($"第 {number} 行有一个引号（\"）没有配对，后面的内容分不清是哪一格，没有读。请改好这一行，或另存为 .xlsx 再上传。");
            }

            var filled = cells.FindLastIndex(c => !string.IsNullOrWhiteSpace(c)) + 1;
            if (filled == 0)
            {
                continue;
            }

            if (filled > limits.MaxColumns)
            {
                return new No(SheetRefusal.TooManyColumns(limits));
            }

            if (rows.Count == limits.MaxRows)
            {
                return new No(SheetRefusal.TooManyRows(limits));
            }

            rows.Add(new SheetRow(number, [.. cells.Take(filled).Select(c => new SheetCell(SheetText.Sane(c)))]));
        }

        return rows.Count == 0 ? new No(SheetRefusal.Empty) : new SheetFile([new Sheet(SheetName, false, rows)]);
    }

    /// <summary>Writes a table with the mark by which Excel knows UTF-8; every cell that needs it in quotation marks.</summary>
    public static byte[] Write(IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder().Append(Bom);
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        }

        return Strict.GetBytes(text.ToString());
    }

    private static string Quoted(string cell)
    {
        var text = Plain(cell);
        return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>
    /// A cell that Excel would take for a formula is made text by an apostrophe (OWASP, CSV Injection). A negative number is none; a phone
    /// number with its plus is taken for one, and would lose the plus.
    /// </summary>
    private static string Plain(string cell) =>
        cell.Length > 0 && FormulaBeginnings.Contains(cell[0], StringComparison.Ordinal)
            && !(cell[0] == '-' && decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            ? "'" + cell : cell;

    /// <summary>UTF-8, or GB 18030 where it is none; without the byte order mark. Null: neither, and what was made of it would be wrong.</summary>
    internal static string? Decode(ReadOnlySpan<byte> file)
    {
        try
        {
            return Strict.GetString(file).TrimStart(Bom);
        }
        catch (DecoderFallbackException)
        {
            return file.StartsWith(Encoding.UTF8.Preamble) ? null : Chinese(file);
        }
    }

    private static string? Chinese(ReadOnlySpan<byte> file)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)?.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Whichever separates most in the first lines.
    private static char Separator(string text)
    {
        var head = text.AsSpan();
        var end = 0;
        for (var lines = 0; lines < LinesForGuess && end < head.Length; lines++)
        {
            var next = head[end..].IndexOf('\n');
            end = next < 0 ? head.Length : end + next + 1;
        }

        var (best, most) = (',', 0);
        foreach (var candidate in ",\t;，")
        {
            if (head[..end].Count(candidate) is var count && count > most)
            {
                (best, most) = (candidate, count);
            }
        }

        return best;
    }

    // Null as the last: quotation marks that do not pair would make one cell of several, and lines would be lost without a word.
    private static IEnumerable<List<string>?> Lines(string text, char separator)
    {
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (i + 1 < text.Length && text[i + 1] != separator && text[i + 1] is not ('\n' or '\r'))
                {
                    yield return null;
                    yield break;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator)
            {
                row.Add(cell.ToString());
                cell.Clear();
            }
            else if (c is '\n' or '\r')
            {
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                row.Add(cell.ToString());
                cell.Clear();
                yield return row;
                row = [];
            }
            else
            {
                cell.Append(c);
            }
        }

        if (quoted)
        {
            yield return null;
        }
        else if (cell.Length > 0 || row.Count > 0)
        {
            row.Add(cell.ToString());
            yield return row;
        }
    }
}
