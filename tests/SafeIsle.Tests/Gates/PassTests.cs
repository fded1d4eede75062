using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Residents;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Platform.Print;
using SafeIsle.Tests.Residents;
using SafeIsle.Tests.Screening;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Passes: issued when the plan's conditions hold, printed, shown on the phone, voided.</summary>
public sealed class PassTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<Guid> HomeAsync(string room, bool verified = true)
    {
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, room, Tenure.Owner, Groups.Person("王" + room), Groups.Person("李" + room));
        if (verified)
        {
            await app.VerifyAsync(household);
        }

        return household;
    }

    [Fact]
    public async Task A_household_gets_one_pass_once_and_a_second_press_says_so()
    {
        using var director = await app.AsAsync("director");
        var home = await HomeAsync("101");
        var later = app.Clock.Today().AddDays(GateRules.MostDays);
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        (await director.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "all"), ("from", $"{later:yyyy-MM-dd}"), ("until", $"{later:yyyy-MM-dd}")))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain($"今天起 {GateRules.MostDays} 天以内");
        var pass = await app.PassAsync(director, home);
        director.Text.ShouldContain("已发证");
        director.Text.ShouldContain(PassNumber.Text(pass.Number));
        pass.Counter.ShouldBe(pass.Number);
        await director.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "all"));
        director.Text.ShouldContain("这张证已经发过");
        (await app.InDbAsync(db => db.Passes.CountAsync(p => p.HouseholdId == home))).ShouldBe(1);
        // A second card of the same household counts with the first; one by person does not.
        var person = await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == home).OrderBy(p => p.Position).Select(p => p.Id).FirstAsync());
        (await app.PassAsync(director, home, Daily, person.ToString())).Counter.ShouldBe(pass.Counter);
        var work = await app.PassAsync(director, home, Work, person.ToString());
        work.Counter.ShouldBe(work.Number);
        work.Holder.ShouldBe("王101");
    }

    [Fact]
    public async Task Who_is_not_checked_gets_none_but_with_a_reason_by_the_committee()
    {
        using var director = await app.AsAsync("director");
        using var worker = await app.AsAsync("worker");
        var home = await HomeAsync("102", verified: false);
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        (await director.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "all"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("还没有核实过登记，按规则不发证");
        await worker.OpenAsync($"{Desk}/households/{home}/passes");
        (await worker.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "all"), ("despite", "急"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("只有居委会能破例发证");
        await director.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "all"), ("despite", "老人透析"));
        director.Text.ShouldContain("破例：老人透析，高主任");
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == home));
        pass.Despite.ShouldBe("老人透析");
        // The reason may tell of an illness: it stands with the pass, not in the log that many read.
        var logged = (await app.AuditAsync("pass.issue"))[0];
        logged.ShouldContain("条件不符，写明原因后发证");
        logged.ShouldNotContain("透析");
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        await director.SubmitAsync("/revoke", ("why", "住院透析"));
        (await app.AuditAsync("pass.revoke"))[0].ShouldBe($"作废出入证 {PassNumber.Text(pass.Number)}，写明了原因");
        (await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == home))).RevokedWhy.ShouldBe("住院透析");
    }

    [Fact]
    public async Task Whoever_a_running_campaign_has_not_done_with_gets_none_and_is_told_why()
    {
        using var director = await app.AsAsync("director");
        var home = await HomeAsync("401");
        var target = await app.TargetAsync(await app.CampaignAsync("三问排查", "three", home), home);
        foreach (var (state, words) in new[] { (TargetState.ToVisit, "还没有问到"), (TargetState.Refused, "拒绝回答"), (TargetState.Contradicts, "有对不上的") })
        {
            await app.InDbAsync(db => db.ScreeningTargets.Where(t => t.Id == target.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.State, state)));
            await director.OpenAsync($"{Desk}/households/{home}/passes");
            (await director.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "all"))).ShouldBe(HttpStatusCode.UnprocessableEntity, words);
            director.Text.ShouldContain($"排查没做完：排查“三问排查”{words}");
        }

        // A rule that does not name it gives one all the same; and so does this one when the campaign is ended.
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        (await director.SubmitAsync("/passes", ("rule", $"{Work}"), ("whom", $"{await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == home).Select(p => p.Id).FirstAsync())}"))).ShouldBe(HttpStatusCode.OK, director.Text);
        var ended = (DateTimeOffset?)app.Clock.Now();
        await app.InDbAsync(db => db.Campaigns.Where(c => c.Id == target.CampaignId).ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, ended)));
        (await app.PassAsync(director, home)).Rule.ShouldBe(Daily);
    }

    [Fact]
    public async Task A_field_worker_of_other_buildings_finds_no_such_household()
    {
        var home = await HomeAsync("201");
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync($"{Desk}/households/{home}/passes")).ShouldBe(HttpStatusCode.NotFound);
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/households/{home}/passes")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_batch_gives_to_those_who_may_and_names_the_others()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (checkedHome, _) = await app.SettleAsync(app.Cast.Building2, 1, "101", Tenure.Owner, Groups.Person("钱一"));
        var (unchecked1, _) = await app.SettleAsync(app.Cast.Building2, 1, "102", Tenure.Owner, Groups.Person("钱二"));
        await app.VerifyAsync(checkedHome);
        await director.OpenAsync(Desk + "/passes/many");
        await director.SubmitAsync("/passes/many", ("where", app.Cast.Building2.ToString()), ("rule", $"{Daily}"));
        director.Text.ShouldContain("已发 1 张");
        director.Text.ShouldContain("没有发的 1 户");
        director.Page.QuerySelector($"a[href='{Desk}/households/{unchecked1}/passes']").ShouldNotBeNull();
        await director.SubmitAsync("/passes/many", ("where", app.Cast.Building2.ToString()), ("rule", $"{Daily}"));
        director.Text.ShouldContain("已发 0 张");
        director.Text.ShouldContain("1 户已有同样的证");
        (await director.SubmitAsync("/passes/many", ("where", Ids.New().ToString()), ("rule", $"{Daily}"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择给哪里发");
        (await director.SubmitAsync("/passes/many", ("where", app.Cast.Building2.ToString()), ("rule", $"{Work}"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("按人发证");
    }

    [Fact]
    public async Task Cards_are_printed_with_a_code_that_reads_back_and_a_reprint_voids_the_earlier_one()
    {
        using var director = await app.AsAsync("director");
        var home = await HomeAsync("202");
        var pass = await app.PassAsync(director, home);
        using (var file = await director.FetchAsync($"{Desk}/passes/cards.pdf?household={home}"))
        {
            file.StatusCode.ShouldBe(HttpStatusCode.OK);
            var bytes = await file.Content.ReadAsByteArrayAsync();
            Encoding.ASCII.GetString(bytes[..5]).ShouldBe("%PDF-");
            // The rule's name stands in a line of its own: no number is parted from its unit.
            var lines = PdfReader.Text(bytes, "-layout").Split('\n').Select(line => string.Concat(line.Where(c => !char.IsWhiteSpace(c)))).ToList();
            lines.ShouldContain("日常采购");
            lines.ShouldContain("每户每2天1次，全天，最长3小时");
        }

        await director.OpenAsync($"{Desk}/households/{home}/passes");
        await director.SubmitAsync("/reprint");
        director.Text.ShouldContain("旧卡和旧编号已作废");
        var after = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.Id == pass.Id));
        after.RevokedWhy.ShouldContain("重印");
        // The number of the lost card opens nothing; what was used with it counts on.
        var fresh = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == home && p.RevokedAt == null));
        (fresh.Counter, fresh.Rule, fresh.LastDay).ShouldBe((pass.Counter, pass.Rule, pass.LastDay));
        fresh.Number.ShouldNotBe(pass.Number);
        director.Text.ShouldContain(PassNumber.Text(fresh.Number));
        after.ChangedSeq.ShouldBeGreaterThan(pass.ChangedSeq);
        await director.SubmitAsync("/revoke", ("why", ""));
        director.Text.ShouldContain("没有作废");
        await director.SubmitAsync("/revoke", ("why", "搬走了"));
        director.Text.ShouldContain("已作废。联网的门岗");
        using var none = await director.FetchAsync($"{Desk}/passes/cards.pdf?household={home}");
        none.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await none.Content.ReadAsStringAsync()).ShouldContain("没有有效的证可以打印");
    }

    [Fact]
    public async Task Cards_say_whose_they_are_where_and_their_number_four_on_a_sheet()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (home, people) = await app.SettleAsync(
            app.Cast.Building1, 1, "601", Tenure.Owner, [.. new[] { "卡甲", "卡乙", "卡丙", "卡丁", "卡戊" }.Select(name => Groups.Person(name))]);
        await app.VerifyAsync(home);
        foreach (var person in people)
        {
            await app.PassAsync(director, home, Work, person.ToString());
        }

        var passes = await app.InDbAsync(db => db.Passes.Where(p => p.HouseholdId == home).ToListAsync());
        passes.Count.ShouldBe(5);
        using var file = await director.FetchAsync($"{Desk}/passes/cards.pdf?household={home}");
        var pages = PdfReader.Text(await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").TrimEnd('\f').Split('\f')
            .Select(page => string.Concat(page.Where(c => !char.IsWhiteSpace(c)))).ToList();
        pages.Count.ShouldBe(2);
        pages.Select(page => page.Split("1号楼1单元601室").Length - 1).ShouldBe([4, 1]);
        pages.Select(page => passes.Count(p => page.Contains(Number(p), StringComparison.Ordinal))).ShouldBe([4, 1]);
        // The name stands on the sheet of its number.
        foreach (var pass in passes)
        {
            pages.Single(page => page.Contains(Number(pass), StringComparison.Ordinal)).ShouldContain(pass.Holder);
        }

        static string Number(Pass pass) => PassNumber.Text(pass.Number).Replace(" ", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_printed_cards_are_four_times_A6()
    {
        const double Mm = 72 / 25.4;
        using var director = await app.AsAsync("director");
        var home = await HomeAsync("302");
        await app.PassAsync(director, home);
        foreach (var person in await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == home).OrderBy(p => p.Position).Select(p => p.Id).ToListAsync()))
        {
            await app.PassAsync(director, home, Daily, person.ToString());
            await app.PassAsync(director, home, Work, person.ToString());
        }

        using var file = await director.FetchAsync($"{Desk}/passes/cards.pdf?household={home}");
        var pages = XDocument.Parse(PdfReader.Text(await file.Content.ReadAsByteArrayAsync(), "-bbox")).Descendants().Where(e => e.Name.LocalName == "page").ToList();
        pages.Count.ShouldBe(2);
        Of(pages[0], "width").ShouldBe(210 * Mm, 0.5);
        Of(pages[0], "height").ShouldBe(297 * Mm, 0.5);
        // Two halves of a number, 1234 5678, in the middle of each card.
        var numbers = pages[0].Elements().Where(w => w.Value.Length == 4 && w.Value.All(char.IsAsciiDigit)).Select(w => (Left: Of(w, "xMin"), Right: Of(w, "xMax"), Top: Of(w, "yMin"))).ToList();
        var cards = numbers.Chunk(2).Select(n => (X: (n[0].Left + n[1].Right) / 2, n[0].Top)).OrderBy(n => Math.Round(n.Top)).ThenBy(n => n.X).ToList();
        cards.Count.ShouldBe(4);
        cards[0].X.ShouldBe(52.5 * Mm, 1);
        cards[1].X.ShouldBe(157.5 * Mm, 1);
        cards[2].X.ShouldBe(52.5 * Mm, 1);
        cards[3].X.ShouldBe(157.5 * Mm, 1);
        (cards[2].Top - cards[0].Top).ShouldBe(148.5 * Mm, 0.5);
        (cards[3].Top - cards[1].Top).ShouldBe(148.5 * Mm, 0.5);
        // Nothing stands where the printer leaves white, or the scissors stray.
        foreach (var word in pages.SelectMany(p => p.Elements()))
        {
            FromEdge(Of(word, "xMin"), 105 * Mm).ShouldBeGreaterThan(6 * Mm, word.Value);
            FromEdge(Of(word, "xMax"), 105 * Mm).ShouldBeGreaterThan(6 * Mm, word.Value);
            FromEdge(Of(word, "yMin"), 148.5 * Mm).ShouldBeGreaterThan(6 * Mm, word.Value);
            FromEdge(Of(word, "yMax"), 148.5 * Mm).ShouldBeGreaterThan(6 * Mm, word.Value);
        }

        static double Of(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

        static double FromEdge(double at, double side) => Math.Min(at % side, side - (at % side));
    }

    [Fact]
    public async Task A_phone_of_the_household_shows_a_fresh_code_and_a_helper_sees_none()
    {
        using var director = await app.AsAsync("director");
        var home = await HomeAsync("301");
        var pass = await app.PassAsync(director, home);
        var door = await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Id == pass.DwellingId));
        using var phone = await app.PhoneAsync(door);
        var path = string.Join('/', phone.Path.Split('/').Take(3));
        await phone.OpenAsync(path);
        var resident = Guid.Parse(path.Split('/')[2]);
        await app.InDbAsync(db => db.Residents.Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, home)));
        // Whoever read the code on the door gets no code that opens the gate, and is not told that there is one.
        await phone.OpenAsync(path);
        phone.Text.ShouldNotContain("出入证");
        phone.Text.ShouldContain("居委会有一份通知给这一户");
        await phone.OpenAsync(path + "/pass");
        phone.Path.ShouldEndWith("/prove");
        phone.Text.ShouldNotContain(PassNumber.Text(pass.Number));
        await app.ProvenAsync(phone);
        phone.Text.ShouldContain("出门时给门岗看");
        await phone.OpenAsync(path + "/pass");
        phone.Text.ShouldContain(PassNumber.Text(pass.Number));
        var island = phone.Page.QuerySelector("fresh-pass")!;
        (island.GetAttribute("every"), island.GetAttribute("good")).ShouldBe(("20", "45"));
        // Level Q, and small enough for it because the whole of it is alphanumeric.
        var drawn = QrOnScreen.Of(island);
        drawn.Level.ShouldBe('Q');
        drawn.Version.ShouldBeLessThanOrEqualTo(10);
        var code = await app.CodeAsync(await drawn.ReadAsync());
        (code.Number, code.OnPhone, code.ExpiresAt - code.IssuedAt).ShouldBe((pass.Number, true, TimeSpan.FromSeconds(45)));
        island.GetAttribute("made")![..^3].ShouldBe($"{code.IssuedAt.ToUnixTimeSeconds()}");
        using var helper = await app.PhoneAsync(door, "邻居", "proxy");
        await helper.OpenAsync(string.Join('/', helper.Path.Split('/').Take(3)) + "/pass");
        helper.Text.ShouldNotContain(PassNumber.Text(pass.Number));
    }
}
