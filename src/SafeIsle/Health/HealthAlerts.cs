using Microsoft.EntityFrameworkCore;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health;

/// <summary>
/// The doctor's list: whoever reported fever or a symptom, the newest first, several reports of one person together. Those that were handled
/// stand below it while <see cref="ShownDuties"/> tells of what asked for the report.
/// </summary>
internal static class HealthAlerts
{
    /// <summary>People whose alerts are open that one page shows.</summary>
    private const int MostOpen = 200;

    /// <summary>Handled alerts that stand below them.</summary>
    private const int MostHandled = 50;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/health/alerts", ListAsync).May(HealthStaff.Readers);
        app.MapGet("/desk/{community:long}/closures/{order:guid}/alerts", OfOrderAsync).May(HealthStaff.Readers);
        app.MapPost("/desk/{community:long}/health/alerts/{person:guid}", HandleAsync).May(HealthStaff.Carers);
    }

    internal static string Path(long community, Guid? order = null) =>
        order is { } one ? $"/desk/{community}/closures/{one}/alerts" : $"/desk/{community}/health/alerts";

    private static Task<IResult> ListAsync(
        long community, HttpContext http, Db db, Me me, DutyBook book, ShownDuties duties, RegisterReader reader, Sealer sealer, TimeProvider clock,
        CancellationToken cancel) => PageAsync(community, null, http, db, me, book, duties, reader, sealer, clock, cancel);

    private static Task<IResult> OfOrderAsync(
        long community, Guid order, HttpContext http, Db db, Me me, DutyBook book, ShownDuties duties, RegisterReader reader, Sealer sealer,
        TimeProvider clock, CancellationToken cancel) => PageAsync(community, order, http, db, me, book, duties, reader, sealer, clock, cancel);

    private static async Task<IResult> PageAsync(
        long community, Guid? order, HttpContext http, Db db, Me me, DutyBook book, ShownDuties duties, RegisterReader reader, Sealer sealer,
        TimeProvider clock, CancellationToken cancel)
    {
        var duty = order is { } id ? await book.FindOfBuildingAsync(db, community, id, cancel) : null;
        if (order is not null && (duty is null || !me.IsIn(community, duty.BuildingId, HealthStaff.Readers)))
        {
            return TypedResults.NotFound();
        }

        var mine = me.ForHealth();
        if (!mine.Is(community, HealthStaff.Readers) || (duty is not null && !mine.IsIn(community, duty.BuildingId, HealthStaff.Readers)))
        {
            return HealthStaff.NotForYou(http);
        }

        var alerts = db.HealthAlerts.Within(mine).Where(a => a.CommunityId == community && (order == null || a.DutyId == order));
        var open = await alerts.Where(a => a.HandledAt == null).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(MostOpen).ToListAsync(cancel);
        var shown = await duties.AtAsync(db, community, clock.Now(), cancel);
        var handled = await alerts.Where(a => a.HandledAt != null && shown.Contains(a.DutyId)).OrderByDescending(a => a.HandledAt).ThenByDescending(a => a.Id).Take(MostHandled).ToListAsync(cancel);
        var people = await AlertPerson.LoadAsync(
            db, reader, mine, community, [.. open, .. handled], await RunningAsync(db, book, community, clock.Now(), cancel), clock.Today(), cancel);
        if (people.Values.Any(p => p.Full))
        {
            await db.RecordLookAsync(me.Actor, community, "health.look", order, $"查看{duty?.Label}体温异常名单（含电话），{people.Count} 人", cancel);
        }

        return Page.Of<HealthAlertsPage>(new
        {
            Community = community,
            Ordered = duty,
            Open = open.Where(a => people.ContainsKey(a.PersonId)).GroupBy(a => a.PersonId).Select(g => new AlertGroup(people[g.Key], [.. g])).ToList(),
            Handled = handled.Where(a => people.ContainsKey(a.PersonId)).Select(a => new HandledAlert(
                people[a.PersonId], a, people[a.PersonId].Full ? sealer.Open(SealedColumn.HealthNote, a.Id, a.NoteSealed) ?? "" : "")).ToList(),
        });
    }

    // Measures too of which nobody is asked to report now: whoever was fetched has alerts that the doctor settles.
    private static async Task<HashSet<Guid>> RunningAsync(Db db, DutyBook book, long community, DateTimeOffset now, CancellationToken cancel) =>
    [
        .. (await book.RunningAsync(db, community, now, cancel)).Select(d => d.Id),
        .. await db.Measures.Where(m => m.CommunityId == community && m.EndedAt == null && m.StartsAt <= now).Select(m => m.Id).ToListAsync(cancel),
    ];

    private static async Task<IResult> HandleAsync(
        long community, Guid person, FormInput form, HttpContext http, Db db, Me me, DutyBook book, Sealer sealer, Signals signals, TimeProvider clock,
        CancellationToken cancel)
    {
        var back = Path(community, form.Id("back"));
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var all = await db.HealthAlerts.Within(me).AsTracking().Where(a => a.CommunityId == community && a.PersonId == person)
            .OrderBy(a => a.At).ToListAsync(cancel);
        if (all.Count == 0)
        {
            return TypedResults.NotFound();
        }

        if (!me.ForHealth().Tends(community, all, await RunningAsync(db, book, community, clock.Now(), cancel)))
        {
            return HealthStaff.NotForYou(http);
        }

        var outcome = form.RequiredChoice<AlertOutcome>("outcome", "处理结果");
        var note = form.Text("note", "备注", HealthDb.MostNote);
        if (!form.Ok)
        {
            return http.Refused(back, form.Errors.Values.First() + "没有保存，请再填一次。");
        }

        // Only what stood on the page: what came meanwhile has not been looked after.
        var seen = form.All("alert").Select(a => Guid.TryParse(a, out var id) ? id : Guid.Empty).ToHashSet();
        var taken = all.Where(a => a.HandledAt is null && seen.Contains(a.Id)).ToList();
        if (taken.Count == 0)
        {
            var last = all.LastOrDefault(a => a.HandledAt is not null);
            return http.Refused(back, last is null ? "这条异常有了新的上报，请看最新的再处理。" : $"已经由{last.HandledBy}处理过了，没有重复记录。");
        }

        // The update asks again: of two who press at once, one finds nothing left to do.
        var (now, ids) = (clock.Now(), taken.ConvertAll(a => a.Id));
        db.ChangeTracker.Clear();
        var changed = await db.HealthAlerts.Where(a => a.CommunityId == community && ids.Contains(a.Id) && a.HandledAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.Outcome, outcome).SetProperty(a => a.HandledAt, now).SetProperty(a => a.HandledBy, me.Name), cancel);
        if (changed == 0)
        {
            return http.Refused(back, "刚被别人处理过了，没有重复记录。");
        }

        var newest = taken[^1].Id;
        var noteSealed = sealer.Seal(SealedColumn.HealthNote, newest, note);
        await db.HealthAlerts.Where(a => a.CommunityId == community && a.Id == newest)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.NoteSealed, noteSealed), cancel);
        if (!await db.HealthAlerts.AnyAsync(a => a.CommunityId == community && a.PersonId == person && a.HandledAt == null, cancel))
        {
            await AlertTodos.DropAsync(db, community, person, now, cancel);
        }

        write.Record(community, "health.handle", person, $"处理体温异常：{HealthWords.Of(outcome)}（{changed} 次上报）");
        write.AfterCommit(() => signals.RaiseBuilding(community, taken[0].BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(back, $"已记下：{HealthWords.Of(outcome)}。");
    }
}

