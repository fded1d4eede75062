using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// 给没看的户发短信: once in each round of <see cref="SayAgain"/>, to the first number of each household. The notice itself is in the
/// product; a message that does not arrive waits in 对外消息 for a person.
/// </summary>
internal static class TextUnread
{
    /// <summary>Characters that one place of a provider's template takes, see <see cref="OutsideLetter"/>.</summary>
    private const int MostValue = 30;

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/closures/{id:guid}/notices/{post:guid}/text", SendAsync).May(Role.Committee);

    private static async Task<IResult> SendAsync(
        long community, Guid id, Guid post, HttpContext http, Db db, Me me, RegisterReader reader, Outside outside, TimeProvider clock,
        CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await ShowAnnouncement.FindAsync(db, me, community, id, post, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var (order, row, now, back) = (found.Order, found.Post, clock.Now(), ShowAnnouncement.Path(found.Order, post));
        if (row.HiddenAt is not null || order.LiftedAt is { } lifted && row.At < lifted)
        {
            return http.Refused(back, row.HiddenAt is not null ? "这条通知已经收起，不再发短信。" : "封控已经解除，这条通知不再发短信。");
        }

        var round = SayAgain.TimeAt(row.At, row.RepeatMinutes, now);
        var unread = await CallRow.OfAsync(db, me, reader, order, [row], (_, _) => true, cancel);
        var reachable = unread.Where(r => r.Phones.Count > 0).ToList();
        if (reachable.Count == 0)
        {
            return http.Refused(back, unread.Count == 0 ? "每户都知道了，不用发短信。" : "没看的户都没有电话，请上门告知。");
        }

        // The condition stands in the update: of two who press at once, one finds the round taken.
        var mine = await db.Announcements.Where(a => a.CommunityId == community && a.Id == post && a.TextedRound < round).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.TextedRound, round).SetProperty(a => a.TextedAt, (DateTimeOffset?)now).SetProperty(a => a.TextedBy, me.Name), cancel);
        if (mine == 0)
        {
            return http.Refused(back, $"第 {round} 遍的短信已经发过了，没有重复发。");
        }

        var title = ChineseText.Cut(row.Title, MostValue);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = title };
        foreach (var household in reachable)
        {
            var whom = $"{household.Household.Dwelling} {RegisterWords.MaskedName(household.Name)}".TrimEnd();
            outside.Add(
                db, write, community, me.Actor, OutsideWay.Sms, row.Title, whom,
                new(household.Phones[0], "notice", values, $"{row.Title}\n{row.Body}"));
        }

        write.Record(community, "post.text", post, $"给{order.Label}没看“{row.Title}”的 {reachable.Count} 户发短信（第 {round} 遍）");
        await write.CommitAsync(cancel);
        var doors = unread.Count - reachable.Count;
        return http.Done(back, $"已给 {reachable.Count} 户排队发短信，发没发到看“对外消息”。{(doors > 0 ? $"另有 {doors} 户没有电话，请上门。" : "")}");
    }
}
