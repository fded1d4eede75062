using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Households.SelfRegistration;

/// <summary>The committee goes through what came in, difference by difference.</summary>
public sealed class ReviewTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string Document = Doorstep.DocumentOf("19620512", 21);

    private static string List => $"/desk/{Cast.Home}/proposals";

    [Fact]
    public async Task Out_of_reach_is_not_there_and_only_the_committee_decides()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "101");
        var proposal = await app.SendAsync(dwelling, ("m0.name", "冯一"));
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(At(proposal))).ShouldBe(HttpStatusCode.NotFound);
        await guard.OpenAsync(List);
        guard.Text.ShouldNotContain(proposal.Receipt);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(At(proposal))).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"/desk/{Cast.Far}/proposals/{proposal.Id}")).ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync($"/desk/{Cast.Far}/proposals");
        (await stranger.PostAsync($"/desk/{Cast.Far}/proposals/{proposal.Id}/accept", ("new.0", "1"))).ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync($"/desk/{Cast.Far}/proposals");
        (await stranger.PostAsync($"/desk/{Cast.Far}/proposals/{proposal.Id}/reject", ("why", "x"))).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(At(proposal))).ShouldBe(HttpStatusCode.OK);
        worker.Page.QuerySelectorAll("button").ShouldNotContain(b => b.TextContent == "确认并记为已核实");
        (await worker.PostAsync(At(proposal) + "/accept")).ShouldBe(HttpStatusCode.Forbidden);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(List)).ShouldBe(HttpStatusCode.Forbidden);
        (await app.ProposalsAsync(dwelling.Id))[0].State.ShouldBe(ProposalState.Waiting);
    }

    [Fact]
    public async Task A_new_household_is_written_and_counts_as_verified()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "102");
        var proposal = await app.SendAsync(
            dwelling, ("count", "2"), ("m0.name", "陈𠮷"), ("m0.relation", "户主"), ("m0.phones", "14200133333"), ("m0.document", Document),
            ("m1.name", "陈小"), ("m1.tag", "medicine"), ("m1.detail.medicine", "二甲双胍"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(List);
        director.Text.ShouldContain(proposal.Receipt);
        await director.OpenAsync(At(proposal));
        director.Text.ShouldContain("慢性病用药(有说明)");
        director.Text.ShouldNotContain("二甲双胍");
        director.Page.DocumentElement.OuterHtml.ShouldNotContain("14200133333");
        await director.SubmitAsync("/accept", ("new.0", null), ("new.1", null));
        director.Text.ShouldContain("新的一户至少要勾选一个人");
        await director.SubmitAsync("/accept", ("new.0", "1"), ("new.1", "1"));
        director.Path.ShouldBe(List);
        director.Text.ShouldContain("加 2 人");
        var people = await app.PeopleAsync(dwelling);
        people.Select(p => p.Row.Name).ShouldBe(["陈𠮷", "陈小"]);
        people[0].DocumentNumber.ShouldBe(Document);
        people[0].Row.Sex.ShouldBe(Sex.Male);
        people[1].Tags["medicine"].ShouldBe("二甲双胍");
        var household = await app.InDbAsync(db => db.Households.SingleAsync(h => h.DwellingId == dwelling.Id));
        household.VerifiedBy.ShouldBe("高主任");
        household.VerifiedAt.ShouldNotBeNull();
        household.Source.ShouldBe(RegisterSource.Self);
        (await AuditAsync(proposal, "proposal.accept")).ShouldBe(1);
    }

    [Fact]
    public async Task Only_what_is_ticked_is_taken_and_masked_means_unchanged()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "201");
        var household = await app.PutAsync(
            dwelling, Tenure.Owner,
            new PersonFacts
            {
                Name = "褚大", Relation = "户主", DocumentKind = DocumentKind.ResidentId, DocumentNumber = Document, Phones = ["14200134444", "14200134445"],
                HealthNote = "旧备注", Presence = Presence.Away, AwayWhere = "合肥",
                Tags = new Dictionary<string, string> { [CareTags.Medicine] = "旧药", [CareTags.Alone] = "" },
            },
            new PersonFacts { Name = "褚二", Relation = "配偶", Phones = ["14200134446"] },
            new PersonFacts { Name = "褚三" });
        var code = await app.CodeAsync(dwelling.Id);
        using var resident = app.Anyone();
        await resident.OpenAsync($"/h/{code}");
        await resident.SubmitAsync($"/h/{code}", ("who", "self"), ("tail", "4446"));
        resident.Page.QuerySelectorAll("input[name$='.name']").Length.ShouldBe(3);
        await resident.SubmitAsync("/form", ("do", "remove-2"));
        await resident.SubmitAsync(
            "/form", ("do", "send"), ("tenure", "Tenant"), ("m0.name", "褚大山"), ("m0.phones", "142****4445 14200134447"), ("m0.presence", "Home"),
            ("m0.tag", "disabled"), ("m1.phones", ""), ("m1.relation", ""));
        resident.Text.ShouldContain("已收到");

        var proposal = (await app.ProposalsAsync(dwelling.Id)).ShouldHaveSingleItem();
        using var director = await app.AsAsync("director");
        await director.OpenAsync(At(proposal));
        Ticked("tenure").ShouldBe(true);
        Ticked("field.0.Name").ShouldBe(true);
        Ticked("field.0.Phones").ShouldBe(true);
        Ticked("field.0.Presence").ShouldBe(true);
        Ticked("field.0.AwayWhere").ShouldBe(true);
        Ticked("field.0.Tags").ShouldBe(true);
        Ticked("field.1.Phones").ShouldBe(false);
        Ticked("field.1.Relation").ShouldBe(false);
        Ticked("field.0.Document").ShouldBeNull();
        Ticked("field.0.HealthNote").ShouldBeNull();
        director.Text.ShouldContain("注销 褚三");
        var third = (await app.PeopleAsync(dwelling)).Single(p => p.Row.Name == "褚三");
        Ticked($"close.{third.Row.Id:N}").ShouldBe(false);

        await director.SubmitAsync("/accept", ("field.0.Name", null), ("tenure", null));
        director.Text.ShouldContain("未采纳 4 项");
        var people = await app.PeopleAsync(dwelling);
        people.Count.ShouldBe(3);
        people[0].Row.Name.ShouldBe("褚大");
        people[0].Phones.ShouldBe(["14200134445", "14200134447"]);
        people[0].DocumentNumber.ShouldBe(Document);
        people[0].HealthNote.ShouldBe("旧备注");
        people[0].Row.AwayWhere.ShouldBe("");
        people[0].Tags.Keys.Order().ShouldBe(["alone", "disabled", "medicine"]);
        people[0].Tags["medicine"].ShouldBe("旧药");
        people[1].Phones.ShouldBe(["14200134446"]);
        people[1].Row.Relation.ShouldBe("配偶");
        var after = await app.InDbAsync(db => db.Households.SingleAsync(h => h.Id == household.Id));
        after.Tenure.ShouldBe(Tenure.Owner);
        after.VerifiedBy.ShouldBe("高主任");
        await resident.OpenAsync($"/h/{code}/received/{proposal.Id}");
        resident.Text.ShouldContain("已确认");

        bool? Ticked(string name) => director.Page.QuerySelector($"input[name='{name}']")?.HasAttribute("checked");
    }

    [Fact]
    public async Task Missing_people_are_closed_only_by_a_tick_and_tenants_do_not_become_owners()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "202");
        await app.PutAsync(dwelling, Tenure.Owner, new PersonFacts { Name = "卫房东" });
        await app.PutAsync(dwelling, Tenure.Tenant, new PersonFacts { Name = "旧租客" }, new PersonFacts { Name = "老搭档" });
        var proposal = await app.SendAsync(dwelling, ("tenure", "Tenant"), ("count", "2"), ("m0.name", "老搭档"), ("m1.name", "新租客"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(At(proposal));
        director.Text.ShouldContain("注销 旧租客");
        director.Text.ShouldNotContain("注销 卫房东");
        var old = (await app.PeopleAsync(dwelling)).Single(p => p.Row.Name == "旧租客");
        await director.SubmitAsync("/accept", ($"close.{old.Row.Id:N}", "1"));
        (await app.PeopleAsync(dwelling)).Select(p => p.Row.Name).ShouldBe(["卫房东", "老搭档", "新租客"], ignoreOrder: true);
        (await app.InDbAsync(db => db.Households.CountAsync(h => h.DwellingId == dwelling.Id))).ShouldBe(2);

        // Strangers under the same right are a household of their own, unless somebody chooses otherwise.
        var strangers = await app.SendAsync(dwelling, ("tenure", "Owner"), ("m0.name", "完全陌生"));
        await director.OpenAsync(At(strangers));
        director.Text.ShouldContain("新的一户");
        var owners = await app.InDbAsync(db => db.Households.SingleAsync(h => h.DwellingId == dwelling.Id && h.Tenure == Tenure.Owner));
        await director.OpenAsync($"{At(strangers)}?household={owners.Id}");
        director.Text.ShouldContain("注销 卫房东");
        await director.SubmitAsync("/accept");
        (await app.PeopleAsync(dwelling)).Single(p => p.Row.Name == "完全陌生").Row.HouseholdId.ShouldBe(owners.Id);
    }

    [Fact]
    public async Task When_the_register_has_moved_on_the_page_is_shown_again()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "301");
        await app.PutAsync(dwelling, Tenure.Owner, new PersonFacts { Name = "蒋四", Phones = ["14200135550"] });
        var first = await app.SendAsync(dwelling, ("m0.name", "蒋四"), ("m0.phones", "14200135551"));
        var second = await app.SendAsync(dwelling, ("m0.name", "蒋四"), ("m0.phones", "14200135552"));
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(At(second));
        await director.OpenAsync(At(first));
        await director.SubmitAsync("/accept");
        (await deputy.SubmitAsync("/accept")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        deputy.Text.ShouldContain("登记册有变动");
        (await app.PeopleAsync(dwelling))[0].Phones.ShouldBe(["14200135551"]);
        await deputy.SubmitAsync("/accept");
        (await app.PeopleAsync(dwelling))[0].Phones.ShouldBe(["14200135552"]);
    }

    [Fact]
    public async Task Of_two_who_decide_one_wins_and_the_other_is_told()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "302");
        var proposal = await app.SendAsync(dwelling, ("m0.name", "沈五"));
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await director.OpenAsync(At(proposal));
        await deputy.OpenAsync(At(proposal));
        await Task.WhenAll(director.SubmitAsync("/accept"), deputy.SubmitAsync("/reject", ("why", "重复登记")));
        new[] { director.Text, deputy.Text }.Count(t => t.Contains("您这次没有改动任何内容", StringComparison.Ordinal)).ShouldBe(1);
        var decided = (await app.ProposalsAsync(dwelling.Id))[0];
        (await app.PeopleAsync(dwelling)).Count.ShouldBe(decided.State == ProposalState.Accepted ? 1 : 0);
        await director.OpenAsync(At(proposal));
        director.Text.ShouldContain(decided.DecidedBy);
        await director.OpenAsync(List);
        (await director.PostAsync(At(proposal) + "/accept")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("您这次没有改动任何内容");
        (await app.PeopleAsync(dwelling)).Count.ShouldBeLessThan(2);
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_which_the_household_can_read()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "401");
        var proposal = await app.SendAsync(dwelling, ("m0.name", "韩六"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(At(proposal));
        (await director.SubmitAsync("/reject")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写不采纳的原因。");
        await director.SubmitAsync("/reject", ("why", "房号填错了,请到 2 单元登记"));
        director.Path.ShouldBe(List);
        using var resident = app.Anyone();
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/received/{proposal.Id}");
        resident.Text.ShouldContain("房号填错了");
        (await app.PeopleAsync(dwelling)).ShouldBeEmpty();
        (await AuditAsync(proposal, "proposal.reject")).ShouldBe(1);
        await director.OpenAsync(List + "?state=decided");
        director.Text.ShouldContain(proposal.Receipt);
    }

    [Fact]
    public async Task Whole_numbers_are_shown_on_request_and_the_look_is_noted()
    {
        var there = await app.DwellingAsync(app.Cast.Building1, "501");
        var document = Doorstep.DocumentOf("19880101", 7);
        await app.PutAsync(there, Tenure.Owner, new PersonFacts { Name = "杨七", DocumentKind = DocumentKind.ResidentId, DocumentNumber = document });
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "502");
        var proposal = await app.SendAsync(dwelling, ("m0.name", "杨七"), ("m0.document", document), ("m0.phones", "14200137070"), ("m0.tag", "medicine"), ("m0.detail.medicine", "阿司匹林"), ("m0.note", "耳背"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync(At(proposal));
        director.Page.DocumentElement.OuterHtml.ShouldNotContain(document);
        director.Text.ShouldContain("同一证件已登记在 1号楼1单元501室");
        await director.SubmitAsync("/unmask");
        director.Text.ShouldContain(document);
        director.Text.ShouldContain("14200137070");
        director.Text.ShouldContain("慢性病用药(阿司匹林)");
        director.Text.ShouldContain("耳背");
        (await AuditAsync(proposal, "proposal.unmask")).ShouldBe(1);
    }

    private static string At(RegisterProposal proposal) => $"{List}/{proposal.Id}";

    private Task<int> AuditAsync(RegisterProposal proposal, string action) =>
        app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == proposal.Id && e.Action == action));
}
