using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Screening.Campaigns;

/// <summary>What a try at a household sets, and the things to do that a campaign asks for.</summary>
public static class TryTarget
{
    /// <summary>To ask a household.</summary>
    public const string Kind = "screen";

    /// <summary>To look into what contradicts.</summary>
    public const string RecheckKind = "screen-check";

    /// <summary>To look into what was answered.</summary>
    public const string FollowKind = "screen-follow";

    /// <summary>To check an answer that came by the door's code alone.</summary>
    public const string ScannedKind = "screen-scanned";

    /// <summary>To see whether anybody lives where the register knows nobody.</summary>
    public const string EmptyKind = "screen-empty";

    /// <summary>From such an answer to somebody having looked into it.</summary>
    internal static readonly TimeSpan FollowWithin = TimeSpan.FromHours(1);

    /// <summary>From a contradiction to somebody having looked into it.</summary>
    private static readonly TimeSpan RecheckWithin = TimeSpan.FromHours(4);

    /// <summary>Outcomes, one button each.</summary>
    public const string NoAnswer = "noanswer", Nobody = "nobody", Refused = "refused", Checked = "checked", Vacant = "vacant", Lived = "lived";

    /// <summary>Answered, on the door's page.</summary>
    public const string Answered = "answered";

    private static readonly TodoOutcome Asked = new(Answered, "问好了", Settles: true);
    private static readonly TodoOutcome Refusal = new(Refused, "拒绝", Settles: false, TimeSpan.FromDays(1));

    internal static readonly TodoKind Ask = new(
        Kind, "排查", "checklist",
        [new(NoAnswer, "没人接", Settles: false, TimeSpan.FromHours(3)), new(Nobody, "敲门没人", Settles: false, TimeSpan.FromHours(6)), Refusal],
        (db, write, todo, attempt, cancel) => TriedAsync(db, write, todo, attempt.Outcome, attempt.At, attempt.By, cancel), Page)
    {
        OnPage = [Asked],
    };

    internal static readonly TodoKind Recheck = new(
        RecheckKind, "核对排查", "checklist",
        [new(NoAnswer, "没人接", Settles: false, TimeSpan.FromHours(3)), new(Nobody, "敲门没人", Settles: false, TimeSpan.FromHours(6)), Refusal],
        (db, write, todo, attempt, cancel) => TriedAsync(db, write, todo, attempt.Outcome, attempt.At, attempt.By, cancel), Page)
    {
        Private = true,
    };

    internal static readonly TodoKind Follow = new(
        FollowKind, "排查跟进", "alert-triangle",
        [new("done", "跟进好了", Settles: true), new(NoAnswer, "没人接", Settles: false, TimeSpan.FromHours(1)), new(Nobody, "敲门没人", Settles: false, TimeSpan.FromHours(3))],
        (db, _, todo, attempt, cancel) => FollowedAsync(db, todo, attempt, cancel), Page)
    {
        Private = true,
    };

    internal static readonly TodoKind Scanned = new(
        ScannedKind, "核扫码回答", "checklist",
        [new(Checked, "核过了，属实", Settles: true), new(NoAnswer, "没人接", Settles: false, TimeSpan.FromHours(3)), new(Nobody, "敲门没人", Settles: false, TimeSpan.FromHours(6))],
        (db, write, todo, attempt, cancel) => TriedAsync(db, write, todo, attempt.Outcome, attempt.At, attempt.By, cancel), Page)
    {
        OnPage = [Refusal, Asked],
    };

    internal static readonly TodoKind Empty = new(
        EmptyKind, "底册没有人的门", "checklist",
        [new(Vacant, "没有人住", Settles: true), new(Lived, "有人住，要登记", Settles: false, TimeSpan.FromHours(4)), new(Nobody, "敲门没人", Settles: false, TimeSpan.FromHours(6))],
        (db, write, todo, attempt, cancel) => TriedAsync(db, write, todo, attempt.Outcome, attempt.At, attempt.By, cancel), Page);

    /// <summary>What ends with the household, or with the campaign.</summary>
    internal static readonly string[] Asking = [Kind, RecheckKind, ScannedKind, EmptyKind];

    /// <summary>All that a target's row asks for.</summary>
    internal static readonly string[] OfTarget = [.. Asking, FollowKind];

