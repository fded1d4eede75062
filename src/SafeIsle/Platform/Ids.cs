namespace SafeIsle.Platform;

/// <summary>Row ids: UUID version 7 (RFC 9562), so that new rows land at the end of every index. Made by whoever creates the thing.</summary>
public static class Ids
{
#pragma warning disable RS0030 // the one place that makes ids
    /// <summary>A new id, ordered by the wall clock to the millisecond.</summary>
    public static Guid New() => Guid.CreateVersion7();
#pragma warning restore RS0030
}
