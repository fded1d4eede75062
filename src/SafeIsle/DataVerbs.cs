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
        var command = new Command(
            "verify-audit", "Checks that no line of the audit log was altered or removed, and prints where each place's log ends now.");
        var expect = new Option<string[]>("--expect")
        {
            Description = "An end printed earlier, PLACE:SEQ:HASH: finds also lines that were cut off the end. May be repeated.",
        };
        command.Add(expect);
        command.SetAction(async (parsed, cancel) =>
        {
            var expected = (parsed.GetValue(expect) ?? []).Select(AuditEnd.Parse).ToList();
            if (expected.Find(e => e.Refused) is { Refused: true } wrong)
            {
                await Console.Error.WriteLineAsync(wrong.Refusal);
                return 1;
            }

            var location = Location();
            await using var db = DataSetup.OpenAlone(location);
            var keys = await Installer.OpenKeysAsync(
                db, location, Environment.GetEnvironmentVariable("SAFEISLE_KEYS"), TimeProvider.System, cancel);
            if (keys.Refused)
            {
                await Console.Error.WriteLineAsync(keys.Refusal);
                return 1;
            }

            var trail = new AuditTrail(keys.Value, TimeProvider.System);
            // What other verbs wrote waits for it, and so does what the product wrote this second. What cannot be sealed, the check tells.
            await trail.SealAsync(db, cancel);
            var check = await trail.VerifyAsync(db, expected.ConvertAll(e => e.Value), cancel);
            foreach (var problem in check.Problems)
            {
                Console.WriteLine(problem);
            }

            Console.WriteLine("现在的末尾（地方：序号：校验值），请抄下或打印保存，下次用 --expect 核对：");
            foreach (var end in check.Ends)
            {
                Console.WriteLine(end);
            }

            Console.WriteLine(check.Problems.Count == 0 ? "审计记录完整。" : $"发现 {check.Problems.Count} 处问题。");
            return check.Problems.Count == 0 ? 0 : 2;
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
