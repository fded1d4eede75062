using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.Notices;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>An application that asks made-up operators.</summary>
public sealed class PretendingApp : TestApp
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["SAFEISLE_TRAVEL_URL"] = "demo" };
}

/// <summary>The operators asked directly: by the documented protocol, and every trouble is a sentence.</summary>
public sealed class TelecomTests(PretendingApp app) : IClassFixture<PretendingApp>
{
    private static readonly DateOnly First = new(2026, 3, 1), Last = new(2026, 3, 14);

    private static ITelecomRecords Of(Uri address, string key) => TelecomSettings.From(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["SAFEISLE_TRAVEL_URL"] = new Uri(address, "/travel").ToString(), ["SAFEISLE_TRAVEL_KEY"] = key }).Build(), NullLogger.Instance);

    [Fact]
    public async Task The_gateway_gets_number_and_days_with_the_key_and_answers_with_the_message()
    {
        await using var fake = await FakeProvider.StartAsync();
        var telecom = Of(fake.Address, FakeProvider.SmsKey);
        telecom.Name.ShouldBe("运营商");
        (await telecom.AskAsync("14200000001", First, Last, default)).Value.ShouldContain("河南省信阳市");
        var asked = fake.Travel.ShouldHaveSingleItem();
        asked.GetProperty("phone").GetString().ShouldBe("14200000001");
        asked.GetProperty("from").GetString().ShouldBe("2026-03-01");
        asked.GetProperty("to").GetString().ShouldBe("2026-03-14");
    }

    [Fact]
    public async Task Every_trouble_is_told_in_a_sentence_that_leads_back_to_pasting()
    {
        await using var fake = await FakeProvider.StartAsync();
        (await Of(fake.Address, "another").AskAsync("14200000001", First, Last, default)).Refusal.ShouldBe("运营商的接口没有回答（HTTP 401），请稍后再试，或粘贴短信。");
        var telecom = Of(fake.Address, FakeProvider.SmsKey);
        (IResult Answer, string Words)[] troubles =
        [
            (Results.StatusCode(503), "HTTP 503"), (Results.Redirect("https://example.invalid/"), "HTTP 302"), (Results.Json(new { text = "" }), "没有这个号码的记录"),
            (Results.Json(new { other = 1 }), "没有这个号码的记录"), (Results.Text("<html>"), "回答读不懂"), (Results.Text(new string('x', 70_000), "application/json"), "回答读不懂"),
        ];
        foreach (var (answer, words) in troubles)
        {
            fake.Strange.Enqueue(answer);
            var told = await telecom.AskAsync("14200000001", First, Last, default);
            told.Refused.ShouldBeTrue();
            told.Refusal!.ShouldContain(words);
            told.Refusal!.ShouldContain("粘贴短信");
        }

        await fake.DisposeAsync();
        (await telecom.AskAsync("14200000001", First, Last, default)).Refusal!.ShouldContain("连不上");
    }

    [Fact]
    public async Task A_director_asks_and_the_answer_stands_beside_what_was_declared()
    {
        var (_, check, _) = await app.CheckAsync("101", "被查询的人", "14200000003");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/ask");
        director.Text.ShouldContain("已收下，认出 6 个地方");
        director.Text.ShouldContain("湖北省武汉市");
        director.Text.ShouldContain("运营商（演示）查询");

        // The grid worker pastes; asking about somebody is the committee's.
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Travel}/{check}");
        worker.Text.ShouldNotContain("向运营商");
        await worker.PostAsync($"{Travel}/{check}/ask");
        worker.Status.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_a_number_nothing_is_asked()
    {
        var (_, check, _) = await app.CheckAsync("102", "没有电话");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{check}");
        await director.SubmitAsync("/ask");
        director.Text.ShouldContain("没有这个人的手机号");
    }

    [Theory]
    [InlineData("https://example.invalid/", null)]
    [InlineData(null, "key")]
    [InlineData("not an address", "key")]
    public void Half_a_set_up_does_not_start(string? url, string? key) =>
        Should.Throw<InvalidOperationException>(() => TelecomSettings.From(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["SAFEISLE_TRAVEL_URL"] = url, ["SAFEISLE_TRAVEL_KEY"] = key }).Build(), NullLogger.Instance));
}
