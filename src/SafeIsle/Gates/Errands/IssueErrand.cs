using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Gates.Passes;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Errands;

/// <summary>Issues an errand slip to one person of a household; where its building is closed, only the committee does, saying who allowed it.</summary>
internal static class IssueErrand
{
    private static readonly Role[] Companions = [Role.Committee, Role.Field];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{id:guid}/errands", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/households/{id:guid}/errands", IssueAsync).May(HouseholdsModule.MayCall);
    }

    internal static string Path(long community, Guid household) => $"/desk/{community}/households/{household}/errands";

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await PassHousehold.FindAsync(db, me, community, id, cancel) is { } at
            ? Page.Of<IssueErrandPage>(await PartsAsync(db, me, at, FormInput.Empty, clock, cancel))
            : TypedResults.NotFound();

    private static async Task<IResult> IssueAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await PassHousehold.FindAsync(db, me, community, id, cancel) is not { } at)
        {
            return TypedResults.NotFound();
        }

        var (now, slip) = (clock.Now(), form.Id("id") ?? Ids.New());
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // One at a time for a household: a form sent twice finds the first one's slip.
        await db.TakeDwellingAsync(at.Dwelling, cancel);
        if (await db.Errands.Within(me).AnyAsync(e => e.CommunityId == community && e.Id == slip && e.HouseholdId == id, cancel))
        {
            return http.Done(ErrandSlip.Path(community, slip), "这张外出单已经开好了。");
        }

        // Whoever closes the household or moves somebody out takes that number, too, and ends the passes that he finds.
        var seq = await PassSequences.NextAsync(db, community, cancel);
        if (await PassHousehold.FindAsync(db, me, community, id, cancel) is not { } still)
        {
            return TypedResults.NotFound();
        }

        at = still;
        var members = await at.MembersAsync(db, cancel);
        var staff = await Colleagues.OfAsync(db, community, at.Household.BuildingId, Companions, cancel);
        var wish = ErrandForm.Read(form, members, staff, now);
        var against = (await PassConditions.LoadAsync(db, community, id, now, cancel)).Against(GatePlan.Errand, id, wish.Person?.Id).ToList();
        var (despite, authority) = ("", "");
        if (against.Count > 0)
        {
            (despite, authority) = ErrandForm.Despite(form, string.Join("，", against), me.Keeps(community));
        }

        if (await db.Errands.CountAsync(
            e => e.CommunityId == community && e.HouseholdId == id && (e.State == ErrandState.Issued || e.State == ErrandState.Out), cancel) >= ErrandRules.MostOpen)
        {
            form.Wrong("person", $"这一户已经有 {ErrandRules.MostOpen} 张没交回的外出单，请先登记回来或收回。");
        }

        if (!form.Ok)
        {
            return Page.Again<IssueErrandPage>(await PartsAsync(db, me, at, form, clock, cancel));
        }

        var number = (await PassNumbers.LoadAsync(db, community, 1, cancel)).Next();
        var pass = wish.Pass(at, number, seq, now, me.Name, despite);
        db.Add(pass);
        db.Add(wish.Errand(at, slip, pass.Id, sealer, now, me.Name, authority));
        write.Record(
            community, "errand.issue", slip,
            $"给{at.Dwelling.Label}开外出单（{wish.Category.Name()}，{wish.BackBy.Full()} 前回）{(against.Count > 0 ? $"，条件不符，写明原因、{authority}同意后开单" : "")}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(Path(community, id), "这一页已经给别的住户开过外出单，没有再开；请在这里重新填写。");
        }

        return http.Done(
            ErrandSlip.Path(community, slip),
            wish.Category == ErrandCategory.Medicine ? "外出单已开好；买退热药的，接着在下面开购药证明，再一起打印。" : "外出单已开好，请打印；住户的手机上也能看到。");
    }

    private static async Task<object> PartsAsync(Db db, Me me, PassHousehold at, FormInput form, TimeProvider clock, CancellationToken cancel)
    {
        var (community, household) = (at.Household.CommunityId, at.Household.Id);
        var conditions = await PassConditions.LoadAsync(db, community, household, clock.Now(), cancel);
        return new
        {
            At = at,
            Members = await at.MembersAsync(db, cancel),
            Staff = await Colleagues.OfAsync(db, community, at.Household.BuildingId, Companions, cancel),
            Against = string.Join("，", conditions.Against(GatePlan.Errand, household)),
            Keeps = me.Keeps(community),
            Trips = await AllowedTrips.OfAsync(db, community, household, clock.Now(), cancel),
            Slips = await (await ListErrands.ShownAsync(
                    db, db.Errands.Within(me).Where(e => e.CommunityId == community && e.HouseholdId == household), community, clock.Now(), cancel))
                .OrderByDescending(e => e.IssuedAt).Take(Paging.Size).ToListAsync(cancel),
            Now = clock.Now(),
            Slip = form.Id("id") ?? Ids.New(),
            Form = form,
        };
    }
}
