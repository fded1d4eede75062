using SafeIsle.Grids;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>Whom a campaign would touch, in numbers and names, before it starts.</summary>
/// <param name="Empty">Doors to look at behind which nobody is registered.</param>
/// <param name="Doors">All of them, those included.</param>
/// <param name="Todos">How many things to do for whom, by grid.</param>
/// <param name="Nobody">The doors for which nobody answers, in walking order.</param>
public sealed record CampaignReach(
    int Households, int Empty, int Doors, int Buildings, IReadOnlyList<(GridPerson Person, int Count)> Todos, IReadOnlyList<string> Nobody)
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
        return new CampaignReach(
            doors.Count(d => d.Household is not null), doors.Count(d => d.Household is null), doors.DistinctBy(d => d.Dwelling.Id).Count(), doors.DistinctBy(d => d.Building.Id).Count(),
            [.. answered.Where(a => a.Person is not null).GroupBy(a => a.Person!).OrderBy(g => g.Key.Number).Select(g => (g.Key, g.Count()))],
            [.. answered.Where(a => a.Person is null).Select(a => a.Door).DistinctBy(d => d.Dwelling.Id)
                .OrderBy(d => d.Building.SortKey, StringComparer.Ordinal).ThenBy(d => d.Dwelling.SortKey, StringComparer.Ordinal).Select(d => d.Dwelling.Label)]);
    }
}
