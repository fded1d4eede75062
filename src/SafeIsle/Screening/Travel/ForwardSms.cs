using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Screening.Travel;

/// <summary>The operator's answer, pasted by the person on the own phone. Its source says so: whoever compares may have it asked for again.</summary>
internal static class ForwardSms
{
    internal const string From = "本人转来的";

    internal static void Map(IEndpointRouteBuilder app) => app.MapPost("/home/{resident:guid}/travel/{id:guid}/sms", TakeAsync).MayAnyone(Homes.WhyOpen);

    /// <summary>Whether one is waited for, or an own one may still be put right: what the committee has from the operators is not for a phone to replace.</summary>
    public static bool IsAwaited(TravelCheck check, Sealer sealer) =>
        check.ClosedAt is null && (check.RecordAt is null || sealer.RecordOf(check)?.Source.StartsWith(From, StringComparison.Ordinal) == true);

    private static async Task<IResult> TakeAsync(
        Home? home, Guid id, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        var (path, now) = (home.Path + "/travel", clock.Now());
        if (await TravelAtHome.LockAsync(db, home, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        if (!IsAwaited(check, sealer))
        {
            return http.Refused(path, "居委会已经有运营商的记录了，不用再转；要更正请打居委会电话。");
        }

        var record = TakeRecord.Of(check, form.Typed("sms"), null, clock.Today());
        if (record.Refused)
        {
            form.Wrong("sms", record.Refusal!);
            return Page.Again<TravelAtHomePage>(await TravelAtHome.PartsAsync(db, home, sealer, form, id, clock, cancel));
        }

        TakeRecord.Store(check, record.Value with { Source = From + record.Value.Source }, sealer, home.Actor.Name, now);
        write.Record(check.CommunityId, "travel.forward", id, $"{check.Dwelling}一人在手机上转来运营商的答复");
        await write.CommitAsync(cancel);
        return http.Done(path, "已转给居委会，谢谢。核对后，结果会显示在这里。");
    }
}
