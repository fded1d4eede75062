using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.HelpRequests;

/// <summary>Somebody called or was met at the door: staff enter the need for the household.</summary>
internal static class EnterHelp
{
    internal static readonly Role[] May = [Role.Committee, Role.Field];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/requests/new", FormAsync).May(May);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/requests", SaveAsync).May(May);
    }

    internal static string ListPath(ClosureOrder order) => ClosuresModule.Path(order.CommunityId, order.Id) + "/requests";

    private static async Task<IResult> FormAsync(long community, Guid id, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        if (await ListPosts.OrderAsync(db, me, community, id, cancel) is not { } order)
        {
            return TypedResults.NotFound();
        }

        return order.LiftedAt is not null
            ? http.Refused(ListPath(order), "封控已经解除，不再收新的求助。")
            : Page.Of<EnterHelpPage>(new { Order = order, Households = await Recipients.OfAsync(db, me, order, cancel) });
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (await ListPosts.OrderAsync(db, me, community, id, cancel) is not { } order)
        {
            return TypedResults.NotFound();
        }

        if (order.LiftedAt is not null)
        {
            return http.Refused(ListPath(order), "封控已经解除，不再收新的求助。");
        }

        var households = await Recipients.OfAsync(db, me, order, cancel);
        var household = households.FirstOrDefault(h => h.Id == form.Id("household"));
        if (household is null)
        {
            form.Wrong("household", "请选择是哪一户。");
        }

        var name = form.Required("name", "怎么称呼", Homes.MostName);
        var help = await NewHelp.ReadAsync(form, cancel);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (help is not null && await db.HelpRequests.AnyAsync(r => r.CommunityId == community && r.Id == help.Id, cancel))
        {
            return http.Done(ListPath(order), "这一条已经记下了，没有重复记。");
        }

        if (household is not null && await NewHelp.TooManyAsync(db, community, household.DwellingId, clock.Now(), cancel) is { } why)
        {
            form.Wrong("text", why);
        }

        if (help is null || household is null || !form.Ok)
        {
            return Page.Again<EnterHelpPage>(new { Order = order, Households = households, Form = form });
        }

        var door = await db.Dwellings.SingleAsync(d => d.CommunityId == community && d.Id == household.DwellingId, cancel);
        var request = await help.AddAsync(
            db, sealer, order, new(household.Id, door), name, null, me.Name, clock.Now(), cancel);
        write.Record(community, "help.ask", help.Id, $"代{household.Dwelling}求助：{help.Kind.Name}");
        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(ListPath(order), "这一条已经记下了，没有重复记。");
        }

        return http.Done(HelpDesk.Path(request), $"已记下，由{(request.OwnerName.Length > 0 ? request.OwnerName : "居委会")}负责。");
    }
}
