using SafeIsle.Grids.Todos;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>Doors are found by what was typed as on the phone.</summary>
public sealed class TodoDoorTests
{
    [Fact]
    public void Doors_are_found_as_the_vectors_say()
    {
        foreach (var found in Vectors.Read<Found>("todo-doors"))
        {
            TodoDoor.IsMeant(found.Door, found.Typed).ShouldBe(found.Meant, $"{found.Typed} in {found.Door}");
        }
    }

    internal sealed record Found(string Door, string Typed, bool Meant);
}
