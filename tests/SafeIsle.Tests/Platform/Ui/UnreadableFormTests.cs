using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Platform.Ui;

/// <summary>Forms that cannot be read: a clear Chinese page, and nothing is written.</summary>
public sealed class UnreadableFormTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Tags = "/desk/310107103017/tags";
    private const string Token = "__RequestVerificationToken";

    [Theory]
    [InlineData("轮\0椅")]
    [InlineData("\0")]
    public async Task A_NUL_character(string name) =>
        await RefusedAsync(director => director.PostAsync(Tags, ("name", name), ("words", "x")), HttpStatusCode.BadRequest, "没有看懂这次提交");

    [Fact]
    public async Task A_NUL_character_as_a_fields_name() =>
        await RefusedAsync(director => director.PostAsync(Tags, ("name", "轮椅"), ("a\0", "x")), HttpStatusCode.BadRequest, "没有看懂这次提交");

    [Theory]
    [InlineData("application/json; charset=foo", HttpStatusCode.BadRequest, "登记码")]
    [InlineData("application/json; charset=utf-7", HttpStatusCode.BadRequest, "登记码")]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType, "这里要 JSON")]
    public async Task JSON_is_UTF_8_whatever_its_header_says_and_nothing_else_is_JSON(string type, HttpStatusCode status, string words)
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        using var body = new StringContent("{}");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await http.PostAsync(new Uri("/api/gate/enrol", UriKind.Relative), body, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(words);
    }

    [Fact]
    public async Task A_form_cut_off_on_the_way() =>
        await RefusedAsync(async director =>
        {
            using var whole = new MultipartFormDataContent { { new StringContent(director.Token), Token }, { new StringContent("轮椅"), "name" } };
            using var cut = new ByteArrayContent((await whole.ReadAsByteArrayAsync())[..^40]);
            cut.Headers.ContentType = whole.Headers.ContentType;
            return await director.PostAsync(Tags, cut);
        }, HttpStatusCode.BadRequest, "没有看懂这次提交");

    [Fact]
    public async Task A_form_without_boundary() =>
        await RefusedAsync(director =>
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes("name=x"));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
            return director.PostAsync(Tags, content);
        }, HttpStatusCode.BadRequest, "没有看懂这次提交");

    [Fact]
    public async Task More_fields_than_any_form_of_ours_has() =>
        await RefusedAsync(
            director => director.PostAsync(Tags, [("name", "轮椅"), .. Enumerable.Range(0, 1100).Select(i => ($"f{i}", "x"))]),
            HttpStatusCode.BadRequest, "没有看懂这次提交");

    [Fact]
    public async Task More_than_thirty_megabytes() =>
        await RefusedAsync(director =>
        {
            var content = new MultipartFormDataContent { { new StringContent(director.Token), Token }, { new StringContent("轮椅"), "name" } };
            content.Add(new ByteArrayContent(new byte[31 << 20]), "file", "大.bin");
            return director.PostAsync(Tags, content);
        }, HttpStatusCode.RequestEntityTooLarge, "文件太大");

    [Fact]
    public async Task A_form_in_a_charset_that_nobody_reads() =>
        await RefusedAsync(director =>
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"{Token}={Uri.EscapeDataString(director.Token)}&name=x"));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-7");
            return director.PostAsync(Tags, content);
        }, HttpStatusCode.BadRequest, "没有看懂这次提交");

    [Fact]
    public async Task A_field_in_a_charset_that_nobody_reads() =>
        await RefusedAsync(director =>
        {
            var field = new StringContent("轮椅");
            field.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain; charset=utf-7");
            var content = new MultipartFormDataContent { { new StringContent(director.Token), Token }, { field, "name" } };
            return director.PostAsync(Tags, content);
        }, HttpStatusCode.BadRequest, "没有看懂这次提交");

    [Fact]
    public void A_broken_cookie_that_somebody_sends_is_no_failure_of_ours() =>
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Antiforgery.DefaultAntiforgery")
            .IsEnabled(LogLevel.Error).ShouldBeFalse();

    private async Task RefusedAsync(Func<Browser, Task<HttpStatusCode>> post, HttpStatusCode status, string says)
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Tags);
        var before = await CountAsync();
        (await post(director)).ShouldBe(status);
        director.Text.ShouldContain(says);
        (await CountAsync()).ShouldBe(before);
    }

    private Task<int> CountAsync() => app.InDbAsync(db => db.Set<AuditEntry>().CountAsync());
}
