using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Visits;

/// <summary>
/// A visitor without phone (代为登记): whoever calls at the door registers him, with the same form and limits, and asks the host by telephone;
/// it ends on the visitor's number and code, to be told or printed.
/// </summary>
internal static class RegisterVisit
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/visits/new", (long community) => Page.Of<RegisterVisitPage>(new { Community = community })).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/visits/new", AddAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/visits/{id:guid}", ShowAsync).May(HouseholdsModule.MayCall);
    }

    internal static string Path(long community) => $"{VisitDesk.Path(community)}/new";

    internal static string PathOf(long community, Guid visit) => $"{VisitDesk.Path(community)}/{visit}";

    private static async Task<IResult> AddAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, KeyRing keys, TimeProvider clock, CancellationToken cancel)
    {
        var (now, id) = (clock.Now(), form.Id("id") ?? Ids.New());
        var wish = VisitForm.Read(form, byHimself: false, now);
        var home = await VisitForm.HomeAsync(db, db.Households.Within(me), community, wish.Where, cancel);
        if (home is null && wish.Where.Length > 0)
        {
            form.Wrong("where", "没有找到这一户，或者没有人住、不在自己负责的楼里；请写全楼号、单元、室号，例如 38号楼2单元501室。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (form.Ok && await db.Visits.Within(me).AnyAsync(v => v.CommunityId == community && v.Id == id, cancel))
        {
            return http.Done(PathOf(community, id), "这次来访已经登记过了。");
        }

        if (form.Ok && await wish.WaitsTooOftenAsync(db, keys, home!, now, cancel))
        {
            form.Wrong("where", $"没有登记：这一户那一天等答复的来访已有 {GateRules.MostVisits} 个，或者同一个证件号在等 {GateRules.MostDoorsOfOne} 户答复；请先答复以前的。");
        }

        if (!form.Ok)
        {
            return Page.Again<RegisterVisitPage>(new { Community = community, Form = form });
        }

        var visit = wish.Make(home!, id, sealer, keys, now);
        db.Add(visit);
        write.Record(community, "visit.ask", id, $"代为登记来访{visit.Dwelling}");
        var words = "已登记；请打电话问住户，再在下面答复。";
        if (form.Ticked("agreed"))
        {
            await db.SaveChangesAsync(cancel);
            var visits = db.Visits.Where(v => v.CommunityId == community);
            var decided = await DecideVisit.DecideAsync(db, write, visits, id, yes: true, VisitDesk.ByCall(me), DecideVisit.BarredAtDesk, now, cancel);
            words = decided.Refused ? "已登记，" + decided.Refusal : "已登记，住户同意；请把编号告诉访客，或打印给他。";
        }

        await write.CommitAsync(cancel);
        return http.Done(PathOf(community, id), words);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, GateKeys keys, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Visits.Within(me).SingleOrDefaultAsync(v => v.CommunityId == community && v.Id == id, cancel) is not { } visit)
        {
            return TypedResults.NotFound();
        }

        var pass = await db.Passes.SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == visit.PassId && p.RevokedAt == null, cancel);
        return Page.Of<VisitorPassPage>(new
        {
            Visit = visit,
            Pass = pass is null ? null : new PassOnPhone(pass, PassCards.CodeOf(pass, await keys.SigningAsync(db, community, cancel), clock.Now()), "只能进出一次"),
            Phones = (await HostPhones.OfAsync(db, me, sealer, community, [visit], cancel)).GetValueOrDefault(visit.HouseholdId, []),
        });
    }
}
