using System.IO.Compression;
using System.Xml.Linq;

namespace SafeIsle.BrowserTests;

/// <summary>XLSX files as somebody at a desk makes, changes and reads them.</summary>
internal static class Workbook
{
    private const string Extension = ".xml";
    private const string Sheets = "xl/worksheets/";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>A file of one sheet with these rows and nothing else.</summary>
    public static byte[] Of(params IEnumerable<string[]> rows)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("[Content_Types].xml", new(Types + "Types",
                Default("rels", "application/vnd.openxmlformats-package.relationships+xml"),
                Override("/xl/workbook.xml", "sheet.main"), Override("/" + Sheets + "sheet1.xml", "worksheet")));
            Part("_rels/.rels", Relations("officeDocument", "xl/workbook.xml"));
            Part("xl/_rels/workbook.xml.rels", Relations("worksheet", "worksheets/sheet1.xml"));
            Part("xl/workbook.xml", new(Main + "workbook", new XElement(Main + "sheets", new XElement(
                Main + "sheet", new XAttribute("name", "名单"), new XAttribute("sheetId", 1), new XAttribute(XNamespace.Get(Office) + "id", "r1")))));
            Part(Sheets + "sheet1.xml", new(Main + "worksheet", new XElement(Main + "sheetData", rows.Select(
                row => new XElement(Main + "row", row.Select(cell => new XElement(Main + "c", Typed(cell))))))));

            void Part(string name, XElement content)
            {
                using var stream = archive.CreateEntry(name).Open();
                new XDocument(content).Save(stream);
            }
        }

        return memory.ToArray();

        static XElement Default(string extension, string type) =>
            new(Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", type));
        static XElement Override(string part, string kind) => new(
            Types + "Override", new XAttribute("PartName", part),
            new XAttribute("ContentType", $"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"));
        static XElement Relations(string kind, string target) => new(Package + "Relationships", new XElement(
            Package + "Relationship", new XAttribute("Id", "r1"), new XAttribute("Type", $"{Office}/{kind}"), new XAttribute("Target", target)));
    }

    /// <summary>The cells of all its sheets, row by row.</summary>
    public static IReadOnlyList<string[]> Read(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        var rows = new List<string[]>();
        foreach (var entry in archive.Entries.Where(e => e.FullName.StartsWith(Sheets, StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            rows.AddRange(XDocument.Load(stream).Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(cell => cell.Value).ToArray()));
        }

        return rows;
    }

    /// <param name="retype">A cell's text → what is typed in its place, or null to leave it.</param>
    /// <returns>The changed file, and how many cells were changed.</returns>
    public static (byte[] File, int Cells) Retype(byte[] file, Func<string, string?> retype)
    {
        using var memory = new MemoryStream();
        memory.Write(file);
        var changed = 0;
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in archive.Entries.Where(e => e.FullName.StartsWith(Sheets, StringComparison.Ordinal)
                && e.FullName.EndsWith(Extension, StringComparison.Ordinal)).ToList())
            {
                using var stream = entry.Open();
                var sheet = XDocument.Load(stream);
                foreach (var cell in sheet.Descendants(Main + "c"))
                {
                    if (retype(cell.Value) is { } typed)
                    {
                        cell.ReplaceAll(cell.Attributes("r"), cell.Attributes("s"), Typed(typed));
                        changed++;
                    }
                }

                stream.SetLength(0);
                sheet.Save(stream);
            }
        }

        return (memory.ToArray(), changed);
    }

    // Attribute and content of a cell that holds its text itself.
    private static object[] Typed(string text) => [new XAttribute("t", "inlineStr"), new XElement(Main + "is", new XElement(Main + "t", text))];
}
