using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
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
            ? [.. Told(cover, doors: false).Select(l => new ChainLink(Stage.During, l.At, l.By, l.Words + "。"))]
            : [];

    public static async Task<IReadOnlyList<FactLine>> FactsAsync(Db db, Me me, FactAsk ask, CancellationToken cancel)
    {
        var lines = new List<FactLine>();
        foreach (var order in await ask.OrdersAsync(db, me, cancel))
        {
            if (await Coverage.OfAsync(db, order, cancel) is not { All: > 0 } cover)
            {
                continue;
            }

            if (ask.Household is not { } household)
            {
                lines.AddRange(Told(cover, doors: true));
            }
            else if (cover.Households.FirstOrDefault(h => h.Household == household) is { } mine)
            {
                lines.AddRange(await OfHouseholdAsync(db, me, order, cover, mine, cancel));
            }
        }

        return lines;
    }

    private static IEnumerable<FactLine> Told(Coverage cover, bool doors)
    {
        var late = cover.Households.Where(h => h.At is null || h.At > cover.Group.DueAt).ToList();
        var names = string.Join("、", late.Take(MostDoors).Select(h => h.Label)) + (late.Count > MostDoors ? "等" : "");
        yield return new(
            cover.Group.DueAt, "",
            $"楼组群目标时间到：{cover.All - late.Count}/{cover.All} 户有人进群或有人代联系{(late.Count > 0 ? $"，还没联系上 {late.Count} 户{(doors ? $"（{names}）" : "")}" : "")}");
        if (late.Count > 0 && cover.Took is { } took)
        {
            yield return new(cover.Group.MadeAt.AddSeconds(took), "", $"楼组群全部 {cover.All} 户有人进群或有人代联系，下令后用时 {PlanWords.Span(took)}");
        }
    }

    private static async Task<IReadOnlyList<FactLine>> OfHouseholdAsync(
        Db db, Me me, ClosureOrder order, Coverage cover, HouseholdCover mine, CancellationToken cancel)
    {
        var (community, dwelling) = (order.CommunityId, mine.Dwelling);
        var phones = await db.Residents.Within(me)
            .Where(r => r.CommunityId == community && r.DwellingId == dwelling && (r.State == ResidentState.In || r.State == ResidentState.Left))
            .OrderBy(r => r.JoinedAt).ToListAsync(cancel);
        var behind = cover.Households.Where(h => h.Dwelling == dwelling).Select(h => h.Household).ToList();
        var lines = phones.Where(r => Home.HouseholdOf(r.HouseholdId, behind) == mine.Household)
            .Select(r => new FactLine(r.JoinedAt, r.Name, $"用手机进了{order.Label}楼组群{(r.IsProxy ? "，替这一户代办" : "")}")).ToList();
        if (mine.Keeper is { } keeper)
        {
            lines.Add(new(keeper.At, keeper.By, $"指定{GroupWords.Of(keeper.Kind)}{keeper.Name}代联系这一户"));
        }

        if (mine.At is null || mine.At > cover.Group.DueAt)
        {
            lines.Add(new(cover.Group.DueAt, "", $"{order.Label}楼组群目标时间到，这一户还没有人进群，也没有人代联系"));
        }

        return lines;
    }
}
