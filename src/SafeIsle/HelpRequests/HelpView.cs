using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.HelpRequests;

/// <summary>A step with its words opened.</summary>
public sealed record HelpStepView(HelpStep Row, string Text)
{
    public string Words => Row.Act switch
    {
        HelpAct.Asked => $"已收到，由{Whom}负责",
        HelpAct.Taken => $"{Row.By}接手，有人在办",
        HelpAct.Given => $"{Row.By}转给{Whom}",
        HelpAct.Answered => $"{Row.By}答复",
        HelpAct.Done => $"{Row.By}：已办好",
        HelpAct.Impossible => $"{Row.By}：办不了",
        HelpAct.Said => $"{Row.By}补充",
    };

    private string Whom => Row.To.Length > 0 ? Row.To : "居委会";
}

/// <summary>A request with all that was written about it. Only for those whom it concerns.</summary>
/// <param name="Last">The number of its last step; what is done next must have seen it.</param>
public sealed record HelpView(HelpRequest Row, string Text, string Phone, IReadOnlyList<HelpStepView> Steps, int Last)
{
    internal static async Task<HelpView> OpenAsync(Db db, Sealer sealer, HelpRequest row, CancellationToken cancel)
    {
        var steps = await db.HelpSteps.Where(s => s.CommunityId == row.CommunityId && s.RequestId == row.Id).OrderBy(s => s.Number).ToListAsync(cancel);
        return new(
            row,
            sealer.Open(SealedColumn.HelpText, row.Id, row.TextSealed) ?? "",
            sealer.Open(SealedColumn.HelpPhone, row.Id, row.PhoneSealed) ?? "",
            steps.ConvertAll(s => new HelpStepView(s, sealer.Open(SealedColumn.HelpStepText, s.Id, s.TextSealed) ?? "")),
            steps[^1].Number);
    }
}
