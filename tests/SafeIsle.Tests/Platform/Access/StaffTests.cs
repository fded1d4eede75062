using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Platform.Access;

public sealed class StaffTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string Desk = $"/desk/{Cast.Home}/staff";

    private string Of(string name) => $"{Desk}/{app.Cast.Accounts[name]}";

    [Fact]
    public async Task People_of_other_places_are_not_found_and_those_above_are_not_touched()
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(Of("neighbour"))).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync(Of("admin"))).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(Of("worker"));
        (await director.PostAsync(Of("neighbour") + "/close")).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(Of("worker"));
        (await director.PostAsync(Of("admin") + "/password-link")).ShouldBe(HttpStatusCode.NotFound);

        // An administrator of this very community is on the list, but not the committee's to act on.
        var boss = await AddAsync("boss", (Role.Administrator, Cast.Home));
        await director.OpenAsync($"{Desk}/{boss}");
        director.Status.ShouldBe(HttpStatusCode.OK);
        director.Page.Forms.ShouldNotContain(f => f.Action.EndsWith("/close", StringComparison.Ordinal) || f.Action.EndsWith("/take-back", StringComparison.Ordinal));
        foreach (var act in new[] { "close", "unlock", "password-link", "reopen" })
        {
            await director.OpenAsync(Of("worker"));
            await director.PostAsync($"{Desk}/{boss}/{act}");
            director.Text.ShouldContain("不能由您来做", customMessage: act);
        }

        // Neither is somebody who is more elsewhere: her password would open that place too.
        var both = await AddAsync("both", (Role.Field, Cast.Home), (Role.Committee, Cast.Far));
        await director.OpenAsync($"{Desk}/{both}");
        director.Text.ShouldContain("在别的地方还有 1 项权限");
        director.Page.Forms.ShouldNotContain(f => f.Action.EndsWith("/password-link", StringComparison.Ordinal));
        await director.SubmitAsync($"{Desk}/{both}/take-back");
        director.Text.ShouldContain("已收回");
        (await app.InDbAsync(db => db.Set<Grant>().SingleAsync(g => g.AccountId == both))).Place.ShouldBe(Cast.Far);
    }

    [Fact]
    public async Task A_grant_changed_or_taken_back_counts_from_the_next_request_on()
    {
        var id = await AddAsync("mover", (Role.Committee, Cast.Home));
        using var mover = await app.AsAsync("mover");
        (await mover.OpenAsync(Desk)).ShouldBe(HttpStatusCode.OK);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/{id}");
        await director.SubmitAsync($"{Desk}/{id}/grants", ("role", "Field"), ("buildings", app.Cast.Building1.ToString()), ("buildings", app.Cast.Building2.ToString()));
        director.Text.ShouldContain("马上生效");
        director.Text.ShouldContain("只限 1号楼、2号楼");
        (await mover.OpenAsync(Desk)).ShouldBe(HttpStatusCode.Forbidden);
        await director.SubmitAsync($"{Desk}/{id}/grants", ("buildings", app.Cast.Building2.ToString()));
        director.Text.ShouldContain("只限 2号楼");
        await director.SubmitAsync($"{Desk}/{id}/take-back");
        (await mover.OpenAsync(Desk)).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync($"{Desk}/{id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_closed_account_is_out_at_once_and_can_be_opened_again()
    {
        var id = await AddAsync("leaver", (Role.Partner, Cast.Home));
        using var leaver = await app.AsAsync("leaver");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/{id}");
        await director.SubmitAsync($"{Desk}/{id}/close");
        director.Text.ShouldContain("已停用");
        await leaver.OpenAsync("/account");
        leaver.Path.ShouldStartWith("/login");
        (await leaver.SubmitAsync("/login", ("name", "leaver"), ("password", Cast.Password))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync($"{Desk}/{id}/reopen");
        director.Text.ShouldContain("可以登录了");
        await leaver.OpenAsync("/account");
        leaver.Path.ShouldStartWith("/login");
        using var back = await app.AsAsync("leaver");
    }

    [Fact]
    public async Task Nobody_acts_on_herself()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Of("director"));
        director.Page.Forms.ShouldNotContain(f => f.Action.Contains(app.Cast.Accounts["director"].ToString(), StringComparison.Ordinal));
        foreach (var act in new[] { "close", "password-link", "unlock" })
        {
            await director.OpenAsync(Of("worker"));
            await director.PostAsync($"{Of("director")}/{act}");
            director.Text.ShouldContain("不能改自己的称呼和权限", customMessage: act);
        }

        await director.OpenAsync(Of("worker"));
        await director.PostAsync(Of("director") + "/take-back", ("role", "Committee"), ("place", $"{Cast.Home}"));
        director.Text.ShouldContain("不能改自己的称呼和权限");
    }

    [Fact]
    public async Task Two_administrators_who_close_each_other_leave_one()
    {
        var (one, two) = (await AddAsync("far-one", (Role.Administrator, 440000000000)), await AddAsync("far-two", (Role.Administrator, 440000000000)));
        // Only these two are left above that place.
        await WriteAsync(db => db.Users.Where(a => a.UserName == "admin").ExecuteUpdateAsync(set => set.SetProperty(a => a.ClosedAt, app.Clock.GetUtcNow())));
        using var first = await app.AsAsync("far-one");
        using var second = await app.AsAsync("far-two");
        await first.OpenAsync($"/admin/staff/{two}");
        await second.OpenAsync($"/admin/staff/{one}");
        await Task.WhenAll(first.SubmitAsync($"/admin/staff/{two}/close"), second.SubmitAsync($"/admin/staff/{one}/close"));
        (await app.InDbAsync(db => db.Users.CountAsync(a => (a.Id == one || a.Id == two) && a.ClosedAt == null))).ShouldBe(1);

        // The one who is left cannot be taken away by a colleague below, nor by one of the same place who is closed.
        await WriteAsync(db => db.Users.Where(a => a.UserName == "admin").ExecuteUpdateAsync(set => set.SetProperty(a => a.ClosedAt, (DateTimeOffset?)null)));
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var only = await AddAsync("only-one", (Role.Administrator, 0));
        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync($"/admin/staff/{only}");
        await admin.SubmitAsync("/take-back");
        admin.Text.ShouldContain("已收回");

        // The rule itself, as two of them at once meet it.
        var refused = await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var all = await db.Set<Grant>().Where(g => g.AccountId == app.Cast.Accounts["admin"]).ToListAsync();
            return await LastAdministrator.WouldGoAsync(db, all, default);
        });
        refused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_locked_account_is_opened_by_whoever_may()
    {
        var id = await AddAsync("locked", (Role.Field, Cast.Home));
        using var locked = app.Anyone();
        await locked.OpenAsync("/login");
        for (var i = 0; i < LockOut.Tries; i++)
        {
            await locked.SubmitAsync("/login", ("name", "locked"), ("password", "wrong"));
        }

        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk);
        director.Text.ShouldContain("已锁定");
        await director.OpenAsync($"{Desk}/{id}");
        await director.SubmitAsync($"{Desk}/{id}/unlock");
        director.Text.ShouldContain("已解锁");
        using var open = await app.AsAsync("locked");
    }

    [Fact]
    public async Task A_forgotten_password_is_chosen_anew_by_a_link()
    {
        const string fresh = "green-lamp-308";
        var id = await AddAsync("forgetful", (Role.Field, Cast.Home));
        using var session = await app.AsAsync("forgetful");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/{id}");
        (await director.SubmitAsync($"{Desk}/{id}/password-link")).ShouldBe(HttpStatusCode.OK);
        var other = InviteTests.LinkIn(director);
        await director.OpenAsync($"{Desk}/{id}");
        await director.SubmitAsync($"{Desk}/{id}/password-link");
        var link = InviteTests.LinkIn(director);

        using var forgetful = app.Anyone();
        await forgetful.OpenAsync(link);
        forgetful.Text.ShouldContain("forgetful");
        (await forgetful.SubmitAsync(link, ("password", "short1"), ("again", "short1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await forgetful.SubmitAsync(link, ("password", fresh), ("again", fresh));
        forgetful.Path.ShouldBe("/login");
        forgetful.Text.ShouldContain("新密码已设好");
        await session.OpenAsync("/account");
        session.Path.ShouldStartWith("/login");
        using var again = await Browser.LoggedInAsync(app.Address, "forgetful", fresh);
        foreach (var spent in new[] { link, other })
        {
            (await forgetful.OpenAsync(spent)).ShouldBe(HttpStatusCode.Gone);
            forgetful.Text.ShouldContain("已经用过了");
        }

        await director.OpenAsync($"{Desk}/{id}");
        await director.SubmitAsync($"{Desk}/{id}/password-link");
        var late = InviteTests.LinkIn(director);
        app.Clock.Advance(PasswordByLink.GoodFor);
        (await forgetful.OpenAsync(late)).ShouldBe(HttpStatusCode.Gone);
        forgetful.Text.ShouldContain("已过期");
        (await forgetful.OpenAsync("/password/nosuchlink")).ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_password_link_opens_no_more_than_its_maker_may_manage_when_it_is_used()
    {
        const string fresh = "green-lamp-308";
        using var admin = await app.AsAsync("admin");
        using var director = await app.AsAsync("director");
        using var anyone = app.Anyone();

        // The account rose above its maker meanwhile: the director would hold a key to the whole town.
        var risen = await AddAsync("risen", (Role.Field, Cast.Home));
        var link = await LinkAsync(director, Desk, risen);
        (await anyone.OpenAsync(link)).ShouldBe(HttpStatusCode.OK);
        await admin.OpenAsync($"/admin/staff/{risen}");
        await admin.SubmitAsync($"/admin/staff/{risen}/grants", ("role", "Overseer"), ("place", $"{Cast.Town}"));
        (await anyone.SubmitAsync(link, ("password", fresh), ("again", fresh))).ShouldBe(HttpStatusCode.Gone);
        (await anyone.OpenAsync(link)).ShouldBe(HttpStatusCode.Gone);
        using (await app.AsAsync("risen"))
        {
        }

        // The account lost a grant meanwhile: the link still sets the password, and what was taken back stays away.
        var fallen = await AddAsync("fallen", (Role.Field, Cast.Home), (Role.Committee, Cast.Home));
        link = await LinkAsync(admin, "/admin/staff", fallen);
        await WriteAsync(async db => await db.Set<Grant>().Where(g => g.AccountId == fallen && g.Role == Role.Committee).ExecuteDeleteAsync());
        await anyone.OpenAsync(link);
        await anyone.SubmitAsync(link, ("password", fresh), ("again", fresh));
        anyone.Path.ShouldBe("/login");
        using var again = await Browser.LoggedInAsync(app.Address, "fallen", fresh);
        (await again.OpenAsync(Desk)).ShouldBe(HttpStatusCode.Forbidden);
        (await again.OpenAsync($"/desk/{Cast.Home}")).ShouldBe(HttpStatusCode.OK);

        // The maker lost hers: what she made is worth nothing.
        var maker = await AddAsync("linkmaker", (Role.Committee, Cast.Home));
        var victim = await AddAsync("linkvictim", (Role.Field, Cast.Home));
        using var making = await app.AsAsync("linkmaker");
        link = await LinkAsync(making, Desk, victim);
        await WriteAsync(async db => await db.Set<Grant>().Where(g => g.AccountId == maker).ExecuteDeleteAsync());
        (await anyone.OpenAsync(link)).ShouldBe(HttpStatusCode.Gone);

        static async Task<string> LinkAsync(Browser browser, string root, Guid account)
        {
            await browser.OpenAsync($"{root}/{account}");
            (await browser.SubmitAsync($"{root}/{account}/password-link")).ShouldBe(HttpStatusCode.OK, browser.Text);
            return InviteTests.LinkIn(browser);
        }
    }

    [Fact]
    public async Task An_administrator_adds_a_grant_above_the_communities()
    {
        var id = await AddAsync("rising", (Role.Field, Cast.Home));
        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync($"/admin/staff/{id}");
        await admin.SubmitAsync($"/admin/staff/{id}/grants", ("role", "Overseer"), ("place", $"{Cast.Town}"));
        admin.Text.ShouldContain("权限已保存");
        (await app.InDbAsync(db => db.Set<Grant>().CountAsync(g => g.AccountId == id))).ShouldBe(2);
        using var rising = await app.AsAsync("rising");
        (await rising.OpenAsync($"/desk/{Cast.Next}/staff")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_name_and_duty_are_corrected()
    {
        var id = await AddAsync("misspelt", (Role.Partner, Cast.Home));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/{id}");
        await director.SubmitAsync($"{Desk}/{id}/name", ("display", "王经理"), ("duty", "物业经理"));
        director.Text.ShouldContain("已保存");
        await director.OpenAsync(Desk + "?q=" + Uri.EscapeDataString("物业经理"));
        director.Text.ShouldContain("王经理");
        director.Text.ShouldNotContain("小周");
    }

    [Fact]
    public async Task Within_adds_the_grants_up_and_keeps_to_the_buildings_of_a_narrowed_one()
    {
        (await SeenAsync((Cast.Home, app.Cast.Building2))).ShouldBe((1, 6, 1));
        (await SeenAsync((Cast.Home, app.Cast.Building2), (Cast.Home, app.Cast.Building1))).ShouldBe((2, 30, 1));
        (await SeenAsync((Cast.Home, app.Cast.Building2), (Cast.Home, null))).ShouldBe((2, 30, 1));
        (await SeenAsync((Cast.Home, app.Cast.Building2), (Cast.Next, null))).ShouldBe((1, 6, 2));
        (await SeenAsync((Cast.Town, null))).ShouldBe((2, 30, 2));
        (await SeenAsync((Cast.Town, null), (Cast.Far, null))).ShouldBe((2, 30, 3));
        (await SeenAsync((0, null))).ShouldBe((2, 30, 3));
        (await SeenAsync()).ShouldBe((0, 0, 0));
        // The building's id alone opens nothing in another community.
        (await SeenAsync((Cast.Next, app.Cast.Building2))).ShouldBe((0, 0, 1));

        Task<(int Buildings, int Dwellings, int Communities)> SeenAsync(params (long Place, Guid? Building)[] grants)
        {
            var me = new Me(Guid.Empty, "", "", [.. grants.Select(g => new Grant
            {
                Id = Guid.Empty, AccountId = Guid.Empty, Role = Role.Field, Place = g.Place, BuildingId = g.Building,
            })]);
            return app.InDbAsync(async db => (
                await db.Buildings.Within(me).CountAsync(), await db.Dwellings.Within(me).CountAsync(), await db.Communities.Within(me).CountAsync()));
        }
    }

    private async Task<Guid> AddAsync(string name, params (Role Role, long Place)[] grants)
    {
        var id = Ids.New();
        await WriteAsync(async db =>
        {
            var users = app.Services.CreateScope().ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
            var account = new Account
            {
                Id = id, UserName = name, NormalizedUserName = users.NormalizeName(name), DisplayName = name, SecurityStamp = NewPassword.NewStamp(),
            };
            account.PasswordHash = users.PasswordHasher.HashPassword(account, Cast.Password);
            db.Add(account);
            db.AddRange(grants.Select(g => new Grant { Id = Ids.New(), AccountId = id, Role = g.Role, Place = g.Place }));
        });
        return id;
    }

    private Task<int> WriteAsync(Func<Db, Task> change) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        await change(db);
        write.Record(0, "test.change", null, "测试");
        await write.CommitAsync();
        return 0;
    });
}
