using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>Correcting a person, also when two people do it at once.</summary>
public sealed class EditPersonTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Masked_numbers_left_as_they_stand_stay_and_new_ones_replace()
    {
        var born = new DateOnly(1960, 5, 5);
        var facts = Person("郑改号", born: born) with { Phones = ["14200010001", "14200010002"] };
        var (_, people) = await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, facts);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{people[0]}");
        director.Page.QuerySelector("input[name=document]")!.GetAttribute("value")!.ShouldContain("****");
        await director.SubmitAsync($"/people/{people[0]}", ("name", "郑改名"));
        director.Text.ShouldContain("已保存 郑改名 的登记。");
        var card = await app.CardAsync(people[0]);
        card.DocumentNumber.ShouldBe(facts.DocumentNumber);
        card.Phones.ShouldBe(["14200010001", "14200010002"]);

        await director.OpenAsync($"{Desk}/people/{people[0]}");
        await director.SubmitAsync($"/people/{people[0]}", ("phone", "14200010003"), ("phone", "142****0002"), ("birthDate", "1960-05-05"));
        (await app.CardAsync(people[0])).Phones.ShouldBe(["14200010003", "14200010002"]);
        (await app.AuditAsync("person.change"))[0].ShouldBe("修改 郑改名 的电话");

        await director.OpenAsync($"{Desk}/people/{people[0]}");
        await director.SubmitAsync($"/people/{people[0]}");
        director.Text.ShouldContain("没有改动。");
    }

    [Fact]
    public async Task What_contradicts_the_document_is_refused_with_its_reason()
    {
        var (_, people) = await app.SettleAsync(app.Cast.Building1, 1, "102", Tenure.Owner, Person("冯核对"));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{people[0]}");
        var number = IdNumber(new(1980, 1, 2), Sex.Female);
        (await director.SubmitAsync($"/people/{people[0]}", ("document", number), ("birthDate", "1980-01-03"), ("sex", "Male"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("证件号显示为 1980-01-02");
        director.Text.ShouldContain("证件号显示为女");
        (await director.SubmitAsync($"/people/{people[0]}", ("document", number[..17] + (number[17] == '1' ? '2' : '1')))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("校验");
        (await director.SubmitAsync($"/people/{people[0]}", ("document", "990000********1234"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("带星号的号码与登记的不一致");
        (await app.CardAsync(people[0])).DocumentNumber.ShouldBeNull();
    }

    [Fact]
    public async Task A_stale_form_comes_back_with_both_values_and_overwrites_nothing()
    {
        var (_, people) = await app.SettleAsync(app.Cast.Building1, 1, "201", Tenure.Owner, Person("陈旧表", phone: "14200020001"));
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await director.OpenAsync($"{Desk}/people/{people[0]}");
        await deputy.OpenAsync($"{Desk}/people/{people[0]}");
        await deputy.SubmitAsync($"/people/{people[0]}", ("phone", "14200020002"), ("presence", "Away"), ("awayWhere", "女儿家"));
        deputy.Text.ShouldContain("已保存");

        (await director.SubmitAsync($"/people/{people[0]}", ("relation", "房主"), ("phone", "14200020003"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("陈副主任于");
        var lines = director.Page.QuerySelectorAll(".touches tbody tr").Select(tr => string.Join('|', tr.Children.Select(td => td.TextContent))).ToList();
        lines.ShouldBe(["与户主关系|户主|房主", "电话|142****0002|142****0003", "在家/外出|外出|在家", "去向|女儿家|（空）"]);
        (await app.CardAsync(people[0])).Phones.ShouldBe(["14200020002"]);

        await director.SubmitAsync($"/people/{people[0]}", ("presence", "Away"), ("awayWhere", "女儿家"));
        director.Text.ShouldContain("已保存");
        var card = await app.CardAsync(people[0]);
        card.Phones.ShouldBe(["14200020003"]);
        card.Row.Relation.ShouldBe("房主");
        card.Row.AwayWhere.ShouldBe("女儿家");
    }

    [Fact]
    public async Task Health_notes_open_with_a_recorded_look_and_stay_out_of_history()
    {
        var facts = Person("蒋备注") with { HealthNote = "夜间需要吸氧", RegisteredHere = true };
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 1, "202", Tenure.Owner, facts);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people/{people[0]}");
        (await app.AuditAsync("person.look"))[0].ShouldContain("蒋备注");
        await director.SubmitAsync($"/people/{people[0]}", ("healthNote", "白天也要吸氧"), ("registeredHere", ""), ("tag", CareTags.Dialysis), ("detail-dialysis", "每周二"));
        director.Text.ShouldContain("健康备注");
        director.Page.DocumentElement.OuterHtml.ShouldNotContain("吸氧");
        director.Page.DocumentElement.OuterHtml.ShouldNotContain("每周二");
        var card = await app.CardAsync(people[0]);
        card.HealthNote.ShouldBe("白天也要吸氧");
        card.Tags[CareTags.Dialysis].ShouldBe("每周二");
        card.Row.RegisteredHere.ShouldBeNull("the desk may say that it does not know");
        (await app.InDbAsync(db => db.RegisterChanges.CountAsync(c => c.HouseholdId == household))).ShouldBe(2);
    }

    [Fact]
    public async Task Only_the_committee_edits_and_only_its_own_people()
    {
        var (_, people) = await app.SettleAsync(app.Cast.Building1, 1, "301", Tenure.Owner, Person("沈归属"));
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/people/{people[0]}")).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"/desk/{Cast.Far}/people/{people[0]}")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Desk}/people/{people[0]}")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        var blind = await director.PostBlindAsync($"{Desk}/people/{people[0]}", ("name", "黑"));
        blind.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await app.CardAsync(people[0])).Row.Name.ShouldBe("沈归属");
    }
}
