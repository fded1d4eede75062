using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Screening.Campaigns;

/// <summary>A household in a campaign, with what it is asked.</summary>
/// <param name="People">Those at home and away, the head first.</param>
/// <param name="Household">Null for a door behind which the register knows nobody.</param>
public sealed record TargetView(ScreeningTarget Target, Campaign Campaign, Script Script, Household? Household, Dwelling Dwelling, IReadOnlyList<Person> People)
{
    /// <summary>The people that each-person questions are asked of; none where the script has no such question.</summary>
    public IReadOnlyList<Guid> Each => AsksPeople ? [.. People.Select(p => p.Id)] : [];

    public bool AsksPeople => Script.AsksPeople;

    /// <summary>What the desk's page is about.</summary>
    internal string Path => TryTarget.PathOf(Target.CommunityId, Target.Id);

    /// <param name="targets">Narrowed to whom the reader may see.</param>
    internal static async Task<TargetView?> FindAsync(Db db, IQueryable<ScreeningTarget> targets, CancellationToken cancel)
    {
        var found = await (
            from t in targets
            join c in db.Campaigns on new { t.CommunityId, Id = t.CampaignId } equals new { c.CommunityId, c.Id }
            join s in db.ScriptVersions on new { c.CommunityId, Id = c.ScriptId } equals new { s.CommunityId, s.Id }
            join h in db.Households on new { t.CommunityId, Id = t.HouseholdId } equals new { h.CommunityId, Id = (Guid?)h.Id } into households
            from h in households.DefaultIfEmpty()
            join d in db.Dwellings on new { t.CommunityId, Id = t.DwellingId } equals new { d.CommunityId, d.Id }
            where t.LeftAt == null
            select new { Target = t, Campaign = c, s.Body, Household = h, Dwelling = d }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var (community, household) = (found.Target.CommunityId, found.Target.HouseholdId);
        var people = await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null)
            .OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancel);
        return new(found.Target, found.Campaign, SafeIsle.Screening.Campaigns.Script.Parse(found.Body), found.Household, found.Dwelling, people);
    }
}

/// <summary>One version of a household's answers, opened.</summary>
public sealed record OpenAnswer(ScreeningAnswer Row, IReadOnlyDictionary<string, string> Answers)
{
    /// <summary>Versions that are shown, of those by the door's code and of the others each; older ones stay stored.</summary>
    public const int MostShown = 10;

    /// <summary>The newest first.</summary>
    internal static async Task<IReadOnlyList<OpenAnswer>> OfAsync(Db db, Sealer sealer, ScreeningTarget target, CancellationToken cancel)
    {
        var (community, id) = (target.CommunityId, target.Id);
        var all = db.ScreeningAnswers.Where(a => a.CommunityId == community && a.TargetId == id);
        // Apart: however often the code on the door is scanned, what was asked stays in sight.
        var scanned = await all.Where(a => a.Channel == AnswerChannel.Code).OrderByDescending(a => a.Version).Take(MostShown).ToListAsync(cancel);
        var asked = await all.Where(a => a.Channel != AnswerChannel.Code).OrderByDescending(a => a.Version).Take(MostShown).ToListAsync(cancel);
        List<ScreeningAnswer> rows = [.. scanned.Concat(asked).OrderByDescending(a => a.Version)];
        return rows.ConvertAll(row => new OpenAnswer(
            row, JsonSerializer.Deserialize<Dictionary<string, string>>(sealer.Open(SealedColumn.ScreeningAnswer, row.Id, row.ContentSealed)!)!));
    }

    /// <summary>What was said to a question; null where it was not asked.</summary>
    public string? Said(Asked asked) => Answers.TryGetValue(asked.Field, out var value) ? ScriptRules.Words(asked.Question, value) : null;
}
