using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>Door sheets on A4, eight to a page, in the order in which people walk.</summary>
internal static class DoorSheetPaper
{
    private const int Across = 2;
    private const int Down = 4;
    private const double CodeMm = 25;
    private const double CodeColumnMm = 32;

    /// <param name="address">Under which residents reach the product, without a slash at the end.</param>
    public static Paper Of(
        Community community, string what, IReadOnlyList<Dwelling> dwellings, KeyRing keys, string address, DateTimeOffset at, string by) =>
        new($"{what} 门上告知单", Orientation.Portrait, new Section(new Cards(Across, Down, [.. dwellings.Select(d => Card(community, d, keys, address))])))
        {
            CreatedAt = at,
            Author = by,
            FooterLeft = $"{what} 门上告知单 {dwellings.Count} 张",
            FooterRight = $"{at.Full()} {by} 打印",
        };

    private static IReadOnlyList<Block> Card(Community community, Dwelling dwelling, KeyRing keys, string address)
    {
        var code = DoorCode.Of(keys, dwelling.CommunityId, dwelling.Id, dwelling.DoorCodeVersion);
        return
        [
            new Paragraph(dwelling.Label) { Size = 17, Bold = true, Spacing = 1.25, After = 0.5 },
            new SideBySide(
                [
                    new Paragraph("请扫码登记家里住着谁、需要什么照顾，应急时好联系、好送药送菜。") { Size = 9, Bold = true, Spacing = 1.4, After = 1 },
                    new Paragraph(Notice(community)) { Size = 8, Spacing = 1.35, After = 1 },
                    new Paragraph(WithoutPhone(community)) { Size = 9, Bold = true, Spacing = 1.4, After = 0 },
                ],
                [
                    new QrCode($"{address}/h/{code}", CodeMm),
                    new Paragraph(DoorCode.Shown(code)) { Size = 11, Bold = true, Align = Align.Center, Spacing = 1.2, After = 0 },
                ],
                CodeColumnMm),
            new Paragraph($"扫不了码？打开 {PublicAddress.Short(address)}/h 输入上面的编码。") { Size = 8.5, Spacing = 1.35, After = 0 },
        ];
    }

    // 个人信息保护法 17: who, what for, which, how long, which rights; 突发事件应对法 85: for the response only, then destroyed.
    private static string Notice(Community community) =>
        $"由{community.Name}收集姓名、电话、证件号和照顾需要，只用于应急工作，不作他用，应急结束后由居委会按规定销毁；您可以查看、更正、要求删除。告知书全文见扫码后的页面。";

    private static string WithoutPhone(Community community) =>
        community.Phone.Length > 0 ? $"不用手机？打 {community.Phone}，由工作人员代填。" : "不用手机？请到居委会，由工作人员代填。";
}
