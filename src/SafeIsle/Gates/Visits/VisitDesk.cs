using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Visits;

/// <summary>Visits of the community: who waits, who is inside, who is there too long; a yes by call; the paper with the code for the gate.</summary>
internal static class VisitDesk
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/visits", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/visits/code.pdf", CodeAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/visits/{id:guid}", DecideAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/visits/{id:guid}/number", CallAsync).May(Role.Committee);
    }

    internal static string Path(long community) => $"/desk/{community}/visits";

    private static async Task<IResult> ShowAsync(
        long community, string? show, string? page, HttpContext http, Db db, Me me, Sealer sealer, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        var (rows, now) = (db.Visits.Within(me).Where(v => v.CommunityId == community), clock.Now());
        var (overdue, over) = (now - GateRules.LongestVisit, now - GateRules.VisitOver);
        rows = show switch
        {
            "agreed" => rows.Where(v => v.State == VisitState.Agreed && v.ArrivesAt > over).OrderBy(v => v.ArrivesAt),
            "inside" => rows.Where(v => v.State == VisitState.Inside).OrderBy(v => v.CameAt),
            "all" => rows.OrderByDescending(v => v.AskedAt),
            _ => rows.Where(v => v.State == VisitState.Asked && v.ArrivesAt > over).OrderBy(v => v.AskedAt),
        };
        var shown = await rows.Page(Paging.Number(page)).ToListAsync(cancel);
        var agreed = shown.Where(v => v.State == VisitState.Agreed).Select(v => v.PassId).OfType<Guid>().ToList();
        return Page.Of<VisitDeskPage>(new
        {
            Community = community,
            Rows = shown,
            // For whoever has no phone on which it could stand.
            Numbers = await db.Passes.Where(p => p.CommunityId == community && agreed.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Number, cancel),
            Phones = await HostPhones.OfAsync(db, me, sealer, community, shown, cancel),
            Total = await rows.CountAsync(cancel),
            Number = Paging.Number(page),
            Show = show ?? "",
            Overdue = overdue,
            Keeps = me.Keeps(community),
            Address = AddressOf(address, http, community),
        });
    }

    private static string AddressOf(PublicAddress address, HttpContext http, long community) => $"{address.Of(http.Request)}/v/{community}";

    private static async Task<IResult> CodeAsync(long community, HttpContext http, Db db, Me me, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(Path(community), problem);
        }

        var (office, link, now) = (await db.Communities.SingleAsync(c => c.CommunityId == community, cancel), AddressOf(address, http, community), clock.Now());
        return new QrPoster(
            "来访登记", office.Name, "来访请先扫码登记", link, PublicAddress.Short(link),
            [
                "1. 扫码，写去哪一户、您是谁、什么时候到。",
                "2. 住户同意以后，手机上出现进门的码，给门岗扫一下就进。",
                "3. 出门时再扫一次。",
                $"没有手机、不会弄？请告诉门岗{(office.Phone.Length > 0 ? $"，或打 {office.Phone}" : "")}，由工作人员来办。",
            ]).Answer(http, me.Name, $"{now.Full()} {me.Name} 打印", now);
    }

    private static async Task<IResult> DecideAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var own = db.Visits.Within(me).Where(v => v.CommunityId == community);
        if (!await own.AnyAsync(v => v.Id == id, cancel))
        {
            return TypedResults.NotFound();
        }

        var back = form.Typed("back") == "visit" ? RegisterVisit.PathOf(community, id) : Path(community);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var decided = await DecideVisit.DecideAsync(db, write, own, id, form.Typed("answer") == "yes", ByCall(me), DecideVisit.BarredAtDesk, clock.Now(), cancel);
        if (decided.Refused)
        {
            return http.Refused(back, decided.Refusal!);
        }

        await write.CommitAsync(cancel);
        return http.Done(
            back, form.Typed("answer") == "yes" ? $"{DecideVisit.Agreed(decided.Value!, clock.Today())}；没有手机的，把编号告诉他，编号在“同意了还没到的”里。" : "已拒绝。");
    }

    /// <summary>Who decided, where the host was asked by telephone.</summary>
    internal static string ByCall(Me me) => $"{me.Name}（电话问过住户）";

    /// <summary>The visitor's numbers, to call or to compare with his document: as his form promised, for the committee alone. The look is recorded.</summary>
    private static async Task<IResult> CallAsync(long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        if (await db.Visits.Within(me).SingleOrDefaultAsync(v => v.CommunityId == community && v.Id == id, cancel) is not { } visit)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "visit.look", id, $"查看来访{visit.Dwelling}的访客的证件号和电话", cancel);
        return Page.Of<VisitorPage>(new
        {
            Visit = visit,
            Document = sealer.Open(SealedColumn.VisitDocument, id, visit.DocumentSealed) ?? "",
            Phone = sealer.Open(SealedColumn.VisitPhone, id, visit.PhoneSealed) ?? "",
        });
    }
}
