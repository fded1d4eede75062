using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>A daily call stands in the file on the day on which it was made, and settles that day's only.</summary>
public sealed class CallsOfOtherDaysTests(TestApp app) : IClassFixture<TestApp>
{
    private const string List = "/field/310107103017/todos";

    private async Task<string> SendAsync(Browser browser, Todo todo, string outcome, DateTimeOffset at)
    {
        using var pass = await browser.FetchAsync(List + "/pass");
        using var content = JsonContent.Create(new
        {
            sentAt = app.Clock.Now().ToUnixTimeMilliseconds(), tries = new[] { new { id = Ids.New(), todo = todo.Id, outcome, note = "", at = at.ToUnixTimeMilliseconds() } },
        });
        content.Headers.Add("RequestVerificationToken", (await pass.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
        using var answer = await browser.SendAsync(List + "/tries", content);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("tries")[0].GetProperty("end").GetString()!;
    }

    [Fact]
    public async Task A_time_of_another_day_is_no_call_of_today_and_yesterdays_comes_late_into_yesterday()
    {
        var home = await KeptHome.MakeAsync(app, "881号楼", Groups.Person("每天一问"));
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        await KeptHome.RoundAsync(app);
        var first = (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldHaveSingleItem();
        var (day, called) = (app.Clock.Today(), app.Clock.Now());
        (await SendAsync(director, first, "fine", called.AddDays(-3))).ShouldBe("OtherDay");
        (await SendAsync(director, first, "none", called.AddDays(-40))).ShouldBe("OtherDay");
        (await app.InDbAsync(db => db.MeasureCalls.CountAsync(c => c.MeasureId == measure.Id))).ShouldBe(0);
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == first.Id))).ClosedAt.ShouldBeNull();
        (await app.InDbAsync(db => db.TodoTries.Where(t => t.TodoId == first.Id).Select(t => t.TooLate).ToListAsync())).ShouldBe([true, true]);

        // Made yesterday without network, and here after the round has put yesterday's away.
        KeptHome.At(app, 1, 10);
        await KeptHome.RoundAsync(app);
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == first.Id))).ClosedAt.ShouldNotBeNull();
        using var next = await app.AsAsync("director");
        (await SendAsync(next, first, "fine", called.AddMinutes(5))).ShouldBe("Kept");
        var call = await app.InDbAsync(db => db.MeasureCalls.SingleAsync(c => c.MeasureId == measure.Id));
        (call.Day, call.Outcome).ShouldBe((day, CallOutcome.Fine));
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).Count(t => t.ClosedAt is null).ShouldBe(1, "today's is still to be made");
    }
}
