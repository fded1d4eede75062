using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>A proposal in the list.</summary>
public sealed record ProposalRow(RegisterProposal Proposal, string Dwelling);

/// <summary>What came in from the doors: what waits first, the oldest of it on top.</summary>
internal static class ProposalsList
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/proposals", ShowAsync).May(HouseholdsModule.MayCall);

    private static async Task<IResult> ShowAsync(long community, string? state, string? page, Me me, Db db, CancellationToken cancel)
    {
        var decided = state == "decided";
        var mine = db.Proposals.Within(me).Where(p => p.CommunityId == community);
        var waiting = await mine.CountAsync(p => p.State == ProposalState.Waiting, cancel);
        var rows = mine.Where(p => p.State == ProposalState.Waiting != decided);
        var number = Paging.Number(page);
        var total = decided ? await rows.CountAsync(cancel) : waiting;
        var ordered = decided ? rows.OrderByDescending(p => p.DecidedAt) : rows.OrderBy(p => p.SubmittedAt);
        var shown = await ordered.ThenBy(p => p.Id).Page(number)
            .Join(
                db.Dwellings, p => new { p.CommunityId, Id = p.DwellingId }, d => new { d.CommunityId, d.Id },
                (p, d) => new ProposalRow(p, d.Label))
            .ToListAsync(cancel);
        return Page.Of<ProposalsListPage>(new
        {
            Community = community,
            // A join need not keep the order.
            Rows = decided ? shown.OrderByDescending(r => r.Proposal.DecidedAt).ToList() : shown.OrderBy(r => r.Proposal.SubmittedAt).ToList(),
            Waiting = waiting,
            Total = total,
            Number = number,
            Decided = decided,
        });
    }
}
