using SafeIsle.Platform.Access;

namespace SafeIsle.Screening.RiskAreas;

/// <summary>Where somebody was from one day to another, both counted.</summary>
/// <param name="Code">12 digits of any level.</param>
/// <param name="Name">As people call it.</param>
/// <param name="From">Null: from before anybody asks.</param>
/// <param name="To">Null: still there.</param>
public sealed record Stay(long Code, string Name, DateOnly? From = null, DateOnly? To = null);

/// <summary>A risk area's part of judging.</summary>
/// <param name="Last">Null as long as it lasts.</param>
public sealed record RiskSpan(long Code, string Name, string Level, DateOnly First, DateOnly? Last);

/// <summary>A stay that touches a risk area.</summary>
/// <param name="LastDay">The last day of the stay on which the area had that level.</param>
/// <param name="Surely">False where the stay names a larger place than the area: whether it was that part has to be asked.</param>
public sealed record RiskHit(Stay Stay, RiskSpan Area, DateOnly LastDay, bool Surely);

/// <summary>Which stays were in risk areas, by the level on their days.</summary>
public static class RiskRules
{
    /// <param name="until">Stays that go on and areas that last are looked at until that day.</param>
    public static IReadOnlyList<RiskHit> Hits(IEnumerable<Stay> stays, IReadOnlyList<RiskSpan> areas, DateOnly until)
    {
        var hits = new List<RiskHit>();
        foreach (var stay in stays)
        {
            foreach (var area in areas.Where(a => Touch(a.Code, stay.Code)))
            {
                var first = stay.From is { } from && from > area.First ? from : area.First;
                var last = Earliest(stay.To ?? until, area.Last ?? until, until);
                if (first <= last)
                {
                    hits.Add(new(stay, area, last, PlaceCode.Covers(area.Code, stay.Code)));
                }
            }
        }

        return hits;
    }

    /// <summary>Whether one place lies in the other, whichever is larger.</summary>
    public static bool Touch(long one, long other) => PlaceCode.Covers(one, other) || PlaceCode.Covers(other, one);

    private static DateOnly Earliest(DateOnly a, DateOnly b, DateOnly c) => a < b ? (a < c ? a : c) : b < c ? b : c;
}
