using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Todos;

/// <summary>Whose a thing to do is: of the person it was given to, else of whoever answers for the grid of its door or stands in.</summary>
internal static class MyTodos
{
    /// <summary>The same person with what is in no building: whoever works in some buildings only may yet be asked to go to a fence.</summary>
    public static Me AndOutdoors(this Me me) => me with
    {
        Grants = [.. me.Grants, .. me.Grants.Where(g => g.BuildingId is not null).Select(g => new Grant { Id = g.Id, AccountId = g.AccountId, Role = g.Role, Place = g.Place, BuildingId = Guid.Empty })],
    };

    /// <summary>What is open and mine, in no order.</summary>
    public static async Task<IQueryable<Todo>> OpenAsync(Db db, Me me, TodoKinds kinds, long community, DateOnly today, CancellationToken cancel)
    {
        var duties = db.GridDuties.Where(d => d.CommunityId == community && d.AccountId == me.AccountId && d.EndedAt == null);
        var parts = await db.GridPartsOn(today).Where(p => p.CommunityId == community && duties.Any(d => d.CommunityId == p.CommunityId && d.GridId == p.GridId))
            .Select(p => new { p.BuildingId, p.GridId, p.Unit }).ToListAsync(cancel);
        var open = db.Todos.Within(me).Where(t => t.CommunityId == community && t.ClosedAt == null);
        var mine = db.Todos.Within(me.AndOutdoors()).Where(t => t.CommunityId == community && t.ClosedAt == null && t.OwnerId == me.AccountId);
        var apart = kinds.Apart;
        // A third half, of what a doctor has besides: without what is hers by a grid.
        if (kinds.AlsoOf(me, community) is { Count: > 0 } also)
        {
            var byGrid = parts.Select(p => p.BuildingId).Distinct().ToList();
            mine = mine.Concat(open.Where(t => t.OwnerId == null && also.Contains(t.Kind) && (apart.Contains(t.Kind) || !byGrid.Contains(t.BuildingId))));
        }

        if (parts.Count == 0)
        {
            return mine;
        }

        var buildings = parts.Select(p => p.BuildingId).Distinct().ToList();
        var whole = parts.Where(p => p.Unit is null).Select(p => p.BuildingId).Distinct().ToList();
        var grids = parts.Select(p => p.GridId).Distinct().ToList();
        var gridParts = db.GridParts;
        // Two halves that share nothing, so that each reads its own index.
        return mine.Concat(open.Where(t => t.OwnerId == null && !apart.Contains(t.Kind) && buildings.Contains(t.BuildingId) && (whole.Contains(t.BuildingId)
            || gridParts.Any(p => p.CommunityId == t.CommunityId && p.BuildingId == t.BuildingId && grids.Contains(p.GridId) && p.Unit == t.Unit))));
    }

    /// <summary>What is open and nobody's: behind a door for which nobody answers, or given to somebody who left or does not reach the door. The committee sees to it.</summary>
    public static IQueryable<Todo> Nobodys(Db db, Me me, TodoKinds kinds, long community, DateOnly today)
    {
        var (apart, byName) = (kinds.Apart, kinds.ByName);
        // Whoever left the staff answers for nothing any more, whatever she was given; nor does anybody where her work does not reach.
        var (places, roles) = (PlaceCode.UpFrom(community), TodoRules.May);
        var here = db.Set<Grant>().Where(g => places.Contains(g.Place) && roles.Contains(g.Role) && db.Users.Any(u => u.Id == g.AccountId && u.ClosedAt == null));
        var covered =
            from p in db.GridPartsOn(today)
            join d in db.GridDuties on new { p.CommunityId, p.GridId } equals new { d.CommunityId, d.GridId }
            join g in here on d.AccountId equals g.AccountId
            where p.CommunityId == community && d.EndedAt == null && (g.BuildingId == null || g.BuildingId == p.BuildingId)
            select p;
        return db.Todos.Within(me).Where(t => t.CommunityId == community && t.ClosedAt == null
            && (t.OwnerId == null ? byName.Contains(t.Kind) || (!apart.Contains(t.Kind) && !covered.Any(p => p.BuildingId == t.BuildingId && (p.Unit == null || p.Unit == t.Unit)))
                : !here.Any(g => g.AccountId == t.OwnerId && (g.BuildingId == null || g.BuildingId == t.BuildingId || t.BuildingId == Guid.Empty))));
    }

    /// <summary>
    /// Whether somebody could try it at that time: the owner, the committee, a doctor what is hers besides, and, as long as nobody was named, whoever answered for the grid of
    /// the door then, as grids are divided today. What was done without network in the morning counts though the grid was handed over at noon; after some days it does not.
    /// </summary>
    public static async Task<bool> MayTryAsync(Db db, Me me, TodoKinds kinds, Todo todo, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
    {
        if (todo.OwnerId == me.AccountId || me.IsIn(todo.CommunityId, todo.BuildingId, Role.Committee)
            || (todo.OwnerId is null && kinds.Of(todo.Kind).IsAlso(me, todo.CommunityId)))
        {
            return true;
        }

        if (todo.OwnerId is not null || kinds.Of(todo.Kind).OnlyAlso)
        {
            return false;
        }

        var (community, building, unit, today, since) = (todo.CommunityId, todo.BuildingId, todo.Unit, now.DateHere(), now - TodoRules.KeptOffline);
        return await (
            from d in db.GridDuties
            join p in db.GridPartsOn(today) on new { d.CommunityId, d.GridId } equals new { p.CommunityId, p.GridId }
            where d.CommunityId == community && d.AccountId == me.AccountId && (d.EndedAt == null || (d.EndedAt >= at && d.EndedAt >= since))
                && p.BuildingId == building && (p.Unit == null || p.Unit == unit)
            select d.Id).AnyAsync(cancel);
    }
}
