using SafeIsle.Platform;

namespace SafeIsle.Households;

/// <summary>How fresh and how sure a list of households is: stands on each of the three-level tables, always by this one rule.</summary>
/// <param name="Households">All of them.</param>
/// <param name="Fresh">Confirmed within <see cref="FreshDays"/> days.</param>
/// <param name="Never">Never confirmed by anybody.</param>
/// <param name="By">Who confirmed the fresh ones, with how many, most first.</param>
/// <param name="Oldest">The oldest confirmation among those that were ever confirmed.</param>
public sealed record AccuracyStamp(
    int Households, int Fresh, int Never, IReadOnlyList<(string Name, int Count)> By, DateTimeOffset? Oldest)
{
    /// <summary>A household confirmed within so many days counts as verified.</summary>
    public const int FreshDays = 30;

    private const int NamesShown = 5;

    /// <summary>See <see cref="Share.Percent"/>; 0 of none.</summary>
    public int Percent => Share.Percent(Fresh, Households);

    public static AccuracyStamp Of(IEnumerable<VerifiedCount> counts)
    {
        var (all, fresh, never) = (0, 0, 0);
        DateTimeOffset? oldest = null;
        var by = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var count in counts)
        {
            all += count.Households;
            never += count.Oldest is null ? count.Households : 0;
            oldest = oldest is null || count.Oldest < oldest ? count.Oldest ?? oldest : oldest;
            if (count.Fresh > 0)
            {
                fresh += count.Fresh;
                by[count.By] = by.GetValueOrDefault(count.By) + count.Fresh;
            }
        }

        return new(all, fresh, never, by.Select(b => (b.Key, b.Value)).OrderByDescending(b => b.Value).ThenBy(b => b.Key, StringComparer.Ordinal).ToList(), oldest);
    }

    /// <summary>Of single households.</summary>
    public static AccuracyStamp Of(IEnumerable<Household> households, DateTimeOffset now)
    {
        var since = now.AddDays(-FreshDays);
        return Of(households.Select(h => new VerifiedCount(h.VerifiedBy, 1, h.VerifiedAt >= since ? 1 : 0, h.VerifiedAt)));
    }

    /// <summary>The stamp as one Chinese line.</summary>
    public override string ToString()
    {
        if (Households == 0)
        {
            return "还没有登记住户。";
        }

        var names = string.Join('、', By.Take(NamesShown).Select(b => $"{b.Name} {b.Count} 户")) + (By.Count > NamesShown ? $"等 {By.Count} 人" : "");
        var fresh = $"近 {FreshDays} 天核实 {Fresh} / {Households} 户（{Percent}%）" + (names.Length > 0 ? $"：{names}" : "");
        var never = Never > 0 ? $"；从未核实 {Never} 户" : "";
        return fresh + never + (Oldest is { } oldest ? $"；最早一次核实在 {oldest.DateHere().Full()}" : "") + "。";
    }
}

/// <summary>Households that share who confirmed them, or that were never confirmed.</summary>
/// <param name="Fresh">How many of them within <see cref="AccuracyStamp.FreshDays"/> days.</param>
/// <param name="Oldest">Null where they were never confirmed.</param>
public sealed record VerifiedCount(string By, int Households, int Fresh, DateTimeOffset? Oldest);
