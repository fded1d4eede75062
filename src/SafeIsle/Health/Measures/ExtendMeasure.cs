using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>A new decision makes it last longer. Shorter it gets only by releasing it.</summary>
internal static class ExtendMeasure
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/measures/{id:guid}/extend", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/extend", ConfirmAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/extensions", SaveAsync).May(Role.Committee);
        app.MapBack("/desk/{community:long}/measures/{id:guid}/extensions", "extend").May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(long community, Guid id, HttpContext http, Db db, Me me, CancellationToken cancel) =>
        await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure ? TypedResults.NotFound()
        : measure.EndedAt is not null ? Ended(http, measure)
        : Page.Of<ExtendMeasurePage>(new { Row = measure });

    private static IResult Ended(HttpContext http, Measure measure) => http.Refused(MeasureDesk.Path(measure), "这份措施已经结束，不能延长。");

    /// <summary>Whom it would bind for how much longer; nothing is written.</summary>
    private static async Task<IResult> ConfirmAsync(long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        if (measure.EndedAt is not null)
        {
            return Ended(http, measure);
        }

        if (form.Has(FormInput.Edit))
        {
            return Page.Of<ExtendMeasurePage>(new { Row = measure, Form = form });
        }

        var (change, tests) = await ReadAsync(form, db, me, measure, clock, cancel);
        if (change is null)
        {
            return Page.Again<ExtendMeasurePage>(new { Row = measure, Form = form });
        }

        var was = MeasureWords.End(measure);
        measure.Until = change.NewUntil;
        return Page.Of<ConfirmExtensionPage>(new { Row = measure, Was = was, Change = change, Tests = tests, Who = await WhoIsBound.OfAsync(db, measure, cancel), Form = form });
    }

    /// <summary>What was typed, as it would be kept; null where something is wrong: that stands in the form's errors.</summary>
    private static async Task<(MeasureChange? Change, IReadOnlyList<int> Tests)> ReadAsync(
        FormInput form, Db db, Me me, Measure measure, TimeProvider clock, CancellationToken cancel)
    {
        var (community, id) = (measure.CommunityId, measure.Id);
        var seen = form.Typed("seen") == measure.Until.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var until = form.Moment("until", "延长到");
        if (until is null)
        {
            form.Wrong("until", "请填写延长到何时。");
        }
        else if (!seen)
        {
            form.Wrong("until", $"刚才已经有人延长到 {measure.Until.Full()}，请核对后再保存。");
        }
        else if (until <= measure.Until)
        {
            form.Wrong("until", $"只能延到 {measure.Until.Full()} 以后；要提前结束，请用“解除”并写明原因。");
        }
        else if (until > measure.StartsAt.AddDays(PlanRules.MostDays))
        {
            form.Wrong("until", $"从开始算起最长 {PlanRules.MostDays} 天。");
        }

        var tests = PlanForm.Days(form, "testDays");
        var (why, authority) = (form.Required("why", "原因", MeasureLimits.MostWords), form.Required("authority", "决定机关", MeasureLimits.MostWords));
        var document = form.Required("document", "文号", MeasureLimits.MostWords);
        var there = await db.MeasureTests.Where(t => t.CommunityId == community && t.MeasureId == id).Select(t => t.Day).Distinct().ToListAsync(cancel);
        if (form.Ok && tests.Exists(d => d > MeasureRules.Days(measure.StartsAt, until!.Value) || MeasureRules.DateOf(measure.StartsAt, d) < clock.Today()))
        {
            form.Wrong("testDays", "加做的检测要在今天以后、新的期满以前。");
        }

        return !form.Ok ? (null, []) : (
            new()
            {
                CommunityId = community, Id = Ids.New(), BuildingId = measure.BuildingId, MeasureId = id, OldUntil = measure.Until, NewUntil = until!.Value, Why = why,
                Authority = authority, DocumentNumber = document, At = clock.Now(), By = me.Name,
            },
            [.. tests.Except(there)]);
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, DeliverNotice deliver, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await MeasureDesk.TakeAsync(db, me, community, id, cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        if (measure.EndedAt is not null)
        {
            return Ended(http, measure);
        }

        var (change, tests) = await ReadAsync(form, db, me, measure, clock, cancel);
        if (change is null)
        {
            return Page.Again<ExtendMeasurePage>(new { Row = measure, Form = form });
        }

        db.Add(change);
        db.AddRange(BoundTests.Make(measure, await BoundTests.HouseholdAsync(db, measure, cancel), tests));
        measure.Until = change.NewUntil;
        await deliver.AskAsync(db, write, measure, change.Id, me.Actor, clock.Now(), cancel);
        write.Record(
            community, "measure.extend", id,
            $"{measure.Dwelling}一人的{MeasureWords.Of(measure.Kind)}延长到 {change.NewUntil.Full()}，{change.Authority}，{change.DocumentNumber}");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), $"已延长到 {change.NewUntil.Full()}，请打印新的告知书送达。");
    }
}
