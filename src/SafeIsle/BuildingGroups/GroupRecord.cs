using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>Who was reached by a building's group and who was not, for the order's chain and for statements of facts.</summary>
internal static class GroupRecord
{
    /// <summary>Doors that one sentence names.</summary>
    private const int MostDoors = 20;

    public static async Task<IReadOnlyList<ChainLink>> ChainAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel) =>
        await Coverage.OfAsync(db, order, cancel) is { All: > 0 } cover
            ?
            [
                .. Told(order, cover, doors: false).Select(l => new ChainLink(Stage.During, l.At, l.By, l.Words + "。")),
                .. Joined(cover),
                .. await DecidedAsync(db, order, cancel),
            ]
            : [];

    // Numbers only, day by day.
    private static IEnumerable<ChainLink> Joined(Coverage cover) => cover.Households.SelectMany(h => h.Phones).Where(p => p.JoinedAt >= cover.Group.MadeAt)
        .GroupBy(p => p.JoinedAt.DateHere())
        .Select(day => new ChainLink(
            Stage.During, day.Max(p => p.JoinedAt), ChainLink.Resident,
            $"当天进楼组群 {day.Count()} 部手机{(day.Count(p => p.IsProxy) is > 0 and var proxies ? $"，其中代办 {proxies} 部" : "")}。"));

    // When somebody was let in or refused stands in the log alone.
    private static async Task<IReadOnlyList<ChainLink>> DecidedAsync(Db db, ClosureOrder order, CancellationToken cancel)
    {
        var (community, building, since) = (order.CommunityId, order.BuildingId, order.MadeAt);
        var residents = await db.Residents.Where(r => r.CommunityId == community && r.BuildingId == building && r.DecidedBy != "").Select(r => r.Id).ToListAsync(cancel);
        if (residents.Count == 0)
        {
            return [];
        }

        var decided = await db.Set<AuditEntry>()
            .Where(e => e.CommunityId == community && e.At >= since && e.Subject != null && residents.Contains(e.Subject!.Value)
                && (e.Action == DecideJoin.Accepted || e.Action == DecideJoin.Refused))
            .Select(e => new { e.At, e.ActorName, e.Action }).ToListAsync(cancel);
        return [.. decided.Where(e => order.LiftedAt is not { } lifted || e.At <= lifted).GroupBy(e => (e.At.DateHere(), e.ActorName, e.Action))
            .Select(g => new ChainLink(
                Stage.During, g.Max(e => e.At), g.Key.ActorName, $"核对进群申请：{(g.Key.Action == DecideJoin.Accepted ? "同意" : "没有同意")} {g.Count()} 人。"))];
    }

    public static async Task<IReadOnlyList<FactLine>> FactsAsync(Db db, Me me, FactAsk ask, CancellationToken cancel)
    {
        var orders = await ask.OrdersAsync(db, me, cancel);
        var covers = await Coverage.OfAsync(db, orders, cancel);
        var lines = new List<FactLine>();
        foreach (var order in orders)
        {
            if (covers.GetValueOrDefault(order.Id) is not { All: > 0 } cover)
            {
                continue;
            }

            if (ask.Household is not { } household)
            {
                lines.AddRange(Told(order, cover, doors: true));
            }
            else if (cover.Households.FirstOrDefault(h => h.Household == household) is { } mine)
            {
                lines.AddRange(OfHousehold(order, cover, mine));
            }
        }

        return lines;
    }

    private static IEnumerable<FactLine> Told(ClosureOrder order, Coverage cover, bool doors)
    {
        var late = cover.Households.Where(h => h.At is null || h.At > cover.Group.DueAt).ToList();
        if (late.Count > 0 && WasDue(order, cover))
        {
            var names = string.Join("、", late.Take(MostDoors).Select(h => h.Label)) + (late.Count > MostDoors ? "等" : "");
            yield return new(
                cover.Group.DueAt, "",
                $"楼组群目标时间到：{cover.All - late.Count}/{cover.All} 户有人进群或有人代联系，还没联系上 {late.Count} 户{(doors ? $"（{names}）" : "")}");
        }

        // Reached once is reached, whoever left since.
        if (cover.Households.All(h => h.At is not null))
        {
            var took = Math.Max(0, (long)(cover.Households.Max(h => h.At)!.Value - cover.Group.MadeAt).TotalSeconds);
            yield return new(cover.Group.MadeAt.AddSeconds(took), "", $"楼组群全部 {cover.All} 户有人进群或有人代联系，下令后用时 {PlanWords.Span(took)}");
        }
    }

    // Who was let out before the target's time was never late.
    private static bool WasDue(ClosureOrder order, Coverage cover) => order.LiftedAt is not { } lifted || lifted >= cover.Group.DueAt;

    private static IEnumerable<FactLine> OfHousehold(ClosureOrder order, Coverage cover, HouseholdCover mine)
    {
        foreach (var phone in mine.Phones)
        {
            yield return new(phone.JoinedAt, phone.Name, $"用手机进了{order.Label}楼组群{(phone.IsProxy ? "，替这一户代办" : "")}");
        }

        if (mine.Keeper is { } keeper)
        {
            // The instant is the first keeper's, who may have been replaced by this one.
            yield return new(keeper.At, "", $"这一户从这时起有人代联系，现在是{GroupWords.Of(keeper.Kind)}{keeper.Name}（{keeper.By}指定）");
        }

        if ((mine.At is null || mine.At > cover.Group.DueAt) && WasDue(order, cover))
        {
            yield return new(cover.Group.DueAt, "", $"{order.Label}楼组群目标时间到，这一户还没有人进群，也没有人代联系");
        }
    }
}
