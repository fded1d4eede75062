using System.Text.Json;
using System.Text.Json.Serialization;
using SafeIsle.Places;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households.Import;

/// <summary>The personal part of a <see cref="StagedRow"/>.</summary>
public sealed record StagedContent
{
    private static readonly JsonSerializerOptions Json = new()
    {
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    public string Sheet { get; init; } = "";

    /// <summary>As the program shows it, from 1; 0 for people whom the file does not name.</summary>
    public int RowNumber { get; init; }

    /// <summary>The person's name; "" for a door without people.</summary>
    public string Name { get; init; } = "";

    public Tenure Tenure { get; init; }
    public string HouseholdNumber { get; init; } = "";
    public DwellingAddress? Address { get; init; }
    public Guid? DwellingId { get; init; }

    /// <summary>The household of the register that a new person belongs to, where there is one.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>The person of the register whom the row is about.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>For a new person: those of the same name whom the door has already and who are somebody else.</summary>
    public IReadOnlyList<Guid> Namesakes { get; init; } = [];

    public PersonFacts? Facts { get; init; }
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];
    public IReadOnlyList<string> Problems { get; init; } = [];
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The row as it stood in the file, where it may have to go back.</summary>
    public IReadOnlyList<string>? Cells { get; init; }

    internal byte[] Seal(Sealer sealer, Guid row) =>
        sealer.SealBytes(SealedColumn.ImportRow, row, JsonSerializer.SerializeToUtf8Bytes(this, Json));

    internal static StagedContent Open(Sealer sealer, StagedRow row) =>
        JsonSerializer.Deserialize<StagedContent>(sealer.OpenBytes(SealedColumn.ImportRow, row.Id, row.ContentSealed), Json)!;
}
