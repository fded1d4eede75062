using SafeIsle.Households;
using SafeIsle.Plans;

namespace SafeIsle.Closures;

/// <summary>A person on the list, once, in the most urgent group that she belongs to.</summary>
/// <param name="Needs">All that is known of her needs, with details: 慢性病用药（二甲双胍）；独居.</param>
public sealed record CareRow(AffectedPerson Person, string Needs);

/// <summary>A group of the plan with its people, in the order in which people walk.</summary>
public sealed record CareGroup(PriorityGroup Group, IReadOnlyList<CareRow> Rows);

/// <summary>先照护谁: the people at home grouped as the plan says, the most urgent group first.</summary>
internal static class CareList
{
    /// <param name="tagNames">Code → name, of the community.</param>
    /// <param name="details">Whether medicines and health notes may be read here.</param>
    public static IReadOnlyList<CareGroup> Make(
        PlanBody plan, IEnumerable<AffectedPerson> people, IReadOnlyDictionary<string, string> tagNames, bool details)
    {
        var rows = plan.Groups.Select(_ => new List<CareRow>()).ToList();
        foreach (var person in people.Where(p => !p.Away))
        {
            var first = plan.Groups.Select((group, i) => (group, i)).Where(g => Belongs(g.group, person)).Select(g => (int?)g.i).FirstOrDefault();
            if (first is { } index)
            {
                rows[index].Add(new(person, Needs(person, plan, tagNames, details)));
            }
        }

        return [.. plan.Groups.Select((group, i) => new CareGroup(group, rows[i])).Where(g => g.Rows.Count > 0)];
    }

    public static bool Belongs(PriorityGroup group, AffectedPerson person) =>
        group.Tags.Any(person.Has)
        || (group.AgeBelow is { } below && person.Age < below)
        || (group.AgeFrom is { } from && person.Age >= from)
        || (group.NoPhone && person.Phone.Length == 0);

    private static string Needs(AffectedPerson person, PlanBody plan, IReadOnlyDictionary<string, string> tagNames, bool details)
    {
        // Volunteering is an offer, not a need.
        var needs = person.Card.Tags.Where(t => t.Key != CareTags.Volunteer)
            .Select(t => tagNames.GetValueOrDefault(t.Key, t.Key) + (details && t.Value.Length > 0 ? $"（{t.Value}）" : "")).ToList();
        needs.AddRange(plan.Groups
            .Where(g => Belongs(g, person) && !g.Tags.Any(person.Has)).Select(g => g.Name));
        if (details && person.Card.HealthNote.Length > 0)
        {
            needs.Add(person.Card.HealthNote);
        }

        return string.Join("；", needs.Distinct(StringComparer.Ordinal));
    }
}
