using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>A household whose report is missing, and of which window.</summary>
internal sealed record MissingHome(Guid Household, string Dwelling, ReportSlot Slot);

/// <summary>
/// The first step of what rises (短信 → 电话 → 上门): a short message to the household's phones, once for a window. Its own page says the same.
/// Closed buildings and measures on single people use this one way.
/// </summary>
internal sealed class MissingTexts(Outside outside, RegisterReader reader)
{
    /// <summary>Numbers of a household that are told.</summary>
    internal const int MostPhones = 2;

    /// <summary>Whether the message is due: after the plan's minutes, and not any more when somebody goes there.</summary>
    internal static bool IsDue(ReportDuty duty, ReportSlot slot, DateTimeOffset now) =>
        now - slot.To is var late && late >= TimeSpan.FromMinutes(duty.Chase.MessageMinutes) && late < TimeSpan.FromMinutes(duty.Chase.KnockMinutes);

    /// <summary>Queues what was not queued before, in a write of its own.</summary>
    public async Task TellAsync(Db db, long community, IReadOnlyList<MissingHome> homes, DateTimeOffset now, CancellationToken cancel)
    {
        var ids = homes.Select(h => IdOf(h, 0)).ToList();
        var told = (await db.OutsideMessages.Where(m => m.CommunityId == community && ids.Contains(m.Id)).Select(m => m.Id).ToListAsync(cancel)).ToHashSet();
        var fresh = homes.Where(h => !told.Contains(IdOf(h, 0))).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        var households = fresh.ConvertAll(h => h.Household);
        var members = (await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == community && p.ClosedAt == null && p.PhonesSealed != null && households.Contains(p.HouseholdId)).OrderBy(p => p.Position), cancel))
            .ToLookup(c => c.Row.HouseholdId);
        var reachable = fresh.Where(h => members[h.Household].Any(c => c.Phones.Count > 0)).ToList();
        if (reachable.Count == 0)
        {
            // Who has no phone is called upon at the door, as the plan goes on.
            return;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        foreach (var home in reachable)
        {
            // Names nobody: a phone lies open on a table.
            var title = $"{home.Slot.WordsOn(now.DateHere())}的体温还没有报";
            var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = title };
            var letter = new OutsideLetter("", "notice", values, $"{home.Dwelling}：{title}，请在手机上报，或打居委会电话。已经报了的不用理会。");
            foreach (var (i, phone) in members[home.Household].SelectMany(c => c.Phones).Distinct().Take(MostPhones).Index())
            {
                outside.Add(db, write, community, Actor.System, OutsideWay.Sms, "没有报体温，提醒一次", home.Dwelling, letter with { To = phone }, IdOf(home, i));
            }
        }

        write.Record(community, "health.text", null, $"没有报体温，给 {reachable.Count} 户排队发短信");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException taken) when (taken.IsTaken())
        {
            // Another node was first.
            db.ChangeTracker.Clear();
        }
    }

    private static Guid IdOf(MissingHome home, int number) => Ids.Of(home.Household, $"text {home.Slot.Code} {number}");
}
