using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>A community's care tags by their codes, the most urgent first.</summary>
public sealed class TagNames
{
    private readonly Dictionary<string, CareTag> byCode;

    private TagNames(List<CareTag> all)
    {
        byCode = all.ToDictionary(t => t.Code, StringComparer.Ordinal);
        Open = all.Where(t => t.ClosedAt is null).ToList();
    }

    /// <summary>Those in use.</summary>
    public IReadOnlyList<CareTag> Open { get; }

    public static async Task<TagNames> LoadAsync(Db db, Me me, long community, CancellationToken cancel) =>
        new(await db.CareTags.Within(me).Where(t => t.CommunityId == community).OrderBy(t => t.Position).ThenBy(t => t.Id).ToListAsync(cancel));

    /// <summary>独居; the code itself where no tag has it.</summary>
    public string Of(string code) => byCode.TryGetValue(code, out var tag) ? tag.Name : code;

    /// <summary>A person's tags in words, the most urgent first.</summary>
    public IEnumerable<string> Of(IEnumerable<string> codes) => Ordered(codes).Select(Of);

    /// <summary>The same with details: 慢性病用药(二甲双胍). Details are health data: record the look.</summary>
    public IEnumerable<string> WithDetails(IReadOnlyDictionary<string, string> tags) =>
        Ordered(tags.Keys).Select(code => tags[code].Length > 0 ? $"{Of(code)}（{tags[code]}）" : Of(code));

    /// <summary>History holds codes with details, <c>alone、medicine(…)</c>: names without details. A piece of a detail is no known code.</summary>
    internal string Translate(string text) => string.Join(
        '、', text.Split('、', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('(')[0]).Where(byCode.ContainsKey).Select(Of));

    private IEnumerable<string> Ordered(IEnumerable<string> codes) =>
        codes.OrderBy(code => byCode.TryGetValue(code, out var tag) ? tag.Position : int.MaxValue).ThenBy(code => code, StringComparer.Ordinal);
}
