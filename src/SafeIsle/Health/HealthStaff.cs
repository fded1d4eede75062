using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>
/// Who sees people's temperatures: those who call them, and the building's doctor, in full; those above, masked; property managers and
/// other partners not at all, though they are partners as the doctor is.
/// </summary>
internal static class HealthStaff
{
    public static readonly Role[] Readers = WhoMay.Readers;

    /// <summary>Those who enter reports and handle alerts; among partners only doctors.</summary>
    public static readonly Role[] Carers = [Role.Committee, Role.Field, Role.Partner];

    /// <summary>What a doctor's duty title contains.</summary>
    internal const string Doctor = "医";

    /// <summary>The same person with the grants that count here: a partner's only when the duty title says doctor.</summary>
    public static Me ForHealth(this Me me) =>
        me.DutyTitle.Contains(Doctor, StringComparison.Ordinal) ? me : me.Only([Role.Committee, Role.Field, Role.Overseer]);

    /// <summary>Whole names, numbers to dial, handling. Ask the person that <see cref="ForHealth"/> gave.</summary>
    public static bool Tends(this Me me, long community, Guid building) =>
        me.Calls(community, building) || me.IsIn(community, building, Role.Partner);

    /// <summary>The same for the people of one duty: when it is over, the committee alone.</summary>
    public static bool Tends(this Me me, ReportDuty duty) => me.Keeps(duty.CommunityId) || (duty.Until is null && me.Tends(duty.CommunityId, duty.BuildingId));

    /// <summary>The same for a person of whom these alerts came: one of a duty that runs has to be among them.</summary>
    public static bool Tends(this Me me, long community, IEnumerable<HealthAlert> alerts, IReadOnlySet<Guid> running) =>
        me.Keeps(community) || alerts.Any(a => running.Contains(a.DutyId) && me.Tends(community, a.BuildingId));

    /// <summary>A doctor of that community: among partners, whose duty title says so.</summary>
    public static bool IsDoctor(this Me me, long community) => me.ForHealth().Is(community, Role.Partner);

    /// <summary>The same for one building.</summary>
    public static bool IsDoctor(this Me me, long community, Guid building) => me.ForHealth().IsIn(community, building, Role.Partner);

    /// <summary>Accounts of the committee and of the building's doctors: who is told at once.</summary>
    public static Task<List<Guid>> OfBuildingAsync(Db db, long community, Guid building, CancellationToken cancel)
    {
        var places = PlaceCode.UpFrom(community);
        return (
            from grant in db.Set<Grant>()
            join account in db.Users on grant.AccountId equals account.Id
            where places.Contains(grant.Place) && (grant.BuildingId == null || grant.BuildingId == building)
                && (grant.Role == Role.Committee || (grant.Role == Role.Partner && account.DutyTitle.Contains(Doctor)))
            select account.Id).Distinct().ToListAsync(cancel);
    }

    public static IResult NotForYou(HttpContext http)
    {
        http.Features.Set(new Refusal(
            "居民的体温和症状只给居委会、网格员和社区医生看，封控解除以后只给居委会看；社区医生请让居委会在账号的岗位里写明“社区医生”。"));
        return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
    }
}
