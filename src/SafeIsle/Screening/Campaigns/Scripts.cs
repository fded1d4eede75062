using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>A script as it is chosen: the newest version of its code.</summary>
/// <param name="Version">0: it comes with the product and was not used here yet.</param>
public sealed record ScriptChoice(string Code, int Version, string Name, Script Body);

/// <summary>The scripts of a community: those that come with the product (JSON files in <c>Shipped</c>) and what was made of them here.</summary>
public static class Scripts
{
    /// <summary>Scripts that a community keeps.</summary>
    public const int Most = 30;

    private const string Folder = "scripts/";
    private const string ShippedBy = "随产品提供";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private static readonly Lazy<IReadOnlyList<ScriptChoice>> Shipped = new(() => [.. Read().OrderByDescending(s => s.Code, StringComparer.Ordinal)]);

    extension(Db db)
    {
        /// <summary>All, those that come with the product first.</summary>
        public async Task<IReadOnlyList<ScriptChoice>> ScriptsAsync(long community, CancellationToken cancel)
        {
            var all = db.ScriptVersions.Where(s => s.CommunityId == community);
            var rows = await all.Where(s => !all.Any(n => n.Code == s.Code && n.Version > s.Version))
                .OrderBy(s => s.MadeAt).Take(Most).ToListAsync(cancel);
            var here = rows.ConvertAll(r => new ScriptChoice(r.Code, r.Version, r.Name, Script.Parse(r.Body)));
            return [.. Shipped.Value.Select(s => here.Find(h => h.Code == s.Code) ?? s), .. here.Where(h => Shipped.Value.All(s => s.Code != h.Code))];
        }

        /// <summary>Its row, made within the open write where it was not used here yet; null for a code that nobody knows.</summary>
        internal async Task<ScriptVersion?> ScriptRowAsync(long community, string code, DateTimeOffset now, CancellationToken cancel)
        {
            var newest = await db.ScriptVersions.Where(s => s.CommunityId == community && s.Code == code).OrderByDescending(s => s.Version).FirstOrDefaultAsync(cancel);
            if (newest is null && Shipped.Value.FirstOrDefault(s => s.Code == code) is { } shipped)
            {
                newest = new()
                {
                    CommunityId = community, Id = Ids.New(), Code = code, Version = 1, Name = shipped.Name, Body = shipped.Body.ToJson(), MadeAt = now, MadeBy = ShippedBy,
                };
                db.Add(newest);
            }

            return newest;
        }
    }

    private static IEnumerable<ScriptChoice> Read()
    {
        var assembly = typeof(Scripts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            var script = JsonSerializer.Deserialize<ShippedScript>(file, Json) ?? throw new JsonException(name);
            yield return new(script.Code, 0, script.Name, script.Body);
        }
    }

    private sealed record ShippedScript(string Code, string Name, Script Body);
}
