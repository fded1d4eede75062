using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>Where staff is looked after: at a community's desk, or on the administrators' page for every place of theirs.</summary>
public sealed record StaffDesk(long? Community)
{
    public string Root => Community is { } code ? $"/desk/{code}/staff" : "/admin/staff";

    /// <summary>Whether a grant at that place belongs on this desk, for that person.</summary>
    public bool Shows(Me me, long place) => Community is { } code
        ? place == code
        : me.Grants.Any(g => g.Role == Role.Administrator && PlaceCode.Covers(g.Place, place));

    /// <summary>Handlers take it as a parameter; it is in the route, never in the query string.</summary>
    public static ValueTask<StaffDesk?> BindAsync(HttpContext http) => ValueTask.FromResult<StaffDesk?>(new(
        http.GetRouteValue(WhoMay.Community) is string code ? long.Parse(code, CultureInfo.InvariantCulture) : null));

    /// <summary>What the desk is called; null when there is no such community.</summary>
    internal async Task<string?> NameAsync(Db db, Me me, CancellationToken cancel) => Community is not { } code
        ? "各地方"
        : await db.Communities.Within(me).Where(c => c.CommunityId == code).Select(c => c.Name).SingleOrDefaultAsync(cancel);

    /// <summary>The grants that this desk shows to that person.</summary>
    internal IQueryable<Grant> Grants(Db db, Me me)
    {
        if (Community is { } code)
        {
            return db.Set<Grant>().Where(g => g.Place == code);
        }

        return me.Grants.Where(g => g.Role == Role.Administrator)
            .Select(g => (From: g.Place, To: g.Place + PlaceCode.Span(g.Place)))
            .Select(range => db.Set<Grant>().Where(g => g.Place >= range.From && g.Place < range.To))
            .Aggregate((all, more) => all.Union(more));
    }

    internal IQueryable<Invitation> Invitations(Db db, Me me)
    {
        if (Community is { } code)
        {
            return db.Set<Invitation>().Where(i => i.Place == code);
        }

        return me.Grants.Where(g => g.Role == Role.Administrator)
            .Select(g => (From: g.Place, To: g.Place + PlaceCode.Span(g.Place)))
            .Select(range => db.Set<Invitation>().Where(i => i.Place >= range.From && i.Place < range.To))
            .Aggregate((all, more) => all.Union(more));
    }
}

/// <summary>A building that a field worker can be narrowed to, under its compound's name where there are several.</summary>
public sealed record BuildingChoice(Guid Id, string Compound, string Label);

/// <summary>The buildings of a community; the module that owns them registers it.</summary>
public delegate Task<IReadOnlyList<BuildingChoice>> BuildingChoices(Db db, Me me, long community, CancellationToken cancel);
