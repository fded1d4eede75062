using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Closures;

/// <summary>先照护谁 of one order, or of all that are in force, as a list to be taken out.</summary>
internal sealed class CareExport(Db db, Sealer sealer, TimeProvider clock) : ExportSource
{
    private const string Name = "care";

    public override string Key => Name;

    public override string Title => "重点照护名单";

    public override IReadOnlyList<Role> Roles => [Role.Committee];

    public override bool HasNumbers => true;

    /// <summary>The address at which the export of one order begins.</summary>
    public static string LinkOf(long community, Guid order) => Link(community, Name, $"order={order}");

    public override async Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel)
    {
        var lists = await ListsAsync(ask, full: false, cancel);
        var words = OrderOf(ask) is null ? "正在封控的全部楼栋" : lists is [var (view, _)] ? $"{view.Compound}{view.Order.Label}" : "封控不在您负责的范围内";
        return new(lists.Sum(l => l.Groups.Sum(g => g.Rows.Count)), words, OrderOf(ask) is { } order ? $"?order={order}" : "",
            OrderOf(ask) is null && lists.Count == 0 ? "现在没有封控的楼栋，清单是空的。" : lists.All(l => l.Groups.Count == 0) ? "没有要重点照护的人，清单是空的。" : null);
    }

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel) => new(
        [
            new("楼栋", 14), new("先后", 6), new("人群", 16), new("房屋", 22), new("姓名", 12), new("年龄", 6), new("需要", 40), new("电话", 16), new("联系情况", 24),
        ],
        from list in await ListsAsync(ask, full, cancel)
        from @group in list.Groups.Index()
        from row in @group.Item.Rows
        select new SheetValue[]
        {
            list.View.Order.Label, @group.Index + 1, @group.Item.Group.Name, row.Person.Dwelling, row.Person.Name,
            row.Person.Age is { } age ? age : "", row.Needs,
            full || row.Person.Phone.Length == 0 ? row.Person.Phone : new PhoneNumber(row.Person.Phone).Masked, "",
        },
        ["只用于封控期间的照护；用完销毁，不转发。"]);

    private async Task<List<(OrderView View, IReadOnlyList<CareGroup> Groups)>> ListsAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var (me, asked) = (ask.Me, OrderOf(ask));
        var orders = await db.ClosureOrders.Within(me)
            .Where(o => o.CommunityId == ask.Community && (asked == null ? o.LiftedAt == null : o.Id == asked))
            .OrderBy(o => o.StartsAt).ThenBy(o => o.Id).Select(o => o.Id).ToListAsync(cancel);
        var lists = new List<(OrderView, IReadOnlyList<CareGroup>)>();
        foreach (var order in orders)
        {
            if (await OrderView.LoadAsync(db, me, ask.Community, order, cancel) is { } view)
            {
                lists.Add((view, await FirstCare.GroupsAsync(db, me, sealer, view, full, clock, cancel)));
            }
        }

        return lists;
    }

    private static Guid? OrderOf(ExportAsk ask) => Guid.TryParse(ask.Text("order"), out var order) ? order : null;
}
