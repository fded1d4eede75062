using System.Globalization;
using System.Xml;

namespace SafeIsle.Platform.Sheets;

/// <summary>All of a written workbook that is not rows.</summary>
internal static class WorkbookParts
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    // The order of cellXfs is that of SheetStyle. 49 is the format "text".
    private const string Styles = $"""
        <styleSheet xmlns="{Main}">
        <numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>
        <fonts count="3">
        <font><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font>
        <font><b/><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font>
        <font><b/><sz val="14"/><name val="宋体"/><family val="3"/><charset val="134"/></font>
        </fonts>
        <fills count="3">
        <fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
        <fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/><bgColor indexed="64"/></patternFill></fill>
        </fills>
        <borders count="2">
        <border><left/><right/><top/><bottom/><diagonal/></border>
        <border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border>
        </borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="7">
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>
        <xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>
        <xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>
        <xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="center"/></xf>
        </cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
        </styleSheet>
        """;

    /// <summary>From the root to the start of the rows.</summary>
    internal static void BeginSheet(XmlWriter xml, IReadOnlyList<SheetColumn> columns, int titles)
    {
        var header = titles + 1;
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw("""<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>""");
        xml.WriteRaw(Invariant($"""
            <sheetViews><sheetView workbookViewId="0"><pane ySplit="{header}" topLeftCell="A{header + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
            """));
        xml.WriteStartElement("cols");
        for (var i = 0; i < columns.Count; i++)
        {
            // The format "text" for the whole column: what is typed into a blank cell later keeps its digits, too.
            xml.WriteRaw(Invariant($"""<col min="{i + 1}" max="{i + 1}" width="{columns[i].Width}" style="{(int)SheetStyle.Text}" customWidth="1"/>"""));
        }

        xml.WriteEndElement();
        xml.WriteStartElement("sheetData");
    }

    /// <summary>From the end of the rows to the end of the part.</summary>
    internal static void EndSheet(XmlWriter xml, int columns, int titles, int lastRow)
    {
        var last = CellName.Column(columns - 1);
        xml.WriteEndElement();
        xml.WriteRaw(Invariant($"""<autoFilter ref="A{titles + 1}:{last}{lastRow}"/>"""));
        if (titles > 0 && columns > 1)
        {
            xml.WriteRaw(Invariant($"""<mergeCells count="{titles}">"""));
            for (var row = 1; row <= titles; row++)
            {
                xml.WriteRaw(Invariant($"""<mergeCell ref="A{row}:{last}{row}"/>"""));
            }

            xml.WriteRaw("</mergeCells>");
        }

        xml.WriteRaw("""<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>""");
        xml.WriteRaw("""<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>""");
        xml.WriteEndElement();
    }

    /// <summary>The parts that tie the sheets together.</summary>
    internal static void Write(List<WrittenSheet> sheets, Func<string, XmlWriter> open)
    {
        Raw(open, "xl/styles.xml", Styles);
        WriteWorkbook(sheets, open);
        Raw(open, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}">{string.Concat(sheets.Select(static (_, i) => Invariant($"""<Relationship Id="rId{i + 1}" Type="{Office}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>""")))}<Relationship Id="styles" Type="{Office}/styles" Target="styles.xml"/></Relationships>""");
        Raw(open, "_rels/.rels", $"""<Relationships xmlns="{Package}"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Raw(open, "[Content_Types].xml", $"""<Types xmlns="{Types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Spreadsheet}sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Spreadsheet}styles+xml"/>{string.Concat(sheets.Select(static (_, i) => Invariant($"""<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{Spreadsheet}worksheet+xml"/>""")))}</Types>""");
    }

    private static void WriteWorkbook(List<WrittenSheet> sheets, Func<string, XmlWriter> open)
    {
        using var xml = open("xl/workbook.xml");
        xml.WriteStartElement("workbook", Main);
        xml.WriteAttributeString("xmlns", "r", null, Office);
        xml.WriteStartElement("sheets", Main);
        for (var i = 0; i < sheets.Count; i++)
        {
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", sheets[i].Name);
            xml.WriteAttributeString("sheetId", Invariant($"{i + 1}"));
            xml.WriteAttributeString("id", Office, Invariant($"rId{i + 1}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();

        // On paper the heading stands on every page.
        xml.WriteStartElement("definedNames", Main);
        for (var i = 0; i < sheets.Count; i++)
        {
            xml.WriteStartElement("definedName", Main);
            xml.WriteAttributeString("name", "_xlnm.Print_Titles");
            xml.WriteAttributeString("localSheetId", Invariant($"{i}"));
            xml.WriteString(Invariant($"'{sheets[i].Name.Replace("'", "''", StringComparison.Ordinal)}'!${sheets[i].HeaderRow}:${sheets[i].HeaderRow}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Raw(Func<string, XmlWriter> open, string part, string content)
    {
        using var xml = open(part);
        xml.WriteStartDocument(standalone: true);
        xml.WriteRaw(content);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
