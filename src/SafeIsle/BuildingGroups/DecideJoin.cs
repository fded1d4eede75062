using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>
/// A committee member's yes or no to somebody whom the register does not know. A yes lets the phone in at once; the person becomes a
/// proposed change of the register, which is decided on its own page.
/// </summary>
internal static class DecideJoin
{
    internal const string NewHousehold = "new";

    /// <summary>Under which the log keeps a yes and a no.</summary>
    internal const string Accepted = "resident.accept";

    internal const string Refused = "resident.refuse";

    private const string Decided = "已经有人处理过了。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(ShowGroup.Root + "/waiting/{resident:guid}", ShowAsync).May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/waiting/{resident:guid}/yes", YesAsync).May(Role.Committee);
        app.MapBack(ShowGroup.Root + "/waiting/{resident:guid}/yes").May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/waiting/{resident:guid}/no", NoAsync).May(Role.Committee);
        app.MapBack(ShowGroup.Root + "/waiting/{resident:guid}/no").May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid order, Guid resident, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel) =>
        await AskedAsync(db, me, community, order, resident, cancel) is not { } asked ? TypedResults.NotFound()
        : asked.Over(http) is { } over ? over
        : asked.Row.State == ResidentState.Waiting ? Page.Of<DecideJoinPage>(View(asked, sealer, FormInput.Empty))
        : http.Refused(asked.Back, Decided);

    private static async Task<IResult> YesAsync(
        long community, Guid order, Guid resident, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, SubmitDeclaration submit, Signals signals,
        TimeProvider clock, CancellationToken cancel)
    {
        if (await AskedAsync(db, me, community, order, resident, cancel) is not { } asked)
        {
            return TypedResults.NotFound();
        }

        if (asked.Over(http) is { } over)
        {
            return over;
        }

        if (asked.Row.State != ResidentState.Waiting)
        {
            return asked.Row.State == ResidentState.In ? http.Done(asked.Back, Decided) : http.Refused(asked.Back, Decided);
        }

        var chosen = form.Typed("household");
        var household = asked.Households.FirstOrDefault(h => h.Id.ToString() == chosen);
        if (household is null && chosen != NewHousehold)
        {
            form.Wrong("household", "请选择是哪一户。");
        }

        var tenure = household is null ? form.Choice<Tenure>("tenure", "住的性质") : null;
        if (household is null && tenure is null && chosen == NewHousehold)
        {
            form.Wrong("tenure", "请选择新的一户是业主、租户还是借住。");
        }

        if (!form.Ok)
        {
            return Page.Again<DecideJoinPage>(View(asked, sealer, form));
        }

        if (!await ClaimAsync(asked, household, db, me, signals, clock.Now(), cancel))
        {
            return http.Refused(asked.Back, Decided);
        }

        // A helper from elsewhere does not live there; everybody else is proposed. Only after the yes has won: a refused person is not proposed.
        var proposed = asked.Row.IsProxy
            ? null
            : await ProposeAsync(asked, tenure, household, db, me, sealer, submit, cancel);
        return http.Done(asked.Back, proposed switch
        {
            null => $"{asked.Dwelling.Label}已进群（代办，不进登记册）。",
            { Refused: true } no => $"{asked.Dwelling.Label}已进群，但没有提出登记更改：{no.Refusal}",
            _ => $"{asked.Dwelling.Label}已进群；这个人已作为登记更改提出，请到“住户自报”里确认。",
        });
    }

    /// <summary>Lets the phone in; false when somebody decided before.</summary>
    private static async Task<bool> ClaimAsync(
        Asked asked, HouseholdChoice? household, Db db, Me me, Signals signals, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, resident, given) = (asked.Row.CommunityId, asked.Row.Id, household?.Id);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await Waiting(db, community, resident).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResidentState.In).SetProperty(r => r.HouseholdId, given).SetProperty(r => r.JoinedAt, now)
                .SetProperty(r => r.DecidedBy, me.Name), cancel) == 0)
        {
            return false;
        }

        write.Record(community, Accepted, resident, $"确认{asked.Dwelling.Label}的一台手机进入楼组群{(household is null ? "，登记里还没有这一户" : "")}");
        write.AfterCommit(() => signals.RaiseBuilding(community, asked.Dwelling.BuildingId));
        await write.CommitAsync(cancel);
        return true;
    }

    private static async Task<IResult> NoAsync(
        long community, Guid order, Guid resident, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, Signals signals, CancellationToken cancel)
    {
        if (await AskedAsync(db, me, community, order, resident, cancel) is not { } asked)
        {
            return TypedResults.NotFound();
        }

        if (asked.Over(http) is { } over)
        {
            return over;
        }

        var why = form.Required("why", "原因", Homes.MostWhy);
        if (!form.Ok)
        {
            return Page.Again<DecideJoinPage>(View(asked, sealer, form));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await Waiting(db, community, resident).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResidentState.Refused).SetProperty(r => r.Why, why).SetProperty(r => r.DecidedBy, me.Name), cancel) == 0)
        {
            return http.Refused(asked.Back, Decided);
        }

        write.Record(community, Refused, resident, $"没有同意{asked.Dwelling.Label}的一台手机进入楼组群");
        write.AfterCommit(() => signals.RaiseBuilding(community, asked.Dwelling.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(asked.Back, "已回复不同意，对方的手机上看得到原因。");
    }

    // The household that was chosen says by what right; its people are not repeated, so nobody is proposed for removal by this alone.
    private static async Task<Outcome<RegisterProposal>?> ProposeAsync(
        Asked asked, Tenure? tenure, HouseholdChoice? household, Db db, Me me, Sealer sealer, SubmitDeclaration submit, CancellationToken cancel)
    {
        var (community, id) = (asked.Row.CommunityId, household?.Id);
        var right = tenure ?? await db.Households.Where(h => h.CommunityId == community && h.Id == id).Select(h => h.Tenure).SingleAsync(cancel);
        var phone = Phone(asked.Row, sealer);
        var facts = new PersonFacts { Name = asked.Row.Name, Phones = phone.Length > 0 ? [phone] : null, Presence = Presence.Home };
        return await submit.StoreAsync(me.Actor, asked.Dwelling, asked.Row.Id, "", new(right, [new DeclaredMember(null, facts)]), cancel);
    }

    /// <summary>That phone of the order's building with its door; null when it is not there or has left.</summary>
    internal static async Task<Asked?> AskedAsync(Db db, Me me, long community, Guid order, Guid resident, CancellationToken cancel)
    {
        var found = await (
            from o in db.ClosureOrders.Within(me)
            join r in db.Residents on new { o.CommunityId, o.BuildingId } equals new { r.CommunityId, r.BuildingId }
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            where o.CommunityId == community && o.Id == order && r.Id == resident && r.State != ResidentState.Left
            select new { Order = o, Row = r, Dwelling = d }).SingleOrDefaultAsync(cancel);
        return found is null ? null : new(
            found.Order, found.Row, found.Dwelling, [.. (await GroupMembers.HouseholdsAsync(db, found.Order, [found.Dwelling.Id], cancel))[found.Dwelling.Id]]);
    }

    private static IQueryable<Resident> Waiting(Db db, long community, Guid resident) =>
        db.Residents.Where(r => r.CommunityId == community && r.Id == resident && r.State == ResidentState.Waiting);

    private static string Phone(Resident row, Sealer sealer) => sealer.Open(SealedColumn.ResidentPhone, row.Id, row.PhoneSealed) ?? "";

    private static object View(Asked asked, Sealer sealer, FormInput form) => new { Asked = asked, Phone = Phone(asked.Row, sealer), Form = form };
}

/// <summary>Somebody who asked to come in, with the households behind that door.</summary>
public sealed record Asked(ClosureOrder Order, Resident Row, Dwelling Dwelling, IReadOnlyList<HouseholdChoice> Households)
{
    /// <summary>The answer when the order is lifted: its group is dissolved, nobody decides in it any more. Null while it is in force.</summary>
    public IResult? Over(HttpContext http) => Order.LiftedAt is null ? null : http.Refused(Back, "封控已解除，楼组群已解散，不再办理。");

    public string Back => ClosuresModule.Path(Order.CommunityId, Order.Id) + "/group";
}
