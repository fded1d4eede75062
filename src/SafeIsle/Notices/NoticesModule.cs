using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Notices;

/// <summary>Telling people outside the product: short messages, WeCom, and by hand.</summary>
public static class NoticesModule
{
    // Longer than any provider that works takes.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    // Real ones are a code and a sentence.
    private const int MostAnswerBytes = 64 << 10;

    internal static void AddNotices(this IServiceCollection services, ChannelSettings settings)
    {
        services.AddSingleton<IOutsideChannel>(settings.Sms is { } sms ? _ => new SmsGateway(Client(), sms) : _ => new ByHand(OutsideWay.Sms));
        services.AddSingleton<IOutsideChannel>(settings.WeCom is { } weCom
            ? s => new WeComApp(Client(), weCom, s.GetRequiredService<TimeProvider>())
            : _ => new ByHand(OutsideWay.WeCom));
        services.AddSingleton<OutsideSender>();
        services.AddHostedService(s => s.GetRequiredService<OutsideSender>());
        services.AddSingleton<Outside>();
        services.AddSingleton(new NavItem(81, "对外消息", "/outside", "send", Role.Committee));
    }

    public static void MapNotices(this IEndpointRouteBuilder app) => OutsideList.Map(app);

    // The address is a setting: a provider that sends us elsewhere is set up wrongly, and the key must not go there.
    private static HttpClient Client() =>
        new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = LongestAnswer, MaxResponseContentBufferSize = MostAnswerBytes,
        };
}
