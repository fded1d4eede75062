using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>The list of people to be looked after first: in full for those who call, masked for those who only watch.</summary>
internal static class FirstCare
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/care", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/care.xlsx", SheetAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var full = await OrderView.LoadAsync(db, me.Only([Role.Committee, Role.Field]), community, id, cancel) is not null;
        return Page.Of<FirstCarePage>(new { View = view, Groups = await LoadAsync(db, me, sealer, view, full, clock, cancel), Full = full });
    }

    private static async Task<IResult> SheetAsync(
        long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var groups = await LoadAsync(db, me, sealer, view, full: true, clock, cancel);
        var label = view.Order.Label;
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet(
                label, [new("先后", 6), new("人群", 16), new("房屋", 22), new("姓名", 12), new("年龄", 6), new("需要", 40), new("电话", 16), new("联系情况", 24)],
                $"{view.Compound} {label} 重点照护名单",
                $"{me.Name} 于 {clock.Now().Full()} 导出，用于本次封控的照护；用完销毁，不转发。");
            foreach (var (i, group) in groups.Index())
            {
                foreach (var row in group.Rows)
                {
                    writer.Row(
                        i + 1, group.Group.Name, row.Person.Dwelling, row.Person.Name, row.Person.Age is { } age ? age : "", row.Needs, row.Person.Phone, "");
                }
            }
        }

        return TypedResults.Bytes(file.ToArray(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{label}重点照护名单.xlsx");
    }

    /// <summary>The groups with their people; the look is recorded when it shows phones and medicines.</summary>
    internal static async Task<IReadOnlyList<CareGroup>> LoadAsync(
        Db db, Me me, Sealer sealer, OrderView view, bool full, TimeProvider clock, CancellationToken cancel)
    {
        var order = view.Order;
        if (full)
        {
            await db.RecordLookAsync(me.Actor, order.CommunityId, "closure.care", order.Id, $"查看{order.Label}重点照护名单（含电话、用药）", cancel);
        }

        var affected = await Affected.LoadAsync(db, sealer, me, order, clock.Today(), cancel);
        return CareList.Make(view.Body, affected.People, await CloseBuilding.TagNamesAsync(db, me, order.CommunityId, cancel), full);
    }
}
