using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>One line about a dwelling on its page and on its households': 所属围合：三号围合，出入口北门.</summary>
/// <param name="Path">Where more of it stands.</param>
public sealed record DwellingFact(string Title, string Text, string Path);

/// <summary>What a module below knows of a dwelling; each registers its own.</summary>
public delegate Task<IReadOnlyList<DwellingFact>> DwellingFacts(Db db, long community, Guid dwelling, CancellationToken cancel);

/// <summary>All that the modules below know of a dwelling.</summary>
internal static class DwellingFactList
{
    public static async Task<IReadOnlyList<DwellingFact>> AllAsync(
        this IEnumerable<DwellingFacts> sources, Db db, long community, Guid dwelling, CancellationToken cancel)
    {
        var facts = new List<DwellingFact>();
        foreach (var source in sources)
        {
            facts.AddRange(await source(db, community, dwelling, cancel));
        }

        return facts;
    }
}
