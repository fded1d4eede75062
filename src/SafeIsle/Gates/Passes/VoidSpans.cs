using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Health.Measures;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Gates.Passes;

/// <summary>From when to when a household's passes did not count, and which of a rule's voids it was.</summary>
/// <param name="To">Null: until it is settled.</param>
/// <param name="Person">Whose passes alone; null: all of the household.</param>
internal sealed record VoidSpan(Guid Household, PassVoid Reason, DateTimeOffset From, DateTimeOffset? To, Guid? Person = null)
{
    /// <param name="person">Whose pass it is; null: the household's.</param>
    public bool Binds(Guid? person) => Person is null || Person == person;
}

/// <summary>What holds passes and comes and goes: closed buildings, findings about travel, returns, measures.</summary>
internal static class VoidSpans
{
    /// <summary>The voids that come as spans.</summary>
    public static readonly IReadOnlyList<PassVoid> Reasons = [PassVoid.Closed, PassVoid.Travel, PassVoid.Returnee, PassVoid.Isolation];

    /// <summary>Those that touch the time between two moments, of these households; null: of all.</summary>
    public static async Task<List<VoidSpan>> ListAsync(
        Db db, long community, IReadOnlyCollection<Guid>? households, DateTimeOffset since, DateTimeOffset until, CancellationToken cancel)
    {
        // One statement, as each scan at each gate asks it, and mostly for nothing.
        var rows = await Closed(db, community, households, since)
            .Concat(Travel(db, community, households, since, until))
            .Concat(Returns(db, community, households, since, until))
            .Concat(Measures(db, community, households, since, until)).ToListAsync(cancel);
        var orders = rows.Where(r => r.Reason == PassVoid.Closed).Select(r => r.Source).Distinct().ToList();
        // Counted anew, it was closed from the first beginning on, as long as that was to last.
        var before = orders.Count == 0 ? [] : await db.ClosureExtensions.Where(e => e.CommunityId == community && orders.Contains(e.OrderId) && e.OldStartsAt != null)
            .Select(e => new { e.OrderId, From = e.OldStartsAt!.Value, To = e.OldClosedUntil }).ToListAsync(cancel);
        var spans = rows.ConvertAll(r => new VoidSpan(r.Household, r.Reason, r.From, r.To, r.Whose == r.Household ? null : r.Whose));
        spans.AddRange(
            from r in rows
            join b in before on r.Source equals b.OrderId
            select new VoidSpan(r.Household, PassVoid.Closed, b.From, b.To));
        return spans.FindAll(s => s.From <= until && (s.To is null || s.To > since));
    }

    // Its times are looked at afterwards: an order that was counted anew closed for longer than it says.
    private static IQueryable<Row> Closed(Db db, long community, IReadOnlyCollection<Guid>? households, DateTimeOffset since)
    {
        var orders = db.ClosureOrders.Where(o => o.CommunityId == community && (o.LiftedAt == null || o.LiftedAt > since));
        return
            from h in InsideOrder.Of(db, orders)
            join o in orders on h.OrderId equals o.Id
            where households == null || households.Contains(h.HouseholdId)
            select new Row
            {
                Household = h.HouseholdId, Reason = PassVoid.Closed, From = o.StartsAt, To = o.LiftedAt < o.ClosedUntil ? o.LiftedAt : o.ClosedUntil, Whose = h.HouseholdId, Source = o.Id,
            };
    }

    private static IQueryable<Row> Travel(Db db, long community, IReadOnlyCollection<Guid>? households, DateTimeOffset since, DateTimeOffset until)
    {
        var barring = Enum.GetValues<TravelFollow>().Where(f => f.Bars()).ToList();
        return
            from f in db.TravelFindings
            where f.CommunityId == community && f.ConfirmedAt != null && f.ConfirmedAt <= until && (f.ResolvedAt == null || f.ResolvedAt > since)
                && barring.Contains(f.Follow) && (households == null || households.Contains(f.HouseholdId))
            select new Row { Household = f.HouseholdId, Reason = PassVoid.Travel, From = f.ConfirmedAt!.Value, To = f.ResolvedAt, Whose = f.HouseholdId, Source = f.Id };
    }

    private static IQueryable<Row> Returns(Db db, long community, IReadOnlyCollection<Guid>? households, DateTimeOffset since, DateTimeOffset until) =>
        from r in db.Returnees
        where r.CommunityId == community && r.HouseholdId != null && r.ArrivedAt != null && r.ArrivedAt <= until && r.ProvenAt != null && r.ProvenAt <= until && (r.EndedAt == null || r.EndedAt > since)
            && (households == null || households.Contains(r.HouseholdId!.Value))
        select new Row { Household = r.HouseholdId!.Value, Reason = PassVoid.Returnee, From = r.ProvenAt > r.ArrivedAt ? r.ProvenAt!.Value : r.ArrivedAt!.Value, To = r.EndedAt, Whose = r.HouseholdId!.Value, Source = r.Id };

    // Opened later for a day before it: nobody at the gate could know.
    private static IQueryable<Row> Measures(Db db, long community, IReadOnlyCollection<Guid>? households, DateTimeOffset since, DateTimeOffset until) =>
        from m in db.Measures
        where m.CommunityId == community && m.Passes != PassHold.None && m.StartsAt <= until && (m.EndedAt == null || m.EndedAt > since)
            && (households == null || households.Contains(m.HouseholdId))
        select new Row
        {
            Household = m.HouseholdId, Reason = PassVoid.Isolation, From = m.StartsAt > m.OpenedAt ? m.StartsAt : m.OpenedAt, To = m.EndedAt,
            Whose = m.Passes == PassHold.Household ? m.HouseholdId : m.PersonId, Source = m.Id,
        };

    /// <summary>For the committee: why a household gets no pass.</summary>
    public static string Sentence(PassVoid reason) => reason switch
    {
        PassVoid.Travel => "这一户有人的行程没有核清",
        PassVoid.Returnee => "这一户有人刚从外地回来，还没有核对行程",
        PassVoid.Isolation => "这一户有人隔离、观察",
        PassVoid.Closed => "这一户正在封控",
        PassVoid.Unscreened => "这一户还没有核实过登记",
    };

    private sealed class Row
    {
        public Guid Household { get; init; }
        public PassVoid Reason { get; init; }
        public DateTimeOffset From { get; init; }
        public DateTimeOffset? To { get; init; }

        /// <summary>The household, or the person whose passes alone it holds. No null: in a union nothing says how an id is stored.</summary>
        public Guid Whose { get; init; }

        /// <summary>The order, finding, return or measure.</summary>
        public Guid Source { get; init; }
    }
}
