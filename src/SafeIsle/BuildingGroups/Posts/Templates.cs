using System.Text.Json;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A text to start an announcement from; its placeholders are those of the plans' notices.</summary>
/// <param name="Code">Stable name for links.</param>
public sealed record Template(string Code, string Name, string Title, string Body, int? RepeatMinutes);

/// <summary>The texts that come with the product: <c>Posts/Shipped/templates.json</c>.</summary>
internal static class Templates
{
    private static readonly Lazy<IReadOnlyList<Template>> Shipped = new(Read);

    public static IReadOnlyList<Template> All => Shipped.Value;

    public static Template? Of(string? code) => All.FirstOrDefault(t => t.Code == code);

    private static IReadOnlyList<Template> Read()
    {
        using var file = typeof(Templates).Assembly.GetManifestResourceStream("posts/templates.json")!;
        return JsonSerializer.Deserialize<List<Template>>(file, JsonSerializerOptions.Web) ?? throw new JsonException("posts/templates.json");
    }
}
