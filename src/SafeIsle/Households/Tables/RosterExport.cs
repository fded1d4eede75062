using SafeIsle.Households.Export;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Tables;

/// <summary>The roster of a building, or of all, as a list to be taken out. Phones stay masked: a file travels further than paper.</summary>
internal sealed class RosterExport(Db db, RosterQuery query) : ExportSource
{
    internal const string Name = "roster";

    public override string Key => Name;

    public override string Title => "楼组表";

    public override IReadOnlyList<Role> Roles => [Role.Committee];

    public override bool HasNumbers => false;

    /// <summary>The address at which the export of one building begins.</summary>
    public static string LinkOf(long community, Guid building) => Link(community, Name, $"building={building}");

    public override async Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel)
    {
        var rosters = await RostersAsync(ask, cancel);
        return BuildingOf(ask) is not { } building
            ? new(rosters.Sum(r => r.People.Count()), "全部楼栋", "")
            : rosters.SingleOrDefault() is { } roster
                ? new(roster.People.Count(), $"{roster.Compound}{roster.Building.Label}", $"?building={building}")
                : new(0, "楼栋不在您负责的范围内", $"?building={building}");
    }

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var rosters = await RostersAsync(ask, cancel);
        return new(
            [
                new("小区", 12), new("房屋", 22), new("姓名", 12), new("性别", 6), new("年龄", 6), new("与户主关系", 12), new("居住", 8), new("电话", 16),
                new("在家/外出", 10), new("去向", 16), new("关怀标签", 28), new("核实时间", 16), new("核实人", 12), new("核对", 8), new("备注", 20),
            ],
            rosters.SelectMany(roster => roster.Lines.Select(line => Row(roster, line))),
            [.. rosters.Select(Sum)]);
    }

    private Task<IReadOnlyList<Roster>> RostersAsync(ExportAsk ask, CancellationToken cancel)
    {
        var building = BuildingOf(ask);
        return query.OfAsync(ask.Me, ask.Community, db.Buildings.Where(b => building == null || b.Id == building), cancel);
    }

    private static Guid? BuildingOf(ExportAsk ask) => Guid.TryParse(ask.Text("building"), out var building) ? building : null;

    private static string Sum(Roster roster) =>
        $"{roster.Compound} {roster.Title}：房屋 {roster.Doors.Count} 套，有住户 {roster.Occupied} 套，{roster.Households.Count()} 户，"
        + $"{roster.People.Count()} 人，在家 {roster.AtHome} 人，外出 {roster.Away} 人；{roster.Stamp}";

    private static SheetValue[] Row(Roster roster, RosterLine line)
    {
        var row = line.Person?.Row;
        return
        [
            roster.Compound,
            line.Door.Dwelling.Label,
            line.Name,
            row is null ? null : RegisterWords.Of(row.Sex),
            line.Person?.AgeOn(roster.Today),
            row?.Relation,
            line.Household is { } household ? RegisterWords.Of(household.Tenure) : null,
            line.Person is { } card ? string.Join(' ', card.Phones.Select(p => new PhoneNumber(p).MaskedFor(roster.MayCall))) : null,
            row is null ? null : RegisterWords.Of(row.Presence),
            row?.AwayWhere,
            line.Person is { } tagged ? string.Join('、', roster.Tags.Of(tagged.Tags.Keys)) : null,
            line.Household?.VerifiedAt is { } at ? at.Here() : default(SheetValue),
            line.Household?.VerifiedBy,
        ];
    }
}
