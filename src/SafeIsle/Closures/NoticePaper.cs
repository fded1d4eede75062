using SafeIsle.Platform;
using SafeIsle.Platform.Print;

namespace SafeIsle.Closures;

/// <summary>
/// What hangs on the door: large, black on white, readable when it was copied twice. Without a QR code: every page of an order asks for a
/// login, and a code that leads a resident there would only puzzle her. The door sheet has the code of her own form.
/// </summary>
internal static class NoticePaper
{
    private const double BodySize = 13;

    // A notice is one page, with its seal: a text that was extended and added to is set smaller, but never too small to read.
    private const double LongBodySize = 11.5;
    private const double LongestBodySize = 10.5;
    private const int LongText = 480;
    private const int LongestText = 640;
    private const double SmallBodySize = 10;

    /// <summary>One for the building, or one for each door.</summary>
    public static Paper Door(OrderView view, IReadOnlyList<string> doors, DateTimeOffset now)
    {
        var (order, first) = (view.Order, view.FirstSpan);
        return new($"{order.Label}封控告知书", Orientation.Portrait, [.. Sheets(doors).Select(door => new Section(
        [
            .. Title("封控告知书", view, door),
            new Facts(1, [
                new Fact("决定机关", order.Authority),
                new Fact("依据", order.DocumentNumber),
                new Fact("封控", $"{first.StartsAt.Full()} 到 {first.ClosedUntil.Full()}"),
                new Fact("健康管理", $"到 {first.MonitoredUntil.Full()}"),
                .. view.Extensions.Select(e => new Fact($"{ClosureWords.Kind(e)}决定", $"{e.Authority}，{e.DocumentNumber}")),
                .. Now(view),
                new Fact("社区电话", view.Community.Phone)]),
            new Rule(),
            .. Lines(order.DoorNotice, SizeOf(order.DoorNotice.Length + (view.Extensions.Count * 60))),
            new Rule(),
            .. Lines(order.Objection, SmallBodySize),
            .. Signature(view, order.MadeAt),
        ]))])
        {
            CreatedAt = now,
            Numbered = false,
            FooterLeft = $"{view.Community.Name} · {order.Label}",
            FooterRight = $"打印于 {now.Full()}",
        };
    }

    /// <summary>What hangs on the door from the passing to monitoring on; may be printed the day before.</summary>
    public static Paper Monitoring(OrderView view, DateTimeOffset now)
    {
        var order = view.Order;
        return new($"{order.Label}转入健康管理告知书", Orientation.Portrait, new Section(
        [
            .. Title("转入健康管理告知书", view, ""),
            new Facts(1, [
                new Fact("决定机关", ClosureWords.Authorities(view)),
                new Fact("依据", ClosureWords.Documents(view)),
                new Fact("封控", $"{view.FirstStart.Full()} 到 {order.ClosedUntil.Full()}"),
                new Fact("健康管理", $"{order.ClosedUntil.Full()} 到 {order.MonitoredUntil.Full()}"),
                new Fact("社区电话", view.Community.Phone)]),
            new Rule(),
            .. Lines(Unsigned(PassingWords.Text(view), view), BodySize),
            new Rule(),
            .. Lines(order.Objection, SmallBodySize),
            .. Signature(view, order.ClosedUntil),
        ]))
        {
            CreatedAt = now,
            Numbered = false,
            FooterLeft = $"{view.Community.Name} · {order.Label}",
            FooterRight = $"打印于 {now.Full()}",
        };
    }

    public static Paper Lifting(OrderView view, DateTimeOffset now) =>
        new($"{view.Order.Label}解封告知书", Orientation.Portrait, new Section(
        [
            .. Title("解封告知书", view, ""),
            .. Lines(Unsigned(view.Order.LiftingNotice, view), BodySize + 2),
            .. Signature(view, view.Order.LiftedAt!.Value),
        ]))
        {
            CreatedAt = now,
            Numbered = false,
            FooterLeft = $"{view.Community.Name} · {view.Order.Label}",
            FooterRight = $"打印于 {now.Full()}",
        };

    // Below the decisions, because none of them alone gives these ends.
    private static IEnumerable<Fact> Now(OrderView view)
    {
        if (view.Extensions.Count > 0)
        {
            yield return new Fact("现在执行", $"封控到 {view.Order.ClosedUntil.Full()}，健康管理到 {view.Order.MonitoredUntil.Full()}");
        }
    }

    // A text that is also posted ends with the committee's name; on paper the signature below it does.
    private static string Unsigned(string text, OrderView view) =>
        text.EndsWith("\n" + view.Community.Name, StringComparison.Ordinal) ? text[..^(view.Community.Name.Length + 1)] : text;

    private static double SizeOf(int characters) => characters > LongestText ? LongestBodySize : characters > LongText ? LongBodySize : BodySize;

    private static IReadOnlyList<string> Sheets(IReadOnlyList<string> doors) => doors.Count > 0 ? doors : [""];

    private static IEnumerable<Block> Title(string title, OrderView view, string door)
    {
        yield return new Space(4);
        yield return new Paragraph(title) { Size = 34, Bold = true, Align = Align.Center, Spacing = 1.25, After = 3 };
        yield return new Paragraph($"{view.Compound} {(door.Length > 0 ? door : view.Order.Label)}") { Size = 20, Bold = true, Align = Align.Center, After = 4 };
        yield return new Rule();
    }

    private static IEnumerable<Block> Lines(string text, double size) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select((line, i) => new Paragraph(i == 0 && line.EndsWith('：') ? line : "　　" + line) { Size = size, Spacing = 1.5, After = 1 });

    private static IEnumerable<Block> Signature(OrderView view, DateTimeOffset at)
    {
        yield return new Space(6);
        yield return new Paragraph(view.Community.Name + "（盖章）") { Size = BodySize, Align = Align.Right, After = 1 };
        yield return new Paragraph(at.DateHere().Full()) { Size = BodySize, Align = Align.Right };
        // Room for the seal, which is put across name and date.
        yield return new Space(14);
    }
}
