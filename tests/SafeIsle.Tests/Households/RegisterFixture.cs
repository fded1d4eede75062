using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Tests.Households;

/// <summary>Writes people into the cast's buildings, as an import would.</summary>
internal static class RegisterFixture
{
    /// <summary>The desk of Home.</summary>
    public const string Desk = "/desk/310107103017";

    private static int sequence;

    /// <summary>A made-up resident ID with a right check digit.</summary>
    public static string IdNumber(DateOnly born, Sex sex = Sex.Male)
    {
        var number = (Interlocked.Increment(ref sequence) * 2 % 1000) + (sex == Sex.Male ? 1 : 0);
        return ResidentIdNumber.Complete($"990000{born:yyyyMMdd}{number:D3}");
    }

    /// <summary>The door of a building of Home by unit and room.</summary>
    public static Task<Dwelling> DoorAsync(this TestApp app, Guid building, int unit, string room) =>
        app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.CommunityId == Cast.Home && d.BuildingId == building && d.Unit == unit && d.Room == room));

    /// <summary>Registers a household with its members, the head first.</summary>
    public static async Task<(Guid Household, List<Guid> People)> SettleAsync(
        this TestApp app, Guid building, int unit, string room, Tenure tenure, params PersonFacts[] members)
    {
        var door = await app.DoorAsync(building, unit, room);
        return await app.WriteAsync(batch =>
        {
            var household = batch.AddHousehold(door, tenure);
            return (household.Id, members.Select((m, i) => batch.AddPerson(household, m, i).Id).ToList());
        });
    }

    /// <summary>Writes with a batch, as 测试员.</summary>
    public static async Task<T> WriteAsync<T>(this TestApp app, Func<RegisterBatch, T> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var actor = new Actor(null, "测试员");
        await using var write = await db.BeginWriteAsync(actor, default);
        var batch = new RegisterBatch(
            scope.ServiceProvider.GetRequiredService<Sealer>(), scope.ServiceProvider.GetRequiredService<KeyRing>(), app.Clock, Cast.Home, actor, RegisterSource.Import);
        var result = act(batch);
        await batch.SaveAsync(db, default);
        write.Record(Cast.Home, "test.people", null, "测试住户");
        await write.CommitAsync();
        return result;
    }

    /// <summary>A person's card, opened.</summary>
    public static async Task<PersonCard> CardAsync(this TestApp app, Guid person)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var reader = scope.ServiceProvider.GetRequiredService<RegisterReader>();
        return (await reader.OpenAsync(db.People.Where(p => p.Id == person), default)).Single();
    }

    /// <summary>The audit log's summaries of that kind, the newest first.</summary>
    public static Task<List<string>> AuditAsync(this TestApp app, string action) => app.InDbAsync(db => db.Set<AuditEntry>()
        .Where(e => e.CommunityId == Cast.Home && e.Action == action).OrderByDescending(e => e.Id).Select(e => e.Summary).ToListAsync());

    public static PersonFacts Person(string name, string relation = "户主", DateOnly? born = null, string? phone = null, params string[] tags) => new()
    {
        Name = name,
        Relation = relation,
        Sex = Sex.Male,
        BirthDate = born,
        DocumentKind = born is null ? null : DocumentKind.ResidentId,
        DocumentNumber = born is { } day ? IdNumber(day) : null,
        Phones = phone is null ? [] : [phone],
        Presence = Presence.Home,
        Tags = tags.ToDictionary(t => t, _ => "", StringComparer.Ordinal),
    };
}
