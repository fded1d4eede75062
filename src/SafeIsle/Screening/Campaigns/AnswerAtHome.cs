using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Screening.Campaigns;

/// <summary>
/// A household answers by itself: by the code on its door's paper, or on a phone that is known there. It sees the questions, never what was
/// answered before: whoever passes the door can read the code. Questions about each person name people and ask for their health, so they are
/// asked on the household's own proven phones only.
/// </summary>
internal static class AnswerAtHome
{
    private const string TooOften = "一小时内已经交了很多次，请一小时后再试，或打居委会电话。";

    private const string NotByCode = "这次要逐个人回答，请先认这台手机：写一下怎么称呼，进去以后点“回答”。不想用手机的，打居委会电话，或等工作人员上门来问。";
    private const string NotByHelper = "这次要逐个人回答，请这一户用自己的手机回答；没有手机的，等工作人员打电话或上门来问。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/h/{code}/screen", ChooseByCodeAsync).MayAnyone(FindDoor.WhyOpen);
        app.MapGet("/h/{code}/screen/{target:guid}", ShowByCodeAsync).MayAnyone(FindDoor.WhyOpen);
        app.MapPost("/h/{code}/screen/{target:guid}", SaveByCodeAsync).MayAnyone(FindDoor.WhyOpen);
        app.MapGet("/home/{resident:guid}/screen/{target:guid}", ShowByPhoneAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/screen/{target:guid}", SaveByPhoneAsync).MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> ChooseByCodeAsync(string code, HttpContext http, Doors doors, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        var open = await OpenAt(db, door.Dwelling, clock.Today()).ToListAsync(cancel);
        return open is [var only] ? TypedResults.LocalRedirect($"{door.Path}/screen/{only.Target}") : Page.Of<ChooseScreeningPage>(new { Door = door, Open = open });
    }

    private static async Task<IResult> ShowByCodeAsync(
        string code, Guid target, HttpContext http, Doors doors, Homes homes, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        if (await AtDoorAsync(db, door, target, clock, cancel) is not { } place)
        {
            return NotOpen(door.Path);
        }

        // A phone that is known at this door already answers there.
        var home = place.First is not null ? (await homes.AllAsync(http)).FirstOrDefault(h => h.Dwelling.Id == door.Dwelling.Id && h.Row.State == ResidentState.In) : null;
        return home is not null && await AtPhoneAsync(db, home, target, clock, cancel) is { } known ? TypedResults.LocalRedirect(known.Path) : Show(place, clock);
    }

    private static async Task<IResult> SaveByCodeAsync(
        string code, Guid target, FormInput form, HttpContext http, Doors doors, DoorLimits limits, Db db, TakeAnswer take, TimeProvider clock, CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        return door is null ? no!
            : await AtDoorAsync(db, door, target, clock, cancel) is { } place ? await SaveAsync(place, form, limits, take, clock, cancel) : NotOpen(door.Path);
    }

    private static async Task<IResult> ShowByPhoneAsync(Home? home, Guid target, Db db, TimeProvider clock, CancellationToken cancel) =>
        home is null ? Homes.Unknown() : await AtPhoneAsync(db, home, target, clock, cancel) is { } place ? Show(place, clock) : NotOpen(home.Path);

    private static async Task<IResult> SaveByPhoneAsync(
        Home? home, Guid target, FormInput form, DoorLimits limits, Db db, TakeAnswer take, TimeProvider clock, CancellationToken cancel) =>
        home is null ? Homes.Unknown()
            : await AtPhoneAsync(db, home, target, clock, cancel) is { } place ? await SaveAsync(place, form, limits, take, clock, cancel) : NotOpen(home.Path);

    private static IResult Show(AnswerPlace place, TimeProvider clock) =>
        place.First ?? Page.Of<AnswerAtHomePage>(new { Place = place, AnswerForm.Read(FormInput.Empty, place.View.Script, place.View.Each, clock.Today()).Shown, Form = FormInput.Empty, More = 0 });

    private static async Task<IResult> SaveAsync(AnswerPlace place, FormInput form, DoorLimits limits, TakeAnswer take, TimeProvider clock, CancellationToken cancel)
    {
        if (place.First is { } first)
        {
            return first;
        }

        var read = AnswerForm.Read(form, place.View.Script, place.View.Each, clock.Today());
        if (form.Ok && read.More == 0)
        {
            if (!limits.TakeSubmission(place.Share))
            {
                return Page.Of<SentencePage>(new { Title = "太频繁了", Because = TooOften, Back = place.Path }, StatusCodes.Status429TooManyRequests);
            }

            var saved = await take.SaveAsync(place.View, read, place.Channel, AnswerForm.KeyOf(form), place.Actor, cancel);
            if (!saved.Refused)
            {
                return Page.Of<SentencePage>(new { Title = "收到了，谢谢", Because = $"回答已经交给居委会；有变化可以再答一次。不舒服请打居委会电话{(place.Community.Phone.Length > 0 ? $" {place.Community.Phone}" : "")}，不要自行就医。", Back = place.Start });
            }

            form.Wrong("all", saved.Refusal!);
        }

        return Page.Of<AnswerAtHomePage>(
            new { Place = place, read.Shown, Form = form, More = form.Ok ? read.More : 0 }, form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult NotOpen(string back) =>
        Page.Of<SentencePage>(new { Title = "现在没有要回答的", Because = "这次排查已经结束，或者问的不是这一户。有事请打居委会电话。", Back = back }, StatusCodes.Status404NotFound);

    private static async Task<AnswerPlace?> AtDoorAsync(Db db, SafeIsle.Households.SelfRegistration.Door door, Guid target, TimeProvider clock, CancellationToken cancel) =>
        await FindAsync(db, door.Dwelling, target, null, clock, cancel) is { } view
            ? new(
                view, door.Community, $"{door.Path}/screen/{target}", door.Path, Doors.Resident, AnswerChannel.Code, door.Dwelling.Id,
                view.AsksPeople
                    ? Page.Of<SentencePage>(new { Title = "请先认这台手机", Because = NotByCode, Act = "认这台手机，去回答", ActPath = $"{door.Path}/join", Back = door.Path }) : null)
            : null;

    private static async Task<AnswerPlace?> AtPhoneAsync(Db db, Home home, Guid target, TimeProvider clock, CancellationToken cancel) =>
        (await home.BehindAsync(db, cancel)).Household is { } household && await FindAsync(db, home.Dwelling, target, household, clock, cancel) is { } view
            ? new(
                view, home.Community, $"{home.Path}/screen/{target}", home.Path, home.Actor, IsOwn(home) ? AnswerChannel.Home : AnswerChannel.Code,
                IsOwn(home) ? home.Row.Id : home.Dwelling.Id,
                !view.AsksPeople ? null
                    : home.Row.IsProxy ? Page.Of<SentencePage>(new { Title = "请这一户自己回答", Because = NotByHelper, Back = home.Path })
                    : home.ProveFirst())
            : null;

    private static bool IsOwn(Home home) => home is { IsProven: true, Row.IsProxy: false };

    private static async Task<TargetView?> FindAsync(Db db, Dwelling dwelling, Guid target, Guid? household, TimeProvider clock, CancellationToken cancel)
    {
        var open = await OpenAt(db, dwelling, clock.Today()).ToListAsync(cancel);
        var community = dwelling.CommunityId;
        return open.Exists(o => o.Target == target && (household is null || o.Household == household))
            ? await TargetView.FindAsync(db, db.ScreeningTargets.Where(t => t.CommunityId == community && t.Id == target), cancel)
            : null;
    }

    private static IQueryable<OpenScreening> OpenAt(Db db, Dwelling dwelling, DateOnly today) =>
        from t in db.ScreeningTargets
        join c in db.Campaigns on new { t.CommunityId, Id = t.CampaignId } equals new { c.CommunityId, c.Id }
        join s in db.ScriptVersions on new { c.CommunityId, Id = c.ScriptId } equals new { s.CommunityId, s.Id }
        join h in db.Households on new { t.CommunityId, Id = t.HouseholdId } equals new { h.CommunityId, Id = (Guid?)h.Id }
        where t.CommunityId == dwelling.CommunityId && t.DwellingId == dwelling.Id && t.LeftAt == null && c.EndedAt == null && c.ByCode && c.FirstDay <= today && h.ClosedAt == null
        orderby c.MadeAt descending
        select new OpenScreening(t.Id, h.Id, c.Name, h.Tenure, h.Number, t.State, c.LastDay, s.Body);

    /// <summary>What a known phone is asked, on its first page.</summary>
    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if ((await home.BehindAsync(db, cancel)).Household is not { } household)
        {
            return [];
        }

        var open = await OpenAt(db, home.Dwelling, now.DateHere()).ToListAsync(cancel);
        return [.. open.Where(o => o.Household == household && !(home.Row.IsProxy && o.AsksPeople))
            // Whoever passed by may have answered by the code: the household's own phone is asked all the same.
            .Select(o => o.State == TargetState.Done || (o.State == TargetState.Scanned && !IsOwn(home))
            ? new HomeCard(20, o.Name, "已经答过，有变化可以再答一次", $"/screen/{o.Target}", "ok")
            : new HomeCard(12, o.Name, $"{o.Length}请在{o.LastDay.Full()}前回答；不方便填，可以打居委会电话。", $"/screen/{o.Target}", "wait", "回答"))];
    }
}

/// <summary>A campaign that asks a household behind a door.</summary>
/// <param name="Body">JSON of the <see cref="Script"/>.</param>
public sealed record OpenScreening(
    Guid Target, Guid Household, string Name, Tenure Tenure, string Number, TargetState State, DateOnly LastDay, string Body)
{
    private readonly Script script = Script.Parse(Body);

    public bool AsksPeople => script.AsksPeople;

    /// <summary>What it asks and how long that takes, in a sentence.</summary>
    public string Length => script.IsShort ? "居委会请每一户答几个问题，一分钟就好。"
        : AsksPeople ? "居委会要问家里每个人几件事，要花几分钟。" : "居委会请每一户答一些问题，要花几分钟。";
}

/// <summary>Where a household answers from.</summary>
/// <param name="Path">Of the form.</param>
/// <param name="Start">Where it came from.</param>
/// <param name="Share">Whose share of <see cref="DoorLimits.Submissions"/> it takes: the dwelling's for whoever has its code, a proven phone its own.</param>
/// <param name="First">What comes before the questions, because they name people and this place does not know who reads them; null: nothing.</param>
public sealed record AnswerPlace(
    TargetView View, Community Community, string Path, string Start, Actor Actor, AnswerChannel Channel, Guid Share, IResult? First);
