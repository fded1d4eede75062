using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>The invited opens the link, sees who invited, and chooses a user name and a password; or takes it with the account she has.</summary>
internal static partial class Join
{
    public const string Path = "/join";

    private const string Why = "the invited has no account yet; the secret in the link is 128 bits";
    private const string Used = "这个链接已经用过了：如果是你本人用的，请直接登录；不是的话，请马上告诉邀请你的人。";
    private const int LeastName = 2;
    private const int MostName = 30;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path + "/{secret}", ShowAsync).MayAnyone(Why);
        app.MapPost(Path + "/{secret}", EnterAsync).MayAnyone(Why).RequireRateLimiting(LoginLimits.Join);
        app.MapPost(Path + "/{secret}/mine", TakeAsync).May(WhoMay.Everyone).RequireRateLimiting(LoginLimits.Join);
    }

    private static async Task<IResult> ShowAsync(
        string secret, HttpContext http, Db db, PlaceNames places, IEnumerable<InvitationSays> says, TimeProvider clock, CancellationToken cancel)
    {
        var found = await FindAsync(secret, db, clock.Now(), cancel);
        return found.Refused ? Gone(found.Refusal!) : Page.Of<JoinPage>(await ViewAsync(secret, found.Value, http, db, places, says, FormInput.Empty, cancel));
    }

    private static async Task<IResult> EnterAsync(
        string secret, FormInput form, HttpContext http, Db db, PlaceNames places, SignInManager<Account> signIn,
        IEnumerable<InvitationSays> says, IEnumerable<InvitationTaken> taken, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var found = await FindAsync(secret, db, now, cancel);
        if (found.Refused)
        {
            return Gone(found.Refusal!);
        }

        var users = signIn.UserManager;
        var name = form.Required("name", "用户名", MostName);
        if (form.Ok && !UserNames().IsMatch(name))
        {
            form.Wrong("name", $"用户名要 {LeastName} 到 {MostName} 个字，可以用汉字、字母、数字和 . _ -，中间没有空格。");
        }

        NewPassword.Check(form, name);
        if (!form.Ok)
        {
            return Page.Again<JoinPage>(await ViewAsync(secret, found.Value, http, db, places, says, form, cancel));
        }

        var (invitation, _) = found.Value;
        var account = new Account
        {
            Id = Ids.New(),
            UserName = name,
            NormalizedUserName = users.NormalizeName(name),
            DisplayName = invitation.DisplayName,
            DutyTitle = invitation.DutyTitle,
            CreatedAt = now,
        };
        NewPassword.Set(account, users, form);
        var refusal = await CreateAsync(db, invitation, account, taken, http, now, cancel);
        if (refusal == Used)
        {
            return Gone(Used);
        }

        if (refusal is not null)
        {
            form.Wrong("name", refusal);
            return Page.Again<JoinPage>(await ViewAsync(secret, found.Value, http, db, places, says, form, cancel));
        }

        await signIn.SignInAsync(account, isPersistent: false);
        return http.Done("/desk", $"欢迎，{account.DisplayName}。以后用用户名 {account.UserName} 和刚设的密码登录。");
    }

    private static async Task<string?> CreateAsync(
        Db db, Invitation invitation, Account account, IEnumerable<InvitationTaken> hooks, HttpContext http, DateTimeOffset now, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(account.Actor, cancel);
        if (!await SpendAsync(db, invitation, now, cancel))
        {
            return Used;
        }

        const string taken = "这个用户名已有人用，请换一个。";
        if (await db.Users.AnyAsync(a => a.NormalizedUserName == account.NormalizedUserName, cancel))
        {
            return taken;
        }

        db.Add(account);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            // The unique user name decides, also when two choose it at once.
            return taken;
        }

        await GiveAsync(db, write, invitation, account.Id, account.DisplayName, hooks, cancel);
        await db.SaveChangesAsync(cancel);
        await Login.EnteredAsync(db, write, account.Id, http, now, cancel);
        await write.CommitAsync(cancel);
        return null;
    }

    /// <summary>Somebody who already has an account takes on one more place.</summary>
    private static async Task<IResult> TakeAsync(
        string secret, HttpContext http, Me me, Db db, IEnumerable<InvitationTaken> taken, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var found = await FindAsync(secret, db, now, cancel);
        if (found.Refused)
        {
            return Gone(found.Refusal!);
        }

        var invitation = found.Value.Invitation;
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (!await SpendAsync(db, invitation, now, cancel))
        {
            return Gone(Used);
        }

        // A role held there already is replaced by what was invited for: narrower or wider buildings. A partner who is invited for one
        // building keeps her others.
        if (invitation is not { Role: Role.Partner, Buildings.Count: > 0 })
        {
            await db.Set<Grant>().Where(g => g.AccountId == me.AccountId && g.Place == invitation.Place && g.Role == invitation.Role).ExecuteDeleteAsync(cancel);
        }

        await GiveAsync(db, write, invitation, me.AccountId, me.Name, taken, cancel);
        await write.CommitAsync(cancel);
        return http.Done("/desk", "已接受邀请，新的权限现在就能用。");
    }

    private static async Task<Outcome<(Invitation Invitation, Me By)>> FindAsync(string secret, Db db, DateTimeOffset now, CancellationToken cancel)
    {
        var hash = LinkSecret.Hash(secret);
        var invitation = secret.Length == LinkSecret.Length
            ? await db.Set<Invitation>().SingleOrDefaultAsync(i => i.SecretHash == hash, cancel)
            : null;
        if (invitation is null)
        {
            return new No("没有这个邀请链接：请检查有没有抄错，或请邀请你的人重新发一个。");
        }

        if (invitation.UsedAt is not null)
        {
            return new No(Used);
        }

        if (invitation.ExpiresAt <= now)
        {
            return new No("这个邀请链接已过期或已撤回：请邀请你的人重新发一个。");
        }

        // What the inviter may no longer give, an old link of hers must not give either.
        return await Me.LoadAsync(db, invitation.InvitedBy, null, cancel) is { } by && GrantRules.MayGrant(by, invitation.Role, invitation.Place)
            ? (invitation, by)
            : new No("邀请你的人已不能发这个邀请：请换一位负责人重新邀请。");
    }

    private static async Task<bool> SpendAsync(Db db, Invitation invitation, DateTimeOffset now, CancellationToken cancel) =>
        await db.Set<Invitation>().Where(i => i.Id == invitation.Id && i.UsedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedAt, now), cancel) == 1;

    private static async Task GiveAsync(
        Db db, WriteScope write, Invitation invitation, Guid account, string name, IEnumerable<InvitationTaken> hooks, CancellationToken cancel)
    {
        var held = await db.Set<Grant>().Where(g => g.AccountId == account && g.Place == invitation.Place && g.Role == invitation.Role)
            .Select(g => g.BuildingId).ToListAsync(cancel);
        if (!held.Contains(null))
        {
            db.AddRange(new GrantForm(invitation.Role, invitation.Place, invitation.Buildings).ToGrants(account).Where(g => !held.Contains(g.BuildingId)));
        }

        write.Record(invitation.Place, "staff.join", account, $"{name} 接受邀请，成为{invitation.Role.Name()}");
        foreach (var hook in hooks)
        {
            await hook(db, write, invitation, account, name, cancel);
        }
    }

    private static async Task<object> ViewAsync(
        string secret, (Invitation Invitation, Me By) found, HttpContext http, Db db, PlaceNames places, IEnumerable<InvitationSays> says, FormInput form,
        CancellationToken cancel)
    {
        List<string> purposes = [];
        foreach (var say in says)
        {
            if (await say(db, found.Invitation, cancel) is { } purpose)
            {
                purposes.Add(purpose);
            }
        }

        return new
        {
            Action = $"{Path}/{secret}",
            found.Invitation,
            By = found.By.DutyTitle.Length > 0 ? $"{found.By.Name}（{found.By.DutyTitle}）" : found.By.Name,
            Place = (await places.OfAsync([found.Invitation.Place], cancel))[found.Invitation.Place],
            Mine = http.Features.Get<Me>()?.Name,
            Form = form,
            Purposes = purposes,
        };
    }

    internal static IResult Gone(string because) => Page.Of<ProblemPage>(new { Title = "链接不能用", Because = because }, StatusCodes.Status410Gone);

    [GeneratedRegex(@"^[\p{L}\p{Nd}._-]{2,30}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserNames();
}