/// <summary>A person of the doctor's list.</summary>
/// <param name="Name">Masked for those who only watch.</param>
/// <param name="Phones">Her own first, then the household's; empty for those who only watch.</param>
/// <param name="Full">Whether the reader looks after her: name and numbers whole.</param>
/// <param name="Last">What she reported last, whatever it was.</param>
public sealed record AlertPerson(Guid Id, Guid Household, string Name, int? Age, string Dwelling, IReadOnlyList<CallNumber> Phones, bool Full, TemperatureReport? Last)
{
    internal static async Task<Dictionary<Guid, AlertPerson>> LoadAsync(
        Db db, RegisterReader reader, Me mine, long community, IReadOnlyList<HealthAlert> alerts, HashSet<Guid> running, DateOnly today,
        CancellationToken cancel)
    {
        var ids = alerts.Select(a => a.PersonId).Distinct().ToList();
        var ofPerson = alerts.ToLookup(a => a.PersonId);
        if (ids.Count == 0)
        {
            return [];
        }

        var rows = await (
            from p in db.People.Within(mine)
            join h in db.Households on new { p.CommunityId, Id = p.HouseholdId } equals new { h.CommunityId, h.Id }
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where p.CommunityId == community && ids.Contains(p.Id)
            select new { Person = p, d.Label }).ToListAsync(cancel);
        var households = rows.Select(r => r.Person.HouseholdId).Distinct().ToList();
        var members = (await reader.OpenAsync(
                await db.People.Where(p => p.CommunityId == community && households.Contains(p.HouseholdId) && p.ClosedAt == null)
                    .OrderBy(p => p.Position).ToListAsync(cancel), cancel)).ToLookup(c => c.Row.HouseholdId);
        var reports = db.TemperatureReports;
        var last = (await reports.Where(r => r.CommunityId == community && ids.Contains(r.PersonId))
            .Where(r => !reports.Any(n => n.CommunityId == community && n.PersonId == r.PersonId && n.At > r.At))
            .ToListAsync(cancel)).GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Version));
        return rows.ToDictionary(r => r.Person.Id, r =>
        {
            var full = mine.Tends(community, ofPerson[r.Person.Id], running);
            var own = members[r.Person.HouseholdId].Where(c => c.Row.Id == r.Person.Id);
            return new AlertPerson(
                r.Person.Id, r.Person.HouseholdId, full ? r.Person.Name : RegisterWords.MaskedName(r.Person.Name), new PersonCard(r.Person).AgeOn(today), r.Label,
                full ? CallNumber.Of(own.Concat(members[r.Person.HouseholdId])) : [],
                full, last.GetValueOrDefault(r.Person.Id));
        });
    }
}

/// <summary>The open alerts of one person, the newest first.</summary>
public sealed record AlertGroup(AlertPerson Person, IReadOnlyList<HealthAlert> Alerts);

/// <summary>An alert that somebody looked after.</summary>
public sealed record HandledAlert(AlertPerson Person, HealthAlert Alert, string Note);
