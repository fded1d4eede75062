using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places.Plan;

/// <summary>Says where a building, a gate, a fence stands on the plan; takes the picture under it.</summary>
internal static class PlaceThings
{
    /// <summary>How far a press on an arrow moves, in thousandths.</summary>
    internal const int Step = 20;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/plan/{compound:guid}/place", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/plan/{compound:guid}/place", PlaceAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/plan/{compound:guid}/picture", PictureAsync).May(Role.Committee);
    }

    internal static string Path(Compound compound) => ShowPlan.Path(compound) + "/place";

    private static async Task<IResult> ShowAsync(
        long community, Guid compound, Guid? thing, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock, CancellationToken cancel) =>
        await SitePlan.LoadAsync(db, me, community, compound, layers, clock.Now(), cancel) is { } plan
            ? Page.Of<PlaceThingsPage>(new { Plan = plan, Thing = thing })
            : TypedResults.NotFound();

    private static async Task<IResult> PlaceAsync(
        long community, Guid compound, FormInput form, HttpContext http, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await SitePlan.LoadAsync(db, me, community, compound, layers, clock.Now(), cancel) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var thing = PlanThing.Of(plan).FirstOrDefault(t => t.Id == form.Id("thing"));
        if (thing is null)
        {
            form.Wrong("thing", "请选择要放哪一个；刚选的可能已经不在了。");
        }

        var (dx, dy) = form.Typed("act") switch { "left" => (-Step, 0), "right" => (Step, 0), "up" => (0, -Step), "down" => (0, Step), _ => (0, 0) };
        var x = form.RequiredNumber("x", "从左往右", 0, PlanSpot.Most) + dx;
        var y = form.RequiredNumber("y", "从上往下", 0, PlanSpot.Most) + dy;
        if (!form.Ok || thing is null)
        {
            return Page.Again<PlaceThingsPage>(new { Plan = plan, Thing = form.Id("thing"), Form = form });
        }

        (x, y) = (Math.Clamp(x, 0, PlanSpot.Most), Math.Clamp(y, 0, PlanSpot.Most));
        var away = form.Typed("act") == "away";
        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            var spots = db.PlanSpots.Where(s => s.CommunityId == community && s.Id == thing.Id);
            await spots.ExecuteDeleteAsync(cancel);
            if (!away)
            {
                db.Add(new PlanSpot { CommunityId = community, Id = thing.Id, CompoundId = compound, X = x, Y = y });
            }

            write.Record(community, "plan.place", thing.Id, $"{plan.Compound.Name}防疫地图：{thing.Name}{(away ? "取下" : "放好")}");
            try
            {
                await write.CommitAsync(cancel);
            }
            catch (DbUpdateException twice) when (twice.IsTaken())
            {
                return http.Refused(Path(plan.Compound), $"刚刚有人也在放{thing.Name}，请看图上的位置，要改再放一次。");
            }
        }

        var placed = !away && dx == 0 && dy == 0;
        var next = PlanThing.Of(plan).FirstOrDefault(t => !t.Placed && t.Id != thing.Id);
        return http.Done(
            $"{Path(plan.Compound)}?thing={(placed && next is not null ? next.Id : thing.Id)}",
            $"{thing.Name}已{(away ? "取下" : "放好")}{(placed && next is not null ? $"，下一个：{next.Name}" : "")}。");
    }

    private static async Task<IResult> PictureAsync(
        long community, Guid compound, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await SitePlan.LoadAsync(db, me, community, compound, layers, clock.Now(), cancel) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var removes = form.Typed("act") == "remove";
        var file = removes ? null : await PhotoFile.FromAsync(form, "picture", cancel);
        if (file is null && !removes && form.Ok)
        {
            form.Wrong("picture", "请选择一张平面图，可以用手机拍小区门口的导览图。");
        }

        if (!form.Ok)
        {
            return Page.Again<PlaceThingsPage>(new { Plan = plan, Form = form });
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var old = await db.PlanPictures.SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == compound, cancel);
        await db.PlanPictures.Where(p => p.CommunityId == community && p.Id == compound).ExecuteDeleteAsync(cancel);
        await db.Photos.Where(p => p.CommunityId == community && old != null && p.Id == old.PhotoId).ExecuteDeleteAsync(cancel);
        if (file is not null)
        {
            await db.PlanGrounds.Where(g => g.CommunityId == community && g.Id == compound).ExecuteDeleteAsync(cancel);
            var photo = Photo.From(file, sealer, community, null, clock.Now());
            db.Add(photo);
            db.Add(new PlanPicture
            {
                CommunityId = community, Id = compound, PhotoId = photo.Id, Height = Math.Max(1, (int)((long)PlanLayout.Width * file.Height / file.Width)), At = clock.Now(),
                By = me.Name,
            });
        }

        write.Record(community, "plan.picture", compound, $"{plan.Compound.Name}防疫地图：{(removes ? "不用图片，按楼栋自动画" : "换了一张图片")}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(Path(plan.Compound), "刚刚有人也换了图片，请看一下现在的，要换再传一次。");
        }

        return http.Done(Path(plan.Compound), removes ? "已改回自动画的图。" : "图片已换好；接着把楼栋和门岗放上去。");
    }
}

/// <summary>What can be put in a place of its own.</summary>
/// <param name="X">Thousandths, as it stands now.</param>
public sealed record PlanThing(Guid Id, string Name, bool Placed, int X, int Y)
{
    /// <summary>Everything on that plan: signs first, there are fewer of them; those without a place count as not placed.</summary>
    public static IReadOnlyList<PlanThing> Of(SitePlan plan) =>
    [
        .. plan.Points.Where(p => p.Point.At is null).Select(p => new PlanThing(p.Point.Id, p.Point.Name, p.Placed, Share(p.X, PlanLayout.Width), Share(p.Y, plan.Ground))),
        .. plan.Buildings.Select(b => new PlanThing(b.Building.Id, b.Building.Label, b.Placed, Share(b.X, PlanLayout.Width), Share(b.Y, plan.Ground))),
    ];

    private static int Share(double at, int whole) => Math.Clamp((int)Math.Round(at * PlanSpot.Most / whole), 0, PlanSpot.Most);
}
