using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>A person of staff as an act on her needs her: with every grant she has, also those that this desk does not show.</summary>
internal sealed record StaffMember(Account Account, IReadOnlyList<Grant> Grants)
{
    /// <summary>One sentence for every act on oneself.</summary>
    public const string Yourself = "不能改自己的称呼和权限、停用自己；请另一位负责人来改。自己的密码在“我的账号”里改。";

    private const string NotYours = "这个人有比您更高、或不归您管的权限，不能由您来做；请找管理员。";

    /// <summary>Null when that desk does not show the person.</summary>
    public static async Task<StaffMember?> FindAsync(StaffDesk desk, Guid id, Me me, Db db, CancellationToken cancel)
    {
        var grants = await db.Set<Grant>().Where(g => g.AccountId == id).OrderBy(g => g.Place).ThenBy(g => g.Role).ToListAsync(cancel);
        return grants.Exists(g => desk.Shows(me, g.Place))
            ? new(await db.Users.AsTracking().SingleAsync(a => a.Id == id, cancel), grants)
            : null;
    }

    /// <summary>Why the account as a whole (closing, unlocking, a new password) is not that person's to act on; null when it is.</summary>
    public string? RefusesAccountActs(Me me) =>
        Account.Id == me.AccountId ? Yourself : GrantRules.MayManage(me, Grants) ? null : NotYours;

    /// <summary>Why these of her grants are not that person's to change; null when they are.</summary>
    public string? RefusesChangeOf(IReadOnlyCollection<Grant> grants, Me me) =>
        Account.Id == me.AccountId ? Yourself : grants.Count == 0 || GrantRules.MayManage(me, grants) ? null : NotYours;
}
