using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>The one search box.</summary>
public sealed class SearchTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1);
    private static string document = "";

    public async ValueTask InitializeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (await app.InDbAsync(db => db.People.AnyAsync()))
            {
                return;
            }

            var first = Person("张建国", born: new(1955, 4, 4), phone: "14200040501", tags: CareTags.Alone);
            document = first.DocumentNumber!;
            await app.SettleAsync(app.Cast.Building1, 2, "501", Tenure.Owner, first, Person("张建", "子"), Person("单晓", "配偶"));
            await app.SettleAsync(app.Cast.Building1, 1, "501", Tenure.Owner, Person("欧阳𠮷", phone: "0552-3014321"), Person("小建国", "子"));
            await app.SettleAsync(app.Cast.Building2, 1, "301", Tenure.Owner, Person("Maria Garcia"), Person("吉𠮷", "子"));
        }
        finally
        {
            Once.Release();
        }
    }

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("张建国", "张建国")]
    [InlineData("建国", "小建国 张建国")]
    [InlineData("张建", "张建 张建国")]
    [InlineData("zjg", "张建国")]
    [InlineData("ZJG", "张建国")]
    [InlineData("jg", "小建国 张建国")]
    [InlineData("sx", "单晓")]
    [InlineData("dx", "单晓")]
    [InlineData("欧阳", "欧阳𠮷")]
    [InlineData("𠮷", "吉𠮷 欧阳𠮷")]
    [InlineData("吉", "吉𠮷")]
    [InlineData("maria g", "Maria Garcia")]
    [InlineData("0501", "张建国")]
    [InlineData("4321", "欧阳𠮷")]
    [InlineData("14200040501", "张建国")]
    [InlineData("142 0004 0501", "张建国")]
    [InlineData("14299990501", "")]
    [InlineData("0552-3014321", "欧阳𠮷")]
    [InlineData("李四", "")]
    [InlineData("#", "")]
    [InlineData("%_", "")]
    public async Task People_are_found(string question, string names)
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync($"{Desk}/search?q={Uri.EscapeDataString(question)}")).ShouldBe(HttpStatusCode.OK);
        Names(director).ShouldBe(names.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["Maria", "Garcia"] ? ["Maria Garcia"] : names.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: question is "𠮷");
    }

    [Fact]
    public async Task A_whole_document_and_its_tail_find_their_person()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/search?q={document}");
        Names(director).ShouldBe(["张建国"]);
        director.Page.DocumentElement.OuterHtml.ShouldContain("142****0501");
        await director.OpenAsync($"{Desk}/search?q={document[^4..]}");
        Names(director).ShouldContain("张建国");
        var other = document[..10] + (document[10] == '1' ? '2' : '1') + document[11..];
        await director.OpenAsync($"{Desk}/search?q={other}");
        Names(director).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1-2-501", "一期 1号楼2单元501室")]
    [InlineData("1号楼2单元501室", "一期 1号楼2单元501室")]
    [InlineData("一期1号楼2单元501", "一期 1号楼2单元501室")]
    [InlineData("1-501", "一期 1号楼1单元501室|一期 1号楼2单元501室")]
    [InlineData("501", "一期 1号楼1单元501室|一期 1号楼2单元501室")]
    [InlineData("9-9-901", "")]
    public async Task Doors_are_found_in_any_spelling(string question, string doors)
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/search?q={Uri.EscapeDataString(question)}");
        Links(director, "/dwellings/").ShouldBe(doors.Split('|', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("2号楼", "一期 2号楼")]
    [InlineData("2#", "一期 2号楼")]
    [InlineData("2", "一期 2号楼")]
    [InlineData("1-2", "一期 1号楼")]
    [InlineData("二号楼", "一期 2号楼")]
    public async Task Buildings_are_found(string question, string building)
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/search?q={Uri.EscapeDataString(question)}");
        Links(director, "/roster").ShouldBe([building]);
    }

    [Fact]
    public async Task Nobody_finds_what_is_out_of_reach()
    {
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/search?q=zjg");
        Names(guard).ShouldBeEmpty();
        guard.Text.ShouldContain("拼音首字母：zjg", Case.Sensitive, "an empty answer says what can be typed");
        await guard.OpenAsync($"{Desk}/search?q=maria");
        Names(guard).ShouldBe(["Maria Garcia"]);
        await guard.OpenAsync($"{Desk}/search?q=1-2-501");
        Links(guard, "/dwellings/").ShouldBeEmpty();
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/search?q=zjg")).ShouldBe(HttpStatusCode.NotFound);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync($"{Desk}/search?q=zjg")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_sees_names_masked_finds_doors_only()
    {
        using var town = await app.AsAsync("town");
        foreach (var question in new[] { "张建国", "zjg", "0501", "14200040501", document })
        {
            await town.OpenAsync($"{Desk}/search?q={Uri.EscapeDataString(question)}");
            Names(town).ShouldBeEmpty(question);
            town.Text.ShouldContain("只能按房屋和楼栋查找");
        }

        town.Page.QuerySelector(".desk-search input").ShouldNotBeNull();
        await town.OpenAsync($"{Desk}/search?q=1-2-501");
        Links(town, "/dwellings/").ShouldBe(["一期 1号楼2单元501室"]);
    }

    [Fact]
    public async Task The_range_of_a_word_is_read_from_the_key()
    {
        if (TestApp.OnPostgres)
        {
            return;
        }

        var (from, to) = SearchTerms.Range("建");
        var plan = await app.InDbAsync(async db =>
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            await db.Database.OpenConnectionAsync();
            command.CommandText = $"EXPLAIN QUERY PLAN SELECT term, person_id FROM search_term WHERE community_id = {Cast.Home} AND term >= '{from}' AND term < '{to}' ORDER BY term, person_id LIMIT 10";
            await using var reader = await command.ExecuteReaderAsync();
            var text = "";
            while (await reader.ReadAsync())
            {
                text += reader.GetString(3) + "\n";
            }

            return text;
        });
        plan.ShouldContain("SEARCH search_term USING COVERING INDEX sqlite_autoindex_search_term_1 (community_id=? AND term>? AND term<?)");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    private static List<string> Names(Browser browser) =>
        browser.Page.QuerySelectorAll("tbody tr td:first-child").Select(td => td.TextContent.Trim()).ToList();

    private static List<string> Links(Browser browser, string part) =>
        browser.Page.QuerySelectorAll($"main li a[href*='{part}']").Select(a => a.TextContent.Trim()).ToList();
}
