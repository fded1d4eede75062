using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SafeIsle.Bench;

/// <summary>One measured number with its goal.</summary>
/// <param name="Better">"lower" or "higher".</param>
internal sealed record Figure(
    [property: JsonPropertyName("bench")] string Bench,
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("metric")] string Metric,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("goal")] double? Goal,
    [property: JsonPropertyName("better")] string Better = "lower")
{
    [JsonIgnore]
    public bool? Met => Goal is not { } goal ? null : Better == "lower" ? Value <= goal : Value >= goal;
}

/// <summary>Collects figures, prints them as a table for people and as JSON lines for programs.</summary>
internal sealed class Report(string bench)
{
    private readonly List<Figure> figures = [];

    public void Add(string @case, string metric, double value, string unit, double? goal = null, string better = "lower") =>
        figures.Add(new(bench, @case, metric, Math.Round(value, 2), unit, goal, better));

    /// <summary>Median and p95 of times in milliseconds.</summary>
    public void AddTimes(string @case, IReadOnlyList<double> times, double? goalMedian = null, double? goalP95 = null)
    {
        Add(@case, "median", Percentile(times, 0.5), "ms", goalMedian);
        Add(@case, "p95", Percentile(times, 0.95), "ms", goalP95);
    }

    /// <summary>What the server spent meanwhile.</summary>
    public void AddCost(string @case, Cost cost, int requests, double? goalCpu = null)
    {
        Add(@case, "cpu", cost.Cpu.TotalMilliseconds / requests, "ms/request", goalCpu);
        Add(@case, "memory", cost.Megabytes, "MB");
    }

    public static double Percentile(IReadOnlyList<double> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
    }

    public void Print()
    {
        Console.WriteLine($"{"case",-34}{"metric",-14}{"value",12}  {"unit",-12}{"goal",10}");
        foreach (var figure in figures)
        {
            var goal = figure.Goal is { } g ? string.Create(CultureInfo.InvariantCulture, $"{g}") : "";
            var met = figure.Met switch { true => "met", false => "MISSED", null => "" };
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{figure.Case,-34}{figure.Metric,-14}{figure.Value,12:0.##}  {figure.Unit,-12}{goal,10}  {met}"));
        }

        foreach (var figure in figures)
        {
            Console.WriteLine(JsonSerializer.Serialize(figure));
        }
    }
}
