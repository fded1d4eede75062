using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Demo;

/// <summary>The product with made-up communities and staff, for whoever wants to see it. Its accounts exist in no other installation.</summary>
public static class DemoMode
{
    /// <summary>The password of every demo account; printed at each start in demo mode.</summary>
    public const string Password = "anquandao2026";

    private const long TownOfYinghua = 310107103000;

    private static readonly (string Login, string Name, string Duty, Role Role, long Place)[] Above =
    [
        ("zhen", "镇联络员小方", "镇联络员", Role.Overseer, TownOfYinghua),
        ("admin", "管理员", "系统管理员", Role.Administrator, PlaceCode.Country),
    ];

    /// <summary>Fills an installation that has neither accounts nor communities; leaves every other one alone.</summary>
    public static async Task FillIfNewAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        if (await db.Users.AnyAsync(cancel) || await db.Communities.AnyAsync(cancel))
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var seeder = ActivatorUtilities.CreateInstance<Seeder>(scope.ServiceProvider);
        await seeder.AddAsync(write, DemoCommunity.Longhu, cancel);
        await seeder.AddAsync(write, DemoCommunity.Yinghua, cancel);
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().Now();
        var sealer = scope.ServiceProvider.GetRequiredService<Sealer>();
        await DemoGates.AddAsync(db, now, cancel);
        await DemoScreening.AddAsync(db, write, now, cancel);
        await DemoMeasures.AddAsync(db, sealer, now, cancel);
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach (var (i, (login, name, duty, role, place)) in Accounts().Index())
        {
            await AddAccountAsync(db, users, sealer, login, name, duty, role, place, $"142000007{i + 1:D2}");
        }

        await db.SaveChangesAsync(cancel);
        await DemoTravel.AddAsync(db, sealer, now, cancel);
        await DemoGrids.AddAsync(db, sealer, now, cancel);
        await DemoLists.AddAsync(db, write, sealer, scope.ServiceProvider.GetRequiredService<JobQueue>(), now, cancel);
        await db.Set<Installation>().ExecuteUpdateAsync(set => set.SetProperty(i => i.IsDemo, true), cancel);
        await write.CommitAsync(cancel);
    }

    /// <summary>In demo mode, says who can log in.</summary>
    public static async Task PrintAccountsAsync(IServiceProvider services, TextWriter output, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        if (!await db.Set<Installation>().AnyAsync(i => i.IsDemo, cancel))
        {
            return;
        }

        await output.WriteLineAsync($"演示账号（密码都是 {Password}）：");
        foreach (var (login, name, duty, _, place) in Accounts())
        {
            var where = place == DemoCommunity.Yinghua.Code ? "樱花苑" : place == DemoCommunity.Longhu.Code ? "龙湖春天" : "";
            await output.WriteLineAsync($"  {login,-10} {where}{duty} {name}");
        }
    }

    private static IEnumerable<(string Login, string Name, string Duty, Role Role, long Place)> Accounts() =>
        new[] { DemoCommunity.Yinghua, DemoCommunity.Longhu }
            .SelectMany(c => c.Staff.Select(s => (s.Login, s.Name, s.Duty, s.Role, c.Code)))
            .Concat(Above);

    private static async Task AddAccountAsync(
        Db db, UserManager<Account> users, Sealer sealer, string login, string name, string duty, Role role, long place, string phone)
    {
        var account = new Account { Id = Ids.New(), UserName = login, DisplayName = name, DutyTitle = duty };
        account.WorkPhoneSealed = sealer.Seal(SealedColumn.WorkPhone, account.Id, phone);
        var made = await users.CreateAsync(account, Password);
        if (!made.Succeeded)
        {
            throw new InvalidOperationException(string.Join("; ", made.Errors.Select(e => e.Description)));
        }

        db.Add(new Grant { Id = Ids.New(), AccountId = account.Id, Role = role, Place = place });
    }
}
