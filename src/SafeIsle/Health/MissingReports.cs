using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health;

/// <summary>Whoever has not reported, household by household, to be called: computed from the register and the reports, never stored.</summary>
internal static class MissingReports
{
    /// <summary>Households that one page shows.</summary>
    internal const int Most = 200;

    // In the order in which they are called.
    private static readonly string[] CareWords = ["独居", "高龄", "残疾", "没有电话"];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/health/missing", ListAsync).May(HealthStaff.Readers);
        app.MapGet("/desk/{community:long}/closures/{order:guid}/missing", OfOrderAsync).May(HealthStaff.Readers);
        app.MapPost("/desk/{community:long}/health/missing/{household:guid}", NoteAsync).May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/health/missing/calls/{call:guid}/back", TakeBackAsync).May(HealthStaff.Carers);
    }

    internal static string Path(long community, Guid? order = null) =>
        order is { } one ? $"/desk/{community}/closures/{one}/missing" : $"/desk/{community}/health/missing";

    private static async Task<IResult> ListAsync(
        long community, HttpContext http, Db db, Me me, DutyBook book, RegisterReader reader, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var mine = me.ForHealth();
        if (!mine.Is(community, HealthStaff.Readers))
        {
            return HealthStaff.NotForYou(http);
        }

        var duties = await MineAsync(community, book, db, mine, now, cancel);
        return await PageAsync(community, null, duties, null, db, me, reader, sealer, now, cancel);
    }

    // Of all buildings that the reader calls.
    private static async Task<IReadOnlyList<ReportDuty>> MineAsync(long community, DutyBook book, Db db, Me mine, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await book.RunningAsync(db, community, now, cancel)).Where(d => mine.IsIn(community, d.BuildingId, HealthStaff.Readers))];

    /// <summary>The list once more, with what is wrong in a household's line.</summary>
    /// <param name="duty">The household's.</param>
    /// <param name="order">The list of that duty alone, else of all buildings.</param>
    internal static async Task<IResult> AgainAsync(
        ReportDuty duty, Guid? order, WrongLine wrong, DutyBook book, Db db, Me me, RegisterReader reader, Sealer sealer, DateTimeOffset now,
        CancellationToken cancel)
    {
        var one = order == duty.Id ? duty : null;
        var duties = one is null ? await MineAsync(duty.CommunityId, book, db, me.ForHealth(), now, cancel) : [one];
        return await PageAsync(duty.CommunityId, one, duties, wrong.Form.Typed(ReportForm.Slot), db, me, reader, sealer, now, cancel, wrong);
    }

    private static async Task<IResult> OfOrderAsync(
        long community, Guid order, string? slot, HttpContext http, Db db, Me me, DutyBook book, RegisterReader reader, Sealer sealer,
        TimeProvider clock, CancellationToken cancel)
    {
        if (await book.FindOfBuildingAsync(db, community, order, cancel) is not { } duty || !me.IsIn(community, duty.BuildingId, HealthStaff.Readers))
        {
            return TypedResults.NotFound();
        }

        return me.ForHealth().IsIn(community, duty.BuildingId, HealthStaff.Readers)
            ? await PageAsync(community, duty, [duty], slot, db, me, reader, sealer, clock.Now(), cancel)
            : HealthStaff.NotForYou(http);
    }

    private static async Task<IResult> PageAsync(
        long community, ReportDuty? one, IReadOnlyList<ReportDuty> duties, string? slot, Db db, Me me, RegisterReader reader, Sealer sealer,
        DateTimeOffset now, CancellationToken cancel, WrongLine? wrong = null)
    {
        var mine = me.ForHealth();
        var parts = new List<MissingPart>();
        foreach (var (duty, asked) in Together(duties, d => ReportTimes.Find(d, slot, now) ?? ReportTimes.OpenOrLast(d, now)))
        {
            parts.Add(await LoadAsync(db, mine, reader, sealer, duty, asked, now, cancel));
        }

        if (parts.Any(p => p.Full && p.Households.Count > 0))
        {
            await db.RecordLookAsync(
                me.Actor, community, "health.look", one?.Id, $"查看{one?.Label}没有报体温的名单（含电话），{parts.Sum(p => p.Households.Count)} 户", cancel);
        }

        return Page.Of<MissingReportsPage>(
            new
            {
                Community = community,
                Ordered = one,
                Parts = parts,
                Slots = one is null ? [] : ReportTimes.Past(one, now).Take(4).ToList(),
                Wrong = wrong,
            },
            wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    // What binds single doors of one building in the same window is one list; a door whose whole building reports stands there already.
    private static IEnumerable<(ReportDuty Duty, ReportSlot Slot)> Together(IReadOnlyList<ReportDuty> duties, Func<ReportDuty, ReportSlot?> slotOf)
    {
        var asked = duties.Select(d => (Duty: d, Slot: slotOf(d))).Where(a => a.Slot is not null).Select(a => (a.Duty, Slot: a.Slot!)).ToList();
        var whole = asked.FindAll(a => a.Duty.DwellingId is null);
        return whole.Concat(asked
            .Where(a => a.Duty.DwellingId is not null && !whole.Exists(w => w.Duty.BuildingId == a.Duty.BuildingId && (w.Duty.Units is not { } units || a.Duty.Units!.All(units.Contains))))
            .GroupBy(a => (a.Duty.BuildingId, a.Slot.Code))
            .Select(g => (g.First().Duty with { People = [.. g.SelectMany(a => a.Duty.People!)] }, g.First().Slot)));
    }

    private static async Task<MissingPart> LoadAsync(
        Db db, Me mine, RegisterReader reader, Sealer sealer, ReportDuty duty, ReportSlot slot, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, building, day, window) = (duty.CommunityId, duty.BuildingId, slot.Day, slot.Window.Name);
        var full = mine.Tends(duty);
        var missing = await ReportFigure.MissingIn(db, ReportFigure.AskedOf(db, duty), slot).OrderBy(p => p.Position).ToListAsync(cancel);
        var households = missing.Select(p => p.HouseholdId).Distinct().ToList();
        var dwellings = await (
            from h in db.Households
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where h.CommunityId == community && h.BuildingId == building && d.BuildingId == building && households.Contains(h.Id)
            select new { h.Id, d.Label, d.SortKey }).ToDictionaryAsync(d => d.Id, cancel);
        var members = (await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null && households.Contains(p.HouseholdId)).OrderBy(p => p.Position), cancel))
            .ToLookup(c => c.Row.HouseholdId);
        var calls = (await db.MissingCalls
            .Where(c => c.CommunityId == community && c.BuildingId == building && c.Day == day && c.Window == window).OrderBy(c => c.At).ToListAsync(cancel))
            .ToLookup(c => c.HouseholdId, c => new MissedCall(c, full && c.TakenBackAt is null && (c.ById == mine.AccountId || mine.Keeps(community)), full ? sealer.Open(SealedColumn.HealthNote, c.Id, c.NoteSealed) ?? "" : ""));
        var today = now.DateHere();
        var byHousehold = missing.ToLookup(p => p.HouseholdId);
        var rows = households.Where(dwellings.ContainsKey).Select(h => new MissingHousehold(
            h, dwellings[h].Label, dwellings[h].SortKey, [.. Care(members[h], today)],
            [.. byHousehold[h].Select(p => new MissingPerson(p.Id, full ? p.Name : RegisterWords.MaskedName(p.Name)))],
            full ? CallNumber.Of(members[h]) : [], [.. calls[h]]));
        return new(duty, slot, slot.OpenAt(now), full,
            [.. rows.OrderBy(r => r.Care.Select(c => Array.IndexOf(CareWords, c)).DefaultIfEmpty(CareWords.Length).Min()).ThenBy(r => r.SortKey, StringComparer.Ordinal).Take(Most)], missing.Count);
    }

    private static IEnumerable<string> Care(IEnumerable<PersonCard> members, DateOnly today)
    {
        var people = members.ToList();
        bool[] has =
        [
            people.Any(p => p.Tags.ContainsKey(CareTags.Alone)),
            people.Any(p => Elders.Has(p, today)),
            people.Any(p => p.Tags.ContainsKey(CareTags.Disabled)),
            people.All(p => p.Phones.Count == 0) || people.Any(p => p.Tags.ContainsKey(CareTags.NoPhone)),
        ];
        return CareWords.Where((_, i) => has[i]);
    }

    private static async Task<IResult> NoteAsync(
        long community, Guid household, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, DutyBook book, IEnumerable<HelpTaker> helpers, Sealer sealer,
        Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var now = clock.Now();
        var dwelling = await (
            from h in db.Households.Within(me).Where(h => h.CommunityId == community && h.Id == household)
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            select d).SingleOrDefaultAsync(cancel);
        if (dwelling is null)
        {
            return TypedResults.NotFound();
        }

        if (!me.ForHealth().Tends(community, dwelling.BuildingId))
        {
            return HealthStaff.NotForYou(http);
        }

        var back = Path(community, form.Id("back"));
        var outcome = form.RequiredChoice<MissingOutcome>("outcome", "结果");
        var note = form.Text("note", "备注", HealthDb.MostNote);
        var duty = await book.OfDwellingAsync(db, dwelling, now, cancel);
        if (!form.Ok || duty is null || ReportTimes.Find(duty, form.Typed(ReportForm.Slot), now) is not { } slot)
        {
            return http.Refused(back, form.Errors.Values.FirstOrDefault() ?? "这一户现在不用报体温了，没有保存。");
        }

        // The form's own key: pressed twice it is one call.
        var key = ReportForm.KeyOf(form);
        var call = new MissingCall
        {
            CommunityId = community,
            Id = key,
            BuildingId = dwelling.BuildingId,
            HouseholdId = household,
            DutyId = duty.Id,
            Day = slot.Day,
            Window = slot.Window.Name,
            Outcome = outcome,
            NoteSealed = sealer.Seal(SealedColumn.HealthNote, key, note),
            At = now,
            ById = me.AccountId,
            By = me.Name,
        };
        db.Add(call);
        var taken = "";
        foreach (var help in outcome == MissingOutcome.NeedsHelp ? helpers : [])
        {
            taken += await help(db, me, new(community, key, duty.Id, household, dwelling.Id, dwelling.Label, note), now, cancel);
        }

        write.Record(community, "health.call", household, $"{dwelling.Label}没有报{slot.Words}的体温，打了电话：{HealthWords.Of(outcome)}");
        write.AfterCommit(() => signals.RaiseBuilding(community, dwelling.BuildingId));
        try
        {
            if (outcome == MissingOutcome.NoAnswer)
            {
                var source = MissingTodos.SourceOf(household, slot);
                await db.TryOnPageAsync(
                    write, me.Actor, kinds, db.Todos.Where(t => t.CommunityId == community && t.Kind == MissingTodos.Code && t.SourceId == source), MissingTodos.NoAnswer, key, now,
                    cancel);
            }

            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(back, "已经记过了。");
        }

        return http.Done(back, $"已记下{dwelling.Label}：{HealthWords.Of(outcome)}。{taken}");
    }

    /// <summary>An outcome that was noted by mistake; by whoever noted it, or by the committee. The row stays, and what it set going is ended where it runs.</summary>
    private static async Task<IResult> TakeBackAsync(
        long community, Guid call, FormInput form, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var row = await db.MissingCalls.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == call, cancel);
        if (row is null)
        {
            return TypedResults.NotFound();
        }

        if (!me.ForHealth().Tends(community, row.BuildingId))
        {
            return HealthStaff.NotForYou(http);
        }

        var back = Path(community, form.Id("back"));
        if (row.ById != me.AccountId && !me.Keeps(community))
        {
            return http.Refused(back, $"这是{row.By}记的，请由{row.By}或居委会撤回。");
        }

        var now = (DateTimeOffset?)clock.Now();
        if (await db.MissingCalls.Where(c => c.CommunityId == community && c.Id == call && c.TakenBackAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.TakenBackAt, now).SetProperty(c => c.TakenBackBy, me.Name), cancel) == 0)
        {
            return http.Refused(back, "已经撤回过了。");
        }

        write.Record(community, "health.call.back", row.HouseholdId, $"撤回问体温的电话记录：{HealthWords.Of(row.Outcome)}");
        write.AfterCommit(() => signals.RaiseBuilding(community, row.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(back, $"已撤回“{HealthWords.Of(row.Outcome)}”，记录还在。{(row.Outcome == MissingOutcome.NeedsHelp ? "由它转成的求助请在“求助”里处理。" : "")}");
    }
}

/// <summary>The missing households of one duty in one slot.</summary>
/// <param name="Full">Whether the reader calls here: names and numbers whole.</param>
/// <param name="People">Without a temperature.</param>
public sealed record MissingPart(
    ReportDuty Duty, ReportSlot Slot, bool Open, bool Full, IReadOnlyList<MissingHousehold> Households, int People);

/// <param name="Care">Why it is called first, the weightiest first: 独居, 高龄; empty for others.</param>
public sealed record MissingHousehold(
    Guid Id, string Dwelling, string SortKey, IReadOnlyList<string> Care, IReadOnlyList<MissingPerson> People, IReadOnlyList<CallNumber> Phones, IReadOnlyList<MissedCall> Calls);

public sealed record MissingPerson(Guid Id, string Name);

/// <summary>What was typed into a household's line, with what is wrong in it.</summary>
public sealed record WrongLine(Guid Household, FormInput Form);

/// <param name="Back">Whether the reader may take it back.</param>
public sealed record MissedCall(MissingCall Row, bool Back, string Note);
