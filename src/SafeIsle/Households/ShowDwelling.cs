using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households;

/// <summary>A door's page: the households behind it, past ones too, and the form that opens a new one.</summary>
internal static class ShowDwelling
{
    internal const int LongestNumber = 30;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/dwellings/{id:guid}", ShowAsync).May(HouseholdsModule.MayRead);
        app.MapPost("/desk/{community:long}/dwellings/{id:guid}/households", OpenHouseholdAsync).May(Role.Committee);
    }

    private static Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, IEnumerable<DwellingFacts> facts, CancellationToken cancel) =>
        PageAsync(community, id, db, me, facts, FormInput.Empty, cancel);

    private static async Task<IResult> OpenHouseholdAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterDesk desk, IEnumerable<DwellingFacts> facts, CancellationToken cancel)
    {
        var tenure = form.RequiredChoice<Tenure>("tenure", "居住性质");
        var number = form.Text("number", "户号", LongestNumber);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.Dwellings.Within(me).SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id, cancel) is not { } dwelling)
        {
            return TypedResults.NotFound();
        }

        if (dwelling.ClosedAt is not null)
        {
            return http.Refused(RegisterPaths.Dwelling(community, id), "这套房屋已经停用，不能再登记住户。");
        }

        // One open household of each tenure and number per door: pressing twice must not make two.
        var same = await db.Households.Where(h => h.CommunityId == community && h.DwellingId == id && h.ClosedAt == null && h.Tenure == tenure && h.Number == number)
            .Select(h => (Guid?)h.Id).FirstOrDefaultAsync(cancel);
        if (form.Ok && same is not null)
        {
            form.Wrong("number", $"这里已有一户{RegisterWords.Of(tenure)}；确实是两户时，请填户号区分（如 2）。");
        }

        if (!form.Ok)
        {
            return await PageAsync(community, id, db, me, facts, form, cancel);
        }

        var batch = desk.Begin(me, community);
        var household = batch.AddHousehold(dwelling, tenure, number);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "household.open", household.Id, $"在 {dwelling.Label} 登记一户{RegisterWords.Of(tenure)}");
        await write.CommitAsync(cancel);
        return http.Done(RegisterPaths.Household(community, household.Id) + "/add", "已登记新户，请接着登记户主。");
    }

    private static async Task<IResult> PageAsync(
        long community, Guid id, Db db, Me me, IEnumerable<DwellingFacts> facts, FormInput form, CancellationToken cancel)
    {
        var place = await (
            from dwelling in db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.Id == id)
            join building in db.Buildings on new { dwelling.CommunityId, Id = dwelling.BuildingId } equals new { building.CommunityId, building.Id }
            join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
            select new { Dwelling = dwelling, Building = building, Compound = compound.Name }).SingleOrDefaultAsync(cancel);
        if (place is null)
        {
            return TypedResults.NotFound();
        }

        var mayCall = me.Calls(community, place.Building.Id);
        var past = db.Households.Where(h => h.CommunityId == community && h.DwellingId == id && h.ClosedAt != null);
        return Page.Of<DwellingPage>(
            new
            {
                place.Dwelling,
                place.Building,
                place.Compound,
                Households = await DoorHousehold.ListAsync(db, community, id, mayCall, cancel),
                Past = await past.OrderByDescending(h => h.ClosedAt).Take(20).ToListAsync(cancel),
                Facts = await facts.AllAsync(db, community, id, cancel),
                Keeps = me.Keeps(community),
                MayCall = mayCall,
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
