using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Tests.Households.SelfRegistration;

/// <summary>What tests of self-registration do over and over: put people behind a door, read the code on its paper, fill the form.</summary>
internal static class Doorstep
{
    /// <summary>A made-up resident ID: region 990000, which nobody has.</summary>
    public static string DocumentOf(string birth, int sequence) => ResidentIdNumber.Complete($"990000{birth}{sequence:000}");

    public static Task<Dwelling> DwellingAsync(this TestApp app, Guid building, string room, int unit = 1) =>
        app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.CommunityId == Cast.Home && d.BuildingId == building && d.Unit == unit && d.Room == room));

    public static async Task<string> CodeAsync(this TestApp app, Guid dwelling)
    {
        var row = await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Id == dwelling));
        return DoorCode.Of(app.Services.GetRequiredService<KeyRing>(), row.CommunityId, row.Id, row.DoorCodeVersion);
    }

    public static async Task<Household> PutAsync(this TestApp app, Dwelling dwelling, Tenure tenure, params PersonFacts[] people)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var batch = new RegisterBatch(
            scope.ServiceProvider.GetRequiredService<Sealer>(), scope.ServiceProvider.GetRequiredService<KeyRing>(), app.Clock, dwelling.CommunityId,
            Actor.System, RegisterSource.Desk);
        var household = batch.AddHousehold(dwelling, tenure);
        for (var i = 0; i < people.Length; i++)
        {
            batch.AddPerson(household, people[i], i);
        }

        await batch.SaveAsync(db, default);
        write.Record(dwelling.CommunityId, "test.put", household.Id, "测试住户");
        await write.CommitAsync();
        return household;
    }

    /// <summary>The people of a household as the register holds them, opened.</summary>
    public static async Task<IReadOnlyList<PersonCard>> PeopleAsync(this TestApp app, Dwelling dwelling)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        return await scope.ServiceProvider.GetRequiredService<RegisterReader>().OpenAsync(db.PeopleOf(dwelling), default);
    }

    public static Task<List<RegisterProposal>> ProposalsAsync(this TestApp app, Guid dwelling) =>
        app.InDbAsync(db => db.Proposals.Where(p => p.DwellingId == dwelling).OrderBy(p => p.SubmittedAt).ToListAsync());

    /// <summary>A resident who sends a form with these fields; the browser stands on the receipt.</summary>
    public static async Task<RegisterProposal> SendAsync(this TestApp app, Dwelling dwelling, params (string Name, string? Value)[] fields)
    {
        using var resident = app.Anyone();
        var code = await app.CodeAsync(dwelling.Id);
        await resident.OpenAsync($"/h/{code}/form?by=self");
        await resident.SubmitAsync("/form", [("do", "send"), ("tenure", "Owner"), .. fields]);
        resident.Path.ShouldContain("/received/", customMessage: resident.Text);
        return (await app.ProposalsAsync(dwelling.Id))[^1];
    }
}
