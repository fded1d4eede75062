using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Demo;
using SafeIsle.Grids;

namespace SafeIsle.Bench;

/// <summary>Dividing 5,725 households in 156 buildings into 18 grids: the preview from request to last byte, and how even they are.</summary>
internal static partial class GridsBench
{
    private const int Warm = 5;
    private const int Count = 30;

    public static async Task RunAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        await using var subject = await Subject.StartAsync(data.Folder);
        await subject.LoginAsync(Data.Login, DemoMode.Password);
        foreach (var by in Enum.GetValues<GridWeight>())
        {
            var path = $"/desk/{DemoCommunity.Longhu.Code}/grids/split?n=18&by={by}";
            var before = subject.Cost();
            report.AddTimes($"18 grids by {by}", await subject.TimesAsync(Warm, Count, _ => path), goalMedian: 1000);
            report.AddCost($"18 grids by {by}", subject.Since(before), Warm + Count);
            var page = System.Text.Encoding.UTF8.GetString(await subject.GetAsync(path));
            report.Add($"18 grids by {by}", "largest above mean", int.Parse(AboveMean().Match(page).Groups["percent"].Value, CultureInfo.InvariantCulture), "%", SplitRules.MostAboveMean);
        }
    }

    [GeneratedRegex("<b>(?<percent>[0-9]+)%</b>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AboveMean();
}
