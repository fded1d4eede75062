using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Notices;

/// <summary>Telling people outside the product: short messages, WeCom, and by hand.</summary>
public static class NoticesModule
{
    // Longer than any provider that works takes.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    internal static void AddNotices(this IServiceCollection services, ChannelSettings settings)
    {
        services.AddSingleton<IOutsideChannel>(settings.Sms is { } sms ? _ => new SmsGateway(Client(), sms) : _ => new ByHand(OutsideWay.Sms));
        services.AddSingleton<IOutsideChannel>(settings.WeCom is { } weCom
            ? s => new WeComApp(Client(), weCom, s.GetRequiredService<TimeProvider>())
            : _ => new ByHand(OutsideWay.WeCom));
        services.AddSingleton<OutsideSender>();
        services.AddHostedService(s => s.GetRequiredService<OutsideSender>());
        services.AddSingleton<Outside>();
        services.AddSingleton(new NavItem(70, "对外消息", "/outside", "send", Role.Committee));
    }

    public static void MapNotices(this IEndpointRouteBuilder app) => OutsideList.Map(app);

    private static HttpClient Client() => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = LongestAnswer };
}
