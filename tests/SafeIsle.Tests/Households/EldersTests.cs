using SafeIsle.Households;
using SafeIsle.Tests.Closures;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>高龄 is one figure, wherever it stands.</summary>
public sealed class EldersTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task An_elder_by_age_counts_like_one_by_tag_in_every_table()
    {
        var building = await Closures.Residents.AddBuildingAsync(app, "88号楼");
        await Closures.Residents.AddAsync(app, building,
            [Person("高一", born: new(1940, 5, 5)), Person("高二", "配偶", tags: CareTags.Elder)], [Person("高三", born: new(1990, 5, 5))]);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/compounds/{app.Cast.Compound}/table");
        var elders = director.Page.QuerySelectorAll("thead th").Select(th => th.TextContent).ToList().IndexOf("高龄");
        director.Page.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("88号楼", StringComparison.Ordinal)).Children[elders].TextContent.ShouldBe("2");
        await director.OpenAsync($"{Desk}/buildings/{building}/roster");
        director.Text.ShouldContain("高龄 2");
        await director.OpenAsync($"{Desk}/people?building={building}&tag={CareTags.Elder}");
        director.Text.ShouldContain("2 人符合条件");
    }
}
