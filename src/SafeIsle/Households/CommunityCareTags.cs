using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households;

/// <summary>The community's own list of care tags: add, rename, other words for it, order of urgency, retire.</summary>
internal static class CommunityCareTags
{
    public const int LongestName = 20;
    public const int LongestWords = 200;
    private const int MostTags = 60;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/tags", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/tags", AddAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/tags/{id:guid}", ChangeAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/tags/{id:guid}/retire", RetireAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Db db, Me me, CancellationToken cancel) =>
        Page.Of<CareTagsPage>(await ParametersAsync(community, db, me, FormInput.Empty, null, cancel));

    private static async Task<IResult> AddAsync(long community, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var (name, words) = Read(form);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var all = await db.CareTags.Where(t => t.CommunityId == community).ToListAsync(cancel);
        RefuseTwin(form, all, name, null);
        if (all.Count >= MostTags)
        {
            form.Wrong("name", $"最多 {MostTags} 个标签，请先停用不再使用的。");
        }

        if (!form.Ok)
        {
            return Page.Again<CareTagsPage>(await ParametersAsync(community, db, me, form, null, cancel));
        }

        var id = Ids.New();
        db.Add(new CareTag
        {
            CommunityId = community,
            Id = id,
            Code = $"own-{id.ToString("N")[^12..]}",
            Name = name,
            Words = words,
            AsksDetail = form.Ticked("asksDetail"),
            Position = all.Count == 0 ? 0 : all.Max(t => t.Position) + 1,
        });
        write.Record(community, "tag.add", id, $"新增关怀标签“{name}”");
        await write.CommitAsync(cancel);
        return http.Done(Path(community), $"已新增“{name}”。");
    }

    private static async Task<IResult> ChangeAsync(long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var (name, words) = Read(form);
        var position = form.Number("position", "顺序", 0, 999);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var all = await db.CareTags.AsTracking().Within(me).Where(t => t.CommunityId == community).ToListAsync(cancel);
        if (all.Find(t => t.Id == id) is not { } tag)
        {
            return TypedResults.NotFound();
        }

        RefuseTwin(form, all, name, id);
        if (!form.Ok)
        {
            return Page.Again<CareTagsPage>(await ParametersAsync(community, db, me, form, id, cancel));
        }

        write.Record(community, "tag.change", id, tag.Name == name ? $"修改关怀标签“{name}”" : $"关怀标签“{tag.Name}”改名为“{name}”");
        (tag.Name, tag.Words, tag.AsksDetail, tag.Position) = (name, words, form.Ticked("asksDetail"), position ?? tag.Position);
        await write.CommitAsync(cancel);
        return http.Done(Path(community), $"已保存“{name}”。");
    }

    /// <summary>Takes a tag out of the forms, or back into them. Who has it keeps it.</summary>
    private static async Task<IResult> RetireAsync(
        long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.CareTags.AsTracking().Within(me).SingleOrDefaultAsync(t => t.CommunityId == community && t.Id == id, cancel) is not { } tag)
        {
            return TypedResults.NotFound();
        }

        tag.ClosedAt = tag.ClosedAt is null ? clock.Now() : null;
        var what = tag.ClosedAt is null ? "重新启用" : "停用";
        write.Record(community, "tag.retire", id, $"{what}关怀标签“{tag.Name}”");
        await write.CommitAsync(cancel);
        return http.Done(Path(community), $"已{what}“{tag.Name}”。");
    }

    private static (string Name, string Words) Read(FormInput form) =>
        (form.Required("name", "标签名", LongestName), form.Text("words", "别的说法", LongestWords));

    private static void RefuseTwin(FormInput form, List<CareTag> all, string name, Guid? except)
    {
        if (name.Length > 0 && all.Exists(t => t.Id != except && ChineseText.Key(t.Name) == ChineseText.Key(name)))
        {
            form.Wrong("name", $"已有名为“{name}”的标签；停用的可以重新启用。");
        }
    }

    private static async Task<object> ParametersAsync(long community, Db db, Me me, FormInput form, Guid? wrong, CancellationToken cancel)
    {
        var tags = await db.CareTags.Within(me).Where(t => t.CommunityId == community).OrderBy(t => t.Position).ThenBy(t => t.Id).ToListAsync(cancel);
        var counts = await (
            from tag in db.PersonTags.Where(t => t.CommunityId == community)
            join person in db.People.Where(p => p.ClosedAt == null) on new { tag.CommunityId, Id = tag.PersonId } equals new { person.CommunityId, person.Id }
            group tag by tag.Tag into g
            select new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new { Community = community, Tags = tags, Counts = counts, Form = form, Wrong = wrong };
    }

    private static string Path(long community) => $"/desk/{community}/tags";
}
