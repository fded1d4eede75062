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
            form.Wrong("spot", BreachRules.NoPlace);
        }

        if (kind == BreachKind.Other && note.Length == 0)
        {
            form.Wrong("note", BreachRules.NoWords);
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
            form.Wrong("spot", BreachRules.TooMany);
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
        Add(db, write, breach, gate?.Name, note, photo, sealer, now);
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

    /// <summary>The report with its first step and its line in the log, within the open write.</summary>
    internal static void Add(
        Db db, WriteScope write, Breach breach, string? gate, string note, PhotoFile? photo, Sealer sealer, DateTimeOffset now)
    {
        db.Add(breach);
        db.Add(NewStep(db, breach, 1, BreachAct.Reported, breach.At, now, breach.By, "", note, photo, sealer));
        write.Record(
            breach.CommunityId, "breach.report", breach.Id, $"报告{breach.Kind.Name()}：{Where(gate, breach.Spot)}{(photo is null ? "" : "（带照片）")}");
    }

    /// <summary>菜场边围挡，靠近水闸</summary>
    internal static string Where(string? gate, string spot) => gate is null ? spot : spot.Length == 0 ? gate : $"{gate}，{spot}";

    /// <summary>A step; its photo is added to the open write.</summary>
    internal static BreachStep NewStep(
        Db db, Breach breach, int number, BreachAct act, DateTimeOffset at, DateTimeOffset now, string by, string to, string note, PhotoFile? photo, Sealer sealer)
    {
        var kept = photo is null ? null : Photo.From(photo, sealer, breach.CommunityId, null, now);
        if (kept is not null)
        {
            db.Add(kept);
        }

        return new()
        {
            CommunityId = breach.CommunityId, Id = Ids.New(), BreachId = breach.Id, Number = number, Act = act, At = at, EnteredAt = now, By = by, To = to,
            Note = note, PhotoId = kept?.Id,
        };
    }

    private static async Task<IReadOnlyList<Gate>> GatesAsync(Db db, Me me, long community, CancellationToken cancel) =>
        await db.Gates.Within(me).Where(g => g.CommunityId == community).OrderByDescending(g => g.Kind == GateKind.Fence).ThenBy(g => g.Name).ToListAsync(cancel);
}
