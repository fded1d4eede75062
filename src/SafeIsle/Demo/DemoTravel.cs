using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.RiskAreas;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Demo;

/// <summary>Two risk areas, a check whose two sides differ, one that waits for a second person, and two people who come back today.</summary>
internal static class DemoTravel
{
    private const string By = "高主任";
    private const string Sms = "【中国移动】尊敬的客户，您好！您在前14天内到达或途经：河南省信阳市、河南省驻马店市、湖北省武汉市、湖北省孝感市。";

    /// <summary>Adds them within the open write; the people and the accounts must be there.</summary>
    public static async Task AddAsync(Db db, Sealer sealer, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, day) = (DemoCommunity.Yinghua.Code, now.DateHere());
        foreach (var (code, name, level) in new[] { (420100000000, "湖北省武汉市", "高风险"), (411500000000, "河南省信阳市", "中风险") })
        {
            db.Add(new RiskArea
            {
                CommunityId = community, Id = Ids.New(), Code = code, Name = name, Level = level, FirstDay = day.AddDays(-20), Source = "演示名单", At = now, By = By,
            });
        }

        var homes = await (
            from p in db.People
            join h in db.Households on new { p.CommunityId, Id = p.HouseholdId } equals new { h.CommunityId, h.Id }
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where p.CommunityId == community && p.ClosedAt == null && p.Position == 0
            orderby h.Tenure == Tenure.Tenant descending, d.Label, p.Id
            select new { Person = p, Dwelling = d }).Take(4).ToListAsync(cancel);
        Open(homes[0].Person, homes[0].Dwelling, [new Stay(510000000000, "四川省", day.AddDays(-10), day.AddDays(-3))], Sms);
        var found = Open(homes[3].Person, homes[3].Dwelling, [], "【中国联通】您在前14天内到达或途经：四川省成都市。");
        await db.SaveChangesAsync(cancel);
        await ProposeAsync(db, sealer, found, now, cancel);
        foreach (var (i, home) in homes.Skip(1).Take(2).Index())
        {
            var id = Ids.New();
            db.Add(new Returnee
            {
                CommunityId = community, Id = id, BuildingId = home.Dwelling.BuildingId, DwellingId = home.Dwelling.Id, HouseholdId = home.Person.HouseholdId,
                Dwelling = home.Dwelling.Label, Name = home.Person.Name[..1] + "小川", PhoneSealed = sealer.Seal(SealedColumn.ReturneePhone, id, $"1420000088{i}8"),
                FromSealed = sealer.Seal(SealedColumn.ReturneeFrom, id, "湖北宜昌"), ArrivesAt = now.AddHours(i == 0 ? -1 : 2), Transport = "火车 G1234", Way = ReturneeWay.Call,
                AnnouncedAt = now.AddDays(-1), AnnouncedBy = By, ProvenAt = now.AddDays(-1),
            });
        }

        TravelCheck Open(Person person, Dwelling dwelling, IReadOnlyList<Stay> declared, string sms)
        {
            var check = new TravelCheck
            {
                CommunityId = community, Id = Ids.New(), BuildingId = dwelling.BuildingId, DwellingId = dwelling.Id, HouseholdId = person.HouseholdId, PersonId = person.Id,
                Dwelling = dwelling.Label, FirstDay = day.AddDays(-13), LastDay = day, OpenedAt = now.AddHours(-2), OpenedBy = By,
                DeclaredAt = now.AddHours(-1), DeclaredBy = By + "（代填）", RecordAt = now.AddMinutes(-20), RecordBy = By,
            };
            check.DeclaredSealed = sealer.Seal(check.Id, declared);
            check.RecordSealed = sealer.Seal(check.Id, TakeRecord.Of(check, sms, null, day).Value);
            db.Add(check);
            return check;
        }
    }

    private static async Task ProposeAsync(Db db, Sealer sealer, TravelCheck check, DateTimeOffset now, CancellationToken cancel)
    {
        var worker = await db.Users.Where(a => a.UserName == "wangge").Select(a => new { a.Id, a.DisplayName }).SingleAsync(cancel);
        var view = await TravelDesk.ViewAsync(db, sealer, check, now.DateHere(), cancel);
        var id = Ids.New();
        db.Add(new TravelFinding
        {
            CommunityId = check.CommunityId, Id = id, BuildingId = check.BuildingId, HouseholdId = check.HouseholdId, PersonId = check.PersonId, CheckId = check.Id,
            Dwelling = check.Dwelling, Follow = view.Judgement.Follow, Days = view.Judgement.Days, Until = view.Judgement.Until,
            ReasonsSealed = sealer.Seal(SealedColumn.TravelReasons, id, string.Join('\n', view.Judgement.Reasons.Select(r => r.Text))),
            PlanId = view.Plan.PlanId, PlanName = view.Plan.Name, Basis = "演示〔2022〕9号", ProposedAt = now.AddMinutes(-10), ProposedById = worker.Id, ProposedBy = worker.DisplayName,
        });
        (check.Result, check.ClosedAt, check.ClosedBy) = (CheckResult.Found, now.AddMinutes(-10), worker.DisplayName);
    }
}
