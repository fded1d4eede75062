using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SafeIsle.Platform;

namespace SafeIsle.Screening.Travel;

/// <summary>A way of asking the operators directly, where an authority has given one.</summary>
public interface ITelecomRecords
{
    /// <summary>On the button; empty where none is set up: then messages are pasted.</summary>
    string Name { get; }

    /// <summary>The operator's message about that number, as a subscriber would get it. Failures are answers, not exceptions.</summary>
    /// <param name="phone">A mobile number in its normal form.</param>
    Task<Outcome<string>> AskAsync(string phone, DateOnly from, DateOnly to, CancellationToken cancel);
}

/// <summary>None set up.</summary>
internal sealed class NoTelecom : ITelecomRecords
{
    public string Name => "";

    public Task<Outcome<string>> AskAsync(string phone, DateOnly from, DateOnly to, CancellationToken cancel) =>
        Task.FromResult<Outcome<string>>(new No("没有配置运营商的接口，请粘贴运营商发来的短信。"));
}

/// <summary>Made-up answers for trying the product out: by the last digit of the number, never a real one's.</summary>
internal sealed class PretendedTelecom : ITelecomRecords
{
    private static readonly string[] Places =
        ["", "上海市", "四川省成都市", "河南省信阳市、河南省驻马店市、河南省南阳市、湖北省武汉市、湖北省宜昌市、湖北省孝感市", "江苏省苏州市"];

    public string Name => "运营商（演示）";

    public Task<Outcome<string>> AskAsync(string phone, DateOnly from, DateOnly to, CancellationToken cancel) =>
        Task.FromResult<Outcome<string>>($"【演示】您好，您在前{to.DayNumber - from.DayNumber + 1}天内到达或途经：{Places[(phone[^1] - '0') % Places.Length]}。");
}

/// <summary>
/// Asks an authority's gateway: one POST for each number, <c>{"phone", "from", "to"}</c> with the key as bearer token, answered by
/// <c>{"text": "…"}</c>, the operator's message. docs/operations.md has the protocol.
/// </summary>
internal sealed partial class TelecomGateway(HttpClient http, Uri address, string key, ILogger log) : ITelecomRecords
{
    public string Name => "运营商";

    public async Task<Outcome<string>> AskAsync(string phone, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = JsonContent.Create(new Question(phone, from, to), options: JsonSerializerOptions.Web);
        try
        {
            using var answer = await http.SendAsync(request, cancel);
            if (!answer.IsSuccessStatusCode)
            {
                LogNoAnswer($"HTTP {(int)answer.StatusCode}");
                return new No($"运营商的接口没有回答（HTTP {(int)answer.StatusCode}），请稍后再试，或粘贴短信。");
            }

            return await answer.Content.ReadFromJsonAsync<Answer>(JsonSerializerOptions.Web, cancel) is { Text.Length: > 0 } said
                ? said.Text
                : new No("运营商的接口没有这个号码的记录，请粘贴短信。");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            LogNoAnswer("it took too long");
            return new No("运营商的接口太久没有回答，请稍后再试，或粘贴短信。");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or NotSupportedException or InvalidOperationException)
        {
            LogNoAnswer($"{failure.GetType().Name}: {failure.Message}");
            return new No("连不上运营商的接口，或回答读不懂，请稍后再试，或粘贴短信。");
        }
    }

    /// <param name="why">Without the number that was asked about.</param>
    [LoggerMessage(Level = LogLevel.Warning, Message = "The operators' gateway gave no answer: {Why}")]
    private partial void LogNoAnswer(string why);

    private sealed record Question(string Phone, DateOnly From, DateOnly To);

    private sealed record Answer(string Text = "");
}

/// <summary>Which one there is: <c>SAFEISLE_TRAVEL_URL</c> with <c>SAFEISLE_TRAVEL_KEY</c>; <c>demo</c> as address for made-up answers.</summary>
internal static class TelecomSettings
{
    private const string Pretend = "demo";
    private const int MostAnswerBytes = 64 << 10;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    /// <exception cref="InvalidOperationException">Half a set-up: the program does not start.</exception>
    public static ITelecomRecords From(IConfiguration configuration, ILogger log)
    {
        var (url, key) = (configuration["SAFEISLE_TRAVEL_URL"]?.Trim() ?? "", configuration["SAFEISLE_TRAVEL_KEY"]?.Trim() ?? "");
        return (url, key) switch
        {
            ("", "") => new NoTelecom(),
            (Pretend, _) => new PretendedTelecom(),
            ({ Length: > 0 }, { Length: > 0 }) when Uri.TryCreate(url, UriKind.Absolute, out var address) => new TelecomGateway(Client(), address, key, log),
            _ => throw new InvalidOperationException("SAFEISLE_TRAVEL_URL 要填网址，并同时给出 SAFEISLE_TRAVEL_KEY；程序没有启动。"),
        };
    }

    // Redirects would carry the key elsewhere.
    private static HttpClient Client() =>
        new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = LongestAnswer, MaxResponseContentBufferSize = MostAnswerBytes,
        };
}
