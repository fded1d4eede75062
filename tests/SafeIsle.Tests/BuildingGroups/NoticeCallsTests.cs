using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Households;
using SafeIsle.Tests.Closures;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>More households to call than a page shows. A class of its own, because they stand on the community's one list.</summary>
public sealed class NoticeCallsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_list_shows_the_first_and_says_so()
    {
        var building = await Tests.Closures.Residents.AddBuildingAsync(app, "141号楼", perUnit: 101);
        await Tests.Closures.Residents.AddAsync(app, building, [.. Enumerable.Range(0, NoticeCalls.Most + 1).Select(i => new PersonFacts[] { new() { Name = $"测试{i}" } })]);
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        await director.OpenAsync(path + "/notices/new?template=closed");
        await director.SubmitAsync("/notices", ("do", "send"), ("repeat", "10"));
        await director.OpenAsync($"/desk/{Cast.Home}/notice-calls");
        director.Text.ShouldContain("只列出前 200 户");
        director.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(200);
    }
}
