using System.Globalization;
using System.Xml;

namespace SafeIsle.Platform.Sheets;

/// <summary>Finds a workbook's sheets, styles and shared strings in its package and reads them.</summary>
internal static class WorkbookReader
{
    private const string DefaultWorkbook = "xl/workbook.xml";

    internal static List<Sheet> Read(SheetPackage package, SheetLimits limits)
    {
        RefuseWrongContent(package);
        var workbook = Relations(package, "").FirstOrDefault(static r => r.Type == "officeDocument")?.Part ?? DefaultWorkbook;
        var relations = Relations(package, workbook);
        var (tabs, from1904) = ReadTabs(package, workbook);
        var reader = new SheetReader(package, limits)
        {
            Formats = ReadFormats(package, relations),
            Shared = ReadShared(package, relations),
            From1904 = from1904,
        };

        var sheets = new List<Sheet>();
        foreach (var tab in tabs)
        {
            var relation = relations.FirstOrDefault(r => r.Id == tab.Relation);
            if (relation is not { Type: "worksheet" })
            {
                continue;
            }

            if (sheets.Count == limits.MaxSheets)
            {
                throw new SheetRefusedException(SheetRefusal.TooManySheets(limits));
            }

            sheets.Add(new Sheet(SheetText.Sane(tab.Name), tab.Hidden, reader.Read(relation.Part)));
        }

        return sheets;
    }

    private static void RefuseWrongContent(SheetPackage package)
    {
        const string Contents = "[Content_Types].xml";
        if (!package.Has(Contents))
        {
            throw new SheetRefusedException(SheetRefusal.NotWorkbook);
        }

        var workbook = false;
        var macros = package.PartNames.Any(static name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));
        using var reader = package.Read(Contents);
        while (reader.Step(package.Budget))
        {
            var type = reader.NodeType == XmlNodeType.Element ? reader.GetAttribute("ContentType") : null;
            if (type is null)
            {
                continue;
            }

            if (type.Contains("sheet.binary", StringComparison.OrdinalIgnoreCase))
            {
                throw new SheetRefusedException(SheetRefusal.Binary);
            }

            macros |= type.Contains("macro", StringComparison.OrdinalIgnoreCase) || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase);
            workbook |= type.EndsWith("spreadsheetml.sheet.main+xml", StringComparison.OrdinalIgnoreCase)
                || type.EndsWith("spreadsheetml.template.main+xml", StringComparison.OrdinalIgnoreCase);
        }

        if (macros || !workbook)
        {
            throw new SheetRefusedException(macros ? SheetRefusal.Macros : SheetRefusal.NotWorkbook);
        }
    }

    private static List<Relation> Relations(SheetPackage package, string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var (folder, file) = (part[..slash], part[slash..]);
        var table = $"{folder}_rels/{file}.rels";
        var relations = new List<Relation>();
        if (!package.Has(table))
        {
            return relations;
        }

        using var reader = package.Read(table);
        while (reader.Step(package.Budget))
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "Relationship" || reader.GetAttribute("TargetMode") == "External")
            {
                continue;
            }

            var type = reader.GetAttribute("Type") ?? "";
            relations.Add(new Relation(
                reader.GetAttribute("Id") ?? "",
                type[(type.LastIndexOf('/') + 1)..],
                Resolve(folder, reader.GetAttribute("Target") ?? "")));
        }

        return relations;
    }

    private static string Resolve(string folder, string target)
    {
        target = target.Replace('\\', '/');
        var steps = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." && steps.Count > 0)
            {
                steps.RemoveAt(steps.Count - 1);
            }
            else if (step is not "." and not "..")
            {
                steps.Add(step);
            }
        }

        return string.Join('/', steps);
    }

    private static (List<Tab> Tabs, bool From1904) ReadTabs(SheetPackage package, string workbook)
    {
        var tabs = new List<Tab>();
        var from1904 = false;
        using var reader = package.Read(workbook);
        while (reader.Step(package.Budget))
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "workbookPr")
            {
                from1904 = reader.IsTruthy("date1904");
            }
            else if (reader.LocalName == "sheet")
            {
                var hidden = reader.GetAttribute("state") is "hidden" or "veryHidden";
                tabs.Add(new Tab(reader.GetAttribute("name") ?? "", hidden, reader.AttributeNamed("id") ?? ""));
            }
        }

        return (tabs, from1904);
    }

    private static List<NumberFormat> ReadFormats(SheetPackage package, List<Relation> relations)
    {
        var formats = new List<NumberFormat>();
        if (relations.Find(static r => r.Type == "styles") is not { } styles || !package.Has(styles.Part))
        {
            return formats;
        }

        var custom = new Dictionary<int, NumberFormat>();
        var inCells = false;
        using var reader = package.Read(styles.Part);
        while (reader.Step(package.Budget))
        {
            if (reader.LocalName == "cellXfs")
            {
                inCells = reader.NodeType == XmlNodeType.Element;
            }
            else if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            else if (reader.LocalName == "numFmt" && int.TryParse(reader.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var id))
            {
                custom.TryAdd(id, NumberFormat.Parse(reader.GetAttribute("formatCode") ?? ""));
            }
            else if (reader.LocalName == "xf" && inCells)
            {
                package.Budget.KeepCells(1);
                _ = int.TryParse(reader.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var format);
                formats.Add(custom.GetValueOrDefault(format) ?? NumberFormat.Known(format));
            }
        }

        return formats;
    }

    private static List<string> ReadShared(SheetPackage package, List<Relation> relations)
    {
        var shared = new List<string>();
        if (relations.Find(static r => r.Type == "sharedStrings") is not { } strings || !package.Has(strings.Part))
        {
            return shared;
        }

        using var reader = package.Read(strings.Part);
        while (reader.Step(package.Budget))
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "si")
            {
                package.Budget.KeepCells(1);
                shared.Add(package.Budget.KeepText(reader.RichTextInside(package.Budget)));
            }
        }

        return shared;
    }

    private sealed record Relation(string Id, string Type, string Part);

    private sealed record Tab(string Name, bool Hidden, string Relation);
}
