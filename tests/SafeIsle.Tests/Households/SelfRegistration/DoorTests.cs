using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Households.SelfRegistration;

/// <summary>What a code opens, and what the last four digits of a phone show.</summary>
public sealed class DoorTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string Document = Doorstep.DocumentOf("19500308", 12);

    private static PersonFacts Elder => new()
    {
        Name = "钱奶奶", Relation = "户主", Sex = Sex.Female, BirthDate = new(1950, 3, 8), DocumentKind = DocumentKind.ResidentId,
        DocumentNumber = Document, Phones = ["14200138000"], HealthNote = "青霉素过敏", RegisteredAddress = "某省某县",
        Tags = new Dictionary<string, string> { [CareTags.Medicine] = "氨氯地平" },
    };

    [Fact]
    public async Task An_unknown_code_is_one_sentence_after_a_while()
    {
        using var resident = app.Anyone();
        var begun = TimeProvider.System.GetTimestamp();
        (await resident.OpenAsync("/h/00000-00000")).ShouldBe(HttpStatusCode.NotFound);
        TimeProvider.System.GetElapsedTime(begun).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(350));
        resident.Text.ShouldContain("没有这个编码");
        (await resident.OpenAsync("/h/" + new string('U', 3000))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_code_is_typed_as_people_type()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "101");
        var code = await app.CodeAsync(dwelling.Id);
        using var resident = app.Anyone();
        await resident.OpenAsync("/h");
        var typed = string.Concat($"{code[..5]} - {code[5..]}".ToLowerInvariant().Select(c => char.IsAsciiDigit(c) ? (char)(c + 0xFEE0) : c));
        await resident.SubmitAsync("/h", ("code", typed));
        resident.Path.ShouldBe("/h/" + code);
        resident.Text.ShouldContain("樱花苑居委会");
        resident.Text.ShouldContain("1号楼1单元101室");
        await resident.OpenAsync("/h");
        (await resident.SubmitAsync("/h", ("code", " "))).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Nothing_stored_is_shown_before_the_tail_is_right_and_then_only_masked()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "102");
        await app.PutAsync(dwelling, Tenure.Owner, Elder, new() { Name = "钱小军", Phones = ["14200139999"] });
        await app.PutAsync(dwelling, Tenure.Tenant, new PersonFacts { Name = "房客甲", Phones = ["14200137777"] });
        var code = await app.CodeAsync(dwelling.Id);
        using var resident = app.Anyone();
        foreach (var path in new[] { $"/h/{code}", $"/h/{code}/form?by=self", $"/h/{code}/form?by=proxy" })
        {
            await resident.OpenAsync(path);
            ShowsNothing(resident);
        }

        await resident.OpenAsync($"/h/{code}");
        (await resident.SubmitAsync($"/h/{code}", ("who", "self"), ("tail", "1234"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        resident.Text.ShouldContain("没有对上");
        ShowsNothing(resident);

        await resident.SubmitAsync($"/h/{code}", ("who", "self"), ("tail", "8000"));
        resident.Path.ShouldContain("/form");
        var html = Html(resident);
        html.ShouldContain("钱奶奶");
        html.ShouldContain("钱小军");
        html.ShouldContain("142****8000");
        html.ShouldContain(new string('*', 14) + Document[^4..]);
        foreach (var hidden in new[] { "14200138000", Document, Document[..6], "19500308", "1950-03-08", "青霉素", "氨氯地平", "某省某县", "房客甲", "7777" })
        {
            html.ShouldNotContain(hidden);
        }

        // Lent phones: the way back is closed when the household says so, or after half an hour.
        await resident.SubmitAsync("/leave");
        await resident.OpenAsync($"/h/{code}/form?by=self");
        ShowsNothing(resident);
        await resident.OpenAsync($"/h/{code}");
        await resident.SubmitAsync($"/h/{code}", ("who", "self"), ("tail", "8000"));
        app.Clock.Advance(DoorProof.Lasts + TimeSpan.FromSeconds(1));
        await resident.OpenAsync($"/h/{code}/form?by=self");
        ShowsNothing(resident);

        // Random tokens and hashes may hold any four digits.
        static string Html(Browser browser)
        {
            var copy = (AngleSharp.Dom.IElement)browser.Page.DocumentElement.Clone();
            foreach (var random in copy.QuerySelectorAll("input[name=__RequestVerificationToken], link"))
            {
                random.Remove();
            }

            return copy.OuterHtml;
        }

        static void ShowsNothing(Browser browser)
        {
            var html = Html(browser);
            foreach (var stored in new[] { "钱奶奶", "钱小军", "房客甲", "8000", "9999", Document, Document[^4..] })
            {
                html.ShouldNotContain(stored);
            }
        }
    }

    [Fact]
    public async Task Five_wrong_tails_an_hour_also_over_a_restart_and_an_empty_dwelling_answers_the_same()
    {
        var lived = await app.DwellingAsync(app.Cast.Building1, "201");
        var empty = await app.DwellingAsync(app.Cast.Building1, "202");
        await app.PutAsync(lived, Tenure.Owner, Elder);
        (await AnswerAsync(lived.Id, "0001")).ShouldBe(await AnswerAsync(empty.Id, "0001"));
        for (var i = 2; i <= TailGuard.MostWrong; i++)
        {
            (await AnswerAsync(lived.Id, $"000{i}")).ShouldContain("没有对上");
        }

        (await AnswerAsync(lived.Id, "8000")).ShouldContain("已经试错 5 次");
        await app.StopAsync();
        await app.StartAsync();
        (await AnswerAsync(lived.Id, "8000")).ShouldContain("已经试错 5 次");
        app.Clock.Advance(TailGuard.Window + TimeSpan.FromMinutes(1));
        (await AnswerAsync(lived.Id, "8000")).ShouldContain("带出");
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == lived.Id && e.Action == "door.guess"))).ShouldBe(5);
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == lived.Id && e.Action == "door.show"))).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_guesses_on_hour_after_hour_is_stopped_for_the_week()
    {
        var lived = await app.DwellingAsync(app.Cast.Building1, "502");
        await app.PutAsync(lived, Tenure.Owner, Elder with { Phones = ["14200130008"] });
        for (var i = 0; i < TailGuard.MostWrongLong; i++)
        {
            (await AnswerAsync(lived.Id, $"70{i:00}")).ShouldContain("没有对上");
            if (i % TailGuard.MostWrong == TailGuard.MostWrong - 1)
            {
                app.Clock.Advance(TailGuard.Window + TimeSpan.FromMinutes(1));
            }
        }

        (await AnswerAsync(lived.Id, "0008")).ShouldContain("一周内已经试错 20 次");
        app.Clock.Advance(TailGuard.LongWindow + TimeSpan.FromMinutes(1));
        (await AnswerAsync(lived.Id, "0008")).ShouldContain("带出");
    }

    [Fact]
    public async Task Many_tails_at_once_are_no_more_than_five()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "301");
        await app.PutAsync(dwelling, Tenure.Owner, Elder with { Phones = ["14200130009"] });
        var code = await app.CodeAsync(dwelling.Id);
        var browsers = Enumerable.Range(0, 10).Select(_ => app.Anyone()).ToList();
        foreach (var browser in browsers)
        {
            await browser.OpenAsync($"/h/{code}");
        }

        await Task.WhenAll(browsers.Select((b, i) => b.SubmitAsync($"/h/{code}", ("who", "self"), ("tail", $"77{i:00}"))));
        browsers.ForEach(b => b.Dispose());
        (await app.InDbAsync(db => db.DoorTries.CountAsync(t => t.DwellingId == dwelling.Id))).ShouldBeLessThanOrEqualTo(TailGuard.MostWrong);
    }

    [Fact]
    public async Task A_proof_made_up_or_of_another_door_is_none()
    {
        var mine = await app.DwellingAsync(app.Cast.Building1, "401");
        var other = await app.DwellingAsync(app.Cast.Building1, "402");
        await app.PutAsync(mine, Tenure.Owner, Elder with { Phones = ["14200135555"] });
        await app.PutAsync(other, Tenure.Owner, new PersonFacts { Name = "隔壁老王", Phones = ["14200136666"] });
        using var resident = app.Anyone();
        await resident.OpenAsync($"/h/{await app.CodeAsync(mine.Id)}");
        await resident.SubmitAsync($"/h/{await app.CodeAsync(mine.Id)}", ("who", "self"), ("tail", "5555"));
        resident.Page.DocumentElement.OuterHtml.ShouldContain("钱奶奶");
        await resident.OpenAsync($"/h/{await app.CodeAsync(other.Id)}/form?by=self");
        resident.Page.DocumentElement.OuterHtml.ShouldNotContain("隔壁老王");
    }

    [Fact]
    public async Task The_pages_are_light_and_the_notice_names_the_community()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "101");
        var code = await app.CodeAsync(dwelling.Id);
        using var resident = app.Anyone();
        foreach (var path in new[] { "/h", $"/h/{code}", $"/h/{code}/form?by=proxy", "/privacy" })
        {
            using var answer = await resident.FetchAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var html = await answer.Content.ReadAsStringAsync();
            html.Length.ShouldBeLessThan(20_000, path);
            // None but two, of a kilobyte together, that make the text larger and hold a form without network: nothing typed is lost.
            html.Split("<script").Skip(1).ShouldAllBe(
                s => s.StartsWith(" src=\"/islands/text-size.js", StringComparison.Ordinal) || s.StartsWith(" src=\"/islands/offline.js", StringComparison.Ordinal), path);
        }

        await resident.OpenAsync($"/privacy?community={Cast.Home}");
        resident.Text.ShouldContain("樱花苑居委会");
        resident.Text.ShouldContain("销毁");
        (await resident.OpenAsync("/privacy?community=1")).ShouldBe(HttpStatusCode.OK);
    }

    // The page's words without the dwelling's own label.
    private async Task<string> AnswerAsync(Guid dwelling, string tail)
    {
        using var resident = app.Anyone();
        var code = await app.CodeAsync(dwelling);
        await resident.OpenAsync($"/h/{code}");
        await resident.SubmitAsync($"/h/{code}", ("who", "self"), ("tail", tail));
        return string.Join(' ', resident.Text.Split(' ').Where(w => !w.Contains("单元", StringComparison.Ordinal)));
    }
}

