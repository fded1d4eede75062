using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Setup;

/// <summary>The first visitor of an empty installation becomes its administrator, once; the community follows in the picker.</summary>
internal static class CreateAdministrator
{
    internal const string Path = "/setup";

    private const string NextStep = "/desk/communities/new";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).MayAnyone("there is no account yet that could log in; leads to the desk as soon as there is one");
        app.MapPost(Path, CreateAsync).MayAnyone("there is no account yet that could log in; refuses as soon as there is one");
    }

    private static async Task<IResult> ShowAsync(Db db, CancellationToken cancel) =>
        await db.Users.AnyAsync(cancel) ? TypedResults.LocalRedirect("/desk") : Page.Of<CreateAdministratorPage>(new { });

    private static async Task<IResult> CreateAsync(
        FormInput form, HttpContext http, Db db, SignInManager<Account> signIn, TimeProvider clock, CancellationToken cancel)
    {
        var name = form.Required("name", "用户名", 50);
        var display = form.Required("display", "称呼", 60);
        NewPassword.Check(form, name);
        if (!form.Ok)
        {
            return Page.Again<CreateAdministratorPage>(new { Form = form });
        }

        await using var write = await db.BeginWriteAsync(new Actor(null, display), cancel);
        // The installation's one row is the lock: of two first visitors the second waits here and then finds the account.
        await db.Database.ExecuteSqlAsync($"UPDATE installation SET id = id", cancel);
        if (await db.Users.AnyAsync(cancel))
        {
            return Page.Again<CreateAdministratorPage>(new { Form = form, TooLate = true });
        }

        var account = new Account { Id = Ids.New(), UserName = name, DisplayName = display, DutyTitle = "管理员", CreatedAt = clock.Now() };
        var created = await signIn.UserManager.CreateAsync(account, form.Typed("password"));
        if (!created.Succeeded)
        {
            form.Wrong("name", "这个用户名不能用，请换一个。");
            return Page.Again<CreateAdministratorPage>(new { Form = form });
        }

        db.Add(new Grant { Id = Ids.New(), AccountId = account.Id, Role = Role.Administrator, Place = PlaceCode.Country });
        write.Record(PlaceCode.Country, "account.first", account.Id, $"建立第一个管理员 {display}");
        await write.CommitAsync(cancel);
        await signIn.SignInAsync(account, isPersistent: false);
        return http.Done(NextStep, "管理员已建好。第 2 步：选出自己的社区。");
    }
}
