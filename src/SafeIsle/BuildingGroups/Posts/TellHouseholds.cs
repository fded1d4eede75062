using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A change of an order (extended, counted anew, monitored, lifted) stands pinned before its households, in the change's transaction.</summary>
internal static class TellHouseholds
{
    public static TellOrder With(TimeProvider clock) => (db, order, title, text, by, cancel) => TellAsync(db, clock.Now(), order, title, text, by, cancel);

    private static async Task TellAsync(
        Db db, DateTimeOffset now, ClosureOrder order, string title, string text, Actor by, CancellationToken cancel)
    {
        var callers = await NoticeCalls.CallersAsync(db, order, cancel);
        var caller = callers.FirstOrDefault(c => c.Id == by.AccountId) ?? (callers.Count > 0 ? callers[0] : null);
        db.Add(new Announcement
        {
            CommunityId = order.CommunityId,
            Id = Ids.New(),
            BuildingId = order.BuildingId,
            OrderId = order.Id,
            FormId = Ids.New(),
            At = now,
            ById = by.AccountId ?? Guid.Empty,
            ByName = by.Name,
            Title = ChineseText.Cut(title, PostLimits.Title * 2),
            Body = ChineseText.Cut(text.ReplaceLineEndings("\n"), PostLimits.Body * 2),
            Pinned = true,
            // A lifted order calls nobody any more.
            RepeatMinutes = order.LiftedAt is null ? SayAgain.Usual : null,
            CallerId = caller?.Id ?? Guid.Empty,
            CallerName = caller?.Name ?? "居委会",
        });
    }
}
