using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Enclosures;
using SafeIsle.Gates.Fences;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Demo;

/// <summary>The border of the demo community: two gates, two fences, a gap in one of them, and two buildings closed for themselves.</summary>
internal static class DemoGates
{
    private const string DecidedBy = "镇疫情防控办";
    private const string By = "高主任";

    /// <summary>Adds them within the open write; the places must be there.</summary>
    public static async Task AddAsync(Db db, DateTimeOffset now, CancellationToken cancel)
    {
        var community = DemoCommunity.Yinghua.Code;
        var compound = await db.Compounds.Where(c => c.CommunityId == community).Select(c => c.Id).SingleAsync(cancel);
        var east = Gate("东门", GateKind.Post, open: true, "登记", now.AddDays(-3));
        Gate("西门", GateKind.Post, open: false, "减少出入口，人流集中到东门", now.AddDays(-2));
        Gate("菜场围挡", GateKind.Fence, open: false, "登记", now.AddDays(-3));
        var river = Gate("河边围挡", GateKind.Fence, open: false, "登记", now.AddDays(-3));

        var found = now.AddMinutes(-40);
        var breach = new Breach
        {
            CommunityId = community, Id = Ids.New(), GateId = river, Spot = "靠近水闸", Kind = BreachKind.Gap, At = found, By = "小周",
            DueAt = found + BreachRules.FirstVisitWithin,
        };
        db.Add(breach);
        db.Add(new BreachStep
        {
            CommunityId = community, Id = Ids.New(), BreachId = breach.Id, Number = 1, Act = BreachAct.Reported, At = found, EnteredAt = found, By = "小周",
            Note = "铁皮松了，能钻过一个人",
        });

        var enclosure = new Enclosure { CommunityId = community, Id = Ids.New(), CompoundId = compound, Name = "南片围合", GateId = east, StartsAt = now.AddDays(-1) };
        db.Add(enclosure);
        db.Add(new EnclosureChange
        {
            CommunityId = community, Id = Ids.New(), EnclosureId = enclosure.Id, At = now.AddDays(-1), What = "设立，出入口东门，加入 38号楼、41号楼",
            Why = "南北两片分开管理", DecidedBy = DecidedBy, By = By,
        });
        string[] inside = ["38", "41"];
        var doors = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && inside.Contains(b.Key)
            select new { d.Id, d.BuildingId }).ToListAsync(cancel);
        db.AddRange(doors.Select(d => new EnclosedDwelling
        {
            CommunityId = community, Id = Ids.New(), BuildingId = d.BuildingId, DwellingId = d.Id, EnclosureId = enclosure.Id, StartsAt = now.AddDays(-1),
        }));

        Guid Gate(string name, GateKind kind, bool open, string why, DateTimeOffset at)
        {
            var gate = new Gate { CommunityId = community, Id = Ids.New(), CompoundId = compound, Kind = kind, Name = name, IsOpen = open };
            db.Add(gate);
            db.Add(new GateChange { CommunityId = community, Id = Ids.New(), GateId = gate.Id, Open = open, At = at, EnteredAt = at, Why = why, DecidedBy = DecidedBy, By = By });
            return gate.Id;
        }
    }
}
