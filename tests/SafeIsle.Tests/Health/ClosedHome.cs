using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.Health;

/// <summary>A closed building with one household, as tests of temperatures need it over and over.</summary>
internal sealed record ClosedHome(Guid Building, Dwelling Dwelling, Household Household, string Order)
{
    public Guid OrderId => Guid.Parse(Order.Split('/')[^1]);

    /// <summary>Moves the clock on to that wall time of the next day in Shanghai.</summary>
    public static void NextDay(TestApp app, int hour, int minute = 0) =>
        app.Clock.Advance(SafeIsle.Platform.Clock.FromHere(app.Clock.Today().AddDays(1).ToDateTime(new(hour, minute))) - app.Clock.Now());

    /// <summary>Later on the same day.</summary>
    public static void Later(TestApp app, int hour, int minute = 0) =>
        app.Clock.Advance(SafeIsle.Platform.Clock.FromHere(app.Clock.Today().ToDateTime(new(hour, minute))) - app.Clock.Now());

    /// <summary>Closed at 06:40 of the next day, at the beginning of the morning's window.</summary>
    public static async Task<ClosedHome> MakeAsync(TestApp app, string label, PersonFacts[] people, params (string, string?)[] changes)
    {
        NextDay(app, 6, 40);
        using var director = await app.AsAsync("director");
        var building = await SafeIsle.Tests.Closures.Residents.AddBuildingAsync(app, label);
        var dwelling = await app.DwellingAsync(building, "101");
        var household = await app.PutAsync(dwelling, Tenure.Owner, people);
        return new(building, dwelling, household, await CloseBuildingTests.CloseAsync(director, building, changes));
    }

    /// <summary>A phone of the household, one that the committee knows, or a helper's ("proxy"); it stands on the household's first page.</summary>
    public async Task<Browser> PhoneAsync(TestApp app, string who = "self")
    {
        var phone = await AtDoorAsync(app, who);
        return who == "self" ? await app.ProvenAsync(phone) : phone;
    }

    /// <summary>A phone that showed the door's code and no more.</summary>
    public async Task<Browser> AtDoorAsync(TestApp app, string who = "self")
    {
        var phone = app.Anyone();
        await phone.OpenAsync($"/h/{await app.CodeAsync(Dwelling.Id)}/join");
        await phone.SubmitAsync("/join", ("name", who == "self" ? "王女士" : "老李"), ("who", who));
        phone.Path.ShouldStartWith("/home/", customMessage: phone.Text);
        return phone;
    }

    /// <summary>Stands on the report's form.</summary>
    public async Task<Browser> FormAsync(TestApp app, string who = "self")
    {
        var phone = await PhoneAsync(app, who);
        await phone.OpenAsync(phone.Path + "/report");
        return phone;
    }

    public Task<List<Person>> PeopleAsync(TestApp app) =>
        app.InDbAsync(db => db.People.Where(p => p.HouseholdId == Household.Id).OrderBy(p => p.Position).ToListAsync());

    public Task<List<TemperatureReport>> ReportsAsync(TestApp app) =>
        app.InDbAsync(db => db.TemperatureReports.Where(r => r.BuildingId == Building).OrderBy(r => r.At).ThenBy(r => r.Version).ToListAsync());

    public Task<ReportFigure> FigureAsync(TestApp app) => app.InDbAsync(async db =>
        (await ReportFigure.LoadAsync(db, [(await app.Services.GetRequiredService<DutyBook>().FindAsync(db, Cast.Home, OrderId, default))!], app.Clock.Now(), default))[0]);

    /// <summary>The cast's doctor says so in her duty title.</summary>
    public static async Task<Browser> DoctorAsync(TestApp app)
    {
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "社区医生")));
        return await app.AsAsync("doctor");
    }

    public static string T(Person person) => ReportForm.Temperature(person.Id);

    public static string S(Person person) => ReportForm.Symptom(person.Id);
}
