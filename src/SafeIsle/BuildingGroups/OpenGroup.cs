using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.BuildingGroups;

/// <summary>Makes the group in the transaction that makes the order, with those of the five parties who have a task there.</summary>
internal static class OpenGroup
{
    /// <summary>
    /// Where the plan does not say: "10 分钟建 33 人楼组群", as the 樱花苑 committee of Shanghai did it in 2022 (DOMAIN, source 004).
    /// </summary>
    public const int TargetSeconds = 600;

    public static OrderMade With(KeyRing keys) => (db, order, plan, cancel) => MakeAsync(db, keys, order, plan, cancel);

    private static async Task MakeAsync(Db db, KeyRing keys, ClosureOrder order, PlanBody plan, CancellationToken cancel)
    {
        var id = Ids.New();
        db.Add(new BuildingGroup
        {
            CommunityId = order.CommunityId,
            Id = id,
            BuildingId = order.BuildingId,
            OrderId = order.Id,
            CodeHash = GroupCode.HashOf(keys, GroupCode.Of(keys, order.CommunityId, id, 1)),
            MadeAt = order.MadeAt,
            DueAt = DueAt(order, plan),
        });
        var owners = db.ChangeTracker.Entries<ClosureTask>().Where(t => t.Entity.OrderId == order.Id && t.Entity.OwnerId is not null)
            .Select(t => t.Entity.OwnerId!.Value).Distinct().ToList();
        var staff = await db.Users.Where(a => owners.Contains(a.Id)).Select(a => new { a.Id, a.DisplayName, a.DutyTitle }).ToListAsync(cancel);
        foreach (var person in staff)
        {
            if (GroupWords.PartyOf(person.DutyTitle) is { } kind)
            {
                db.Add(new GroupParty
                {
                    CommunityId = order.CommunityId,
                    Id = Ids.New(),
                    BuildingId = order.BuildingId,
                    OrderId = order.Id,
                    Kind = kind,
                    Name = person.DisplayName,
                    AccountId = person.Id,
                    AddedAt = order.MadeAt,
                    AddedBy = order.MadeBy,
                });
            }
        }
    }

    private static DateTimeOffset DueAt(ClosureOrder order, PlanBody plan) =>
        plan.RunSheet.FirstOrDefault(s => s.Clock == StepClock.Order && s.Key == RunStep.GroupKey) is { } step
            ? order.MadeAt.AddMinutes(step.Minutes).AddSeconds(step.TargetSeconds ?? TargetSeconds)
            : order.MadeAt.AddSeconds(TargetSeconds);
}

/// <summary>The code on a group's posters and cards, made as the doors' are.</summary>
internal static class GroupCode
{
    public static string Of(KeyRing keys, BuildingGroup group) => Of(keys, group.CommunityId, group.Id, group.CodeVersion);

    public static string Of(KeyRing keys, long community, Guid group, int version) => DoorCode.Of(keys, community, group, version);

    public static long HashOf(KeyRing keys, string code) => keys.LookupHash("group-code-hash", 0, code);
}
