using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SafeIsle.Notices;

/// <summary>
/// Short messages through an HTTP gateway; docs/operations.md has the protocol. One POST for each message:
/// <c>{"id", "phone", "template", "values": {…}}</c> with the key as bearer token, answered by <c>{"code": 0}</c> or by a code and a
/// message. The gateway takes an id once.
/// </summary>
internal sealed class SmsGateway(HttpClient http, SmsSettings settings) : IOutsideChannel
{
    /// <summary>The gateway's own words for a message that it will never take.</summary>
    private static readonly HashSet<int> Hopeless = [4001, 4002, 4003];

    public OutsideWay Way => OutsideWay.Sms;

    public int PerSecond => settings.PerSecond;

    public async Task<SendAnswer> SendAsync(Guid id, OutsideLetter letter, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
        request.Content = JsonContent.Create(new Message(id.ToString("N"), letter.To, letter.Template, letter.Values), options: JsonSerializerOptions.Web);
        return await Provider.TryAsync(
            async () =>
            {
                using var answer = await http.SendAsync(request, cancel);
                if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                {
                    return new(SendResult.Never, "短信平台不认密钥，请管理员检查 SAFEISLE_SMS_KEY。");
                }

                if (!answer.IsSuccessStatusCode)
                {
                    return new(SendResult.Later, $"短信平台暂时不收（HTTP {(int)answer.StatusCode}），稍后自动再发。");
                }

                var said = await answer.Content.ReadFromJsonAsync<Answer>(JsonSerializerOptions.Web, cancel) ?? throw new JsonException("empty");
                return said.Code == 0
                    ? new(SendResult.Sent)
                    : new SendAnswer(Hopeless.Contains(said.Code) ? SendResult.Never : SendResult.Later, $"短信平台说：{said.Message}（{said.Code}）。");
            },
            "短信平台",
            cancel);
    }

    private sealed record Message(string Id, string Phone, string Template, IReadOnlyDictionary<string, string> Values);

    private sealed record Answer(int Code, string Message = "");
}
