using Microsoft.AspNetCore.Identity;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access;

/// <summary>The two fields <c>password</c> and <c>again</c> of every form that sets one.</summary>
internal static class NewPassword
{
    public static void Check(FormInput form, string userName)
    {
        var password = form.Typed("password");
        if (PasswordRules.Refusal(password, userName) is { } refusal)
        {
            form.Wrong("password", refusal);
        }
        else if (form.Typed("again") != password)
        {
            form.Wrong("again", "两次填的密码不一样。");
        }
    }

    /// <summary>Sets it, and a new security stamp, so that every open session ends.</summary>
    public static void Set(Account account, UserManager<Account> users, FormInput form)
    {
        account.PasswordHash = users.PasswordHasher.HashPassword(account, form.Typed("password"));
        account.SecurityStamp = NewStamp();
    }

    public static string NewStamp() => Ids.New().ToString("N");
}
