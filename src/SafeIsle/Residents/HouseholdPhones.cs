using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Residents;

/// <summary>Which phones are known as a household's, by what; and the committee's word for one that showed the door's code alone.</summary>
internal static class HouseholdPhones
{
    private const string Route = "/desk/{community:long}/households/{household:guid}/phones";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Route, ShowAsync).May(Role.Committee);
        app.MapPost(Route, ConfirmAsync).May(Role.Committee);
    }

    public static string Path(long community, Guid household) => $"{RegisterPaths.Household(community, household)}/phones";

    private static async Task<IResult> ShowAsync(long community, Guid household, Db db, Me me, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, household, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        return Page.Of<HouseholdPhonesPage>(new
        {
            Household = found,
            Address = await db.AddressAsync(community, found.DwellingId, cancel),
            Phones = await PhonesOf(db, found).OrderByDescending(r => r.JoinedAt).ToListAsync(cancel),
        });
    }

    /// <summary>Somebody called or was visited: it is that household's phone.</summary>
    private static async Task<IResult> ConfirmAsync(
        long community, Guid household, FormInput form, HttpContext http, Db db, Me me, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, household, cancel) is not { } found
            || form.Id("phone") is not { } id
            || await PhonesOf(db, found).SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } phone)
        {
            return TypedResults.NotFound();
        }

        var path = Path(community, household);
        if (await PhonesOf(db, found).Where(r => r.Id == id && r.Proof == ResidentProof.DoorCode).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Proof, ResidentProof.Committee).SetProperty(r => r.HouseholdId, household).SetProperty(r => r.DecidedBy, me.Name), cancel) == 0)
        {
            return http.Done(path, $"“{phone.Name}”的手机已经核对过了。");
        }

        write.Record(community, "resident.confirm", id, $"确认 {await db.AddressAsync(community, found.DwellingId, cancel)} 的一台手机是这一户的");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(path, $"已确认“{phone.Name}”的手机，对方回到首页就能看。");
    }

    private static Task<Household?> FindAsync(Db db, Me me, long community, Guid household, CancellationToken cancel) =>
        db.Households.Within(me).SingleOrDefaultAsync(h => h.CommunityId == community && h.Id == household && h.ClosedAt == null, cancel);

    // With those of the door of which nobody said whose they are.
    private static IQueryable<Resident> PhonesOf(Db db, Household household)
    {
        var (community, dwelling, id) = (household.CommunityId, household.DwellingId, household.Id);
        return db.Residents.Where(r => r.CommunityId == community && r.DwellingId == dwelling && r.State == ResidentState.In
            && (r.HouseholdId == null || r.HouseholdId == id));
    }
}
