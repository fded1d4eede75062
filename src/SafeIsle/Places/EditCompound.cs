using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Adds a compound, or renames one and says whether it has a fence.</summary>
internal static class EditCompound
{
    public static string NewPath(long community) => $"/desk/{community}/places/compounds/new";

    public static string Path(long community, Guid id) => $"/desk/{community}/places/compounds/{id}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/places/compounds/new", (long community) => Page.Of<EditCompoundPage>(new { Community = community }))
            .May(Role.Committee);
        app.MapPost("/desk/{community:long}/places/compounds/new", AddAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/places/compounds/{id:guid}", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/places/compounds/{id:guid}", ChangeAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, CancellationToken cancel) =>
        await db.Compounds.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == id, cancel) is { } compound
            ? Page.Of<EditCompoundPage>(new { Community = community, Compound = compound })
            : TypedResults.NotFound();

    private static async Task<IResult> AddAsync(long community, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var (name, kind) = Read(form);
        if (form.Ok)
        {
            try
            {
                await using var write = await db.BeginWriteAsync(me.Actor, cancel);
                var compound = NewPlace.Compound(community, name, kind);
                db.Add(compound);
                write.Record(community, "compound.add", compound.Id, $"添加小区 {name}（{PlaceWords.Of(kind)}）");
                await write.CommitAsync(cancel);
                return http.Done($"{GenerateBuildings.Path(community)}?compound={compound.Id}", $"已添加{name}；接着生成它的楼栋。");
            }
            catch (DbUpdateException collision) when (collision.IsTaken())
            {
                SayTaken(form, name);
            }
        }

        return Page.Again<EditCompoundPage>(new { Community = community, Form = form });
    }

    private static async Task<IResult> ChangeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var (name, kind) = Read(form);
        var compound = await db.Compounds.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == id, cancel);
        if (compound is null)
        {
            return TypedResults.NotFound();
        }

        if (form.Ok)
        {
            try
            {
                await using var write = await db.BeginWriteAsync(me.Actor, cancel);
                var changed = await db.Compounds.AsTracking().SingleAsync(c => c.CommunityId == community && c.Id == id, cancel);
                write.Record(community, "compound.change", id, $"小区 {changed.Name} 改为 {name}（{PlaceWords.Of(kind)}）");
                changed.Name = name;
                changed.Kind = kind;
                changed.SortKey = CompoundRules.SortKey(name);
                await write.CommitAsync(cancel);
                return http.Done(ListPlaces.Path(community), "已保存。");
            }
            catch (DbUpdateException collision) when (collision.IsTaken())
            {
                SayTaken(form, name);
            }
        }

        return Page.Again<EditCompoundPage>(new { Community = community, Compound = compound, Form = form });
    }

    private static (string Name, CompoundKind Kind) Read(FormInput form) =>
        (form.Required("name", "小区名称", CompoundRules.NameLength), form.RequiredChoice<CompoundKind>("kind", "类型"));

    private static void SayTaken(FormInput form, string name) => form.Wrong("name", $"已经有叫「{name}」的小区，请换一个名称，例如加上几期。");
}
