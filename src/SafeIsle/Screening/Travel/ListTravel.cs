using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Travel;

/// <summary>A check in the list.</summary>
/// <param name="State">Of its finding; null without one.</param>
public sealed record CheckLine(TravelCheck Check, string Person, FindingState? State);

/// <summary>All checks of the community, by what they wait for.</summary>
internal static class ListTravel
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/travel", ShowAsync).May(TravelDesk.Roles);

    private static async Task<IResult> ShowAsync(long community, string? show, string? page, Db db, Me me, CancellationToken cancel)
    {
        var rows =
            from c in db.TravelChecks.Within(me)
            join p in db.People on new { c.CommunityId, Id = c.PersonId } equals new { p.CommunityId, p.Id }
            join f in db.TravelFindings on new { c.CommunityId, CheckId = c.Id } equals new { f.CommunityId, f.CheckId } into findings
            from f in findings.DefaultIfEmpty()
            where c.CommunityId == community
            select new { Check = c, p.Name, State = f == null ? (FindingState?)null : f.State };
        rows = show switch
        {
            "second" => rows.Where(r => r.State == FindingState.Proposed),
            "objected" => rows.Where(r => r.State == FindingState.Objected),
            "binding" => rows.Where(r => r.State == FindingState.Confirmed || r.State == FindingState.Objected || r.State == FindingState.Answered),
            "all" => rows,
            _ => rows.Where(r => r.Check.ClosedAt == null),
        };
        var number = Paging.Number(page);
        var found = await rows.OrderByDescending(r => r.Check.OpenedAt).ThenBy(r => r.Check.Id).Page(number).ToListAsync(cancel);
        return Page.Of<TravelListPage>(new
        {
            Community = community,
            Show = show ?? "",
            Number = number,
            Total = await rows.CountAsync(cancel),
            Rows = found.ConvertAll(r => new CheckLine(r.Check, r.Name, r.State)),
            Keeps = me.Keeps(community),
        });
    }
}
