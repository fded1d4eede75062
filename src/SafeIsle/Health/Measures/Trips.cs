using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>
/// Going out to the doctor: asked from the phone or noted for the person, allowed by the committee with who goes along. The gate lets her
/// out with a slip for that one errand, which the desk issues next.
/// </summary>
internal static class Trips
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/measures/{id:guid}/trips", AskAsync).May(HealthStaff.Carers);
        app.MapBack("/desk/{community:long}/measures/{id:guid}/trips").May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/decisions", DecideAsync).May(Role.Committee);
        app.MapBack("/desk/{community:long}/measures/{id:guid}/decisions").May(Role.Committee);
    }

    private static async Task<IResult> AskAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ShowMeasure page, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var wish = TripWish.Read(form, clock.Now());
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var (measure, refusal) = await MeasureActs.OpenAsync(http, db, write, me, page, community, id, form, cancel);
        return refusal ?? (await wish.AddAsync(db, write, sealer, signals, measure!, form.Id("tripKey"), $"{me.Name}代记", clock.Now(), cancel)
            ? http.Done(MeasureDesk.Path(measure!), "外出申请已记下，请居委会决定。")
            : http.Done(MeasureDesk.Path(measure!), "这个申请已经记过了。"));
    }

    private static async Task<IResult> DecideAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, ShowMeasure page, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var allowed = form.Typed("allow") == "yes";
        var companion = form.Text("companion", "谁陪同", MeasureLimits.MostPlace);
        var why = form.Text("refusal", "为什么不同意", MeasureLimits.MostWords);
        if (allowed && companion.Length == 0)
        {
            form.Wrong("companion", "同意外出要写明谁陪同、坐什么车。");
        }
        else if (!allowed && why.Length == 0)
        {
            form.Wrong("refusal", "不同意要写明原因，住户看得到。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var (measure, refusal) = await MeasureActs.OpenAsync(http, db, write, me, page, community, id, form, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var trip = form.Id("trip");
        if (!await db.MeasureTrips.AnyAsync(t => t.CommunityId == community && t.MeasureId == id && t.Id == trip, cancel))
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        companion = allowed ? companion : "";
        why = allowed ? "" : why;
        if (await db.MeasureTrips.Where(t => t.CommunityId == community && t.Id == trip && t.Allowed == null).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.Allowed, (bool?)allowed).SetProperty(t => t.DecidedAt, (DateTimeOffset?)now).SetProperty(t => t.DecidedBy, me.Name)
                .SetProperty(t => t.Companion, companion).SetProperty(t => t.Refusal, why), cancel) == 0)
        {
            return http.Refused(MeasureDesk.Path(measure!), "这个申请已经决定过了，没有改动。");
        }

        write.Record(community, "measure.trip.decide", id, $"{(allowed ? "同意" : "不同意")}{measure!.Dwelling}一人外出就医{(allowed ? $"，{companion}陪同" : "")}");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), allowed ? "已同意。请接着开外出单，门岗凭单放行，回来收单。" : "已答复不同意，住户看得到原因。");
    }
}

/// <summary>What somebody says who wants to go out.</summary>
internal sealed record TripWish(string Where, string Why, DateTimeOffset At)
{
    public static TripWish Read(FormInput form, DateTimeOffset now)
    {
        var (where, why) = (form.Required("tripWhere", "去哪里看", MeasureLimits.MostPlace), form.Required("tripWhy", "为什么要去", MeasureLimits.MostText));
        var at = form.Moment("tripAt", "什么时候去");
        if (at is null)
        {
            form.Wrong("tripAt", "请填写什么时候去。");
        }
        else if (at < now.AddHours(-1) || at > now + MeasureLimits.LongestAhead)
        {
            form.Wrong("tripAt", $"时间要在现在以后、{MeasureLimits.LongestAhead.Days} 天以内。");
        }

        return new(where, why, at ?? now);
    }

    /// <summary>Within the open write, which it commits; false when that form was sent before.</summary>
    public async Task<bool> AddAsync(
        Db db, WriteScope write, Sealer sealer, Signals signals, Measure measure, Guid? key, string by, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (measure.CommunityId, key ?? Ids.New());
        if (await db.MeasureTrips.AnyAsync(t => t.CommunityId == community && t.Id == id, cancel))
        {
            return false;
        }

        db.Add(new MeasureTrip
        {
            CommunityId = community, Id = id, BuildingId = measure.BuildingId, MeasureId = measure.Id, Destination = Where, WishedAt = At,
            WhySealed = sealer.Seal(SealedColumn.TripWhy, id, Why)!, At = now, By = by,
        });
        write.Record(community, "measure.trip", measure.Id, $"{measure.Dwelling}一人申请外出就医");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return true;
    }
}
