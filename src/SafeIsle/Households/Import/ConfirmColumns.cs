using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Import;

/// <summary>The user says which sheets are taken and what each column means; then the file is read.</summary>
public static class ConfirmColumns
{
    private const int LongestCompound = 40;

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/imports/{id:guid}/columns", ConfirmAsync).May(Role.Committee);

    internal static async Task<IResult> PageOfAsync(Db db, Me me, Sealer sealer, RegisterImport import, CancellationToken cancel, ImportPlan? plan = null, FormInput? form = null)
    {
        var parameters = new
        {
            Import = import,
            Plan = plan ?? ImportStore.Plan(sealer, import),
            Compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == import.CommunityId).OrderBy(c => c.SortKey).Select(c => c.Name).ToListAsync(cancel),
            Tags = await ImportStore.TagsAsync(db, import.CommunityId, cancel),
            Form = form ?? FormInput.Empty,
        };
        return form is { Ok: false } ? Page.Again<ColumnsPage>(parameters) : Page.Of<ColumnsPage>(parameters);
    }

    private static async Task<IResult> ConfirmAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, JobQueue jobs, CancellationToken cancel)
    {
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        if (import is null)
        {
            return TypedResults.NotFound();
        }

        if (import.Stage is not (ImportStage.Columns or ImportStage.Preview))
        {
            return http.Refused(ImportStore.Path(community, id), "这次导入已经不在核对列这一步了。");
        }

        var words = await ImportStore.TagWordsAsync(db, community, cancel);
        var before = ImportStore.Plan(sealer, import);
        var (plan, moved) = Read(form, before, words, () => SheetFile.Read(
            new MemoryStream(sealer.OpenBytes(SealedColumn.ImportFile, id, import.FileSealed!)), SheetLimits.Default).Value);
        if (!form.Ok)
        {
            return await PageOfAsync(db, me, sealer, import, cancel, plan, form);
        }

        var sealedPlan = ImportStore.Seal(sealer, id, plan);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await db.RegisterImports.Where(i => i.CommunityId == community && i.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.PlanSealed, sealedPlan), cancel);
        write.Record(community, "import.columns", id, $"核对导入文件“{import.FileName}”的列");
        if (moved)
        {
            // Another heading: its columns are shown again before anything is read by them.
            await ImportStore.MoveAsync(db, community, id, import.Stage, ImportStage.Columns, null, cancel);
            await write.CommitAsync(cancel);
            return http.Done(ImportStore.Path(community, id), "表头已换，请再核对一遍各列的含义。");
        }

        if (!await ImportStore.StartAsync(db, jobs, write, me, import, ImportStage.Reading, cancel))
        {
            return http.Refused(ImportStore.Path(community, id), "已经在读取了。");
        }

        await write.CommitAsync(cancel);
        return http.Done(ImportStore.Path(community, id), "正在读取并与登记比对。");
    }

    private static (ImportPlan Plan, bool Moved) Read(FormInput form, ImportPlan before, IReadOnlyDictionary<string, string> words, Func<SheetFile> open)
    {
        SheetFile? file = null;
        var moved = false;
        var sheets = new List<SheetPlan>();
        for (var i = 0; i < before.Sheets.Count; i++)
        {
            var sheet = before.Sheets[i] with
            {
                Take = form.Ticked($"take.{i}"),
                Compound = form.Text($"compound.{i}", "小区", LongestCompound),
            };
            var row = form.Number($"header.{i}", "表头所在行", 1, CellName.LastRow);
            if (row is { } at && at != sheet.Header.FirstRow)
            {
                file ??= open();
                sheets.Add(sheet.WithHeaderAt(file.Sheets[i], at, words));
                moved = true;
                continue;
            }

            sheet = sheet with { Header = sheet.Header with { Columns = [.. sheet.Header.Columns.Select(c => Read(form, i, c, words))] } };
            if (sheet.Take)
            {
                Check(form, i, sheet);
            }

            sheets.Add(sheet);
        }

        if (!sheets.Exists(s => s.Take))
        {
            form.Wrong("take", "请至少选一张要导入的工作表。");
        }

        return (new(sheets, form.Ticked("keep")), moved);
    }

    private static HeaderColumn Read(FormInput form, int sheet, HeaderColumn column, IReadOnlyDictionary<string, string> words)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"col.{sheet}.{column.Index}");
        if (!form.Has(name))
        {
            return column;
        }

        // TagTick/alone: the tag belongs to the choice.
        var chosen = form.Typed(name).Split('/', 2);
        if (!Enum.TryParse<RegisterColumn>(chosen[0], out var meaning) || !Enum.IsDefined(meaning))
        {
            form.Wrong(name, "含义的选项不对，请重新选择。");
            return column;
        }

        var word = meaning == RegisterColumn.TagTick ? words.FirstOrDefault(w => w.Value == chosen[^1]).Key : null;
        return column with { Column = meaning == RegisterColumn.TagTick && word is null ? RegisterColumn.None : meaning, TagWord = word };
    }

    private static void Check(FormInput form, int at, SheetPlan sheet)
    {
        if (!sheet.Header.Found)
        {
            form.Wrong($"header.{at}", $"“{sheet.Name}”没有找到表头：请填表头所在行，或不导入这张表。");
            return;
        }

        var twice = sheet.Header.Columns.Where(c => !ColumnWords.MayRepeat(c.Column)).GroupBy(c => c.Column).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            var columns = string.Join('、', twice.Select(c => CellName.Column(c.Index)));
            form.Wrong($"col.{at}.{twice.Last().Index}", $"“{ColumnWords.NameOf(twice.Key)}”选了两次（{columns} 列），只能选一列，另一列请改掉。");
        }

        var found = sheet.Header.Columns.Select(c => c.Column).ToHashSet();
        if (!found.Overlaps([RegisterColumn.Name, RegisterColumn.TenantName]))
        {
            form.Wrong($"sheet.{at}", $"“{sheet.Name}”还没有哪一列是姓名，请选出来，或不导入这张表。");
        }
    }
}