    /// <summary>What can be said of a target on its page, besides its answers.</summary>
    internal static TodoOutcome? OutcomeOf(ScreeningTarget target, string code) =>
        target.HouseholdId is null ? Empty.Outcome(code) : Ask.Outcome(code) ?? (target.State == TargetState.Scanned ? Scanned.Outcome(code) : null);

    /// <summary>In an address: opened from my list, to which it goes back.</summary>
    internal const string FromList = "todos";

    internal static string PathOf(long community, Guid target) => $"/desk/{community}/screening/{target}";

    private static string Page(Todo todo) => $"{PathOf(todo.CommunityId, todo.SourceId)}?from={FromList}";

    /// <summary>Notes with the target's things to do what was tried or done on its page, within the open write.</summary>
    internal static Task<TriedOnPage> OnPageAsync(
        Db db, WriteScope write, Actor actor, TodoKinds kinds, ScreeningTarget target, string outcome, Guid key, DateTimeOffset now, CancellationToken cancel) =>
        db.TryOnPageAsync(
            write, actor, kinds, db.Todos.Where(t => t.CommunityId == target.CommunityId && t.SourceId == target.Id && OfTarget.Contains(t.Kind)), outcome, key, now, cancel);

    internal static Todo Todo(string kind, ScreeningTarget target, string label, string title, DateTimeOffset due) => new()
    {
        CommunityId = target.CommunityId, Id = Platform.Ids.New(), BuildingId = target.BuildingId, Unit = target.Unit, DwellingId = target.DwellingId, Dwelling = label,
        SortKey = target.SortKey, HouseholdId = target.HouseholdId, Kind = kind, SourceId = target.Id, Title = title, DueAt = due,
    };

    /// <summary>A try that did not settle it: the state of who was not asked yet, and evidence of whether anybody lives there.</summary>
    /// <returns>Whether it is the target's state now; false: what was known before stands, e.g. the answer.</returns>
    internal static async Task<bool> TriedAsync(Db db, WriteScope write, Todo todo, string outcome, DateTimeOffset at, string by, CancellationToken cancel)
    {
        var (kind, sign, state) = outcome switch
        {
            NoAnswer => (EvidenceKind.Call, EvidenceSign.Absent, TargetState.NobodyHome),
            Nobody => (EvidenceKind.Knock, EvidenceSign.Absent, TargetState.NobodyHome),
            Refused => (EvidenceKind.Seen, EvidenceSign.Present, TargetState.Refused),
            Checked => (EvidenceKind.Answered, EvidenceSign.Present, TargetState.Done),
            Vacant => (EvidenceKind.Knock, EvidenceSign.Absent, TargetState.Done),
            Lived => (EvidenceKind.Seen, EvidenceSign.Present, TargetState.ToVisit),
            _ => throw new InvalidOperationException($"{outcome} is no outcome of this kind."),
        };
        var (community, id, check, empty) = (todo.CommunityId, todo.SourceId, outcome == Checked, outcome is Vacant or Lived);
        // Who answered in the meantime stays answered, and who refused has refused: nobody at home after it does not hide that.
        var set = await db.ScreeningTargets
            .Where(t => t.CommunityId == community && t.Id == id && t.State != TargetState.Done && t.State != TargetState.Contradicts
                && (t.State == TargetState.Scanned) == check && (!empty || t.HouseholdId == null)
                && (t.State != TargetState.Refused || state == TargetState.Refused) && (t.StateAt == null || t.StateAt <= at))
            .ExecuteUpdateAsync(to => to.SetProperty(t => t.State, state).SetProperty(t => t.StateAt, (DateTimeOffset?)at).SetProperty(t => t.StateBy, by), cancel);
        await db.TakeEvidenceAsync(community, todo.BuildingId, todo.DwellingId!.Value, kind, sign, at, by, cancel);
        // What came after it was not looked into by it, and waits on.
        if (set == 0 && await db.ScreeningTargets.AnyAsync(
            t => t.CommunityId == community && t.Id == id && t.State != TargetState.Done && t.State != TargetState.Contradicts && t.StateAt > at, cancel))
        {
            todo.ClosedAt = null;
        }
        else if (check)
        {
            await db.DropTodosAsync(community, ScannedKind, [id], at, cancel);
        }

        var name = (Ask.Outcome(outcome) ?? Scanned.Outcome(outcome) ?? Empty.Outcome(outcome))!.Name;
        write.Record(community, "screen.try", id, $"排查{todo.Dwelling}：{name}");
        return set > 0;
    }

