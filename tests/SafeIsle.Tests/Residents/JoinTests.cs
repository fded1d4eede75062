using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Residents;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households.SelfRegistration;
using static SafeIsle.Tests.BuildingGroups.Groups;

namespace SafeIsle.Tests.Residents;

/// <summary>Which phones come in at a door, under which name, and for whom they speak.</summary>
public sealed class JoinTests(TestApp app) : IClassFixture<TestApp>
{
    private Task<Resident> ResidentAsync(string name) => app.InDbAsync(db => db.Residents.SingleAsync(r => r.Name == name));

    [Fact]
    public async Task A_phone_of_an_empty_door_speaks_for_nobody_who_moves_in_later()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 430, 2, [Person("张甲")]);
        var empty = building.Dwellings[1];
        using var phone = await app.PhoneAsync(empty, "早先的人");
        var home = phone.Path;
        phone.Text.ShouldContain("这个门还没有登记住户");
        phone.Page.QuerySelector($"a[href='/h/{await app.CodeAsync(empty.Id)}']").ShouldNotBeNull();
        await app.PutAsync(empty, Tenure.Owner, Person("李后来"));
        await phone.OpenAsync(home);
        phone.Text.ShouldContain("还没有认到户");
        await phone.OpenAsync(home + "/report");
        phone.Text.ShouldContain("请居委会认户");
        phone.Text.ShouldNotContain("李后来");
        (await app.CoverageAsync(building)).In.ShouldBe(0);
    }

    [Fact]
    public async Task A_phone_that_registers_its_own_people_speaks_for_them_when_it_is_confirmed()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 431, 2);
        var empty = building.Dwellings[0];
        using var other = await app.PhoneAsync(empty, "别的手机");
        using var phone = await app.PhoneAsync(empty, "新来的");
        var home = phone.Path;
        await phone.OpenAsync($"/h/{await app.CodeAsync(empty.Id)}/form?by=self");
        await phone.SubmitAsync("/form", ("do", "send"), ("tenure", "Owner"), ("m0.name", "赵新"));
        phone.Path.ShouldContain("/received/", customMessage: phone.Text);
        var proposal = (await app.ProposalsAsync(empty.Id)).ShouldHaveSingleItem();
        await director.OpenAsync($"/desk/{Cast.Home}/proposals/{proposal.Id}");
        await director.SubmitAsync("/accept", ("new.0", "1"));
        var household = await app.InDbAsync(db => db.Households.SingleAsync(h => h.DwellingId == empty.Id));
        (await ResidentAsync("新来的")).HouseholdId.ShouldBe(household.Id);
        (await ResidentAsync("别的手机")).HouseholdId.ShouldBeNull();
        await phone.OpenAsync(home + "/report");
        phone.Text.ShouldContain("赵新");
        await other.OpenAsync(other.Path + "/report");
        other.Text.ShouldNotContain("赵新");
    }

    [Fact]
    public async Task A_door_takes_twelve_phones_also_when_all_come_at_once()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 432, 2, [Person("张甲", "14200432001")]);
        var door = building.Dwellings[0];
        var code = await app.CodeAsync(door.Id);
        await Parallel.ForAsync(0, Recognise.MostPhones + 3, new ParallelOptions { MaxDegreeOfParallelism = 5 }, async (i, _) =>
        {
            using var phone = app.Anyone();
            await phone.OpenAsync($"/h/{code}/join");
            await phone.SubmitAsync("/join", ("name", $"手机{i}"), ("who", "self"));
        });
        (await app.InDbAsync(db => db.Residents.CountAsync(r => r.DwellingId == door.Id))).ShouldBe(Recognise.MostPhones);
        using var late = app.Anyone();
        await late.OpenAsync($"/h/{code}/join");
        (await late.SubmitAsync("/join", ("name", "晚到"), ("who", "self"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        late.Text.ShouldContain("这一户已经有 12 台手机");
        late.Text.ShouldContain("请打居委会电话");
        // Whoever hands the code around keeps no family out that proves more.
        using var known = app.Anyone();
        await known.JoinAsync(building.Code, "1-101", "2001", "家里人");
        known.Path.ShouldStartWith("/home/");
        // Whoever asks is decided about by a person.
        await late.AskAsync(building.Code, "1-101", "晚到");
        late.Text.ShouldContain("等居委会确认");
    }

    [Theory]
    [InlineData("居委会高主任")]
    [InlineData("居 委·会小李")]
    [InlineData("社区医生")]
    [InlineData("物业王经理")]
    [InlineData("张警官")]
    [InlineData("……")]
    public async Task Nobody_takes_the_name_of_an_office(string name)
    {
        using var phone = app.Anyone();
        await phone.OpenAsync($"/h/{await app.CodeAsync((await app.DwellingAsync(app.Cast.Building1, "101")).Id)}/join");
        (await phone.SubmitAsync("/join", ("name", name), ("who", "self"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("请写您自己的称呼");
    }

    [Fact]
    public async Task Nor_in_a_group_and_a_name_of_nothing_visible_is_none()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 433, 2, [Person("张甲", "14200433001")]);
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "3001", "物业");
        phone.Text.ShouldContain("请写您自己的称呼");
        await phone.AskAsync(building.Code, "1-101", "指挥部");
        phone.Text.ShouldContain("请写您自己的称呼");
        await phone.JoinAsync(building.Code, "1-101", "3001", "\u3164\u2800");
        phone.Text.ShouldContain("请填写怎么称呼");
        (await app.InDbAsync(db => db.Residents.CountAsync(r => r.BuildingId == building.Id))).ShouldBe(0);
    }
}
