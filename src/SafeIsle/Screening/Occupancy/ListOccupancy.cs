using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Tables;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Occupancy;

/// <summary>A dwelling in a building's list.</summary>
/// <param name="Living">Null without evidence.</param>
public sealed record OccupancyRow(Guid Id, string Dwelling, DwellingOccupancy? Living);

/// <summary>Who is at home, building by building; and the doors of a building of which it is not known.</summary>
internal static class ListOccupancy
{
    /// <summary>In the address: dwellings without evidence.</summary>
    internal const string Unknown = "Unknown";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/occupancy", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/occupancy/at-home.xlsx", SheetAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/occupancy/buildings/{id:guid}", BuildingAsync).May(HouseholdsModule.MayRead);
    }

    internal static string Path(long community) => $"/desk/{community}/occupancy";

    internal static string BuildingPath(long community, Guid building) => $"{Path(community)}/buildings/{building}";

    private static async Task<IResult> ShowAsync(long community, Db db, Me me, CancellationToken cancel) =>
        Page.Of<ListOccupancyPage>(new { Community = community, Lines = await PeopleAtHome.OfAsync(db, me, community, cancel), Reads = me.Is(community, HouseholdsModule.MayRead), Enters = me.ForReadings().Is(community, EnterReadings.MayEnter) });

    private static async Task<IResult> SheetAsync(long community, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var lines = await PeopleAtHome.OfAsync(db, me, community, cancel);
        var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet("实际在家", [new("小区", 14), new("楼栋", 14), .. PeopleAtHome.Headings.Select(h => new SheetColumn(h, 16))], "实际在家人数", $"{me.Name} 于 {clock.Now().Full()} 生成");
            foreach (var line in lines)
            {
                writer.Row([line.CompoundName, line.Label, .. line.Figures.Select(f => (SheetValue)f)]);
            }
        }

        return ShowRoster.SheetFileOf(file, "实际在家人数.xlsx");
    }

    private static async Task<IResult> BuildingAsync(long community, Guid id, string? state, string? page, Db db, Me me, CancellationToken cancel)
    {
        if (await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == id, cancel) is not { } building)
        {
            return TypedResults.NotFound();
        }

        var wanted = Enum.TryParse<OccupancyState>(state, out var chosen) && Enum.IsDefined(chosen) ? chosen : (OccupancyState?)null;
        var doors =
            from d in db.Dwellings
            join o in db.Occupancies on new { d.CommunityId, d.Id } equals new { o.CommunityId, o.Id } into occupancies
            from o in occupancies.DefaultIfEmpty()
            where d.CommunityId == community && d.BuildingId == id && d.ClosedAt == null
            select new { d.Id, d.Label, d.SortKey, Living = o };
        doors = state == Unknown ? doors.Where(d => d.Living == null) : wanted is null ? doors : doors.Where(d => d.Living != null && d.Living.State == wanted);
        var rows = await doors.OrderBy(d => d.SortKey).Page(Paging.Number(page)).ToListAsync(cancel);
        return Page.Of<OccupancyOfBuildingPage>(new
        {
            Building = building,
            Rows = rows.ConvertAll(r => new OccupancyRow(r.Id, r.Label, r.Living)),
            State = state == Unknown ? Unknown : wanted?.ToString(),
            Number = Paging.Number(page),
            Total = await doors.CountAsync(cancel),
        });
    }
}
