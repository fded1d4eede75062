using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SafeIsle.Platform.Ui;

/// <summary>A service worker that keeps a page with what it loads, all or none, and nothing else.</summary>
internal static class ServiceWorker
{
    /// <param name="name">Of its store; one for each page that is kept.</param>
    /// <param name="kept">Addresses as the page asks for them, with their query.</param>
    /// <param name="fetched">What it does with a request: JavaScript that may use KEPT and answer(address).</param>
    public static IResult Give(string name, IReadOnlyList<string> kept, string fetched) =>
        TypedResults.Text(Write(name, kept, fetched), "text/javascript", Encoding.UTF8);

    private static string Write(string name, IReadOnlyList<string> kept, string fetched) => $$"""
        'use strict';
        const NAME = '{{name}}-{{Version(kept)}}';
        const KEPT = {{JsonSerializer.Serialize(kept)}};

        self.addEventListener('install', (event) => event.waitUntil(fill()));
        self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

        // All or none: a version that is not whole does not begin to work.
        async function fill() {
          const cache = await caches.open(NAME);
          await cache.addAll(KEPT.map((address) => new Request(address, { cache: 'reload', credentials: 'omit', redirect: 'error' })));
          await self.skipWaiting();
        }

        async function takeOver() {
          const names = await caches.keys();
          await Promise.all(names.filter((each) => each.startsWith('{{name}}-') && each !== NAME).map((each) => caches.delete(each)));
          await self.clients.claim();
        }

        async function answer(address) {
          const kept = await (await caches.open(NAME)).match(address);
          return kept || fetch(address);
        }

        {{fetched}}
        """;

    // Another whenever the page or anything that it loads is another, so that the browser fetches all anew and drops the old; the page itself
    // is part of the program.
    private static string Version(IReadOnlyList<string> kept)
    {
        var program = typeof(ServiceWorker).Module.ModuleVersionId.ToString();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', [program, .. kept]))))[..12];
    }
}
