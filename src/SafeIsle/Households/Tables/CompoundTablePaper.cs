using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Print;

namespace SafeIsle.Households.Tables;

/// <summary>The compound big table on paper, lying sheets.</summary>
internal static class CompoundTablePaper
{
    private const double CodeMm = 19;

    public static Paper Of(CompoundTable compound, string by, string link)
    {
        var columns = compound.Headings.Select(h => new Column(h) { Align = Align.Right }).Prepend(new Column("楼栋") { Mm = 32 }).ToList();
        var rows = compound.Buildings.Select(line => RowOf(compound, line))
            .Append(RowOf(compound, compound.Total with { Label = $"{compound.Total.Label} 合计" }) with { Look = RowLook.Bold })
            .Append(RowOf(compound, compound.Of.Total) with { Look = RowLook.Bold }).ToList();
        return new(
            compound.Title,
            Orientation.Landscape,
            new Section(
                new SideBySide(
                    [
                        new Heading(compound.Title),
                        new Paragraph(compound.Of.Name) { Align = Align.Center },
                        new Paragraph(compound.Total.Stamp.ToString()) { Size = 9 },
                    ],
                    [new QrCode(link, CodeMm, "扫码看最新")],
                    CodeMm + 8),
                new Table(columns, rows))
            {
                RunningHead = $"{compound.Of.Name} {compound.Title}",
            })
        {
            CreatedAt = compound.Of.Now,
            Author = by,
            FooterLeft = $"{compound.Of.Name} {by} {compound.Of.Now.Full()}",
            FooterRight = $"“已核实”为近 {AccuracyStamp.FreshDays} 天核实的户数占比",
        };
    }

    private static Row RowOf(CompoundTable compound, TableLine line)
    {
        var figures = compound.Figures(line).Select(f => f.ToString(CultureInfo.InvariantCulture)).ToList();
        figures[^1] += "%";
        return new([line.Label, .. figures]);
    }
}
