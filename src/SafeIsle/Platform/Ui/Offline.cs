using SafeIsle.Platform.Access;

namespace SafeIsle.Platform.Ui;

/// <summary>
/// What the desk and the resident's home show while there is no network: one page of ours that holds no data, in place of the browser's own.
/// Nothing else of theirs is kept, since their pages are about people.
/// </summary>
public static class Offline
{
    public const string Path = "/offline";
    public const string Script = "islands/offline.js";

    /// <summary>A navigation in a service worker's script: the page, or <see cref="Path"/>. A file that is fetched passes by.</summary>
    public const string Open = $$"""
        const FILE = /\.[a-z0-9]+$/;

        async function open(event) {
          try {
            return await fetch(event.request);
          } catch {
            return answer('{{Path}}');
          }
        }
        """;

    private const string Worker = "/sw.js";
    private const string WhyOpen = "it is the same for everybody and holds no data";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, () => Page.Of<OfflinePage>(new { })).MayAnyone(WhyOpen);
        app.MapGet(Worker, Give).MayAnyone(WhyOpen);
    }

    /// <summary>What a service worker has to keep for it.</summary>
    public static IReadOnlyList<string> Kept(SiteFiles files) => [Path, files.Of("css/phone.css"), files.Of(Script), files.Of("icon.svg")];

    // offline.island.ts registers it for the desk and for the home; the list and the scanner have their own. Without preloading: what is fetched
    // twice is looked at twice, and the log says so.
    private static IResult Give(SiteFiles files) => ServiceWorker.Give("offline", Kept(files), $$"""
        {{Open}}

        self.addEventListener('fetch', (event) => {
          const url = new URL(event.request.url);
          if (event.request.method !== 'GET' || url.origin !== location.origin) return;
          if (event.request.mode === 'navigate' && !FILE.test(url.pathname)) event.respondWith(open(event));
          else if (KEPT.includes(url.pathname + url.search)) event.respondWith(answer(url.pathname + url.search));
        });
        """);
}
