using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Campaigns;

/// <summary>A campaign in the list.</summary>
/// <param name="Reached">Households that answered, of <paramref name="Total"/>; of the buildings that the reader may see.</param>
public sealed record CampaignRow(Campaign Campaign, int Total, int Reached, int Contradicts);

/// <summary>All campaigns, those that run first.</summary>
internal static class ListCampaigns
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/campaigns", ShowAsync).May(WhoMay.Readers);

    internal static string Path(long community) => $"/desk/{community}/campaigns";

    private static async Task<IResult> ShowAsync(long community, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var number = Paging.Number(page);
        var campaigns = db.Campaigns.Within(me).Where(c => c.CommunityId == community);
        var rows = await campaigns.OrderBy(c => c.EndedAt != null).ThenByDescending(c => c.MadeAt).Page(number).ToListAsync(cancel);
        var ids = rows.ConvertAll(c => c.Id);
        var counts = await db.ScreeningTargets.Within(me).Where(t => t.CommunityId == community && ids.Contains(t.CampaignId) && t.LeftAt == null)
            .GroupBy(t => new { t.CampaignId, t.State }).Select(g => new { g.Key.CampaignId, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var byCampaign = counts.GroupBy(c => c.CampaignId).ToDictionary(g => g.Key, g => g.Aggregate(CoverageCounts.None, (sum, c) => sum.With(c.State, c.Count)));
        return Page.Of<ListCampaignsPage>(new
        {
            Community = community,
            Rows = rows.ConvertAll(c => Row(c, byCampaign.GetValueOrDefault(c.Id, CoverageCounts.None))),
            Number = number,
            Total = await campaigns.CountAsync(cancel),
            Edits = me.Keeps(community),
            On = clock.Today(),
        });
    }

    private static CampaignRow Row(Campaign campaign, CoverageCounts counts) => new(campaign, counts.Total, counts.Reached, counts.Contradicts);
}
