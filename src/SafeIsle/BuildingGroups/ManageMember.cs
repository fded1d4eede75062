using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>What the committee does about a phone that is in: says for which household it speaks, or takes it out.</summary>
internal static class ManageMember
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(ShowGroup.Root + "/members/{resident:guid}", ShowAsync).May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/members/{resident:guid}/household", AssignAsync).May(Role.Committee);
        app.MapBack(ShowGroup.Root + "/members/{resident:guid}/household").May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/members/{resident:guid}/out", OutAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid order, Guid resident, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var asked = await DecideJoin.AskedAsync(db, me, community, order, resident, cancel);
        return asked is null ? TypedResults.NotFound()
            : asked.Over(http) is { } over ? over
            : asked.Row.State == ResidentState.In ? Page.Of<ManageMemberPage>(new { Asked = asked, Form = FormInput.Empty })
            : http.Refused(asked.Back, "这台手机已经不在群里。");
    }

    private static async Task<IResult> AssignAsync(
        long community, Guid order, Guid resident, FormInput form, HttpContext http, Db db, Me me, Signals signals, CancellationToken cancel)
    {
        if (await DecideJoin.AskedAsync(db, me, community, order, resident, cancel) is not { } asked)
        {
            return TypedResults.NotFound();
        }

        if (asked.Over(http) is { } over)
        {
            return over;
        }

        if (asked.Households.FirstOrDefault(h => h.Id == form.Id("household")) is not { } household)
        {
            form.Wrong("household", "请选择是哪一户。");
            return Page.Again<ManageMemberPage>(new { Asked = asked, Form = form });
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var given = household.Id;
        if (await In(db, community, resident).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.HouseholdId, given).SetProperty(r => r.Proof, ResidentProof.Committee).SetProperty(r => r.DecidedBy, me.Name), cancel) == 0)
        {
            return http.Refused(asked.Back, "这台手机已经不在群里。");
        }

        write.Record(community, "resident.household", resident, $"认定{asked.Dwelling.Label}的一台手机属于哪一户");
        write.AfterCommit(() => signals.RaiseBuilding(community, asked.Dwelling.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(asked.Back, $"{asked.Dwelling.Label}的手机已认到户。");
    }

    private static async Task<IResult> OutAsync(
        long community, Guid order, Guid resident, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (await DecideJoin.AskedAsync(db, me, community, order, resident, cancel) is not { } asked)
        {
            return TypedResults.NotFound();
        }

        if (asked.Over(http) is { } over)
        {
            return over;
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var now = clock.Now();
        if (await In(db, community, resident).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResidentState.Left).SetProperty(r => r.LeftAt, now).SetProperty(r => r.DecidedBy, me.Name), cancel) == 0)
        {
            return http.Refused(asked.Back, "这台手机已经不在群里。");
        }

        write.Record(community, "resident.out", resident, $"请{asked.Dwelling.Label}的一台手机退出楼组群");
        write.AfterCommit(() => signals.RaiseBuilding(community, asked.Dwelling.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(asked.Back, $"{asked.Dwelling.Label}的那台手机已退出。它如果还知道门上编码，能再进来；不放心请换新这一户的门上编码。");
    }

    private static IQueryable<Resident> In(Db db, long community, Guid resident) =>
        db.Residents.Where(r => r.CommunityId == community && r.Id == resident && r.State == ResidentState.In);
}
