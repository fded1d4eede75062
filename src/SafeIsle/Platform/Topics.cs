using System.Globalization;

namespace SafeIsle.Platform;

/// <summary>The topics of <see cref="Signals"/>. Whoever changes something that a board shows raises its building's.</summary>
public static class Topics
{
    private const string CommunityStart = "community:";

    /// <summary>Something that the boards show changed in a building; also raised for its community.</summary>
    public static void RaiseBuilding(this Signals signals, long community, Guid building)
    {
        signals.Raise(Building(building));
        signals.Raise(Community(community));
    }

    public static string Building(Guid building) => $"building:{building}";

    public static string Community(long community) => $"{CommunityStart}{community}";

    /// <summary>The community that a topic is about; null for another topic.</summary>
    public static long? CommunityOf(string topic) =>
        topic.StartsWith(CommunityStart, StringComparison.Ordinal)
        && long.TryParse(topic.AsSpan(CommunityStart.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var community)
            ? community
            : null;
}
