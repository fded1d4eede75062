using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>A building to print for.</summary>
public sealed record DoorSheetBuilding(Building Building, string Compound, int Dwellings);

/// <summary>The paper that hangs on each door: for a building, some of its units, or one dwelling.</summary>
internal static class DoorSheets
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/door-sheets", ChooseAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/buildings/{id:guid}/door-sheets", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/buildings/{id:guid}/door-sheets.pdf", PrintBuildingAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/dwellings/{id:guid}/door-sheet.pdf", PrintDwellingAsync).May(HouseholdsModule.MayCall);
    }

    private static async Task<IResult> ChooseAsync(long community, Me me, Db db, CancellationToken cancel)
    {
        var dwellings = db.Dwellings.Where(d => d.CommunityId == community && d.ClosedAt == null);
        var buildings = await (
            from building in db.Buildings.Within(me)
            join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
            where building.CommunityId == community
            orderby compound.SortKey, building.SortKey
            select new DoorSheetBuilding(
                building, compound.Name, dwellings.Count(d => d.BuildingId == building.Id))).ToListAsync(cancel);
        return Page.Of<DoorSheetsPage>(new { Community = community, Buildings = buildings });
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, HttpContext http, Me me, PublicAddress address, Db db, CancellationToken cancel)
    {
        var building = await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == id, cancel);
        return building is null ? TypedResults.NotFound() : Page.Of<DoorSheetsBuildingPage>(new
        {
            Community = community,
            Building = building,
            Dwellings = await DwellingsOf(db, community, me).Where(d => d.BuildingId == id).ToListAsync(cancel),
            MayRenew = me.Keeps(community),
            Address = address.Of(http.Request),
            OnlyHere = address.IsOnlyHere(http.Request),
        });
    }

    private static async Task<IResult> PrintBuildingAsync(
        long community, Guid id, int[] unit, HttpContext http, Me me, DoorSheetPrinter printer, Db db, CancellationToken cancel)
    {
        var building = await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == id, cancel);
        if (building is null)
        {
            return TypedResults.NotFound();
        }

        var dwellings = await DwellingsOf(db, community, me)
            .Where(d => d.BuildingId == id && (unit.Length == 0 || unit.Contains(d.Unit))).ToListAsync(cancel);
        var back = $"/desk/{community}/buildings/{id}/door-sheets";
        if (dwellings.Count == 0)
        {
            return http.Refused(back, "选中的单元里没有房屋，请重新选择单元。");
        }

        var what = unit.Length == 0 ? building.Label : $"{building.Label}{string.Join('、', unit.Order())}单元";
        return await printer.PrintAsync(http, me, community, building.Id, what, dwellings, back, cancel);
    }

    private static async Task<IResult> PrintDwellingAsync(
        long community, Guid id, HttpContext http, Me me, DoorSheetPrinter printer, Db db, CancellationToken cancel)
    {
        var dwelling = await DwellingsOf(db, community, me).SingleOrDefaultAsync(d => d.Id == id, cancel);
        return dwelling is null
            ? TypedResults.NotFound()
            : await printer.PrintAsync(
                http, me, community, dwelling.Id, dwelling.Label, [dwelling], $"/desk/{community}/buildings/{dwelling.BuildingId}/door-sheets", cancel);
    }

    private static IQueryable<Dwelling> DwellingsOf(Db db, long community, Me me) =>
        db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.ClosedAt == null).OrderBy(d => d.SortKey).ThenBy(d => d.Id);
}

/// <summary>Makes the file and notes who printed it: whoever has the paper can write for that door.</summary>
internal sealed class DoorSheetPrinter(Db db, KeyRing keys, PublicAddress address, TimeProvider clock)
{
    public async Task<IResult> PrintAsync(
        HttpContext http, Me me, long community, Guid subject, string what, IReadOnlyList<Dwelling> dwellings, string back, CancellationToken cancel)
    {
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(back, problem);
        }

        var place = await db.Communities.Within(me).SingleAsync(c => c.CommunityId == community, cancel);
        var paper = DoorSheetPaper.Of(place, what, dwellings, keys, address.Of(http.Request), clock.Now(), me.Name);
        using var file = new MemoryStream();
        paper.WriteTo(file, cancel: cancel);
        await db.RecordLookAsync(me.Actor, community, "door-sheet.print", subject, $"打印{what}的门上告知单 {dwellings.Count} 张", cancel);
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }
}
