using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.BuildingGroups;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Residents;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.BuildingGroups.Groups;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>The group at the desk: who sees what, who decides, who is missing.</summary>
public sealed class GroupDeskTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Who_may_not_is_told_so_and_an_overseer_sees_names_masked()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 401, 2, [Person("张三丰", "14200401001")], [Person("李四光", "14200401002") with { Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [CareTags.Alone] = "" } }]);
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "1001", "王女士");
        foreach (var name in new[] { "stranger", "guard", "neighbour" })
        {
            using var browser = await app.AsAsync(name);
            (await browser.OpenAsync(building.Path)).ShouldBe(HttpStatusCode.NotFound, name);
            (await browser.OpenAsync(building.Path + "/part")).ShouldBe(HttpStatusCode.NotFound, name);
            (await browser.OpenAsync(building.Path + "/cards.pdf")).ShouldBe(HttpStatusCode.NotFound, name);
        }

        var household = (await app.CoverageAsync(building)).Households[1].Household;
        string[] acts = ["/code", $"/households/{household}/keeper", "/parties/pick", "/parties/invite"];
        foreach (var name in new[] { "town", "doctor", "worker" })
        {
            using var browser = await app.AsAsync(name);
            (await browser.OpenAsync(building.Path)).ShouldBe(HttpStatusCode.OK, name);
            browser.Text.ShouldContain("1/2户已覆盖");
            foreach (var act in acts)
            {
                await browser.OpenAsync(building.Board);
                (await browser.PostAsync(building.Path + act)).ShouldBe(HttpStatusCode.Forbidden, name + act);
            }
        }

        using var town = await app.AsAsync("town");
        await town.OpenAsync(building.Path);
        town.Text.ShouldContain("李**");
        town.Text.ShouldContain("王**");
        town.Text.ShouldNotContain("王女士");
        town.Text.ShouldNotContain("李四光");
        town.Text.ShouldNotContain("1002");
        town.Text.ShouldNotContain("独居");
        (await town.OpenAsync(building.Path + "/calls")).ShouldBe(HttpStatusCode.Forbidden);

        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(building.Path);
        doctor.Text.ShouldContain("王女士");
        doctor.Text.ShouldNotContain("李四光");
        doctor.Text.ShouldNotContain("独居");
        (await doctor.OpenAsync(building.Path + "/calls")).ShouldBe(HttpStatusCode.Forbidden);

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(building.Path);
        worker.Text.ShouldContain("李四光");
        worker.Text.ShouldContain("142****1002");
        worker.Text.ShouldContain("独居");
        await worker.OpenAsync(worker.Page.QuerySelector("a[href$='/calls']")!.GetAttribute("href")!);
        worker.Page.QuerySelector("a[href='tel:14200401002']").ShouldNotBeNull();
        (await app.InDbAsync(db => db.Set<SafeIsle.Platform.Audit.AuditEntry>().CountAsync(e => e.Action == "group.calls" && e.Subject == building.Order)))
            .ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_the_register_does_not_know_waits_for_a_yes_and_becomes_a_proposal()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 402, 2, [Person("张甲")]);
        using var phone = app.Anyone();
        await phone.AskAsync(building.Code, "2-101", "新租客", "142-0040-2999");
        phone.Path.ShouldBe($"/g/{building.Code}", phone.Text);
        phone.Text.ShouldContain("等居委会确认");
        await phone.AskAsync(building.Code, "2-101", "新租客", "14200402999");
        var row = await app.InDbAsync(db => db.Residents.SingleAsync(r => r.BuildingId == building.Id));
        row.State.ShouldBe(ResidentState.Waiting);
        await phone.OpenAsync($"/home/{row.Id}");
        phone.Path.ShouldBe("/home");
        phone.Text.ShouldContain("等居委会确认");

        await director.OpenAsync(building.Path);
        director.Text.ShouldContain("等居委会确认 1 人");
        await director.OpenAsync($"{building.Path}/waiting/{row.Id}");
        director.Page.QuerySelector("a[href='tel:14200402999']").ShouldNotBeNull();
        (await director.SubmitAsync("/yes", ("household", "new"), ("tenure", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/yes", ("household", Guid.CreateVersion7().ToString()))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{building.Path}/waiting/{row.Id}");
        await Task.WhenAll(
            director.SubmitAsync("/yes", ("household", "new"), ("tenure", "Tenant")), deputy.SubmitAsync("/yes", ("household", "new"), ("tenure", "Tenant")));
        (director.Text + deputy.Text).ShouldContain("已作为登记更改提出");
        var proposal = (await app.ProposalsAsync(building.Dwellings[2].Id)).ShouldHaveSingleItem();
        proposal.State.ShouldBe(ProposalState.Waiting);
        proposal.People.ShouldBe(1);
        await phone.OpenAsync("/home");
        phone.Path.ShouldBe($"/home/{row.Id}");

        // The register's page decides; then the household counts, and the phone speaks for it.
        await director.OpenAsync($"/desk/310107103017/proposals/{proposal.Id}");
        director.Text.ShouldContain("新的一户，住的性质：租户");
        await director.SubmitAsync("/accept", ("new.0", "true"));
        var dwelling = building.Dwellings[2].Id;
        (await app.InDbAsync(db => db.Households.SingleAsync(h => h.DwellingId == dwelling))).Tenure.ShouldBe(Tenure.Tenant);
        var coverage = await app.CoverageAsync(building);
        (coverage.Covered, coverage.All).ShouldBe((1, 2));
    }

    [Fact]
    public async Task A_phone_taken_in_as_a_new_household_reads_nothing_of_the_one_that_lives_there()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 490, 2, [Person("张甲", "14200490001")]);
        using var family = app.Anyone();
        await family.JoinAsync(building.Code, "1-101", "0001");
        var theirs = family.Path;
        await family.OpenAsync(theirs + "/questions");
        await family.SubmitAsync("/questions", ("text", "我家有人怀孕"), ("to", "committee"));
        await family.OpenAsync(theirs + "/requests/new?kind=Medicine");
        await family.SubmitAsync("/requests", ("text", "降压药"));

        using var phone = app.Anyone();
        await phone.AskAsync(building.Code, "1-101", "小新");
        var row = await app.InDbAsync(db => db.Residents.SingleAsync(r => r.BuildingId == building.Id && r.Name == "小新"));
        await director.OpenAsync($"{building.Path}/waiting/{row.Id}");
        await director.SubmitAsync("/yes", ("household", "new"), ("tenure", "Tenant"));
        await phone.OpenAsync($"/home/{row.Id}");
        phone.Text.ShouldContain("还没有认到户");
        foreach (var path in new[] { "/questions", "/requests", "/report", "" })
        {
            (await phone.OpenAsync($"/home/{row.Id}{path}")).ShouldBe(HttpStatusCode.OK);
            foreach (var secret in new[] { "怀孕", "配药：", "张甲" })
            {
                phone.Text.ShouldNotContain(secret);
            }

            phone.Page.QuerySelector("a[href*='/requests/0']").ShouldBeNull();
        }

        await director.OpenAsync(building.Path);
        director.Text.ShouldContain("还没有认到户，不一定是登记的那一户");

        // Confirmed as a household of its own, the phone speaks for that one.
        var proposal = (await app.ProposalsAsync(building.Dwellings[0].Id)).ShouldHaveSingleItem();
        await director.OpenAsync($"/desk/310107103017/proposals/{proposal.Id}?household=new");
        await director.SubmitAsync("/accept", ("new.0", "true"));
        var made = await app.InDbAsync(db => db.Households.SingleAsync(h => h.DwellingId == building.Dwellings[0].Id && h.Tenure == Tenure.Tenant));
        (await app.InDbAsync(db => db.Residents.SingleAsync(r => r.Id == row.Id))).HouseholdId.ShouldBe(made.Id);
        await phone.OpenAsync($"/home/{row.Id}/report");
        phone.Text.ShouldContain("小新");
        phone.Text.ShouldNotContain("张甲");
    }

    [Fact]
    public async Task A_no_tells_its_reason_on_the_phone_and_a_helper_is_not_proposed()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 403, 2, [Person("张甲")]);
        using var phone = app.Anyone();
        await phone.AskAsync(building.Code, "1-101", "路人", "12");
        phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await phone.AskAsync(building.Code, "1-101", "路人");
        var row = await app.InDbAsync(db => db.Residents.SingleAsync(r => r.BuildingId == building.Id));
        await director.OpenAsync($"{building.Path}/waiting/{row.Id}");
        (await director.SubmitAsync("/no", ("why", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/no", ("why", "打电话核对，不住这一户"));
        await phone.OpenAsync($"/g/{building.Code}");
        phone.Text.ShouldContain("打电话核对，不住这一户");
        (await director.PostAsync($"{building.Path}/waiting/{row.Id}/yes")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已经有人处理过了");

        using var son = app.Anyone();
        await son.AskAsync(building.Code, "1-101", "儿子", who: "proxy");
        var helper = await app.InDbAsync(db => db.Residents.SingleAsync(r => r.BuildingId == building.Id && r.IsProxy));
        await director.OpenAsync($"{building.Path}/waiting/{helper.Id}");
        var household = (await app.CoverageAsync(building)).Households[0].Household;
        await director.SubmitAsync("/yes", ("household", household.ToString()));
        director.Text.ShouldContain("不进登记册");
        (await app.ProposalsAsync(building.Dwellings[0].Id)).ShouldBeEmpty();
        (await app.CoverageAsync(building)).Covered.ShouldBe(1);
        await director.OpenAsync(building.Path);
        director.Text.ShouldContain("儿子（代办）");
    }

    [Fact]
    public async Task A_household_without_a_phone_is_covered_by_a_named_person()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 404, 2, [Person("张甲", "14200404001")], [Person("独居奶奶")]);
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "4001", "楼组长老张");
        var home = phone.Path;
        var lonely = (await app.CoverageAsync(building)).Households[1];
        await director.OpenAsync(building.Path);
        director.Text.ShouldContain("独居");
        director.Text.ShouldContain("没有电话，请敲门");
        var page = $"{building.Path}/households/{lonely.Household}/keeper";
        await director.OpenAsync(page);
        (await director.SubmitAsync("/keeper", ("kind", ""), ("name", "王阿姨"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/keeper", ("kind", "Leader"), ("name", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.OpenAsync(page);
        await director.SubmitAsync("/keeper", ("kind", "Neighbour"), ("name", "王阿姨"));
        director.Text.ShouldContain("王阿姨（邻居）");
        var member = await app.InDbAsync(db => db.Residents.SingleAsync(r => r.BuildingId == building.Id));
        await director.OpenAsync(page);
        await director.SubmitAsync("/keeper", ("kind", "Leader"), ("who", member.Id.ToString()));
        (await app.InDbAsync(db => db.HouseholdKeepers.SingleAsync(k => k.OrderId == building.Order))).ResidentId.ShouldBe(member.Id);
        var coverage = await app.CoverageAsync(building);
        (coverage.Covered, coverage.In, coverage.Kept).ShouldBe((2, 1, 1));
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("您帮忙联系：404号楼1单元102室");

        using var director2 = await app.AsAsync("director");
        await director2.OpenAsync(page);
        await director2.SubmitAsync("/keeper/remove");
        (await app.CoverageAsync(building)).Covered.ShouldBe(1);
        (await director2.PostAsync(page + "/remove")).ShouldBe(HttpStatusCode.OK);
        director2.Text.ShouldContain("没有代联系人");
        (await director2.OpenAsync($"{building.Path}/households/{Guid.CreateVersion7()}/keeper")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_five_parties_are_picked_or_invited_by_a_link_that_says_who_where_and_as_what()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 405, 2, [Person("张甲", "14200405001")]);
        await director.OpenAsync(building.Path + "/parties/new");
        (await director.SubmitAsync("/parties/pick", ("kind", "Doctor"), ("who", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.OpenAsync(building.Path + "/parties/new");
        var doctor = app.Cast.Accounts["doctor"].ToString();
        await director.SubmitAsync("/parties/pick", ("kind", "Doctor"), ("who", doctor));
        director.Text.ShouldContain("社区医生 林医生");
        await director.OpenAsync(building.Path + "/parties/new");
        await director.SubmitAsync("/parties/pick", ("kind", "Doctor"), ("who", doctor));
        director.Text.ShouldContain("已经在群里");

        var link = await InviteAsync(director, building, "Police", "赵警官");
        using var officer = app.Anyone();
        await officer.OpenAsync(link);
        officer.Text.ShouldContain("高主任");
        officer.Text.ShouldContain("405号楼的楼组群");
        officer.Text.ShouldContain("社区民警");
        await officer.SubmitAsync(link, ("name", "zhao405"), ("password", "correct-horse-42"), ("again", "correct-horse-42"));
        (await officer.OpenAsync(building.Path)).ShouldBe(HttpStatusCode.OK, officer.Text);
        officer.Text.ShouldContain("社区民警 赵警官");
        await officer.OpenAsync(building.Path + "/my-phone");
        (await officer.SubmitAsync("/my-phone", ("phone", "12"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await officer.SubmitAsync("/my-phone", ("phone", "142 0040 5110"));
        officer.Text.ShouldContain("14200405110");

        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "5001");
        await phone.OpenAsync(phone.Path + "/group");
        phone.Text.ShouldContain("社区医生 林医生");
        phone.Page.QuerySelector("a[href='tel:14200405110']").ShouldNotBeNull();

        // A partner of that building sees no other; when she is picked there, she sees both, and an invitation takes nothing from her.
        var second = await app.CloseAsync(director, 406, 2, [Person("李乙")]);
        (await officer.OpenAsync(second.Path)).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(second.Path + "/parties/new");
        var account = await app.InDbAsync(db => db.Users.Where(a => a.UserName == "zhao405").Select(a => a.Id).SingleAsync());
        await director.SubmitAsync("/parties/pick", ("kind", "Police"), ("who", account.ToString()));
        (await officer.OpenAsync(second.Path)).ShouldBe(HttpStatusCode.OK);
        var third = await app.CloseAsync(director, 407, 2, [Person("赵丙")]);
        await officer.OpenAsync(await InviteAsync(director, third, "Police", "赵警官"));
        await officer.SubmitAsync("/mine");
        foreach (var place in new[] { building, second, third })
        {
            (await officer.OpenAsync(place.Path)).ShouldBe(HttpStatusCode.OK);
        }

        var party = await app.InDbAsync(db => db.GroupParties.SingleAsync(p => p.OrderId == second.Order));
        await director.OpenAsync(second.Path);
        await director.SubmitAsync($"/parties/{party.Id}/remove");
        (await director.PostAsync($"{second.Path}/parties/{party.Id}/remove")).ShouldBe(HttpStatusCode.NotFound);
        var withdrawn = await InviteAsync(director, second, "Town", "镇小吴");
        var waiting = await app.InDbAsync(db => db.GroupParties.SingleAsync(p => p.OrderId == second.Order));
        await director.OpenAsync(second.Path);
        await director.SubmitAsync($"/parties/{waiting.Id}/remove");
        using var late = app.Anyone();
        (await late.OpenAsync(withdrawn)).ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task The_board_has_the_figure_and_hears_of_a_join_within_a_second()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 408, 2, [Person("张甲", "14200408001")], [Person("外出者") with { Presence = Presence.Away }]);
        await director.OpenAsync(building.Board);
        director.Page.QuerySelector($"a[href='{building.Path}']").ShouldNotBeNull();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var events = await director.StreamAsync(building.Board + "/events", limit.Token);
        using var reader = new StreamReader(events);
        // The stream's own first sign of life: what it is named, nothing, and an empty line.
        for (var line = "-"; line.Length > 0;)
        {
            line = (await reader.ReadLineAsync(limit.Token))!;
        }

        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "8001");
        var begun = TimeProvider.System.GetTimestamp();
        (await reader.ReadLineAsync(limit.Token)).ShouldNotBeNull();
        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        await director.OpenAsync(building.Path + "/part");
        director.Text.ShouldContain("1/1户已覆盖");
        director.Text.ShouldContain("全部覆盖");

        var order = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.Id == building.Order));
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SafeIsle.Platform.Data.Db>();
        var me = await Me.LoadAsync(db, app.Cast.Accounts["director"], null, default);
        var figures = new List<BoardFigure>();
        foreach (var source in scope.ServiceProvider.GetServices<BoardFigures>())
        {
            figures.AddRange((await source(db, me!, [order], app.Clock.GetUtcNow(), default)).GetValueOrDefault(order.Id) ?? []);
        }

        figures.Single(f => f.Key == "group").ShouldBe(new BoardFigure(20, "group", "进群", "1/1", "ok", "/group"));
    }

    [Fact]
    public async Task The_poster_and_the_cards_are_one_file()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 409, 10, [Person("张甲")]);
        using var answer = await director.FetchAsync(building.Path + "/cards.pdf");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeGreaterThan(10_000);
        using var phone = app.Anyone();
        await phone.OpenAsync($"/g/{building.Code}?room=2-103");
        phone.Page.QuerySelector("input[name=room]")!.GetAttribute("value").ShouldBe("2-103");
    }

    [Theory]
    [InlineData("居委会主任", PartyKind.Committee)]
    [InlineData("社区医生", PartyKind.Doctor)]
    [InlineData("社区民警", PartyKind.Police)]
    [InlineData("物业经理", PartyKind.Property)]
    [InlineData("镇联络员", PartyKind.Town)]
    [InlineData("志愿者", null)]
    public void A_duty_title_tells_the_party(string duty, PartyKind? kind) => GroupWords.PartyOf(duty).ShouldBe(kind);

    private static async Task<string> InviteAsync(Browser director, ClosedBuilding building, string kind, string name)
    {
        await director.OpenAsync(building.Path + "/parties/new");
        (await director.SubmitAsync("/parties/invite", ("kind", kind), ("name", name))).ShouldBe(HttpStatusCode.OK, director.Text);
        var words = director.Page.QuerySelector("#message")!.TextContent;
        return words[words.IndexOf("/join/", StringComparison.Ordinal)..].Trim();
    }

    [Fact]
    public async Task Whom_a_colleague_refuses_at_the_same_moment_is_not_proposed()
    {
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        var building = await app.CloseAsync(director, 419, 2, [Person("张甲")]);
        var rooms = new[] { "1-101", "1-102", "2-101", "2-102" };
        foreach (var room in rooms)
        {
            using var phone = app.Anyone();
            await phone.AskAsync(building.Code, room, "访客" + room);
        }

        var rows = await app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == building.Id).ToListAsync());
        rows.Count.ShouldBe(rooms.Length);
        foreach (var row in rows)
        {
            await director.OpenAsync($"{building.Path}/waiting/{row.Id}");
            await deputy.OpenAsync($"{building.Path}/waiting/{row.Id}");
            await Task.WhenAll(director.SubmitAsync("/yes", ("household", "new"), ("tenure", "Tenant")), deputy.SubmitAsync("/no", ("why", "不住这里")));
            var now = await app.InDbAsync(db => db.Residents.SingleAsync(r => r.Id == row.Id));
            var proposed = (await app.ProposalsAsync(row.DwellingId)).Count;
            proposed.ShouldBe(now.State == ResidentState.In ? 1 : 0, director.Text);
        }
    }

    [Fact]
    public async Task After_the_lifting_nobody_is_let_in_refused_assigned_or_taken_out()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 420, 2, [Person("张甲", "14200420001")]);
        using var member = app.Anyone();
        await member.JoinAsync(building.Code, "1-101", "0001");
        using var guest = app.Anyone();
        await guest.AskAsync(building.Code, "1-102", "访客");
        var rows = await app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == building.Id).ToListAsync());
        var (waits, isIn) = (rows.Single(r => r.State == ResidentState.Waiting).Id, rows.Single(r => r.State == ResidentState.In).Id);
        await app.InDbAsync(db => db.ClosureOrders.Where(o => o.Id == building.Order).ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, app.Clock.GetUtcNow())));
        await director.OpenAsync(building.Board);
        foreach (var act in new[] { $"/waiting/{waits}/yes", $"/waiting/{waits}/no", $"/members/{isIn}/household", $"/members/{isIn}/out" })
        {
            await director.OpenAsync("/account");
            await director.PostAsync(building.Path + act, ("household", "new"), ("tenure", "Tenant"), ("why", "太晚了"));
            director.Text.ShouldContain("楼组群已解散，不再办理", Case.Sensitive, act);
        }

        foreach (var page in new[] { $"/waiting/{waits}", $"/members/{isIn}" })
        {
            await director.OpenAsync(building.Path + page);
            director.Path.ShouldBe(building.Path);
        }

        (await app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == building.Id).ToDictionaryAsync(r => r.Id, r => r.State)))
            .ShouldBe(new Dictionary<Guid, ResidentState> { [waits] = ResidentState.Waiting, [isIn] = ResidentState.In }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("/code", "")]
    [InlineData("/parties/invite", "/parties/new")]
    [InlineData("/parties/pick", "/parties/new")]
    public async Task An_address_that_takes_a_form_leads_to_its_page_when_it_is_opened(string act, string page)
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 440 + act.Length, 2, [Person("张甲")]);
        (await director.OpenAsync(building.Path + act)).ShouldBe(HttpStatusCode.OK);
        director.Path.ShouldBe(building.Path + page);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(building.Path + act)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Whoever_lives_alone_is_called_first_and_whoever_is_just_alone_at_home_is_not_said_to()
    {
        using var director = await app.AsAsync("director");
        var lonely = Person("钱孤老", "14200421003") with { Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [CareTags.Alone] = "" } };
        var building = await app.CloseAsync(director, 421, 4, [Person("张甲", "14200421001")], [Person("李乙")], [lonely]);
        await director.OpenAsync(building.Path);
        var rows = director.Page.QuerySelectorAll("#missing li").Select(li => li.TextContent).ToList();
        rows.Select(r => r.Contains("独居", StringComparison.Ordinal)).ShouldBe([true, false, false]);
        rows[1].ShouldContain("李乙");
        rows[1].ShouldContain("一人在家");
        rows[2].ShouldContain("张甲");
    }

    [Fact]
    public async Task What_was_dissolved_stands_as_it_stood_at_the_lifting()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 422, 2, [Person("张甲", "14200422001")], [Person("李乙", "14200422002")]);
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "2001", "张女士");
        var home = phone.Path;
        using var late = await app.PhoneAsync(building.Dwellings[0]);
        await late.OpenAsync(late.Path + "/forget");
        await late.SubmitAsync("/forget");
        await app.InDbAsync(db => db.ClosureOrders.Where(o => o.Id == building.Order).ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, app.Clock.GetUtcNow())));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await phone.OpenAsync(home + "/forget");
        await phone.SubmitAsync("/forget");
        using var after = await app.PhoneAsync(building.Dwellings[1]);
        await director.OpenAsync(building.Path);
        director.Text.ShouldContain("1/2户已覆盖");
        director.Text.ShouldContain("解除时 1/2 户已覆盖");
        director.Text.ShouldContain("住户 1 人解除时在群");
        director.Text.ShouldContain("张女士");
        director.Text.ShouldNotContain("还差");
    }
}
