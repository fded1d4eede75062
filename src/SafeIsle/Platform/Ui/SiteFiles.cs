using System.Security.Cryptography;

namespace SafeIsle.Platform.Ui;

/// <summary>Addresses of our own static files with their content's hash, so that browsers may keep them for a year.</summary>
public sealed class SiteFiles(IWebHostEnvironment host)
{
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary><c>Of("css/desk.css")</c> → <c>/css/desk.css?v=3fa1…</c></summary>
    public string Of(string path)
    {
        lock (gate)
        {
            if (!known.TryGetValue(path, out var address))
            {
                var file = host.WebRootFileProvider.GetFileInfo(path);
                address = $"/{path}?v={(file.Exists ? Hash(file) : "0")}";
                known[path] = address;
            }

            return address;
        }
    }

    private static string Hash(Microsoft.Extensions.FileProviders.IFileInfo file)
    {
        using var content = file.CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(content))[..12];
    }
}
