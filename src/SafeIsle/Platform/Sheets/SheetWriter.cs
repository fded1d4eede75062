using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using SafeIsle.Platform.Text;

namespace SafeIsle.Platform.Sheets;

/// <summary>
/// Writes a workbook (XLSX, ISO/IEC 29500 transitional) row by row; what was written is not kept, whatever the size.
/// <code>
/// using var writer = new SheetWriter(stream);
/// writer.Sheet("38号楼", [new("姓名", 10), new("证件号码", 22)], "春天一期38号楼居民名册", "导出:2026-03-23 21:40");
/// writer.Row("张三", "99000019900307123X");
/// </code>
/// The file is complete when the writer is disposed; the stream stays open. It is written synchronously.
/// </summary>
public sealed class SheetWriter : IDisposable
{
    private const int LongestText = 32_767;
    private const int LongestName = 31;
    private const string ForbiddenInName = "[]:*?/\\";

    // A file's bytes depend on its content alone.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly XmlWriterSettings Xml = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CheckCharacters = false,
        NewLineHandling = NewLineHandling.None,
        CloseOutput = true,
    };

    private readonly ZipArchive archive;
    private readonly List<WrittenSheet> sheets = [];
    private XmlWriter? open;
    private int columns;
    private int titles;
    private int row;

    public SheetWriter(Stream stream) => archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Begins a sheet: titles, a bold heading that stays in view and filters, then its rows.</summary>
    /// <param name="name">Its tab; shortened and made different from the others where need be.</param>
    /// <param name="heading">Its columns, at least one.</param>
    /// <param name="above">Lines above the heading, each across all columns.</param>
    public void Sheet(string name, IReadOnlyList<SheetColumn> heading, params ReadOnlySpan<string> above)
    {
        if (heading.Count == 0)
        {
            throw new ArgumentException("A sheet needs a column.", nameof(heading));
        }

        EndSheet();
        (columns, titles, row) = (heading.Count, above.Length, 0);
        sheets.Add(new WrittenSheet(NameFor(name), above.Length + 1));
        open = XmlWriter.Create(Entry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{sheets.Count}.xml")), Xml);
        WorkbookParts.BeginSheet(open, heading, above.Length);
        foreach (var line in above)
        {
            BeginRow();
            Cell(0, line, SheetStyle.Title);
            open.WriteEndElement();
        }

        BeginRow();
        for (var i = 0; i < heading.Count; i++)
        {
            Cell(i, heading[i].Title, SheetStyle.Header);
        }

        open.WriteEndElement();
    }

    /// <summary>The next row; fewer cells than columns leave the rest blank.</summary>
    public void Row(params ReadOnlySpan<SheetValue> cells)
    {
        var xml = BeginRow();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].IsText)
            {
                Cell(i, cells[i].Content!, SheetStyle.Text);
            }
            else if (cells[i].Content is { } number)
            {
                BeginCell(i, cells[i].Style);
                xml.WriteElementString("v", number);
                xml.WriteEndElement();
            }
        }

        xml.WriteEndElement();
    }

    public void Dispose()
    {
        EndSheet();
        if (sheets.Count > 0)
        {
            WorkbookParts.Write(sheets, part => XmlWriter.Create(Entry(part), Xml));
        }

        archive.Dispose();
    }

    private XmlWriter BeginRow()
    {
        var xml = open ?? throw new InvalidOperationException("A sheet must be begun before its rows.");
        if (++row > CellName.LastRow)
        {
            throw new InvalidOperationException("A sheet holds no more rows.");
        }

        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", row.ToString(CultureInfo.InvariantCulture));
        return xml;
    }

    private void BeginCell(int column, SheetStyle style)
    {
        open!.WriteStartElement("c");
        open.WriteAttributeString("r", string.Create(CultureInfo.InvariantCulture, $"{CellName.Column(column)}{row}"));
        open.WriteAttributeString("s", ((int)style).ToString(CultureInfo.InvariantCulture));
    }

    private void Cell(int column, string text, SheetStyle style)
    {
        BeginCell(column, style);
        open!.WriteAttributeString("t", "inlineStr");
        open.WriteStartElement("is");
        open.WriteStartElement("t");
        open.WriteAttributeString("xml", "space", null, "preserve");
        open.WriteString(Escape(text));
        open.WriteEndElement();
        open.WriteEndElement();
        open.WriteEndElement();
    }

    private void EndSheet()
    {
        if (open is null)
        {
            return;
        }

        WorkbookParts.EndSheet(open, columns, titles, row);
        open.Dispose();
        open = null;
    }

    private Stream Entry(string part)
    {
        var entry = archive.CreateEntry(part, CompressionLevel.Fastest);
        entry.LastWriteTime = EntryTime;
        return new BufferedStream(entry.Open(), 1 << 15);
    }

    // _x0041_ would come back as A (ISO/IEC 29500-1, 22.9.2.19), so its underscore is written as such an escape itself.
    private static string Escape(string text)
    {
        var sane = Fit(SheetText.Sane(text));
        for (var at = sane.IndexOf("_x", StringComparison.Ordinal); at >= 0; at = sane.IndexOf("_x", at + 2, StringComparison.Ordinal))
        {
            if (XmlParts.IsEscape(sane, at))
            {
                sane = sane.Insert(at, "_x005F");
                at += "_x005F".Length - 1;
            }
        }

        return sane;
    }

    private static string Fit(string text) =>
        ChineseText.Cut(text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text, LongestText);

    private string NameFor(string wanted)
    {
        var name = string.Concat(SheetText.Sane(wanted).Select(static c => char.IsControl(c) || ForbiddenInName.Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim('\'', ' ');
        name = ChineseText.Cut(name.Length == 0 ? "表" : name, LongestName);
        for (var n = 2; sheets.Exists(sheet => string.Equals(sheet.Name, name, StringComparison.OrdinalIgnoreCase)); n++)
        {
            var ending = string.Create(CultureInfo.InvariantCulture, $"({n})");
            name = ChineseText.Cut(name.Split("(")[0], LongestName - ending.Length) + ending;
        }

        return name;
    }
}

/// <summary>A finished sheet's entry in the workbook.</summary>
/// <param name="Name">Its tab.</param>
/// <param name="HeaderRow">Row number of the heading.</param>
internal sealed record WrittenSheet(string Name, int HeaderRow);
