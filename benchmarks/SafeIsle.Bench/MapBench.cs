using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Demo;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Campaigns;

namespace SafeIsle.Bench;

/// <summary>
/// The prevention map of one compound of 156 buildings with everything on it: 18 grids with their people, a campaign that half of the
/// households answered, somebody at home under a measure in each building, every eighth building closed.
/// </summary>
internal static class MapBench
{
    private const int Warm = 20;
    private const int Count = 200;
    private const int CountPapers = 20;
    private const int Grids = 18;
    private const int ClosedOf = 8;

    private static readonly long Longhu = DemoCommunity.Longhu.Code;

    public static async Task RunAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        await data.ChangeAsync(FillAsync);
        var compound = await data.AskAsync(db => FirstAsync(db));
        await using var subject = await Subject.StartAsync(data.Folder);
        await subject.LoginAsync(Data.Login, DemoMode.Password);
        var page = $"/desk/{Longhu}/plan/{compound}";
        var before = subject.Cost();
        report.AddTimes("page, 156 buildings, all layers", await subject.TimesAsync(Warm, Count, _ => page), goalMedian: 250, goalP95: 1000);
        report.AddCost("page, 156 buildings, all layers", subject.Since(before), Warm + Count);
        report.Add("page, 156 buildings, all layers", "size", (await subject.GetAsync(page)).Length / 1024.0, "KB");
        report.AddTimes("list of the compounds", await subject.TimesAsync(Warm, Count, _ => $"/desk/{Longhu}/plan"), goalMedian: 250, goalP95: 1000);
        report.AddTimes("A3, 156 buildings, all layers", await subject.TimesAsync(4, CountPapers, _ => page + "/a3.pdf"), goalMedian: 1000);
    }

    private static Task<Guid> FirstAsync(Db db) => db.Compounds.Where(c => c.CommunityId == Longhu).OrderBy(c => c.SortKey).Select(c => c.Id).FirstAsync();

    private static async Task FillAsync(Db db)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var (now, cancel, all) = (TimeProvider.System.Now(), CancellationToken.None, await FirstAsync(db));
        await db.Buildings.Where(b => b.CommunityId == Longhu).ExecuteUpdateAsync(set => set.SetProperty(b => b.CompoundId, all));
        var keeper = await db.Users.SingleAsync(a => a.UserName == Data.Login);
        var other = await db.Users.SingleAsync(a => a.UserName == "longhu2");
        await DemoGrids.SplitAsync(db, Longhu, Grids, (keeper.Id, keeper.DisplayName), (other.Id, other.DisplayName), now, cancel);
        var draft = new CampaignDraft(Ids.New(), "全部住户三问", "全部住户", "three", now.DateHere(), now.DateHere().AddDays(3), ByCode: true);
        await db.OpenCampaignAsync(write, Longhu, draft, db.Households.Where(h => h.CommunityId == Longhu), null, now, keeper.DisplayName, cancel);
        var targets = await db.ScreeningTargets.Where(t => t.CommunityId == Longhu && t.CampaignId == draft.Id).OrderBy(t => t.SortKey).Select(t => t.Id).ToListAsync();
        var answered = targets.Where((_, i) => i % 2 == 0).ToList();
        foreach (var some in answered.Chunk(1000))
        {
            await db.ScreeningTargets.Where(t => t.CommunityId == Longhu && some.Contains(t.Id)).ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TargetState.Done));
        }

        var heads = (await db.People.Where(p => p.CommunityId == Longhu && p.ClosedAt == null && p.Presence == Presence.Home).WithPlace(db).InWalkingOrder().ToListAsync())
            .GroupBy(p => p.Building.Id).Select(g => g.First()).ToList();
        var plans = await db.NewestPlans(Longhu).ToDictionaryAsync(p => p.Code);
        db.AddRange(heads.Select(at => Kept(at, plans["home-14"], keeper.DisplayName, now)));
        db.AddRange(heads.Where((_, i) => i % ClosedOf == 0).Select(at => Closed(at.Building, plans["building-2-12"], keeper.DisplayName, now)));
        write.Record(Longhu, "bench.fill", null, "测量用");
        await write.CommitAsync();
    }

    private static Measure Kept(PersonPlace at, ResponsePlan plan, string by, DateTimeOffset now)
    {
        var rule = plan.Read().Ladder.Single(r => r.Kind == MeasureKind.HomeIsolation);
        return new()
        {
            CommunityId = Longhu, Id = Ids.New(), BuildingId = at.Building.Id, DwellingId = at.Dwelling.Id, HouseholdId = at.Household.Id, PersonId = at.Person.Id,
            Dwelling = at.Dwelling.Label, Name = at.Person.Name, Kind = rule.Kind, PlanId = plan.Id, Authority = "区疫情防控指挥部", DocumentNumber = "测量〔2022〕1号", Basis = "测量用",
            StartsAt = now.AddDays(-1), Until = MeasureRules.End(now.AddDays(-1), rule.Days), Place = "", CoResidents = rule.CoResidents, Out = rule.Out, Passes = rule.Passes,
            Reports = rule.Reports, CallBy = rule.CallBy, SpotEvery = rule.SpotEvery, CorridorPerDay = rule.CorridorPerDay, Terms = rule.Terms, Objection = "测量用",
            OpenedAt = now.AddDays(-1), OpenedBy = by,
        };
    }

    private static ClosureOrder Closed(Building building, ResponsePlan plan, string by, DateTimeOffset now) => new()
    {
        CommunityId = Longhu, Id = Ids.New(), BuildingId = building.Id, Label = building.Label, Whole = true, PlanId = plan.Id, Authority = "区疫情防控指挥部",
        DocumentNumber = "测量〔2022〕2号", Basis = "测量用", DecidedOn = now.DateHere(), StartsAt = now.AddHours(-1), ClosedUntil = now.AddDays(2), MonitoredUntil = now.AddDays(14),
        MadeAt = now.AddHours(-1), MadeBy = by, DoorNotice = "", Objection = "",
    };
}
