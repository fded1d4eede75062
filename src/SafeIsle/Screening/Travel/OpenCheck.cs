using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Travel;

/// <summary>A household's people with their checks; starts one.</summary>
internal static class OpenCheck
{
    private const int MostShown = 50;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{household:guid}/travel", ShowAsync).May(TravelDesk.Roles);
        app.MapPost("/desk/{community:long}/households/{household:guid}/travel", OpenAsync).May(TravelDesk.Roles);
    }

    private static async Task<IResult> ShowAsync(long community, Guid household, Db db, Me me, CancellationToken cancel)
    {
        if (await DwellingAsync(db, me, community, household, cancel) is not { } dwelling)
        {
            return TypedResults.NotFound();
        }

        return Page.Of<HouseholdTravelPage>(new
        {
            Community = community,
            Household = household,
            Dwelling = dwelling.Label,
            People = await db.People.Within(me).Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null)
                .OrderBy(p => p.Position).ToListAsync(cancel),
            Checks = await db.TravelChecks.Within(me).Where(c => c.CommunityId == community && c.HouseholdId == household)
                .OrderByDescending(c => c.OpenedAt).Take(MostShown).ToListAsync(cancel),
        });
    }

    private static async Task<IResult> OpenAsync(
        long community, Guid household, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await DwellingAsync(db, me, community, household, cancel) is not { } dwelling)
        {
            return TypedResults.NotFound();
        }

        var id = form.Id("person");
        if (await db.People.SingleOrDefaultAsync(p => p.CommunityId == community && p.HouseholdId == household && p.Id == id && p.ClosedAt == null, cancel) is not { } person)
        {
            return http.Refused(TravelDesk.HouseholdPath(community, household), "请选这一户里的一个人。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        TravelCheck check;
        try
        {
            (check, var fresh) = await TravelDesk.OpenAsync(db, write, person, dwelling.Id, dwelling.Label, me.Name, clock.Now(), cancel);
            if (!fresh)
            {
                return http.Done(TravelDesk.Path(check), "这个人的行程正在核对，接着办。");
            }

            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(TravelDesk.HouseholdPath(community, household), "别人同时开始了核对，请点开接着办。");
        }

        return http.Done(TravelDesk.Path(check), "已开始；请本人在手机上申报，或在这里代填，再粘贴运营商的短信。");
    }

    private static Task<Dwelling?> DwellingAsync(Db db, Me me, long community, Guid household, CancellationToken cancel) => (
        from h in db.Households.Within(me)
        join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
        where h.CommunityId == community && h.Id == household && h.ClosedAt == null
        select d).SingleOrDefaultAsync(cancel);
}
