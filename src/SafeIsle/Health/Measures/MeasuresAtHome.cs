using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Health.Measures;

/// <summary>
/// What the household's own phone says of a measure: what, how long, why, whom to call and how to object; and the two things one can ask
/// for there. A neighbour who helps sees none of it.
/// </summary>
internal static class MeasuresAtHome
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/measures", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/measures/object", ObjectAsync).MayAnyone(Homes.WhyOpen);
        app.MapBack("/home/{resident:guid}/measures/object").MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/measures/trip", TripAsync).MayAnyone(Homes.WhyOpen);
        app.MapBack("/home/{resident:guid}/measures/trip").MayAnyone(Homes.WhyOpen);
    }

    private static string Path(Home home) => home.Path + "/measures";

    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        var own = await OfAsync(db, home, now, cancel);
        if (!home.IsProven && own.Count > 0)
        {
            return [HomeCard.ProveFirst];
        }

        List<HomeCard> cards = [.. own.Select(m => m.EndedAt is null
            ? new HomeCard(-6, $"{m.Name}：{MeasureWords.Of(m.Kind)}", $"{MeasureWords.Day(m, now)}，{MeasureWords.End(m)}。做什么、问谁、怎么提异议，都在这里。", "/measures", "wait", "看告知书")
            : new HomeCard(70, $"{m.Name}：{MeasureWords.Of(m.Kind)}已解除", "谢谢这些天的配合。", "/measures", "ok"))];
        if (own.Exists(m => m.EndedAt is null) && await WhoAnswers.OfAsync(db, home.Dwelling, now.DateHere(), cancel) is { Words: { Length: > 0 } who })
        {
            cards.Add(new(-10, $"有事问：{who}", "", ""));
        }

        return cards;
    }

    // What ended is shown for a few days, so that the thanks and the certificate are seen.
    private static async Task<List<Measure>> OfAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if (await home.OwnAsync(db, cancel) is not { } household)
        {
            return [];
        }

        var (community, since) = (home.Dwelling.CommunityId, now.AddDays(-3));
        return await db.Measures.Where(m => m.CommunityId == community && m.HouseholdId == household
                && (m.EndedAt == null || (m.EndedHow == MeasureEnd.Released && m.EndedAt > since)))
            .OrderBy(m => m.EndedAt != null).ThenBy(m => m.StartsAt).ToListAsync(cancel);
    }

    private static async Task<IResult> ShowAsync(Home? home, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        home is null ? Homes.Unknown() : home.ProveFirst() ?? await PageAsync(home, db, sealer, FormInput.Empty, clock, cancel);

    private static async Task<IResult> PageAsync(Home home, Db db, Sealer sealer, FormInput form, TimeProvider clock, CancellationToken cancel)
    {
        var views = new List<MeasureView>();
        foreach (var measure in await OfAsync(db, home, clock.Now(), cancel))
        {
            views.Add(await MeasureView.LoadAsync(db, sealer, measure, [], cancel));
        }

        var worker = await db.AnswerForAsync(home.Dwelling, clock.Now().DateHere(), cancel);
        return Page.Of<MeasuresAtHomePage>(
            new { Home = home, Views = views, Contacts = views.ToDictionary(v => v.Row.Id, v => MeasureDraft.ContactsOf(v.Row, sealer)), Worker = worker is null ? ("", "") : (worker.DisplayName, worker.NameAndPhone(sealer)), Now = clock.Now(), Form = form },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ObjectAsync(
        Home? home, FormInput form, HttpContext http, Db db, Sealer sealer, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        var text = form.Required("objectionText", "您的意见", MeasureLimits.MostText);
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        if (await FindAsync(db, home, form, clock.Now(), cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        var (community, id, since, key) = (measure.CommunityId, measure.Id, clock.Now().AddDays(-1), form.Id("objectionKey"));
        // The same form again is no further one: it is told that it was taken.
        if (await db.MeasureObjections.CountAsync(o => o.CommunityId == community && o.MeasureId == id && o.At > since, cancel) >= MeasureLimits.MostADay
            && !await db.MeasureObjections.AnyAsync(o => o.CommunityId == community && o.MeasureId == id && o.Id == key, cancel))
        {
            form.Wrong("objectionText", $"一天最多提 {MeasureLimits.MostADay} 次，文字还在；急事请打居委会电话。");
        }

        if (!form.Ok)
        {
            return await PageAsync(home, db, sealer, form, clock, cancel);
        }

        return await Objections.AddAsync(db, write, sealer, signals, measure, key, text, home.Row.Name, clock.Now(), cancel)
            ? http.Done(Path(home), "已收到，居委会会报决定机关，答复显示在这里。")
            : http.Done(Path(home), "这条意见已经收到了。");
    }

    private static async Task<IResult> TripAsync(
        Home? home, FormInput form, HttpContext http, Db db, Sealer sealer, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        var wish = TripWish.Read(form, clock.Now());
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        if (await FindAsync(db, home, form, clock.Now(), cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        var (community, id, since, key) = (measure.CommunityId, measure.Id, clock.Now().AddDays(-1), form.Id("tripKey"));
        if (await db.MeasureTrips.CountAsync(t => t.CommunityId == community && t.MeasureId == id && t.At > since, cancel) >= MeasureLimits.MostADay
            && !await db.MeasureTrips.AnyAsync(t => t.CommunityId == community && t.MeasureId == id && t.Id == key, cancel))
        {
            form.Wrong("tripWhy", $"一天最多申请 {MeasureLimits.MostADay} 次，文字还在；急症请打 120。");
        }

        if (!form.Ok)
        {
            return await PageAsync(home, db, sealer, form, clock, cancel);
        }

        return await wish.AddAsync(db, write, sealer, signals, measure, key, home.Row.Name, clock.Now(), cancel)
            ? http.Done(Path(home), "已收到，请在家等答复；急症不要等，打 120。")
            : http.Done(Path(home), "这个申请已经收到了。");
    }

    private static async Task<Measure?> FindAsync(Db db, Home home, FormInput form, DateTimeOffset now, CancellationToken cancel) =>
        (await OfAsync(db, home, now, cancel)).Find(m => m.EndedAt is null && m.Id == form.Id("measure"));
}