    // What the household answered after it was not followed up by it, and waits on.
    private static async Task FollowedAsync(Db db, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        var (community, target, at) = (todo.CommunityId, todo.SourceId, attempt.At);
        if (await db.ScreeningAnswers.AnyAsync(a => a.CommunityId == community && a.TargetId == target && a.At > at, cancel))
        {
            todo.ClosedAt = null;
        }
    }

    extension(Db db)
    {
        /// <summary>
        /// What a household said and what is known otherwise contradict each other: it is shown so, asked for again, and stays so until a
        /// person has looked into it. Within the caller's open write.
        /// </summary>
        /// <param name="why">In one sentence, e.g. 说从四川来，运营商短信有武汉; sealed, shown to those who ask there.</param>
        /// <returns>False for a target that is not there any more.</returns>
        public async Task<bool> MarkContradictsAsync(
            Sealer sealer, WriteScope write, long community, Guid target, string why, DateTimeOffset now, string by, CancellationToken cancel)
        {
            var found = await (
                from t in db.ScreeningTargets
                join d in db.Dwellings on new { t.CommunityId, Id = t.DwellingId } equals new { d.CommunityId, d.Id }
                join c in db.Campaigns on new { t.CommunityId, Id = t.CampaignId } equals new { c.CommunityId, c.Id }
                where t.CommunityId == community && t.Id == target && t.LeftAt == null
                select new { Row = t, d.Label, Campaign = c }).SingleOrDefaultAsync(cancel);
            if (found is null)
            {
                return false;
            }

            var sealedWhy = sealer.Seal(SealedColumn.ScreeningWhy, target, Platform.Text.ChineseText.Cut(why, CampaignsDb.MostWhy, "…"));
            await db.ScreeningTargets.Where(t => t.CommunityId == community && t.Id == target).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.State, TargetState.Contradicts).SetProperty(t => t.StateAt, (DateTimeOffset?)now).SetProperty(t => t.StateBy, by)
                    .SetProperty(t => t.WhySealed, sealedWhy),
                cancel);
            await db.DropTodosAsync(community, Kind, [target], now, cancel);
            await db.DropTodosAsync(community, ScannedKind, [target], now, cancel);
            await db.AskAnewAsync(Todo(RecheckKind, found.Row, found.Label, $"排查核对：{found.Campaign.Name}", (now + RecheckWithin).ByDay()), cancel);
            write.Record(community, "screen.contradict", target, $"排查“{found.Campaign.Name}”{found.Label}：说的和记录对不上，要再核对");
            return true;
        }

        /// <summary>
        /// What contradicted the household holds no more: its words are not quoted any further, within the caller's open write. The target still
        /// waits for a person to look into it.
        /// </summary>
        /// <param name="said">Whether these are the words.</param>
        /// <param name="instead">What is shown in their place.</param>
        public async Task UnsayContradictsAsync(Sealer sealer, long community, Guid household, Func<string, bool> said, string instead, CancellationToken cancel)
        {
            foreach (var target in await db.ScreeningTargets
                .Where(t => t.CommunityId == community && t.HouseholdId == household && t.State == TargetState.Contradicts && t.WhySealed != null).ToListAsync(cancel))
            {
                var (id, why) = (target.Id, sealer.Open(SealedColumn.ScreeningWhy, target.Id, target.WhySealed));
                if (why is not null && said(why))
                {
                    var sealedWhy = sealer.Seal(SealedColumn.ScreeningWhy, id, instead);
                    await db.ScreeningTargets.Where(t => t.CommunityId == community && t.Id == id)
                        .ExecuteUpdateAsync(set => set.SetProperty(t => t.WhySealed, sealedWhy), cancel);
                }
            }
        }

        /// <summary>The household's targets that answered, in campaigns that are not ended, the newest first.</summary>
        public Task<List<ScreeningTarget>> AnsweredTargetsAsync(long community, Guid household, CancellationToken cancel) => (
            from t in db.ScreeningTargets
            join c in db.Campaigns on new { t.CommunityId, Id = t.CampaignId } equals new { c.CommunityId, c.Id }
            where t.CommunityId == community && t.HouseholdId == household && t.LeftAt == null && c.EndedAt == null
                && (t.State == TargetState.Done || t.State == TargetState.Contradicts || t.State == TargetState.Scanned)
            orderby c.MadeAt descending
            select t).ToListAsync(cancel);
    }
}
