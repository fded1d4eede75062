using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Fences;
using SafeIsle.Grids;
using SafeIsle.Grids.Escalations;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Demo;

/// <summary>A community divided into grids with somebody who answers for each; in the demo, besides, a patrol that she has taken and a case that went up.</summary>
internal static class DemoGrids
{
    private const int Grids = 3;
    private const string Worker = "wangge";

    /// <summary>Divides a community within the open write; the places must be there.</summary>
    /// <param name="responsible">Answers for the first grid and for every second one after it.</param>
    /// <param name="other">Answers for those between, and stands in for the first.</param>
    /// <returns>The first grid's parts.</returns>
    public static async Task<IReadOnlyList<GridPart>> SplitAsync(
        Db db, long community, int grids, (Guid Id, string Name) responsible, (Guid Id, string Name) other, DateTimeOffset now, CancellationToken cancel)
    {
        var keeper = new Me(Guid.Empty, "", "", [new Grant { Id = Guid.Empty, AccountId = Guid.Empty, Role = Role.Committee, Place = community }]);
        var ground = await GridGround.LoadAsync(db, keeper, community, cancel);
        var split = new GridSplit
        {
            CommunityId = community, Id = Ids.New(), FirstDay = now.DateHere().AddDays(-7), Weight = GridWeight.Households, Why = "每个网格一人包干", MadeAt = now.AddDays(-7), MadeBy = other.Name,
        };
        var (made, parts) = SplitGrids.Make(split, ground, SafeIsle.Grids.SplitRules.Cuts(ground.Pieces, grids, GridWeight.Households));
        await db.BulkInsertAsync([split], cancel);
        await db.BulkInsertAsync(made, cancel);
        await db.BulkInsertAsync(parts, cancel);
        await db.BulkInsertAsync(
            [.. made.Select((g, i) => Duty(g, i % 2 == 0 ? responsible : other, GridRole.Responsible, now)), Duty(made[0], other, GridRole.StandIn, now)], cancel);
        return [.. parts.Where(p => p.GridId == made[0].Id)];
    }

    /// <summary>The demo's own; its accounts must be there.</summary>
    internal static async Task AddAsync(Db db, Sealer sealer, DateTimeOffset now, CancellationToken cancel)
    {
        var community = DemoCommunity.Yinghua.Code;
        var worker = await db.Users.SingleAsync(a => a.UserName == Worker, cancel);
        var director = await db.Users.SingleAsync(a => a.UserName == "yinghua", cancel);
        var first = await SplitAsync(db, community, Grids, (worker.Id, worker.DisplayName), (director.Id, director.DisplayName), now, cancel);
        var breach = await db.Breaches.AsTracking().FirstAsync(b => b.CommunityId == community, cancel);
        (breach.OwnerId, breach.OwnerName) = (worker.Id, worker.DisplayName);
        db.Add(new BreachStep
        {
            CommunityId = community, Id = Ids.New(), BreachId = breach.Id, Number = 2, Act = BreachAct.Taken, At = now.AddMinutes(-20), EnteredAt = now.AddMinutes(-20),
            By = worker.DisplayName, To = worker.DisplayName,
        });
        await BreachTodos.FollowAsync(db, breach, "河边围挡，靠近水闸", now, cancel);
        var home = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && d.BuildingId == first[0].BuildingId
            orderby d.SortKey
            select new { d, b }).FirstAsync(cancel);
        var raised = new Escalation
        {
            CommunityId = community, Id = Ids.New(), BuildingId = home.b.Id, Unit = home.d.Unit, DwellingId = home.d.Id, Dwelling = home.d.Label,
            SortKey = Todo.Place(home.b, home.d), Title = "敲门三次没人应，灯亮着", At = now.AddHours(-3), ById = worker.Id, By = worker.DisplayName,
        };
        db.Add(raised);
        db.Add(RaiseEscalation.Step(sealer, raised, 1, EscalationAct.Raised, raised.At, raised.By, "", "", "上午两次、晚上一次，对门说这几天听得到电视声。请居委会出面。"));
    }

    private static GridDuty Duty(Grid grid, (Guid Id, string Name) who, GridRole role, DateTimeOffset now) => new()
    {
        CommunityId = grid.CommunityId, Id = Ids.New(), GridId = grid.Id, AccountId = who.Id, Name = who.Name, Role = role, Since = now.AddDays(-7), By = "演示数据",
    };
}
