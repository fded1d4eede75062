using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Screening.Travel;

/// <summary>
/// A confirmed finding on one sheet, for whoever has no phone: what is held against the person, what follows, how to object; of one that was
/// withdrawn, that it is.
/// </summary>
internal static class FindingPaper
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/travel/{id:guid}/notice.pdf", PrintAsync).May(TravelDesk.Roles);

    private static async Task<IResult> PrintAsync(long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var finding = await db.TravelFindings.Within(me).SingleOrDefaultAsync(f => f.CommunityId == community && f.CheckId == id && f.ConfirmedAt != null, cancel);
        if (finding is null)
        {
            return TypedResults.NotFound();
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return TypedResults.Problem(problem, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var office = await db.Communities.SingleAsync(c => c.CommunityId == community, cancel);
        var withdrawn = finding.End == FindingEnd.Withdrawn;
        var (who, view) = (finding.PersonId, await TravelDesk.ViewAsync(db, sealer, finding, cancel));
        var name = await db.People.Where(p => p.CommunityId == community && p.Id == who).Select(p => p.Name).SingleAsync(cancel);
        await db.RecordLookAsync(me.Actor, community, "travel.print", finding.Id, $"打印{finding.Dwelling}一人的行程核验{(withdrawn ? "撤销" : "")}告知单", cancel);
        using var file = new MemoryStream();
        (withdrawn ? Withdrawn(office, view, name, me.Name, clock.Now()) : Of(office, view, name, me.Name, clock.Now())).WriteTo(file, cancel: cancel);
        return TypedResults.File(file.ToArray(), "application/pdf");
    }

    private static Paper Of(Community office, FindingView view, string name, string by, DateTimeOffset now)
    {
        var row = view.Row;
        return Sheet(
            "行程核验告知单", office, row, name, by, now,
            [
                new Fact("怎么管理", row.Follow.Name(row.Days) + (TravelWords.End(row) is { } end ? $"，{end}" : "")),
                new Fact("依据", row.Basis),
                new Fact("提出、复核", $"{row.ProposedBy}、{row.ConfirmedBy}，{row.ConfirmedAt!.Value.Full()}"),
            ],
            new Paragraph("核对行程时看到：") { Bold = true, After = 1 },
            new Paragraph(string.Join('\n', view.Reasons.Select((r, i) => $"{i + 1}. {r}"))),
            new Paragraph(row.ResolvedAt is { } over ? $"这一条已于 {over.Full()} 了结（{row.ResolvedWhy}）{(row.Follow.Bars() ? "，不再因它停用出入证" : "")}{(row.TakenUpAt is null ? "" : "；已开出的健康措施照它的告知书做")}。"
                : row.Follow.Bars() ? "在核清或管理期满以前，这一户的出入证按规定停用；就医、买药、买菜有困难的，请打社区电话，我们来办。" : "请按上面的要求做，有不舒服马上打社区电话。"),
            new Paragraph($"不同意上面任何一条，都可以提出异议：在住户的手机页面上写，或打社区电话 {office.Phone}，或写在下面交给网格员。我们核对以后答复；对决定本身不服的，可以依法申请行政复议或者提起行政诉讼。"),
            new Paragraph("本人的异议：") { Bold = true, After = 20 },
            new Facts(2, [new Fact("签名", ""), new Fact("日期", "")]));
    }

    // What was held against the person is not repeated: nothing of it holds.
    private static Paper Withdrawn(Community office, FindingView view, string name, string by, DateTimeOffset now)
    {
        var (row, answer) = (view.Row, view.Words.LastOrDefault(w => w.IsAnswer)?.Text ?? "");
        return Sheet(
            "行程核验撤销告知单", office, row, name, by, now,
            [
                new Fact("撤销哪一条", $"{row.ConfirmedAt!.Value.Full()} 复核的行程核验结果（依据：{row.Basis}）"),
                new Fact("谁撤销", $"{row.ResolvedBy}，{row.ResolvedAt!.Value.Full()}，{row.ResolvedWhy}"),
            ],
            new Paragraph("您的异议成立，上面这一条核验结果已经撤销，原来的告知单作废，按它要做的不用再做。"),
            new Paragraph("对异议的答复：") { Bold = true, After = 1 },
            new Paragraph(answer),
            new Paragraph((row.Follow.Bars() ? "这一户因它停用的出入证已经恢复；别的封控、措施停用的不变。" : "它没有停用过出入证。")
                + (row.TakenUpAt is null ? "" : "按它开出的健康措施另有告知书，还没有解除的照告知书做。") + $"有疑问请打社区电话 {office.Phone}。"));
    }

    // What both have: heading, whose it is, the seal.
    private static Paper Sheet(
        string title, Community office, TravelFinding row, string name, string by, DateTimeOffset now, IReadOnlyList<Fact> facts, params IReadOnlyList<Block> parts) =>
        new(title, Orientation.Portrait, new Section([
            new Paragraph(title) { Size = 24, Bold = true, Align = Align.Center, Spacing = 1.4, After = 5 },
            new Facts(1, [new Fact("姓名", name), new Fact("住处", row.Dwelling), .. facts]),
            .. parts,
            new Paragraph($"{office.Name}（盖章）　{now.DateHere().Full()}") { Align = Align.Right, After = 0 }]))
        {
            CreatedAt = now, Author = by, FooterLeft = $"{office.Name} · {title}，只交本人", FooterRight = $"{now.Full()} {by}打印",
        };
}
