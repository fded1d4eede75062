using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.Screening.Travel;

/// <summary>What a household's first page says of travel: what is asked and until when, and how each result stands now.</summary>
internal static class TravelCards
{
    private const string Path = "/travel";

    internal static async Task<IReadOnlyList<HomeCard>> OfAsync(Db db, Home home, Guid household, DateTimeOffset now, CancellationToken cancel)
    {
        var community = home.Dwelling.CommunityId;
        var names = await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var open = await db.TravelChecks.Where(c => c.CommunityId == community && c.HouseholdId == household && c.ClosedAt == null)
            .OrderBy(c => c.OpenedAt).ToListAsync(cancel);
        var told = await TravelAtHome.Told(db, community, household, now).OrderBy(f => f.ConfirmedAt).ToListAsync(cancel);
        return
        [
            .. told.Select(f => Of(f, names.GetValueOrDefault(f.PersonId, ""))),
            .. open.Select(c => c.DeclaredAt is null ? Ask(c, names.GetValueOrDefault(c.PersonId, ""), now)
                : new HomeCard(41, $"{names.GetValueOrDefault(c.PersonId)}：行程已申报", c.MayCorrect() ? "等居委会核对，写错了可以改" : "居委会正在核对", Path, "ok")),
        ];
    }

    private static HomeCard Ask(TravelCheck check, string name, DateTimeOffset now)
    {
        var due = check.OpenedAt + TravelDesk.DeclareWithin;
        var until = now < due ? $"请在{due.Short()}以前写" : "已经过了约定的时间，请尽快写";
        return new(
            -6, $"{name}：请申报行程", $"为防止疫情带进小区，居委会要核对{TravelWords.Day(check.FirstDay)}到{TravelWords.Day(check.LastDay)}去过哪里。{until}；没有离开过本市的，点一下就好。",
            Path, now < due ? "wait" : "late", "去申报");
    }

    private static HomeCard Of(TravelFinding finding, string name)
    {
        var title = $"{name}：行程核验结果";
        if (finding.State == FindingState.Resolved)
        {
            var over = finding.End == FindingEnd.Withdrawn ? "异议成立，这一条已撤销，不再影响出入。" : $"{finding.End?.Name() ?? "已了结"}。";
            return finding.SeenAt is null && finding.End == FindingEnd.Withdrawn ? new(-7, title, over, Path, "ok", "看答复") : new(40, title, over, Path, "ok");
        }

        var holds = finding.TakenUpAt is not null ? "已按它开出健康措施，怎么做看告知书。" : finding.Follow.Bars() ? $"家里的出入证停用{Until(finding)}。" : $"{finding.Follow.Name(finding.Days)}{Until(finding)}。";
        return finding.State switch
        {
            FindingState.Objected => new(-7, title, $"异议已经收到，正在核对，答复会显示在里面。在那以前，{holds}", Path, "wait", "看看"),
            FindingState.Answered when finding.SeenAt is null => new(-7, title, $"异议已经答复，请看。{holds}", Path, "late", "看答复"),
            FindingState.Answered => new(-7, title, $"异议已经答复，决定维持。{holds}", Path, "late", "再看一遍"),
            _ when finding.SeenAt is null => new(-7, title, $"{holds}为什么、怎么提异议，里面都写了。", Path, "late", "去看看"),
            _ => new(-7, title, $"{holds}看过了；不同意的可以提异议。", Path, "late", "再看一遍"),
        };
    }

    private static string Until(TravelFinding finding) => TravelWords.End(finding) is { } end ? $"，{end}" : "，到核清为止";
}
