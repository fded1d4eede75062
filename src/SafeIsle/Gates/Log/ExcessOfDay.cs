using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Log;

/// <summary>Who went out more often on a day than the rules in force let, by the record of all gates.</summary>
internal static class ExcessOfDay
{
    public static async Task<IReadOnlyList<Excess>> LoadAsync(Db db, Me me, long community, GatePlan plan, DateOnly day, CancellationToken cancel)
    {
        var rules = plan.Rules.Where(r => r.Times > PassRules.NoLimit).ToDictionary(r => r.Key);
        if (rules.Count == 0)
        {
            return [];
        }

        var start = Clock.Midnight(day);
        var (from, to) = (start.AddDays(1 - rules.Values.Max(r => r.CycleDays)), start.AddDays(1));
        var outs = db.GateScans.Within(me).Where(
            s => s.CommunityId == community && s.At >= from && s.At < to && s.VoidAt == null && s.Direction == PassDirection.Out && s.Verdict != PassVerdict.Stop && s.Counter != null);
        // Most go out once: only those who did so more often are read.
        var often = outs.GroupBy(s => s.Counter).Where(g => g.Count() > 1 && g.Count(s => s.At >= start) > 0).Select(g => g.Key);
        var rows = await (
            from s in outs
            join p in db.Passes on new { s.CommunityId, Id = s.PassId!.Value } equals new { p.CommunityId, p.Id }
            where often.Contains(s.Counter)
            select new { Counter = s.Counter!.Value, s.At, s.GateId, p.Rule, p.Number, p.HouseholdId, s.Dwelling, s.Note }).ToListAsync(cancel);
        // A rule that counts no times is in nobody's way, but its outs count for the household's other passes.
        return ExcessRules.Of(
            rows.Select(r => new CountedOut(r.Counter, r.At, r.GateId, rules.GetValueOrDefault(r.Rule) ?? Uncounted, r.Number, r.HouseholdId, r.Dwelling, r.Note)), day);
    }

    private static readonly PassRule Uncounted = new() { Key = 0, Name = "" };
}
