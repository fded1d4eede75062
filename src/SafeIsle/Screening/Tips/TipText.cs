using System.Text.Json;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Screening.Tips;

/// <summary>What somebody noticed, in her own words.</summary>
/// <param name="Since">Since when, as she says it; may be empty.</param>
public sealed record TipText(string What, string Where, string Since)
{
    /// <summary>Characters of what was noticed.</summary>
    public const int MostWhat = 500;

    /// <summary>Characters of where and since when.</summary>
    public const int MostWhere = 60;

    internal byte[] Seal(Sealer sealer, Guid tip) => sealer.SealBytes(SealedColumn.TipText, tip, JsonSerializer.SerializeToUtf8Bytes(this));

    internal static TipText Open(Sealer sealer, Tip tip) => JsonSerializer.Deserialize<TipText>(sealer.OpenBytes(SealedColumn.TipText, tip.Id, tip.TextSealed))!;
}
