using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Notices;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>建议封控: whoever saw somebody off, the doctor too, proposes to close the building; the committee has it to decide, with the form of closing as its page.</summary>
internal static class ProposeClosing
{
    internal const string Code = "measure-closing";

    private static readonly TimeSpan Within = TimeSpan.FromHours(1);

    internal static readonly TodoKind Kind = new(
        Code, "要不要封控", "lock", [new("closed", "已经办好封控", true), new("refused", "不封控", true), new("waits", "已上报，等决定", false, TimeSpan.FromHours(1))],
        null, todo => FormPath(todo.CommunityId, todo.BuildingId))
    {
        Also = (me, community) => me.Keeps(community), OnlyAlso = true, Private = true,
    };

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/measures/{id:guid}/closings", SaveAsync).May(Role.Committee, Role.Partner);
        app.MapBack("/desk/{community:long}/measures/{id:guid}/closings").May(Role.Committee, Role.Partner);
    }

    internal static string FormPath(long community, Guid building) => $"/desk/{community}/closures/new?building={building}";

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Outside outside, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure || form.Id("referral") is not { } key)
        {
            return TypedResults.NotFound();
        }

        if (!me.Tends(measure))
        {
            return HealthStaff.NotForYou(http);
        }

        if (await db.Referrals.SingleOrDefaultAsync(r => r.CommunityId == community && r.MeasureId == id && r.Id == key, cancel) is not { } referral)
        {
            return TypedResults.NotFound();
        }

        // Asked again by the update: of two who propose it at once, one finds it proposed.
        var now = clock.Now();
        if (await db.Referrals.Where(r => r.CommunityId == community && r.Id == key && r.ClosingAskedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.ClosingAskedAt, (DateTimeOffset?)now).SetProperty(r => r.ClosingAskedBy, me.Name), cancel) == 0)
        {
            return http.Done(MeasureDesk.Path(measure), "已经建议过了，在居委会的待办里。");
        }

        var building = await db.Buildings.SingleAsync(b => b.CommunityId == community && b.Id == referral.BuildingId, cancel);
        await db.AskAsync([Make(building, key, now)], cancel);
        var committee = (await Colleagues.OfAsync(db, community, building.Id, [Role.Committee], cancel)).Select(c => c.Id).Where(c => c != me.AccountId).ToList();
        await outside.AddForStaffAsync(db, write, community, me.Actor, committee, $"{me.Name}建议封控{building.Label}，请看“我的待办”。", cancel);
        write.Record(community, "measure.closing", id, $"{me.Name}因{measure.Dwelling}一人转运，建议封控{building.Label}");
        write.AfterCommit(() => signals.RaiseBuilding(community, building.Id));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), me.Keeps(community) ? "已记下，也列进了居委会的待办；决定以后从待办打开封控的表。" : "已记下，也告诉了居委会；由居委会报请决定。");
    }

    // Of the building, not of the home: nobody who reads it learns who was fetched, and it stays where it is when she moves.
    private static Todo Make(Building building, Guid source, DateTimeOffset now) => new()
    {
        CommunityId = building.CommunityId, Id = Ids.New(), BuildingId = building.Id, Unit = 0, DwellingId = null, Dwelling = Platform.Text.ChineseText.Cut(building.Label, 60),
        SortKey = building.SortKey, Kind = Code, SourceId = source, Title = "有人建议封控这栋楼，请决定", DueAt = (now + Within).ByDay(),
    };

    /// <summary>The building is closed: what proposed it is settled.</summary>
    public static Task<int> SettleAsync(Db db, long community, Guid building, DateTimeOffset now, CancellationToken cancel) => db.Todos
        .Where(t => t.CommunityId == community && t.Kind == Code && t.BuildingId == building && t.ClosedAt == null)
        .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
}
