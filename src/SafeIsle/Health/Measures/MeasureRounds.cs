using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;

namespace SafeIsle.Health.Measures;

/// <summary>
/// Every few minutes: asks for the calls and looks of the day, and lets what is missing or abnormal rise as the plan says, from a message
/// over a call to a knock. All of it is worked out anew from what stands in the tables; what was asked for before is not asked for again.
/// </summary>
internal sealed class MeasureRounds(IServiceScopeFactory scopes, TimeProvider clock, ILogger<MeasureRounds> log)
    : Rounds(Every, scopes, clock, log, "The calls of measures could not be asked for")
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    /// <summary>Minutes from when it rises to when somebody has called or knocked.</summary>
    private const int CallWithin = 30;

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) =>
        db.Measures.Where(m => m.EndedAt == null).Select(m => m.CommunityId).Distinct().ToListAsync(cancel);

    protected override Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel) =>
        RunAsync(db, services.GetRequiredService<DutyBook>(), services.GetRequiredService<MissingTexts>(), community, clock.Now(), cancel);

    /// <summary>One round of a community.</summary>
    internal static async Task RunAsync(Db db, DutyBook book, MissingTexts texts, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var homes = await (
            from m in db.Measures.WithHome(db)
            join d in db.Dwellings on new { m.CommunityId, Id = m.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where m.CommunityId == community && m.EndedAt == null && m.StartsAt <= now
            select new Kept(m, d, b)).ToListAsync(cancel);
        var running = await db.Measures.Where(m => m.CommunityId == community && m.EndedAt == null).AtHome(db).Select(m => m.Id).ToListAsync(cancel);
        var away = await KeptAtHome.AwayAsync(db, community, cancel);
        var (asked, over) = (new List<Todo>(), new List<Guid>());
        foreach (var home in homes.Where(h => !away.Contains(h.Measure.PersonId)))
        {
            asked.AddRange(Today(home, (await MeasureDesk.PlanAsync(db, home.Measure, cancel)).Times.SpotBy, now));
        }

        await TestsAsync(db, community, homes, away, asked, over, now.DateHere(), cancel);

        await MissingAsync(db, book, texts, community, homes, asked, over, now, cancel);
        await AbnormalAsync(db, community, homes, away, asked, over, now, cancel);
        await SaveAsync(db, community, asked, over, [.. running.SelectMany(id => new[] { MeasureTodos.CallOf(id, now.DateHere()), MeasureTodos.SpotOf(id, now.DateHere()) })], now, cancel);
    }

    private static IEnumerable<Todo> Today(Kept home, TimeOnly spotBy, DateTimeOffset now)
    {
        var (measure, today) = (home.Measure, now.DateHere());
        if (MeasureTodos.Call(measure, home.Dwelling, home.Building, now) is { } call)
        {
            yield return call;
        }

        var by = Clock.FromHere(today.ToDateTime(spotBy));
        if (now < by && MeasureRules.IsSpotDay(measure.Id, today, measure.SpotEvery))
        {
            yield return MeasureTodos.Make(
                measure, home.Dwelling, home.Building, MeasureTodos.Spot, MeasureTodos.SpotOf(measure.Id, today), "上门走访", by);
        }
    }

    // On its day, and after it until there is a result, a test is somebody's to see to.
    private static async Task TestsAsync(
        Db db, long community, List<Kept> homes, HashSet<Guid> away, List<Todo> asked, List<Guid> over, DateOnly today, CancellationToken cancel)
    {
        var ids = homes.ConvertAll(h => h.Measure.Id);
        var tests = await db.TestsAsked.Where(t => t.CommunityId == community && ids.Contains(t.MeasureId) && t.OnDate <= today)
            .Select(t => new { t.Id, t.MeasureId, t.PersonId, t.OnDate, t.Negative }).ToListAsync(cancel);
        // Of who went away meanwhile, nothing is asked any more.
        var known = tests.Select(t => t.Id).ToHashSet();
        over.AddRange((await db.MeasureTests.Where(t => t.CommunityId == community && ids.Contains(t.MeasureId) && t.OnDate <= today).Select(t => t.Id).ToListAsync(cancel))
            .Where(id => !known.Contains(id)));
        foreach (var test in tests)
        {
            if (test.Negative is not null || away.Contains(test.PersonId))
            {
                over.Add(test.Id);
                continue;
            }

            var home = homes.First(h => h.Measure.Id == test.MeasureId);
            var (by, entered) = ((await MeasureDesk.PlanAsync(db, home.Measure, cancel)).Times.TestBy, home.Measure.AsksFrom);
            var first = entered.DateHere();
            // Nobody is late with what was due before anybody knew of it.
            var due = Clock.FromHere((test.OnDate > first ? test.OnDate : first).ToDateTime(by));
            due = due > entered ? due : Clock.FromHere(first.AddDays(1).ToDateTime(by));
            var title = test.OnDate < first ? $"补录 {MeasureWords.Of(test.OnDate)}的检测结果" : "今天的检测";
            asked.Add(MeasureTodos.Make(home.Measure, home.Dwelling, home.Building, MeasureTodos.Test, test.Id, title, due, test.PersonId));
        }
    }

    // A window that is over: first the home is told, then somebody calls it, then somebody knocks; whoever reported need not be asked any more.
    private static async Task MissingAsync(
        Db db, DutyBook book, MissingTexts texts, long community, List<Kept> homes, List<Todo> asked, List<Guid> over, DateTimeOffset now, CancellationToken cancel)
    {
        var duties = (await book.RunningAsync(db, community, now, cancel)).ToLookup(d => d.DwellingId is null);
        var told = new List<MissingHome>();
        foreach (var duty in duties[false])
        {
            // Where the whole building reports, those who care for it call by their own list.
            if (homes.Find(h => h.Dwelling.Id == duty.DwellingId) is not { } home || duties[true].Any(d => d.Binds(home.Dwelling))
                || ReportTimes.Past(duty, now).FirstOrDefault(s => !s.OpenAt(now)) is not { } slot)
            {
                continue;
            }

            var (call, knock) = (Ids.Of(home.Dwelling.Id, $"ask {slot.Code}"), Ids.Of(home.Dwelling.Id, $"ask-knock {slot.Code}"));
            var missing = await ReportFigure.MissingIn(db, ReportFigure.AskedOf(db, duty), slot).Select(p => p.HouseholdId).Distinct().ToListAsync(cancel);
            if (missing.Count == 0)
            {
                over.AddRange([call, knock]);
                continue;
            }

            if (MissingTexts.IsDue(duty, slot, now))
            {
                told.AddRange(missing.Select(h => new MissingHome(h, home.Dwelling.Label, slot)));
            }

            // A report that is late can wait for the morning.
            var (due, late) = (now.AddMinutes(CallWithin).ByDay(), now - slot.To);
            Rise(asked, over, home, late, duty.Chase.CallMinutes, duty.Chase.KnockMinutes, call, knock, "没有收到今天的回报", due);
        }

        await texts.TellAsync(db, community, told, now, cancel);
    }

    // The report itself asked for the call, which stands until somebody handled it; where that takes long, somebody knocks as well.
    private static async Task AbnormalAsync(
        Db db, long community, List<Kept> homes, HashSet<Guid> away, List<Todo> asked, List<Guid> over, DateTimeOffset now, CancellationToken cancel)
    {
        // Those who are bound with her, too; and as far back as any measure, so that what was settled late leaves the list as well.
        var (households, since) = (homes.ConvertAll(h => h.Measure.HouseholdId), homes.Count == 0 ? now : homes.Min(h => h.Measure.StartsAt));
        var alerts = await (
            from a in db.HealthAlerts
            join p in db.People on new { a.CommunityId, Id = a.PersonId } equals new { p.CommunityId, p.Id }
            where a.CommunityId == community && households.Contains(p.HouseholdId) && a.At >= since
            select new { a.Id, a.At, a.HandledAt, a.PersonId, p.HouseholdId }).ToListAsync(cancel);
        foreach (var alert in alerts)
        {
            var knock = MeasureTodos.KnockOf(alert.Id);
            if (alert.HandledAt is not null || away.Contains(alert.PersonId))
            {
                over.Add(knock);
                continue;
            }

            var home = homes.First(h => h.Measure.HouseholdId == alert.HouseholdId);
            if (now - alert.At >= TimeSpan.FromMinutes((await MeasureDesk.PlanAsync(db, home.Measure, cancel)).Chase.KnockMinutes))
            {
                asked.Add(MeasureTodos.Make(
                    home.Measure, home.Dwelling, home.Building, MeasureTodos.Knock, knock, "上门看看", now.AddMinutes(CallWithin), alert.PersonId));
            }
        }
    }

    // First somebody calls; when that was not enough, somebody knocks instead.
    private static void Rise(
        List<Todo> asked, List<Guid> over, Kept home, TimeSpan passed, int callMinutes, int knockMinutes, Guid call, Guid knock, string why, DateTimeOffset due)
    {
        if (passed >= TimeSpan.FromMinutes(knockMinutes))
        {
            over.Add(call);
            asked.Add(MeasureTodos.Make(home.Measure, home.Dwelling, home.Building, MeasureTodos.Knock, knock, "上门看看", due));
        }
        else if (passed >= TimeSpan.FromMinutes(callMinutes))
        {
            asked.Add(MeasureTodos.Make(home.Measure, home.Dwelling, home.Building, MeasureTodos.AskCall, call, why, due));
        }
    }

    // A write only where there is something new: most rounds find nothing.
    private static async Task SaveAsync(
        Db db, long community, List<Todo> asked, List<Guid> over, List<Guid> todays, DateTimeOffset now, CancellationToken cancel)
    {
        var sources = asked.ConvertAll(t => t.SourceId);
        var there = (await db.Todos.Where(t => t.CommunityId == community && sources.Contains(t.SourceId)).Select(t => new { t.Kind, t.SourceId }).ToListAsync(cancel))
            .Select(t => (t.Kind, t.SourceId)).ToHashSet();
        var fresh = asked.FindAll(t => !there.Contains((t.Kind, t.SourceId)));
        string[] dated = [MeasureTodos.DailyCall, MeasureTodos.Spot];
        // What was asked for on a day that is over stays undone on the file; nobody calls for yesterday.
        var stale = db.Todos.Where(t => t.CommunityId == community && t.ClosedAt == null
            && (over.Contains(t.SourceId) || (dated.Contains(t.Kind) && !todays.Contains(t.SourceId))));
        if (fresh.Count == 0 && !await stale.AnyAsync(cancel))
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var closed = await stale.ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
        var count = 0;
        foreach (var kind in fresh.GroupBy(t => t.Kind))
        {
            count += await db.AskAsync([.. kind], cancel);
        }

        write.Record(community, "measure.round", null, $"按预案安排电话和上门 {count} 件，收起过时和已有回报的 {closed} 件");
        await write.CommitAsync(cancel);
    }

    private sealed record Kept(Measure Measure, Dwelling Dwelling, Building Building);
}
