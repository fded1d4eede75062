using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Notices;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Health;

/// <summary>A household reports the temperatures of all its people on one screen, or a neighbour does it for them.</summary>
internal static class ReportAtHome
{
    internal const string Unclear = "先请居委会确认这台手机是这个门里的哪一户，再报体温；不舒服请打居委会电话。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/report", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/report", SaveAsync).MayAnyone(Homes.WhyOpen);
    }

    /// <summary>
    /// Whether the phone is shown what was reported before. A helper and whoever read the code on the door report, and look at nobody's
    /// temperatures.
    /// </summary>
    internal static bool MayLookBack(Home home) => home is { IsProven: true, Row.IsProxy: false };

    // Where nobody is asked, the same as where a single home is: whoever read the code on the door does not learn which it is.
    private static bool HasToProve(Home home, HouseholdNow? household) => household is null && !home.IsProven;

    private static async Task<IResult> ShowAsync(Home? home, Db db, DutyBook book, KeyRing keys, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var (household, _, unclear, _) = await LoadAsync(db, book, home, clock.Now(), cancel);
        return HasToProve(home, household) ? ProvePhone.Ask(home) : Page.Of<ReportAtHomePage>(new
        {
            Home = home,
            Household = household,
            Unclear = unclear,
            Register = home.RegisterPath(keys),
            Curves = household is null || !MayLookBack(home) ? null : await PersonCurve.LoadAsync(db, home.Dwelling.CommunityId, household.People, household.Now, cancel),
        });
    }

    private static async Task<IResult> SaveAsync(
        Home? home, FormInput form, HttpContext http, Db db, DutyBook book, KeyRing keys, Signals signals, Outside outside, TimeProvider clock,
        CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var key = ReportForm.KeyOf(form);
        var path = home.Path + "/report";
        var (household, people, unclear, _) = await LoadAsync(db, book, home, clock.Now(), cancel, key);
        if (HasToProve(home, household))
        {
            return ProvePhone.Ask(home);
        }

        if (household is null || unclear)
        {
            return http.Refused(path, unclear
                ? "请居委会先认户，刚才填的没有保存；不舒服请打居委会电话。"
                : "现在没有要求这一户报体温，刚才填的没有保存；不舒服请打居委会电话。");
        }

        var entries = ReportForm.Read(form, household.AtHome);
        if (form.Ok && ReportForm.Nothing(entries))
        {
            form.Wrong("all", "还没有填体温。没有量的人可以空着，至少填一个人。");
        }

        if (!form.Ok)
        {
            return Page.Again<ReportAtHomePage>(new { Home = home, Household = household, Register = home.RegisterPath(keys), Form = form });
        }

        var how = home.Row.IsProxy ? ReportedBy.Proxy : ReportedBy.Self;
        var accepted = await TakeReport.SaveAsync(
            db, signals, outside, household, people, entries, new(home.Actor, how, home.Row.Name, home.Dwelling.Label, key, Blind: !MayLookBack(home)), cancel);
        // Whether somebody told of symptoms before is not for everybody who reports: she hears of an alert that her own words raise.
        var fever = household.Duty.FeverTenths;
        var alarms = accepted.Alerts > 0 && (MayLookBack(home) || entries.Any(e => TemperatureRules.Alarms(e.Tenths, e.Symptoms ?? "", fever)));
        return http.Done(path, Words(accepted, alarms, household));
    }

    /// <summary>What stands on the household's first page.</summary>
    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(DutyBook book, Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        var (household, _, unclear, unproven) = await LoadAsync(db, book, home, now, cancel);
        if (unproven)
        {
            return [HomeCard.ProveFirst];
        }

        if (household is null)
        {
            return [];
        }

        if (unclear)
        {
            return [new(20, "体温", Unclear, "/report", "wait")];
        }

        var (slot, today) = (household.Slot, now.DateHere());
        var title = slot.WordsOn(today) + "的体温";
        if (household.People.Count == 0 && household.Duty.People is not null)
        {
            // Another family behind this door is asked, not this one.
            return [];
        }

        if (household.People.Count == 0)
        {
            return [new(20, "体温", "这一户还没有登记人，登记以后就能在这里报。", "/report", "wait", "怎么登记")];
        }

        if (!household.AtHome.Any())
        {
            return [new(60, "体温", "家里的人都外出，不用报。", "/report")];
        }

        if (household.Missing == 0)
        {
            return [new(60, title, $"{household.AtHome.Count()} 人都报了，有变化可以再报。", "/report", "ok")];
        }

        if (!ReportTimes.Counts(household.Duty, slot))
        {
            var next = ReportTimes.Next(household.Duty, now) ?? slot;
            return [new(60, "报体温", $"下一次：{next.WordsOn(today)} {next.Hours}；不舒服随时可以报。", "/report")];
        }

        return household.InTime
            ? [new(1, title, $"{household.Missing} 人还没报，请在 {slot.Window.To:HH\\:mm} 前报上。", "/report", "wait", "报体温")]
            : [new(-10, title, $"{household.Missing} 人还没报，时间已过，请现在补报。", "/report", "late", "补报体温")];
    }

    // A phone of which nobody said for which of several households it speaks is shown none of them: neighbours of a shared flat are strangers.
    // One that showed the door's code alone reports where the whole building does; that a single home has to is somebody's health.
    private static async Task<(HouseholdNow? Household, IQueryable<Person> People, bool Unclear, bool Unproven)> LoadAsync(
        Db db, DutyBook book, Home home, DateTimeOffset now, CancellationToken cancel, Guid? form = null)
    {
        var dwelling = home.Dwelling;
        if (await book.OfDwellingAsync(db, dwelling, now, cancel) is not { } duty)
        {
            return (null, db.People, false, false);
        }

        if (duty.DwellingId is not null && !home.IsProven)
        {
            return (null, db.People, false, true);
        }

        // As Home.HouseholdOf, within the one query: the household that the phone was given, if it still lives behind this door.
        var (given, behind) = (home.Row.HouseholdId, db.HouseholdsOf(dwelling).Select(h => h.Id));
        var people = db.People.Where(p => p.HouseholdId == given && behind.Contains(p.HouseholdId));
        var household = await HouseholdNow.LoadAsync(db, duty, ReportTimes.Nearest(duty, now), people, now, cancel, form);
        return (household, people, household.People.Count == 0 && (await home.BehindAsync(db, cancel)).Unclear, false);
    }

    private static string Words(Accepted accepted, bool alarms, HouseholdNow household)
    {
        if (alarms)
        {
            return "已收到，并已报给社区医生。请留在家里等电话；觉得重就打居委会电话，急症打 120。";
        }

        if (accepted.Replayed || accepted.Saved == 0)
        {
            return "已经报过了，没有变化。";
        }

        var late = household.InTime ? "" : $"现在不在上报时间，记在最近的{household.Slot.WordsOn(household.Now.DateHere())}。";
        return $"已收到 {accepted.Saved} 人的体温。{late}";
    }
}
