namespace SafeIsle.Places;

/// <summary>A door as <c>DoorGrid</c> draws it.</summary>
/// <param name="Floor">0 where it is not known.</param>
/// <param name="Href">Null in a preview: the door does not exist yet.</param>
public sealed record Door(int Unit, int Floor, string Room, string Label, bool Shop, bool Closed, string? Href)
{
    /// <summary>What stands on the door itself; a villa has its label.</summary>
    public string Short => Room.Length > 0 ? Room : Label;
}
