using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>代联系: naming who answers for a household that has no phone of its own in the group.</summary>
internal static class NameKeeper
{
    private const int MostName = 60;
    private const string Over = "封控已经解除，不用再指定代联系人。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(ShowGroup.Root + "/households/{household:guid}/keeper", ShowAsync).May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/households/{household:guid}/keeper", SaveAsync).May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/households/{household:guid}/keeper/remove", RemoveAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid order, Guid household, HttpContext http, Db db, Me me, CancellationToken cancel) =>
        await FindAsync(db, me, community, order, household, cancel) is not { } found ? TypedResults.NotFound()
        : found.Order.LiftedAt is not null ? http.Refused(found.Back, Over)
        : await PageAsync(found, FormInput.Empty, db, cancel);

    private static async Task<IResult> SaveAsync(
        long community, Guid order, Guid household, FormInput form, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, order, household, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        if (found.Order.LiftedAt is not null)
        {
            return http.Refused(found.Back, Over);
        }

        var kind = form.RequiredChoice<KeeperKind>("kind", "身份");
        var typed = form.Text("name", "姓名", MostName);
        var who = form.Id("who");
        var member = who is null ? null : (await MembersAsync(db, found, cancel)).FirstOrDefault(m => m.Row.Id == who);
        var colleague = who is null ? null : (await Colleagues.OfAsync(db, community, found.Order.BuildingId, cancel)).FirstOrDefault(c => c.Id == who);
        if (form.Typed("who").Length > 0 && member is null && colleague is null)
        {
            form.Wrong("who", "这个人已经不在群里，请重新选择。");
        }
        else if (form.Typed("who").Length == 0 && typed.Length == 0)
        {
            form.Wrong("who", "请选一个人，或在下面写姓名。");
        }

        if (!form.Ok)
        {
            return await PageAsync(found, form, db, cancel);
        }

        var keeper = new HouseholdKeeper
        {
            CommunityId = community,
            Id = Ids.New(),
            BuildingId = found.Order.BuildingId,
            OrderId = order,
            HouseholdId = household,
            Kind = kind,
            Name = member is not null ? member.Row.Name : colleague is not null ? colleague.Name : typed,
            ResidentId = member?.Row.Id,
            AccountId = colleague?.Id,
            // Somebody has answered for it since the first one was named; that instant is what the record counts from.
            At = found.Cover.Keeper?.At ?? clock.Now(),
            By = me.Name,
        };
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await Of(db, community, order, household).ExecuteDeleteAsync(cancel);
        db.Add(keeper);
        write.Record(community, "group.keeper", household, $"{found.Cover.Label}由一位{GroupWords.Of(kind)}代联系");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.Order.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            return http.Refused(found.Back, $"同一时间有人也在给{found.Cover.Label}指定代联系人，请看一下是谁，不对再改。");
        }

        return http.Done(found.Back, $"{found.Cover.Label}由{GroupWords.Of(kind)}代联系；请另外告诉本人。");
    }

    private static async Task<IResult> RemoveAsync(
        long community, Guid order, Guid household, HttpContext http, Db db, Me me, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, order, household, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        if (await Of(db, community, order, household).ExecuteDeleteAsync(cancel) == 0)
        {
            return http.Refused(found.Back, $"{found.Cover.Label}没有代联系人。");
        }

        write.Record(community, "group.keeper.remove", household, $"取消{found.Cover.Label}的代联系人");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.Order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(found.Back, $"已取消{found.Cover.Label}的代联系人。");
    }

    private static IQueryable<HouseholdKeeper> Of(Db db, long community, Guid order, Guid household) =>
        db.HouseholdKeepers.Where(k => k.CommunityId == community && k.OrderId == order && k.HouseholdId == household);

    private static async Task<Kept?> FindAsync(Db db, Me me, long community, Guid order, Guid household, CancellationToken cancel)
    {
        var found = await db.ClosureOrders.Within(me).SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == order, cancel);
        return found is not null && (await Coverage.OfAsync(db, found, cancel))?.Households.FirstOrDefault(h => h.Household == household) is { } cover
            ? new(found, cover)
            : null;
    }

    // Helpers are known to the desk by name; somebody of the household itself is no keeper of it.
    private static async Task<IReadOnlyList<MemberRow>> MembersAsync(Db db, Kept kept, CancellationToken cancel) =>
        [.. (await GroupMembers.OfAsync(db, kept.Order, cancel)).Where(m => m.Row.State == ResidentState.In && m.Household != kept.Cover.Household)];

    private static async Task<IResult> PageAsync(Kept kept, FormInput form, Db db, CancellationToken cancel) => Page.Of<NameKeeperPage>(
        new
        {
            Kept = kept,
            Members = await MembersAsync(db, kept, cancel),
            Staff = await Colleagues.OfAsync(db, kept.Order.CommunityId, kept.Order.BuildingId, cancel),
            Form = form,
        },
        form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}

/// <summary>A household of an order.</summary>
public sealed record Kept(ClosureOrder Order, HouseholdCover Cover)
{
    public string Back => ClosuresModule.Path(Order.CommunityId, Order.Id) + "/group";
}
