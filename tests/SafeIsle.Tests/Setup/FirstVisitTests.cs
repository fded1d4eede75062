using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Tests.Divisions;

namespace SafeIsle.Tests.Setup;

/// <summary>The product as <c>./run --empty</c> starts it: no account, no community. A new one for each test.</summary>
public sealed class FirstVisitTests : TestApp, IAsyncLifetime
{
    private static readonly (string, string?)[] Filled =
        [("display", "高主任"), ("name", "gao"), ("password", "correct-horse-42"), ("again", "correct-horse-42")];

    async ValueTask IAsyncLifetime.InitializeAsync() => await StartAsync();

    [Fact]
    public async Task Every_address_leads_to_the_first_steps()
    {
        using var visitor = Anyone();
        foreach (var path in new[] { "/", "/desk", "/login", "/desk/310107103017/places", "/nowhere" })
        {
            (await visitor.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);
            visitor.Path.ShouldBe("/setup", path);
        }

        visitor.Text.ShouldContain("建立管理员");
    }

    [Fact]
    public async Task From_nothing_to_the_buildings_of_a_community()
    {
        using var visitor = Anyone();
        await visitor.OpenAsync("/");
        (await visitor.SubmitAsync("/setup", ("display", "高主任"), ("name", "gao"), ("password", "short1"), ("again", "other")))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        visitor.Text.ShouldContain("密码要 10 到 100 位");
        visitor.Page.QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe("gao");
        // The rule of every other password form: letters and digits, and none of the well-known ones.
        foreach (var weak in new[] { "onlyletters", "wangge12345" })
        {
            (await visitor.SubmitAsync("/setup", ("password", weak), ("again", weak))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        visitor.Text.ShouldContain("太常见");

        (await visitor.SubmitAsync("/setup", Filled)).ShouldBe(HttpStatusCode.OK);
        visitor.Path.ShouldBe("/desk/communities/new");
        visitor.Text.ShouldContain("第 2 步");
        visitor.Text.ShouldContain("./run import-divisions");

        await DivisionFolder.LoadAsync(this);
        await visitor.OpenAsync("/desk");
        visitor.Path.ShouldBe("/desk/communities/new");
        await visitor.OpenAsync("/desk/communities/new/form?code=310107103017");
        (await visitor.SubmitAsync("/desk/communities/new/form")).ShouldBe(HttpStatusCode.OK);
        visitor.Path.ShouldBe("/desk/310107103017/places");

        var grants = await InDbAsync(db => db.Set<Grant>().OrderBy(g => g.Place).Select(g => new { g.Role, g.Place }).ToListAsync());
        grants.Select(g => (g.Role, g.Place)).ShouldBe([(Role.Administrator, 0L), (Role.Committee, 310107103017L)]);
        await visitor.OpenAsync("/setup");
        visitor.Path.ShouldBe("/desk/310107103017");
    }

    [Fact]
    public async Task Of_two_first_visitors_one_becomes_administrator()
    {
        var visitors = new[] { Anyone(), Anyone(), Anyone() };
        foreach (var visitor in visitors)
        {
            await visitor.OpenAsync("/");
        }

        await Task.WhenAll(visitors.Select((v, i) => v.SubmitAsync("/setup", [.. Filled, ("name", $"first{i}")])));
        (await InDbAsync(db => db.Users.CountAsync())).ShouldBe(1);
        visitors.Count(v => v.Path == "/desk/communities/new").ShouldBe(1);
        visitors.Count(v => v.Status == HttpStatusCode.UnprocessableEntity && v.Text.Contains("管理员已经建好", StringComparison.Ordinal)).ShouldBe(2);
        foreach (var visitor in visitors)
        {
            visitor.Dispose();
        }
    }
}
