using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Scanner;

/// <summary>
/// The service worker of the scanner: keeps the page, its script, style and icon, and nothing else. Whatever is not in its list goes to the
/// network as if it were not there; above all the device's own requests.
/// </summary>
internal static class ScannerWorker
{
    internal static IResult Give(IReadOnlyList<string> kept) => ServiceWorker.Give("gate", kept, """
        self.addEventListener('fetch', (event) => {
          const url = new URL(event.request.url);
          const address = event.request.mode === 'navigate' ? url.pathname : url.pathname + url.search;
          if (event.request.method !== 'GET' || url.origin !== location.origin || !KEPT.includes(address)) return;
          event.respondWith(answer(address));
        });
        """);
}
