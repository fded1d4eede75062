using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates;

/// <summary>One day at the gates: by hour, who is out too long, and the log with filters in the address.</summary>
internal static class GateDesk
{
    /// <summary>Who reads single passages: where somebody goes is his own affair but for those who answer for the gates.</summary>
    internal static readonly Role[] May = [Role.Committee];

    /// <summary>Households outside too long that are shown.</summary>
    private const int MostOverdue = 100;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/gates/day", ShowAsync).May(May);

    internal static string Path(long community) => $"/desk/{community}/gates/day";

    private static async Task<IResult> ShowAsync(
        long community, string? day, string? show, Guid? gate, string? q, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var shown = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) ? asked : clock.Today();
        var gates = await db.Gates.Within(me).Where(g => g.CommunityId == community).OrderBy(g => g.Name).ToListAsync(cancel);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var fever = plan.FeverTenths;
        var rows = GateDay.Of(db, me, community, shown);
        rows = show switch
        {
            "stopped" => rows.Where(s => s.Verdict == PassVerdict.Stop),
            "hot" => rows.Where(s => s.Tenths >= fever),
            "differs" => rows.Where(s => s.Differs),
            _ => rows,
        };
        rows = gate is { } one ? rows.Where(s => s.GateId == one) : rows;
        if (ChineseText.Clean(q) is { Length: > 0 } words)
        {
            rows = rows.Where(s => s.Dwelling.Contains(words) || s.Note.Contains(words));
        }

        return Page.Of<GateDeskPage>(new
        {
            Community = community,
            Day = await GateDay.LoadAsync(db, me, community, shown, cancel),
            Gates = gates,
            Rows = await rows.OrderByDescending(s => s.At).ThenBy(s => s.Id).Page(Paging.Number(page)).ToListAsync(cancel),
            Total = await rows.CountAsync(cancel),
            Number = Paging.Number(page),
            Show = show ?? "",
            Gate = gate,
            Asked = q ?? "",
            Fever = fever,
            Overdue = shown == clock.Today() ? await OverdueAsync(db, me, community, plan, now, cancel) : [],
            Now = now,
        });
    }

    // Whose last passage was out, longer ago than the rule allows.
    private static async Task<IReadOnlyList<OutTooLong>> OverdueAsync(
        Db db, Me me, long community, GatePlan plan, DateTimeOffset now, CancellationToken cancel)
    {
        var limits = plan.Rules.Where(r => r.LongestMinutes is not null).ToDictionary(r => r.Key, r => r.LongestMinutes!.Value);
        if (limits.Count == 0)
        {
            return [];
        }

        var from = now.AddDays(-2);
        var scans = db.GateScans.Within(me).Where(s => s.CommunityId == community && s.At >= from && s.Counter != null && s.Verdict != PassVerdict.Stop);
        var last = await (
            from s in scans
            join p in db.Passes on new { s.CommunityId, Id = s.PassId!.Value } equals new { p.CommunityId, p.Id }
            where s.Direction == PassDirection.Out && !scans.Any(n => n.Counter == s.Counter && n.At > s.At)
            select new { s.Dwelling, s.At, p.Rule, p.HouseholdId }).ToListAsync(cancel);
        return [.. last.Where(l => limits.TryGetValue(l.Rule, out var most) && l.At.AddMinutes(most) < now)
            .Select(l => new OutTooLong(l.HouseholdId, l.Dwelling, l.At, l.At.AddMinutes(limits[l.Rule]))).OrderBy(o => o.BackBy).Take(MostOverdue)];
    }
}

/// <summary>Somebody who is outside longer than the rule lets.</summary>
public sealed record OutTooLong(Guid Household, string Dwelling, DateTimeOffset Since, DateTimeOffset BackBy);
