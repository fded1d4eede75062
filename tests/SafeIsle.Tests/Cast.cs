using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Tests;

/// <summary>
/// The people that tests speak of, by login name. Two communities of one town and one of another: Home is where most tests happen.
/// <c>director</c> (committee of Home), <c>worker</c> (field, all of Home), <c>guard</c> (field, only Home's building 2),
/// <c>doctor</c> (partner of Home), <c>neighbour</c> (committee of Next), <c>stranger</c> (committee of Far), <c>town</c> (overseer of the
/// town of Home and Next), <c>admin</c> (administrator of everything), <c>nobody</c> (account without grant).
/// </summary>
public sealed class Cast
{
    public const string Password = "correct-horse-42";

    public const long Home = 310107103017;
    public const long Next = 310107103018;
    public const long Far = 340302004008;
    public const long Town = 310107103000;

    /// <summary>Compound of Home: 一期.</summary>
    public Guid Compound { get; private set; }

    /// <summary>1号楼 of Home: 2 units × 6 floors × 2.</summary>
    public Guid Building1 { get; private set; }

    /// <summary>2号楼 of Home: 1 unit × 3 floors × 2; the only one of <c>guard</c>.</summary>
    public Guid Building2 { get; private set; }

    public Dictionary<string, Guid> Accounts { get; } = [];

    internal static async Task<Cast> MakeAsync(TestApp app)
    {
        var cast = new Cast();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var keys = scope.ServiceProvider.GetRequiredService<KeyRing>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        foreach (var (code, name) in new[] { (Home, "樱花苑居委会"), (Next, "邻居社区居委会"), (Far, "龙湖春天社区居委会") })
        {
            db.Add(new Community { CommunityId = code, Name = name, Above = "测试省测试市", CreatedAt = app.Clock.Now() });
            db.AddRange(CareTags.For(code));
            db.AddRange(ShippedPlans.For(code, app.Clock.Now()));
        }

        cast.Compound = Ids.New();
        db.Add(new Compound { CommunityId = Home, Id = cast.Compound, Name = "一期", SortKey = "0001" });
        cast.Building1 = AddBuilding(db, keys, cast.Compound, 1, units: 2, floors: 6);
        cast.Building2 = AddBuilding(db, keys, cast.Compound, 2, units: 1, floors: 3);
        await db.SaveChangesAsync();
        await cast.AddAsync(users, db, "director", "高主任", Role.Committee, Home);
        await cast.AddAsync(users, db, "deputy", "陈副主任", Role.Committee, Home);
        await cast.AddAsync(users, db, "worker", "小周", Role.Field, Home);
        await cast.AddAsync(users, db, "guard", "老秦", Role.Field, Home, cast.Building2);
        await cast.AddAsync(users, db, "doctor", "林医生", Role.Partner, Home);
        await cast.AddAsync(users, db, "neighbour", "邻主任", Role.Committee, Next);
        await cast.AddAsync(users, db, "stranger", "许主任", Role.Committee, Far);
        await cast.AddAsync(users, db, "town", "镇联络员", Role.Overseer, Town);
        await cast.AddAsync(users, db, "admin", "管理员", Role.Administrator, 0);
        await cast.AddAsync(users, db, "nobody", "无权者", null, 0);
        write.Record(0, "test.cast", null, "测试角色");
        await write.CommitAsync();
        return cast;
    }

    private static Guid AddBuilding(Db db, KeyRing keys, Guid compound, int number, int units, int floors)
    {
        var building = new Building
        {
            CommunityId = Home,
            Id = Ids.New(),
            CompoundId = compound,
            Label = $"{number}号楼",
            Key = $"{number}",
            SortKey = $"{number:D6}",
        };
        db.Add(building);
        for (var unit = 1; unit <= units; unit++)
        {
            for (var floor = 1; floor <= floors; floor++)
            {
                for (var door = 1; door <= 2; door++)
                {
                    var id = Ids.New();
                    db.Add(new Dwelling
                    {
                        CommunityId = Home,
                        Id = id,
                        BuildingId = building.Id,
                        Unit = unit,
                        Floor = floor,
                        Room = $"{floor}0{door}",
                        Label = $"{number}号楼{unit}单元{floor}0{door}室",
                        SortKey = $"{unit:D2}{floor:D3}{door:D4}",
                        DoorCodeHash = DoorCode.HashOf(keys, Home, id, 1),
                    });
                }
            }
        }

        return building.Id;
    }

    private async Task AddAsync(
        UserManager<Account> users, Db db, string name, string display, Role? role, long place, Guid? building = null)
    {
        var account = new Account { Id = Ids.New(), UserName = name, DisplayName = display };
        (await users.CreateAsync(account, Password)).Succeeded.ShouldBeTrue();
        Accounts[name] = account.Id;
        if (role is { } held)
        {
            db.Add(new Grant { Id = Ids.New(), AccountId = account.Id, Role = held, Place = place, BuildingId = building });
        }
    }
}
