using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Export;

/// <summary>The community's doors with how many live behind each; no person is named.</summary>
internal sealed class DwellingsExport(Db db) : ExportSource
{
    public override string Key => "dwellings";

    public override string Title => "房屋清单";

    public override IReadOnlyList<Role> Roles => [Role.Committee, Role.Administrator, Role.Field, Role.Overseer, Role.Partner];

    public override bool HasNumbers => false;

    public override async Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel)
    {
        var building = BuildingOf(ask);
        var label = building is null ? "全部楼栋" : await db.Buildings.Within(ask.Me).Where(b => b.CommunityId == ask.Community && b.Id == building)
            .Select(b => b.Label).SingleOrDefaultAsync(cancel) ?? "楼栋不在您负责的范围内";
        return new(0, label, building is null ? "" : $"?building={building}");
    }

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var building = BuildingOf(ask);
        var dwellings = db.Dwellings.Within(ask.Me).Where(d => d.CommunityId == ask.Community && d.ClosedAt == null && (building == null || d.BuildingId == building));
        var (households, people) = (db.Households.AsQueryable(), db.People.AsQueryable());
        var rows = await (
            from dwelling in dwellings
            join house in db.Buildings on new { dwelling.CommunityId, Id = dwelling.BuildingId } equals new { house.CommunityId, house.Id }
            join compound in db.Compounds on new { house.CommunityId, Id = house.CompoundId } equals new { compound.CommunityId, compound.Id }
            orderby compound.SortKey, house.SortKey, dwelling.SortKey
            select new
            {
                Compound = compound.Name,
                Building = house.Label,
                Dwelling = dwelling,
                Households = households.Count(h => h.CommunityId == dwelling.CommunityId && h.DwellingId == dwelling.Id && h.ClosedAt == null),
                People = (
                    from household in households
                    join person in people on new { household.CommunityId, household.Id } equals new { person.CommunityId, Id = person.HouseholdId }
                    where household.CommunityId == dwelling.CommunityId && household.DwellingId == dwelling.Id && household.ClosedAt == null && person.ClosedAt == null
                    select person.Id).Count(),
            }).ToListAsync(cancel);
        return new(
            [new("小区", 12), new("楼栋", 14), new("单元", 6), new("楼层", 6), new("房号", 10), new("房屋", 26), new("用途", 8), new("户数", 8), new("人数", 8)],
            rows.Select(r => new SheetValue[]
            {
                r.Compound, r.Building, r.Dwelling.Unit > 0 ? r.Dwelling.Unit : default(SheetValue), r.Dwelling.Floor != 0 ? r.Dwelling.Floor : default(SheetValue),
                r.Dwelling.Room, r.Dwelling.Label, r.Dwelling.Kind == DwellingKind.Shop ? "商铺" : "住宅", r.Households, r.People,
            }),
            []);
    }

    private static Guid? BuildingOf(ExportAsk ask) => Guid.TryParse(ask.Text("building"), out var building) ? building : null;
}
