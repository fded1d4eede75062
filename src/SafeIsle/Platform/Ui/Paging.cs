namespace SafeIsle.Platform.Ui;

/// <summary>How much of a long list one page shows.</summary>
public static class Paging
{
    public const int Size = 50;

    /// <summary>The page asked for in the address, 1 where it is missing or nonsense.</summary>
    public static int Number(int? page) => page is > 0 and <= 100_000 ? page.Value : 1;

    public static IQueryable<T> Page<T>(this IQueryable<T> rows, int number, int size = Size) =>
        rows.Skip((number - 1) * size).Take(size);
}
