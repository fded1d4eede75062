using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Todos;

/// <summary>How modules ask for things to be done, and take that back. Within the asking module's own write, so that neither is without the other.</summary>
public static class AskTodos
{
    extension(Db db)
    {
        /// <summary>Adds those that were not asked for yet; answers how many.</summary>
        /// <param name="todos">Of one community and one kind, each with its own source.</param>
        public async Task<int> AskAsync(IReadOnlyList<Todo> todos, CancellationToken cancel)
        {
            if (todos.Count == 0)
            {
                return 0;
            }

            var (community, kind, sources) = (todos[0].CommunityId, todos[0].Kind, todos.Select(t => t.SourceId).ToList());
            var there = (await db.Todos.Where(t => t.CommunityId == community && t.Kind == kind && sources.Contains(t.SourceId))
                .Select(t => t.SourceId).ToListAsync(cancel)).ToHashSet();
            var (fresh, now) = (todos.Where(t => there.Add(t.SourceId)).ToList(), db.GetService<TimeProvider>().Now());
            fresh.ForEach(t => t.AskedAt = now);
            await db.BulkInsertAsync(fresh, cancel);
            return fresh.Count;
        }

        /// <summary>Asks for one, or, if it was asked for before, gives it to its owner of now and opens it again.</summary>
        public async Task AskAnewAsync(Todo todo, CancellationToken cancel)
        {
            var (community, kind, source, owner, due) = (todo.CommunityId, todo.Kind, todo.SourceId, todo.OwnerId, todo.DueAt);
            if (await db.Todos.Where(t => t.CommunityId == community && t.Kind == kind && t.SourceId == source).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.OwnerId, owner).SetProperty(t => t.DueAt, due).SetProperty(t => t.ClosedAt, (DateTimeOffset?)null), cancel) == 0)
            {
                // With the caller's own rows: of two who ask at once, the one whose commit collides is told so by the caller.
                todo.AskedAt = db.GetService<TimeProvider>().Now();
                db.Add(todo);
            }
        }

        /// <summary>Asks for one, or, if it was settled before, opens it again; one that is open stays as it is, so that nobody waits longer for being asked about twice.</summary>
        /// <param name="settledBefore">One that was settled at that time or later was settled by what is told only now, and stays so.</param>
        public async Task AskAgainAsync(Todo todo, CancellationToken cancel, DateTimeOffset? settledBefore = null)
        {
            var (community, kind, source, due) = (todo.CommunityId, todo.Kind, todo.SourceId, todo.DueAt);
            var asked = db.Todos.Where(t => t.CommunityId == community && t.Kind == kind && t.SourceId == source);
            if (await asked.Where(t => settledBefore == null ? t.ClosedAt != null : t.ClosedAt < settledBefore).ExecuteUpdateAsync(
                    set => set.SetProperty(t => t.ClosedAt, (DateTimeOffset?)null).SetProperty(t => t.DueAt, due), cancel) == 0
                && !await asked.AnyAsync(cancel))
            {
                await db.AskAsync([todo], cancel);
            }
        }

        /// <summary>They need not be done any more: answered by other means, or the reason is gone.</summary>
        public Task<int> DropTodosAsync(long community, string kind, IReadOnlyList<Guid> sources, DateTimeOffset now, CancellationToken cancel) =>
            db.Todos.Where(t => t.CommunityId == community && t.Kind == kind && sources.Contains(t.SourceId) && t.ClosedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
    }
}
