using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Tips;

/// <summary>
/// The committee reads tips, has somebody look without saying why, and ends each with a reason; those about itself are read and ended by whoever
/// oversees it, and her place's log tells of that. The list shows no text; each reading is in a log. Nobody who works in single buildings comes here.
/// </summary>
internal static class HandleTips
{
    /// <summary>Characters of what came of it.</summary>
    public const int MostNote = 300;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/tips", ListAsync).May(TipReach.May);
        app.MapGet("/desk/{community:long}/tips/{id:guid}", ShowAsync).May(TipReach.May);
        app.MapPost("/desk/{community:long}/tips/{id:guid}/check", CheckAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/tips/{id:guid}/end", EndAsync).May(TipReach.May);
    }

    internal static string Path(long community) => $"/desk/{community}/tips";

    private static string Path(Tip tip) => $"{Path(tip.CommunityId)}/{tip.Id}";

    private static async Task<IResult> ListAsync(long community, string? all, string? page, HttpContext http, Db db, Me me, PublicAddress address, CancellationToken cancel)
    {
        var tips = TipReach.Visible(db, me, community).Where(t => all == "1" || t.EndedAt == null);
        var number = Paging.Number(page);
        return Page.Of<TipsPage>(new
        {
            Community = community,
            All = all == "1",
            Oversees = me.Oversees(community),
            Number = number,
            Total = await tips.CountAsync(cancel),
            Tips = await tips.OrderBy(t => t.EndedAt != null).ThenBy(t => t.Day).ThenBy(t => t.Id).Page(number).ToListAsync(cancel),
            Link = address.Of(http.Request) + GiveTip.Path(community),
        });
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } tip)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, TipReach.LogOf(me, tip), "tip.read", id, $"查看一条线索{await TipReach.AboutAsync(db, tip, cancel)}", cancel);
        return Page.Of<TipPage>(await PartsAsync(db, me, sealer, tip, FormInput.Empty, cancel));
    }

    private static async Task<object> PartsAsync(Db db, Me me, Sealer sealer, Tip tip, FormInput form, CancellationToken cancel)
    {
        var text = TipText.Open(sealer, tip);
        return new
        {
            Tip = tip,
            Text = text,
            Note = sealer.Open(SealedColumn.TipNote, tip.Id, tip.NoteSealed) ?? "",
            Todo = await db.Todos.SingleOrDefaultAsync(t => t.CommunityId == tip.CommunityId && t.Kind == AskLook.Kind.Code && t.SourceId == tip.Id, cancel),
            // Where somebody wrote a door it need not be typed again; a pavilion is none.
            Door = (await AskLook.DoorAsync(db, me, tip.CommunityId, text.Where, cancel))?.Dwelling.Label ?? "",
            Form = form,
        };
    }

    private static Task<Tip?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        TipReach.Visible(db, me, community).SingleOrDefaultAsync(t => t.Id == id, cancel);

    private static async Task<IResult> CheckAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } tip)
        {
            return TypedResults.NotFound();
        }

        var door = await AskLook.DoorAsync(db, me, community, form.Required("door", "去看哪一户", TipText.MostWhere), cancel);
        if (form.Ok && door is null)
        {
            form.Wrong("door", AskLook.NoDoor + "；不是住户家里的，请直接核实后办结。");
        }

        if (!form.Ok || door is not var (dwelling, building))
        {
            return Page.Again<TipPage>(await PartsAsync(db, me, sealer, tip, form, cancel));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // Whoever is first decides; an ended one stays ended.
        if (await db.Tips.Where(t => t.CommunityId == community && t.Id == id && t.State == TipState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TipState.Checking).SetProperty(t => t.By, me.Name), cancel) == 0)
        {
            return http.Refused(Path(tip), "这条线索已经派人核实或办结了。");
        }

        await db.AskAsync([AskLook.At(dwelling, building, id, clock.Now())], cancel);
        write.Record(community, "tip.check", id, "派人核实一条线索");
        await write.CommitAsync(cancel);
        return http.Done(Path(tip), $"已放进那一片网格员的待办“{AskLook.Title}”，他看不到线索的内容。");
    }

    private static async Task<IResult> EndAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } tip)
        {
            return TypedResults.NotFound();
        }

        var state = form.RequiredChoice<TipState>("state", "结果");
        if (form.Ok && state is not (TipState.Checked or TipState.Dismissed))
        {
            form.Wrong("state", "请选择结果：属实，或不属实。");
        }

        var note = form.Required("note", "经过和理由", MostNote);
        if (!form.Ok)
        {
            return Page.Again<TipPage>(await PartsAsync(db, me, sealer, tip, form, cancel));
        }

        var (now, sealedNote) = (clock.Now(), sealer.Seal(SealedColumn.TipNote, id, note));
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.Tips.Where(t => t.CommunityId == community && t.Id == id && t.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.State, state).SetProperty(t => t.By, me.Name).SetProperty(t => t.EndedAt, now).SetProperty(t => t.NoteSealed, sealedNote), cancel) == 0)
        {
            return http.Refused(Path(tip), "这条线索已经办结了，请看下面的结果。");
        }

        await db.DropTodosAsync(community, AskLook.Kind.Code, [id], now, cancel);
        write.Record(TipReach.LogOf(me, tip), "tip.end", id, $"办结一条线索{await TipReach.AboutAsync(db, tip, cancel)}：{TipWords.Of(state)}");
        await write.CommitAsync(cancel);
        return http.Done(Path(community), "线索已办结。");
    }
}
