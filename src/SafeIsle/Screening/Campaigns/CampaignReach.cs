using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>Whom a campaign would touch, in numbers and names, before it starts.</summary>
/// <param name="Empty">Doors to look at behind which nobody is registered.</param>
/// <param name="Doors">All of them, those included.</param>
/// <param name="Todos">How many things to do for whom, by grid.</param>
/// <param name="Nobody">The doors for which nobody answers, in walking order.</param>
/// <param name="Running">Campaigns that ask some of these doors already and are not over, the newest first.</param>
/// <param name="Twice">Doors that would be asked by one of those, too.</param>
public sealed record CampaignReach(
    int Households, int Empty, int Doors, int Buildings, IReadOnlyList<(GridPerson Person, int Count)> Todos, IReadOnlyList<string> Nobody,
    IReadOnlyList<RunningThere> Running, int Twice)
{
    /// <summary>Doors without anybody that are named; of the rest the number is told.</summary>
    public const int MostNamed = 200;

    /// <summary>The reach, or why it cannot start.</summary>
    internal static async Task<Platform.Outcome<CampaignReach>> OfAsync(
        Db db, long community, CampaignForm asked, DateOnly day, CancellationToken cancel)
    {
        var doors = await OpenCampaign.AskedAsync(db, community, asked.Households, asked.Empty, cancel);
        if (OpenCampaign.Refusal(doors.Count) is { } refusal)
        {
            return new Platform.No(refusal);
        }

        var people = await GridPeople.LoadAsync(db, community, day, cancel);
        var answered = doors.Select(d => (Door: d, Person: people.Of(d.Building.Id, d.Dwelling.Unit))).ToList();
        var asking = await RunningAsync(db, community, doors.Select(d => d.Dwelling.Id).ToHashSet(), cancel);
        return new CampaignReach(
            doors.Count(d => d.Household is not null), doors.Count(d => d.Household is null), doors.DistinctBy(d => d.Dwelling.Id).Count(), doors.DistinctBy(d => d.Building.Id).Count(),
            [.. answered.Where(a => a.Person is not null).GroupBy(a => a.Person!).OrderBy(g => g.Key.Number).Select(g => (g.Key, g.Count()))],
            [.. answered.Where(a => a.Person is null).Select(a => a.Door).DistinctBy(d => d.Dwelling.Id)
                .OrderBy(d => d.Building.SortKey, StringComparer.Ordinal).ThenBy(d => d.Dwelling.SortKey, StringComparer.Ordinal).Select(d => d.Dwelling.Label)],
            [.. asking.GroupBy(a => a.Campaign.Id).Select(g => new RunningThere(g.First().Campaign, g.Count()))], asking.DistinctBy(a => a.Door).Count());
    }

    private static async Task<List<(Campaign Campaign, Guid Door)>> RunningAsync(Db db, long community, HashSet<Guid> doors, CancellationToken cancel)
    {
        var running = await db.Campaigns.Where(c => c.CommunityId == community && c.EndedAt == null).OrderByDescending(c => c.MadeAt).ThenByDescending(c => c.Id).ToListAsync(cancel);
        var asking = new List<(Campaign, Guid)>();
        foreach (var campaign in running)
        {
            var id = campaign.Id;
            var asked = await db.ScreeningTargets.Where(t => t.CommunityId == community && t.CampaignId == id && t.LeftAt == null)
                .Select(t => t.DwellingId).Distinct().ToListAsync(cancel);
            asking.AddRange(asked.Where(doors.Contains).Select(door => (campaign, door)));
        }

        return asking;
    }
}

/// <summary>A campaign that is not over, and how many of the doors it asks.</summary>
public sealed record RunningThere(Campaign Campaign, int Doors);
