using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.HelpRequests;

/// <summary>Each step of each request, for the order's chain and for statements of facts.</summary>
internal static class HelpRecord
{
    // Kind and state only: those above and partners read the chain too.
    public static async Task<IReadOnlyList<ChainLink>> ChainAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel)
    {
        var (community, id) = (order.CommunityId, order.Id);
        var steps = await (
            from s in db.HelpSteps.Within(me)
            join r in db.HelpRequests on new { s.CommunityId, Id = s.RequestId } equals new { r.CommunityId, r.Id }
            where r.CommunityId == community && r.OrderId == id
            orderby s.At, s.Number
            select new { Step = s, r.Kind, r.EnteredBy }).Take(StatementDraft.MostLines).ToListAsync(cancel);
        return steps.ConvertAll(s => new ChainLink(
            order.LiftedAt is { } lifted && s.Step.At >= lifted ? Stage.After : Stage.During, s.Step.At,
            s.Step.Act switch { HelpAct.Asked => s.EnteredBy.Length > 0 ? s.EnteredBy : ChainLink.Resident, HelpAct.Said => ChainLink.Resident, _ => s.Step.By },
            Words(s.Step, "一户", s.Kind, s.EnteredBy.Length > 0) + "。"));
    }

    public static async Task<IReadOnlyList<FactLine>> FactsAsync(Sealer sealer, Db db, Me me, FactAsk ask, CancellationToken cancel)
    {
        var (community, order, household, since, until) = (ask.Community, ask.Order?.Id, ask.Household, ask.From, ask.To);
        var rows = await (
            from r in HelpDesk.Visible(db, me, community)
            join s in db.HelpSteps on new { r.CommunityId, RequestId = r.Id } equals new { s.CommunityId, s.RequestId }
            where (order == null || r.OrderId == order) && (household == null || r.HouseholdId == household) && s.At >= since && s.At <= until
            orderby s.At, s.Number
            select new { Request = r, Step = s }).Take(StatementDraft.MostLines + 1).ToListAsync(cancel);
        return rows.ConvertAll(row =>
        {
            var (request, step) = (row.Request, row.Step);
            var text = step.Act == HelpAct.Asked
                ? sealer.Open(SealedColumn.HelpText, request.Id, request.TextSealed)
                : sealer.Open(SealedColumn.HelpStepText, step.Id, step.TextSealed);
            return new FactLine(
                step.At, step.By, Words(step, household is null ? request.Dwelling : "这一户", request.Kind, request.EnteredBy.Length > 0) + (string.IsNullOrEmpty(text) ? "" : $"：{text}"));
        });
    }

    // Before the words stands who did it: the household asks, staff take it down.
    private static string Words(HelpStep step, string whose, HelpKind kind, bool entered)
    {
        var what = $"{whose}的求助（{kind.Name()}）";
        var to = step.To.Length > 0 ? step.To : "居委会";
        return step.Act switch
        {
            HelpAct.Asked => $"{(entered ? "接到" : "提出")}{what}，由{to}负责",
            HelpAct.Taken => $"接手{what}",
            HelpAct.Given => $"把{what}转给{to}",
            HelpAct.Answered => $"答复{what}",
            HelpAct.Done => $"办好{what}",
            HelpAct.Impossible => $"{what}办不了",
            HelpAct.Said => $"补充{what}",
        };
    }
}
