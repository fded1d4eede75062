using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Plans;

/// <summary>The community's plans, and one version of one of them to read.</summary>
internal static class ReadPlans
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/plans", ListAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/plans/{id:guid}", ShowAsync).May(WhoMay.Readers);
    }

    private static async Task<IResult> ListAsync(long community, Db db, Me me, CancellationToken cancel) => Page.Of<PlansPage>(new
    {
        Community = community,
        Plans = await PlanVersions.NewestAsync(db, me, community, cancel),
    });

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, CancellationToken cancel)
    {
        var plan = await db.ResponsePlans.Within(me).SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == id, cancel);
        if (plan is null)
        {
            return TypedResults.NotFound();
        }

        var versions = await db.ResponsePlans.Within(me).Where(p => p.CommunityId == community && p.Code == plan.Code)
            .OrderByDescending(p => p.Version).Select(p => new PlanVersion(p.Id, p.Version, p.PublishedAt, p.PublishedBy)).ToListAsync(cancel);
        return Page.Of<PlanPage>(new
        {
            Plan = plan,
            Body = plan.Read(),
            Versions = versions,
            Tags = await TagNamesAsync(db, me, community, cancel),
            MayEdit = me.Keeps(community),
        });
    }

    /// <summary>Care tags of the community, code → name, in their order.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> TagNamesAsync(Db db, Me me, long community, CancellationToken cancel) =>
        (await db.CareTags.Within(me).Where(t => t.CommunityId == community && t.ClosedAt == null).OrderBy(t => t.Position)
            .Select(t => new { t.Code, t.Name }).ToListAsync(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
}

/// <summary>A version in the history of a plan.</summary>
public sealed record PlanVersion(Guid Id, int Version, DateTimeOffset PublishedAt, string PublishedBy);
