using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Passes;

/// <summary>Paper cards: A6, four edge to edge on an A4 sheet, in the order in which people walk; of one household, a building or a compound.</summary>
internal static class PassCards
{
    /// <summary>Cards in one file: an office prints no more in one go.</summary>
    private const int Most = 2_000;

    private const int Across = 2;
    private const int Down = 2;
    private const double CodeMm = 60;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/passes/cards.pdf", PrintAsync).May(HouseholdsModule.MayCall);

    /// <param name="what">household, or place: a building or a compound.</param>
    internal static string PathOf(long community, string what, Guid id) => $"/desk/{community}/passes/cards.pdf?{what}={id}";

    private static async Task<IResult> PrintAsync(
        long community, Guid? household, Guid? place, HttpContext http, Db db, Me me, GateKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        var back = household is { } home ? HouseholdPasses.Path(community, home) : ListPasses.Path(community);
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(back, problem);
        }

        var (now, today) = (clock.Now(), clock.Today());
        var buildings = db.Buildings.Where(b => b.CommunityId == community && (b.Id == place || b.CompoundId == place)).Select(b => b.Id);
        var rows = await (
            from p in db.Passes.Within(me)
            join d in db.Dwellings on new { p.CommunityId, Id = p.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { p.CommunityId, Id = p.BuildingId } equals new { b.CommunityId, b.Id }
            where p.CommunityId == community && p.RevokedAt == null && p.LastDay >= today && p.Kind != PassKind.Errand
                && (p.HouseholdId == household || (household == null && buildings.Contains(p.BuildingId)))
            orderby b.SortKey, d.SortKey, p.Number
            select new { Pass = p, d.Label }).Take(Most + 1).ToListAsync(cancel);
        if (rows.Count == 0)
        {
            return http.Refused(back, "这里没有有效的证可以打印。");
        }

        if (rows.Count > Most)
        {
            return http.Refused(back, $"一次最多打印 {Most} 张，请按楼分开打印。");
        }

        var office = await db.Communities.SingleAsync(c => c.CommunityId == community, cancel);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var key = await keys.SigningAsync(db, community, cancel);
        var paper = new Paper("出入证", Orientation.Portrait, new Section(new Cards(Across, Down, [.. rows.Select(r => Card(office, r.Pass, r.Label, plan, key, now))])) { WholeSheet = true })
        {
            CreatedAt = now, Author = me.Name,
        };
        using var file = new MemoryStream();
        paper.WriteTo(file, cancel: cancel);
        await db.RecordLookAsync(me.Actor, community, "pass.print", household ?? place, $"打印出入证 {rows.Count} 张", cancel);
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }

    /// <summary>The code of a paper card: good to the pass's last day.</summary>
    internal static string CodeOf(Pass pass, GateKey key, DateTimeOffset now) => PassCodes.Make(
        new(
            pass.CommunityId, pass.Number, pass.Counter, pass.Rule, pass.Version, OnPhone: false, now,
            Clock.Midnight(pass.LastDay.AddDays(1))),
        key);

    private static IReadOnlyList<Block> Card(Community community, Pass pass, string dwelling, GatePlan plan, GateKey key, DateTimeOffset now) =>
    [
        new Paragraph($"{community.Name} 出入证") { Size = 12, Bold = true, Align = Align.Center, Spacing = 1.2, After = 2 },
        new Paragraph(dwelling) { Size = 18, Bold = true, Align = Align.Center, Spacing = 1.2, After = 0 },
        new Paragraph(pass.Holder.Length > 0 ? pass.Holder : "全家共用") { Size = 14, Align = Align.Center, Spacing = 1.2, After = 0 },
        new QrCode(CodeOf(pass, key, now), CodeMm),
        new Paragraph(PassNumber.Text(pass.Number)) { Size = 18, Bold = true, Align = Align.Center, Spacing = 1.1, After = 1 },
        new Paragraph($"{pass.FirstDay.Full()} 至 {pass.LastDay.Full()}") { Size = 9, Align = Align.Center, Spacing = 1.3, After = 1 },
        // In two lines: together they are longer than the card is wide, and would part a number from its unit.
        .. plan.Rule(pass.Rule) is { } rule
            ? new[] { rule.Name, PassRuleWords.Of(rule) }.Select(words => new Paragraph(words) { Size = 9, Align = Align.Center, Spacing = 1.3, After = 1 })
            : [],
        new Paragraph(community.Phone.Length > 0 ? $"丢了请告诉居委会 {community.Phone}，补印后旧卡作废。" : "丢了请告诉居委会，补印后旧卡作废。") { Size = 8, Align = Align.Center, Spacing = 1.3, After = 0 },
    ];
}
