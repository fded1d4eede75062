using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Tables;

/// <summary>The household small table (一户一小表) on one sheet.</summary>
internal static class HouseholdPaper
{
    private const double RowMm = 9;
    private const double CodeMm = 19;

    private static readonly Column[] Columns =
    [
        new("姓名") { Mm = 24 }, new("关系") { Mm = 16 }, new("性别") { Mm = 10, Align = Align.Center }, new("年龄") { Mm = 10, Align = Align.Center },
        new("电话") { Mm = 28 }, new("在家/外出") { Mm = 22 }, new("户籍") { Mm = 18 }, new("关怀标签"), new("核对") { Mm = 12 },
    ];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/households/{id:guid}/table.pdf", PrintAsync).May(HouseholdsModule.MayRead);

    private static async Task<IResult> PrintAsync(
        long community, Guid id, HttpContext http, Db db, Me me, RegisterReader reader, TimeProvider clock, PublicAddress address, CancellationToken cancel)
    {
        var path = RegisterPaths.Household(community, id);
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(path, problem);
        }

        if (await HouseholdView.LoadAsync(db, me, reader, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var full = view.MayCall;
        if (full)
        {
            await db.RecordLookAsync(me.Actor, community, "household.print", id, $"打印 {view.Address} 的一户一小表，{view.Members.Count} 人的完整电话", cancel);
        }

        var file = new MemoryStream();
        Of(view, full, me.Name, clock, address.Of(http.Request) + path).WriteTo(file, cancel: cancel);
        return ShowRoster.PdfFile(file);
    }

    private static Paper Of(HouseholdView view, bool full, string by, TimeProvider clock, string link)
    {
        var household = view.Household;
        return new(
            $"{view.Address} 一户一小表",
            Orientation.Portrait,
            new Section(
                new SideBySide(
                    [
                        new Heading("一户一小表"),
                        new Facts(
                            2,
                            new("房屋", $"{view.Compound.Name} {view.Address}"), new("居住性质", RegisterWords.Of(household.Tenure)),
                            new("户号", household.Number.Length > 0 ? household.Number : "没有"), new("人数", $"{view.Members.Count} 人"),
                            new("核实", household.VerifiedAt is { } at ? $"{at.Full()} {household.VerifiedBy}" : "从未核实"),
                            new("同一套房屋的其他户", view.Neighbours.Count > 0 ? $"{view.Neighbours.Count} 户" : "没有")),
                    ],
                    [new QrCode(link, CodeMm, "扫码看最新")],
                    CodeMm + 8),
                new Table(Columns, view.Members.Select(card => RowOf(card, view, full, clock.Today())).ToList()) { RowMm = RowMm, Empty = "还没有登记成员" },
                new Paragraph(AccuracyStamp.Of([household], clock.Now()).ToString()) { Size = 8.5 },
                new Facts(2, new("核对人", ""), new("日期", ""))))
        {
            CreatedAt = clock.Now(),
            Author = by,
            FooterLeft = $"{by} {clock.Now().Full()}",
            FooterRight = full ? "含居民电话，用后收回销毁" : "姓名和电话已脱敏",
        };
    }

    private static Row RowOf(PersonCard card, HouseholdView view, bool full, DateOnly today) => new(
        view.NameOf(card.Row), RegisterWords.OfRelation(card.Row.Relation), RegisterWords.Of(card.Row.Sex), $"{card.AgeOn(today)}",
        string.Join('\n', full ? card.Phones : card.Phones.Select(p => new PhoneNumber(p).MaskedFor(view.MayCall))),
        RegisterWords.Of(card.Row.Presence) + (card.Row.AwayWhere.Length > 0 ? $"({card.Row.AwayWhere})" : ""),
        RegisterWords.OfRegisteredHere(card.Row.RegisteredHere), string.Join('、', view.Tags.Of(card.Tags.Keys)), "");
}
