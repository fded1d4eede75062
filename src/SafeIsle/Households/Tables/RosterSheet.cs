using SafeIsle.Platform;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Tables;

/// <summary>A roster as a sheet of a workbook. Phones stay masked: a file travels further than paper.</summary>
internal static class RosterSheet
{
    private static readonly SheetColumn[] Columns =
    [
        new("房屋", 14), new("姓名", 12), new("性别", 6), new("年龄", 6), new("与户主关系", 12), new("居住", 8), new("电话", 16),
        new("在家/外出", 10), new("去向", 16), new("关怀标签", 28), new("核实时间", 16), new("核实人", 12), new("核对", 8), new("备注", 20),
    ];

    public static void Write(SheetWriter writer, Roster roster, string by)
    {
        writer.Sheet(
            roster.Building.Label, Columns,
            $"{roster.Community} {roster.Compound} {roster.Title}",
            $"房屋 {roster.Doors.Count} 套，有住户 {roster.Occupied} 套，{roster.Households.Count()} 户，{roster.People.Count()} 人，在家 {roster.AtHome} 人，外出 {roster.Away} 人",
            roster.Stamp.ToString(),
            $"{by} 于 {roster.Now.Full()} 生成，电话已脱敏");
        foreach (var line in roster.Lines)
        {
            var row = line.Person?.Row;
            writer.Row(
                line.Door.Dwelling.Label,
                line.Name,
                row is null ? null : RegisterWords.Of(row.Sex),
                line.Person?.AgeOn(roster.Today),
                row?.Relation,
                line.Household is { } household ? RegisterWords.Of(household.Tenure) : null,
                line.Person is { } card ? string.Join(' ', card.Phones.Select(p => new PhoneNumber(p).Masked)) : null,
                row is null ? null : RegisterWords.Of(row.Presence),
                row?.AwayWhere,
                line.Person is { } tagged ? string.Join('、', roster.Tags.Of(tagged.Tags.Keys)) : null,
                line.Household?.VerifiedAt is { } at ? at.Here() : default(SheetValue),
                line.Household?.VerifiedBy);
        }
    }
}
