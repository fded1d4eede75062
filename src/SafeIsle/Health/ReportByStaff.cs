using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health;

/// <summary>A household's temperatures at the desk: entered after a call or at the door, with the days before.</summary>
internal static class ReportByStaff
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/health/report/{household:guid}", ShowAsync).May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/health/report/{household:guid}", SaveAsync).May(HealthStaff.Carers);
    }

    internal static string Path(long community, Guid household) => $"/desk/{community}/health/report/{household}";

    private static async Task<IResult> ShowAsync(
        long community, Guid household, string? slot, HttpContext http, Db db, Me me, DutyBook book, TimeProvider clock, CancellationToken cancel)
    {
        if (await LoadAsync(db, me, book, community, household, slot, clock.Now(), cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (!Tends(me, view))
        {
            return HealthStaff.NotForYou(http);
        }

        await db.RecordLookAsync(me.Actor, community, "health.look", household, $"查看{view.Dwelling.Label}一户的体温", cancel);
        return await PageAsync(db, view, null, cancel);
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid household, FormInput form, HttpContext http, Db db, Me me, DutyBook book, RegisterReader reader, Sealer sealer, Signals signals,
        Outside outside, TimeProvider clock, CancellationToken cancel)
    {
        var key = ReportForm.KeyOf(form);
        if (await LoadAsync(db, me, book, community, household, form.Typed(ReportForm.Slot), clock.Now(), cancel, key) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (!Tends(me, view))
        {
            return HealthStaff.NotForYou(http);
        }

        if (view.Now is not { } now)
        {
            return http.Refused(Path(community, household), "现在没有要求这一户报体温，没有保存。");
        }

        var entries = ReportForm.Read(form, now.AtHome);
        if (form.Ok && ReportForm.Nothing(entries))
        {
            form.Wrong("all", "还没有填体温。没有量的人可以空着，至少填一个人。");
        }

        if (!form.Ok)
        {
            return form.Has(ReportForm.List)
                ? await MissingReports.AgainAsync(now.Duty, Back(form), new(household, form), book, db, me, reader, sealer, view.At, cancel)
                : await PageAsync(db, view, form, cancel);
        }

        var accepted = await TakeReport.SaveAsync(
            db, signals, outside, now, People(db, household), entries, new(me.Actor, ReportedBy.Staff, me.Name, view.Dwelling.Label, key), cancel);
        var words = accepted.Saved == 0 ? "已经有这次的体温，没有变化。"
            : $"已记下{view.Dwelling.Label} {accepted.Saved} 人{now.Slot.Words}的体温{(accepted.Alerts > 0 ? "，异常已报给医生" : "")}。";
        return http.Done(form.Has(ReportForm.List) ? MissingReports.Path(community, Back(form)) : Path(community, household), words);
    }

    // Whom nobody asks any more, the committee alone looks after.
    private static bool Tends(Me me, StaffReport view) => Tends(me, view.Now?.Duty, view.Dwelling);

    private static bool Tends(Me me, ReportDuty? duty, Dwelling dwelling) =>
        duty is not null ? me.ForHealth().Tends(duty) : me.Keeps(dwelling.CommunityId);

    /// <summary>Whether this page opens for that person: the household's page asks before it links here.</summary>
    internal static async Task<bool> OpensAsync(DutyBook book, Db db, Me me, Dwelling dwelling, DateTimeOffset now, CancellationToken cancel) =>
        Tends(me, await book.OfDwellingAsync(db, dwelling, now, cancel), dwelling);

    private static Guid? Back(FormInput form) => form.Id("back");

    private static async Task<IResult> PageAsync(Db db, StaffReport view, FormInput? form, CancellationToken cancel)
    {
        var people = view.Now?.People ?? view.People;
        return Page.Of<ReportByStaffPage>(
            new { View = view, Form = form ?? FormInput.Empty, Curves = await PersonCurve.LoadAsync(db, view.Dwelling.CommunityId, people, view.At, cancel) },
            form is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<StaffReport?> LoadAsync(
        Db db, Me me, DutyBook book, long community, Guid household, string? slot, DateTimeOffset at, CancellationToken cancel, Guid? form = null)
    {
        var dwelling = await (
            from h in db.Households.Within(me).Where(h => h.CommunityId == community && h.Id == household)
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            select d).SingleOrDefaultAsync(cancel);
        if (dwelling is null)
        {
            return null;
        }

        var duty = await book.OfDwellingAsync(db, dwelling, at, cancel);
        if (duty is null)
        {
            var members = await People(db, household).Where(p => p.CommunityId == community && p.ClosedAt == null).OrderBy(p => p.Position).ToListAsync(cancel);
            var today = new ReportSlot(at.DateHere(), new("", default, default));
            return new(household, dwelling, null, [.. members.Select(p => new AskedPerson(p.Id, household, p.Name, p.Presence == Presence.Away, today, []))], at);
        }

        var asked = ReportTimes.Find(duty, slot, at) ?? ReportTimes.Nearest(duty, at);
        var now = await HouseholdNow.LoadAsync(db, duty, asked, People(db, household), at, cancel, form);
        return new(household, dwelling, now, now.People, at);
    }

    private static IQueryable<Person> People(Db db, Guid household) => db.People.Where(p => p.HouseholdId == household);
}

/// <summary>A household as the desk's report page shows it.</summary>
/// <param name="Now">Null when nobody asks this household.</param>
public sealed record StaffReport(Guid Household, Dwelling Dwelling, HouseholdNow? Now, IReadOnlyList<AskedPerson> People, DateTimeOffset At);
