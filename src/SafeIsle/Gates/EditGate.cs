using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates;

/// <summary>Adds a gate or a section of fence; opens or closes one, or changes until when, with who decided it, why and from when; its history.</summary>
internal static class EditGate
{
    /// <summary>The reason of the first entry.</summary>
    internal const string Entered = "登记";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/gates/new", NewAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/gates/new", AddAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/gates/{id:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapPost("/desk/{community:long}/gates/{id:guid}", ChangeAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/gates/{id:guid}/name", RenameAsync).May(Role.Committee);
    }

    internal static string Path(long community, Guid id) => $"{ListGates.Path(community)}/{id}";

    private static async Task<IResult> NewAsync(long community, Db db, Me me, CancellationToken cancel) =>
        Page.Of<NewGatePage>(new { Community = community, Compounds = await CompoundsAsync(db, me, community, cancel) });

    private static async Task<IResult> AddAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var compounds = await CompoundsAsync(db, me, community, cancel);
        var kind = form.RequiredChoice<GateKind>("kind", "种类");
        var name = form.Required("name", "名称", GateRules.MostName);
        var compound = form.Id("compound") is { } chosen && compounds.Any(c => c.Value == chosen.ToString()) ? chosen : Guid.Empty;
        if (compound == Guid.Empty)
        {
            form.Wrong("compound", "请选择是哪个小区的门岗或围挡。");
        }

        if (await db.Gates.CountAsync(g => g.CommunityId == community, cancel) >= GateRules.MostGates)
        {
            form.Wrong("name", $"门岗和围挡一共最多 {GateRules.MostGates} 个，没有再添加。");
        }

        if (form.Ok)
        {
            try
            {
                await using var write = await db.BeginWriteAsync(me.Actor, cancel);
                var gate = Add(db, write, me, community, compound, kind, name, clock.Now());
                await write.CommitAsync(cancel);
                return http.Done(Path(community, gate.Id), $"已添加{name}{(kind == GateKind.Post ? "；接着给它登记一台扫码设备" : "")}。");
            }
            catch (DbUpdateException twice) when (twice.IsTaken())
            {
                form.Wrong("name", $"已经有叫「{name}」的门岗或围挡，请换一个名称，例如加上小区名。");
            }
        }

        return Page.Again<NewGatePage>(new { Community = community, Compounds = compounds, Form = form });
    }

    /// <summary>A new gate stands open, a new section of fence closed. The unique key says whether the name is free.</summary>
    internal static Gate Add(Db db, WriteScope write, Me me, long community, Guid compound, GateKind kind, string name, DateTimeOffset now)
    {
        var open = kind == GateKind.Post;
        var gate = new Gate { CommunityId = community, Id = Ids.New(), CompoundId = compound, Kind = kind, Name = name, IsOpen = open };
        db.Add(gate);
        db.Add(new GateChange
        {
            CommunityId = community, Id = Ids.New(), GateId = gate.Id, Open = open, At = now, EnteredAt = now, Why = Entered, DecidedBy = "居委会", By = me.Name,
        });
        write.Record(community, "gate.add", gate.Id, $"添加{kind.Name()} {name}");
        return gate;
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await PageOfAsync(db, me, community, id, FormInput.Empty, clock.Now(), cancel) is { } parts
            ? Page.Of<GatePage>(parts)
            : TypedResults.NotFound();

    private static async Task<IResult> ChangeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var open = form.Typed("open") == "true";
        if (!open && form.Typed("open") != "false")
        {
            form.Wrong("open", "请选择打开、关闭，还是只改到期时间。");
        }

        var why = form.Required("why", "为什么", GateRules.MostWhy);
        var decided = form.Required("decidedBy", "谁决定的", GateRules.MostDecidedBy);
        var until = form.Moment("until", "到什么时候");
        if (until <= clock.Now())
        {
            form.Wrong("until", "到期时间已经过去了；不定期限就空着。");
        }

        var from = form.Moment("from", "从什么时候");
        if (from > clock.Now() + GateRules.DecidedAhead)
        {
            form.Wrong("from", $"最多提前 {GateRules.DecidedAhead.Days} 天录入。");
        }
        else if (until <= from)
        {
            form.Wrong("until", "到期时间要在开始以后；不定期限就空着。");
        }
        else if (from < clock.Now() - GateRules.DecidedBefore)
        {
            form.Wrong("from", $"最多补录 {GateRules.DecidedBefore.Days} 天以内的；更早的请写在“为什么”里。");
        }
        else if (from is { } started && await LastAsync(db, community, id, clock.Now(), cancel) is { } last && started <= last)
        {
            form.Wrong("from", $"{last.Short()} 已经记过一次变动，要在那以后；空着就是现在。");
        }

        if (!form.Ok)
        {
            return await PageOfAsync(db, me, community, id, form, clock.Now(), cancel) is { } parts ? Page.Again<GatePage>(parts) : TypedResults.NotFound();
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TakeAsync(db, write, me, community, id, clock.Now(), cancel) is not { } gate)
        {
            return TypedResults.NotFound();
        }

        if (gate.IsOpen == open && gate.Until == until)
        {
            return http.Done(Path(community, id), $"{gate.Name}本来就{gate.State()}，没有改动。");
        }

        var now = clock.Now();
        var comes = from > now;
        var coming = await ComingChanges.Waiting(db).Where(c => c.CommunityId == community && c.GateId == id).SingleOrDefaultAsync(cancel);
        if (comes && coming is not null)
        {
            form.Wrong("from", $"已经录入 {ComingChanges.Words(gate, coming)}；要改，请先撤回那一次。");
            return Page.Again<GatePage>((await PageOfAsync(db, me, community, id, form, now, cancel))!);
        }

        var stays = gate.IsOpen == open;
        var change = new GateChange
        {
            CommunityId = community, Id = Ids.New(), GateId = id, Open = open, At = from ?? now, EnteredAt = now, Until = until, Why = why, DecidedBy = decided, By = me.Name,
            State = comes ? GateChangeState.Coming : GateChangeState.InForce,
        };
        db.Add(change);
        if (comes)
        {
            write.Record(community, "gate.coming", id, $"{gate.Name}{ComingChanges.Words(gate, change)}：{why}（{decided}）");
            await write.CommitAsync(cancel);
            return http.Done(Path(community, id), $"已录入：{gate.Name}{ComingChanges.Words(gate, change)}。到时候自动生效，在那以前可以撤回。");
        }

        (gate.IsOpen, gate.Until) = (open, until);
        var end = until is { } day ? $"到 {day.Short()}" : "不定期限";
        write.Record(
            community, stays ? "gate.until" : open ? "gate.open" : "gate.close", id,
            $"{gate.Name}{(stays ? "继续" : "")}{gate.State()}{(from is { } since ? $"，从 {since.Short()} 起" : "")}{(stays ? $"，{end}" : "")}：{why}（{decided}）");
        await write.CommitAsync(cancel);
        var next = coming is null ? "" : $"先前录入的照旧：{ComingChanges.Words(gate, coming)}；不要了请撤回。";
        return http.Done(Path(community, id), (stays ? $"{gate.Name}继续{gate.State()}，{end}。" : $"{gate.Name}已{gate.State()}。") + next);
    }

