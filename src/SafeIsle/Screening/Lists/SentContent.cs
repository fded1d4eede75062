using System.Text.Json;
using System.Text.Json.Serialization;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Screening.Lists;

/// <summary>The personal part of a <see cref="SentRow"/>.</summary>
/// <param name="Cells">As they stood in the file, as many as the heading has columns.</param>
/// <param name="Name">As it stood there, or "".</param>
/// <param name="Where">The address as it stood there, or "".</param>
/// <param name="Remarks">What was not understood or looks odd, one Chinese sentence each.</param>
public sealed record SentContent(IReadOnlyList<string> Cells, string Name, string Where, IReadOnlyList<string> Remarks)
{
    /// <summary>
    /// Whether both say the same of the same person. The sheet, the heading or what a column means may have been changed since: the same row number
    /// then stands for somebody else. How many empty cells follow is the heading's matter.
    /// </summary>
    internal bool Says(SentContent other) => Name == other.Name && Written(Cells).SequenceEqual(Written(other.Cells));

    private static IEnumerable<string> Written(IReadOnlyList<string> cells) => cells.Reverse().SkipWhile(c => c.Length == 0);

    internal byte[] Seal(Sealer sealer, Guid row) =>
        sealer.SealBytes(SealedColumn.SentRow, row, JsonSerializer.SerializeToUtf8Bytes(this, SentJson.Default.SentContent));

    internal static SentContent Open(Sealer sealer, SentRow row) =>
        JsonSerializer.Deserialize(sealer.OpenBytes(SealedColumn.SentRow, row.Id, row.ContentSealed), SentJson.Default.SentContent)!;
}

/// <summary>Written by the compiler: thousands of rows pass here while a person waits.</summary>
[JsonSerializable(typeof(SentContent))]
internal sealed partial class SentJson : JsonSerializerContext;
