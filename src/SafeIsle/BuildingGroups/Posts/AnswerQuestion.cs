using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>Staff answer a question, in the open or to the household that asked; more than one answer may follow.</summary>
internal static class AnswerQuestion
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/questions/{question:guid}", ShowAsync).May(QuestionReader.MayAnswer);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/questions/{question:guid}/answers", AnswerAsync).May(QuestionReader.MayAnswer);
        app.MapBack("/desk/{community:long}/closures/{id:guid}/questions/{question:guid}/answers").May(QuestionReader.MayAnswer);
    }

    internal static string Path(ClosureOrder order, Guid question) => $"{ClosuresModule.Path(order.CommunityId, order.Id)}/questions/{question}";

    internal static string State(Question question) => question.HiddenAt is not null ? "已收起" : question.AnsweredAt is not null ? "已答" : "待答";

    internal static string Tone(Question question) => question.HiddenAt is not null ? "off" : question.AnsweredAt is not null ? "ok" : "wait";

    private static Task<IResult> ShowAsync(
        long community, Guid id, Guid question, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        PageAsync(community, id, question, FormInput.Empty, db, me, sealer, clock, cancel);

    private static async Task<IResult> AnswerAsync(
        long community, Guid id, Guid question, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, Signals signals,
        CancellationToken cancel)
    {
        var text = form.Required("text", "回答", PostLimits.Words);
        var answer = form.Id("id");
        if (answer is null)
        {
            form.Wrong("text", "页面不完整，请重新打开这个问题。");
        }

        if (!form.Ok)
        {
            return await PageAsync(community, id, question, form, db, me, sealer, clock, cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var order = await ListPosts.OrderAsync(db, me, community, id, cancel);
        var asked = await db.Questions.AsTracking().Within(me)
            .SingleOrDefaultAsync(q => q.CommunityId == community && q.OrderId == id && q.Id == question, cancel);
        if (order is null || asked is null || !(me.ReadsClosed(order) || asked is { Open: true, HiddenAt: null }))
        {
            return TypedResults.NotFound();
        }

        var path = Path(order, question);
        if (await db.Answers.AnyAsync(a => a.CommunityId == community && a.Id == answer!.Value, cancel))
        {
            return http.Done(path, "这个回答已经发出了，没有重复发。");
        }

        var open = asked.Open && asked.HiddenAt is null && form.Typed("to") == "all";
        asked.AnsweredAt ??= clock.Now();
        db.Add(new Answer
        {
            CommunityId = community, Id = answer!.Value, BuildingId = order.BuildingId, OrderId = id, QuestionId = question, ById = me.AccountId,
            ByName = me.DutyTitle.Length > 0 ? $"{me.Name}（{me.DutyTitle}）" : me.Name,
            Open = open, TextSealed = sealer.Seal(SealedColumn.AnswerText, answer.Value, text)!, At = clock.Now(),
        });
        write.Record(community, "question.answer", question, $"回答{order.Label}住户的提问（{(open ? "公开" : "只答这一户")}）");
        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(path, "这个回答已经发出了，没有重复发。");
        }

        return http.Done(path, open ? "已公开回答，全楼都能看到。" : "已回答，只有这一户能看到。");
    }

    internal static async Task<IResult> PageAsync(
        long community, Guid id, Guid question, FormInput form, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await ListPosts.OrderAsync(db, me, community, id, cancel) is not { } order
            || await QuestionReader.ForStaffAsync(db, sealer, me, order, question, cancel) is not [var found])
        {
            return TypedResults.NotFound();
        }

        var (dwelling, resident, now) = (found.Row.DwellingId, found.Row.ResidentId, clock.Now());
        return Page.Of<QuestionPage>(
            new
            {
                Order = order,
                Question = found,
                Dwelling = await db.Dwellings.Where(d => d.CommunityId == community && d.Id == dwelling).Select(d => d.Label).SingleAsync(cancel),
                Mute = await db.Mutes.Where(m => m.CommunityId == community && m.OrderId == id && m.ResidentId == resident && m.Until > now)
                    .OrderByDescending(m => m.Until).FirstOrDefaultAsync(cancel),
                Keeps = me.Keeps(community),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
