using System.Diagnostics;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Bench;

/// <summary>Inferring for 100,000 dwellings with 10 pieces of evidence each whether they are lived in: the rules alone, without a database.</summary>
internal static class InferBench
{
    private const int Dwellings = 100_000;
    private const int PiecesEach = 10;
    private const int Runs = 5;
    private const int Seed = 20200204;

    public static Task RunAsync(Report report)
    {
        var random = new Random(Seed);
        var (kinds, signs) = (Enum.GetValues<EvidenceKind>(), Enum.GetValues<EvidenceSign>());
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var all = Enumerable.Range(0, Dwellings).Select(_ => Enumerable.Range(0, PiecesEach).Select(day =>
        {
            var kind = kinds[random.Next(kinds.Length)];
            return new Piece(kind, signs[random.Next(signs.Length)], start.AddDays(day).AddMinutes(random.Next(600)), kind == EvidenceKind.Override ? OccupancyState.Unsure : null);
        }).ToArray()).ToList();
        var best = TimeSpan.MaxValue;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var lived = 0;
        for (var run = 0; run < Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            lived = all.Count(pieces => OccupancyRules.Infer(pieces)?.State == OccupancyState.LivedIn);
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        var allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / Runs;
        report.Add("infer", "dwellings a second", (int)(Dwellings / best.TotalSeconds), "/s");
        report.Add("infer", "100,000 dwellings", (int)best.TotalMilliseconds, "ms");
        report.Add("infer", "allocated for all of them", (int)(allocated >> 20), "MB");
        report.Add("infer", "lived in", lived, "dwellings");
        return Task.CompletedTask;
    }
}
