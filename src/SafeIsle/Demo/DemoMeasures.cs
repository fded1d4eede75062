using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Demo;

/// <summary>Two people of the demo community under a measure: one in the middle of it, one whose days are over and who waits to be released.</summary>
internal static class DemoMeasures
{
    private const string By = "高主任";

    /// <summary>Adds them within the open write; the people and the plans must be there.</summary>
    public static async Task AddAsync(Db db, Sealer sealer, DateTimeOffset now, CancellationToken cancel)
    {
        var community = DemoCommunity.Yinghua.Code;
        var plan = await db.ResponsePlans.SingleAsync(p => p.CommunityId == community && p.Code == "home-14", cancel);
        var people = await db.People.Where(p => p.CommunityId == community && p.ClosedAt == null && p.Presence == Presence.Home && p.Relation == "户主")
            .WithPlace(db).Where(r => r.Building.Key == "12" || r.Building.Key == "15").InWalkingOrder().Take(2).ToListAsync(cancel);
        var contacts = JsonSerializer.Serialize(new MeasureContacts("桃浦镇 王干事 14200000790", "小周 14200000703", "", "林医生 14200000705"));
        var usual = new UsualContacts { CommunityId = community, Id = Ids.New() };
        usual.ContactsSealed = sealer.Seal(SealedColumn.UsualContacts, usual.Id, JsonSerializer.Serialize(new MeasureContacts("桃浦镇 王干事 14200000790", "", "")));
        db.Add(usual);
        foreach (var (at, daysAgo) in people.Zip([5, 14]))
        {
            var rule = plan.Read().Ladder.Single(r => r.Kind == MeasureKind.HomeIsolation);
            var id = Ids.New();
            var from = now.AddDays(-daysAgo).AddHours(-2);
            var measure = new Measure
            {
                CommunityId = community, Id = id, BuildingId = at.Building.Id, DwellingId = at.Dwelling.Id, HouseholdId = at.Household.Id, PersonId = at.Person.Id,
                Dwelling = at.Dwelling.Label, Name = at.Person.Name, Kind = rule.Kind, PlanId = plan.Id, Authority = "区疫情防控指挥部", DocumentNumber = "演示〔2022〕7号",
                Basis = "从风险地区返回", StartsAt = from, Until = MeasureRules.End(from, rule.Days), Place = "", CoResidents = rule.CoResidents, Out = rule.Out,
                Passes = rule.Passes, Reports = rule.Reports, CallBy = rule.CallBy, SpotEvery = rule.SpotEvery, CorridorPerDay = rule.CorridorPerDay, Terms = rule.Terms,
                Objection = "对决定不服的，可以打居委会电话，由居委会报决定机关答复。", ContactsSealed = sealer.Seal(SealedColumn.MeasureContacts, id, contacts), OpenedAt = from, OpenedBy = By,
            };
            db.Add(measure);
            foreach (var day in rule.TestDays)
            {
                var on = MeasureRules.DateOf(from, day);
                var past = on < now.DateHere();
                db.Add(new MeasureTest
                {
                    CommunityId = community, Id = Ids.New(), BuildingId = measure.BuildingId, MeasureId = measure.Id, PersonId = measure.PersonId, Day = day, OnDate = on,
                    Negative = past ? true : null, EnteredAt = past ? Clock.FromHere(on.ToDateTime(new(15, 0))) : null, EnteredBy = past ? "林医生" : "",
                });
            }
        }

        // Saved here: people look for it as soon as they have logged in.
        await db.SaveChangesAsync(cancel);
    }
}
