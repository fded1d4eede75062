using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>Who works here: role, buildings, duty, last login; and the invitations that are still open.</summary>
internal static class StaffList
{
    public static void Map(IEndpointRouteBuilder app, string root, Role[] roles) => app.MapGet(root, ShowAsync).May(roles);

    private static async Task<IResult> ShowAsync(
        StaffDesk desk, string? q, string? page, Me me, Db db, PlaceNames places, TimeProvider clock, CancellationToken cancel)
    {
        if (await desk.NameAsync(db, me, cancel) is not { } name)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var grants = desk.Grants(db, me);
        var people = db.Users.Where(a => grants.Any(g => g.AccountId == a.Id));
        var sought = ChineseText.Clean(q);
        if (sought.Length > 0)
        {
            people = people.Where(a => a.DisplayName.Contains(sought) || a.UserName!.Contains(sought) || a.DutyTitle.Contains(sought));
        }

        var number = Paging.Number(page);
        var accounts = await people.OrderBy(a => a.ClosedAt != null).ThenBy(a => a.DisplayName).ThenBy(a => a.Id).Page(number).ToListAsync(cancel);
        var ids = accounts.ConvertAll(a => a.Id);
        var held = await grants.Where(g => ids.Contains(g.AccountId)).ToListAsync(cancel);
        var open = await desk.Invitations(db, me).Where(i => i.UsedAt == null && i.ExpiresAt > now).OrderBy(i => i.ExpiresAt).Take(Paging.Size).ToListAsync(cancel);
        return Page.Of<StaffListPage>(new
        {
            Desk = desk,
            Name = name,
            Rows = accounts.ConvertAll(a => StaffRow.Of(a, held.Where(g => g.AccountId == a.Id), now)),
            Open = open.Where(i => GrantRules.MayGrant(me, i.Role, i.Place)).ToList(),
            Places = await places.OfAsync(held.Select(g => g.Place).Concat(open.Select(i => i.Place)), cancel),
            Sought = sought,
            Total = await people.CountAsync(cancel),
            Number = number,
        });
    }
}

/// <summary>A person as the list shows her.</summary>
public sealed record StaffRow(
    Guid Id, string DisplayName, string UserName, string DutyTitle, IReadOnlyList<(long Place, Role Role, int Buildings)> Grants,
    DateTimeOffset? LastLoginAt, bool Locked, bool Closed, bool SecondStep)
{
    internal static StaffRow Of(Account account, IEnumerable<Grant> grants, DateTimeOffset now) => new(
        account.Id, account.DisplayName, account.UserName!, account.DutyTitle,
        [.. grants.GroupBy(g => (g.Place, g.Role)).OrderBy(g => g.Key.Place).ThenBy(g => g.Key.Role)
            .Select(g => (g.Key.Place, g.Key.Role, g.Count(x => x.BuildingId is not null)))],
        account.LastLoginAt, account.IsLocked(now), account.ClosedAt is not null, account.TwoFactorEnabled);
}
