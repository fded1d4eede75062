using System.Net;

namespace SafeIsle.Tests.Platform.Ui;

/// <summary>Larger text on residents' pages, kept on the device.</summary>
public sealed class TextSizeTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Step_by_step_larger_and_back_without_scripts()
    {
        using var phone = app.Anyone();
        await phone.OpenAsync("/privacy");
        Size(phone).ShouldBeNull();
        Link(phone, -1).ShouldBeNull();
        foreach (var size in new[] { "large", "larger", "largest" })
        {
            await phone.OpenAsync(Link(phone, 1)!);
            phone.Path.ShouldBe("/privacy");
            Size(phone).ShouldBe(size);
        }

        Link(phone, 1).ShouldBeNull();
        await phone.OpenAsync("/home");
        Size(phone).ShouldBe("largest");
        await phone.OpenAsync(Link(phone, -1)!);
        Size(phone).ShouldBe("larger");
    }

    [Fact]
    public async Task Unknown_sizes_are_not_found_and_nobody_is_led_to_another_site()
    {
        using var phone = app.Anyone();
        (await phone.OpenAsync("/text-size/huge?back=/home")).ShouldBe(HttpStatusCode.NotFound);
        foreach (var back in new[] { "https://an.example/", "//an.example", "/%5Can.example" })
        {
            (await phone.OpenAsync("/text-size/large?back=" + back)).ShouldBe(HttpStatusCode.OK);
            phone.Path.ShouldBe("/home");
        }
    }

    private static string? Size(Browser phone) => phone.Page.DocumentElement.GetAttribute("data-text");

    private static string? Link(Browser phone, int by) => phone.Page.QuerySelector($"[data-text-size] a[data-by='{by}']:not([hidden])")?.GetAttribute("href");
}
