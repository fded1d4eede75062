using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates;
using SafeIsle.Gates.Errands;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Secrets;
using SafeIsle.Tests.Gates;
using static SafeIsle.Tests.Health.ClosedHome;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>Fourteen days of a family of three, and what can go wrong in them.</summary>
public sealed class FourteenDaysTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_family_of_three_through_fourteen_days_with_a_missed_evening_a_fever_and_an_errand()
    {
        At(app, 1, 6, 40);
        await app.RulesAsync();
        var home = await MakeAsync(
            app, "311号楼", new PersonFacts { Name = "张家父", Phones = ["14200138011"] }, new PersonFacts { Name = "张家母" }, new PersonFacts { Name = "张家女" });
        var measure = await OpenAsync(home);
        using var phone = await home.PhoneAsync(app);
        var front = phone.Path;
        for (var day = 1; day <= 14; day++)
        {
            At(app, day == 1 ? 0 : 1, 7);
            await RoundAsync(app);
            await ReportAsync(365, 364, day == 5 ? 376 : 366);
            if (day == 5)
            {
                // 37.6 of one of those who live with him: a doctor looks after it, and the release would wait for it.
                phone.Text.ShouldContain("已报给社区医生");
                await HandleAsync();
            }

            At(app, 0, 11);
            // A session does not last from one day to the next.
            using var director = await app.AsAsync("director");
            using var worker = await app.AsAsync("worker");
            await CallAsync(worker, measure, day == 3 ? "要一盒降压药" : "");
            if (day is 1 or 4 or 7 or 14)
            {
                foreach (var person in home.People)
                {
                    await director.OpenAsync($"{Desk}/measures/{measure.Id}");
                    await director.SubmitAsync("/tests", ("testDay", $"{day}"), ("testPerson", $"{person.Id}"), ("result", "negative"));
                    director.Text.ShouldContain($"第 {day} 天的检测已记下");
                }
            }

            if (day == 8)
            {
                await ErrandAsync(director);
            }

            At(app, 0, 17, 30);
            if (day == 2)
            {
                await MissEveningAsync();
            }
            else
            {
                await ReportAsync(365, 366, 365);
            }
        }

        await EndAsync(home, measure, phone, front);

        async Task ReportAsync(params int[] tenths)
        {
            await phone.OpenAsync(front + "/report");
            await phone.SubmitAsync("/report", [.. home.People.Select((p, i) => (T(p), (string?)$"{tenths[i]}"))]);
            phone.Status.ShouldBe(HttpStatusCode.OK, phone.Text);
        }

        async Task HandleAsync()
        {
            using var doctor = await DoctorAsync(app);
            await doctor.OpenAsync($"{Desk}/measures/{measure.Id}");
            doctor.Text.ShouldContain("体温异常 1 次没有处理");
            await doctor.OpenAsync($"{Desk}/health/alerts");
            await doctor.SubmitAsync($"/alerts/{home.People[2].Id}", ("outcome", "NormalAgain"));
            doctor.Text.ShouldContain("已记下");
        }

        async Task MissEveningAsync()
        {
            At(app, 0, 20, 15);
            await RoundAsync(app);
            (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldBeEmpty();
            At(app, 0, 20, 40);
            await RoundAsync(app);
            (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
            using var worker = await app.AsAsync("worker");
            await worker.OpenAsync($"{Desk}/health/missing");
            worker.Text.ShouldContain("311号楼居家观察");
            var path = $"/health/missing/{home.Household.Id}";
            await worker.PostAsync($"{Desk}{path}", ("outcome", "NoAnswer"), ("slot", $"{app.Clock.Today():yyyy-MM-dd}.晚"), ("key", $"{Guid.CreateVersion7()}"));
            worker.Text.ShouldContain("没人接");
            At(app, 0, 22, 5);
            await RoundAsync(app);
            // Instead of the call, and not in the night.
            var knock = (await home.TodosAsync(app, MeasureTodos.Knock)).ShouldHaveSingleItem();
            knock.DueAt.Here().TimeOfDay.ShouldBe(TimeSpan.FromHours(8));
            (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldAllBe(t => t.ClosedAt != null);
            // Late is better than never: it counts for the evening, and nobody has to go.
            await phone.OpenAsync(front + "/report");
            await phone.SubmitAsync("/report", [.. home.People.Select(p => (T(p), (string?)"36.5"))]);
            await RoundAsync(app);
            (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldAllBe(t => t.ClosedAt != null);
            (await home.TodosAsync(app, MeasureTodos.Knock)).ShouldAllBe(t => t.ClosedAt != null);
        }

        async Task ErrandAsync(Browser director)
        {
            await phone.OpenAsync(front + "/measures");
            (await phone.SubmitAsync("/measures/trip", ("tripWhere", "普陀区中心医院"), ("tripWhy", ""), ("tripAt", Day(app.Clock.Now().AddHours(1)))))
                .ShouldBe(HttpStatusCode.UnprocessableEntity);
            phone.Page.QuerySelector("#tripWhere")!.GetAttribute("value").ShouldBe("普陀区中心医院");
            await phone.SubmitAsync("/measures/trip", ("tripWhy", "复诊"));
            phone.Text.ShouldContain("已收到");
            await director.OpenAsync($"{Desk}/measures?late=Asks&building={home.Building}");
            director.Text.ShouldContain("张家父");
            await director.OpenAsync($"{Desk}/measures/{measure.Id}");
            director.Text.ShouldContain("复诊");
            (await director.SubmitAsync("/decisions", ("allow", "yes"), ("companion", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
            director.Text.ShouldContain("谁陪同");
            await director.SubmitAsync("/decisions", ("allow", "yes"), ("companion", "社区专车 小周"));
            director.Text.ShouldContain("已同意");
            await phone.OpenAsync(front);
            phone.Text.ShouldContain("同意外出就医");
            phone.Text.ShouldContain("社区专车 小周陪同");
            var errands = $"{Desk}/households/{home.Household.Id}/errands";
            await director.OpenAsync(errands);
            director.Text.ShouldContain("居委会已同意");
            director.Text.ShouldContain("有人隔离、观察");
            await director.SubmitAsync(
                errands, ("person", $"{home.People[0].Id}"), ("category", "Doctor"), ("where", "普陀区中心医院"), ("what", "复诊"), ("companionName", "小周"),
                ("backBy", Day(app.Clock.Now().AddHours(4))), ("despite", "复诊，已批准"), ("authority", "镇防控办"));
            director.Path.ShouldContain("/errands/", customMessage: director.Text);
            var slip = director.Path;
            At(app, 0, 13);
            using var later = await app.AsAsync("director");
            await later.OpenAsync(slip);
            await later.SubmitAsync("/back");
            later.Text.ShouldContain("已收单");
        }
    }

    private async Task<Measure> OpenAsync(KeptHome home)
    {
        using var director = await app.AsAsync("director");
        return await home.OpenAsync(app, director);
    }

    private async Task EndAsync(KeptHome home, Measure measure, Browser phone, string front)
    {
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldAllBe(t => t.ClosedAt != null);
        // What was needed on the third day is a request, which the household follows on its phone.
        (await home.TodosAsync(app, MeasureTodos.Need)).ShouldBeEmpty();
        (await home.TodosAsync(app, "help")).ShouldHaveSingleItem().OwnerId.ShouldBeNull();
        await phone.OpenAsync(front + "/requests");
        phone.Text.ShouldContain("我家的求助 其他");
        using var director = await app.AsAsync("director");
        // Before the time is over it is not an ordinary release.
        await director.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        director.Text.ShouldContain("还没有期满");
        At(app, 1, 7);
        using var next = await app.AsAsync("director");
        await next.OpenAsync($"{Desk}/measures?late=Over&building={home.Building}");
        next.Text.ShouldContain("张家父");
        await next.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        next.Text.ShouldContain("条件满足");
        (await next.SubmitAsync("/release", ("document", "普防控〔2022〕20号"), ("verified", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        next.Page.QuerySelector("#document")!.GetAttribute("value").ShouldBe("普防控〔2022〕20号");
        await next.SubmitAsync("/release", ("verified", "林医生"));
        next.Text.ShouldContain("已解除");
        (await home.TodosAsync(app, MeasureTodos.DoorOff)).Count.ShouldBe(1);
        await phone.OpenAsync(front);
        phone.Text.ShouldContain("已解除");
        phone.Text.ShouldContain("谢谢");
        using var certificate = await next.FetchAsync(next.Path + "/certificate.pdf");
        certificate.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        using var anyone = app.Anyone();
        var code = CertificateCode.Of(app.Services.GetRequiredService<KeyRing>(), Cast.Home, measure.Id);
        await anyone.OpenAsync("/verify/" + code);
        anyone.Text.ShouldContain("有效");
        anyone.Text.ShouldNotContain("张家父");
        // The file tells all of it, once each.
        await next.OpenAsync($"{Desk}/measures/{measure.Id}");
        foreach (var word in new[] { "同意外出，社区专车", "从普陀区中心医院回来", "没报体温，打了电话：没人接", "第 14 天检测：阴性", "林医生核实" })
        {
            next.Text.ShouldContain(word);
        }

        // Lists tell of it for some days yet, and the file of the daughter's fever.
        next.Text.ShouldContain("张家女 37.6 ℃");
        await SeesAsync(next, true);
        await PastAsync(measure);
    }

    // The doctor's list and the slips that are closed, of the community and of the household.
    private static async Task SeesAsync(Browser reader, bool shown)
    {
        await reader.OpenAsync($"{Desk}/health/alerts");
        reader.Text.Contains("张家女", StringComparison.Ordinal).ShouldBe(shown);
        await reader.OpenAsync($"{Desk}/errands?show=closed");
        reader.Text.Contains("张家父", StringComparison.Ordinal).ShouldBe(shown);
        reader.Text.Contains("普陀区中心医院", StringComparison.Ordinal).ShouldBe(shown);
    }

    private static async Task CallAsync(Browser worker, Measure measure, string need)
    {
        await worker.OpenAsync($"{Desk}/measures/call?person={measure.PersonId}");
        worker.Path.ShouldContain($"/measures/{measure.Id}");
        await worker.SubmitAsync("/calls", ("callOutcome", "Fine"), ("mood", "Calm"), ("need", need));
        worker.Text.ShouldContain("已记下");
    }

    // Fourteen days later nobody sees it without saying why.
    private async Task PastAsync(Measure measure)
    {
        At(app, 15, 10);
        using var director = await app.AsAsync("director");
        using var worker = await app.AsAsync("worker");
        await director.OpenAsync($"{Desk}/measures?ended=1&building={measure.BuildingId}");
        director.Text.ShouldNotContain("张家父");
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        director.Text.ShouldNotContain("同乘一车");
        (await worker.OpenAsync($"{Desk}/measures/{measure.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        await SeesAsync(director, false);
        await SeesAsync(worker, false);
        await director.OpenAsync($"{Desk}/households/{measure.HouseholdId}/errands");
        director.Text.ShouldNotContain("普陀区中心医院");
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        (await director.SubmitAsync("/look", ("why", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/look", ("why", "本人来开证明"));
        director.Text.ShouldContain("同乘一车");
        // Whoever has to see it reads all of it there.
        director.Text.ShouldContain("张家女 37.6 ℃，处理体温异常：复测正常");
        director.Text.ShouldContain("从普陀区中心医院回来");
        (await app.InDbAsync(db => db.Set<SafeIsle.Platform.Audit.AuditEntry>().Where(e => e.Action == "measure.look.past").Select(e => e.Summary).ToListAsync()))
            .ShouldContain(s => s.Contains("本人来开证明", StringComparison.Ordinal));
    }
}
