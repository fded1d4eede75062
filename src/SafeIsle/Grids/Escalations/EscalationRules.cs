using SafeIsle.Grids.Todos;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Escalations;

/// <summary>Who raises, sees and decides cases, their limits and words.</summary>
public static class EscalationRules
{
    /// <summary>Characters of what is said in a step.</summary>
    public const int MostText = 500;

    /// <summary>Characters of who decided.</summary>
    public const int MostAuthority = 60;

    /// <summary>Characters of a document number.</summary>
    public const int MostDocument = 60;

    /// <summary>Open cases of a community.</summary>
    public const int MostOpen = 1000;

    /// <summary>Tries shown with a case, the latest.</summary>
    internal const int MostTries = 50;

    /// <summary>The kind of the thing to do by which a decision comes back.</summary>
    internal const string DecidedKind = "decided";

    internal static readonly Role[] Raise = [Role.Field, Role.Committee];
    internal static readonly Role[] See = [Role.Field, Role.Committee, Role.Overseer];
    internal static readonly Role[] Decide = [Role.Committee, Role.Overseer];

    internal static readonly TodoKind Decided = new(
        DecidedKind, "上报的答复", "send", [new("seen", "看过了", Settles: true)], Page: todo => ListEscalations.Path(todo.CommunityId, todo.SourceId));

    public static string Name(this EscalationState state) => state switch
    {
        EscalationState.Director => "等主任答复",
        EscalationState.Street => "等街道答复",
        EscalationState.Decided => "已答复",
    };

    public static string Tone(this EscalationState state) => state == EscalationState.Decided ? "ok" : "wait";

    /// <summary>
    /// What was to be done about the matter that goes up: the thing itself with whatever else the same row asked for, before or after it; or
    /// all of the household.
    /// </summary>
    internal static IQueryable<Todo> Tried(Db db, long community, Guid? todo, Guid? household)
    {
        var (all, one) = (db.Todos.Where(t => t.CommunityId == community), db.Todos);
        return todo is not null ? all.Where(t => one.Any(o => o.CommunityId == t.CommunityId && o.Id == todo && o.SourceId == t.SourceId))
            : all.Where(t => household != null && t.HouseholdId == household);
    }

    /// <summary>
    /// What somebody sees: the committee all, whoever works in the field what she raised or what lies in a grid of hers, those above what
    /// went up to the street.
    /// </summary>
    internal static IQueryable<Escalation> Visible(Db db, Me me, DateOnly today, long? community = null)
    {
        var all = db.Escalations.Where(e => community == null || e.CommunityId == community);
        var kept = db.Escalations.Within(me.Only([Role.Committee]));
        var field = db.Escalations.Within(me.Only([Role.Field]));
        var above = db.Escalations.Within(me.Only([Role.Overseer]));
        var duties = db.GridDuties.Where(d => d.AccountId == me.AccountId && d.EndedAt == null);
        var parts = db.GridPartsOn(today);
        return all.Where(e => kept.Any(k => k.CommunityId == e.CommunityId && k.Id == e.Id)
            || (e.ToStreetAt != null && above.Any(k => k.CommunityId == e.CommunityId && k.Id == e.Id))
            || (field.Any(k => k.CommunityId == e.CommunityId && k.Id == e.Id)
                && (e.ById == me.AccountId || parts.Any(p => p.CommunityId == e.CommunityId && p.BuildingId == e.BuildingId && (p.Unit == null || p.Unit == e.Unit)
                    && duties.Any(d => d.CommunityId == p.CommunityId && d.GridId == p.GridId)))));
    }
}
