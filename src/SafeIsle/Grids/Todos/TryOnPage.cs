using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Todos;

/// <summary>What became of a try on a page.</summary>
/// <param name="Again">It was here already: the same button of the same page.</param>
/// <param name="TooMany">She tried it too often today, and it is not noted; see <see cref="TodoRules.MostTriesADay"/>.</param>
/// <param name="Todos">Where it stands now, tracked; none where nothing was asked for.</param>
public sealed record TriedOnPage(bool Again, bool TooMany, IReadOnlyList<Todo> Todos);

/// <summary>
/// Tries that are made on a page of the module that asks, and not by a button of the list: they stand in the list's row, in what was done today
/// and in a case that goes up, as those do. What follows from it is the page's to do.
/// </summary>
public static class TryOnPage
{
    /// <summary>What is told where there were too many.</summary>
    public static readonly string TooManyWords = $"这件事您今天已经记了 {TodoRules.MostTriesADay} 次，没有再记；办不了的请上报主任。";

    extension(Db db)
    {
        /// <summary>
        /// Notes it with all of these that are open and can come to that; else, without effect, with the one that was closed last. Within the
        /// caller's open write, and saved.
        /// </summary>
        /// <param name="which">Of one community: what one row of the module asked for, or what is asked about one person.</param>
        /// <param name="outcome">See <see cref="TodoKind.Known"/>.</param>
        /// <param name="key">Made with the page.</param>
        public async Task<TriedOnPage> TryOnPageAsync(
            WriteScope write, Actor actor, TodoKinds kinds, IQueryable<Todo> which, string outcome, Guid key, DateTimeOffset now, CancellationToken cancel)
        {
            // Locked in the order in which the list takes them.
            foreach (var id in await which.OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(cancel))
            {
                await which.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Tries, t => t.Tries), cancel);
            }

            var can = (await which.AsTracking().ToListAsync(cancel)).FindAll(t => kinds.Of(t.Kind).Known(outcome) is not null);
            var meant = can.FindAll(t => t.ClosedAt is null);
            if (meant.Count == 0)
            {
                meant = [.. can.Where(t => !kinds.Of(t.Kind).Known(outcome)!.Settles).OrderByDescending(t => t.ClosedAt).Take(1)];
            }

            if (meant.Count == 0)
            {
                return new(false, false, []);
            }

            var (community, todos, midnight, self) = (meant[0].CommunityId, meant.ConvertAll(t => t.Id), Clock.Midnight(now.DateHere()), actor.AccountId ?? Guid.Empty);
            var today = await db.TodoTries.Where(t => t.CommunityId == community && todos.Contains(t.TodoId) && t.ReceivedAt >= midnight)
                .Select(t => new { t.Id, t.TodoId, IsHers = t.ById == self }).ToListAsync(cancel);
            if (today.Exists(t => t.Id == IdOf(key, t.TodoId)))
            {
                return new(true, false, []);
            }

            var taken = meant.FindAll(t => (t.ClosedAt is null && kinds.Of(t.Kind).Known(outcome)!.Settles) || today.Count(o => o.TodoId == t.Id && o.IsHers) < TodoRules.MostTriesADay);
            foreach (var todo in taken)
            {
                var known = kinds.Of(todo.Kind).Known(outcome)!;
                var counts = TodoRules.Take(todo, known, now, now);
                db.Add(new TodoTry
                {
                    CommunityId = community, Id = IdOf(key, todo.Id), TodoId = todo.Id, Outcome = outcome, At = now, ReceivedAt = now,
                    ById = self, By = actor.Name, TooLate = !counts,
                });
                write.Record(community, "todo.try", todo.Id, $"{todo.Dwelling}，{todo.Title}：{known.Name}{(counts ? "" : "（已经办好）")}");
            }

            await db.SaveChangesAsync(cancel);
            return new(false, taken.Count == 0, taken);
        }
    }

    // Of each thing to do its own, and none that a phone or another row may have.
    private static Guid IdOf(Guid key, Guid todo) => Ids.Of(key, $"try {todo:N}");
}
