namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// “重要的事说三遍”: an announcement is said again to whoever has not read it after so many minutes, and once more; then it is somebody's
/// call. It follows from the clock alone: nothing is stored until somebody called.
/// </summary>
public static class SayAgain
{
    /// <summary>How often it is said on the page.</summary>
    public const int Times = 3;

    /// <summary>Minutes that the form offers.</summary>
    public static readonly IReadOnlyList<int> Choices = [10, 30, 60, 120, 360];

    /// <summary>Minutes that the form starts with.</summary>
    public const int Usual = 30;

    /// <summary>1, 2 or 3: the how-many-th time it stands before an unread eye now.</summary>
    public static int TimeAt(DateTimeOffset at, int? minutes, DateTimeOffset now) =>
        minutes is { } every ? (int)Math.Clamp(1 + Math.Floor((now - at).TotalMinutes / every), 1, Times) : 1;

    /// <summary>From when on an unread one is a call; null: never. A household without any phone is one from the start.</summary>
    public static DateTimeOffset? CallsFrom(DateTimeOffset at, int? minutes) => minutes is { } every ? at.AddMinutes(Times * every) : null;
}
