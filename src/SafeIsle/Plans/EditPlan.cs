using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Plans;

/// <summary>Editing a plan: a form whose saving publishes the next version. What was published stays as it was.</summary>
internal static class EditPlan
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/plans/{id:guid}/edit", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/plans/{id:guid}/edit", PublishAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(long community, Guid id, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var newest = await NewestAsync(db, plan, cancel);
        return newest == plan.Version
            ? await ShowAsync(plan, FormInput.Empty, db, me, again: false, cancel)
            : http.Refused(Path(plan), $"已经有第 {newest} 版，请在最新版上修改。");
    }

    private static async Task<IResult> PublishAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var tags = await ReadPlans.TagNamesAsync(db, me, community, cancel);
        var name = form.Required("name", "名称", 40);
        var body = PlanForm.Read(form, plan.Read(), [.. tags.Keys]);
        if (!form.Ok)
        {
            return await ShowAsync(plan, form, db, me, again: true, cancel);
        }

        var next = new ResponsePlan
        {
            CommunityId = community,
            Id = Ids.New(),
            Code = plan.Code,
            Version = plan.Version + 1,
            Name = name,
            Body = body.ToJson(),
            PublishedAt = clock.Now(),
            PublishedBy = me.Name,
        };

        // Read and written again, since a plan of earlier years lacks what was added to plans since.
        if (next.Body == plan.Read().ToJson() && next.Name == plan.Name)
        {
            return http.Done(Path(plan), "内容没有变化，没有发布新版。");
        }

        if (!await SaveAsync(db, me, plan, next, cancel))
        {
            form.Wrong("name", $"别人刚发布了第 {next.Version} 版，这一份没有保存；请打开最新版，把要改的再改一遍。");
            return await ShowAsync(plan, form, db, me, again: true, cancel);
        }

        return http.Done(Path(next), $"第 {next.Version} 版已发布，从现在起下的令按这一版；已下的令不变。");
    }

    // False when somebody else has published that version.
    private static async Task<bool> SaveAsync(Db db, Me me, ResponsePlan plan, ResponsePlan next, CancellationToken cancel)
    {
        try
        {
            await using var write = await db.BeginWriteAsync(me.Actor, cancel);
            if (await NewestAsync(db, plan, cancel) != plan.Version)
            {
                return false;
            }

            db.Add(next);
            write.Record(plan.CommunityId, "plan.publish", next.Id, $"发布预案“{next.Name}”第 {next.Version} 版");
            await write.CommitAsync(cancel);
            return true;
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            // At the same moment: the unique key let the other one through.
            db.ChangeTracker.Clear();
            if (await NewestAsync(db, plan, cancel) == plan.Version)
            {
                throw;
            }

            return false;
        }
    }

    private static async Task<IResult> ShowAsync(ResponsePlan plan, FormInput form, Db db, Me me, bool again, CancellationToken cancel)
    {
        var parameters = new { Plan = plan, Body = plan.Read(), Form = form, Tags = await ReadPlans.TagNamesAsync(db, me, plan.CommunityId, cancel) };
        return again ? Page.Again<EditPlanPage>(parameters) : Page.Of<EditPlanPage>(parameters);
    }

    private static Task<ResponsePlan?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.ResponsePlans.Within(me).SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == id, cancel);

    private static Task<int> NewestAsync(Db db, ResponsePlan plan, CancellationToken cancel) =>
        db.NewestPlans(plan.CommunityId).Where(p => p.Code == plan.Code).Select(p => p.Version).SingleAsync(cancel);

    private static string Path(ResponsePlan plan) => $"/desk/{plan.CommunityId}/plans/{plan.Id}";
}
