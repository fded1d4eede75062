using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using SafeIsle.Platform;

namespace SafeIsle.Notices;

/// <summary>
/// WeCom (企业微信): messages of a self-built application to members, and the picture by which residents scan themselves into a customer
/// group. As its server API documents: gettoken, message/send, externalcontact/groupchat/add_join_way and get_join_way.
/// </summary>
internal sealed class WeComApp(HttpClient http, WeComSettings settings, TimeProvider clock) : IOutsideChannel, IDisposable
{
    private const int Fine = 0;

    // The same content to the same person within half an hour arrives once.
    private const int DuplicateSeconds = 1800;

    // 40014 wrong token, 42001 token over: a new one helps.
    private static readonly HashSet<int> TokenOver = [40014, 42001];

    // 45009, 45033 too many calls; -1 system busy; 6000 concurrent change.
    private static readonly HashSet<int> Busy = [-1, 45009, 45033, 6000];

    private readonly SemaphoreSlim fetching = new(1, 1);
    private (Token Said, DateTimeOffset Until) token = (new(), DateTimeOffset.MinValue);

    public OutsideWay Way => OutsideWay.WeCom;

    public int PerSecond => settings.PerSecond;

    public Task<SendAnswer> SendAsync(Guid id, OutsideLetter letter, CancellationToken cancel) => Provider.TryAsync(
        async () =>
        {
            var said = await CallAsync<Sent>(
                "message/send",
                new
                {
                    touser = letter.To,
                    msgtype = "text",
                    agentid = settings.Agent,
                    text = new { content = letter.Text },
                    enable_duplicate_check = 1,
                    duplicate_check_interval = DuplicateSeconds,
                },
                cancel);
            return said switch
            {
                { Code: Fine, InvalidUser: { Length: > 0 } } => new(SendResult.Never, "企业微信里没有这个人，或不在应用的可见范围。"),
                { Code: Fine } => new(SendResult.Sent),
                _ => new SendAnswer(Busy.Contains(said.Code) || TokenOver.Contains(said.Code) ? SendResult.Later : SendResult.Never, Says(said)),
            };
        },
        "企业微信",
        cancel);

    public async Task<Outcome<Uri>> GroupLinkAsync(string name, CancellationToken cancel)
    {
        var link = "";
        var answer = await Provider.TryAsync(
            async () =>
            {
                // scene 2: a picture to scan; a full group is followed by a new one of the same name.
                var made = await CallAsync<JoinWay>(
                    "externalcontact/groupchat/add_join_way",
                    new { scene = 2, remark = name, auto_create_room = 1, room_base_name = name, room_base_id = 1, chat_id_list = settings.Chats },
                    cancel);
                if (made.Code != Fine)
                {
                    return new(SendResult.Never, Says(made));
                }

                var found = await CallAsync<JoinWay>("externalcontact/groupchat/get_join_way", new { config_id = made.ConfigId }, cancel);
                link = found.Way?.QrCode ?? "";
                return found.Code == Fine && link.Length > 0 ? new(SendResult.Sent) : new SendAnswer(SendResult.Never, Says(found));
            },
            "企业微信",
            cancel);
        return answer.Result == SendResult.Sent && Uri.TryCreate(link, UriKind.Absolute, out var picture) ? picture : new No(answer.Problem);
    }

    public void Dispose() => fetching.Dispose();

    private async Task<T> CallAsync<T>(string path, object body, CancellationToken cancel)
        where T : Answer, new()
    {
        var said = await OnceAsync(await TokenAsync(cancel));
        if (!TokenOver.Contains(said.Code))
        {
            return said;
        }

        token = (new(), DateTimeOffset.MinValue);
        return await OnceAsync(await TokenAsync(cancel));

        async Task<T> OnceAsync(Token with)
        {
            if (with.Code != Fine)
            {
                return new() { Code = with.Code, Message = with.Message };
            }

            using var answer = await http.PostAsJsonAsync(new Uri(settings.Address, $"{path}?access_token={Uri.EscapeDataString(with.Text)}"), body, cancel);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<T>(cancel) ?? throw new JsonException("empty");
        }
    }

    // One token for all messages, as the API asks; it is fetched anew a little before its end. Without one: why the provider gives none.
    private async Task<Token> TokenAsync(CancellationToken cancel)
    {
        await fetching.WaitAsync(cancel);
        try
        {
            if (token.Until <= clock.Now())
            {
                var path = $"gettoken?corpid={Uri.EscapeDataString(settings.Corp)}&corpsecret={Uri.EscapeDataString(settings.Secret)}";
                var said = await http.GetFromJsonAsync<Token>(new Uri(settings.Address, path), cancel) ?? throw new JsonException("empty");
                token = (said, said.Code == Fine ? clock.Now().AddSeconds(said.Seconds - 60) : DateTimeOffset.MinValue);
            }

            return token.Said;
        }
        finally
        {
            fetching.Release();
        }
    }

    private static string Says(Answer answer) => $"企业微信说：{answer.Message}（{answer.Code}）。";

    private record Answer
    {
        [JsonPropertyName("errcode")]
        public int Code { get; init; }

        [JsonPropertyName("errmsg")]
        public string Message { get; init; } = "";
    }

    private sealed record Token : Answer
    {
        [JsonPropertyName("access_token")]
        public string Text { get; init; } = "";

        [JsonPropertyName("expires_in")]
        public int Seconds { get; init; }
    }

    private sealed record Sent : Answer
    {
        [JsonPropertyName("invaliduser")]
        public string? InvalidUser { get; init; }
    }

    private sealed record JoinWay : Answer
    {
        [JsonPropertyName("config_id")]
        public string ConfigId { get; init; } = "";

        [JsonPropertyName("join_way")]
        public Picture? Way { get; init; }
    }

    private sealed record Picture
    {
        [JsonPropertyName("qr_code")]
        public string QrCode { get; init; } = "";
    }
}
