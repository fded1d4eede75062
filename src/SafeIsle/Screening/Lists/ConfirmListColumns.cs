using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.Import;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Lists;

/// <summary>The user says which sheet it is and what its columns hold; then the list is matched.</summary>
internal static class ConfirmListColumns
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/lists/{id:guid}/columns", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/lists/{id:guid}/columns", ConfirmAsync).May(Role.Committee);
    }

    internal static IResult PageOf(Sealer sealer, SentList list, SentPlan? plan = null, FormInput? form = null)
    {
        var parameters = new { List = list, Plan = plan ?? SentPlan.Open(sealer, list), Form = form ?? FormInput.Empty };
        return form is { Ok: false } ? Page.Again<ListColumnsPage>(parameters) : Page.Of<ListColumnsPage>(parameters);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, Sealer sealer, CancellationToken cancel) =>
        await ShowList.FindAsync(db, me, community, id, cancel) is { Stage: SentStage.Columns or SentStage.Matched } list ? PageOf(sealer, list) : TypedResults.NotFound();

    private static async Task<IResult> ConfirmAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, JobQueue jobs, CancellationToken cancel)
    {
        if (await ShowList.FindAsync(db, me, community, id, cancel) is not { } list)
        {
            return TypedResults.NotFound();
        }

        if (list.Stage is not (SentStage.Columns or SentStage.Matched))
        {
            return http.Refused(TakeList.Path(list), list.Stage == SentStage.Matching ? "这份名单正在比对。" : "这份名单已经删除。");
        }

        var before = SentPlan.Open(sealer, list);
        var (plan, moved) = Read(form, before, () => CsvFile.ReadEither(sealer.OpenBytes(SealedColumn.SentFile, id, list.FileSealed!), list.FileName, SheetLimits.Default).Value);
        if (!form.Ok)
        {
            return PageOf(sealer, list, plan, form);
        }

        var sealedPlan = plan.Seal(sealer, id);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var lists = db.SentLists.Where(l => l.CommunityId == community && l.Id == id && l.Stage == list.Stage);
        if (await lists.ExecuteUpdateAsync(set => set.SetProperty(l => l.PlanSealed, sealedPlan), cancel) == 0)
        {
            return http.Refused(TakeList.Path(list), "这份名单刚刚有人动过，请看现在的状态。");
        }

        write.Record(community, "list.columns", id, $"核对名单“{list.FileName}”的列");
        if (!moved)
        {
            var job = jobs.Add(write, me, community, MatchList.Name, $"比对名单：{list.FileName}", id.ToString());
            await lists.ExecuteUpdateAsync(set => set.SetProperty(l => l.Stage, SentStage.Matching).SetProperty(l => l.JobId, job.Id), cancel);
        }

        await write.CommitAsync(cancel);
        return moved ? http.Done(TakeList.Path(list) + "/columns", "表头已换，请再核对一遍各列的含义。") : http.Done(TakeList.Path(list), "正在与登记比对。");
    }

    private static (SentPlan Plan, bool Moved) Read(FormInput form, SentPlan before, Func<SheetFile> open)
    {
        var sheet = form.Number("sheet", "工作表", 0, before.Sheets.Count - 1) ?? before.Sheet;
        var row = form.Number("header", "表头所在行", 0, CellName.LastRow);
        if (sheet != before.Sheet)
        {
            return (SentPlan.Of(open(), sheet), true);
        }

        if (row is { } at && at != before.Header.FirstRow)
        {
            return (SentPlan.Of(open(), sheet, at), true);
        }

        var plan = before with { Header = before.Header with { Columns = [.. before.Header.Columns.Select(c => Read(form, c))] } };
        var twice = plan.Header.Columns.Where(c => c.Column != RegisterColumn.None).GroupBy(c => c.Column).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            form.Wrong(
                NameOf(twice.Last().Index),
                $"“{ColumnWords.NameOf(twice.Key)}”选了两次（{string.Join('、', twice.Select(c => CellName.Column(c.Index)))} 列），只能选一列，另一列请改掉。");
        }

        if (!plan.Header.Columns.Any(c => c.Column is RegisterColumn.Name or RegisterColumn.DocumentNumber or RegisterColumn.Phone))
        {
            form.Wrong("columns", "还没有哪一列是姓名、证件号码或电话，请至少选出一列，不然没法比对。");
        }

        return (plan, false);
    }

    internal static string NameOf(int column) => string.Create(CultureInfo.InvariantCulture, $"col.{column}");

    private static HeaderColumn Read(FormInput form, HeaderColumn column)
    {
        var name = NameOf(column.Index);
        if (!form.Has(name))
        {
            return column;
        }

        var meaning = form.RequiredChoice<RegisterColumn>(name, "含义");
        if (!SentPlan.Meanings.Contains(meaning))
        {
            form.Wrong(name, "含义的选项不对，请重新选择。");
        }

        return column with { Column = meaning };
    }
}
