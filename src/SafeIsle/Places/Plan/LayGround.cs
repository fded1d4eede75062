using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places.Plan;

/// <summary>Lays a map file under the plan in place of a picture; buildings that it names go to their places by themselves.</summary>
internal static class LayGround
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/plan/{compound:guid}/ground", LayAsync).May(Role.Committee);

    internal static string Path(Compound compound) => ShowPlan.Path(compound) + "/ground";

    private static async Task<IResult> LayAsync(
        long community, Guid compound, FormInput form, HttpContext http, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await SitePlan.LoadAsync(db, me, community, compound, layers, clock.Now(), cancel) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var removes = form.Typed("act") == "remove";
        var map = removes ? null : await ReadAsync(form, cancel);
        if (!form.Ok)
        {
            return Page.Again<PlaceThingsPage>(new { Plan = plan, Form = form });
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await db.PlanGrounds.Where(g => g.CommunityId == community && g.Id == compound).ExecuteDeleteAsync(cancel);
        var placed = 0;
        if (map is not null)
        {
            // One ground at a time: the picture goes, as when another picture comes.
            var old = await db.PlanPictures.SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == compound, cancel);
            await db.PlanPictures.Where(p => p.CommunityId == community && p.Id == compound).ExecuteDeleteAsync(cancel);
            await db.Photos.Where(p => p.CommunityId == community && old != null && p.Id == old.PhotoId).ExecuteDeleteAsync(cancel);
            db.Add(new PlanGround
            {
                CommunityId = community, Id = compound, Shapes = JsonSerializer.Serialize(map.Shapes), Height = map.Height, At = clock.Now(), By = me.Name,
            });
            var spots = GroundSpots.Of(plan, map);
            var ids = spots.Select(s => s.Id).ToList();
            await db.PlanSpots.Where(s => s.CommunityId == community && ids.Contains(s.Id)).ExecuteDeleteAsync(cancel);
            db.AddRange(spots);
            placed = spots.Count;
        }

        write.Record(community, "plan.ground", compound, $"{plan.Compound.Name}防疫地图：{(removes ? "不用地图文件" : $"换成地图文件，自动放好 {placed} 处")}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(PlaceThings.Path(plan.Compound), "刚刚有人也换了底图，请看一下现在的，要换再传一次。");
        }

        return http.Done(
            PlaceThings.Path(plan.Compound),
            removes ? "已不用地图文件，改回自动画的图。" : $"地图文件已换好，按名字自动放好 {placed} 处{(placed < PlanThing.Of(plan).Count ? "；其余的请摆放" : "")}。");
    }

    private static async Task<GroundMap?> ReadAsync(FormInput form, CancellationToken cancel)
    {
        if (form.Files["ground"] is not { } posted)
        {
            form.Wrong("ground", "请选择地图文件（.geojson）。");
            return null;
        }

        using var content = new MemoryStream();
        if (posted.Length <= GeoJsonFile.MostBytes)
        {
            await posted.CopyToAsync(content, cancel);
        }

        var read = posted.Length > GeoJsonFile.MostBytes ? new No($"地图文件超过 {GeoJsonFile.MostBytes >> 20} MB，请只导出本小区的楼栋轮廓。") : GeoJsonFile.Read(content.ToArray());
        if (read.Refused)
        {
            form.Wrong("ground", read.Refusal!);
            return null;
        }

        return read.Value;
    }
}

/// <summary>Where a map file puts the buildings and gates that it names: pure.</summary>
internal static class GroundSpots
{
    public static IReadOnlyList<PlanSpot> Of(SitePlan plan, GroundMap map)
    {
        var centres = new Dictionary<string, (double X, double Y)>(StringComparer.Ordinal);
        foreach (var shape in map.Shapes.Where(s => s.Name.Length > 0))
        {
            var corners = shape.Rings.SelectMany(r => r.Chunk(2)).ToList();
            centres.TryAdd(KeyOf(shape.Name), ((corners.Min(c => c[0]) + corners.Max(c => c[0])) / 2.0, (corners.Min(c => c[1]) + corners.Max(c => c[1])) / 2.0));
        }

        var names = plan.Buildings.Select(b => (b.Building.Id, Name: KeyOf(b.Building.Label)))
            .Concat(plan.Points.Where(p => p.Point.At is null).Select(p => (p.Point.Id, Name: KeyOf(p.Point.Name))));
        return
        [
            .. names.Where(n => centres.ContainsKey(n.Name)).DistinctBy(n => n.Id).Select(n => new PlanSpot
            {
                CommunityId = plan.Compound.CommunityId, Id = n.Id, CompoundId = plan.Compound.Id,
                X = (int)Math.Round(centres[n.Name].X * PlanSpot.Most / PlanLayout.Width), Y = (int)Math.Round(centres[n.Name].Y * PlanSpot.Most / map.Height),
            }),
        ];
    }

    // 38号楼, 38#, 38 are one building; what is none is compared as it is called.
    private static string KeyOf(string name) => DwellingAddress.TryParseBuilding(name, out var building) ? building.Building : Platform.Text.ChineseText.Key(name);
}
