using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Travel;

/// <summary>One check: what was declared beside what the operators say, what differs, and what was decided.</summary>
internal static class ShowCheck
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/travel/{id:guid}", ShowAsync).May(TravelDesk.Roles);
        app.MapPost("/desk/{community:long}/travel/{id:guid}/declare", DeclareAsync).May(TravelDesk.Roles);
        app.MapPost("/desk/{community:long}/travel/{id:guid}/drop", DropAsync).May(TravelDesk.Roles);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, Sealer sealer, ITelecomRecords telecom, TimeProvider clock, CancellationToken cancel)
    {
        if (await TravelDesk.FindAsync(db, me, community, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        return Page.Of<CheckPage>(await PartsAsync(db, me, sealer, telecom, check, FormInput.Empty, clock, cancel));
    }

    /// <summary>The parameters of the page, with a form that was refused; the look is recorded either way.</summary>
    public static async Task<object> PartsAsync(
        Db db, Me me, Sealer sealer, ITelecomRecords telecom, TravelCheck check, FormInput form, TimeProvider clock, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await db.RecordLookAsync(me.Actor, check.CommunityId, "travel.look", check.Id, $"查看{check.Dwelling}一人的行程核验", cancel);
        return new
        {
            View = await TravelDesk.ViewAsync(db, sealer, check, clock.Today(), cancel),
            Asks = telecom.Name,
            Keeps = me.Keeps(check.CommunityId),
            Self = me.AccountId,
            On = clock.Today(),
            Form = form,
        };
    }

    private static async Task<IResult> DeclareAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ITelecomRecords telecom, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TravelDesk.LockAsync(db, me, community, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        if (check.ClosedAt is not null)
        {
            return http.Refused(TravelDesk.Path(check), "这次核对已经结束，申报不再改动。");
        }

        if (form.Typed("do") == StayForm.More)
        {
            return Page.Of<CheckPage>(await PartsAsync(db, me, sealer, telecom, check, form, clock, cancel));
        }

        var stays = StayForm.Read(form, check.FirstDay, check.LastDay);
        if (!form.Ok)
        {
            return Page.Again<CheckPage>(await PartsAsync(db, me, sealer, telecom, check, form, clock, cancel));
        }

        (check.DeclaredSealed, check.DeclaredAt, check.DeclaredBy) = (sealer.Seal(id, stays), clock.Now(), $"{me.Name}（代填）");
        write.Record(community, "travel.declare", id, $"代{check.Dwelling}一人填行程申报");
        await write.CommitAsync(cancel);
        return http.Done(TravelDesk.Path(check), "申报已记下。");
    }

    private static async Task<IResult> DropAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TravelDesk.LockAsync(db, me, community, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        if (check.ClosedAt is not null)
        {
            return http.Done(TravelDesk.Path(check), "这次核对早已结束。");
        }

        var why = form.Required("why", "为什么不用核对", TravelFinding.MostBasis);
        if (!form.Ok)
        {
            return http.Refused(TravelDesk.Path(check), "没有结束：请写一句为什么不用核对，例如 选错了人。");
        }

        (check.Result, check.ClosedAt, check.ClosedBy) = (CheckResult.Dropped, clock.Now(), me.Name);
        await DecideTravel.CloseTodoAsync(db, check, clock.Now(), cancel);
        write.Record(community, "travel.drop", id, $"{check.Dwelling}一人的行程不用核对：{why}");
        await write.CommitAsync(cancel);
        return http.Done(TravelDesk.Path(check), "已结束，不再核对。");
    }
}
