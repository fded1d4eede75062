using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>That a running campaign has not done with a household.</summary>
/// <param name="Campaign">As it is called.</param>
/// <param name="State">Anything but done.</param>
public sealed record UnfinishedScreening(Guid Household, string Campaign, TargetState State)
{
    /// <summary>For the committee: 排查“出租户”还没有问到.</summary>
    public string Words => $"排查“{Campaign}”" + State switch
    {
        TargetState.ToVisit => "还没有问到",
        TargetState.NobodyHome => "上门没有人，还没有问到",
        TargetState.Refused => "拒绝回答",
        TargetState.Contradicts => "有对不上的，还没有核清",
        TargetState.Scanned => "只有扫码答的，还没有核对",
        TargetState.Done => "已经问好",
    };

    /// <summary>Of all households, or of that one; a household that several campaigns wait for stands there for each.</summary>
    public static async Task<List<UnfinishedScreening>> ListAsync(Db db, long community, Guid? household, DateOnly today, CancellationToken cancel) => await (
        from t in db.ScreeningTargets
        join c in db.Campaigns on new { t.CommunityId, Id = t.CampaignId } equals new { c.CommunityId, c.Id }
        where t.CommunityId == community && t.HouseholdId != null && (household == null || t.HouseholdId == household)
            && t.LeftAt == null && t.State != TargetState.Done && c.EndedAt == null && c.FirstDay <= today
        orderby c.MadeAt, c.Id
        select new UnfinishedScreening(t.HouseholdId!.Value, c.Name, t.State)).ToListAsync(cancel);
}
