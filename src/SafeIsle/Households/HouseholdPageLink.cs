using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>A page that a module below adds to every household's page.</summary>
/// <param name="Icon">A name in web/icons.json.</param>
/// <param name="Path">From community and household.</param>
/// <param name="Roles">To whom the button is shown, where they hold the role in the household's building.</param>
public sealed record HouseholdPageLink(string Title, string Icon, Func<long, Guid, string> Path, params Role[] Roles)
{
    /// <summary>Whether the page opens for that person at that door now; null: always.</summary>
    public Func<Db, Me, Dwelling, DateTimeOffset, CancellationToken, Task<bool>>? Opens { get; init; }
}
