namespace SafeIsle.Gates.Passes;

/// <summary>What the code of a pass says; nobody's name is in it. Contract: docs/decisions/0016-pass-code.md.</summary>
/// <param name="Community">12-digit division code.</param>
/// <param name="Number">The pass's short number without its check digit, see <see cref="PassNumber"/>.</param>
/// <param name="Counter">The short number whose uses are counted together: a household's passes share one.</param>
/// <param name="Rule">Key of the pass rule in the response plan.</param>
/// <param name="Version">Edition of an errand slip's paper: a reprint raises it and voids the earlier code. A card that is reprinted gets another number.</param>
/// <param name="OnPhone">Shown by a phone and soon over, so that a screenshot is of no use; else printed.</param>
/// <param name="IssuedAt">Whole seconds.</param>
/// <param name="ExpiresAt">Whole seconds, later than <paramref name="IssuedAt"/>.</param>
public sealed record PassCode(
    long Community, int Number, int Counter, int Rule, int Version, bool OnPhone, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public const long LeastCommunity = 100_000_000_000;
    public const long MostCommunity = 999_999_999_999;
    public const int MostRule = 255;
    public const int MostVersion = 255;

    /// <summary>Last second that a code can name (year 2106).</summary>
    public const long MostSeconds = uint.MaxValue;

    internal bool IsWithinLimits =>
        Community is >= LeastCommunity and <= MostCommunity
        && Number is >= 0 and <= PassNumber.Most && Counter is >= 0 and <= PassNumber.Most
        && Rule is >= 0 and <= MostRule && Version is >= 0 and <= MostVersion
        && IssuedAt >= DateTimeOffset.UnixEpoch && IssuedAt < ExpiresAt && ExpiresAt.ToUnixTimeSeconds() <= MostSeconds;
}
