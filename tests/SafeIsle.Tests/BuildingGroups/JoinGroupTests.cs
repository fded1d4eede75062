using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Residents;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.BuildingGroups.Groups;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>How a phone comes into its building's group, and how it does not.</summary>
public sealed class JoinGroupTests(TestApp app) : IClassFixture<TestApp>
{
    private Task<List<Resident>> ResidentsAsync(Guid building) =>
        app.InDbAsync(db => db.Residents.Where(r => r.BuildingId == building).OrderBy(r => r.JoinedAt).ToListAsync());

    [Fact]
    public async Task An_unknown_code_opens_nothing()
    {
        using var phone = app.Anyone();
        (await phone.OpenAsync("/g/0123456789")).ShouldBe(HttpStatusCode.NotFound);
        phone.Text.ShouldContain("没有这个编码");
        (await phone.OpenAsync("/g/一二三")).ShouldBe(HttpStatusCode.NotFound);
        await phone.OpenAsync("/g");
        (await phone.SubmitAsync("/g", ("code", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var blind = await phone.PostBlindAsync("/g/0123456789");
        blind.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_stands_beside_the_field_and_nothing_stored_is_shown()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 301, 2, [Person("张秘密", "14200301001")]);
        using var phone = app.Anyone();
        (await phone.OpenAsync($"/g/{building.Code}")).ShouldBe(HttpStatusCode.OK);
        phone.Text.ShouldContain("301号楼");
        phone.Text.ShouldNotContain("张秘密");
        (await phone.SubmitAsync($"/g/{building.Code}", ("room", ""), ("name", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("请填写门牌号");
        phone.Text.ShouldContain("请填写怎么称呼");
        phone.Text.ShouldContain("请选择您是不是住在这里");
        await phone.JoinAsync(building.Code, "1-109", "1001");
        phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("没有“1-109”这个门牌");
        await phone.JoinAsync(building.Code, "101", "1001");
        phone.Text.ShouldContain("1、2 单元都有 101");
        await phone.JoinAsync(building.Code, "2-101", "1001", unit: "1");
        phone.Text.ShouldContain("上面选的是 1 单元");
        await phone.JoinAsync(building.Code, "1-101", "");
        phone.Text.ShouldContain("请填写家门上告知单的 10 位编码");
        await phone.JoinAsync(building.Code, "1-101", "9999");
        phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("这个尾号没有对上");
        phone.Text.ShouldNotContain("张秘密");
        phone.Page.QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe("王女士");
        (await ResidentsAsync(building.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(302, "1-101", null)]
    [InlineData(303, "1单元101室", null)]
    [InlineData(304, "１－１０１", null)]
    [InlineData(305, "305号楼1单元101", null)]
    [InlineData(306, "101", "1")]
    [InlineData(307, "307-1-101", null)]
    public async Task A_door_is_named_in_any_spelling(int number, string room, string? unit)
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, number, 2, [Person("张甲", "14200302001")]);
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, room, "2001", unit: unit);
        phone.Path.ShouldStartWith("/home/", customMessage: phone.Text);
        phone.Text.ShouldContain("已经进群");
        var resident = (await ResidentsAsync(building.Id)).ShouldHaveSingleItem();
        resident.State.ShouldBe(ResidentState.In);
        resident.Proof.ShouldBe(ResidentProof.PhoneTail);
        resident.HouseholdId.ShouldNotBeNull();
        (await app.CoverageAsync(building)).Covered.ShouldBe(1);
    }

    [Fact]
    public async Task The_code_on_the_door_lets_in_and_another_doors_code_does_not()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 310, 2, [Person("张甲")], [Person("李乙")]);
        var other = await app.CloseAsync(director, 311, 2, [Person("赵丙")]);
        using var phone = app.Anyone();
        foreach (var wrong in new[] { building.Dwellings[1].Id, other.Dwellings[0].Id })
        {
            await phone.JoinAsync(building.Code, "1-101", await app.CodeAsync(wrong));
            phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            phone.Text.ShouldContain("编码和门牌没有对上");
        }

        await phone.JoinAsync(building.Code, "1-101", DoorCode.Shown(await app.CodeAsync(building.Dwellings[0].Id)).ToLowerInvariant(), "老张");
        phone.Path.ShouldStartWith("/home/");
        (await app.CoverageAsync(building)).In.ShouldBe(1);

        // Known: one tap from the poster, and the form again leads to the same place.
        var home = phone.Path;
        await phone.OpenAsync($"/g/{building.Code}");
        phone.Page.QuerySelector($"a[href='{home}']").ShouldNotBeNull();
        await phone.SubmitAsync($"/g/{building.Code}", ("room", "1-101"), ("name", "老张"), ("who", "self"), ("proof", "0000"));
        phone.Path.ShouldBe(home);
        (await ResidentsAsync(building.Id)).Count.ShouldBe(1);

        await phone.OpenAsync(home + "/group");
        phone.Text.ShouldContain("310号楼1单元101室");
        phone.Text.ShouldContain("老张（本机）");
        // One tap asks first.
        await phone.OpenAsync(home);
        await phone.OpenAsync(phone.Page.QuerySelector("a[href$='/forget']")!.GetAttribute("href")!);
        phone.Text.ShouldContain("重新扫码");
        await phone.SubmitAsync("/forget");
        (await app.CoverageAsync(building)).In.ShouldBe(0);
    }

    [Fact]
    public async Task Where_two_households_share_a_door_the_tail_decides_and_the_code_leaves_it_open()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 312, 2, [Person("张房东", "14200312001")]);
        var tenants = await app.PutAsync(building.Dwellings[0], Tenure.Tenant, Person("李租客", "14200312002"));
        using var tenant = app.Anyone();
        await tenant.JoinAsync(building.Code, "1-101", "2002", "小李");
        (await ResidentsAsync(building.Id)).ShouldHaveSingleItem().HouseholdId.ShouldBe(tenants.Id);
        using var unclear = app.Anyone();
        await unclear.JoinAsync(building.Code, "1-101", await app.CodeAsync(building.Dwellings[0].Id), "老张");
        (await app.CoverageAsync(building)).Covered.ShouldBe(1);

        await director.OpenAsync(building.Path);
        director.Text.ShouldContain("这一门有 2 户");
        var row = (await ResidentsAsync(building.Id)).Single(r => r.Name == "老张");
        await director.OpenAsync($"{building.Path}/members/{row.Id}");
        (await director.SubmitAsync("/household", ("household", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        var owner = await app.InDbAsync(db => db.Households.SingleAsync(h => h.DwellingId == building.Dwellings[0].Id && h.Tenure == Tenure.Owner));
        await director.OpenAsync($"{building.Path}/members/{row.Id}");
        await director.SubmitAsync("/household", ("household", owner.Id.ToString()));
        director.Text.ShouldContain("已认到户");
        (await app.CoverageAsync(building)).Covered.ShouldBe(2);

        await director.OpenAsync($"{building.Path}/members/{row.Id}");
        await director.SubmitAsync("/out");
        director.Text.ShouldContain("已退出");
        (await app.CoverageAsync(building)).Covered.ShouldBe(1);
        (await director.PostAsync($"{building.Path}/members/{row.Id}/out")).ShouldBe(HttpStatusCode.NotFound);
        await unclear.OpenAsync($"/home/{row.Id}");
        unclear.Path.ShouldBe("/home");
    }

    [Fact]
    public async Task The_same_form_sent_twice_at_once_is_one_phone_and_two_phones_of_a_household_are_two()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 313, 2, [Person("张甲", "14200313001")]);
        using var phone = app.Anyone();
        await phone.OpenAsync($"/g/{building.Code}");
        using var again = phone.Copy();
        await again.OpenAsync("/home");
        var ticket = phone.Page.QuerySelector("input[name=ticket]")!.GetAttribute("value")!;
        (string, string)[] fields = [("ticket", ticket), ("room", "1-101"), ("name", "老张"), ("who", "self"), ("proof", "3001")];
        await again.OpenAsync($"/g/{building.Code}");
        await Task.WhenAll(phone.PostAsync($"/g/{building.Code}", fields), again.PostAsync($"/g/{building.Code}", fields));
        var only = (await ResidentsAsync(building.Id)).ShouldHaveSingleItem();
        phone.Path.ShouldBe($"/home/{only.Id}", phone.Text);
        again.Path.ShouldBe(phone.Path, again.Text);

        using var first = app.Anyone();
        using var second = app.Anyone();
        await Task.WhenAll(first.JoinAsync(building.Code, "1-101", "3001", "妈妈"), second.JoinAsync(building.Code, "1-101", "3001", "爸爸"));
        (await ResidentsAsync(building.Id)).Count.ShouldBe(3, first.Text + second.Text);
        (await app.CoverageAsync(building)).Covered.ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_that_names_another_phone_is_none()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 314, 2, [Person("张甲", "14200314001")]);
        using var owner = app.Anyone();
        await owner.JoinAsync(building.Code, "1-101", "4001", "老张");
        var victim = (await ResidentsAsync(building.Id)).Single();
        using var thief = app.Anyone();
        await thief.OpenAsync($"/g/{building.Code}");
        await thief.PostAsync(
            $"/g/{building.Code}/ask", ("ticket", Convert.ToBase64String(victim.Id.ToByteArray())), ("room", "1-101"), ("name", "贼"), ("who", "self"));
        await thief.OpenAsync($"/home/{victim.Id}");
        thief.Path.ShouldBe("/home");
        (await ResidentsAsync(building.Id)).Count(r => r.State == ResidentState.In).ShouldBe(1);
    }

