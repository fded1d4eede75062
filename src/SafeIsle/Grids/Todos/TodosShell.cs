using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Todos;

/// <summary>
/// What lets my list open without network: a page without any data, the same for everybody, and the service worker that shows it where the
/// network does not answer. The list itself lies in the browser's storage (todo-list.island.ts).
/// </summary>
internal static class TodosShell
{
    internal const string Path = "/field/todos";
    internal const string Worker = "/field/sw.js";
    internal const string Script = "islands/todo-list.js";

    private const string WhyOpen = "it is the same for everybody and holds no data; the list is on the phone that opened it";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, () => Page.Of<TodosShellPage>(new { })).MayAnyone(WhyOpen);
        app.MapGet(Worker, Give).MayAnyone(WhyOpen);
    }

    // Lists are asked of the network first; the kept page is for where that takes too long. Other pages are the desk's matter.
    private static IResult Give(SiteFiles files) => ServiceWorker.Give("todos", [Path, files.Of(Script), .. Offline.Kept(files)], $$"""
        {{Offline.Open}}

        const LIST = /^\/field\/\d{12}\/todos$/;
        const PATIENCE = 5000; // milliseconds

        self.addEventListener('fetch', (event) => {
          const url = new URL(event.request.url);
          if (event.request.method !== 'GET' || url.origin !== location.origin) return;
          if (event.request.mode === 'navigate' && LIST.test(url.pathname)) event.respondWith(list(event.request));
          else if (event.request.mode === 'navigate' && !FILE.test(url.pathname)) event.respondWith(open(event));
          else if (KEPT.includes(url.pathname + url.search)) event.respondWith(answer(url.pathname + url.search));
        });

        async function list(request) {
          const tooLong = new Promise((_, no) => setTimeout(() => no(new Error('slow')), PATIENCE));
          try {
            return await Promise.race([fetch(request), tooLong]);
          } catch {
            return answer('{{Path}}');
          }
        }
        """);
}
