using System.Text.Json;

namespace SafeIsle.Tests;

/// <summary>Cases in <c>tests/vectors/*.json</c>, which TypeScript tests may read, too.</summary>
internal static class Vectors
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>All cases of one file.</summary>
    internal static IReadOnlyList<T> Read<T>(string name) => File<List<T>>(name);

    /// <summary>A file that holds more than cases.</summary>
    internal static T File<T>(string name) =>
        JsonSerializer.Deserialize<T>(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", name + ".json")), Json)!;
}
