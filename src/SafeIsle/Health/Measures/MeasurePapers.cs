using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>The notice that is handed over and signed (告知书), and the certificate that it is over.</summary>
internal static class MeasurePapers
{
    private const double CodeMm = 30;
    private const double CodeColumnMm = 44;
    private const double BodySize = 11.5;

    // How long and where: among the facts at the head.
    private const int SaidAbove = 2;

    private static readonly string[] Copies = ["一式两份，这一份交本人", "一式两份，这一份本人签收后由居委会留存"];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/measures/{id:guid}/notice.pdf", NoticeAsync).May(Role.Committee, Role.Field);
        app.MapGet("/desk/{community:long}/measures/{id:guid}/certificate.pdf", CertificateAsync).May(Role.Committee);
    }

    private static async Task<IResult> NoticeAsync(
        long community, Guid id, HttpContext http, Db db, Me me, RegisterReader reader, Sealer sealer, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        if (!me.Tends(measure))
        {
            return HealthStaff.NotForYou(http);
        }

        if (await MeasureDesk.IsHiddenAsync(db, me, measure, clock.Now(), cancel))
        {
            return TypedResults.LocalRedirect(MeasureDesk.Path(measure));
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(MeasureDesk.Path(measure), problem);
        }

        var office = await db.Communities.SingleAsync(c => c.CommunityId == community, cancel);
        var person = (await reader.OpenAsync(db.People.Where(p => p.CommunityId == community && p.Id == measure.PersonId), cancel)).Single();
        var tests = await db.MeasureTests.Where(t => t.CommunityId == community && t.MeasureId == id).OrderBy(t => t.Day).ToListAsync(cancel);
        var plan = await MeasureDesk.PlanAsync(db, measure, cancel);
        var changes = await db.MeasureChanges.Where(c => c.CommunityId == community && c.MeasureId == id).OrderBy(c => c.At).ToListAsync(cancel);
        await db.RecordLookAsync(me.Actor, community, "measure.print", id, $"打印{measure.Dwelling}一人的{MeasureWords.Of(measure.Kind)}告知书", cancel);
        var back = $"{address.Of(http.Request)}{MeasureDesk.Path(measure)}";
        return Pdf(Notice(measure, office, person, MeasureDraft.ContactsOf(measure, sealer), tests, plan, changes, back, me.Keeps(community), clock.Now()));
    }

    private static Paper Notice(
        Measure measure, Community office, PersonCard person, MeasureContacts contacts, IReadOnlyList<MeasureTest> tests, PlanBody plan,
        IReadOnlyList<MeasureChange> changes, string back, bool keeps, DateTimeOffset now)
    {
        var title = $"{MeasureWords.Of(measure.Kind)}告知书";
        var document = person.DocumentNumber is { } number ? keeps ? number : IdentityDocument.Mask(number) : "";
        // Both copies in one print, word for word the same.
        return new(title, Orientation.Portrait, [.. Copies.Select(copy => new Section(
        [
            new Paragraph(title) { Size = 26, Bold = true, Align = Align.Center, Spacing = 1.25, After = 1 },
            new Paragraph(copy) { Size = 10, Align = Align.Center, After = 2 },
            new Rule(),
            new SideBySide(
                [
                    new Facts(2, [
                        new Fact("姓名", measure.Name),
                        new Fact("性别", RegisterWords.Of(person.Row.Sex)),
                        new Fact("电话", string.Join(" ", person.Phones)),
                        new Fact("证件号码", document)]),
                    new Facts(1, [
                        new Fact("居住地址", measure.Dwelling),
                        new Fact("所在单位", contacts.Employer),
                        .. measure.AtHome ? Array.Empty<Fact>() : [new Fact("在哪里", measure.Place)],
                        new Fact("起止", MeasureWords.Span(measure)),
                        new Fact("决定机关", measure.Authority),
                        new Fact("文号", measure.DocumentNumber),
                        new Fact("依据", measure.Basis),
                        .. changes.Select(c => new Fact("延长决定", $"{c.Authority}，{c.DocumentNumber}：{c.Why}"))]),
                ],
                [new QrCode(back, CodeMm), new Paragraph("工作人员扫码回到这份档案") { Size = 8, Align = Align.Center, After = 0 }],
                CodeColumnMm),
            new Rule(),
            .. MeasureWords.Plain(measure, plan, tests).Skip(SaidAbove).Concat(measure.Terms.Split('\n')).Select(Line),
            new Rule(),
            new Facts(1, [
                new Fact("街道干部", contacts.Officer), new Fact("网格员、社工", contacts.Worker), new Fact("社区医生", contacts.Doctor),
                new Fact("居委会", $"{office.Name} {office.Phone}")]),
            new Paragraph($"怎样提出异议：{measure.Objection}") { Size = 10, Spacing = 1.4, After = 2 },
            new Facts(2, [new Fact("本人签收", ""), new Fact("日期", "")]),
            new Space(4),
            new Paragraph($"{office.Name}（盖章）　{measure.OpenedAt.DateHere().Full()}") { Size = 13, Align = Align.Right },
        ]))])
        {
            CreatedAt = now,
            Numbered = false,
            FooterLeft = $"{office.Name} · 一式两份",
            FooterRight = $"打印于 {now.Full()}",
        };
    }

    private static async Task<IResult> CertificateAsync(
        long community, Guid id, HttpContext http, Db db, Me me, KeyRing keys, RegisterReader reader, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        if (measure is not { EndedHow: MeasureEnd.Released, EndedAt: { } ended })
        {
            return http.Refused(MeasureDesk.Path(measure), "还没有解除，解除之后才有解除证明。");
        }

        if (await MeasureDesk.IsHiddenAsync(db, me, measure, clock.Now(), cancel))
        {
            return TypedResults.LocalRedirect(MeasureDesk.Path(measure));
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(MeasureDesk.Path(measure), problem);
        }

        var office = await db.Communities.SingleAsync(c => c.CommunityId == community, cancel);
        var person = (await reader.OpenAsync(db.People.Where(p => p.CommunityId == community && p.Id == measure.PersonId), cancel)).Single();
        var code = CertificateCode.Of(keys, community, id);
        var site = address.Of(http.Request);
        await db.RecordLookAsync(me.Actor, community, "certificate.print", id, $"打印{measure.Dwelling}一人的解除证明", cancel);
        return Pdf(new("解除证明", Orientation.Portrait, new Section(
        [
            new Paragraph("解除证明") { Size = 28, Bold = true, Align = Align.Center, Spacing = 1.3, After = 5 },
            new SideBySide(
                [
                    new Facts(1, [
                        new Fact("姓名", measure.Name),
                        new Fact("证件号", person.DocumentNumber is { } number ? IdentityDocument.Mask(number) : "登记里没有"),
                        new Fact("住处", measure.Dwelling),
                        new Fact("起止", $"{measure.StartsAt.Full()} 到 {ended.Full()}"),
                        new Fact("决定机关", measure.Authority),
                        new Fact("解除依据", measure.EndDocument),
                        new Fact("核实", measure.VerifiedBy)]),
                ],
                [
                    new QrCode($"{site}/verify/{code}", CodeMm),
                    new Paragraph(CertificateCode.Shown(code)) { Size = 12, Bold = true, Align = Align.Center, Spacing = 1.2, After = 1 },
                    new Paragraph($"扫码或打开 {PublicAddress.Short(site)}/verify 输入编码，可查真伪") { Size = 8, Align = Align.Center, Spacing = 1.3, After = 0 },
                ],
                CodeColumnMm),
            Line($"上述人员的{MeasureWords.Of(measure.Kind)}已于 {ended.Full()} 解除，即日起恢复正常出入。感谢您这些天的配合。本证明只说明管理已经解除，不是健康证明。"),
            new Paragraph($"{office.Name}（盖章）　{ended.DateHere().Full()}") { Size = 13, Align = Align.Right },
        ]))
        { CreatedAt = clock.Now(), Author = me.Name, Numbered = false });
    }

    private static Paragraph Line(string text) => new("　　" + text) { Size = BodySize, Spacing = 1.45, After = 1 };

    private static IResult Pdf(Paper paper)
    {
        using var file = new MemoryStream();
        paper.WriteTo(file);
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }
}
