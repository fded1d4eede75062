using System.Text.Json;
using System.Text.Json.Serialization;
using SafeIsle.Platform;

namespace SafeIsle.Plans;

/// <summary>The plans that come with the product: JSON files in <c>Plans/Shipped</c>, copied into each community when it is created.</summary>
public static class ShippedPlans
{
    private const string Folder = "plans/";
    private const string PublishedBy = "随产品提供";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly Lazy<IReadOnlyList<Shipped>> All = new(() => [.. Read()]);

    /// <summary>Version 1 of every shipped plan, as rows of that community, not yet saved.</summary>
    public static IEnumerable<ResponsePlan> For(long community, DateTimeOffset now) => All.Value.Select(plan => new ResponsePlan
    {
        CommunityId = community,
        Id = Ids.New(),
        Code = plan.Code,
        Version = 1,
        Name = plan.Name,
        Body = plan.Body.ToJson(),
        PublishedAt = now,
        PublishedBy = PublishedBy,
    });

    private static IEnumerable<Shipped> Read()
    {
        var assembly = typeof(ShippedPlans).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize<Shipped>(file, Json) ?? throw new JsonException(name);
        }
    }

    private sealed record Shipped(string Code, string Name, PlanBody Body);
}
