using SafeIsle.Platform;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Tables;

/// <summary>The compound big table as a sheet of a workbook.</summary>
internal static class CompoundTableSheet
{
    public static void Write(SheetWriter writer, CompoundTable compound, string by)
    {
        var headings = compound.Headings.ToList();
        headings[^1] += "(%)";
        writer.Sheet(
            compound.Total.Label, [new("楼栋", 16), .. headings.Select(h => new SheetColumn(h, 10))],
            $"{compound.Of.Name} {compound.Title}", compound.Total.Stamp.ToString(), $"{by} 于 {compound.Of.Now.Full()} 生成");
        foreach (var line in compound.Buildings.Append(compound.Total with { Label = $"{compound.Total.Label} 合计" }).Append(compound.Of.Total))
        {
            writer.Row([line.Label, .. compound.Figures(line).Select(f => (SheetValue)f)]);
        }
    }
}
