using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.RiskAreas;

/// <summary>The community's list of risk areas: those of today, or all of them with their days.</summary>
internal static class ListRiskAreas
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/risk-areas", ShowAsync).May(WhoMay.Readers);
        app.MapPost("/desk/{community:long}/risk-areas/{id:guid}/end", EndAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/risk-areas/{id:guid}/withdraw", WithdrawAsync).May(Role.Committee);
    }

    internal static string Path(long community) => $"/desk/{community}/risk-areas";

    private static async Task<IResult> ShowAsync(
        long community, string? q, string? show, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var (now, name, all) = (clock.Today(), ChineseText.Clean(q), show == "all");
        var rows = db.RiskAreas.Within(me).Where(a => a.CommunityId == community && (name == "" || a.Name.Contains(name)));
        rows = all ? rows : rows.Where(a => a.WithdrawnAt == null && (a.LastDay == null || a.LastDay >= now));
        return Page.Of<RiskAreasPage>(new
        {
            Community = community,
            Query = name,
            All = all,
            Number = Paging.Number(page),
            Total = await rows.CountAsync(cancel),
            Rows = await rows.OrderByDescending(a => a.FirstDay).ThenBy(a => a.Code).ThenBy(a => a.Id).Page(Paging.Number(page)).ToListAsync(cancel),
            Levels = (await TravelPlans.LoadAsync(db, community, cancel)).Rules.Levels.Select(l => l.Name).ToList(),
            Day = now,
            Keeps = me.Keeps(community),
        });
    }

    private static async Task<IResult> EndAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, cancel) is not { } area)
        {
            return TypedResults.NotFound();
        }

        if (area.LastDay is not null || area.WithdrawnAt is not null)
        {
            return http.Refused(Path(community), "这一条已经结束，不再改动；有变化请另加一条。");
        }

        if (form.Date("last", "最后一天") is not { } last || last < area.FirstDay || last > clock.Today().AddDays(1))
        {
            return http.Refused(Path(community), $"没有结束：请写这个等级的最后一天，不早于 {area.FirstDay.Full()}，不晚于明天。");
        }

        (area.LastDay, area.EndedAt, area.EndedBy) = (last, clock.Now(), me.Name);
        write.Record(community, "risk.end", id, $"{area.Name}的{area.Level}到 {last.Full()}结束");
        await write.CommitAsync(cancel);
        return http.Done(Path(community), $"{area.Name}的{area.Level}记到 {last.Full()}；以前在那里的停留仍按当时的等级算。");
    }

    private static async Task<IResult> WithdrawAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, cancel) is not { } area)
        {
            return TypedResults.NotFound();
        }

        if (area.WithdrawnAt is not null)
        {
            return http.Done(Path(community), "这一条早已作废。");
        }

        area.WithdrawnAt = clock.Now();
        write.Record(community, "risk.withdraw", id, $"录错作废：{area.Name}的{area.Level}");
        await write.CommitAsync(cancel);
        return http.Done(Path(community), "已作废，不再算作风险区；请按正确的另加一条。");
    }

    private static Task<RiskArea?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.RiskAreas.Within(me).AsTracking().SingleOrDefaultAsync(a => a.CommunityId == community && a.Id == id, cancel);
}
