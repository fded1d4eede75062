using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Grids.Todos;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>A temperature at a gate that is fever asks the committee and the doctor for a call: once a door and day, and nobody else is told.</summary>
public sealed class FeverTests(TodoApp app) : IClassFixture<TodoApp>
{
    private const string List = "/field/310107103017/todos";

    private async Task<(Pass Pass, Scanner Scanner, Guid Gate)> ReadyAsync(Browser director, string room, int unit = 2)
    {
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, unit, room, Tenure.Owner, Groups.Person("热" + room, "14200000066"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, $"热{room}门");
        return (pass, await app.ScannerAsync(director, gate, $"热{room}平板"), gate);
    }

    private Task<List<Todo>> TodosAsync(Guid? dwelling, string door) => app.InDbAsync(db => db.Todos
        .Where(t => t.Kind == FeverTodos.Code && t.DwellingId == dwelling && t.Dwelling == door).OrderBy(t => t.AskedAt).ToListAsync());

    private static string PageOf(Todo todo) => $"{Desk}/gates/fever/{todo.Id}";

    [Fact]
    public async Task A_fever_at_the_gate_is_one_call_however_often_it_is_sent()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "101");
        using var _ = scanner;
        var at = app.Clock.Now();
        object[] scans =
        [
            scanner.Scan(at.AddMinutes(-9), "out", pass.Number, tenths: 372), scanner.Scan(at.AddMinutes(-8), "in", pass.Number, tenths: 373),
            scanner.Scan(at.AddMinutes(-7), "in", pass.Number, tenths: 381, verdict: "stop"),
        ];
        (await scanner.SendAsync(scans[0])).Status.ShouldBe(HttpStatusCode.OK);
        (await TodosAsync(pass.DwellingId, "1号楼2单元101室")).ShouldBeEmpty();
        (await scanner.SendAsync(scans)).Status.ShouldBe(HttpStatusCode.OK);
        (await scanner.SendAsync(scans)).Status.ShouldBe(HttpStatusCode.OK);
        var todo = (await TodosAsync(pass.DwellingId, "1号楼2单元101室")).ShouldHaveSingleItem();
        (todo.HouseholdId, todo.OwnerId, todo.ClosedAt).ShouldBe((pass.HouseholdId, null, null));
        todo.Title.ShouldNotContain("38");

        await director.OpenAsync(List);
        director.Text.ShouldContain("1号楼2单元101室");
        director.Page.QuerySelectorAll("a[href='tel:14200000066']").ShouldNotBeEmpty();
        (await director.OpenAsync(PageOf(todo))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("热101门");
        director.Text.ShouldContain("38.1 ℃");
        director.Text.ShouldContain("37.3 ℃");
        director.Text.ShouldNotContain("37.2 ℃");
        director.Page.QuerySelectorAll("a[href='tel:14200000066']").ShouldNotBeEmpty();
        (await app.AuditAsync("gate.fever")).ShouldNotBeEmpty();

        // Called, and measured once more that day: a call again, of the same thing to do. The day's page says how many are open.
        var open = await OpenAsync();
        open.ShouldBeGreaterThan(0);
        await director.OpenAsync(List);
        await director.PostAsync(List, ("do", $"{todo.Id:N}.normal"), ("page", $"{Ids.New()}"));
        (await TodosAsync(pass.DwellingId, "1号楼2单元101室")).ShouldHaveSingleItem().ClosedAt.ShouldNotBeNull();
        (await OpenAsync()).ShouldBe(open - 1);
        (await scanner.SendAsync(scans)).Status.ShouldBe(HttpStatusCode.OK);
        (await TodosAsync(pass.DwellingId, "1号楼2单元101室")).ShouldHaveSingleItem().ClosedAt.ShouldNotBeNull();
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number, tenths: 390, verdict: "stop"));
        (await TodosAsync(pass.DwellingId, "1号楼2单元101室")).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        // Another day is another call.
        await scanner.SendAsync(scanner.Scan(app.Clock.Now().AddDays(-1), "out", pass.Number, tenths: 390, verdict: "stop"));
        (await TodosAsync(pass.DwellingId, "1号楼2单元101室")).Count.ShouldBe(2);

        async Task<int> OpenAsync()
        {
            await director.OpenAsync($"{Desk}/gates/day");
            var badge = director.Page.QuerySelectorAll(".figure").Single(f => f.TextContent.Contains("发热", StringComparison.Ordinal)).TextContent;
            return badge.Contains("都跟进了", StringComparison.Ordinal)
                ? 0 : int.Parse(string.Concat(badge[badge.IndexOf("发热", StringComparison.Ordinal)..].Where(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task A_measurement_that_the_guard_takes_back_asks_for_no_call()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, _) = await ReadyAsync(director, "402", unit: 1);
        using var __ = scanner;
        var at = app.Clock.Now();
        var (first, second) = (scanner.Scan(at.AddMinutes(-9), "out", pass.Number, tenths: 381), scanner.Scan(at.AddMinutes(-8), "out", pass.Number, tenths: 382));
        await scanner.SendAsync(first, second);
        await scanner.SendAsync(Slip(first, 7));
        // The other one of that day still asks.
        (await TodosAsync(pass.DwellingId, "1号楼1单元402室")).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        await scanner.SendAsync(Slip(second, 6));
        (await TodosAsync(pass.DwellingId, "1号楼1单元402室")).ShouldHaveSingleItem().ClosedAt.ShouldNotBeNull();

        Dictionary<string, object?> Slip(Dictionary<string, object?> of, int minutesAgo)
        {
            var scan = scanner.Scan(at.AddMinutes(-minutesAgo), "out", pass.Number);
            (scan["corrects"], scan["nobody"]) = (of["id"], true);
            return scan;
        }
    }

    [Fact]
    public async Task Of_a_door_that_nobody_knows_the_gate_is_told_of()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner, gate) = await ReadyAsync(director, "201");
        using var __ = scanner;
        await scanner.SendAsync(
            scanner.Scan(app.Clock.Now(), "in", tenths: 385, verdict: "stop"), scanner.Scan(app.Clock.Now(), "in", tenths: 386, verdict: "stop"));
        var todo = (await TodosAsync(null, "热201门")).ShouldHaveSingleItem();
        (todo.BuildingId, todo.HouseholdId).ShouldBe((Guid.Empty, null));
        await director.OpenAsync(List);
        director.Text.ShouldContain("热201门");
        await director.OpenAsync(PageOf(todo));
        director.Text.ShouldContain("38.5 ℃");
        director.Text.ShouldContain("不知道是哪一户");
    }

    [Fact]
    public async Task Only_the_committee_and_the_doctor_have_it()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, _) = await ReadyAsync(director, "301");
        using var __ = scanner;
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", pass.Number, tenths: 379, verdict: "stop"));
        var todo = (await TodosAsync(pass.DwellingId, "1号楼2单元301室")).ShouldHaveSingleItem();
        foreach (var other in new[] { "neighbour", "worker", "guard", "town" })
        {
            using var somebody = await app.AsAsync(other);
            (await somebody.OpenAsync(PageOf(todo))).ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
            somebody.Text.ShouldNotContain("37.9");
        }

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        worker.Text.ShouldNotContain("1号楼2单元301室");
        await worker.OpenAsync("/account");
        await worker.PostAsync(List, ("do", $"{todo.Id:N}.normal"), ("page", $"{Ids.New()}"));
        (await TodosAsync(pass.DwellingId, "1号楼2单元301室")).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        using var manager = await app.AsAsync("doctor");
        (await manager.OpenAsync(PageOf(todo))).ShouldBe(HttpStatusCode.Forbidden);
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "社区医生")));
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(List);
        doctor.Text.ShouldContain("1号楼2单元301室");
        doctor.Page.QuerySelectorAll("a[href='tel:14200000066']").ShouldNotBeEmpty();
        (await doctor.OpenAsync(PageOf(todo))).ShouldBe(HttpStatusCode.OK);
        doctor.Text.ShouldContain("37.9 ℃");
    }

    [Fact]
    public async Task Whoever_answers_for_the_doors_grid_does_not_have_it_either()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, _) = await ReadyAsync(director, "401", unit: 1);
        using var __ = scanner;
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", pass.Number, tenths: 384, verdict: "stop"));
        var todo = (await TodosAsync(pass.DwellingId, "1号楼1单元401室")).ShouldHaveSingleItem();
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(List);
        worker.Text.ShouldNotContain("1号楼1单元401室");
        await worker.OpenAsync("/account");
        await worker.PostAsync(List, ("do", $"{todo.Id:N}.normal"), ("page", $"{Ids.New()}"));
        worker.Status.ShouldBe(HttpStatusCode.NotFound);
        worker.Text.ShouldNotContain("1号楼1单元401室");
        (await app.InDbAsync(db => db.TodoTries.AnyAsync(t => t.TodoId == todo.Id))).ShouldBeFalse();
        await director.OpenAsync(List);
        director.Text.ShouldContain("1号楼1单元401室");
    }
}
