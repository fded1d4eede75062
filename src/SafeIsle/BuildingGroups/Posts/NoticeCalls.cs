using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// Households that three reminders did not reach, or that have no phone, as a list to call, on the list of whoever the announcement names;
/// one press notes what came of it.
/// </summary>
internal static class NoticeCalls
{
    /// <summary>Households on one page; the next come when these are told.</summary>
    internal const int Most = 200;

    /// <summary>Those who may see numbers.</summary>
    internal static readonly Role[] May = [Role.Committee, Role.Field];

    /// <summary>Who can be asked to call an order's households.</summary>
    internal static Task<IReadOnlyList<Colleague>> CallersAsync(Db db, ClosureOrder order, CancellationToken cancel) =>
        Colleagues.OfAsync(db, order.CommunityId, order.BuildingId, May, cancel);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/notice-calls", ShowAsync).May(May);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/notices/calls", NoteAsync).May(May);
        TakeBackCall.Map(app);
    }

    internal static string Path(long community) => $"/desk/{community}/notice-calls";

    private static async Task<IResult> ShowAsync(
        long community, string? all, Db db, Me me, RegisterReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var posts = db.Announcements.Within(me)
            .Where(a => a.CommunityId == community && a.HiddenAt == null && a.RepeatMinutes != null && (all != null || a.CallerId == me.AccountId));
        var orders = await db.ClosureOrders.Within(me)
            .Where(o => o.CommunityId == community && o.LiftedAt == null && posts.Any(a => a.CommunityId == o.CommunityId && a.OrderId == o.Id))
            .OrderBy(o => o.StartsAt).Take(CommunityBoard.MostLines).ToListAsync(cancel);
        var rows = new List<CallRow>();
        foreach (var order in orders)
        {
            var mine = await posts.Where(a => a.OrderId == order.Id).OrderByDescending(a => a.At).Take(PostLimits.Shown).ToListAsync(cancel);
            rows.AddRange(await CallRow.OfAsync(db, me, reader, order, mine, (post, household) => IsDue(post, household, now), cancel));
            if (rows.Count > Most)
            {
                break;
            }
        }

        var cut = rows.Count > Most;
        rows = rows[..Math.Min(rows.Count, Most)];
        if (rows.Count > 0)
        {
            await db.RecordLookAsync(me.Actor, community, "post.calls", null, $"查看通知电话名单 {rows.Count} 户（含电话）", cancel);
        }

        return Page.Of<NoticeCallsPage>(new { Community = community, Rows = rows, Cut = cut, All = all is not null });
    }

    /// <summary>Whether an unread announcement is a call for that household now.</summary>
    internal static bool IsDue(Announcement post, Recipient household, DateTimeOffset now) =>
        SayAgain.CallsFrom(post.At, post.RepeatMinutes) is { } from && (from <= now || !household.HasPhone);

    private static async Task<IResult> NoteAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await ListPosts.OrderAsync(db, me, community, id, cancel) is not { } order || form.Id("household") is not { } household)
        {
            return TypedResults.NotFound();
        }

        var label = await (
            from r in InsideOrder.Of(db, order)
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            where r.HouseholdId == household
            select d.Label).SingleOrDefaultAsync(cancel);
        var back = form.Id("back") is { } post ? ShowAnnouncement.Path(order, post) : Path(community) + (form.Has("all") ? "?all=1" : "");
        if (label is null)
        {
            return TypedResults.NotFound();
        }

        if (order.LiftedAt is not null)
        {
            return http.Refused(back, "封控已经解除，不用再打这些电话。");
        }

        if (form.Choice<CallOutcome>("outcome", "结果") is not { } outcome || outcome == CallOutcome.TakenBack)
        {
            return http.Refused(back, "没有看懂结果，请再点一次。");
        }

        // The row of a list first, which a tap on it locks first as well.
        await db.TryOnPageAsync(write, me.Actor, kinds, NoticeCallTodos.Of(db, order, household), $"{outcome}", Ids.New(), clock.Now(), cancel);
        var last = await db.PostCalls.Where(c => c.CommunityId == community && c.OrderId == id && c.HouseholdId == household)
            .OrderByDescending(c => c.Number).FirstOrDefaultAsync(cancel);
        if ((last?.Number ?? 0).ToString(CultureInfo.InvariantCulture) != form.Typed("seen"))
        {
            return http.Refused(back, last is null ? "页面已经旧了，请再点一次。" : $"{label}刚刚由{last.ByName}记过：{Words(last.Outcome)}，没有重复记。");
        }

        var now = clock.Now();
        db.Add(new PostCall
        {
            CommunityId = community, Id = Ids.New(), BuildingId = order.BuildingId, OrderId = id, HouseholdId = household,
            Number = (last?.Number ?? 0) + 1, Outcome = outcome, At = now, ById = me.AccountId, ByName = me.Name,
        });
        if (outcome == CallOutcome.Told)
        {
            await TellAsync(db, order, household, form, me, now, cancel);
        }

        write.Record(community, "post.call", household, $"就{order.Label}的通知联系{label}：{Words(outcome)}");
        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            return http.Refused(back, $"{label}刚刚有人记过，请看最新的结果。");
        }

        return http.Done(back, $"{label}：{Words(outcome)}。{(outcome == CallOutcome.Told ? "记错了，可以在通知的“已经知道的”里撤回。" : "")}");
    }

    private static async Task TellAsync(
        Db db, ClosureOrder order, Guid household, FormInput form, Me me, DateTimeOffset now, CancellationToken cancel)
    {
        var community = order.CommunityId;
        var ids = form.All("post").Select(p => Guid.TryParse(p, out var parsed) ? parsed : default).ToList();
        var reads = db.PostReads;
        var posts = await db.Announcements
            .Where(a => a.CommunityId == community && a.OrderId == order.Id && ids.Contains(a.Id)
                && !reads.Any(r => r.CommunityId == community && r.PostId == a.Id && r.HouseholdId == household))
            .ToListAsync(cancel);
        db.AddRange(posts.Select(p => PostReading.Of(p, household, ReadWay.Told, now, me.Name)));
    }

    internal static string Words(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Told => "已告知",
        CallOutcome.NoAnswer => "没人接",
        CallOutcome.Visit => "需要上门",
        CallOutcome.TakenBack => "撤回上一条",
    };
}
