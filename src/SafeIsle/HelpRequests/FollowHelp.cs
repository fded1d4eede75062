using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.HelpRequests;

/// <summary>The household sees where its request stands, step by step, and may add to it; what it adds opens a closed one again.</summary>
internal static class FollowHelp
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/requests/{id:guid}", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/requests/{id:guid}/say", SayAsync).MayAnyone(Homes.WhyOpen);
        app.MapBack("/home/{resident:guid}/requests/{id:guid}/say").MayAnyone(Homes.WhyOpen);
        app.MapGet("/home/{resident:guid}/requests/{id:guid}/photo", PhotoAsync).MayAnyone(Homes.WhyOpen);
    }

    internal static string Path(Home home, Guid id) => $"{AskHelp.Path(home)}/{id}";

    private static async Task<IResult> ShowAsync(Home? home, Guid id, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        return await FindAsync(db, home, id, cancel) is { } row
            ? await PageAsync(home, row, FormInput.Empty, db, sealer, clock, cancel)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> SayAsync(
        Home? home, Guid id, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var text = form.Required("text", "要补充的话", NewHelp.MostWords);
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        if (await FindAsync(db, home, id, cancel) is not { } row)
        {
            return TypedResults.NotFound();
        }

        var last = await db.HelpSteps.Where(s => s.CommunityId == row.CommunityId && s.RequestId == id).OrderByDescending(s => s.Number).FirstAsync(cancel);
        var said = last.Act == HelpAct.Said ? sealer.Open(SealedColumn.HelpStepText, last.Id, last.TextSealed) : null;
        if (form.Ok && said == text)
        {
            return http.Done(Path(home, id), "这句话已经收到了。");
        }

        var since = clock.Now().AddHours(-1);
        if (await db.HelpSteps.CountAsync(s => s.CommunityId == row.CommunityId && s.RequestId == id && s.Act == HelpAct.Said && s.At > since, cancel) >= NewHelp.MostAnHour)
        {
            form.Wrong("text", $"一小时内最多补充 {NewHelp.MostAnHour} 次，文字还在；急事请打居委会电话。");
        }

        if (!form.Ok)
        {
            return await PageAsync(home, row, form, db, sealer, clock, cancel);
        }

        var now = clock.Now();
        if (row.ClosedAt is not null)
        {
            var due = now + HelpKinds.Of(row.Kind).Within;
            await db.HelpRequests.Where(r => r.CommunityId == row.CommunityId && r.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.State, HelpState.Received).SetProperty(r => r.ClosedAt, (DateTimeOffset?)null).SetProperty(r => r.DueAt, due), cancel);
            await HelpTodos.FollowAsync(db, await db.HelpRequests.AsNoTracking().SingleAsync(r => r.CommunityId == row.CommunityId && r.Id == id, cancel), now, cancel);
        }

        db.Add(NewHelp.Step(sealer, row, last.Number + 1, HelpAct.Said, now, home.Row.Name, "", text));
        write.Record(row.CommunityId, "help.say", id, $"{row.Dwelling}补充求助：{row.Kind.Name()}{(row.ClosedAt is null ? "" : "，重新打开")}");
        write.AfterCommit(() => signals.RaiseBuilding(row.CommunityId, row.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            return http.Refused(Path(home, id), "刚刚有了新进展，请看一下，需要的话再补充。");
        }

        return http.Done(Path(home, id), row.ClosedAt is null ? "已补充。" : "已补充，求助重新打开。");
    }

    private static async Task<IResult> PhotoAsync(Home? home, Guid id, HttpContext http, Db db, Sealer sealer, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        return await FindAsync(db, home, id, cancel) is { PhotoId: { } photo } row
            ? (await db.Photos.SingleAsync(p => p.CommunityId == row.CommunityId && p.Id == photo, cancel)).Answer(http, sealer)
            : TypedResults.NotFound();
    }

    private static async Task<HelpRequest?> FindAsync(Db db, Home home, Guid id, CancellationToken cancel) =>
        await (await HomeHelp.OfAsync(db, home, cancel)).Requests(db).SingleOrDefaultAsync(r => r.Id == id, cancel);

    private static async Task<IResult> PageAsync(
        Home home, HelpRequest row, FormInput form, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<HomeRequestPage>(
            new { Home = home, View = await HelpView.OpenAsync(db, sealer, row, cancel), Now = clock.Now(), Form = form },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
