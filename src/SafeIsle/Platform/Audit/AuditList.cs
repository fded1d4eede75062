using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Audit;

/// <summary>Reading the audit log of a community, or of a place above (logins, accounts): newest first, filtered in the address.</summary>
internal static class AuditList
{
    public static void AddAuditPages(this IServiceCollection services) =>
        services.AddSingleton(new NavItem(83, "操作记录", "/audit", "history", Role.Committee, Role.Administrator));

    public static void MapAuditPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/audit", OfCommunityAsync).May(Role.Committee, Role.Administrator);
        app.MapGet("/admin/audit", OfPlaceAsync).May(Role.Administrator);
    }

    private static async Task<IResult> OfCommunityAsync(
        long community, AuditFilter filter, Me me, Db db, CancellationToken cancel)
    {
        var name = await db.Communities.Within(me).Where(c => c.CommunityId == community).Select(c => c.Name).SingleOrDefaultAsync(cancel);
        return name is null
            ? TypedResults.NotFound()
            : await ShowAsync($"/desk/{community}/audit", community, name, [], filter, me, db, cancel);
    }

    /// <summary>The logs that belong to no community: of the whole installation, of a street, a city.</summary>
    private static async Task<IResult> OfPlaceAsync(
        long? place, AuditFilter filter, Me me, Db db, PlaceNames names, CancellationToken cancel)
    {
        // A place's first entry may wait for its chain to begin.
        var all = await db.Set<AuditHead>().Select(h => h.CommunityId)
            .Union(db.Set<AuditEntry>().Where(e => e.Seq == null).Select(e => e.CommunityId))
            .Where(code => code % 1000 == 0).OrderBy(code => code).ToListAsync(cancel);
        var mine = all.FindAll(code => me.Grants.Any(g => g.Role == Role.Administrator && PlaceCode.Covers(g.Place, code)));
        var shown = place ?? mine.FirstOrDefault(-1);
        if (!mine.Contains(shown))
        {
            return TypedResults.NotFound();
        }

        var words = await names.OfAsync(mine, cancel);
        return await ShowAsync("/admin/audit", shown, words[shown], [.. mine.Select(code => (code, words[code]))], filter, me, db, cancel);
    }

    private static async Task<IResult> ShowAsync(
        string path, long place, string name, IReadOnlyList<(long Place, string Name)> places, AuditFilter filter, Me me, Db db,
        CancellationToken cancel)
    {
        var rows = filter.Apply(db.Set<AuditEntry>().Within(me).Where(e => e.CommunityId == place));
        var entries = await rows.OrderByDescending(e => e.Id).Take(Paging.Size + 1).ToListAsync(cancel);
        return Page.Of<AuditPage>(new
        {
            Path = path,
            Place = place,
            Name = name,
            PlaceNames = places,
            Filter = filter,
            Entries = entries.Take(Paging.Size).ToList(),
            Older = entries.Count > Paging.Size ? entries[Paging.Size - 1].Id : (Guid?)null,
        });
    }
}

/// <summary>What of the log is wanted; all of it stands in the address, so that a view can be passed on.</summary>
/// <param name="Who">Part of a person's name.</param>
/// <param name="Action">Dotted name of an act.</param>
/// <param name="From">First day, Shanghai.</param>
/// <param name="To">Last day, Shanghai.</param>
/// <param name="Before">Only entries before this one: the next page.</param>
public sealed record AuditFilter(string? Who, string? Action, string? From, string? To, Guid? Before)
{
    /// <summary>From the address; null, which is answered with 400, when the entry in it is none.</summary>
    public static ValueTask<AuditFilter?> BindAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var before = Guid.TryParse(query["before"], out var id) ? id : (Guid?)null;
        return ValueTask.FromResult(before is null && query["before"].Count > 0
            ? null
            : new AuditFilter(query["who"], query["action"], query["from"], query["to"], before));
    }

    internal IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> entries)
    {
        if (ChineseText.Clean(Who) is { Length: > 0 } who)
        {
            entries = entries.Where(e => e.ActorName.Contains(who));
        }

        if (Action is { Length: > 0 } action)
        {
            entries = entries.Where(e => e.Action == action);
        }

        if (Day(From) is { } from)
        {
            var start = Clock.Midnight(from);
            entries = entries.Where(e => e.At >= start);
        }

        if (Day(To) is { } to && to < DateOnly.MaxValue)
        {
            var end = Clock.Midnight(to.AddDays(1));
            entries = entries.Where(e => e.At < end);
        }

        return Before is { } before ? entries.Where(e => e.Id < before) : entries;
    }

    /// <summary>A day in the address, or null where it is missing or nonsense.</summary>
    internal static DateOnly? Day(string? text) =>
        text is not null && Clock.ReadDay(text) is { Year: >= 2000 and <= 2200 } day ? day : null;
}
