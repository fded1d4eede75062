using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Fences;

/// <summary>Whoever comes by reports a breach with a photo; from that moment it waits for a patrol.</summary>
internal static class ReportBreach
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/breaches/new", FormAsync).May(BreachRules.Acts);
        app.MapPost("/desk/{community:long}/breaches/new", SendAsync).May(BreachRules.Acts);
    }

    internal static string Path(long community) => $"{ListBreaches.Path(community)}/new";

    private static async Task<IResult> FormAsync(long community, Guid? gate, Db db, Me me, CancellationToken cancel) =>
        Page.Of<ReportBreachPage>(new { Community = community, Gates = await GatesAsync(db, me, community, cancel), Gate = gate });

    private static async Task<IResult> SendAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var gates = await GatesAsync(db, me, community, cancel);
        var gate = gates.FirstOrDefault(g => g.Id == form.Id("gate"));
        var spot = form.Text("spot", "具体在哪里", BreachRules.MostSpot);
        var kind = form.RequiredChoice<BreachKind>("kind", "看到什么");
        var note = form.Text("note", "说明", BreachRules.MostNote);
        var photo = await PhotoFile.FromAsync(form, "photo", cancel);
        if (gate is null && spot.Length == 0)
        {
            form.Wrong("spot", "请选择门岗或围挡，或者写明在哪里，例如“9号楼后面河边”。");
        }

        if (kind == BreachKind.Other && note.Length == 0)
        {
            form.Wrong("note", "请写一句看到了什么。");
        }

        if (form.Id("id") is not { } id)
        {
            form.Wrong("spot", "页面不完整，请重新打开“报告缺口或翻越”再填。");
            id = default;
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.Breaches.AnyAsync(b => b.CommunityId == community && b.Id == id, cancel))
        {
            return http.Done(PatrolBreach.Path(community, id), Again);
        }

        if (await db.Breaches.CountAsync(b => b.CommunityId == community && b.ClosedAt == null, cancel) >= BreachRules.MostOpen)
        {
            form.Wrong("spot", $"没修好的已经有 {BreachRules.MostOpen} 处，没有再记；请先处理“巡查”里的。");
        }

        if (!form.Ok)
        {
            return Page.Again<ReportBreachPage>(new { Community = community, Gates = gates, Form = form });
        }

        var now = clock.Now();
        var breach = new Breach
        {
            CommunityId = community, Id = id, GateId = gate?.Id, Spot = spot, Kind = kind, At = now, By = me.Name, DueAt = now + BreachRules.FirstVisitWithin,
        };
        db.Add(breach);
        db.Add(NewStep(db, breach, 1, BreachAct.Reported, now, now, me, "", note, photo, sealer));
        write.Record(community, "breach.report", id, $"报告{kind.Name()}：{Where(gate?.Name, spot)}{(photo is null ? "" : "（带照片）")}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(PatrolBreach.Path(community, id), Again);
        }

        return http.Done(PatrolBreach.Path(community, id), "已报告，列入巡查；自己去看的点“我去”。");
    }

    private const string Again = "这一处已经报告过了，没有重复记。";

    /// <summary>菜场边围挡，靠近水闸</summary>
    internal static string Where(string? gate, string spot) => gate is null ? spot : spot.Length == 0 ? gate : $"{gate}，{spot}";

    /// <summary>A step; its photo is added to the open write.</summary>
    internal static BreachStep NewStep(
        Db db, Breach breach, int number, BreachAct act, DateTimeOffset at, DateTimeOffset now, Me me, string to, string note, PhotoFile? photo, Sealer sealer)
    {
        var kept = photo is null ? null : Photo.From(photo, sealer, breach.CommunityId, null, now);
        if (kept is not null)
        {
            db.Add(kept);
        }

        return new()
        {
            CommunityId = breach.CommunityId, Id = Ids.New(), BreachId = breach.Id, Number = number, Act = act, At = at, EnteredAt = now, By = me.Name, To = to,
            Note = note, PhotoId = kept?.Id,
        };
    }

    private static async Task<IReadOnlyList<Gate>> GatesAsync(Db db, Me me, long community, CancellationToken cancel) =>
        await db.Gates.Within(me).Where(g => g.CommunityId == community).OrderByDescending(g => g.Kind == GateKind.Fence).ThenBy(g => g.Name).ToListAsync(cancel);
}
