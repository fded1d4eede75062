using SafeIsle.Platform.Access;

namespace SafeIsle.Platform.Ui;

/// <summary>One entry of the desk's navigation; each module registers its own.</summary>
/// <param name="Position">Small numbers first; the tens say under which <see cref="Heading"/> it stands.</param>
/// <param name="Path">Below <c>/desk/{community}</c>, e.g. <c>/people</c>; empty for the board.</param>
/// <param name="Icon">A name in web/icons.json.</param>
public sealed record NavItem(int Position, string Title, string Path, string Icon, params Role[] Roles)
{
    /// <summary>What stands above it and its neighbours; empty for what needs none.</summary>
    public string Heading => (Position / 10) switch { 2 => "人和房", 3 => "排查", 4 => "健康", 5 => "封控", 6 => "门岗", 8 => "管理", _ => "" };

    /// <summary>Other paths that belong to it; <c>*</c> stands for one part: <c>/buildings/*/roster</c>.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Whether a path below <c>/desk/{community}</c> is one of its pages.</summary>
    public bool Holds(string path) => Path.Length == 0 ? path.Length == 0 : Also.Prepend(Path).Any(p => Begins(path.Split('/'), p.Split('/')));

    private static bool Begins(string[] path, string[] with) =>
        path.Length >= with.Length && with.Zip(path).All(pair => pair.First == "*" || pair.First == pair.Second);
}

/// <summary>An entry of the navigation on pages above a single community, for whoever has one of the roles anywhere.</summary>
/// <param name="Path">The whole path, e.g. <c>/oversee</c>.</param>
public sealed record TopItem(int Position, string Title, string Path, string Icon, params Role[] Roles);
