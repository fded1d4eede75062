using System.Globalization;

namespace SafeIsle.Platform.Ui;

/// <summary>How much of a long list one page shows.</summary>
public static class Paging
{
    public const int Size = 50;

    private const int MostPages = 100_000;

    /// <summary>The page asked for in the address, 1 where it is missing or nonsense.</summary>
    public static int Number(string? page) =>
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostPages ? number : 1;

    public static IQueryable<T> Page<T>(this IQueryable<T> rows, int number, int size = Size) =>
        rows.Skip((number - 1) * size).Take(size);
}
