using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A resident asks, the building or the committee and the doctor alone, and reads the answers.</summary>
internal static class AskQuestion
{
    /// <summary>To whom a question goes that is not for all, see <see cref="QuestionReader.ReadsClosed"/>.</summary>
    internal const string Closed = "只问居委会和医生";

    /// <summary>To whom a question went.</summary>
    internal static string To(bool open) => open ? "公开" : Closed;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/questions", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/questions", AskAsync).MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> ShowAsync(Home? home, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        home is null ? Homes.Unknown() : await PageAsync(home, await HomeInOrder.OfAsync(db, home, cancel), FormInput.Empty, db, sealer, clock, cancel);

    private static async Task<IResult> AskAsync(
        Home? home, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var path = home.Path + "/questions";
        if (await HomeInOrder.OfAsync(db, home, cancel) is not { InForce: true } at)
        {
            return http.Refused(path, "封控已经解除，这里不再收新问题；有事请打居委会电话。");
        }

        var (order, now) = (at.Order, clock.Now());
        var text = form.Required("text", "想问的事", PostLimits.Words);
        var to = form.Typed("to");
        if (to is not ("all" or "committee"))
        {
            form.Wrong("to", $"请选择问大家还是{Closed}。");
        }

        if (form.Id("id") is not { } id)
        {
            form.Wrong("text", "页面不完整，请再点一次“提问”。");
            id = Guid.Empty;
        }

        if (to == "all" && await MutedAsync(db, at, now, cancel) is { } mute)
        {
            form.Wrong("to", MutedWords(mute));
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        if (form.Ok && await db.Questions.AnyAsync(q => q.CommunityId == order.CommunityId && q.Id == id, cancel))
        {
            return http.Done(path, "这个问题已经收到了，不用再发。");
        }

        // Counted by the door: another phone behind it is no way around.
        var (since, dwelling) = (now.AddHours(-1), home.Dwelling.Id);
        if (await db.Questions.CountAsync(
            q => q.CommunityId == order.CommunityId && q.OrderId == order.Id && q.DwellingId == dwelling && q.At > since, cancel) >= PostLimits.QuestionsAnHour)
        {
            form.Wrong("text", $"这个门一小时内最多问 {PostLimits.QuestionsAnHour} 个问题，文字还在，请过一会儿再发；急事请打居委会电话。");
        }

        if (!form.Ok)
        {
            return await PageAsync(home, at, form, db, sealer, clock, cancel);
        }

        db.Add(new Question
        {
            CommunityId = order.CommunityId,
            Id = id,
            BuildingId = order.BuildingId,
            OrderId = order.Id,
            DwellingId = home.Dwelling.Id,
            HouseholdId = at.HouseholdId,
            ResidentId = home.Row.Id,
            Name = home.Row.Name,
            Open = to == "all",
            TextSealed = sealer.Seal(SealedColumn.QuestionText, id, text)!,
            At = now,
        });
        write.Record(order.CommunityId, "question.ask", id, $"{home.Dwelling.Label}提问（{To(to == "all")}）");
        write.AfterCommit(() => signals.RaiseBuilding(order.CommunityId, order.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(path, "这个问题已经收到了，不用再发。");
        }

        return http.Done(path, "已收到，答复会显示在这里。");
    }

    /// <summary>The mute in force for this phone; one that was forgotten and recognised anew stays muted.</summary>
    internal static Task<Mute?> MutedAsync(Db db, HomeInOrder at, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, order, household, resident, joined) = (at.Order.CommunityId, at.Order.Id, at.HouseholdId, at.Home.Row.Id, at.Home.Row.JoinedAt);
        return db.Mutes.Where(m => m.CommunityId == community && m.OrderId == order && m.Until > now
                && (m.ResidentId == resident || (m.HouseholdId == household && m.At < joined)))
            .OrderByDescending(m => m.Until).FirstOrDefaultAsync(cancel);
    }

    internal static string MutedWords(Mute mute) =>
        $"居委会请您在 {mute.Until.Short()} 之前先不公开发言（原因：{mute.Reason}）；仍可以{Closed}，也可以求助。";

    private static async Task<IResult> PageAsync(
        Home home, HomeInOrder? at, FormInput form, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<HomeQuestionsPage>(
            new
            {
                Home = home,
                At = at,
                Questions = at is null ? [] : await QuestionReader.ForHomeAsync(db, sealer, at, cancel),
                Muted = at is null ? null : await MutedAsync(db, at, clock.Now(), cancel),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
