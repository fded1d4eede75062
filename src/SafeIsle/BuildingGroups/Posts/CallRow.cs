using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A household that does not know some announcements, with what it takes to tell it.</summary>
/// <param name="Name">The head of the household; masked for who does not call.</param>
/// <param name="Phones">Masked for who does not call; empty: knock at the door.</param>
/// <param name="Posts">What it does not know, the newest first.</param>
/// <param name="Calls">What came of earlier calls, in their order.</param>
/// <param name="Back">Whether the reader may take the last call back.</param>
public sealed record CallRow(
    ClosureOrder Order, Recipient Household, string Name, IReadOnlyList<string> Phones, IReadOnlyList<Announcement> Posts, IReadOnlyList<PostCall> Calls,
    bool Back)
{
    /// <summary>The number of the last call; what is noted next must have seen it.</summary>
    public int Last => Calls.Count == 0 ? 0 : Calls[^1].Number;

    /// <summary>The households of an order that do not know one of those announcements; whoever shows the numbers records the look.</summary>
    /// <param name="due">Which announcement is to be counted for which household.</param>
    internal static async Task<IReadOnlyList<CallRow>> OfAsync(
        Db db, Me me, RegisterReader reader, ClosureOrder order, IReadOnlyList<Announcement> posts, Func<Announcement, Recipient, bool> due,
        CancellationToken cancel)
    {
        var (community, building) = (order.CommunityId, order.BuildingId);
        var ids = posts.Select(p => p.Id).ToList();
        var read = (await db.PostReads.Where(r => r.CommunityId == community && ids.Contains(r.PostId))
            .Select(r => new { r.PostId, r.HouseholdId }).ToListAsync(cancel)).Select(r => (r.PostId, r.HouseholdId)).ToHashSet();
        var open = (await Recipients.OfAsync(db, me, order, cancel))
            .Select(h => (Household: h, Posts: posts.Where(p => !read.Contains((p.Id, h.Id)) && due(p, h)).ToList()))
            .Where(h => h.Posts.Count > 0).ToList();
        var households = open.ConvertAll(h => h.Household.Id);
        if (households.Count == 0)
        {
            return [];
        }

        var calls = (await db.PostCalls.Where(c => c.CommunityId == community && c.OrderId == order.Id && households.Contains(c.HouseholdId))
            .OrderBy(c => c.Number).ToListAsync(cancel)).ToLookup(c => c.HouseholdId);
        var people = (await reader.OpenAsync(
            db.People.Within(me).Where(p => p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null && households.Contains(p.HouseholdId))
                .OrderBy(p => p.Position), cancel)).ToLookup(c => c.Row.HouseholdId);
        var full = me.Calls(order);
        return open.ConvertAll(h => new CallRow(
            order,
            h.Household,
            people[h.Household.Id].FirstOrDefault() is { } head ? full ? head.Row.Name : RegisterWords.MaskedName(head.Row.Name) : "",
            [.. people[h.Household.Id].SelectMany(p => p.Phones).Distinct(StringComparer.Ordinal).Select(p => full ? p : new PhoneNumber(p).HeadOnly)],
            h.Posts,
            [.. calls[h.Household.Id]],
            TakeBackCall.May(me, calls[h.Household.Id].LastOrDefault())));
    }
}
