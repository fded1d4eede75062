using SafeIsle.Health.Measures;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>An order that is to be made, with all that belongs to it.</summary>
/// <param name="Units">Those that it binds; for a whole building all there are.</param>
internal sealed record NewOrder(ClosureOrder Order, IReadOnlyList<int> Units, IReadOnlyList<ClosureTask> Tasks);

/// <summary>Makes orders, one or several, inside an open write: units, tasks, event, what other modules add, audit.</summary>
internal static class MakeOrders
{
    /// <param name="like">In words, after which order these are made: 照38号楼; empty for none.</param>
    public static async Task AddAsync(
        Db db, WriteScope write, Me me, ResponsePlan plan, PlanBody body, IReadOnlyList<NewOrder> orders, IEnumerable<OrderMade> hooks, Signals signals,
        string like, CancellationToken cancel)
    {
        db.AddRange(orders.Select(o => o.Order));
        db.AddRange(Units(orders));
        foreach (var (order, _, tasks) in orders)
        {
            db.AddRange(tasks);
            await ClosureTodos.AskAsync(db, order, tasks, order.MadeAt, cancel);
            var words = $"{like}下令封控{order.Label}：{order.Authority}决定，依据：{order.DocumentNumber}；{order.StartsAt.Full()}起，封控到{order.ClosedUntil.Full()}，"
                + $"健康管理到{order.MonitoredUntil.Full()}；按预案“{plan.Name}”第 {plan.Version} 版分派任务 {tasks.Count} 项。";
            db.Add(ClosureEvent.Of(order, order.MadeAt, Stage.Before, me.Name, words));
            foreach (var hook in hooks)
            {
                await hook(db, order, body, cancel);
            }

            await ProposeClosing.SettleAsync(db, order.CommunityId, order.BuildingId, order.MadeAt, cancel);
            write.Record(order.CommunityId, "closure.open", order.Id, words);
            write.AfterCommit(() => signals.RaiseBuilding(order.CommunityId, order.BuildingId));
        }
    }

    /// <summary>The order itself with its notices, not yet saved.</summary>
    public static ClosureOrder Order(
        Community community, Building building, string compound, ResponsePlan plan, PlanBody body, ClosureDraft draft, Guid id, Me me,
        DateTimeOffset now)
    {
        var span = ClosureSpan.From(draft.StartsAt, body.ClosedDays, body.MonitoredDays);
        var order = new ClosureOrder
        {
            CommunityId = community.CommunityId,
            Id = id,
            BuildingId = building.Id,
            Label = ClosureWords.Label(building.Label, draft.Whole, draft.Units),
            Whole = draft.Whole,
            PlanId = plan.Id,
            Authority = draft.Authority,
            DocumentNumber = draft.DocumentNumber,
            Basis = draft.Basis,
            DecidedOn = draft.DecidedOn,
            StartsAt = span.StartsAt,
            ClosedUntil = span.ClosedUntil,
            MonitoredUntil = span.MonitoredUntil,
            MadeAt = now,
            MadeBy = me.Name,
            DoorNotice = "",
            Objection = "",
        };
        var values = ClosureWords.Values(order, body, community, compound);
        order.DoorNotice = PlanText.Fill(body.Templates.DoorNotice, values);
        order.Objection = PlanText.Fill(body.Templates.Objection, values);
        return order;
    }

    // Two who close the same buildings at once must meet at the same row first, or PostgreSQL finds them waiting for each other: rows are
    // inserted in the order of their ids, so ids rise with building and unit.
    private static IEnumerable<ClosureUnit> Units(IReadOnlyList<NewOrder> orders)
    {
        var units = orders.SelectMany(o => (o.Order.Whole ? o.Units.Append(0).Distinct() : o.Units).Select(unit => (o.Order, Unit: unit)))
            .OrderBy(u => u.Order.BuildingId).ThenBy(u => u.Unit).ToList();
        var ids = units.Select(_ => Ids.New()).Order().ToList();
        return units.Zip(ids, (u, id) => new ClosureUnit
        {
            CommunityId = u.Order.CommunityId, Id = id, BuildingId = u.Order.BuildingId, OrderId = u.Order.Id, Unit = u.Unit,
        });
    }
}
