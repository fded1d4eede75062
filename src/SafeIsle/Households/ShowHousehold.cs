using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households;

/// <summary>A household's page (一户一小表): masked, shown in full once on request, confirmed by a press.</summary>
internal static class ShowHousehold
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{id:guid}", ShowAsync).May(HouseholdsModule.MayRead);
        app.MapPost("/desk/{community:long}/households/{id:guid}/reveal", RevealAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/households/{id:guid}/verify", VerifyAsync).May(HouseholdsModule.MayCall);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, RegisterReader reader, RegisterHistory history, IEnumerable<HouseholdPageLink> links, IEnumerable<DwellingFacts> facts, TimeProvider clock,
        CancellationToken cancel) =>
        await HouseholdView.LoadAsync(db, me, reader, community, id, cancel) is { } view
            ? await PageAsync(view, full: false, db, me, history, links, facts, clock, cancel)
            : TypedResults.NotFound();

    /// <summary>Shows the numbers on the answer's page only; coming back to the household they are masked again.</summary>
    private static async Task<IResult> RevealAsync(
        long community, Guid id, Db db, Me me, RegisterReader reader, RegisterHistory history, IEnumerable<HouseholdPageLink> links, IEnumerable<DwellingFacts> facts, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await HouseholdView.LoadAsync(db, me, reader, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "household.look", id, $"查看 {view.Address} {view.Members.Count} 人的完整号码", cancel);
        return await PageAsync(view, full: true, db, me, history, links, facts, clock, cancel);
    }

    private static async Task<IResult> VerifyAsync(
        long community, Guid id, HttpContext http, Db db, Me me, RegisterDesk desk, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakeHouseholdAsync(me, community, id, cancel) is not { } household)
        {
            return TypedResults.NotFound();
        }

        var path = RegisterPaths.Household(community, id);
        if (household.ClosedAt is not null)
        {
            return http.Refused(path, "这一户已经注销，不能再核实。");
        }

        var batch = desk.Begin(me, community);
        batch.Verify(household);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "household.verify", id, $"核实 {await db.AddressAsync(community, household.DwellingId, cancel)} 的登记无误");
        await write.CommitAsync(cancel);
        return http.Done(path, "已记下：核实无误。");
    }

    private static async Task<IResult> PageAsync(
        HouseholdView view, bool full, Db db, Me me, RegisterHistory history, IEnumerable<HouseholdPageLink> links, IEnumerable<DwellingFacts> facts, TimeProvider clock,
        CancellationToken cancel)
    {
        var community = view.Household.CommunityId;
        var opening = new List<HouseholdPageLink>();
        foreach (var link in links.Where(l => me.IsIn(community, view.Building.Id, l.Roles)))
        {
            if (link.Opens is null || await link.Opens(db, me, view.Dwelling, clock.Now(), cancel))
            {
                opening.Add(link);
            }
        }

        return Page.Of<HouseholdPage>(new
        {
            View = view,
            Full = full,
            Keeps = me.Keeps(community),
            MayCall = view.MayCall,
            History = await history.OfAsync(me, community, view.Household.Id, view.Tags, cancel),
            Links = opening,
            Facts = await facts.AllAsync(db, community, view.Dwelling.Id, cancel),
            Clock = clock,
        });
    }
}
