using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Somebody was turned away: by whom, why, and what was said, so that a complaint is answered from the record.</summary>
public sealed class RefusalTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_refusal_names_the_guard_and_stands_in_the_statement_of_facts()
    {
        await app.RulesAsync();
        using var director = await app.AsAsync("director");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "501", Tenure.Owner, Groups.Person("吴老伯"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, "投诉门");
        using var scanner = await app.ScannerAsync(director, gate, "投诉平板");
        var now = app.Clock.Now();
        var refused = scanner.Scan(now.AddHours(-2), "out", pass.Number, verdict: "stop");
        (refused["reason"], refused["note"], refused["guard"]) = ("used", "他说要去买米，请他打居委会电话", "老秦");
        // The old man without a pass: the guard looked up his door.
        var without = scanner.Scan(now.AddHours(-1), "out", door: "1号楼 2-501", verdict: "stop");
        (without["reason"], without["note"]) = ("noPass", "忘了带证");
        var other = scanner.Scan(now.AddHours(-1), "in", door: "1号楼 2-502", verdict: "stop");
        // And once more, found by his ID number: such a scan names the door as the register does.
        var byNumber = scanner.Scan(now.AddMinutes(-50), "out", door: "1号楼2单元501室", verdict: "stop");
        await scanner.SendAsync(refused, without, other, byNumber, scanner.Scan(now.AddMinutes(-30), "out", pass.Number));
        var stored = await app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).OrderBy(s => s.Seq).ToListAsync());
        stored.Select(s => s.Guard).ShouldBe(["老秦", "投诉平板", "投诉平板", "投诉平板", "投诉平板"]);
        stored[1].Dwelling.ShouldBe("1号楼2单元501室");
        stored.Select(s => s.DwellingId == pass.DwellingId).ShouldBe([true, true, false, true, true]);

        await director.OpenAsync($"{Desk}/households/{household}/passes");
        director.Text.ShouldContain("原因：这张证这几天出门的次数用完了；说明：他说要去买米，请他打居委会电话");
        director.Text.ShouldContain("忘了带证");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/households/{household}/passes");
        worker.Text.ShouldNotContain("忘了带证");
        var link = director.Page.QuerySelector("a[href*='statements/new']")!.GetAttribute("href")!;
        await director.OpenAsync(link);
        await director.SubmitAsync(
            "/statements", ("title", "门岗没放行"), ("from", now.AddHours(-5).ForInput()), ("to", now.AddMinutes(1).ForInput()));
        director.Text.ShouldContain("老秦：在投诉门，这一户的人要出门，没有放行。原因：这张证这几天出门的次数用完了；说明：他说要去买米，请他打居委会电话");
        director.Text.ShouldContain("投诉平板：在投诉门，这一户的人（没有出示出入证）要出门，没有放行。原因：这一户没有可用的证；说明：忘了带证");
        director.Text.ShouldContain("在投诉门，这一户的人出门");
        director.Text.ShouldNotContain("502");
    }

    public static TheoryData<string, string> Reasons => [.. Vectors.Read<Reason>("scan-reasons").Select(r => (r.Code, r.Words))];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void The_log_says_a_reason_in_the_words_that_the_guard_picked(string code, string words) => ScanReasons.Of(code).ShouldStartWith(words);

    [Fact]
    public async Task The_log_says_why_as_the_screen_said_it_and_then_what_was_said()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "说明白门");
        using var scanner = await app.ScannerAsync(director, gate, "说明白平板");
        var (curfew, own) = (scanner.Scan(app.Clock.Now(), "out", verdict: "stop"), scanner.Scan(app.Clock.Now(), "out", verdict: "stop"));
        (curfew["reason"], curfew["note"]) = ("curfew", "他不同意，要投诉");
        own["reason"] = "holder";
        await scanner.SendAsync(curfew, own);
        await director.OpenAsync($"{Desk}/gates/log?gate={gate}");
        director.Text.ShouldContain("现在是夜间限制出入的时段；他不同意，要投诉");
        director.Text.ShouldContain("本人与证不符");
    }

    public sealed record Reason(string Code, string Words);
}
