using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups;

/// <summary>A poster for the entrance, then a card for each door, eight to a page: black on white, each with the code.</summary>
internal static class GroupPaper
{
    private const int Across = 2;
    private const int Down = 4;
    private const double CodeMm = 28;
    private const double CodeColumnMm = 36;

    // Phones read a code from about ten times its side.
    private const double PosterCodeMm = 110;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet(ShowGroup.Root + "/cards.pdf", PrintAsync).May(WhoMay.Readers);

    private static async Task<IResult> PrintAsync(
        long community, Guid order, HttpContext http, Db db, Me me, KeyRing keys, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        var view = await OrderView.LoadAsync(db, me, community, order, cancel);
        var group = await db.BuildingGroups.Within(me).SingleOrDefaultAsync(g => g.CommunityId == community && g.OrderId == order, cancel);
        if (view is null || group is null)
        {
            return TypedResults.NotFound();
        }

        if ((view.Order.LiftedAt is not null ? "封控已经解除，楼组群已解散，不用再打印。" : PrintLibraries.Problem) is { } problem)
        {
            return http.Refused(view.Path + "/group", problem);
        }

        var building = view.Order.BuildingId;
        var units = await Affected.UnitsOfAsync(db, view.Order, cancel);
        var doors = (await db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.BuildingId == building && d.ClosedAt == null)
            .OrderBy(d => d.SortKey).ThenBy(d => d.Id).ToListAsync(cancel)).FindAll(d => units is null || units.Contains(d.Unit));
        using var file = new MemoryStream();
        Of(view, doors, GroupCode.Of(keys, group), address.Of(http.Request), clock.Now(), me.Name).WriteTo(file, cancel: cancel);
        http.Response.Headers.ContentDisposition = $"inline; filename*=UTF-8''{Uri.EscapeDataString($"{view.Order.Label}楼组群.pdf")}";
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }

    /// <param name="address">Under which residents reach the product, without a slash at the end.</param>
    internal static Paper Of(OrderView view, IReadOnlyList<Dwelling> doors, string code, string address, DateTimeOffset now, string by) =>
        new($"{view.Order.Label}楼组群", Orientation.Portrait,
        [
            new Section([.. Poster(view, code, address)]),
            .. doors.Count > 0 ? [new Section(new Cards(Across, Down, [.. doors.Select(d => Card(view, d, code, address))]))] : Array.Empty<Section>(),
        ])
        {
            CreatedAt = now,
            Author = by,
            Numbered = false,
            FooterLeft = $"{view.Community.Name} · {view.Order.Label}楼组群",
            FooterRight = $"{now.Full()} {by} 打印",
        };

    private static IEnumerable<Block> Poster(OrderView view, string code, string address)
    {
        yield return new Space(2);
        yield return new Paragraph($"{view.Order.Label} 楼组群") { Size = 40, Bold = true, Align = Align.Center, Spacing = 1.25, After = 1 };
        yield return new Paragraph($"{view.Compound} · {view.Community.Name}") { Size = 16, Align = Align.Center, After = 3 };
        yield return new Paragraph("请每一家至少一人扫码进群") { Size = 26, Bold = true, Align = Align.Center, Spacing = 1.3, After = 2 };
        yield return new QrCode($"{address}/g/{code}", PosterCodeMm);
        yield return new Paragraph(DoorCode.Shown(code)) { Size = 30, Bold = true, Align = Align.Center, Spacing = 1.2, After = 1 };
        yield return new Paragraph($"扫不了码？打开 {PublicAddress.Short(address)}/g 输入上面的编码") { Size = 14, Align = Align.Center, After = 4 };
        yield return new Rule();
        foreach (var line in (string[])[
            "1. 扫码，写自家门牌（例如 2-501）和怎么称呼。",
            "2. 填门上告知单的编码，或家里登记过的电话后四位，点“进群”。",
            "3. 看通知、报体温、求助都在这里，不用账号和密码。",
            Help(view)])
        {
            yield return new Paragraph(line) { Size = 16, Spacing = 1.45, After = 1 };
        }
    }

    private static IReadOnlyList<Block> Card(OrderView view, Dwelling door, string code, string address) =>
    [
        new Paragraph($"{door.Label} 请进楼组群") { Size = 14, Bold = true, Spacing = 1.25, After = 1 },
        new SideBySide(
            [
                new Paragraph("扫码，填门上告知单的编码或登记过的电话后四位，就进群。") { Size = 10, Spacing = 1.4, After = 1 },
                new Paragraph("通知、体温、求助都在群里；有事找谁，打开“谁是谁”。") { Size = 9, Spacing = 1.35, After = 1 },
                new Paragraph(Help(view)) { Size = 9, Bold = true, Spacing = 1.35, After = 0 },
            ],
            [
                new QrCode($"{address}/g/{code}?room={Uri.EscapeDataString(Room(door))}", CodeMm),
                new Paragraph(DoorCode.Shown(code)) { Size = 11, Bold = true, Align = Align.Center, Spacing = 1.2, After = 0 },
            ],
            CodeColumnMm),
        new Paragraph($"扫不了码？打开 {PublicAddress.Short(address)}/g 输入编码。") { Size = 8.5, Spacing = 1.35, After = 0 },
    ];

    /// <summary>2-501, as the form of the code understands it.</summary>
    private static string Room(Dwelling door) => door.Unit > 0 ? $"{door.Unit}-{door.Room}" : door.Room;

    private static string Help(OrderView view) =>
        view.Community.Phone.Length > 0 ? $"没有手机、不会弄？打 {view.Community.Phone}，由工作人员来办。" : "没有手机、不会弄？请告诉楼下值守人员，由工作人员来办。";
}
