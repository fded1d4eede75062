using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace SafeIsle.Tests.Platform.Sheets;

/// <summary>
/// Makes workbooks part by part, as other programs and people with bad intentions make them. Everything not said is as a plain
/// workbook has it.
/// </summary>
internal sealed class XlsxBuilder
{
    internal const string Transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    internal const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string MainType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    private readonly List<(string Name, string Xml, string? State)> sheets = [];
    private readonly Dictionary<string, byte[]> parts = new(StringComparer.Ordinal);
    private readonly List<string> shared = [];
    private readonly List<string> formats = ["General"];

    internal string WorkbookType { get; set; } = MainType;

    internal string Namespace { get; set; } = Transitional;

    internal string WorkbookProperties { get; set; } = "";

    /// <summary>Text before the root element of every sheet.</summary>
    internal string Prolog { get; set; } = "";

    internal XlsxBuilder Sheet(string name, Action<SheetXml> fill, string? state = null)
    {
        var sheet = new SheetXml(this);
        fill(sheet);
        return RawSheet(name, $"""{Prolog}<worksheet xmlns="{Namespace}">{sheet.Xml()}</worksheet>""", state);
    }

    internal XlsxBuilder RawSheet(string name, string xml, string? state = null)
    {
        sheets.Add((name, xml, state));
        return this;
    }

    /// <summary>Adds a part, or replaces one of the usual ones.</summary>
    internal XlsxBuilder Part(string name, string content) => Part(name, Encoding.UTF8.GetBytes(content));

    internal XlsxBuilder Part(string name, byte[] content)
    {
        parts[name] = content;
        return this;
    }

    /// <summary>Index of a string in the shared table; the content is XML inside si.</summary>
    internal int Shared(string itemXml)
    {
        var at = shared.IndexOf(itemXml);
        if (at < 0)
        {
            at = shared.Count;
            shared.Add(itemXml);
        }

        return at;
    }

    /// <summary>Index of a cell style with that number format.</summary>
    internal int Style(string format)
    {
        var at = formats.IndexOf(format);
        if (at < 0)
        {
            at = formats.Count;
            formats.Add(format);
        }

        return at;
    }

    internal MemoryStream Build()
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in All())
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(content);
            }
        }

        file.Position = 0;
        return file;
    }

    internal static string Text(string text) => SecurityElement.Escape(text);

    private Dictionary<string, byte[]> All()
    {
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        void Add(string name, string content) => all[name] = Encoding.UTF8.GetBytes(content);
        Add("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{WorkbookType}"/></Types>""");
        Add("_rels/.rels", Relations(("rId1", "officeDocument", "xl/workbook.xml")));
        Add("xl/_rels/workbook.xml.rels", Relations([.. sheets.Select((_, i) => ($"s{i}", "worksheet", $"worksheets/sheet{i + 1}.xml")), ("styles", "styles", "styles.xml"), ("strings", "sharedStrings", "/xl/sharedStrings.xml")]));
        Add("xl/workbook.xml", $"""<workbook xmlns="{Namespace}" xmlns:r="{Office}">{WorkbookProperties}<sheets>{string.Concat(sheets.Select(static (sheet, i) => $"""<sheet name="{Text(sheet.Name)}" sheetId="{i + 1}" r:id="s{i}"{(sheet.State is null ? "" : $" state=\"{sheet.State}\"")}/>"""))}</sheets></workbook>""");
        Add("xl/styles.xml", $"""<styleSheet xmlns="{Namespace}"><numFmts>{string.Concat(formats.Select(static (format, i) => $"""<numFmt numFmtId="{200 + i}" formatCode="{Text(format)}"/>"""))}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{string.Concat(formats.Select(static (_, i) => $"""<xf numFmtId="{200 + i}"/>"""))}</cellXfs></styleSheet>""");
        Add("xl/sharedStrings.xml", $"""<sst xmlns="{Namespace}">{string.Concat(shared.Select(static item => $"<si>{item}</si>"))}</sst>""");
        for (var i = 0; i < sheets.Count; i++)
        {
            Add($"xl/worksheets/sheet{i + 1}.xml", sheets[i].Xml);
        }

        foreach (var (name, content) in parts)
        {
            all[name] = content;
        }

        return all;
    }

    private static string Relations(params ReadOnlySpan<(string Id, string Type, string Target)> relations)
    {
        var xml = new StringBuilder("""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">""");
        foreach (var (id, type, target) in relations)
        {
            xml.Append(CultureInfo.InvariantCulture, $"""<Relationship Id="{id}" Type="{Office}/{type}" Target="{target}"/>""");
        }

        return xml.Append("</Relationships>").ToString();
    }
}

/// <summary>The rows of one sheet in the making.</summary>
internal sealed class SheetXml(XlsxBuilder book)
{
    private readonly StringBuilder rows = new();
    private readonly List<string> merges = [];

    /// <summary>The number of the last row written.</summary>
    internal int Last { get; private set; }

    /// <summary>A row of cells: string (shared), number, <see cref="Raw"/>, or null for none.</summary>
    internal SheetXml Row(params ReadOnlySpan<object?> cells)
    {
        rows.Append(CultureInfo.InvariantCulture, $"""<row r="{++Last}">""");
        for (var i = 0; i < cells.Length; i++)
        {
            var name = SafeIsle.Platform.Sheets.CellName.Column(i) + Last.ToString(CultureInfo.InvariantCulture);
            rows.Append(cells[i] switch
            {
                null => "",
                string text => $"""<c r="{name}" t="s"><v>{book.Shared($"<t>{XlsxBuilder.Text(text)}</t>")}</v></c>""",
                Raw raw => raw.Xml.Replace("@", name, StringComparison.Ordinal),
                IFormattable number => $"""<c r="{name}"><v>{number.ToString(null, CultureInfo.InvariantCulture)}</v></c>""",
                _ => throw new ArgumentException("A cell of an unknown kind.", nameof(cells)),
            });
        }

        rows.Append("</row>");
        return this;
    }

    /// <summary>Leaves rows out.</summary>
    internal SheetXml Skip(int count = 1)
    {
        Last += count;
        return this;
    }

    internal SheetXml Merge(string range)
    {
        merges.Add(range);
        return this;
    }

    internal string Xml() =>
        $"<sheetData>{rows}</sheetData>" + (merges.Count == 0 ? "" : $"<mergeCells>{string.Concat(merges.Select(static range => $"""<mergeCell ref="{range}"/>"""))}</mergeCells>");
}

/// <summary>A cell written out; @ stands for its name.</summary>
internal sealed record Raw(string Xml)
{
    internal static Raw Number(string stored, int style = 0) => new($"""<c r="@" s="{style}"><v>{stored}</v></c>""");

    internal static Raw Inline(string text) => new($"""<c r="@" t="inlineStr"><is><t>{XlsxBuilder.Text(text)}</t></is></c>""");

    internal static Raw Formula(string formula, string cached) => new($"""<c r="@" t="str"><f>{XlsxBuilder.Text(formula)}</f><v>{XlsxBuilder.Text(cached)}</v></c>""");

    internal static Raw Error(string code) => new($"""<c r="@" t="e"><v>{code}</v></c>""");

    internal static Raw Boolean(bool value) => new($"""<c r="@" t="b"><v>{(value ? 1 : 0)}</v></c>""");

    /// <summary>A cell with a style and nothing in it.</summary>
    internal static Raw Blank { get; } = new("""<c r="@" s="0"/>""");
}
