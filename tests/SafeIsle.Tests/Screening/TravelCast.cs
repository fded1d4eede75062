using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;
using SafeIsle.Residents;
using SafeIsle.Screening.Travel;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.Screening;

/// <summary>What tests of travel do over and over; each of its own household of building 1.</summary>
internal static class TravelCast
{
    public const string Desk = "/desk/310107103017";
    public const string Travel = Desk + "/travel";

    /// <summary>Key of a pass rule that open travel matters hold.</summary>
    public const int Held = 3;

    /// <summary>A workbook of one sheet.</summary>
    public static byte[] Workbook(params string[][] rows)
    {
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet("名单", [.. rows[0].Select(h => new SheetColumn(h))]);
            foreach (var row in rows.Skip(1))
            {
                writer.Row([.. row.Select(c => (SheetValue)c)]);
            }
        }

        return file.ToArray();
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A household of one with an open check, started by the worker.</summary>
    public static async Task<(Guid Household, Guid Check, Guid Person)> CheckAsync(this TestApp app, string room, string name, string? phone = null)
    {
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 1, room, Tenure.Tenant, Groups.Person(name, phone));
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/households/{household}/travel");
        await worker.SubmitAsync($"/households/{household}/travel", ("person", people[0].ToString()));
        worker.Path.ShouldStartWith(Travel + "/", customMessage: worker.Text);
        return (household, await app.InDbAsync(db => db.TravelChecks.Where(c => c.PersonId == people[0]).Select(c => c.Id).SingleAsync()), people[0]);
    }

    /// <summary>The same, gone as far as a finding that the director proposed: nowhere declared, Chengdu in the record.</summary>
    public static async Task<(Guid Household, Guid Check, Guid Person)> ProposedAsync(this TestApp app, string room, string name)
    {
        var made = await app.CheckAsync(room, name);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Travel}/{made.Check}");
        await director.SubmitAsync("/declare", ("nowhere", "1"));
        await director.SubmitAsync("/record", ("sms", "您在前14天内到达或途经：四川省成都市。中国联通"));
        await director.SubmitAsync("/propose", ("basis", "测试文件 1 号"));
        director.Text.ShouldContain("等另一位同事复核");
        return made;
    }

    /// <summary>The plan of the gates' tests with a rule that travel matters and isolation void; call <see cref="Gates.GateCast.RulesAsync"/> first.</summary>
    public static Task<int> HeldRuleAsync(this TestApp app) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        if (await db.ResponsePlans.AnyAsync(p => p.CommunityId == Cast.Home && p.Code == "test-gates" && p.Version == 2))
        {
            return 0;
        }

        var plan = await db.ResponsePlans.SingleAsync(p => p.CommunityId == Cast.Home && p.Code == "test-gates");
        var rule = new PassRule { Key = Held, Name = "核清才能出门", Subject = PassSubject.Household, Voids = [PassVoid.Travel, PassVoid.Returnee, PassVoid.Isolation] };
        var body = plan.Read();
        db.Add(new ResponsePlan
        {
            CommunityId = Cast.Home, Id = Ids.New(), Code = plan.Code, Version = 2, Name = plan.Name, Body = (body with { PassRules = [.. body.PassRules, rule] }).ToJson(),
            PublishedAt = app.Clock.Now(), PublishedBy = "测试",
        });
        write.Record(Cast.Home, "test.rules", null, "测试规则");
        await write.CommitAsync();
        return 1;
    });

    /// <summary>Confirms the finding of that check as the second person.</summary>
    public static async Task ConfirmAsync(this TestApp app, Guid check)
    {
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{Travel}/{check}");
        await deputy.SubmitAsync("/confirm", ("answer", "yes"));
        await deputy.SubmitAsync("/agree");
        deputy.Text.ShouldContain("已确认");
    }

    /// <summary>A phone of that household, known by the code on its door alone.</summary>
    public static async Task<Browser> PasserOfAsync(this TestApp app, Guid household) => await app.PhoneAsync(await app.DoorOfAsync(household));

    private static Task<Dwelling> DoorOfAsync(this TestApp app, Guid household) => app.InDbAsync(async db =>
    {
        var dwelling = await db.Households.Where(h => h.Id == household).Select(h => h.DwellingId).SingleAsync();
        return await db.Dwellings.SingleAsync(d => d.Id == dwelling);
    });

    /// <summary>A phone of that household.</summary>
    public static async Task<Browser> PhoneOfAsync(this TestApp app, Guid household)
    {
        var door = await app.DoorOfAsync(household);
        var phone = await app.PhoneAsync(door);
        var resident = Guid.Parse(phone.Path.Split('/')[2]);
        await app.InDbAsync(db => db.Residents.Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, household)));
        return await app.ProvenAsync(phone);
    }

    /// <summary>A risk area since twenty days.</summary>
    public static async Task RiskAsync(this TestApp app, Browser director, string place, string level)
    {
        await director.OpenAsync(Desk + "/risk-areas/new");
        await director.SubmitAsync("/risk-areas/new", ("place", place), ("level", level), ("first", Iso(app.Clock.Today().AddDays(-20))), ("source", "测试名单"));
        director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
    }
}
