using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>A member of staff who can be given a task.</summary>
public sealed record Colleague(Guid Id, string Name, string DutyTitle)
{
    /// <summary>高主任（居委会主任）</summary>
    public string Label => DutyTitle.Length > 0 ? $"{Name}（{DutyTitle}）" : Name;
}

/// <summary>The staff of a community.</summary>
internal static class Colleagues
{
    private static readonly Role[] Workers = [Role.Committee, Role.Partner, Role.Field];

    /// <summary>Whoever works at that community or above it as committee, partner or in the field and reaches that building.</summary>
    public static Task<IReadOnlyList<Colleague>> OfAsync(Db db, long community, Guid building, CancellationToken cancel) =>
        OfAsync(db, community, building, Workers, cancel);

    /// <summary>The same, in these roles only.</summary>
    public static Task<IReadOnlyList<Colleague>> OfAsync(Db db, long community, Guid building, Role[] roles, CancellationToken cancel) =>
        OfAsync(db, community, roles, grant => grant.BuildingId == null || grant.BuildingId == building, cancel);

    /// <summary>The same for several buildings at once: only those who reach all of the community's.</summary>
    public static Task<IReadOnlyList<Colleague>> OfAsync(Db db, long community, CancellationToken cancel) =>
        OfAsync(db, community, Workers, grant => grant.BuildingId == null, cancel);

    /// <summary>Whoever works at that community in one of these roles, be it in some buildings only.</summary>
    public static Task<IReadOnlyList<Colleague>> AtAsync(Db db, long community, Role[] roles, CancellationToken cancel) =>
        OfAsync(db, community, roles, _ => true, cancel);

    private static async Task<IReadOnlyList<Colleague>> OfAsync(
        Db db, long community, Role[] roles, System.Linq.Expressions.Expression<Func<Grant, bool>> reaches, CancellationToken cancel)
    {
        var places = PlaceCode.UpFrom(community);
        var staff = await (
            from grant in db.Set<Grant>().Where(reaches)
            join account in db.Users on grant.AccountId equals account.Id
            where places.Contains(grant.Place) && account.ClosedAt == null && roles.Contains(grant.Role)
            select new Colleague(account.Id, account.DisplayName, account.DutyTitle)).Distinct().ToListAsync(cancel);
        return [.. staff.OrderBy(c => c.DutyTitle, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <summary>Who is proposed for a role: the same title, then one that contains the other, then whoever makes the order.</summary>
    public static Colleague? For(string role, IReadOnlyList<Colleague> staff, Guid maker) =>
        staff.FirstOrDefault(c => c.DutyTitle == role)
        ?? staff.FirstOrDefault(c => c.DutyTitle.Length > 1
            && (c.DutyTitle.Contains(role, StringComparison.Ordinal) || role.Contains(c.DutyTitle, StringComparison.Ordinal)))
        ?? staff.FirstOrDefault(c => c.Id == maker);
}
