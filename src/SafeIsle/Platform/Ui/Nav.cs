using SafeIsle.Platform.Access;

namespace SafeIsle.Platform.Ui;

/// <summary>One entry of the desk's navigation; each module registers its own.</summary>
/// <param name="Position">Small numbers first.</param>
/// <param name="Path">Below <c>/desk/{community}</c>, e.g. <c>/people</c>; empty for the board.</param>
/// <param name="Icon">A name in web/icons.json.</param>
public sealed record NavItem(int Position, string Title, string Path, string Icon, params Role[] Roles);
