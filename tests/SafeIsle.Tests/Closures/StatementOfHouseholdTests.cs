using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;

namespace SafeIsle.Tests.Closures;

/// <summary>From a household's page to the statement about it.</summary>
public sealed class StatementOfHouseholdTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_page_of_a_household_leads_the_committee_to_its_statement()
    {
        var building = await Residents.AddBuildingAsync(app, "105号楼");
        await Residents.AddAsync(app, building, [new PersonFacts { Name = "王一" }]);
        var household = await app.InDbAsync(db => db.Households.SingleAsync(h => h.BuildingId == building));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(RegisterPaths.Household(Cast.Home, household.Id));
        var link = director.Page.QuerySelectorAll("a").Single(a => a.TextContent.Contains("情况说明") && a.GetAttribute("href")!.Contains("household="));
        await director.OpenAsync(link.GetAttribute("href")!);
        director.Text.ShouldContain("105号楼1单元101室");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(RegisterPaths.Household(Cast.Home, household.Id));
        worker.Page.QuerySelector("a[href*='statements']").ShouldBeNull();
    }
}
