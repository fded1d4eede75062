using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Screening.RiskAreas;

namespace SafeIsle.Screening.Travel;

/// <summary>A check with its person and what came of it, as its page shows it.</summary>
public sealed record CheckView(
    TravelCheck Check, Person Person, IReadOnlyList<Stay>? Declared, TravelRecord? Record, TravelJudgement Judgement, TravelPlanInForce Plan, FindingView? Finding)
{
    /// <summary>See <see cref="TravelRecord.Missing"/>; empty without a record, too.</summary>
    public string Missing => Record?.Missing(Check) ?? "";
}

/// <summary>A finding with its sentences and what was said about it.</summary>
public sealed record FindingView(TravelFinding Row, IReadOnlyList<string> Reasons, IReadOnlyList<SaidWord> Words);

/// <summary>An objection or an answer, opened.</summary>
public sealed record SaidWord(bool IsAnswer, string Text, DateTimeOffset At, string By);

/// <summary>What the pages of travel checks share.</summary>
internal static class TravelDesk
{
    /// <summary>Who asks people where they were: those who call them.</summary>
    public static readonly Role[] Roles = [Role.Committee, Role.Field];

    /// <summary>To call and ask; settled on the check's page.</summary>
    public static readonly TodoKind Kind = new(
        "travel", "行程核验", "walk",
        [new("later", "没人接", false, TimeSpan.FromHours(2)), new("promised", "说好回电", false, TimeSpan.FromHours(4))],
        Page: todo => $"/desk/{todo.CommunityId}/travel/{todo.SourceId}")
    {
        Private = true,
    };

    /// <summary>How soon after it was started a person is asked to declare.</summary>
    public static readonly TimeSpan DeclareWithin = TimeSpan.FromDays(1);

    /// <summary>Risk areas that ended before that many days do not matter to anybody any more.</summary>
    private const int OldestDays = 120;

    public static string Path(long community) => $"/desk/{community}/travel";

    public static string Path(TravelCheck check) => $"{Path(check.CommunityId)}/{check.Id}";

    public static string HouseholdPath(long community, Guid household) => $"/desk/{community}/households/{household}/travel";

    /// <summary>Null: not there, or not within reach.</summary>
    public static Task<TravelCheck?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.TravelChecks.Within(me).AsTracking().SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == id, cancel);

    /// <summary>
    /// The same, to be changed within the open write: one at a time at each check and what was found by it, so that of two who act at once
    /// the second sees what the first did.
    /// </summary>
    public static async Task<TravelCheck?> LockAsync(Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        await HoldAsync(db, community, id, cancel);
        return await FindAsync(db, me, community, id, cancel);
    }

    /// <summary>Waits for whoever else changes that check; within an open write.</summary>
    public static Task<int> HoldAsync(Db db, long community, Guid id, CancellationToken cancel) =>
        db.TravelChecks.Where(c => c.CommunityId == community && c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Dwelling, c => c.Dwelling), cancel);

    public static async Task<CheckView> ViewAsync(Db db, Sealer sealer, TravelCheck check, DateOnly today, CancellationToken cancel)
    {
        var (community, id, who) = (check.CommunityId, check.Id, check.PersonId);
        var person = await db.People.SingleAsync(p => p.CommunityId == community && p.Id == who, cancel);
        var plan = await TravelPlans.LoadAsync(db, community, cancel);
        var (declared, record) = (sealer.DeclaredOf(check), sealer.RecordOf(check));
        var judgement = TravelRules.Judge(plan.Rules, community, declared, record, await AreasAsync(db, community, today, cancel), today);
        var finding = await db.TravelFindings.SingleOrDefaultAsync(f => f.CommunityId == community && f.CheckId == id, cancel);
        return new(check, person, declared, record, judgement, plan, finding is null ? null : await ViewAsync(db, sealer, finding, cancel));
    }

    public static async Task<FindingView> ViewAsync(Db db, Sealer sealer, TravelFinding finding, CancellationToken cancel)
    {
        var (community, id) = (finding.CommunityId, finding.Id);
        var words = await db.FindingWords.Where(w => w.CommunityId == community && w.FindingId == id).OrderBy(w => w.At).ThenBy(w => w.Id).ToListAsync(cancel);
        return new(finding, sealer.ReasonsOf(finding), words.ConvertAll(w => new SaidWord(w.IsAnswer, sealer.Open(SealedColumn.TravelWord, w.Id, w.TextSealed) ?? "", w.At, w.By)));
    }

    public static Task<List<RiskSpan>> AreasAsync(Db db, long community, DateOnly today, CancellationToken cancel)
    {
        var oldest = today.AddDays(-OldestDays);
        return db.RiskAreas.Where(a => a.CommunityId == community && a.WithdrawnAt == null && (a.LastDay == null || a.LastDay >= oldest))
            .OrderBy(a => a.FirstDay).ThenBy(a => a.Id).Select(a => new RiskSpan(a.Code, a.Name, a.Level, a.FirstDay, a.LastDay)).ToListAsync(cancel);
    }

    /// <summary>Opens a check of that person, within the open write; the one that is open already where there is one.</summary>
    public static async Task<(TravelCheck Check, bool Fresh)> OpenAsync(
        Db db, WriteScope write, Person person, Guid dwelling, string label, string by, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (person.CommunityId, person.Id);
        if (await db.TravelChecks.SingleOrDefaultAsync(c => c.CommunityId == community && c.PersonId == id && c.ClosedAt == null, cancel) is { } open)
        {
            return (open, false);
        }

        var plan = await TravelPlans.LoadAsync(db, community, cancel);
        var check = new TravelCheck
        {
            CommunityId = community, Id = Ids.New(), BuildingId = person.BuildingId, DwellingId = dwelling, HouseholdId = person.HouseholdId, PersonId = id,
            Dwelling = label, FirstDay = now.DateHere().AddDays(1 - plan.Rules.LookBackDays), LastDay = now.DateHere(), OpenedAt = now, OpenedBy = by,
        };
        db.Add(check);
        await db.SaveChangesAsync(cancel);
        await DoorTodo.AskAsync(db, community, dwelling, person.HouseholdId, id, Kind.Code, check.Id, "核对行程：请申报，收运营商短信", now + DeclareWithin, cancel);
        write.Record(community, "travel.open", check.Id, $"开始核对{label}一人的行程");
        return (check, true);
    }
}
