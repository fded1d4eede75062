using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform.Audit;
using SafeIsle.Tests.Platform.Print;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>A household's page: who sees it, what it hides, how it is kept.</summary>
public sealed class HouseholdPageTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly DateOnly Born = new(1950, 3, 8);

    [Fact]
    public async Task A_household_is_there_for_those_who_reach_it_only()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, Person("王桂兰", born: Born));
        var path = $"{Desk}/households/{household}";
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound, "the guard works in building 2 only");
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);
        town.Text.ShouldContain("王**");
        town.Page.DocumentElement.OuterHtml.ShouldNotContain("王桂兰", Case.Sensitive, "whoever only watches reads no names, not in the history either");
        await town.OpenAsync($"{Desk}/dwellings/{(await app.DoorAsync(app.Cast.Building1, 1, "101")).Id}");
        town.Text.ShouldContain("王**");
        town.Text.ShouldNotContain("王桂兰");
        await town.OpenAsync($"{Desk}/search?q=王桂兰");
        town.Page.QuerySelector("tbody td").ShouldBeNull("a name that is found is a name told");
        var paper = await town.FetchAsync(path + "/table.pdf");
        var printed = PdfReader.Text(await paper.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw");
        printed.ShouldContain("王**");
        printed.ShouldNotContain("王桂兰");
        town.Page.Forms.ShouldNotContain(f => f.Action.EndsWith("/reveal", StringComparison.Ordinal));
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);
        (await worker.OpenAsync(path + "/add")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Numbers_are_masked_until_asked_for_and_the_look_is_recorded()
    {
        var facts = Person("李淑芬", born: Born, phone: "14200001111") with
        {
            HealthNote = "对青霉素过敏",
            Tags = new Dictionary<string, string> { [CareTags.Medicine] = "缬沙坦胶囊" },
        };
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "102", Tenure.Owner, facts);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/households/{household}");
        director.Text.ShouldContain("142****1111");
        director.Text.ShouldContain("慢性病用药");
        foreach (var secret in new[] { "14200001111", facts.DocumentNumber!, "青霉素", "缬沙坦" })
        {
            director.Page.DocumentElement.OuterHtml.ShouldNotContain(secret);
        }

        var looks = (await app.AuditAsync("household.look")).Count;
        await director.SubmitAsync("/reveal");
        director.Status.ShouldBe(HttpStatusCode.OK);
        foreach (var shown in new[] { "14200001111", facts.DocumentNumber!, "青霉素", "缬沙坦胶囊" })
        {
            director.Text.ShouldContain(shown);
        }

        (await app.AuditAsync("household.look")).Count.ShouldBe(looks + 1);
        (await app.AuditAsync("household.look"))[0].ShouldBe("查看 1号楼1单元102室 1 人的完整号码");
        await director.OpenAsync($"{Desk}/households/{household}");
        director.Text.ShouldNotContain("14200001111", Case.Sensitive, "the numbers are shown once");

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/households/{household}");
        await worker.SubmitAsync("/reveal");
        worker.Text.ShouldContain("14200001111");
        worker.Text.ShouldNotContain(facts.DocumentNumber!, Case.Sensitive, "whoever calls needs no document");
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_person_and_a_known_name_is_asked_about()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "602", Tenure.Owner, Person("辛户主"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/households/{household}/add");
        using var twice = director.Copy();
        await twice.OpenAsync($"{Desk}/households/{household}/add");
        var key = director.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        await director.SubmitAsync("/add", ("name", "辛小"), ("relation", "子"));
        await twice.SubmitAsync("/add", ("key", key), ("name", "辛小"), ("relation", "子"));
        twice.Path.ShouldEndWith($"/households/{household}");
        twice.Text.ShouldContain("没有再登记一次");
        (await CountAsync()).ShouldBe(2);

        await director.OpenAsync($"{Desk}/households/{household}/add");
        (await director.SubmitAsync("/add", ("name", "辛 小"), ("relation", "子"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("本户已经登记了辛小");
        (await CountAsync()).ShouldBe(2);
        await director.SubmitAsync("/add", ("anotherPerson", "1"));
        (await CountAsync()).ShouldBe(3);

        Task<int> CountAsync() => app.InDbAsync(db => db.People.CountAsync(p => p.HouseholdId == household));
    }

    [Fact]
    public async Task A_new_household_gets_members_is_verified_and_moves_out()
    {
        var door = await app.DoorAsync(app.Cast.Building1, 1, "201");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/dwellings/{door.Id}");
        director.Text.ShouldContain("空置");
        await director.SubmitAsync("/households", ("tenure", "Owner"));
        director.Path.ShouldEndWith("/add");
        var household = Guid.Parse(director.Path.Split('/')[^2]);

        (await director.SubmitAsync("/add", ("name", ""), ("document", "990000195003080015"), ("phone", "123"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写姓名。");
        director.Text.ShouldContain("身份证号校验码不对");
        director.Page.QuerySelector("input[name=document]")!.GetAttribute("value").ShouldBe("990000195003080015", "what was typed is never lost");

        var id = IdNumber(new(1948, 7, 1), Sex.Female);
        await director.SubmitAsync("/add", ("name", "欧阳𠮷"), ("document", id), ("phone", "142 0000 2222"), ("phone", "0552-3012345"), ("tag", CareTags.Alone), ("birthDate", ""));
        director.Path.ShouldEndWith($"/households/{household}");
        director.Text.ShouldContain("欧阳𠮷");
        director.Text.ShouldContain("142****2222");
        director.Text.ShouldContain("独居");
        var row = await app.InDbAsync(db => db.People.SingleAsync(p => p.HouseholdId == household));
        row.Sex.ShouldBe(Sex.Female, "from the document");
        row.BirthDate.ShouldBe(new DateOnly(1948, 7, 1));
        row.Relation.ShouldBe("户主", "the first member is offered as head");

        await director.OpenAsync($"{Desk}/households/{household}/add");
        (await director.SubmitAsync("/add", ("name", "欧阳复制"), ("document", id))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("这个证件已登记在本户的欧阳𠮷名下");
        (await director.SubmitAsync("/add", ("name", "欧阳小"), ("document", ""), ("relation", "户主"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("本户的户主是欧阳𠮷");

        await director.OpenAsync($"{Desk}/households/{household}");
        director.Text.ShouldContain("从未核实");
        await director.SubmitAsync("/verify");
        director.Text.ShouldContain("已记下：核实无误。");
        director.Text.ShouldContain("高主任");
        (await app.InDbAsync(db => db.Households.SingleAsync(h => h.Id == household))).VerifiedBy.ShouldBe("高主任");

        await director.OpenAsync($"{Desk}/households/{household}/edit");
        (await director.SubmitAsync("/close")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("确认全部搬离请勾选");
        await director.SubmitAsync("/close", ("leaving", "1"));
        director.Path.ShouldEndWith($"/dwellings/{door.Id}");
        director.Text.ShouldContain("曾经的住户 1 户");
        (await app.InDbAsync(db => db.SearchTerms.CountAsync(t => t.PersonId == row.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task Two_owners_behind_one_door_need_numbers_also_when_the_button_is_pressed_twice()
    {
        var door = await app.DoorAsync(app.Cast.Building1, 1, "202");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/dwellings/{door.Id}");
        await director.PostAsync($"{Desk}/dwellings/{door.Id}/households", ("tenure", "Owner"), ("number", ""));
        director.Status.ShouldBe(HttpStatusCode.OK);
        await director.PostAsync($"{Desk}/dwellings/{door.Id}/households", ("tenure", "Owner"), ("number", ""));
        director.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("确实是两户时，请填户号区分");
        await director.PostAsync($"{Desk}/dwellings/{door.Id}/households", ("tenure", "Owner"), ("number", "2"));
        director.Status.ShouldBe(HttpStatusCode.OK);
        (await app.InDbAsync(db => db.Households.CountAsync(h => h.DwellingId == door.Id))).ShouldBe(2);
    }

    [Fact]
    public async Task The_head_and_the_order_are_changed_together()
    {
        var (household, people) = await app.SettleAsync(
            app.Cast.Building1, 1, "301", Tenure.Owner, Person("赵甲"), Person("赵乙", "配偶"), Person("赵丙", "子"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/households/{household}/order");
        (await director.SubmitAsync("/order", ($"relation-{people[1]}", "户主"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("只能有一位户主，现在填了 2 位。");
        await director.SubmitAsync("/order", ($"relation-{people[0]}", "配偶"), ($"relation-{people[1]}", "户主"), ($"order-{people[2]}", "1"), ($"order-{people[0]}", "3"));
        var order = await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == household).OrderBy(p => p.Position).Select(p => p.Name + p.Relation).ToListAsync());
        order.ShouldBe(["赵乙户主", "赵丙子", "赵甲配偶"]);
        director.Text.ShouldContain("与户主关系");
        (await app.AuditAsync("household.order"))[0].ShouldContain("户主 赵乙");
    }

    [Fact]
    public async Task A_person_moves_to_another_building_with_tags_and_search()
    {
        var (old, people) = await app.SettleAsync(
            app.Cast.Building1, 1, "302", Tenure.Owner, Person("钱留下"), Person("钱搬家", "子", null, "14200003333", CareTags.Volunteer));
        var (target, _) = await app.SettleAsync(app.Cast.Building2, 0 + 1, "101", Tenure.Owner, Person("孙房东"));
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/search?q=钱搬家");
        guard.Text.ShouldContain("没有找到");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{people[1]}/move?to=2-1-101");
        director.Text.ShouldContain("转到业主户 孙房东 1 人");
        await director.PostAsync($"{Desk}/people/{people[1]}/move", ("household", $"{target}"));
        director.Path.ShouldEndWith($"/households/{target}");
        director.Text.ShouldContain("钱搬家");
        director.Text.ShouldContain("转户");
        (await app.InDbAsync(db => db.PersonTags.SingleAsync(t => t.PersonId == people[1]))).BuildingId.ShouldBe(app.Cast.Building2);
        await guard.OpenAsync($"{Desk}/search?q=钱搬家");
        guard.Text.ShouldContain("2号楼1单元101室");
        await director.OpenAsync($"{Desk}/households/{old}");
        director.Text.ShouldContain("转户", Case.Sensitive, "history stands on both households");
        await director.PostAsync($"{Desk}/people/{people[1]}/move", ("household", $"{target}"));
        director.Text.ShouldContain("本来就在这一户");
    }

    [Fact]
    public async Task The_same_document_elsewhere_is_shown_on_both_pages()
    {
        var person = Person("周两处", born: new(1970, 1, 1));
        var (first, _) = await app.SettleAsync(app.Cast.Building1, 1, "401", Tenure.Owner, person);
        var (second, _) = await app.SettleAsync(app.Cast.Building1, 2, "401", Tenure.Tenant, person);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/households/{first}");
        director.Text.ShouldContain("同一证件还登记在 1号楼2单元401室");
        await director.OpenAsync($"{Desk}/households/{second}");
        director.Text.ShouldContain("同一证件还登记在 1号楼1单元401室");
    }

    [Fact]
    public async Task A_closed_person_comes_back()
    {
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 1, "402", Tenure.Owner, Person("吴回来", phone: "14200004444"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{people[0]}");
        await director.SubmitAsync("/close", ("why", "随便"));
        director.Text.ShouldContain("请选择原因");
        await director.SubmitAsync("/close", ("why", "搬离"));
        director.Text.ShouldContain("已不在册 1 人");
        await director.OpenAsync($"{Desk}/search?q=吴回来");
        director.Text.ShouldContain("没有找到");
        await director.OpenAsync($"{Desk}/households/{household}");
        await director.SubmitAsync("/reopen");
        director.Text.ShouldContain("已恢复 吴回来。");
        await director.OpenAsync($"{Desk}/search?q=4444");
        director.Text.ShouldContain("吴回来");
    }

    [Fact]
    public async Task The_small_table_is_a_PDF_and_its_numbers_are_a_recorded_look()
    {
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "501", Tenure.Owner, Person(new string('长', 50), phone: "14200005555"));
        using var director = await app.AsAsync("director");
        var file = await director.FetchAsync($"{Desk}/households/{household}/table.pdf");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        (await file.Content.ReadAsByteArrayAsync())[..5].ShouldBe("%PDF-"u8.ToArray());
        (await app.AuditAsync("household.print"))[0].ShouldContain("1 人的完整电话");
    }
}
