using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Platform.Print;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>
/// One person with two grants does in each place what she may there, and nothing of it in the other. 1号楼 is where she may less,
/// 2号楼 where she calls people.
/// </summary>
public sealed class TwoGrantsTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    private const string Phone1 = "14200081111";
    private const string Phone2 = "14200082222";

    private static readonly string[] Recorded = ["household.look", "household.print", "household.verify", "roster.look", "roster.print", "proposal.unmask", "door-sheet.print", "closure.care"];

    private Guid household1;
    private Guid household2;
    private RegisterProposal proposal1 = null!;
    private RegisterProposal proposal2 = null!;
    private string order1 = "";
    private string order2 = "";

    public async ValueTask InitializeAsync()
    {
        var (one, two) = (app.Cast.Building1, app.Cast.Building2);
        if (await app.InDbAsync(db => db.Users.AnyAsync(a => a.UserName == "both")))
        {
            (household1, household2) = (await HouseholdAsync(one), await HouseholdAsync(two));
            (proposal1, proposal2) = (await ProposalAsync(one), await ProposalAsync(two));
            (order1, order2) = (await OrderAsync(one), await OrderAsync(two));
            return;
        }

        (household1, _) = await app.SettleAsync(one, 1, "101", Tenure.Owner, Person("甲一一", born: new(1940, 1, 1), phone: Phone1, tags: CareTags.Alone));
        (household2, _) = await app.SettleAsync(two, 1, "101", Tenure.Owner, Person("乙二二", born: new(1940, 1, 1), phone: Phone2, tags: CareTags.Alone));
        proposal1 = await app.SendAsync(await app.DwellingAsync(one, "201"), ("m0.name", "丙三三"), ("m0.phones", "14200083333"));
        proposal2 = await app.SendAsync(await app.DwellingAsync(two, "201"), ("m0.name", "丁四四"), ("m0.phones", "14200084444"));
        using var director = await app.AsAsync("director");
        order1 = await CloseBuildingTests.CloseAsync(director, one);
        order2 = await CloseBuildingTests.CloseAsync(director, two);
        await HireAsync("both", (Role.Overseer, Cast.Town, null), (Role.Field, Cast.Home, two));
        await HireAsync("helper", (Role.Partner, Cast.Home, one), (Role.Field, Cast.Home, two));
        await HireAsync("elsewhere", (Role.Overseer, Cast.Home, null), (Role.Committee, Cast.Next, null));
    }

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("both")]
    [InlineData("helper")]
    public async Task Whoever_calls_in_one_building_calls_in_no_other(string who)
    {
        using var browser = await app.AsAsync(who);
        var before = await LooksAsync();
        foreach (var refused in new[]
        {
            $"{Desk}/buildings/{app.Cast.Building1}/roster.pdf", $"{Desk}/proposals/{proposal1.Id}",
            $"{Desk}/buildings/{app.Cast.Building1}/door-sheets", $"{Desk}/buildings/{app.Cast.Building1}/door-sheets.pdf",
            $"{Desk}/dwellings/{proposal1.DwellingId}/door-sheet.pdf", $"{Desk}/dwellings/{proposal1.DwellingId}/declare",
        })
        {
            (await browser.OpenAsync(refused)).ShouldBe(HttpStatusCode.NotFound, refused);
        }

        // The order itself she sees, its list of people not.
        (await browser.OpenAsync(order1 + "/care.pdf")).ShouldBe(HttpStatusCode.Forbidden);

        foreach (var refused in new[]
        {
            $"{Desk}/households/{household1}/reveal", $"{Desk}/households/{household1}/verify", $"{Desk}/buildings/{app.Cast.Building1}/roster",
            $"{Desk}/proposals/{proposal1.Id}/unmask", $"{Desk}/dwellings/{proposal1.DwellingId}/declare",
        })
        {
            await browser.OpenAsync("/account");
            (await browser.PostAsync(refused, ("do", "send"), ("tenure", "Owner"), ("m0.name", "冒充"))).ShouldBe(HttpStatusCode.NotFound, refused);
        }

        (await LooksAsync()).ShouldBe(before);
        (await app.ProposalsAsync(proposal1.DwellingId)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("both")]
    [InlineData("helper")]
    public async Task And_where_she_calls_she_sees_it_all_and_each_look_is_recorded(string who)
    {
        using var browser = await app.AsAsync(who);
        var before = await LooksAsync();
        (await TextAsync(browser, $"{Desk}/households/{household2}/table.pdf")).ShouldContain(Phone2);
        (await TextAsync(browser, $"{Desk}/buildings/{app.Cast.Building2}/roster.pdf")).ShouldContain(Phone2);
        (await TextAsync(browser, order2 + "/care.pdf")).ShouldContain(Phone2);
        (await TextAsync(browser, $"{Desk}/buildings/{app.Cast.Building2}/door-sheets.pdf")).ShouldContain("2号楼1单元101室");
        await browser.OpenAsync($"{Desk}/households/{household2}");
        browser.Text.ShouldContain("乙二二");
        await browser.SubmitAsync("/reveal");
        browser.Text.ShouldContain(Phone2);
        await browser.SubmitAsync("/verify");
        browser.Text.ShouldContain("已记下");
        await browser.OpenAsync($"{Desk}/buildings/{app.Cast.Building2}/roster");
        await browser.SubmitAsync("/roster");
        browser.Text.ShouldContain(Phone2);
        await browser.OpenAsync($"{Desk}/proposals/{proposal2.Id}");
        await browser.SubmitAsync("/unmask");
        browser.Text.ShouldContain("14200084444");
        (await browser.OpenAsync($"{Desk}/dwellings/{proposal2.DwellingId}/declare")).ShouldBe(HttpStatusCode.OK);
        (await LooksAsync()).ShouldBe(before + 8);
    }

    [Fact]
    public async Task Who_watches_the_town_reads_the_other_buildings_masked()
    {
        using var both = await app.AsAsync("both");
        var before = await LooksAsync();
        var paper = await TextAsync(both, $"{Desk}/households/{household1}/table.pdf");
        paper.ShouldContain("甲**");
        paper.ShouldContain("142********");
        paper.ShouldNotContain("1111");
        foreach (var path in new[] { $"{Desk}/households/{household1}", $"{Desk}/buildings/{app.Cast.Building1}/roster", $"{Desk}/dwellings/{proposal1.DwellingId}", order1 + "/care", order1 })
        {
            (await both.OpenAsync(path)).ShouldBe(HttpStatusCode.OK, path);
            both.Text.ShouldNotContain("甲一一", Case.Sensitive, path);
            both.Text.ShouldNotContain(Phone1, Case.Sensitive, path);
            both.Text.ShouldNotContain("142****1111", Case.Sensitive, path);
            both.Page.Forms.ShouldNotContain(f => f.Action.EndsWith("/reveal", StringComparison.Ordinal) || f.Action.EndsWith("/roster", StringComparison.Ordinal), path);
        }

        await both.OpenAsync($"{Desk}/people");
        both.Text.ShouldContain("142********");
        both.Text.ShouldNotContain("142****1111");
        both.Text.ShouldContain("甲**");
        both.Text.ShouldContain("乙二二");
        await both.OpenAsync($"{Desk}/search?q=甲一一");
        both.Page.QuerySelector("tbody td").ShouldBeNull();
        (await LooksAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_partner_of_one_building_reads_no_single_person_there()
    {
        using var helper = await app.AsAsync("helper");
        (await helper.OpenAsync($"{Desk}/households/{household1}")).ShouldBe(HttpStatusCode.NotFound);
        (await helper.OpenAsync($"{Desk}/households/{household1}/table.pdf")).ShouldBe(HttpStatusCode.NotFound);
        await helper.OpenAsync($"{Desk}/tables");
        helper.Page.QuerySelectorAll("a[href$='/roster']").Select(a => a.GetAttribute("href")).ShouldBe([$"{Desk}/buildings/{app.Cast.Building2}/roster"]);
        await helper.OpenAsync($"{Desk}/exports/new?list=register");
        helper.Text.ShouldContain("共 1 人", Case.Sensitive, "the list is narrowed as the page is");
    }

    [Fact]
    public async Task A_committee_of_one_community_only_watches_in_the_other()
    {
        using var elsewhere = await app.AsAsync("elsewhere");
        (await TextAsync(elsewhere, $"{Desk}/households/{household1}/table.pdf")).ShouldNotContain(Phone1);
        foreach (var path in new[]
        {
            $"{Desk}/buildings/{app.Cast.Building1}/roster.pdf", $"{Desk}/proposals/{proposal1.Id}", order1 + "/care.pdf",
            $"{Desk}/buildings/{app.Cast.Building1}/door-sheets.pdf", $"{Desk}/dwellings/{proposal1.DwellingId}/declare",
        })
        {
            (await elsewhere.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden, path);
        }

        // Nor by naming her own community before what belongs to the other.
        foreach (var path in new[] { $"households/{household1}", $"households/{household1}/table.pdf", $"buildings/{app.Cast.Building1}/roster", $"proposals/{proposal1.Id}" })
        {
            (await elsewhere.OpenAsync($"/desk/{Cast.Next}/{path}")).ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    private static async Task<string> TextAsync(Browser browser, string path)
    {
        using var file = await browser.FetchAsync(path);
        file.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return PdfReader.Text(await file.Content.ReadAsByteArrayAsync(), "-raw");
    }

    private Task<int> LooksAsync() => app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.CommunityId == Cast.Home && Recorded.Contains(e.Action)));

    private Task<Guid> HouseholdAsync(Guid building) => app.InDbAsync(db => db.Households.Where(h => h.BuildingId == building).Select(h => h.Id).SingleAsync());

    private Task<RegisterProposal> ProposalAsync(Guid building) => app.InDbAsync(db => db.Proposals.Where(p => p.BuildingId == building).SingleAsync());

    private Task<string> OrderAsync(Guid building) =>
        app.InDbAsync(db => db.Set<SafeIsle.Closures.ClosureOrder>().Where(o => o.BuildingId == building).Select(o => $"{Desk}/closures/{o.Id}").SingleAsync());

    private async Task HireAsync(string name, params (Role Role, long Place, Guid? Building)[] grants)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var account = new Account { Id = Ids.New(), UserName = name, DisplayName = name };
        (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, Cast.Password)).Succeeded.ShouldBeTrue();
        db.AddRange(grants.Select(g => new Grant { Id = Ids.New(), AccountId = account.Id, Role = g.Role, Place = g.Place, BuildingId = g.Building }));
        write.Record(0, "test.hire", account.Id, name);
        await write.CommitAsync();
    }
}