    [Fact]
    public async Task Guessing_tails_ends_after_five_and_the_right_one_is_not_taken_then()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 315, 2, [Person("张甲", "14200315001")]);
        using var thief = app.Anyone();
        for (var i = 0; i < TailGuard.MostWrong; i++)
        {
            await thief.JoinAsync(building.Code, "1-101", $"777{i}");
            thief.Text.ShouldContain("没有对上");
        }

        await thief.JoinAsync(building.Code, "1-101", "5001");
        thief.Text.ShouldContain("一小时内已经试错 5 次");
        (await ResidentsAsync(building.Id)).ShouldBeEmpty();
        // The door's paper opens all the same.
        await thief.JoinAsync(building.Code, "1-101", await app.CodeAsync(building.Dwellings[0].Id));
        thief.Path.ShouldStartWith("/home/");
    }

    [Fact]
    public async Task Whoever_guesses_behind_the_same_address_keeps_no_neighbour_out()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 330, 5, [.. Enumerable.Range(1, 6).Select(i => new[] { Person("张甲", $"1420033000{i}") })]);
        using var thief = app.Anyone();
        foreach (var room in new[] { "1-101", "1-102", "1-103", "1-104", "1-105" })
        {
            for (var i = 0; i < TailGuard.MostWrong; i++)
            {
                await thief.JoinAsync(building.Code, room, $"777{i}");
                thief.Text.ShouldContain("没有对上");
            }
        }

        using var neighbour = app.Anyone();
        await neighbour.JoinAsync(building.Code, "2-101", "0006");
        neighbour.Path.ShouldStartWith("/home/");
    }

    [Fact]
    public async Task A_lifted_orders_group_takes_nobody_in_and_an_old_code_neither()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 316, 2, [Person("张甲", "14200316001")]);
        await director.OpenAsync(building.Path);
        await director.SubmitAsync($"{building.Path}/code");
        director.Text.ShouldContain("编码已换新");
        using var phone = app.Anyone();
        (await phone.OpenAsync($"/g/{building.Code}")).ShouldBe(HttpStatusCode.NotFound);
        var code = director.Page.QuerySelector(".h1.mb-2")!.TextContent.Replace("-", "", StringComparison.Ordinal);
        using var member = app.Anyone();
        await member.JoinAsync(code, "1-101", "6001");
        var home = member.Path;

        await director.OpenAsync(building.Board + "/lift");
        await director.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "收到解除通知"));
        (await phone.OpenAsync($"/g/{code}")).ShouldBe(HttpStatusCode.Gone);
        phone.Text.ShouldContain("楼组群已经解散");
        await phone.OpenAsync("/g");
        (await phone.PostAsync($"/g/{code}")).ShouldBe(HttpStatusCode.Gone);
        await member.OpenAsync(home + "/group");
        member.Text.ShouldContain("现在没有楼组群");
        await director.OpenAsync(building.Path);
        director.Text.ShouldContain("楼组群已解散");
        (await director.OpenAsync(building.Path + "/cards.pdf")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("不用再打印");
    }

    [Fact]
    public async Task Units_that_the_order_does_not_bind_stay_outside()
    {
        using var director = await app.AsAsync("director");
        var building = await Closures.Residents.AddBuildingAsync(app, "317号楼");
        await SafeIsle.Tests.Closures.CloseBuildingTests.CloseAsync(director, building, ("scope", "units"), ("unit", "1"));
        var group = await app.InDbAsync(db => db.BuildingGroups.SingleAsync(g => g.BuildingId == building));
        var code = app.CodeOf(group);
        using var phone = app.Anyone();
        await phone.JoinAsync(code, "2-101", "0000");
        phone.Text.ShouldContain("没有“2-101”这个门牌");
        using var outside = await app.PhoneAsync(await app.DwellingAsync(building, "101", 2));
        await outside.OpenAsync(outside.Path + "/group");
        outside.Text.ShouldContain("不在封控范围里");
        await director.OpenAsync($"/desk/310107103017/closures/{group.OrderId}/group");
        director.Text.ShouldContain("住户 0 人在群");
    }

    [Fact]
    public async Task A_building_of_136_households_joins_within_a_minute()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(
            director, 318, 68, [.. Enumerable.Range(0, 136).Select(i => new[] { Person($"住户{i}", $"1420318{i:0000}") })]);
        var begun = TimeProvider.System.GetTimestamp();
        await Parallel.ForAsync(0, 136, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            using var phone = app.Anyone();
            var door = building.Dwellings[i];
            await phone.JoinAsync(building.Code, $"{door.Unit}-{door.Room}", $"{i:0000}", $"住户{i}");
            phone.Path.ShouldStartWith("/home/", customMessage: phone.Text);
        });
        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromMinutes(1));
        var coverage = await app.CoverageAsync(building);
        (coverage.Covered, coverage.All).ShouldBe((136, 136));
        coverage.Took.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_used_again_for_another_door_or_after_leaving_is_another_phone()
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 319, 2, [Person("张甲", "14200319001")], [Person("李乙", "14200319002")], [Person("赵丙")]);
        using var phone = app.Anyone();
        await phone.OpenAsync($"/g/{building.Code}");
        var ticket = phone.Page.QuerySelector("input[name=ticket]")!.GetAttribute("value")!;
        (string, string)[] Fields(string room, string proof) => [("ticket", ticket), ("room", room), ("name", "老张"), ("who", "self"), ("proof", proof)];
        await phone.PostAsync($"/g/{building.Code}", Fields("1-101", "9001"));
        var first = phone.Path;
        await phone.OpenAsync($"/g/{building.Code}");
        (await phone.PostAsync($"/g/{building.Code}", Fields("1-102", "9002"))).ShouldBe(HttpStatusCode.OK);
        phone.Path.ShouldStartWith("/home/", customMessage: phone.Text);
        phone.Path.ShouldNotBe(first);
        await phone.OpenAsync($"/g/{building.Code}");
        (await phone.PostAsync($"/g/{building.Code}/ask", Fields("2-101", ""))).ShouldBe(HttpStatusCode.OK, phone.Text);
        phone.Text.ShouldContain("等居委会确认");
        (await ResidentsAsync(building.Id)).Select(r => r.State).Order().ShouldBe([ResidentState.Waiting, ResidentState.In, ResidentState.In]);

        await phone.OpenAsync(first + "/forget");
        await phone.SubmitAsync("/forget");
        await phone.OpenAsync($"/g/{building.Code}");
        (await phone.PostAsync($"/g/{building.Code}", Fields("1-101", "9001"))).ShouldBe(HttpStatusCode.OK);
        phone.Path.ShouldStartWith("/home/", customMessage: phone.Text);
        phone.Path.ShouldNotBe(first);

        var door = $"/h/{await app.CodeAsync(building.Dwellings[3].Id)}/join";
        using var other = app.Anyone();
        await other.OpenAsync(door);
        var paper = other.Page.QuerySelector("input[name=ticket]")!.GetAttribute("value")!;
        for (var i = 0; i < 2; i++)
        {
            await other.OpenAsync(door);
            (await other.SubmitAsync("/join", ("ticket", paper), ("name", "小王"), ("who", "self"))).ShouldBe(HttpStatusCode.OK);
            other.Path.ShouldStartWith("/home/", customMessage: other.Text);
            await other.OpenAsync(other.Path + "/forget");
            await other.SubmitAsync("/forget");
        }
    }

    [Theory]
    [InlineData("谢阿姨13912345678")]
    [InlineData("老李 139-1234-5678")]
    [InlineData("1391234")]
    public async Task A_number_is_no_name_because_all_neighbours_read_it(string name)
    {
        using var director = await app.AsAsync("director");
        var building = await app.CloseAsync(director, 330 + name.Length, 2, [Groups.Person("张甲", "14200330001")]);
        using var phone = app.Anyone();
        await phone.JoinAsync(building.Code, "1-101", "0001", name);
        phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("不要写电话");
        await phone.AskAsync(building.Code, "1-101", name);
        phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        // Opened by a refresh or from a tab that was kept, the address leads to the page with the form.
        await phone.OpenAsync($"/g/{building.Code}/ask");
        phone.Path.ShouldBe($"/g/{building.Code}");
        var door = $"/h/{await app.CodeAsync(building.Dwellings[0].Id)}/join";
        await phone.OpenAsync(door);
        (await phone.SubmitAsync("/join", ("name", name), ("who", "self"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ResidentsAsync(building.Id)).ShouldBeEmpty();
        await phone.JoinAsync(building.Code, "1-101", "0001", "501 王女士");
        phone.Path.ShouldStartWith("/home/", customMessage: phone.Text);
    }
}
