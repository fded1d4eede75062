using System.CommandLine;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Demo;

/// <summary><c>seed --size tiny|street|city</c>: made-up communities for tests, drills and measurements, without accounts.</summary>
public static class SeedVerb
{
    private const int PeopleOfStreet = 60_000;
    private const int PeopleOfCommunity = 5_000;

    public static Command Command()
    {
        var command = new Command("seed", "Writes made-up communities: tiny (one, 60 people), street (12), city (as many as --people need).");
        var size = new Option<string>("--size") { Description = "tiny, street, city, longhu or yinghua", DefaultValueFactory = _ => "tiny" };
        size.AcceptOnlyFromAmong("tiny", "street", "city", "longhu", "yinghua");
        var people = new Option<int>("--people") { Description = "People of a city", DefaultValueFactory = _ => 100_000 };
        command.Add(size);
        command.Add(people);
        command.SetAction(async (parsed, cancel) =>
        {
            var opened = await ServeVerb.OpenAsync(WebApplication.CreateBuilder(), TimeProvider.System, cancel);
            if (opened.Refused)
            {
                await Console.Error.WriteLineAsync(opened.Refusal);
                return 1;
            }

            await using var app = opened.Value;
            await SeedAsync(app.Services, Communities(parsed.GetRequiredValue(size), parsed.GetRequiredValue(people)), cancel);
            return 0;
        });
        return command;
    }

    /// <summary>Writes the communities, each in a transaction of its own.</summary>
    public static async Task SeedAsync(IServiceProvider services, IEnumerable<DemoCommunity> communities, CancellationToken cancel)
    {
        foreach (var community in communities)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using var write = await db.BeginWriteAsync(Actor.System, cancel);
            await ActivatorUtilities.CreateInstance<Seeder>(scope.ServiceProvider).AddAsync(write, community, cancel);
            await write.CommitAsync(cancel);
        }
    }

    /// <summary>The communities of a size.</summary>
    public static IEnumerable<DemoCommunity> Communities(string size, int people) => size switch
    {
        "tiny" => [DemoCommunity.Tiny],
        "longhu" => [DemoCommunity.Longhu],
        "yinghua" => [DemoCommunity.Yinghua],
        "street" => City(PeopleOfStreet),
        "city" => City(people),
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, null),
    };

    private static IEnumerable<DemoCommunity> City(int people)
    {
        for (var number = 0; people > 0; number++, people -= PeopleOfCommunity)
        {
            yield return DemoCommunity.OfCity(number, Math.Min(people, PeopleOfCommunity));
        }
    }
}