/// <summary>Codes are not to be tried out from one address. Alone, because it uses the address up.</summary>
public sealed class DoorLimitsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Forms_are_counted_door_by_door_so_that_neighbours_behind_one_address_are_not_held_up()
    {
        var busy = await app.DwellingAsync(app.Cast.Building1, "301");
        using var resident = app.Anyone();
        var path = $"/h/{await app.CodeAsync(busy.Id)}/form";
        await resident.OpenAsync(path + "?by=self");
        var key = resident.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        for (var i = 0; i < DoorLimits.Submissions; i++)
        {
            await resident.OpenAsync(path + "?by=self");
            await resident.SubmitAsync("/form", ("key", key), ("do", "send"), ("tenure", "Owner"), ("m0.name", $"第{i}版"));
            resident.Text.ShouldContain("已收到");
        }

        await resident.OpenAsync(path + "?by=self");
        (await resident.SubmitAsync("/form", ("key", key), ("do", "send"), ("tenure", "Owner"), ("m0.name", "又一版"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        resident.Text.ShouldContain("这一户一小时内交的登记太多了");
        await app.SendAsync(await app.DwellingAsync(app.Cast.Building1, "302"), ("m0.name", "邻居"));
    }

    [Fact]
    public async Task Wrong_codes_from_one_address_end_and_a_right_one_opens_all_the_same()
    {
        using var resident = app.Anyone();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < DoorLimits.WrongCodes + 1; i++)
        {
            statuses.Add(await resident.OpenAsync($"/h/ZZZZZ-{i:00000}"));
        }

        statuses.Take(DoorLimits.WrongCodes).ShouldAllBe(s => s == HttpStatusCode.NotFound);
        statuses[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        resident.Text.ShouldContain("十分钟后再试");

        // The neighbour behind the same carrier's address.
        await app.SendAsync(await app.DwellingAsync(app.Cast.Building1, "401"), ("m0.name", "邻居"));
    }
}
