using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Fences;

/// <summary>Somebody goes to a breach or asks a colleague to, and says what was done there, until it is mended.</summary>
internal static class PatrolBreach
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/breaches/{id:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/breaches/{id:guid}/photos/{photo:guid}", PhotoAsync).May(BreachRules.Acts);
        app.MapPost("/desk/{community:long}/breaches/{id:guid}/owner", OwnerAsync).May(BreachRules.Acts);
        app.MapBack("/desk/{community:long}/breaches/{id:guid}/owner").May(BreachRules.Acts);
        app.MapPost("/desk/{community:long}/breaches/{id:guid}/visits", VisitAsync).May(BreachRules.Acts);
        app.MapBack("/desk/{community:long}/breaches/{id:guid}/visits").May(BreachRules.Acts);
    }

    internal static string Path(long community, Guid id) => $"{ListBreaches.Path(community)}/{id}";

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await PageAsync(community, id, FormInput.Empty, db, me, clock, cancel);

    private static async Task<IResult> PhotoAsync(long community, Guid id, Guid photo, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel) =>
        await db.BreachSteps.Within(me).AnyAsync(s => s.CommunityId == community && s.BreachId == id && s.PhotoId == photo, cancel)
            ? (await db.Photos.SingleAsync(p => p.CommunityId == community && p.Id == photo, cancel)).Answer(http, sealer)
            : TypedResults.NotFound();

    private static async Task<IResult> OwnerAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, Outside outside, TimeProvider clock, CancellationToken cancel)
    {
        var takes = form.Typed("act") == "take";
        var to = takes ? new Colleague(me.AccountId, me.Name, me.DutyTitle)
            : (await Colleagues.AtAsync(db, community, BreachRules.Acts, cancel)).FirstOrDefault(c => c.Id == form.Id("owner"));
        if (to is null)
        {
            form.Wrong("owner", "请选择请谁去；选过的人可能已停用。");
        }

        return await StepAsync(
            community, id, form, "owner", http, db, me, clock,
            async (write, breach, number, now) =>
            {
                if (to!.Id != me.AccountId)
                {
                    await outside.AddForStaffAsync(db, write, community, me.Actor, [to.Id], $"{me.Name}请您去看一处围挡（{breach.Kind.Name()}），位置见“巡查”。", cancel);
                }

                (breach.OwnerId, breach.OwnerName) = (to.Id, to.Name);
                return ReportBreach.NewStep(db, breach, number, takes ? BreachAct.Taken : BreachAct.Given, now, now, me.Name, to.Name, "", null, sealer);
            },
            cancel);
    }

    private static async Task<IResult> VisitAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var note = form.Required("note", "看到什么、做了什么", BreachRules.MostNote);
        var at = form.Moment("at", "什么时候去的") ?? clock.Now();
        var photo = await PhotoFile.FromAsync(form, "photo", cancel);
        if (form.Typed("mended") is not ("yes" or "no"))
        {
            form.Wrong("mended", "请选择修好了没有。");
        }

        var mended = form.Typed("mended") == "yes";
        var reported = await db.Breaches.Within(me).Where(b => b.CommunityId == community && b.Id == id).Select(b => (DateTimeOffset?)b.At).SingleOrDefaultAsync(cancel);
        // The form's time has no seconds.
        if (at > clock.Now() || at < reported?.AddMinutes(-1))
        {
            form.Wrong("at", $"去看的时间要在报告（{reported?.Short()}）以后、现在以前。");
        }

        return await StepAsync(
            community, id, form, "note", http, db, me, clock,
            (_, breach, number, now) =>
            {
                (breach.DueAt, breach.ClosedAt) = (at + BreachRules.NextVisitWithin, mended ? now : null);
                return Task.FromResult(ReportBreach.NewStep(db, breach, number, mended ? BreachAct.Mended : BreachAct.Visited, at, now, me.Name, "", note, photo, sealer));
            },
            cancel);
    }

    // What is done next must have seen the last step: of two who act at once one is told what the other did.
    private static async Task<IResult> StepAsync(
        long community, Guid id, FormInput form, string field, HttpContext http, Db db, Me me, TimeProvider clock,
        Func<WriteScope, Breach, int, DateTimeOffset, Task<BreachStep>> apply, CancellationToken cancel)
    {
        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            if (await db.Breaches.Within(me).AsTracking().SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == id, cancel) is not { } breach)
            {
                return TypedResults.NotFound();
            }

            var last = await db.BreachSteps.Where(s => s.CommunityId == community && s.BreachId == id).OrderByDescending(s => s.Number).FirstAsync(cancel);
            if (last.Number.ToString(CultureInfo.InvariantCulture) != form.Typed("seen"))
            {
                form.Wrong(field, Before(last));
            }
            else if (breach.ClosedAt is not null)
            {
                form.Wrong(field, "这一处已经修好了；又坏了请重新报告。");
            }

            if (form.Ok)
            {
                var step = await apply(write, breach, last.Number + 1, clock.Now());
                db.Add(step);
                var gate = await db.Gates.Where(g => g.CommunityId == community && g.Id == breach.GateId).Select(g => g.Name).SingleOrDefaultAsync(cancel);
                await BreachTodos.FollowAsync(db, breach, ReportBreach.Where(gate, breach.Spot), clock.Now(), cancel);
                write.Record(community, "breach." + (step.Act is BreachAct.Taken or BreachAct.Given ? "give" : "visit"), id, $"巡查{breach.Kind.Name()}：{step.Words()}");
                try
                {
                    await write.CommitAsync(cancel);
                    return http.Done(Path(community, id), step.Act == BreachAct.Mended ? "已记下：修好了。" : $"已记下：{step.Words()}。");
                }
                catch (DbUpdateException collision) when (collision.IsTaken())
                {
                    form.Wrong(field, Before(await db.BreachSteps.Where(s => s.CommunityId == community && s.BreachId == id).OrderByDescending(s => s.Number).FirstAsync(cancel)));
                }
            }
        }

        return await PageAsync(community, id, form, db, me, clock, cancel);
    }

    private static string Before(BreachStep last) => $"{last.EnteredAt.Short()} 刚有人处理过：{last.Words()}。没有重复记；确实要改请再点一次。";

    private static async Task<IResult> PageAsync(long community, Guid id, FormInput form, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Breaches.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == id, cancel) is not { } breach)
        {
            return TypedResults.NotFound();
        }

        var acts = me.Is(community, BreachRules.Acts);
        return Page.Of<BreachPage>(
            new
            {
                Row = (await BreachRow.OfAsync(db, [breach], cancel))[0],
                Steps = await db.BreachSteps.Where(s => s.CommunityId == community && s.BreachId == id).OrderBy(s => s.Number).ToListAsync(cancel),
                Staff = acts && breach.ClosedAt is null ? await Colleagues.AtAsync(db, community, BreachRules.Acts, cancel) : [],
                Me = me.AccountId,
                Acts = acts,
                Now = clock.Now(),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
