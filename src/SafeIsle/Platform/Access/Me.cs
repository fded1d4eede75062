using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>The signed-in person and what was granted, read anew for every request, so that a grant taken back is gone at once.</summary>
public sealed record Me(Guid AccountId, string Name, string DutyTitle, IReadOnlyList<Grant> Grants)
{
    /// <summary>The claim that ends all sessions when it no longer equals the account's security stamp.</summary>
    internal const string StampClaim = "AspNet.Identity.SecurityStamp";

    public Actor Actor => new(AccountId, Name);

    /// <summary>Whether any grant reaches that community.</summary>
    public bool Reaches(long community) => Grants.Any(g => PlaceCode.Covers(g.Place, community));

    /// <summary>Whether one of the roles is held at that community (or at a place above it).</summary>
    public bool Is(long community, params ReadOnlySpan<Role> roles)
    {
        foreach (var grant in Grants)
        {
            if (PlaceCode.Covers(grant.Place, community) && roles.Contains(grant.Role))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the roles is held in that building: at its community, or in this building of it.</summary>
    public bool IsIn(long community, Guid building, params ReadOnlySpan<Role> roles)
    {
        foreach (var grant in Grants)
        {
            if (PlaceCode.Covers(grant.Place, community) && (grant.BuildingId is null || grant.BuildingId == building) && roles.Contains(grant.Role))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The same person with the grants of those roles only. A role is held at its own place: whoever reads a town and works in one
    /// building must not see the town as she sees her building.
    /// </summary>
    public Me Only(IEnumerable<Role> roles) => this with { Grants = [.. Grants.Where(g => roles.Contains(g.Role))] };

    /// <summary>May change the register and see people unmasked on request.</summary>
    public bool Keeps(long community) => Is(community, Role.Committee);

    /// <summary>Handlers take <see cref="Me"/> as a parameter: the gate in front of every route has put it there, with the route's roles only.</summary>
    public static ValueTask<Me?> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<Me>());

    // Compiled once: it is asked for every request. Somebody without grants has one row without one.
    private static readonly Func<Db, Guid, string?, IAsyncEnumerable<Granted>> Granting = EF.CompileAsyncQuery((Db db, Guid accountId, string? stamp) =>
        from a in db.Users
        join g in db.Set<Grant>() on a.Id equals g.AccountId into grants
        from g in grants.DefaultIfEmpty()
        where a.Id == accountId && a.ClosedAt == null && (stamp == null || a.SecurityStamp == stamp)
        select new Granted(a.DisplayName, a.DutyTitle, g));

    /// <param name="stamp">What the session was opened with; null where no session is asked about.</param>
    internal static async Task<Me?> LoadAsync(Db db, Guid accountId, string? stamp, CancellationToken cancel)
    {
        var rows = await Granting(db, accountId, stamp).ToListAsync(cancel);
        return rows.Count == 0 ? null : new(accountId, rows[0].Name, rows[0].DutyTitle, [.. rows.Select(r => r.Grant).OfType<Grant>()]);
    }

    private sealed record Granted(string Name, string DutyTitle, Grant? Grant);
}
