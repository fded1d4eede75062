using System.IO.Compression;
using System.Xml.Linq;

namespace SafeIsle.BrowserTests;

/// <summary>Changes an XLSX as somebody does at a desk: some cells are typed anew, the rest of the file stays.</summary>
internal static class Workbook
{
    private const string Extension = ".xml";
    private const string Sheets = "xl/worksheets/";
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

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
                        cell.SetAttributeValue("t", "inlineStr");
                        cell.ReplaceNodes(new XElement(Main + "is", new XElement(Main + "t", typed)));
                        changed++;
                    }
                }

                stream.SetLength(0);
                sheet.Save(stream);
            }
        }

        return (memory.ToArray(), changed);
    }
}
