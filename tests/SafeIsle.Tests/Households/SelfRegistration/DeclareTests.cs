using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Tests.Households.SelfRegistration;

/// <summary>The form: what it keeps, what it refuses, and what becomes of it.</summary>
public sealed class DeclareTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task An_empty_form_is_told_what_is_missing_beside_the_fields()
    {
        using var resident = app.Anyone();
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "101");
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/form?by=proxy");
        (await resident.SubmitAsync("/form", ("do", "send"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var sentence in new[] { "请填写姓名。", "请选择住房情况。", "请填写您的姓名。", "请填写您与这家的关系。", "有 4 处需要改" })
        {
            resident.Text.ShouldContain(sentence);
        }

        (await app.ProposalsAsync(dwelling.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_was_typed_is_kept()
    {
        using var resident = app.Anyone();
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "102");
        var document = Doorstep.DocumentOf("19500308", 12);
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/form?by=self");
        (await resident.SubmitAsync(
            "/form", ("do", "send"), ("tenure", "Owner"), ("m0.name", "赵六"), ("m0.document", document), ("m0.birth", "19500309"),
            ("m0.sex", "Male"), ("m0.phones", "1420013800"), ("m0.note", "听力不好"), ("m0.tag", "medicine"), ("m0.detail.medicine", "二甲双胍")))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var sentence in new[] { "出生日期与证件号里的不同", "证件号表示的性别是女", "手机号应为 11 位" })
        {
            resident.Text.ShouldContain(sentence);
        }

        var html = resident.Page.DocumentElement.OuterHtml;
        foreach (var typed in new[] { "赵六", document, "19500309", "1420013800", "听力不好", "二甲双胍" })
        {
            html.ShouldContain(typed);
        }

        (await resident.SubmitAsync("/form", ("do", "send"), ("m0.document", "1400****1234"), ("m0.phones", "142****0000")))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        resident.Text.ShouldContain("不要带星号");
        (await app.ProposalsAsync(dwelling.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_are_added_up_to_twelve_and_taken_away_with_all_that_was_typed()
    {
        using var resident = app.Anyone();
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "201");
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/form?by=self");
        for (var i = 0; i < Declaration.MostMembers; i++)
        {
            await resident.SubmitAsync("/form", ("do", i < Declaration.MostMembers - 1 ? "add" : "stay"), ($"m{i}.name", $"家人{i}"), ("tenure", "Tenant"));
        }

        (await resident.SubmitAsync("/form", ("do", "add"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        resident.Text.ShouldContain("最多填 12 人");
        await resident.SubmitAsync("/form", ("do", "remove-3"));
        resident.Page.QuerySelectorAll("input[name$='.name']").Length.ShouldBe(11);
        resident.Page.QuerySelector("input[name='m3.name']")!.GetAttribute("value").ShouldBe("家人4");
        await resident.SubmitAsync("/form", ("do", "add"));
        await resident.SubmitAsync("/form", ("do", "send"), ("m11.name", "家人12"));
        resident.Text.ShouldContain("已收到");
        var proposal = (await app.ProposalsAsync(dwelling.Id)).ShouldHaveSingleItem();
        proposal.People.ShouldBe(12);
        proposal.Source.ShouldBe(RegisterSource.Self);
        Content(proposal).Members.Select(m => m.Facts.Name).ShouldNotContain("家人3");
    }

    [Fact]
    public async Task Long_and_rare_names_full_width_digits_and_blank_blocks()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "202");
        var name = string.Concat(Enumerable.Repeat("买买提·", 12)) + "𠮷"; // 50 UTF-16 units
        name.Length.ShouldBe(50);
        var document = Doorstep.DocumentOf("20200229", 3);
        var proposal = await app.SendAsync(
            dwelling, ("count", "4"), ("m0.name", name), ("m0.phones", "14200138000 / 0552-3012345（儿子）"),
            ("m1.name", "㛃𤧛"), ("m1.document", Wide(document)), ("m1.tag", "infant"), ("m1.tag", "nonsense"), ("m3.presence", "Home"));
        var members = Content(proposal).Members;
        members.Count.ShouldBe(2);
        members[0].Facts.Name.ShouldBe(name);
        members[0].Facts.Phones.ShouldBe(["14200138000", "0552-3012345"]);
        members[0].PhoneWords.ShouldBe("儿子");
        members[1].Facts.Name.ShouldBe("㛃𤧛");
        members[1].Facts.DocumentNumber.ShouldBe(document);
        members[1].Facts.BirthDate.ShouldBe(new DateOnly(2020, 2, 29));
        members[1].Facts.Tags!.Keys.ShouldBe(["infant"]);
        using var resident = app.Anyone();
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/form?by=self");
        await resident.SubmitAsync("/form", ("do", "send"), ("tenure", "Owner"), ("m0.name", name + "长"));
        resident.Text.ShouldContain("姓名最多 50 个字");
    }

    [Fact]
    public async Task The_same_form_twice_is_one_proposal_with_one_receipt()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "301");
        using var resident = app.Anyone();
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/form?by=self");
        var path = $"/h/{await app.CodeAsync(dwelling.Id)}/form";
        var token = resident.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var key = resident.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        (string, string)[] fields =
            [("__RequestVerificationToken", token), ("key", key), ("by", "self"), ("count", "1"), ("tenure", "Owner"), ("m0.name", "孙七"), ("do", "send")];
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => resident.PostBlindAsync(path, fields)));
        answers.Select(a => a.RequestMessage!.RequestUri!.PathAndQuery).Distinct().ShouldHaveSingleItem().ShouldContain("/received/");
        var proposal = (await app.ProposalsAsync(dwelling.Id)).ShouldHaveSingleItem();
        (await answers[0].Content.ReadAsStringAsync()).ShouldContain(proposal.Receipt);
        foreach (var answer in answers)
        {
            answer.Dispose();
        }

        // The key of one door does not serve another.
        var other = await app.DwellingAsync(app.Cast.Building1, "302");
        await resident.OpenAsync($"/h/{await app.CodeAsync(other.Id)}/form?by=self");
        (await resident.SubmitAsync("/form", ("do", "send"), ("tenure", "Owner"), ("m0.name", "孙七"), ("key", key))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        resident.Text.ShouldContain("已经在另一户提交过");
        await resident.OpenAsync($"/h/{await app.CodeAsync(other.Id)}/received/{proposal.Id}");
        resident.Text.ShouldNotContain(proposal.Receipt);
    }

    [Fact]
    public async Task A_form_corrected_and_sent_again_is_a_new_version_and_nothing_is_lost()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "601");
        using var resident = app.Anyone();
        var path = $"/h/{await app.CodeAsync(dwelling.Id)}/form";
        await resident.OpenAsync(path + "?by=self");
        var key = resident.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        var receipts = new List<string>();
        foreach (var name in new[] { "孙七", "孙七七", "孙七七", "孙七" })
        {
            // Back in the browser, corrected, sent once more.
            await resident.OpenAsync(path + "?by=self");
            await resident.SubmitAsync("/form", ("key", key), ("do", "send"), ("tenure", "Owner"), ("m0.name", name));
            resident.Text.ShouldContain("已收到");
            receipts.Add(resident.Page.QuerySelector(".big")!.TextContent);
        }

        receipts[1].ShouldNotBe(receipts[0]);
        receipts[2].ShouldBe(receipts[1], "the same again is the same");
        var proposals = await app.ProposalsAsync(dwelling.Id);
        proposals.Select(p => (p.Version, p.State, Content(p).Members[0].Facts.Name)).ShouldBe(
            [(1, ProposalState.Replaced, "孙七"), (2, ProposalState.Replaced, "孙七七"), (3, ProposalState.Waiting, "孙七")]);

        using var director = await app.AsAsync("director");
        await director.OpenAsync($"/desk/{Cast.Home}/proposals");
        director.Text.ShouldContain(receipts[3]);
        director.Text.ShouldNotContain(receipts[1]);
        await director.OpenAsync($"/desk/{Cast.Home}/proposals/{proposals[2].Id}");
        director.Text.ShouldContain("同一张表的第 3 版");
        await director.PostAsync($"/desk/{Cast.Home}/proposals/{proposals[0].Id}/accept", ("new.0", "1"));
        director.Text.ShouldContain("换成新的一版");
        (await app.PeopleAsync(dwelling)).ShouldBeEmpty();
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/received/{proposals[0].Id}");
        resident.Text.ShouldContain("已换成新的一版");
    }

    [Fact]
    public async Task A_worker_who_corrects_the_form_at_the_desk_sends_a_new_version()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "602");
        using var worker = await app.AsAsync("worker");
        var path = $"/desk/{Cast.Home}/dwellings/{dwelling.Id}/declare";
        await worker.OpenAsync(path);
        var key = worker.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        foreach (var name in new[] { "吴八", "吴八八" })
        {
            await worker.OpenAsync(path);
            await worker.SubmitAsync("/declare", ("key", key), ("do", "send"), ("tenure", "Owner"), ("m0.name", name));
        }

        (await app.ProposalsAsync(dwelling.Id)).Select(p => (p.State, Content(p).Members[0].Facts.Name)).ShouldBe(
            [(ProposalState.Replaced, "吴八"), (ProposalState.Waiting, "吴八八")]);
    }

    [Fact]
    public async Task Three_wait_and_the_fourth_is_told_so()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "401");
        for (var i = 0; i < RegisterProposal.MostWaiting; i++)
        {
            await app.SendAsync(dwelling, ("m0.name", $"周{i}"));
        }

        using var resident = app.Anyone();
        await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/form?by=self");
        (await resident.SubmitAsync("/form", ("do", "send"), ("tenure", "Owner"), ("m0.name", "周八"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        resident.Text.ShouldContain("几份登记在等居委会确认");
        resident.Page.DocumentElement.OuterHtml.ShouldContain("周八");
        (await app.ProposalsAsync(dwelling.Id)).Count.ShouldBe(RegisterProposal.MostWaiting);
    }

    [Fact]
    public async Task A_relative_and_a_worker_are_marked_as_such()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building2, "101");
        using var relative = app.Anyone();
        await relative.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/form?by=proxy");
        await relative.SubmitAsync("/form", ("do", "send"), ("tenure", "Owner"), ("filled-by", "王芳"), ("filled-as", "亲属"), ("m0.name", "吴奶奶"));
        relative.Text.ShouldContain("由王芳（亲属）代填");
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync($"/desk/{Cast.Home}/dwellings/{(await app.DwellingAsync(app.Cast.Building1, "101")).Id}/declare")).ShouldBe(HttpStatusCode.NotFound);
        await app.PutAsync(dwelling, Tenure.Owner, new PersonFacts { Name = "吴奶奶", Phones = ["14200131111"] });
        await guard.OpenAsync($"/desk/{Cast.Home}/dwellings/{dwelling.Id}/declare");
        guard.Page.DocumentElement.OuterHtml.ShouldContain("142****1111");
        guard.Page.DocumentElement.OuterHtml.ShouldNotContain("14200131111");
        (await guard.SubmitAsync("/declare", ("do", "send"), ("m0.name", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await guard.SubmitAsync("/declare", ("do", "send"), ("m0.name", "吴秀兰"));
        guard.Path.ShouldContain("/proposals/");
        guard.Text.ShouldContain("由居委会确认");
        var proposals = await app.ProposalsAsync(dwelling.Id);
        proposals.Select(p => (p.Source, p.FilledBy)).ShouldBe([(RegisterSource.Proxy, "王芳（亲属）"), (RegisterSource.Proxy, "老秦")]);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync($"/desk/{Cast.Home}/dwellings/{dwelling.Id}/declare")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_waits_is_unreadable_in_the_database()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "501");
        var proposal = await app.SendAsync(dwelling, ("m0.name", "郑九"), ("m0.phones", "14200132222"));
        Encoding.UTF8.GetString(proposal.ContentSealed).ShouldNotContain("14200132222");
        Content(proposal).Members[0].Facts.Phones.ShouldBe(["14200132222"]);
    }

    private static string Wide(string text) => string.Concat(text.Select(c => (char)(c + 0xFEE0)));

    private Declaration Content(RegisterProposal proposal) =>
        Declaration.FromJson(app.Services.GetRequiredService<Sealer>().Open(SealedColumn.Proposal, proposal.Id, proposal.ContentSealed)!);
}
