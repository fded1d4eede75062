using System.Text.Json;
using SafeIsle.Platform;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Places.Plan;

/// <summary>What a map file holds, brought into the drawing: its width is <see cref="PlanLayout.Width"/>.</summary>
public sealed record GroundMap(IReadOnlyList<GroundShape> Shapes, int Height);

/// <summary>
/// Reads the part of GeoJSON (RFC 7946) that outlines of buildings, roads and points need: a FeatureCollection of polygons, lines and points in
/// degrees. Everything else in the file is passed over.
/// </summary>
public static class GeoJsonFile
{
    /// <summary>Bytes of the file.</summary>
    public const long MostBytes = 5 << 20;

    /// <summary>Features of the file.</summary>
    public const int MostFeatures = 3_000;

    /// <summary>Corners of all features together.</summary>
    public const int MostCorners = 60_000;

    private const string Broken = "这不是 GeoJSON 文件，或者文件已损坏；请从地图软件里导出 .geojson 再上传。";
    private const int MostName = 40;
    private const int Deepest = 16;

    // Of the longer side to the shorter: beyond it a point far away has slipped into the file.
    private const double MostStretch = 8;
    private const int LeastHeight = 200;
    private const double LeastDegrees = 1e-7;

    private static readonly string[] NameKeys = ["name", "名称", "楼栋", "楼号", "building", "label", "Name", "NAME"];

    /// <summary>The shapes in the drawing's units, or one sentence why not.</summary>
    public static Outcome<GroundMap> Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MostBytes)
        {
            return new No($"地图文件超过 {MostBytes >> 20} MB，请只导出本小区的楼栋轮廓。");
        }

        // Chinese map software writes GB 18030 where RFC 7946 says UTF-8.
        if (CsvFile.Decode(file.Span) is not { } text)
        {
            return new No(Broken);
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
            return Read(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter for an escape that is half a character, which is found when that text is read.
            return new No(Broken);
        }
    }

    private static Outcome<GroundMap> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "type") != "FeatureCollection" || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            return new No("文件里没有 FeatureCollection，请从地图软件里按图层导出 GeoJSON。");
        }

        if (features.GetArrayLength() > MostFeatures)
        {
            return new No($"文件里超过 {MostFeatures} 个图形，请只导出本小区的楼栋轮廓。");
        }

        var found = new List<(string Name, List<List<(double X, double Y)>> Rings)>();
        var corners = 0;
        foreach (var feature in features.EnumerateArray())
        {
            var rings = feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("geometry", out var geometry) ? Rings(geometry) : [];
            corners += rings.Sum(r => r.Count);
            if (corners > MostCorners)
            {
                return new No($"图形的角点超过 {MostCorners} 个，请简化轮廓后再导出。");
            }

            if (rings.Exists(r => r.Exists(p => Math.Abs(p.X) > 180 || Math.Abs(p.Y) > 90)))
            {
                return new No("坐标不是经纬度，请按 WGS 84 或 GCJ-02 经纬度导出。");
            }

            if (rings.Count > 0)
            {
                found.Add((NameOf(feature), rings));
            }
        }

        return found.Count == 0 ? new No("文件里没有可用的图形（面、线或点）。") : Scaled(found);
    }

    private static Outcome<GroundMap> Scaled(List<(string Name, List<List<(double X, double Y)>> Rings)> found)
    {
        var all = found.SelectMany(f => f.Rings).SelectMany(r => r).ToList();
        var (left, right, bottom, top) = (all.Min(p => p.X), all.Max(p => p.X), all.Min(p => p.Y), all.Max(p => p.Y));
        // A degree of longitude is shorter than one of latitude.
        var narrow = Math.Cos((top + bottom) / 2 * Math.PI / 180);
        var (wide, tall) = ((right - left) * narrow, top - bottom);
        if (wide < LeastDegrees || tall < LeastDegrees || Math.Max(wide / tall, tall / wide) > MostStretch)
        {
            return new No("图形的范围不像一个小区（太窄或只有一个点），请检查有没有混进远处的点。");
        }

        const int Inner = PlanLayout.Width - (2 * PlanLayout.Margin);
        var scale = Inner / wide;
        var height = Math.Max(LeastHeight, (int)Math.Ceiling(tall * scale) + (2 * PlanLayout.Margin));
        return new GroundMap(
            [
                .. found.Select(f => new GroundShape(f.Name, [.. f.Rings.Select(r => (IReadOnlyList<int>)[.. r.SelectMany(p => new[]
                {
                    PlanLayout.Margin + (int)Math.Round((p.X - left) * narrow * scale), PlanLayout.Margin + (int)Math.Round((top - p.Y) * scale),
                })])])),
            ],
            height);
    }

    private static List<List<(double X, double Y)>> Rings(JsonElement geometry)
    {
        if (geometry.ValueKind != JsonValueKind.Object || !geometry.TryGetProperty("coordinates", out var at) || at.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        IEnumerable<IEnumerable<JsonElement>> rings = Text(geometry, "type") switch
        {
            "Point" => [[at]],
            "LineString" => [Items(at)],
            "MultiLineString" or "Polygon" => Items(at).Select(Items),
            "MultiPolygon" => Items(at).SelectMany(Items).Select(Items),
            _ => [],
        };
        return [.. rings.Select(ring => ring.Select(Corner).OfType<(double, double)>().ToList()).Where(ring => ring.Count > 0)];
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static (double, double)? Corner(JsonElement pair) =>
        pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() >= 2 && pair[0].ValueKind == JsonValueKind.Number && pair[1].ValueKind == JsonValueKind.Number
        && pair[0].TryGetDouble(out var x) && pair[1].TryGetDouble(out var y) && double.IsFinite(x) && double.IsFinite(y)
            ? (x, y)
            : null;

    private static string NameOf(JsonElement feature)
    {
        if (!feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        foreach (var key in NameKeys)
        {
            if (properties.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number && ChineseText.Clean(value.ToString()) is { Length: > 0 } name)
            {
                return ChineseText.Cut(name, MostName);
            }
        }

        return "";
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
