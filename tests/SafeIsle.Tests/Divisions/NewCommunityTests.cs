using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Divisions;

public sealed class NewCommunityTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    private const string Picker = "/desk/communities/new";
    private const string Form = "/desk/communities/new/form";

    public async ValueTask InitializeAsync() => await DivisionFolder.LoadAsync(app);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Only_administrators_pick()
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(Picker)).ShouldBe(HttpStatusCode.Forbidden);
        (await director.OpenAsync(Form)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Walks_down_the_tree()
    {
        using var admin = await app.AsAsync("admin");
        (await admin.OpenAsync(Picker)).ShouldBe(HttpStatusCode.OK);
        foreach (var step in new[] { "上海市", "市辖区", "普陀区", "桃浦镇" })
        {
            var link = admin.Page.QuerySelectorAll("a.tile").Single(a => a.TextContent.Trim() == step);
            (await admin.OpenAsync(link.GetAttribute("href")!)).ShouldBe(HttpStatusCode.OK);
        }

        admin.Text.ShouldContain("樱花苑居委会●已在使用");
        admin.Page.QuerySelectorAll("a.tile").Single(a => a.TextContent.Contains("枣阳")).GetAttribute("href").ShouldBe(Form + "?code=310107103100");
        (await admin.OpenAsync(Picker + "?in=999999999000")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Search_tells_same_names_apart_by_their_place()
    {
        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync(Picker + "?q=开元");
        admin.Text.ShouldContain("上海市普陀区桃浦镇 310107103099");
        admin.Text.ShouldContain("上海市闵行区莘庄镇 310112106001");
        await admin.OpenAsync(Picker + "?in=310112000000&q=开元");
        admin.Text.ShouldNotContain("310107103099");
        await admin.OpenAsync(Picker + "?q=441900003001");
        admin.Text.ShouldContain("岗贝社区居委会 广东省东莞市东城街道");
        await admin.OpenAsync(Picker + "?q=不存在的地方");
        admin.Text.ShouldContain("没有叫这个名字的地方");
    }

    [Fact]
    public async Task Creates_what_was_picked_once()
    {
        using var admin = await app.AsAsync("admin");
        (await admin.OpenAsync(Form + "?code=310107103000")).ShouldBe(HttpStatusCode.NotFound);
        await admin.OpenAsync(Form + "?code=310107103099");
        admin.Text.ShouldContain("上海市普陀区桃浦镇 开元社区居委会");
        await admin.SubmitAsync(Form, ("phone", "021-00000000"));
        admin.Path.ShouldBe("/desk/communities");
        admin.Text.ShouldContain("开元社区居委会已建好");

        var made = await app.InDbAsync(db => db.Communities.SingleAsync(c => c.CommunityId == 310107103099));
        (made.Name, made.Above, made.Phone).ShouldBe(("开元社区居委会", "上海市普陀区桃浦镇", "021-00000000"));
        (await app.InDbAsync(db => db.CareTags.CountAsync(t => t.CommunityId == made.CommunityId))).ShouldBeGreaterThan(5);
        (await app.InDbAsync(db => db.Set<AuditEntry>().AnyAsync(e => e.CommunityId == made.CommunityId && e.Action == "community.create"))).ShouldBeTrue();

        await admin.OpenAsync(Form + "?code=310107103099");
        (await admin.SubmitAsync(Form)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        admin.Text.ShouldContain("这个社区已经在使用");
        admin.Page.QuerySelector("a[href='/desk/310107103099']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_works_there_too_goes_on_to_its_buildings()
    {
        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync(Form + "?code=441900003001");
        (await admin.SubmitAsync(Form, ("committee", "on"))).ShouldBe(HttpStatusCode.OK);
        admin.Path.ShouldBe("/desk/441900003001/places");
        admin.Text.ShouldContain("还没有小区");
    }

    [Fact]
    public async Task By_hand_where_the_table_does_not_know_it()
    {
        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync(Form);
        (await admin.SubmitAsync(Form, ("code", "31010710301"), ("name", "新社区"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        admin.Text.ShouldContain("区划代码是 12 位数字");
        (await admin.SubmitAsync(Form, ("code", "310107103000"), ("name", "新社区"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await admin.SubmitAsync(Form, ("code", "650101001001"), ("name", "新社区"), ("above", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        admin.Text.ShouldContain("请填写所在的省市区和街道");
        (await admin.SubmitAsync(Form, ("code", "650101001001"), ("above", "测试区测试街道"))).ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.Communities.SingleAsync(c => c.CommunityId == 650101001001))).Above.ShouldBe("测试区测试街道");

        await admin.OpenAsync(Form);
        await admin.SubmitAsync(Form, ("code", "310107103098"), ("name", "桃浦新社区"));
        (await app.InDbAsync(db => db.Communities.SingleAsync(c => c.CommunityId == 310107103098))).Above.ShouldBe("上海市普陀区桃浦镇");
    }

    [Fact]
    public async Task A_towns_administrator_creates_below_it_only()
    {
        await AddAsync("townadmin", Cast.Town);
        using var admin = await app.AsAsync("townadmin");
        (await admin.OpenAsync(Picker)).ShouldBe(HttpStatusCode.OK);
        admin.Text.ShouldContain("樱花苑居委会");
        (await admin.OpenAsync(Picker + "?in=310112000000")).ShouldBe(HttpStatusCode.NotFound);
        await admin.OpenAsync(Picker + "?q=开元");
        admin.Text.ShouldNotContain("310112106001");
        (await admin.OpenAsync(Form + "?code=310112106001")).ShouldBe(HttpStatusCode.NotFound);
        await admin.OpenAsync(Form);
        (await admin.SubmitAsync(Form, ("code", "310112106001"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        admin.Text.ShouldContain("不在自己管理的范围内");
        (await app.InDbAsync(db => db.Communities.AnyAsync(c => c.CommunityId == 310112106001))).ShouldBeFalse();
    }

    [Fact]
    public async Task The_desk_leads_to_the_only_community_or_lists_them()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync("/desk/communities");
        director.Text.ShouldContain("樱花苑居委会");
        director.Text.ShouldNotContain("新建社区");
        director.Text.ShouldNotContain("邻居社区居委会");
        await director.OpenAsync("/desk");
        director.Path.ShouldBe($"/desk/{Cast.Home}");

        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync("/desk");
        admin.Path.ShouldBe("/desk/communities");
        admin.Text.ShouldContain("新建社区");
        await admin.OpenAsync("/desk/communities?q=龙湖");
        admin.Text.ShouldContain("龙湖春天");
        admin.Text.ShouldNotContain("樱花苑");
    }

    private async Task AddAsync(string name, long place)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var account = new Account { Id = Ids.New(), UserName = name, DisplayName = "街道管理员" };
        (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, Cast.Password)).Succeeded.ShouldBeTrue();
        db.Add(new Grant { Id = Ids.New(), AccountId = account.Id, Role = Role.Administrator, Place = place });
        write.Record(0, "test.account", account.Id, "测试账号");
        await write.CommitAsync();
    }
}
