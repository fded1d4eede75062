using System.Text.Json;

namespace SafeIsle.Gates.Scanner;

/// <summary>
/// The service worker of the scanner: keeps the page, its script, style and icon, and nothing else. Whatever is not in its list goes to the
/// network as if it were not there; above all the device's own requests.
/// </summary>
internal static class ScannerWorker
{
    /// <param name="version">Another one makes the browser fetch everything anew and drop the old.</param>
    /// <param name="kept">Addresses as the page asks for them, with their query.</param>
    internal static string Write(string version, IReadOnlyList<string> kept) => $$"""
        'use strict';
        const NAME = 'gate-{{version}}';
        const KEPT = {{JsonSerializer.Serialize(kept)}};

        self.addEventListener('install', (event) => event.waitUntil(fill()));
        self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
        self.addEventListener('fetch', (event) => {
          const url = new URL(event.request.url);
          const address = event.request.mode === 'navigate' ? url.pathname : url.pathname + url.search;
          if (event.request.method !== 'GET' || url.origin !== location.origin || !KEPT.includes(address)) return;
          event.respondWith(answer(address));
        });

        // All or none: a version that is not whole does not begin to work.
        async function fill() {
          const cache = await caches.open(NAME);
          await cache.addAll(KEPT.map((address) => new Request(address, { cache: 'reload', credentials: 'omit' })));
          await self.skipWaiting();
        }

        async function takeOver() {
          const names = await caches.keys();
          await Promise.all(names.filter((name) => name.startsWith('gate-') && name !== NAME).map((name) => caches.delete(name)));
          await self.clients.claim();
        }

        async function answer(address) {
          const kept = await (await caches.open(NAME)).match(address);
          return kept || fetch(address);
        }
        """;
}
