using System.Text.RegularExpressions;

namespace SafeIsle.Tests;

/// <summary>Modules use only modules above them: the allowed order is this one list.</summary>
public sealed partial class ModuleMapTests
{
    private static readonly string[] Order =
    [
        "Platform", "Divisions", "Setup", "Places", "Households", "Residents", "Plans", "Notices", "Grids", "Screening", "Health", "Closures", "BuildingGroups", "HelpRequests", "Gates",
        "Sampling", "Duty", "Supplies", "Cleaning", "Enterprises", "Affairs", "Recognition", "Reporting", "Oversight", "Today", "Demo",
    ];

    // Written by dotnet-ef; a snapshot and a compiled model name every entity there is.
    private static readonly string[] Generated = [Path.Combine("Platform", "Data", "Migrations"), Path.Combine("Platform", "Data", "Models")];

    private static readonly string[] NoModules = ["bin", "obj", "wwwroot", "Properties"];

    private static string Source
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "SafeIsle.slnx")))
                {
                    return Path.Combine(folder.FullName, "src", "SafeIsle");
                }
            }

            throw new InvalidOperationException("The tests run outside of the repository.");
        }
    }

    [Fact]
    public void Every_folder_is_a_module_of_the_map() =>
        Directory.GetDirectories(Source).Select(f => Path.GetFileName(f)!).Except(NoModules).Except(Order).ShouldBeEmpty();

    [Fact]
    public void Modules_use_only_modules_above_them()
    {
        var wrong = new List<string>();
        foreach (var module in Order.Where(m => Directory.Exists(Path.Combine(Source, m))))
        {
            var allowed = Order[..(Array.IndexOf(Order, module) + 1)];
            var files = Directory.EnumerateFiles(Path.Combine(Source, module), "*", SearchOption.AllDirectories)
                .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
                .Where(f => !Generated.Any(g => f.Contains(g, StringComparison.Ordinal)));
            foreach (var file in files)
            {
                var used = Used(File.ReadAllText(file)).Distinct();
                wrong.AddRange(used.Where(u => !allowed.Contains(u)).Select(u => $"{Path.GetRelativePath(Source, file)} uses {u}"));
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_is_seen_in_code_and_in_pages()
    {
        Used("using SafeIsle.Places;\n@using SafeIsle.Households\nnew SafeIsle.Closures.Order()").ShouldBe(["Places", "Households", "Closures"]);
        // From inside of the namespace SafeIsle its name may be left out.
        Used("var label = Closures.ClosureWords.Label(b);\n<td>@Plans.PlanWords.Of(stage)</td>\n(Today.TodayPage)x").ShouldBe(["Closures", "Plans", "Today"]);
    }

    [Fact]
    public void A_table_a_property_or_a_word_of_the_same_name_is_no_reference() =>
        Used("db.Households.Where(h => h.Closures.Any())\nnew Figures(Households: 3)\n// Plans. And so on\nMyPlaces.Add(x)\nPlaces = []").ShouldBeEmpty();

    private static IEnumerable<string> Used(string text) =>
        References().Matches(text).Select(m => m.Groups["module"].Value).Where(Order.Contains);

    // SafeIsle.Places, or Places.Something that nothing stands before.
    [GeneratedRegex(@"\bSafeIsle\.(?<module>[A-Z]\w+)|(?<![\w.])(?<module>[A-Z]\w+)\.[A-Z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex References();
}
