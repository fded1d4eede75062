using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Import;

/// <summary>Keeps in the database what the user ticks in the preview, and starts writing it.</summary>
public static class ChooseRows
{
    private const int MostRows = 200;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/imports/{id:guid}/choose", ChooseAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/imports/{id:guid}/choose-all", ChooseAllAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/imports/{id:guid}/choose-place", ChoosePlaceAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/imports/{id:guid}/choose-places", ChoosePlacesAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/imports/{id:guid}/confirm", ConfirmAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/imports/{id:guid}/apply", ApplyAsync).May(Role.Committee);
    }

    /// <summary>The ticks of one page: of the rows it showed, those fields that are ticked and no others.</summary>
    private static async Task<IResult> ChooseAsync(long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var shown = form.All("row").Select(text => Guid.TryParse(text, out var row) ? row : Guid.Empty).Take(MostRows).ToList();
        var ticked = form.All("pick").Select(text => text.Split(':')).Where(p => p.Length == 2 && int.TryParse(p[1], out _))
            .GroupBy(p => p[0], p => int.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Aggregate(0, (all, bit) => all | bit), StringComparer.Ordinal);
        return await ChangeAsync(community, id, http, db, me, form, async rows =>
        {
            var changed = 0;
            foreach (var row in await rows.AsTracking().Where(r => shown.Contains(r.Id) && (r.Missing == MissingPlace.None || r.MakePlace == true)).ToListAsync(cancel))
            {
                var chosen = ticked.GetValueOrDefault(row.Id.ToString()) & row.Offered;
                changed += chosen == row.Chosen ? 0 : 1;
                row.Chosen = chosen;
            }

            return changed;
        }, cancel);
    }

    /// <summary>All or none of a verdict, a building or one field. A place that is not there yet is decided on its own.</summary>
    private static async Task<IResult> ChooseAllAsync(long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var verdict = form.RequiredChoice<RowVerdict>("verdict", "类别");
        var field = form.Choice<PersonField>("field", "项目");
        if (!form.Ok)
        {
            return http.Refused(ImportStore.Path(community, id), form.Errors.Values.First());
        }

        var mask = field is { } one ? StagedRow.Bit(one) : -1;
        var (all, rest) = (form.Typed("all") == "1", ~mask);
        var place = form.Typed("place");
        return await ChangeAsync(community, id, http, db, me, form, rows =>
        {
            rows = rows.Where(r => r.Verdict == verdict && (r.Missing == MissingPlace.None || r.MakePlace == true));
            rows = place.Length > 0 ? rows.Where(r => r.Place == place) : rows;
            return all
                ? rows.ExecuteUpdateAsync(set => set.SetProperty(r => r.Chosen, r => r.Chosen | (r.Offered & mask)), cancel)
                : rows.ExecuteUpdateAsync(set => set.SetProperty(r => r.Chosen, r => r.Chosen & rest), cancel);
        }, cancel);
    }

    /// <summary>Makes a building or doors that the community does not have yet, or turns their rows back.</summary>
    private static async Task<IResult> ChoosePlaceAsync(long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var missing = form.RequiredChoice<MissingPlace>("missing", "房屋");
        var (place, make) = (form.Typed("place"), form.Typed("make") == "1");
        return !form.Ok
            ? http.Refused(ImportStore.Path(community, id), form.Errors.Values.First())
            : await ChangeAsync(community, id, http, db, me, form, rows => DecideAsync(rows.Where(r => r.Missing == missing && r.Place == place), make, cancel), cancel);
    }

    /// <summary>The same for all places that are not there yet.</summary>
    private static Task<IResult> ChoosePlacesAsync(long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel) =>
        ChangeAsync(community, id, http, db, me, form, rows => DecideAsync(rows.Where(r => r.Missing != MissingPlace.None), form.Typed("make") == "1", cancel), cancel);

    private static Task<int> DecideAsync(IQueryable<StagedRow> rows, bool make, CancellationToken cancel) => rows.Where(r => r.Verdict == RowVerdict.New)
        .ExecuteUpdateAsync(set => set.SetProperty(r => r.MakePlace, make).SetProperty(r => r.Chosen, r => make ? r.Offered : 0), cancel);

    private static async Task<IResult> ChangeAsync(
        long community, Guid id, HttpContext http, Db db, Me me, FormInput form, Func<IQueryable<StagedRow>, Task<int>> change, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var import = await ImportStore.Of(db, me, community, id).Select(i => new { i.Stage, i.FileName }).SingleOrDefaultAsync(cancel);
        if (import is null)
        {
            return TypedResults.NotFound();
        }

        var back = ImportStore.Path(community, id);
        if (import.Stage != ImportStage.Preview)
        {
            return http.Refused(back, "这次导入已经不在选择这一步了，选择没有改动。");
        }

        var changed = await change(db.StagedRows.Within(me).Where(r => r.CommunityId == community && r.ImportId == id));
        if (changed > 0)
        {
            write.Record(community, "import.choose", id, $"导入“{import.FileName}”：改动了 {changed} 行的选择");
            await write.CommitAsync(cancel);
        }

        return form.Typed("go") switch
        {
            "confirm" when await db.StagedRows.Within(me).Where(r => r.CommunityId == community && r.ImportId == id).CountAsync(PreviewImport.Undecided, cancel) is var undecided and > 0 =>
                http.Refused(back + Query(form.Typed("here")), StillUndecided(undecided)),
            "confirm" => http.Done(back + "/confirm", "选择已保存。"),
            "next" => http.Done(back + Query(form.Typed("next")), "选择已保存。"),
            _ => http.Done(back + Query(form.Typed("here")), "选择已保存。"),
        };
    }

    private static string StillUndecided(int rows) => $"还有 {rows} 行等您决定：登记里没有这些房屋，请先选“新建”或“不建”。";

    private static string Query(string typed) => typed.StartsWith('?') ? typed : "";

    private static async Task<IResult> ConfirmAsync(long community, Guid id, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        if (import is null)
        {
            return TypedResults.NotFound();
        }

        if (import.Stage != ImportStage.Preview)
        {
            return http.Refused(ImportStore.Path(community, id), "这次导入已经不在选择这一步了。");
        }

        var rows = db.StagedRows.Within(me).Where(r => r.CommunityId == community && r.ImportId == id);
        if (await rows.CountAsync(PreviewImport.Undecided, cancel) is var undecided and > 0)
        {
            return http.Refused(ImportStore.Path(community, id), StillUndecided(undecided));
        }

        var made = rows.Where(r => r.Chosen != 0 && r.Missing != MissingPlace.None);
        return Page.Of<ConfirmImportPage>(new
        {
            Import = import,
            Sums = await PreviewImport.SumsAsync(rows, cancel),
            Buildings = await made.Where(r => r.Missing != MissingPlace.Dwelling).Select(r => r.Place).Distinct().OrderBy(p => p).ToListAsync(cancel),
            Dwellings = await made.Select(r => new { r.Place, r.Door }).Distinct().CountAsync(cancel),
            NotMade = await rows.CountAsync(r => r.Verdict == RowVerdict.New && r.Missing != MissingPlace.None && r.Chosen == 0, cancel),
            Rejected = await rows.CountAsync(r => r.Verdict == RowVerdict.Rejected, cancel),
            Unmentioned = await rows.CountAsync(r => r.Verdict == RowVerdict.Unmentioned, cancel),
        });
    }

    private static async Task<IResult> ApplyAsync(long community, Guid id, HttpContext http, Db db, Me me, JobQueue jobs, CancellationToken cancel)
    {
        var back = ImportStore.Path(community, id);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        if (import is null)
        {
            return TypedResults.NotFound();
        }

        var undecided = await db.StagedRows.Within(me).Where(r => r.CommunityId == community && r.ImportId == id).CountAsync(PreviewImport.Undecided, cancel);
        if (import.Stage == ImportStage.Preview && undecided > 0)
        {
            return http.Refused(back, StillUndecided(undecided));
        }

        if (import.Stage != ImportStage.Preview || !await ImportStore.StartAsync(db, jobs, write, me, import, ImportStage.Applying, cancel))
        {
            return http.Refused(back, "已经有人按过“写入登记”了，不会写两遍。");
        }

        write.Record(community, "import.start", id, $"开始写入导入文件“{import.FileName}”");
        await write.CommitAsync(cancel);
        return http.Done(back, "正在写入，可以离开本页。");
    }
}
