using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Log;
using SafeIsle.Gates.Scans;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates;

/// <summary>One day at the gates: by hour, what to look after, and the newest of its log.</summary>
internal static class GateDesk
{
    /// <summary>Who reads single passages: where somebody goes is his own affair but for those who answer for the gates.</summary>
    internal static readonly Role[] May = [Role.Committee];

    /// <summary>Households outside too long that are shown.</summary>
    private const int MostOverdue = 100;

    /// <summary>Longer parts of the page are folded, so that those below stay in sight.</summary>
    internal const int MostUnfolded = 10;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/gates/day", ShowAsync).May(May);

    internal static string Path(long community) => $"/desk/{community}/gates/day";

    internal static string Path(long community, DateOnly day) => $"{Path(community)}?day={day.Iso()}";

    private static async Task<IResult> ShowAsync(
        long community, string? page, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var (now, number) = (clock.Now(), Paging.Number(page));
        var filter = LogFilter.Read(name => http.Request.Query[name], clock.Today());
        var (shown, isToday) = (filter.From, filter.From == clock.Today());
        filter = filter with { To = shown };
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var rows = filter.Of(db, me, community, plan.FeverTenths);
        var gaps = isToday ? await ScanGaps.OfAsync(db, me, community, null, cancel) : new Dictionary<Guid, ScanGap>();
        return Page.Of<GateDeskPage>(new
        {
            Community = community,
            Day = await GateDay.LoadAsync(db, me, community, shown, plan.FeverTenths, cancel),
            Gates = await GateLog.GatesOfAsync(db, me, community, cancel),
            Filter = filter,
            Rows = await GateLog.RowsAsync(db, filter.Sorted(rows).Page(number), cancel),
            Total = await rows.CountAsync(cancel),
            Number = number,
            Fever = plan.FeverTenths,
            Fevers = await FeverTodos.OfDayAsync(db, me, community, shown, plan.FeverTenths, cancel),
            Excess = await ExcessOfDay.LoadAsync(db, me, community, plan, shown, cancel),
            Overdue = (IReadOnlyList<OutTooLong>)(isToday
                ? [.. await OverdueAsync(db, me, community, plan, now, cancel), .. await ListErrands.OverdueAsync(db, me, community, MostOverdue, now, cancel)]
                : []),
            Devices = isToday ? await DevicesAsync(db, me, community, gaps, now, cancel) : [],
            Gaps = gaps,
            UnseenCount = isToday ? await UnseenHouseholds.CountAsync(db, me, community, clock, cancel) : (int?)null,
            Now = now,
            On = clock.Today(),
            KeptFrom = plan.KeptFrom(now).DateHere(),
        });
    }

    // With those that were wiped lately and of which something is missing: the numbers of the day are short of it.
    private static async Task<List<GateDevice>> DevicesAsync(
        Db db, Me me, long community, IReadOnlyDictionary<Guid, ScanGap> gaps, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - GateRules.WipedShown;
        var devices = await db.GateDevices.Within(me).Where(d => d.CommunityId == community && (d.WipedAt == null || d.WipedAt > since))
            .OrderBy(d => d.Name).ToListAsync(cancel);
        return devices.FindAll(d => d.WipedAt is null || d.Waiting > 0 || gaps.GetValueOrDefault(d.Id)?.Missing > 0);
    }

    // Whose last passage was out, longer ago than the rule allows: as far back as passages are kept, the newest where they are too many.
    private static async Task<IReadOnlyList<OutTooLong>> OverdueAsync(
        Db db, Me me, long community, GatePlan plan, DateTimeOffset now, CancellationToken cancel)
    {
        var from = plan.KeptFrom(now);
        var scans = db.GateScans.Within(me).Where(s => s.CommunityId == community && s.At >= from && s.VoidAt == null && s.Counter != null && s.Verdict != PassVerdict.Stop);
        var overdue = new List<OutTooLong>();
        foreach (var limit in plan.Rules.Where(r => r.LongestMinutes is not null).GroupBy(r => r.LongestMinutes!.Value))
        {
            var (keys, longest) = (limit.Select(r => r.Key).ToList(), TimeSpan.FromMinutes(limit.Key));
            var before = now - longest;
            overdue.AddRange((await (
                from s in scans
                join p in db.Passes on new { s.CommunityId, Id = s.PassId!.Value } equals new { p.CommunityId, p.Id }
                where s.Direction == PassDirection.Out && s.At < before && keys.Contains(p.Rule) && !scans.Any(n => n.Counter == s.Counter && n.At > s.At)
                orderby s.At descending
                select new { s.Dwelling, s.At, p.HouseholdId }).Take(MostOverdue).ToListAsync(cancel))
                .Select(l => new OutTooLong(l.HouseholdId, l.Dwelling, l.At, l.At + longest)));
        }

        return [.. overdue.OrderByDescending(o => o.BackBy).Take(MostOverdue).OrderBy(o => o.BackBy)];
    }
}

/// <summary>Somebody who is outside longer than the rule lets.</summary>
public sealed record OutTooLong(Guid Household, string Dwelling, DateTimeOffset Since, DateTimeOffset BackBy);