    // The gate as it stands now, what is due for it done, its lock taken. Null: not there, or not within reach.
    private static async Task<Gate?> TakeAsync(Db db, WriteScope write, Me me, long community, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        if (!await db.Gates.Within(me).AnyAsync(g => g.CommunityId == community && g.Id == id, cancel))
        {
            return null;
        }

        await ComingChanges.TakeGateAsync(db, write, community, id, now, cancel);
        return await db.Gates.AsTracking().SingleAsync(g => g.CommunityId == community && g.Id == id, cancel);
    }

    // Its first entry says only that it was entered: what was decided before counts from before.
    private static Task<DateTimeOffset?> LastAsync(Db db, long community, Guid id, DateTimeOffset now, CancellationToken cancel) =>
        db.GateChanges.Where(c => c.CommunityId == community && c.GateId == id && c.Why != Entered && c.State != GateChangeState.TakenBack && c.At <= now)
            .MaxAsync(c => (DateTimeOffset?)c.At, cancel);

    private static async Task<IResult> RenameAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var name = form.Required("name", "名称", GateRules.MostName);
        if (form.Ok)
        {
            try
            {
                await using var write = await db.BeginWriteAsync(me.Actor, cancel);
                if (await TakeAsync(db, write, me, community, id, clock.Now(), cancel) is not { } gate)
                {
                    return TypedResults.NotFound();
                }

                var before = gate.Name;
                if (before == name)
                {
                    return http.Done(Path(community, id), $"本来就叫{name}，没有改动。");
                }

                gate.Name = name;
                db.Add(new GateChange
                {
                    CommunityId = community, Id = Ids.New(), GateId = id, Open = gate.IsOpen, At = clock.Now(), EnteredAt = clock.Now(), Until = gate.Until,
                    Why = $"改名：{before}改为{name}", DecidedBy = "居委会", By = me.Name,
                });
                write.Record(community, "gate.rename", id, $"{before}改名为{name}");
                await write.CommitAsync(cancel);
                return http.Done(Path(community, id), $"已改名为{name}。");
            }
            catch (DbUpdateException twice) when (twice.IsTaken())
            {
                form.Wrong("name", $"已经有叫「{name}」的门岗或围挡，请换一个名称，例如加上小区名。");
            }
        }

        return await PageOfAsync(db, me, community, id, form, clock.Now(), cancel) is { } parts ? Page.Again<GatePage>(parts) : TypedResults.NotFound();
    }

    private static async Task<object?> PageOfAsync(
        Db db, Me me, long community, Guid id, FormInput form, DateTimeOffset now, CancellationToken cancel) =>
        await db.Gates.Within(me).SingleOrDefaultAsync(g => g.CommunityId == community && g.Id == id, cancel) is not { } gate ? null : new
        {
            Gate = gate,
            History = await db.GateChanges.Within(me).Where(c => c.CommunityId == community && c.GateId == id)
                .OrderByDescending(c => c.At).Take(GateRules.MostShownChanges).ToListAsync(cancel),
            Devices = await db.GateDevices.Within(me).Where(d => d.CommunityId == community && d.GateId == id)
                .OrderBy(d => d.WipedAt != null).ThenBy(d => d.Name).ToListAsync(cancel),
            Gaps = await ScanGaps.OfAsync(db, me, community, id, cancel),
            Edits = me.Keeps(community),
            Form = form,
            Now = now,
        };

    private static async Task<IReadOnlyList<(string Value, string Label)>> CompoundsAsync(Db db, Me me, long community, CancellationToken cancel) =>
        [.. (await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).Select(c => new { c.Id, c.Name })
            .ToListAsync(cancel)).Select(c => (c.Id.ToString(), c.Name))];
}
