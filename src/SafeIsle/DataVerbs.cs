using System.CommandLine;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle;

/// <summary>The verbs that work on the database without serving.</summary>
public static class DataVerbs
{
    public static Command Migrate()
    {
        var command = new Command("migrate", "Brings the database to this version of the product.");
        command.SetAction(async (_, cancel) =>
        {
            await using var db = DataSetup.OpenAlone(Location());
            await db.MigrateAsync(cancel);
            return 0;
        });
        return command;
    }

    public static Command VerifyAudit()
    {
        var command = new Command("verify-audit", "Checks that no line of the audit log was altered or removed.");
        command.SetAction(async (_, cancel) =>
        {
            var location = Location();
            await using var db = DataSetup.OpenAlone(location);
            var keys = await Installer.OpenKeysAsync(
                db, location, Environment.GetEnvironmentVariable("SAFEISLE_KEYS"), TimeProvider.System, cancel);
            if (keys.Refused)
            {
                await Console.Error.WriteLineAsync(keys.Refusal);
                return 1;
            }

            var problems = await new AuditTrail(keys.Value, TimeProvider.System).VerifyAsync(db, cancel);
            foreach (var problem in problems)
            {
                Console.WriteLine(problem);
            }

            Console.WriteLine(problems.Count == 0 ? "审计记录完整。" : $"发现 {problems.Count} 处问题。");
            return problems.Count == 0 ? 0 : 2;
        });
        return command;
    }

    internal static DataLocation Location()
    {
        var location = DataLocation.From(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        location.CreateFolder();
        return location;
    }
}
