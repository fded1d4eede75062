using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.HelpRequests;

/// <summary>Staff take a request, hand it over, answer, say that it is done or cannot be; the household sees each step.</summary>
internal static class HandleHelp
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/requests/{id:guid}", ShowAsync).May(HelpDesk.May);
        app.MapGet("/desk/{community:long}/requests/{id:guid}/photo", PhotoAsync).May(HelpDesk.May);
        app.MapPost("/desk/{community:long}/requests/{id:guid}/steps", StepAsync).May(HelpDesk.May);
        app.MapBack("/desk/{community:long}/requests/{id:guid}/steps").May(HelpDesk.May);
    }

    private static Task<HelpRequest?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        HelpDesk.Visible(db, me, community).SingleOrDefaultAsync(r => r.Id == id, cancel);

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, RegisterReader reader, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } row)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "help.look", id, $"查看{row.Dwelling}的求助：{row.Kind.Name()}{(Dials(me, row) ? "（含登记的电话）" : "")}", cancel);
        return await PageAsync(row, FormInput.Empty, db, me, reader, sealer, clock, cancel);
    }

    private static async Task<IResult> PhotoAsync(long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { PhotoId: { } photo } row)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "help.photo", id, $"查看{row.Dwelling}求助的照片", cancel);
        return (await db.Photos.SingleAsync(p => p.CommunityId == community && p.Id == photo, cancel)).Answer(http, sealer);
    }

    private static async Task<IResult> StepAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, Sealer sealer, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } before)
        {
            return TypedResults.NotFound();
        }

        if (form.Choice<HelpAct>("act", "要做的事") is not (HelpAct.Taken or HelpAct.Given or HelpAct.Answered or HelpAct.Done or HelpAct.Impossible) || !form.Ok)
        {
            form.Wrong("text", "没有看懂要做什么，请再点一次。");
            return await PageAsync(before, form, db, me, reader, sealer, clock, cancel);
        }

        var act = form.RequiredChoice<HelpAct>("act", "要做的事");
        var text = act is HelpAct.Answered or HelpAct.Impossible
            ? form.Required("text", act == HelpAct.Answered ? "答复" : "办不了的原因", NewHelp.MostWords)
            : form.Text("text", "答复", NewHelp.MostWords);
        var to = act == HelpAct.Given ? await ColleagueAsync(db, before, form, cancel) : null;
        if (act == HelpAct.Given && to is null)
        {
            form.Wrong("owner", "请选择转给谁；选过的人可能已停用。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var row = await db.HelpRequests.AsTracking().SingleAsync(r => r.CommunityId == community && r.Id == id, cancel);
        var last = await db.HelpSteps.Where(s => s.CommunityId == community && s.RequestId == id).OrderByDescending(s => s.Number).FirstAsync(cancel);
        if (last.Number.ToString(CultureInfo.InvariantCulture) != form.Typed("seen"))
        {
            form.Wrong("text", $"{last.By}在 {last.At.Short()} 刚处理过，请看下面最新的进展；写的文字还在，需要的话再发一次。");
        }
        else if (row.ClosedAt is not null)
        {
            form.Wrong("text", $"这个求助已经是“{row.State.Words()}”，住户补充以后会重新打开。");
        }

        if (!form.Ok)
        {
            return await PageAsync(before, form, db, me, reader, sealer, clock, cancel);
        }

        var now = clock.Now();
        Apply(row, act, act == HelpAct.Taken ? (me.AccountId, me.Name) : to is null ? null : (to.Id, to.Name), now);
        db.Add(NewHelp.Step(sealer, row, last.Number + 1, act, now, me.Name, act is HelpAct.Taken or HelpAct.Given ? row.OwnerName : "", text));
        await HelpTodos.FollowAsync(db, row, now, cancel);
        write.Record(community, "help." + Verb(act), id, $"{row.Dwelling}的求助“{row.Kind.Name()}”：{Said(act, row)}");
        write.AfterCommit(() => signals.RaiseBuilding(community, row.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            form.Wrong("text", "刚刚有人处理过，请看最新的进展；写的文字还在，需要的话再发一次。");
            db.ChangeTracker.Clear();
            await write.DisposeAsync();
            return await PageAsync(before, form, db, me, reader, sealer, clock, cancel);
        }

        // Handed over by a partner, it is no longer hers to open.
        var mine = await FindAsync(db, me, community, id, cancel) is not null;
        return http.Done(mine ? HelpDesk.Path(row) : HelpDesk.Path(community), $"已记下：{Said(act, row)}。住户看得到。");
    }

    private static void Apply(HelpRequest row, HelpAct act, (Guid Id, string Name)? owner, DateTimeOffset now)
    {
        if (owner is { } who)
        {
            (row.OwnerId, row.OwnerName) = who;
        }

        row.State = act switch
        {
            HelpAct.Done => HelpState.Done,
            HelpAct.Impossible => HelpState.Impossible,
            HelpAct.Given => row.State,
            _ => HelpState.Working,
        };
        row.ClosedAt = act is HelpAct.Done or HelpAct.Impossible ? now : null;
    }

    private static string Verb(HelpAct act) => act switch
    {
        HelpAct.Taken => "take",
        HelpAct.Given => "give",
        HelpAct.Answered => "answer",
        HelpAct.Done => "done",
        _ => "impossible",
    };

    private static string Said(HelpAct act, HelpRequest row) => act switch
    {
        HelpAct.Taken => "有人在办",
        HelpAct.Given => $"转给{row.OwnerName}",
        HelpAct.Answered => "已答复",
        HelpAct.Done => "已办好",
        _ => "办不了",
    };

    private static async Task<Colleague?> ColleagueAsync(Db db, HelpRequest row, FormInput form, CancellationToken cancel) =>
        (await Colleagues.OfAsync(db, row.CommunityId, row.BuildingId, cancel)).FirstOrDefault(c => c.Id == form.Id("owner"));

    private static async Task<IResult> PageAsync(
        HelpRequest known, FormInput form, Db db, Me me, RegisterReader reader, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var row = await db.HelpRequests.AsNoTracking().SingleAsync(r => r.CommunityId == known.CommunityId && r.Id == known.Id, cancel);
        return Page.Of<RequestPage>(
            new
            {
                View = await HelpView.OpenAsync(db, sealer, row, cancel),
                Staff = await Colleagues.OfAsync(db, row.CommunityId, row.BuildingId, cancel),
                Me = me.AccountId,
                Calls = me.Calls(row.CommunityId, row.BuildingId),
                Phones = Dials(me, row) ? await PhonesAsync(db, reader, row, cancel) : [],
                Now = clock.Now(),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    // Whoever calls people in that building calls back, and so does its doctor; for what is settled nobody needs a number.
    private static bool Dials(Me me, HelpRequest row) => row.ClosedAt is null && me.ForHealth().Tends(row.CommunityId, row.BuildingId);

    private static async Task<IReadOnlyList<CallNumber>> PhonesAsync(Db db, RegisterReader reader, HelpRequest row, CancellationToken cancel) =>
        CallNumber.Of(await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == row.CommunityId && p.BuildingId == row.BuildingId && p.HouseholdId == row.HouseholdId && p.ClosedAt == null)
                .OrderBy(p => p.Presence == Presence.Home ? 0 : 1).ThenBy(p => p.Position), cancel));
}
