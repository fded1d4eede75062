using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Tips;

/// <summary>Who reads which tips: the committee all but those about itself and its staff, which whoever oversees it reads, and nothing else.</summary>
internal static class TipReach
{
    internal static readonly Role[] May = [Role.Committee, Role.Overseer];

    /// <summary>Whose tips are those about the staff; whoever is both is one of those whom they concern.</summary>
    internal static bool Oversees(this Me me, long community) => me.Is(community, Role.Overseer) && !me.Is(community, Role.Committee);

    internal static IQueryable<Tip> Visible(Db db, Me me, long community)
    {
        var tips = db.Tips.Within(me).Where(t => t.CommunityId == community);
        return me.Oversees(community) ? tips.Where(t => t.Kind == TipKind.Staff) : tips.Where(t => t.Kind != TipKind.Staff);
    }

    /// <summary>New ones about the staff in all communities that she oversees: how many in which.</summary>
    /// <param name="me">With all her grants, see <see cref="Oversees"/>.</param>
    internal static async Task<IReadOnlyList<(long Community, int Count)>> NewOfStaffAsync(Db db, Me me, CancellationToken cancel)
    {
        var counts = await db.Tips.Within(me.Only([Role.Overseer])).Where(t => t.Kind == TipKind.Staff && t.State == TipState.Open)
            .GroupBy(t => t.CommunityId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return [.. counts.Where(c => me.Oversees(c.Key)).Select(c => (c.Key, c.Count))];
    }

    /// <summary>The street: its log tells what is done with tips about the staff, since the community's own is read by those whom they concern.</summary>
    internal static long Above(long community) => community - (community % 1_000);

    /// <summary>Whose log tells who read and ended it: the community's; about the staff, that of the place from which the reader oversees it.</summary>
    internal static long LogOf(Me me, Tip tip) => tip.Kind != TipKind.Staff
        ? tip.CommunityId
        : PlaceCode.UpFrom(tip.CommunityId)
            .LastOrDefault(p => p != tip.CommunityId && me.Grants.Any(g => g.Role == Role.Overseer && g.Place == p), Above(tip.CommunityId));

    /// <summary>Behind an entry of a log that is not the community's own: which one it is about.</summary>
    internal static async Task<string> AboutAsync(Db db, Tip tip, CancellationToken cancel) =>
        tip.Kind == TipKind.Staff ? $"，关于{await NameAsync(db, tip.CommunityId, cancel)}" : "";

    internal static Task<string> NameAsync(Db db, long community, CancellationToken cancel) =>
        db.Communities.Where(c => c.CommunityId == community).Select(c => c.Name).SingleAsync(cancel);

    /// <summary>Whether anybody would read a tip about the staff.</summary>
    internal static Task<bool> IsOverseenAsync(Db db, long community, CancellationToken cancel)
    {
        var above = PlaceCode.UpFrom(community);
        var grants = db.Set<Grant>();
        return db.Users.AnyAsync(
            u => u.ClosedAt == null && grants.Any(g => g.AccountId == u.Id && g.Role == Role.Overseer && above.Contains(g.Place))
                && !grants.Any(g => g.AccountId == u.Id && g.Role == Role.Committee && above.Contains(g.Place)), cancel);
    }
}
