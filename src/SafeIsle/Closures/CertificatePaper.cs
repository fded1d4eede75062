using SafeIsle.Platform;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Certificates on A4, two to a page, in the order in which people walk.</summary>
internal static class CertificatePaper
{
    private const int Down = 2;
    private const double CodeMm = 34;
    private const double CodeColumnMm = 48;

    /// <param name="address">Under which anybody reaches the product, without a slash at the end.</param>
    public static Paper Of(
        OrderView view, IReadOnlyList<ReleaseCertificate> certificates, Sealer sealer, KeyRing keys, string address, string by, DateTimeOffset now) =>
        new($"{view.Order.Label}解除证明", Orientation.Portrait, new Section(new Cards(1, Down, [.. certificates.Select(c => Card(view, c, sealer, keys, address))])))
        {
            CreatedAt = now,
            Author = by,
            FooterLeft = $"{view.Community.Name} · {view.Order.Label}解除证明 {certificates.Count} 张",
            FooterRight = $"{now.Full()} {by}打印",
        };

    private static IReadOnlyList<Block> Card(OrderView view, ReleaseCertificate certificate, Sealer sealer, KeyRing keys, string address)
    {
        var order = view.Order;
        var code = CertificateCode.Of(keys, certificate.CommunityId, certificate.Id);
        var document = sealer.Open(SealedColumn.CertificateDocument, certificate.Id, certificate.DocumentSealed) ?? "登记里没有";
        return
        [
            new Paragraph("解除证明") { Size = 28, Bold = true, Align = Align.Center, Spacing = 1.3, After = 5 },
            new SideBySide(
                [
                    new Facts(1, [
                        new Fact("姓名", certificate.Name),
                        new Fact("证件号", document),
                        new Fact("住处", $"{view.Compound} {certificate.Dwelling}"),
                        new Fact("封控、健康管理", $"{certificate.StartedAt.Full()} 到 {certificate.EndedAt.Full()}"),
                        new Fact("决定机关", ClosureWords.Authorities(view)),
                        new Fact("封控依据", ClosureWords.Documents(view)),
                        new Fact("解除依据", order.LiftDocument)]),
                ],
                [
                    new QrCode($"{address}/verify/{code}", CodeMm),
                    new Paragraph(CertificateCode.Shown(code)) { Size = 12, Bold = true, Align = Align.Center, Spacing = 1.2, After = 1 },
                    new Paragraph($"扫码或打开 {PublicAddress.Short(address)}/verify 输入编码，可查真伪") { Size = 8, Align = Align.Center, Spacing = 1.3, After = 0 },
                ],
                CodeColumnMm),
            new Paragraph($"　　上述人员随{order.Label}的管理已于 {certificate.EndedAt.Full()} 解除，即日起恢复正常出入。本证明只说明管理已经解除，不是健康证明。") { Size = 13, Spacing = 1.7, After = 4 },
            new Paragraph($"{view.Community.Name}（盖章）") { Size = 13, Align = Align.Right, After = 1 },
            new Paragraph(certificate.MadeAt.DateHere().Full()) { Size = 13, Align = Align.Right, After = 0 },
        ];
    }
}
