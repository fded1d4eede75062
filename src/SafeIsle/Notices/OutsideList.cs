using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Notices;

/// <summary>What went to people outside, what did not, and what a person has to do about it.</summary>
internal static class OutsideList
{
    /// <summary>What the list shows: the word in the address → its states.</summary>
    internal static readonly IReadOnlyList<(string Show, string Title, IReadOnlyList<OutsideState> States)> Tabs =
    [
        ("todo", "要人处理", [OutsideState.ByHand, OutsideState.Dead]),
        ("waiting", "等待发送", [OutsideState.Waiting, OutsideState.Sending]),
        ("sent", "已发出", [OutsideState.Sent]),
        ("ended", "手工了结", [OutsideState.Handed, OutsideState.Dropped]),
    ];

    private static readonly IReadOnlyList<OutsideState> Undecided = Tabs[0].States;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/outside", ListAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/outside/{id:guid}/show", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/outside/{id:guid}/again", AgainAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/outside/{id:guid}/handed", HandedAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/outside/{id:guid}/drop", DropAsync).May(Role.Committee);
    }

    internal static string Path(long community) => $"/desk/{community}/outside";

    private static async Task<IResult> ListAsync(long community, string? show, string? page, Db db, Me me, CancellationToken cancel)
    {
        var messages = db.OutsideMessages.Within(me).Where(m => m.CommunityId == community);
        var tab = Tabs.FirstOrDefault(t => t.Show == show, Tabs[0]);
        var number = Paging.Number(page);
        var rows = messages.Where(m => tab.States.Contains(m.State));
        var counts = await messages.GroupBy(m => m.State).Select(g => new { State = g.Key, Count = g.Count() }).ToListAsync(cancel);
        return Page.Of<OutsideListPage>(new
        {
            Community = community,
            tab.Show,
            Number = number,
            Counts = Tabs.ToDictionary(t => t.Show, t => counts.Where(c => t.States.Contains(c.State)).Sum(c => c.Count)),
            Messages = await rows.OrderByDescending(m => m.At).ThenBy(m => m.Id).Page(number).ToListAsync(cancel),
        });
    }

    /// <summary>The whole message with its address, for sending it by hand; the look is recorded.</summary>
    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, Outside outside, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } message)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "outside.show", id, $"查看发给{message.For}的消息：{message.About}", cancel);
        return Page.Of<OutsideMessagePage>(new { Message = message, Letter = outside.Open(message) });
    }

    private static Task<IResult> AgainAsync(
        long community, Guid id, HttpContext http, Db db, Me me, OutsideSender sender, TimeProvider clock, CancellationToken cancel) =>
        DecideAsync(http, db, me, community, id, OutsideState.Waiting, clock.Now(), "重新排队发送", cancel, sender.Wake);

    private static Task<IResult> HandedAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        DecideAsync(http, db, me, community, id, OutsideState.Handed, clock.Now(), "记为已手工告知", cancel);

    private static Task<IResult> DropAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        DecideAsync(http, db, me, community, id, OutsideState.Dropped, clock.Now(), "不发了", cancel);

    private static async Task<IResult> DecideAsync(
        HttpContext http, Db db, Me me, long community, Guid id, OutsideState to, DateTimeOffset now, string words, CancellationToken cancel,
        Action? after = null)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, cancel) is not { } message)
        {
            return TypedResults.NotFound();
        }

        var ended = to == OutsideState.Waiting ? (DateTimeOffset?)null : now;
        var moved = await db.OutsideMessages.Where(m => m.CommunityId == community && m.Id == id && Undecided.Contains(m.State)).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, to).SetProperty(m => m.Tries, 0).SetProperty(m => m.NextAt, now)
                .SetProperty(m => m.EndedAt, ended).SetProperty(m => m.EndedBy, ended == null ? "" : me.Name),
            cancel);
        if (moved == 0)
        {
            return http.Refused(Path(community), "这条消息已经有人处理过了，没有再改。");
        }

        write.Record(community, "outside.decide", id, $"发给{message.For}的消息（{message.About}）{words}");
        if (after is not null)
        {
            write.AfterCommit(after);
        }

        await write.CommitAsync(cancel);
        return http.Done(Path(community), $"发给{message.For}的消息已{words.TrimStart('已')}。");
    }

    private static Task<OutsideMessage?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.OutsideMessages.Within(me).SingleOrDefaultAsync(m => m.CommunityId == community && m.Id == id, cancel);
}
