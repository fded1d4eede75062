using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>Keeps the open page decent: takes a question off it, keeps a phone from speaking there for a while. The person is told why.</summary>
internal static class Moderate
{
    /// <summary>Hours that the form offers.</summary>
    internal static readonly IReadOnlyList<(string Hours, string Words)> Spans = [("1", "1 小时"), ("12", "12 小时"), ("24", "1 天"), ("72", "3 天"), ("168", "7 天")];

    private const int MostHours = 168;

    internal static void Map(IEndpointRouteBuilder app)
    {
        const string route = "/desk/{community:long}/closures/{id:guid}/questions/{question:guid}";
        app.MapPost(route + "/hide", HideAsync).May(Role.Committee);
        app.MapBack(route + "/hide").May(Role.Committee);
        app.MapPost(route + "/mute", MuteAsync).May(Role.Committee);
        app.MapBack(route + "/mute").May(Role.Committee);
        app.MapPost(route + "/unmute", UnmuteAsync).May(Role.Committee);
    }

    private static async Task<IResult> HideAsync(
        long community, Guid id, Guid question, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, Signals signals,
        CancellationToken cancel)
    {
        var reason = form.Required("reason", "原因", PostLimits.Reason);
        if (!form.Ok)
        {
            return await AnswerQuestion.PageAsync(community, id, question, form, db, me, sealer, clock, cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, question, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var path = AnswerQuestion.Path(found.Order, question);
        var now = (DateTimeOffset?)clock.Now();
        var changed = await db.Questions.Where(q => q.CommunityId == community && q.Id == question && q.HiddenAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(q => q.HiddenAt, now).SetProperty(q => q.HiddenBy, me.Name).SetProperty(q => q.HiddenReason, reason), cancel);
        if (changed == 0)
        {
            return http.Done(path, "这个问题已经收起了。");
        }

        write.Record(community, "question.hide", question, $"收起{found.Order.Label}住户的提问，原因：{reason}");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.Order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(path, "已收起，别的住户不再看到。");
    }

    private static async Task<IResult> MuteAsync(
        long community, Guid id, Guid question, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var reason = form.Required("why", "原因", PostLimits.Reason);
        var hours = form.RequiredNumber("hours", "时间", 1, MostHours);
        if (!form.Ok)
        {
            return await AnswerQuestion.PageAsync(community, id, question, form, db, me, sealer, clock, cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, question, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var (now, asked) = (clock.Now(), found.Question);
        var path = AnswerQuestion.Path(found.Order, question);
        if (await db.Mutes.AnyAsync(m => m.CommunityId == community && m.OrderId == id && m.ResidentId == asked.ResidentId && m.Until > now, cancel))
        {
            return http.Done(path, "这个人已经暂停公开发言了。");
        }

        db.Add(new Mute
        {
            CommunityId = community, Id = Ids.New(), BuildingId = found.Order.BuildingId, OrderId = id, HouseholdId = asked.HouseholdId,
            ResidentId = asked.ResidentId, Reason = reason, ByName = me.Name, At = now, Until = now.AddHours(hours),
        });
        write.Record(community, "resident.mute", asked.ResidentId, $"暂停{found.Order.Label}一位住户公开发言 {hours} 小时，原因：{reason}");
        await write.CommitAsync(cancel);
        return http.Done(path, $"已暂停公开发言到 {now.AddHours(hours).Short()}，本人会看到原因。");
    }

    private static async Task<IResult> UnmuteAsync(
        long community, Guid id, Guid question, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, question, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var (now, resident) = (clock.Now(), found.Question.ResidentId);
        await db.Mutes.Where(m => m.CommunityId == community && m.OrderId == id && m.ResidentId == resident && m.Until > now)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Until, now), cancel);
        write.Record(community, "resident.unmute", resident, $"恢复{found.Order.Label}一位住户公开发言");
        await write.CommitAsync(cancel);
        return http.Done(AnswerQuestion.Path(found.Order, question), "已恢复发言。");
    }

    private static async Task<(ClosureOrder Order, Question Question)?> FindAsync(
        Db db, Me me, long community, Guid id, Guid question, CancellationToken cancel)
    {
        var order = await ListPosts.OrderAsync(db, me, community, id, cancel);
        var found = await db.Questions.Within(me).SingleOrDefaultAsync(q => q.CommunityId == community && q.OrderId == id && q.Id == question, cancel);
        return order is null || found is null ? null : (order, found);
    }
}
