using SafeIsle.Platform.Access;

namespace SafeIsle.Grids;

/// <summary>Who may answer for a grid.</summary>
internal static class GridRules
{
    public static readonly Role[] Workers = [Role.Field, Role.Committee];
}
