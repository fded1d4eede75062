using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Households.SelfRegistration;

/// <summary>The paper on the doors and its codes.</summary>
public sealed class DoorSheetsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Sheets_are_printed_for_buildings_units_and_single_doors_within_reach()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "101");
        using var guard = await app.AsAsync("guard");
        foreach (var path in new[] { Building(app.Cast.Building1), Building(app.Cast.Building1) + ".pdf", Dwelling(dwelling.Id) })
        {
            (await guard.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        await guard.OpenAsync($"/desk/{Cast.Home}/door-sheets");
        guard.Text.ShouldContain("2号楼");
        guard.Text.ShouldNotContain("1号楼");
        using var own = await guard.FetchAsync(Building(app.Cast.Building2) + ".pdf");
        own.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync($"/desk/{Cast.Home}/door-sheets")).ShouldBe(HttpStatusCode.Forbidden);

        using var director = await app.AsAsync("director");
        await director.OpenAsync(Building(app.Cast.Building1));
        director.Text.ShouldContain("24 套");
        director.Text.ShouldContain("指向本机");
        using var unit = await director.FetchAsync(Building(app.Cast.Building1) + ".pdf?unit=2");
        (await unit.Content.ReadAsByteArrayAsync()).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        using var one = await director.FetchAsync(Dwelling(dwelling.Id));
        one.StatusCode.ShouldBe(HttpStatusCode.OK);
        await director.OpenAsync(Building(app.Cast.Building1) + ".pdf?unit=9");
        director.Text.ShouldContain("没有房屋");
        (await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Action == "door-sheet.print").Select(e => e.Summary).ToListAsync()))
            .ShouldContain("打印1号楼2单元的门上告知单 12 张");
    }

    [Fact]
    public async Task A_renewed_code_opens_nothing_with_the_old_paper()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building1, "201");
        await app.PutAsync(dwelling, Tenure.Owner, new PersonFacts { Name = "朱八", Phones = ["14200138888"] });
        var old = await app.CodeAsync(dwelling.Id);
        using var resident = app.Anyone();
        await resident.OpenAsync($"/h/{old}");
        await resident.SubmitAsync($"/h/{old}", ("who", "self"), ("tail", "8888"));
        resident.Page.DocumentElement.OuterHtml.ShouldContain("朱八");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"/desk/{Cast.Home}/door-sheets");
        (await worker.PostAsync($"/desk/{Cast.Home}/dwellings/{dwelling.Id}/door-code/renew")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Building(app.Cast.Building1));
        await director.SubmitAsync($"{dwelling.Id}/door-code/renew");
        director.Text.ShouldContain("旧告知单作废");
        (await resident.OpenAsync($"/h/{old}/form?by=self")).ShouldBe(HttpStatusCode.NotFound);
        var renewed = await app.CodeAsync(dwelling.Id);
        renewed.ShouldNotBe(old);
        (await resident.OpenAsync($"/h/{renewed}/form?by=self")).ShouldBe(HttpStatusCode.OK);
        // The proof belonged to the old paper.
        resident.Page.DocumentElement.OuterHtml.ShouldNotContain("朱八");
    }

    [Fact]
    public async Task A_whole_building_is_renewed_only_knowingly()
    {
        var dwelling = await app.DwellingAsync(app.Cast.Building2, "301");
        var old = await app.CodeAsync(dwelling.Id);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Building(app.Cast.Building2));
        await director.SubmitAsync("/door-codes/renew");
        director.Text.ShouldContain("没有换码");
        (await app.CodeAsync(dwelling.Id)).ShouldBe(old);
        await director.SubmitAsync("/door-codes/renew", ("sure", "1"));
        director.Text.ShouldContain("6 户的编码已换新");
        using var resident = app.Anyone();
        (await resident.OpenAsync($"/h/{old}")).ShouldBe(HttpStatusCode.NotFound);
        (await resident.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}")).ShouldBe(HttpStatusCode.OK);
    }

    private static string Building(Guid id) => $"/desk/{Cast.Home}/buildings/{id}/door-sheets";

    private static string Dwelling(Guid id) => $"/desk/{Cast.Home}/dwellings/{id}/door-sheet.pdf";
}
