using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>How far the newest campaign that runs is in each building of a compound.</summary>
internal static class CampaignLayer
{
    public static async Task<PlanLayer> OfAsync(Db db, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id, today) = (compound.CommunityId, compound.Id, now.DateHere());
        var campaign = await db.Campaigns.Within(me).Where(c => c.CommunityId == community && c.EndedAt == null && c.FirstDay <= today)
            .OrderByDescending(c => c.MadeAt).ThenByDescending(c => c.Id).Select(c => new { c.Id, c.Name }).FirstOrDefaultAsync(cancel);
        if (campaign is null)
        {
            return new(Title, [], []);
        }

        var buildings = db.Buildings.Where(b => b.CommunityId == community && b.CompoundId == id).Select(b => b.Id);
        var counted = await db.ScreeningTargets.Within(me)
            .Where(t => t.CommunityId == community && t.CampaignId == campaign.Id && t.LeftAt == null && buildings.Contains(t.BuildingId))
            .GroupBy(t => new { t.BuildingId, t.State }).Select(g => new { g.Key.BuildingId, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var counts = counted.GroupBy(c => c.BuildingId).ToDictionary(g => g.Key, g => g.Aggregate(CoverageCounts.None, (sum, c) => sum.With(c.State, c.Count)));
        return new(
            Title,
            [],
            [
                .. counts.GroupBy(c => Band(c.Value.Percent)).OrderBy(g => g.Key).Select(g => new PlanArea(
                    $"{campaign.Name}：{Words(g.Key)}", "%", $"{g.Count()} 栋楼，{g.Sum(c => c.Value.Total)} 户问到 {g.Sum(c => c.Value.Reached)} 户", ShowCampaign.Path(community, campaign.Id),
                    g.ToDictionary(c => c.Key, _ => true))
                {
                    Figures = g.ToDictionary(c => c.Key, c => $"{c.Value.Percent}%"),
                }),
            ]);
    }

    private const string Title = "排查进度";

    // Those with most left to do stand first.
    private static int Band(int percent) => percent switch { < 50 => 0, < 100 => 1, _ => 2 };

    private static string Words(int band) => band switch { 0 => "问到不足一半", 1 => "问到一半以上", _ => "都问到了" };
}
