using System.Text.Json;
using System.Text.Json.Serialization;
using SafeIsle.Divisions;
using SafeIsle.Platform.Secrets;
using SafeIsle.Screening.RiskAreas;

namespace SafeIsle.Screening.Travel;

/// <summary>A place as the operators' record names it.</summary>
/// <param name="Said">信阳市</param>
/// <param name="Code">Null as long as nobody said which place it is.</param>
/// <param name="Path">河南省信阳市; empty without code.</param>
public sealed record RecordPlace(string Said, long? Code, string Path);

/// <summary>What the operators say of a person: places without days, within some days.</summary>
/// <param name="Source">中国移动短信, 运营商查询, 名单: …</param>
/// <param name="Text">As it came.</param>
/// <param name="From">First of the days that it tells of.</param>
/// <param name="To">The last of them.</param>
public sealed record TravelRecord(string Source, string Text, DateOnly From, DateOnly To, IReadOnlyList<RecordPlace> Places)
{
    /// <summary>Names that are no place yet: repeated or unknown.</summary>
    [JsonIgnore]
    public IReadOnlyList<RecordPlace> Unclear => [.. Places.Where(p => p.Code is null)];

    [JsonIgnore]
    public IEnumerable<Stay> Stays => Places.Where(p => p.Code is not null).Select(p => new Stay(p.Code!.Value, p.Path, From, To));

    /// <summary>The days of the check of which it tells nothing, in words: 11月10日 到 11月22日; empty where it tells of all.</summary>
    public string Missing(TravelCheck check)
    {
        var spans = new List<(DateOnly First, DateOnly Last)>
        {
            (check.FirstDay, From.AddDays(-1) < check.LastDay ? From.AddDays(-1) : check.LastDay), (To >= check.FirstDay ? To.AddDays(1) : check.FirstDay, check.LastDay),
        };
        return string.Join("、", spans.Where(s => s.First <= s.Last).Distinct()
            .Select(s => s.First == s.Last ? TravelWords.Day(s.First) : $"{TravelWords.Day(s.First)} 到 {TravelWords.Day(s.Last)}"));
    }

    /// <summary>Names as they were read, each with its place where there is just one of that name.</summary>
    public static IReadOnlyList<RecordPlace> Of(IEnumerable<string> names) =>
        [.. names.Select(n => PlaceBook.Find(n) is [var one] ? new RecordPlace(n, one.Code, one.Path) : new RecordPlace(n, null, "")).DistinctBy(p => (p.Code, p.Code is null ? p.Said : ""))];
}

/// <summary>The sealed parts of a check and of a finding.</summary>
internal static class TravelSeals
{
    public static byte[]? Seal(this Sealer sealer, Guid check, IReadOnlyList<Stay> stays) =>
        sealer.Seal(SealedColumn.TravelDeclared, check, JsonSerializer.Serialize(stays));

    public static byte[]? Seal(this Sealer sealer, Guid check, TravelRecord record) =>
        sealer.Seal(SealedColumn.TravelRecord, check, JsonSerializer.Serialize(record));

    /// <summary>Null: not declared; empty: was nowhere.</summary>
    public static IReadOnlyList<Stay>? DeclaredOf(this Sealer sealer, TravelCheck check) =>
        sealer.Open(SealedColumn.TravelDeclared, check.Id, check.DeclaredSealed) is { } json ? JsonSerializer.Deserialize<List<Stay>>(json) : null;

    public static TravelRecord? RecordOf(this Sealer sealer, TravelCheck check) =>
        sealer.Open(SealedColumn.TravelRecord, check.Id, check.RecordSealed) is { } json ? JsonSerializer.Deserialize<TravelRecord>(json) : null;

    public static IReadOnlyList<string> ReasonsOf(this Sealer sealer, TravelFinding finding) =>
        sealer.Open(SealedColumn.TravelReasons, finding.Id, finding.ReasonsSealed)?.Split('\n') ?? [];
}
