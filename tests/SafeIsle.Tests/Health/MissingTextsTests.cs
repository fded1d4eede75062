using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Tests.Health.Measures;
using static SafeIsle.Tests.Health.ClosedHome;

namespace SafeIsle.Tests.Health;

/// <summary>Before anybody calls, the household is told once by a short message, in a closed building and under a measure alike. The class moves the clock.</summary>
public sealed class MissingTextsTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly PersonFacts[] Two =
        [new() { Name = "张忘报", Phones = ["14200471001", "14200471002"] }, new() { Name = "李忘报", Phones = ["14200471003"] }];

    private Task<List<OutsideMessage>> MessagesAsync(string dwelling) =>
        app.InDbAsync(db => db.OutsideMessages.Where(m => m.For == dwelling && m.About != DeliverNotice.About).OrderBy(m => m.At).ToListAsync());

    [Fact]
    public async Task A_household_of_a_closed_building_is_told_then_called()
    {
        var home = await MakeAsync(app, "471号楼", Two);
        var job = app.Services.GetRequiredService<MissingTodos>();
        Task<bool> CalledAsync() => app.InDbAsync(db => db.Todos.AnyAsync(t => t.BuildingId == home.Building && t.Kind == MissingTodos.Code));
        Later(app, 9, 5);
        await job.RunAsync(default);
        (await MessagesAsync(home.Dwelling.Label)).ShouldBeEmpty();
        Later(app, 9, 12);
        await job.RunAsync(default);
        await job.RunAsync(default);
        var told = await MessagesAsync(home.Dwelling.Label);
        told.Count.ShouldBe(MissingTexts.MostPhones);
        await using var scope = app.Services.CreateAsyncScope();
        var letters = told.ConvertAll(scope.ServiceProvider.GetRequiredService<Outside>().Open);
        letters.Select(l => l.To).ShouldBe(["14200471001", "14200471002"], ignoreOrder: true);
        letters[0].Values["title"].ShouldBe("今天早上的体温还没有报");
        letters[0].Text.ShouldNotContain("忘报");
        (await CalledAsync()).ShouldBeFalse();
        Later(app, 9, 31);
        await job.RunAsync(default);
        (await CalledAsync()).ShouldBeTrue();
        (await MessagesAsync(home.Dwelling.Label)).Count.ShouldBe(MissingTexts.MostPhones);
    }

    [Fact]
    public async Task A_household_under_a_measure_is_told_then_called_and_who_reported_is_left_alone()
    {
        KeptHome.At(app, 1, 6, 40);
        var home = await KeptHome.MakeAsync(app, "472号楼", Two[1] with { Phones = ["14200472001"] });
        var reported = await KeptHome.MakeAsync(app, "473号楼", new PersonFacts { Name = "张报了", Phones = ["14200473001"] });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director);
        await reported.OpenAsync(app, director);
        using var phone = await reported.PhoneAsync(app);
        KeptHome.At(app, 0, 7);
        await phone.OpenAsync(phone.Path + "/report");
        await phone.SubmitAsync("/report", (T(reported.People[0]), "36.5"));
        KeptHome.At(app, 0, 9, 12);
        await KeptHome.RoundAsync(app);
        await KeptHome.RoundAsync(app);
        (await MessagesAsync(home.Dwelling.Label)).ShouldHaveSingleItem().Way.ShouldBe(OutsideWay.Sms);
        (await MessagesAsync(reported.Dwelling.Label)).ShouldBeEmpty();
        (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldBeEmpty();
        KeptHome.At(app, 0, 9, 35);
        await KeptHome.RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldHaveSingleItem();
        (await MessagesAsync(home.Dwelling.Label)).ShouldHaveSingleItem();
    }
}
