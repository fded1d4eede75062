using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Health.Measures;

/// <summary>
/// Entering the decision of an authority about one person. A committee records and helps, it decides nothing here: whoever decided, on what
/// ground and how to object is asked for. One write opens it, asks for the calls and, where another one ran, closes that.
/// </summary>
internal static class OpenMeasure
{
    /// <summary>The plan that is proposed first: for somebody at home.</summary>
    private const string UsualPlan = "home-14";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{household:guid}/measures", HouseholdAsync).May(HealthStaff.Carers);
        app.MapGet("/desk/{community:long}/measures/new", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/measures/new", ConfirmAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/measures", SaveAsync).May(Role.Committee);
    }

    /// <summary>The people of a household with what runs, and where to open one.</summary>
    private static async Task<IResult> HouseholdAsync(long community, Guid household, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var people = await db.People.Within(me).Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null)
            .WithPlace(db).InWalkingOrder().ToListAsync(cancel);
        if (people.Count == 0)
        {
            return await db.Households.Within(me).AnyAsync(h => h.CommunityId == community && h.Id == household, cancel)
                ? http.Refused(RegisterPaths.Household(community, household), "这一户还没有登记人员，请先在住户登记里补上。")
                : TypedResults.NotFound();
        }

        if (!me.ForHealth().Tends(community, people[0].Building.Id))
        {
            return HealthStaff.NotForYou(http);
        }

        var open = await db.Measures.Where(m => m.CommunityId == community && m.HouseholdId == household && m.EndedAt == null).ToListAsync(cancel);
        return Page.Of<HouseholdMeasuresPage>(new { People = people, Open = open.ToDictionary(m => m.PersonId), Keeps = me.Keeps(community), Now = clock.Now() });
    }

    private static async Task<IResult> FormAsync(
        long community, Guid? person, Guid? plan, MeasureKind? kind, string? place, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        person is { } id && await MeasureDesk.PersonAsync(db, me, community, id, cancel) is { } at
            ? Page.Of<OpenMeasurePage>(await PartsAsync(db, me, sealer, at, plan, kind, FormInput.Empty, clock, cancel, place))
            : TypedResults.NotFound();

    private static async Task<object> PartsAsync(
        Db db, Me me, Sealer sealer, PersonPlace at, Guid? planId, MeasureKind? kind, FormInput form, TimeProvider clock, CancellationToken cancel, string? place = null)
    {
        var community = at.Person.CommunityId;
        var plans = await PlanVersions.NewestAsync(db, me, community, cancel);
        var plan = plans.FirstOrDefault(p => p.Id == planId) ?? plans.FirstOrDefault(p => p.Code == UsualPlan) ?? plans[0];
        var body = plan.Read();
        return new
        {
            At = at,
            Plans = plans,
            Plan = plan,
            Rule = kind is { } chosen && Enum.IsDefined(chosen) ? body.Ladder.FirstOrDefault(r => r.Kind == chosen) : null,
            Ladder = body.Ladder,
            Objection = MeasureDraft.ObjectionOf(body, await db.Communities.SingleAsync(c => c.CommunityId == community, cancel)),
            Before = await MeasureDesk.OpenOfAsync(db, community, at.Person.Id, cancel),
            Finding = await db.FindingsToTakeUp(community).Where(f => f.PersonId == at.Person.Id).OrderByDescending(f => f.Follow).FirstOrDefaultAsync(cancel),
            Contacts = await UsualContacts.OfAsync(db, sealer, at.Dwelling, clock.Today(), cancel),
            Place = ChineseText.Cut(ChineseText.Clean(place), MeasureLimits.MostPlace),
            Now = clock.Now(),
            Form = form,
        };
    }

    /// <summary>What it would touch; nothing is written.</summary>
    private static async Task<IResult> ConfirmAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (form.Id("person") is not { } person || await MeasureDesk.PersonAsync(db, me, community, person, cancel) is not { } at)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        if (form.Has(FormInput.Edit))
        {
            return Page.Of<OpenMeasurePage>(await PartsAsync(db, me, sealer, at, form.Id("plan"), form.Choice<MeasureKind>("kind", "措施"), form, clock, cancel));
        }

        if (await SentAsync(db, http, community, form.Id("id"), person, cancel) is { } again)
        {
            return again;
        }

        var (draft, kind, plan, before) = await ReadAsync(form, db, me, at, now, cancel);
        if (!form.Ok || plan is null)
        {
            return Page.Again<OpenMeasurePage>(await PartsAsync(db, me, sealer, at, form.Id("plan"), kind, form, clock, cancel));
        }

        var measure = draft.Make(form.Id("id") ?? Ids.New(), at, plan, plan.Read().Ladder.Single(r => r.Kind == kind), sealer, now, me.Name);
        return Page.Of<ConfirmMeasurePage>(new
        {
            At = at,
            Measure = measure,
            draft.TestDays,
            Form = form,
            Before = before,
            Who = await WhoIsBound.OfAsync(db, measure, cancel),
            Caller = (await GridPeople.LoadAsync(db, community, clock.Today(), cancel)).Of(at.Building.Id, at.Dwelling.Unit),
        });
    }

    // Where the same form has opened it before.
    private static async Task<IResult?> SentAsync(Db db, HttpContext http, long community, Guid? id, Guid person, CancellationToken cancel) =>
        await db.Measures.SingleOrDefaultAsync(m => m.CommunityId == community && m.Id == id, cancel) is not { } sent ? null
            : sent.PersonId == person ? http.Done(MeasureDesk.Path(sent), "这份措施已经开好，没有重复开。") : TypedResults.NotFound();

    /// <summary>What is wrong stands beside its field; then nothing of it must be used.</summary>
    private static async Task<(MeasureDraft Draft, MeasureKind Kind, ResponsePlan? Plan, Measure? Before)> ReadAsync(
        FormInput form, Db db, Me me, PersonPlace at, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, planId) = (at.Person.CommunityId, form.Id("plan"));
        var kind = form.RequiredChoice<MeasureKind>("kind", "措施");
        var plan = (await PlanVersions.NewestAsync(db, me, community, cancel)).FirstOrDefault(p => p.Id == planId);
        if (plan is null)
        {
            form.Wrong("plan", "预案有了新的一版，请照新的一版核对后再保存。");
        }

        var draft = MeasureDraft.Read(form, now);
        var before = await MeasureDesk.OpenOfAsync(db, community, at.Person.Id, cancel);
        if (before is not null && form.Id("replaces") != before.Id)
        {
            form.Wrong("replaces", $"{at.Person.Name}正在{MeasureWords.Of(before.Kind)}（到 {before.Until.Full()}），一个人同时只有一份；要改成另一种，请核对后再保存，原来的同时结束。");
        }
        else if (before is not null && draft.From > now)
        {
            form.Wrong("from", $"{at.Person.Name}正在{MeasureWords.Of(before.Kind)}，改成另一种要从现在或以前起，中间不能空着；以后才开始的，请到那时再开。");
        }

        return (draft, kind, plan, before);
    }

    private static async Task<IResult> SaveAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, DeliverNotice deliver, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (form.Id("person") is not { } person || await MeasureDesk.PersonAsync(db, me, community, person, cancel) is not { } at)
        {
            return TypedResults.NotFound();
        }

        var (now, id) = (clock.Now(), form.Id("id") ?? Ids.New());
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await SentAsync(db, http, community, id, person, cancel) is { } again)
        {
            return again;
        }

        var (draft, kind, plan, before) = await ReadAsync(form, db, me, at, now, cancel);
        if (!form.Ok || plan is null)
        {
            return Page.Again<OpenMeasurePage>(await PartsAsync(db, me, sealer, at, form.Id("plan"), kind, form, clock, cancel));
        }

        if (before is not null)
        {
            await EndAsync(db, before, now, me.Name, draft.Document, cancel);
        }

        var measure = draft.Make(id, at, plan, plan.Read().Ladder.Single(r => r.Kind == kind), sealer, now, me.Name);
        db.Add(measure);
        db.AddRange(BoundTests.Make(measure, await BoundTests.HouseholdAsync(db, measure, cancel), draft.TestDays));
        write.Record(
            community, before is null ? "measure.open" : "measure.move", id,
            $"{at.Dwelling.Label}一人{(before is null ? "" : $"由{MeasureWords.Of(before.Kind)}转为")}{MeasureWords.Of(kind)}，{draft.Authority}，{draft.Document}，到 {measure.Until.Full()}");
        write.AfterCommit(() => signals.RaiseBuilding(community, at.Building.Id));
        try
        {
            await db.TakeUpFindingsAsync(write, community, person, measure.Passes == PassHold.Household && measure.StartsAt <= now, now, me.Name, cancel);
            await db.SaveChangesAsync(cancel);
            await MeasureTodos.AskForTodayAsync(db, measure, at.Dwelling, at.Building, now, cancel);
            await deliver.AskAsync(db, write, measure, id, me.Actor, now, cancel);
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(MeasureDesk.HouseholdPath(community, at.Household.Id), "刚才已经有人给同一个人开了措施，这一份没有保存，请先看看那一份。");
        }

        return http.Done(MeasureDesk.Path(measure), "已开好。请打印告知书送达并请本人签收；住户的手机上已经能看到。");
    }

    private static async Task EndAsync(Db db, Measure before, DateTimeOffset now, string by, string document, CancellationToken cancel)
    {
        await db.Measures.Where(m => m.CommunityId == before.CommunityId && m.Id == before.Id && m.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.EndedAt, now).SetProperty(m => m.EndedHow, MeasureEnd.Moved).SetProperty(m => m.EndedBy, by).SetProperty(m => m.EndDocument, document),
            cancel);
        await MeasureTodos.DropAsync(db, before, now, cancel);
    }
}
