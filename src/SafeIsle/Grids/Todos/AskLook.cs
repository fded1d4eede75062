using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Todos;

/// <summary>
/// Somebody looks in at a door (走访). The committee asks for it at any door and for any reason, modules do for theirs, and the one who goes
/// reads the same words each time: no reason can be told from another.
/// </summary>
public static class AskLook
{
    /// <summary>By when somebody should have been there.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromHours(24);

    /// <summary>What stands on the list; of the reason nothing.</summary>
    public const string Title = "上门走访，看看这一户的情况";

    /// <summary>What a door is called when it was not found.</summary>
    public const string NoDoor = "没有找到这一户，请写成 38-2-501 或 38号楼2单元501室";

    /// <summary>Characters of a door.</summary>
    public const int MostDoor = 60;

    private static readonly TimeSpan Again = TimeSpan.FromHours(4);

    public static readonly TodoKind Kind = new(
        "look", "走访", "walk", [new("normal", "情况正常", true), new("told", "有情况，已告诉居委会", true), new("nobody", "没人应", false, Again)]);

    internal static void Map(IEndpointRouteBuilder app) => app.MapPost("/desk/{community:long}/grids/visit", SendAsync).May(Role.Committee);

    private static async Task<IResult> SendAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var door = await DoorAsync(db, me, community, form.Required("door", "去哪一户", MostDoor), cancel);
        if (form.Ok && door is null)
        {
            form.Wrong("door", NoDoor + "。");
        }

        if (!form.Ok || door is not var (dwelling, building))
        {
            return Page.Again<ListGridsPage>(await ListGrids.PartsAsync(db, me, community, form, clock, cancel));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.AskAsync([At(dwelling, building, form.Id("visit") ?? Ids.New(), clock.Now())], cancel) == 0)
        {
            return http.Done(ListGrids.Path(community), $"{dwelling.Label}已经请人走访了。");
        }

        write.Record(community, "todo.visit", dwelling.Id, $"请网格员走访{dwelling.Label}");
        await write.CommitAsync(cancel);
        return http.Done(ListGrids.Path(community), $"已放进那一片网格员的待办：{dwelling.Label}。");
    }

    /// <summary>The thing to do; ask for it by <see cref="AskTodos"/>.</summary>
    /// <param name="source">The row that asks.</param>
    public static Todo At(Dwelling dwelling, Building building, Guid source, DateTimeOffset now) => new()
    {
        CommunityId = dwelling.CommunityId, Id = Ids.New(), BuildingId = building.Id, Unit = dwelling.Unit, DwellingId = dwelling.Id, Dwelling = dwelling.Label,
        SortKey = Todo.Place(building, dwelling), Kind = Kind.Code, SourceId = source, Title = Title, DueAt = now + Within,
    };

    /// <summary>The one door that was meant; null where there is none, or more than one.</summary>
    public static async Task<(Dwelling Dwelling, Building Building)?> DoorAsync(Db db, Me me, long community, string text, CancellationToken cancel)
    {
        if (!DwellingAddress.TryParseDoor(text, out var address))
        {
            return null;
        }

        var found = await (
            from d in db.Dwellings.Within(me).At(db, community, address)
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            orderby d.Id
            select new { Dwelling = d, Building = b }).Take(2).ToListAsync(cancel);
        return found is [var only] ? (only.Dwelling, only.Building) : null;
    }
}
