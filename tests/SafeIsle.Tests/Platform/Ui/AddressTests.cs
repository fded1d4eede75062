using System.Net;

namespace SafeIsle.Tests.Platform.Ui;

/// <summary>Addresses that somebody wrote by hand, cut off or made up.</summary>
public sealed class AddressTests(TestApp app) : IClassFixture<TestApp>
{
    [Theory]
    [InlineData("abc")]
    [InlineData("-3")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task A_page_that_is_no_number_is_the_first(string page)
    {
        using var director = await app.AsAsync("director");
        foreach (var list in new[] { "people", "proposals", "duplicates", "closures", "staff" })
        {
            (await director.OpenAsync($"/desk/{Cast.Home}/{list}?page={page}")).ShouldBe(HttpStatusCode.OK, list);
        }

        using var admin = await app.AsAsync("admin");
        (await admin.OpenAsync($"/desk/communities?page={page}")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/desk/310107103017/closures/new?building=abc")]
    [InlineData("/desk/310107103017/audit?before=abc")]
    [InlineData("/privacy?community=abc")]
    [InlineData("/desk/310107103017/search?q=%00")]
    public async Task What_makes_no_sense_otherwise_is_told_in_chinese(string path)
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(path)).ShouldBe(HttpStatusCode.BadRequest);
        director.Text.ShouldContain("地址里有写错的地方");
    }

    [Theory]
    [InlineData("https://an.example", "an.example")]
    [InlineData("http://10.0.0.2:8080/base", "10.0.0.2:8080/base")]
    [InlineData("an.example", "an.example")]
    public void On_paper_it_is_what_people_type(string address, string typed) => SafeIsle.Platform.Ui.PublicAddress.Short(address).ShouldBe(typed);
}
