using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Export;

/// <summary>The second person: another member of the same community's committee, or an administrator. Nobody decides on her own.</summary>
public static class DecideExport
{
    internal static readonly Role[] May = [Role.Committee, Role.Administrator];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/exports/{id:guid}/approve", (long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
            DecideAsync(community, id, ExportState.Approved, http, db, me, clock, cancel)).May(May);
        app.MapPost("/desk/{community:long}/exports/{id:guid}/decline", (long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
            DecideAsync(community, id, ExportState.Declined, http, db, me, clock, cancel)).May(May);
    }

    private static async Task<IResult> DecideAsync(
        long community, Guid id, ExportState to, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var back = ListExports.Path(community);
        var now = clock.Now();
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var mine = db.ExportRequests.Within(me).Where(e => e.CommunityId == community && e.Id == id);
        if (await mine.SingleOrDefaultAsync(cancel) is not { } request)
        {
            return TypedResults.NotFound();
        }

        if (request.ById == me.AccountId)
        {
            return http.Refused(back, "自己的申请不能自己同意，请另一位同事或管理员来看。");
        }

        // The row decides when two people press at once.
        var decided = await mine.Where(e => e.State == ExportState.Waiting && e.ExpiresAt > now).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.State, to).SetProperty(e => e.DecidedById, me.AccountId).SetProperty(e => e.DecidedByName, me.Name)
                .SetProperty(e => e.DecidedAt, now).SetProperty(e => e.ExpiresAt, now + ExportRules.KeepFor),
            cancel);
        if (decided == 0)
        {
            var other = await mine.Select(e => new { e.State, e.DecidedByName }).SingleAsync(cancel);
            return http.Refused(back, other.State == ExportState.Waiting ? "这份申请已经过期了。" : $"这份申请已由{other.DecidedByName}处理过了。");
        }

        var agreed = to == ExportState.Approved;
        write.Record(community, agreed ? "export.approve" : "export.decline", id, $"{(agreed ? "同意" : "不同意")}{request.ByName}导出{ExportFile.Words(request)}");
        await write.CommitAsync(cancel);
        return http.Done(back, agreed ? $"已同意，{request.ByName}可以在 24 小时内取走。" : "已记为不同意。");
    }
}
