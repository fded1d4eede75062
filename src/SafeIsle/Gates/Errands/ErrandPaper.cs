using SafeIsle.Closures;
using SafeIsle.Gates.Passes;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Errands;

/// <summary>What a certificate says on paper.</summary>
/// <param name="Document">Masked; empty where the register has none.</param>
/// <param name="Code">See <see cref="CertificateCode"/>.</param>
/// <param name="Address">Under which anybody reaches the product, without a slash at the end.</param>
internal sealed record MedicineOnPaper(MedicineCertificate Row, string Document, string Medicine, string Code, string Address)
{
    public static MedicineOnPaper Of(MedicineCertificate row, Sealer sealer, KeyRing keys, string address) => new(
        row, sealer.Open(SealedColumn.MedicineDocument, row.Id, row.DocumentSealed) ?? "",
        sealer.Open(SealedColumn.ErrandMedicine, row.Id, row.MedicineSealed) ?? "", CertificateCode.Of(keys, row.CommunityId, row.Id), address);
}

/// <summary>The slip on half of an A4 sheet, and on the other half the certificate for medicine where there is one: two A5 to be cut apart.</summary>
internal static class ErrandPaper
{
    private const int Down = 2;
    private const double CodeMm = 48;
    private const double VerifyMm = 34;
    private const double ColumnMm = 56;

    public static Paper Of(
        Community office, Errand slip, Pass pass, string code, string what, MedicineOnPaper? medicine, string by, DateTimeOffset now)
    {
        List<IReadOnlyList<Block>> halves = [Slip(office, slip, pass, code, what)];
        if (medicine is not null)
        {
            halves.Add(Certificate(office, medicine));
        }

        return new("外出单", Orientation.Portrait, new Section(new Cards(1, Down, halves)))
        {
            CreatedAt = now, Author = by, FooterLeft = $"{office.Name} · 外出单", FooterRight = $"{now.Full()} {by}打印",
        };
    }

    private static IReadOnlyList<Block> Slip(Community office, Errand slip, Pass pass, string code, string what) =>
    [
        new Paragraph($"{office.Name} 外出单") { Size = 22, Bold = true, Align = Align.Center, Spacing = 1.3, After = 4 },
        new SideBySide(
            [
                new Facts(1, [
                    new Fact("姓名", slip.Name),
                    new Fact("住处", slip.Dwelling),
                    new Fact("事由", $"{slip.Category.Name()}：{what}"),
                    new Fact("去哪里", slip.Where),
                    new Fact("陪同", slip.Companion.Length > 0 ? slip.Companion : "没有"),
                    new Fact("最晚回来", slip.BackBy.Full()),
                    .. slip.Authority.Length > 0 ? [new Fact("经批准", slip.Authority)] : Array.Empty<Fact>()]),
            ],
            [
                new QrCode(code, CodeMm),
                new Paragraph(PassNumber.Text(pass.Number)) { Size = 18, Bold = true, Align = Align.Center, Spacing = 1.2, After = 1 },
            ],
            ColumnMm),
        new Paragraph("只能出门一次、回来一次，进出请给门岗扫码；回来后把单子交给门岗或居委会，用过就作废。") { Size = 11, Spacing = 1.5, After = 3 },
        new Paragraph($"{slip.IssuedBy}开 · {slip.IssuedAt.Full()}　　{office.Name}（盖章）{(office.Phone.Length > 0 ? $"　电话 {office.Phone}" : "")}") { Size = 11, Align = Align.Right, After = 0 },
    ];

    private static IReadOnlyList<Block> Certificate(Community office, MedicineOnPaper paper)
    {
        var row = paper.Row;
        return
        [
            new Paragraph("购买退热药证明") { Size = 22, Bold = true, Align = Align.Center, Spacing = 1.3, After = 4 },
            new SideBySide(
                [
                    new Facts(1, [
                        new Fact("姓名", row.Name),
                        new Fact("证件号", paper.Document.Length > 0 ? paper.Document : "登记里没有"),
                        new Fact("住处", row.Dwelling),
                        new Fact("药名", paper.Medicine),
                        new Fact("药店", row.Pharmacy),
                        new Fact("陪同的工作人员", row.Companion)]),
                ],
                [
                    new QrCode($"{paper.Address}/verify/{paper.Code}", VerifyMm),
                    new Paragraph(CertificateCode.Shown(paper.Code)) { Size = 12, Bold = true, Align = Align.Center, Spacing = 1.2, After = 1 },
                    new Paragraph($"扫码或打开 {PublicAddress.Short(paper.Address)}/verify 输入编码，可查真伪") { Size = 8, Align = Align.Center, Spacing = 1.3, After = 0 },
                ],
                ColumnMm),
            new Paragraph("　　上述居民持本社区外出单，由上述工作人员陪同前往购药，请凭证件实名登记售药。本证明随外出单收回作废，不说明健康状况。") { Size = 12, Spacing = 1.6, After = 3 },
            new Paragraph($"{office.Name}（盖章）　{row.MadeAt.DateHere().Full()}") { Size = 12, Align = Align.Right, After = 0 },
        ];
    }
}
