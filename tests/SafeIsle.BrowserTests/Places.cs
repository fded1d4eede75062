namespace SafeIsle.BrowserTests;

/// <summary>Where things lie in the repository.</summary>
internal static class Places
{
    private static readonly Lazy<string> Root = new(static () =>
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SafeIsle.slnx")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"No SafeIsle.slnx above {AppContext.BaseDirectory}.");
    });

    public static string Repository => Root.Value;

    /// <summary>The published program: <c>SAFEISLE_APP</c>, or what <c>./test</c> or <c>./run</c> published last.</summary>
    public static string App =>
        new[] { Environment.GetEnvironmentVariable("SAFEISLE_APP"), Path.Combine(Root.Value, "build/app/SafeIsle.dll") }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The program is not built; ./test or ./run builds it.");

    /// <summary>Debian's Chromium; no browser is ever downloaded.</summary>
    public static string Chromium => Environment.GetEnvironmentVariable("SAFEISLE_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>Debian's libfaketime: a clock of its own for one program.</summary>
    public static string FakeTime =>
        Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true })
            .FirstOrDefault() ?? throw new InvalidOperationException("libfaketime is not installed; ./test does it.");

    /// <summary>Where screenshots go, or null when none are wanted (<c>SAFEISLE_SCREENSHOTS</c> is not set).</summary>
    public static string? Screenshots =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SAFEISLE_SCREENSHOTS"))
            ? null
            : Directory.CreateDirectory(Path.Combine(Root.Value, "tests/screenshots")).FullName;

    /// <summary>The guide's pictures, or null when they are not to be made anew (<c>SAFEISLE_SCREENSHOTS=guide</c> does).</summary>
    public static string? GuideImages =>
        Environment.GetEnvironmentVariable("SAFEISLE_SCREENSHOTS") == "guide"
            ? Directory.CreateDirectory(Path.Combine(Root.Value, "docs/guide/images")).FullName
            : null;
}
