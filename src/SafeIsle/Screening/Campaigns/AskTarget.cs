using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Screening.Campaigns;

/// <summary>Staff ask one household, by telephone or at the door: one page, one hand; or say that it could not be asked.</summary>
internal static class AskTarget
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/screening/{target:guid}", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/screening/{target:guid}", SaveAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/screening/{target:guid}/try", TryAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/screening/{target:guid}/resolve", ResolveAsync).May(HouseholdsModule.MayCall);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid target, string? from, Db db, Me me, TodoKinds kinds, RegisterReader reader, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, target, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var form = AnswerForm.Read(FormInput.Empty, view.Script, view.Each, clock.Today());
        return await PageAsync(view, form.Shown, FormInput.Empty, 0, from, db, me, kinds, reader, sealer, clock.Now(), cancel);
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid target, string? from, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, RegisterReader reader, Sealer sealer,
        TakeAnswer take, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, target, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (view.Household is null)
        {
            return http.Refused(view.Path + From(from), "底册里这个门没有人，没有保存；请先登记住户，再在排查页面点“补进来”。");
        }

        var read = AnswerForm.Read(form, view.Script, view.Each, clock.Today());
        var channel = form.RequiredChoice<AnswerChannel>("channel", "是电话里问的还是上门问的");
        if (channel.BySelf())
        {
            form.Wrong("channel", "请选电话里问的或上门问的。");
        }

        if (form.Ok && read.More == 0)
        {
            var saved = await take.SaveAsync(view, read, channel, AnswerForm.KeyOf(form), me.Actor, cancel);
            if (!saved.Refused)
            {
                var words = saved.Value == TargetState.Contradicts ? "已记下；和另一次回答对不上，请再核对。" : "已记下，这一户问好了。";
                return http.Done(view.Path + From(from), $"{view.Dwelling.Label}：{words}");
            }

            form.Wrong("all", saved.Refusal!);
        }

        return await PageAsync(view, read.Shown, form, form.Ok ? read.More : 0, from, db, me, kinds, reader, sealer, clock.Now(), cancel);
    }

    private static async Task<IResult> TryAsync(
        long community, Guid target, string? from, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, target, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (TryTarget.OutcomeOf(view.Target, form.Typed("outcome")) is not { } outcome)
        {
            return http.Refused(view.Path + From(from), $"没有记下：请选{(view.Household is null ? "没有人住、有人住或敲门没人" : "没人接、敲门没人或拒绝")}。");
        }

        if (view.Campaign.EndedAt is not null)
        {
            return http.Refused(view.Path + From(from), "这次排查已经结束，没有记下。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var now = clock.Now();
        var tried = await TryTarget.OnPageAsync(db, write, me.Actor, kinds, view.Target, outcome.Code, form.Id("page") ?? Ids.New(), now, cancel);
        if (tried.TooMany)
        {
            return http.Refused(view.Path + From(from), TryOnPage.TooManyWords);
        }

        if (tried.Again)
        {
            return http.Done(view.Path + From(from), $"{view.Dwelling.Label}：已记下{outcome.Name}。");
        }

        var todo = tried.Todos.Count > 0 ? tried.Todos[0] : TryTarget.Todo(TryTarget.Kind, view.Target, view.Dwelling.Label, "", now);
        var set = await TryTarget.TriedAsync(db, write, todo, outcome.Code, now, me.Name, cancel);
        write.AfterCommit(() => signals.RaiseBuilding(community, view.Target.BuildingId));
        await write.CommitAsync(cancel);
        var state = await db.ScreeningTargets.AsNoTracking().SingleAsync(t => t.CommunityId == community && t.Id == target, cancel);
        return !set && state.State == TargetState.Done
            ? http.Refused(view.Path + From(from), $"{view.Dwelling.Label}：{Before(state)}已经{(view.Household is null ? "看过" : "问好")}了，刚才的“{outcome.Name}”没有改动结果，只留在记录里。")
            : http.Done(view.Path + From(from), $"{view.Dwelling.Label}：已记下{outcome.Name}{(set ? "" : Stands(state))}。");
    }

    // What was known before the try, and stands.
    private static string Stands(ScreeningTarget state) => state.State switch
    {
        TargetState.Contradicts => "；说的对不上，还要核对",
        TargetState.Scanned => "；扫码答的还没有核",
        TargetState.Refused => $"；{Before(state)}记过拒绝，仍算拒绝",
        TargetState.Done or TargetState.ToVisit or TargetState.NobodyHome => $"；{Before(state)}又记过，照那一次算",
    };

    private static string Before(ScreeningTarget state) => $"{state.StateBy} {state.StateAt?.Short()} ";

    private static async Task<IResult> ResolveAsync(
        long community, Guid target, string? from, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, RegisterReader reader, Sealer sealer, Signals signals,
        TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, target, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var why = form.Required("why", "核对的结果", CampaignsDb.MostWhy);
        if (!form.Ok)
        {
            var shown = AnswerForm.Read(FormInput.Empty, view.Script, view.Each, clock.Today()).Shown;
            return await PageAsync(view, shown, form, 0, from, db, me, kinds, reader, sealer, clock.Now(), cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var now = clock.Now();
        var told = sealer.Seal(SealedColumn.ScreeningWhy, target, $"核对：{why}");
        var settled = await db.ScreeningTargets.Where(t => t.CommunityId == community && t.Id == target && t.State == TargetState.Contradicts).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.State, TargetState.Done).SetProperty(t => t.StateAt, (DateTimeOffset?)now).SetProperty(t => t.StateBy, me.Name).SetProperty(t => t.WhySealed, told),
            cancel);
        if (settled == 0)
        {
            return http.Refused(view.Path + From(from), "这一户现在没有对不上的地方，没有改动。");
        }

        await db.DropTodosAsync(community, TryTarget.RecheckKind, [target], now, cancel);
        write.Record(community, "screen.resolve", target, $"排查“{view.Campaign.Name}”{view.Dwelling.Label}：对不上的已核对");
        write.AfterCommit(() => signals.RaiseBuilding(community, view.Target.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(view.Path + From(from), "已记为核对过。");
    }

    private static string From(string? from) => from == TryTarget.FromList ? $"?from={TryTarget.FromList}" : "";

    // To where one came from.
    private static string Back(TargetView view, string? from) =>
        from == TryTarget.FromList ? ListTodos.Path(view.Target.CommunityId) : ShowCampaign.Path(view.Target.CommunityId, view.Campaign.Id);

    private static Task<TargetView?> FindAsync(Db db, Me me, long community, Guid target, CancellationToken cancel) =>
        TargetView.FindAsync(db, db.ScreeningTargets.Within(me).Where(t => t.CommunityId == community && t.Id == target), cancel);

    // Whatever shows answers and numbers records the look, also when a form comes back.
    private static async Task<IResult> PageAsync(
        TargetView view, IReadOnlyList<Asked> shown, FormInput form, int more, string? from, Db db, Me me, TodoKinds kinds, RegisterReader reader, Sealer sealer,
        DateTimeOffset now, CancellationToken cancel)
    {
        await db.RecordLookAsync(
            me.Actor, view.Target.CommunityId, "screen.look", view.Target.Id, $"查看排查“{view.Campaign.Name}”{view.Dwelling.Label}的回答和电话", cancel);
        var (community, dwelling, since) = (view.Target.CommunityId, view.Target.DwellingId, view.Campaign.MadeAt);
        var evidence = await db.OccupancyEvidence.Where(e => e.CommunityId == community && e.DwellingId == dwelling && e.At >= since)
            .OrderByDescending(e => e.At).Take(LadderRules.MostShown).ToListAsync(cancel);
        var living = await db.Occupancies.SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == dwelling, cancel);
        var isDone = NextDoor.IsDone(view.Target, now) && form.Ok && more == 0;
        var next = await NextDoor.OfAsync(db, me, kinds, view, from == TryTarget.FromList, isDone, now, cancel);
        if (view.Household is null)
        {
            return Page.Of<EmptyDoorPage>(new { View = view, Living = living, Next = next, IsDone = isDone, Back = Back(view, from), From = From(from) });
        }

        return Page.Of<AskTargetPage>(
            new
            {
                View = view,
                Shown = shown,
                Form = form,
                More = more,
                Phones = CallNumber.Of(await reader.OpenAsync(view.People, cancel)),
                Answers = await OpenAnswer.OfAsync(db, sealer, view.Target, cancel),
                Why = sealer.Open(SealedColumn.ScreeningWhy, view.Target.Id, view.Target.WhySealed),
                Evidence = evidence,
                Back = Back(view, from),
                From = From(from),
                Living = living,
                Next = next,
                IsDone = isDone,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
