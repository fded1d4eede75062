using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates;

/// <summary>Which plan's pass rules the gates follow.</summary>
internal static class ChoosePlan
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/gates/plan", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/gates/plan", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Db db, Me me, CancellationToken cancel) => Page.Of<ChoosePlanPage>(new
    {
        Community = community,
        InForce = await GatePlan.LoadAsync(db, community, cancel),
        Plans = await WithRulesAsync(db, me, community, cancel),
    });

    private static async Task<IResult> SaveAsync(long community, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var path = ListGates.Path(community) + "/plan";
        if ((await WithRulesAsync(db, me, community, cancel)).FirstOrDefault(p => p.Code == form.Typed("plan")) is not { } plan)
        {
            return http.Refused(path, "请选择一个有通行规则的预案。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.Set<GateSetting>().AsTracking().SingleOrDefaultAsync(s => s.CommunityId == community, cancel) is { } setting)
        {
            setting.PlanCode = plan.Code;
        }
        else
        {
            db.Add(new GateSetting { CommunityId = community, PlanCode = plan.Code });
        }

        write.Record(community, "gate.plan", plan.Id, $"门岗改按“{plan.Name}”的通行规则");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(path, "同时有人在改，这次没有保存，请再选一次。");
        }

        return http.Done(path, $"已改按“{plan.Name}”的通行规则；联网的门岗一分钟内更新。");
    }

    private static async Task<IReadOnlyList<ResponsePlan>> WithRulesAsync(Db db, Me me, long community, CancellationToken cancel) =>
        me.Reaches(community) ? (await db.NewestPlans(community).OrderBy(p => p.Code).ToListAsync(cancel)).FindAll(p => p.Read().PassRules.Count > 0) : [];
}
