using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// The last call to a household was noted by mistake: whoever noted it, or the committee, takes it back. Both stay in the history; what
/// it said the household knows is open again.
/// </summary>
internal static class TakeBackCall
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/closures/{id:guid}/notices/calls/back", SaveAsync).May(NoticeCalls.May);

    /// <summary>Whether that person may take it back, being the household's last call.</summary>
    internal static bool May(Me me, PostCall? last) =>
        last is not null && last.Outcome != CallOutcome.TakenBack && (last.ById == me.AccountId || me.Keeps(last.CommunityId));

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await ListPosts.OrderAsync(db, me, community, id, cancel) is not { } order || form.Id("household") is not { } household)
        {
            return TypedResults.NotFound();
        }

        var last = await db.PostCalls.Within(me).Where(c => c.CommunityId == community && c.OrderId == id && c.HouseholdId == household)
            .OrderByDescending(c => c.Number).FirstOrDefaultAsync(cancel);
        if (last is null || !me.Calls(community, order.BuildingId))
        {
            return TypedResults.NotFound();
        }

        var back = form.Id("back") is { } post ? ShowAnnouncement.Path(order, post) : NoticeCalls.Path(community) + (form.Has("all") ? "?all=1" : "");
        if (order.LiftedAt is not null)
        {
            return http.Refused(back, "封控已经解除，记录不再改。");
        }

        if (last.Outcome == CallOutcome.TakenBack || last.Number.ToString(CultureInfo.InvariantCulture) != form.Typed("seen"))
        {
            return http.Refused(back, last.Outcome == CallOutcome.TakenBack ? "已经撤回过了。" : $"{last.ByName}刚刚又记过，请看最新的结果。");
        }

        if (!May(me, last))
        {
            return http.Refused(back, $"这是{last.ByName}记的，请由{last.ByName}或居委会撤回。");
        }

        db.Add(new PostCall
        {
            CommunityId = community, Id = Ids.New(), BuildingId = order.BuildingId, OrderId = id, HouseholdId = household, Number = last.Number + 1,
            Outcome = CallOutcome.TakenBack, At = clock.Now(), ById = me.AccountId, ByName = me.Name,
        });
        // The reads of that press carry its instant; what the household opened or was told at another time stays.
        await db.PostReads
            .Where(r => r.CommunityId == community && r.OrderId == id && r.HouseholdId == household && r.Way == ReadWay.Told && r.At == last.At && r.By == last.ByName)
            .ExecuteDeleteAsync(cancel);
        if (last.Outcome == CallOutcome.Told)
        {
            await NoticeCallTodos.OpenAgainAsync(db, order, household, cancel);
        }

        write.Record(community, "post.call.back", household, $"撤回就{order.Label}的通知联系一户的记录：{NoticeCalls.Words(last.Outcome)}");
        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            return http.Refused(back, "刚刚有人记过，请看最新的结果。");
        }

        return http.Done(back, $"已撤回“{NoticeCalls.Words(last.Outcome)}”，记录还在。");
    }
}
