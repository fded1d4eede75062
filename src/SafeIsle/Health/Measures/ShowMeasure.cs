using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>One person's file (一人一档): what was decided, how it goes, and what is to be done with it.</summary>
internal sealed class ShowMeasure(Db db, Sealer sealer, RegisterReader reader, IEnumerable<MeasureLines> sources, TimeProvider clock)
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/measures/{id:guid}", ShowAsync).May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/look", LookAsync).May(Role.Committee);
        app.MapBack("/desk/{community:long}/measures/{id:guid}/look").May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, HttpContext http, Db db, Me me, ShowMeasure page, CancellationToken cancel)
    {
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        if (!me.Tends(measure))
        {
            return HealthStaff.NotForYou(http);
        }

        return await page.OfAsync(me, measure, FormInput.Empty, cancel);
    }

    /// <summary>Long after it ended: why one has to see it is said first, and kept.</summary>
    private static async Task<IResult> LookAsync(
        long community, Guid id, FormInput form, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        if (!await MeasureDesk.IsHiddenAsync(db, me, measure, clock.Now(), cancel))
        {
            return TypedResults.LocalRedirect(MeasureDesk.Path(measure));
        }

        var why = form.Required("why", "为什么要看", MeasureLimits.MostWords);
        if (!form.Ok)
        {
            return Page.Again<PastMeasurePage>(new { Row = measure, Form = form });
        }

        await db.RecordLookAsync(me.Actor, community, MeasureDesk.SaidWhy, id, $"查看{measure.Dwelling}一人早已解除的健康措施，原因：{why}", cancel);
        return TypedResults.LocalRedirect(MeasureDesk.Path(measure));
    }

    /// <summary>The page again with what is wrong; gives up the write, whose place the look takes.</summary>
    public async Task<IResult> AgainAsync(WriteScope write, Me me, Measure measure, FormInput form, CancellationToken cancel)
    {
        await write.DisposeAsync();
        return await OfAsync(me, measure, form, cancel);
    }

    /// <summary>
    /// The page; with what is wrong, when a form on it was not taken. It is the one that opens the file, so it records the look, and asks for
    /// the reason where one is due.
    /// </summary>
    private async Task<IResult> OfAsync(Me me, Measure measure, FormInput form, CancellationToken cancel)
    {
        if (await MeasureDesk.IsHiddenAsync(db, me, measure, clock.Now(), cancel))
        {
            return form.Ok ? Page.Of<PastMeasurePage>(new { Row = measure }) : Page.Again<PastMeasurePage>(new { Row = measure, Form = form });
        }

        await db.RecordLookAsync(me.Actor, measure.CommunityId, "measure.look", measure.Id, $"查看{measure.Dwelling}一人的健康措施（含电话）", cancel);
        var household = measure.HouseholdId;
        var members = await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == measure.CommunityId && p.HouseholdId == household && p.ClosedAt == null).OrderBy(p => p.Position), cancel);
        return Page.Of<MeasurePage>(
            new
            {
                View = await MeasureView.LoadAsync(db, sealer, measure, sources, cancel),
                Contacts = MeasureDraft.ContactsOf(measure, sealer),
                Phones = CallNumber.Of(members.OrderBy(m => m.Row.Id != measure.PersonId)),
                Keeps = me.Keeps(measure.CommunityId),
                Calls = me.Calls(measure.CommunityId, measure.BuildingId),
                Doctor = me.IsDoctor(measure.CommunityId, measure.BuildingId),
                Reader = me.IsDoctor(measure.CommunityId, measure.BuildingId) ? me.Name : "",
                Now = clock.Now(),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
