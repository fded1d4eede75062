using Microsoft.Extensions.Primitives;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Export;

/// <summary>
/// A list that can be taken out as a workbook. A module registers its lists with <c>AddScoped&lt;ExportSource, …&gt;</c> and links to
/// <see cref="Link"/> with the list's own filters; reason, second person, record and file are the same for all.
/// </summary>
public abstract class ExportSource
{
    /// <summary>Stable name in addresses: <c>register</c>.</summary>
    public abstract string Key { get; }

    /// <summary>居民登记表</summary>
    public abstract string Title { get; }

    /// <summary>Who may take it out; how much, <see cref="ExportRules"/> say.</summary>
    public abstract IReadOnlyList<Role> Roles { get; }

    /// <summary>Whether it holds ID numbers and phones, which may be asked for whole.</summary>
    public abstract bool HasNumbers { get; }

    /// <summary>Whether it names people though it is no list of them: then a reason is asked, however short it is.</summary>
    public virtual bool NamesPeople => false;

    /// <summary>Whether it tells where people went, see <see cref="ExportLimit.ForWhereabouts"/>.</summary>
    public virtual bool TellsWhereabouts => false;

    /// <summary>What must happen before so many people of it leave the product.</summary>
    public ExportNeed Need(ExportLimit limit, int people) =>
        ExportRules.Need(Of(limit), people) is var need && need == ExportNeed.Nothing && NamesPeople ? ExportNeed.Reason : need;

    /// <summary>The sentence that goes with it.</summary>
    public string Sentence(ExportLimit limit, int people) =>
        NamesPeople && ExportRules.Need(Of(limit), people) == ExportNeed.Nothing
            ? $"里面有{(TellsWhereabouts ? "住户的进出情况" : "人员姓名和住户地址")}，请写明用途。"
            : ExportRules.Sentence(Of(limit), people);

    /// <summary>The address at which an export of a list begins.</summary>
    /// <param name="query">The list's own filters, with or without question mark.</param>
    public static string Link(long community, string list, string query) =>
        $"/desk/{community}/exports/new?list={list}" + (query.TrimStart('?') is { Length: > 0 } rest ? "&" + rest : "");

    /// <summary>The person with those of her grants that count for this list; the other ones show her other things.</summary>
    public Me Narrowed(Me me) => me.Only(Roles);

    /// <summary>What the filters mean, for that person.</summary>
    public abstract Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel);

    private ExportLimit Of(ExportLimit limit) => TellsWhereabouts ? limit.ForWhereabouts : limit;

    /// <summary>The list itself.</summary>
    /// <param name="full">Numbers whole, not masked.</param>
    public abstract Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel);
}

/// <summary>Whose export of which community with which filters.</summary>
/// <param name="Me">See <see cref="ExportSource.Narrowed"/>.</param>
public sealed record ExportAsk(Me Me, long Community, IReadOnlyDictionary<string, StringValues> Query)
{
    public string Text(string name) => Query.TryGetValue(name, out var value) ? value.ToString() : "";
}

/// <summary>What an export would hold.</summary>
/// <param name="People">How many people; 0 for a list without.</param>
/// <param name="Filter">The filters in words: 38号楼 · 租户.</param>
/// <param name="Query">The filters that were understood, as a query string without question mark.</param>
/// <param name="Empty">Why there is nothing to take out, one Chinese sentence; null when there is something.</param>
public sealed record ExportScope(int People, string Filter, string Query, string? Empty = null)
{
    /// <summary>Of a list that tells whereabouts: how many people the same person took out of it lately without a second one.</summary>
    public int Earlier { get; init; }

    /// <summary>What the limits count: a list in pieces is the same list.</summary>
    public int Counted => People + Earlier;
}

/// <summary>A list as it is written.</summary>
/// <param name="Notes">Lines for the sheet 说明.</param>
public sealed record ExportTable(IReadOnlyList<SheetColumn> Columns, IEnumerable<SheetValue[]> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>As plain text for a program that expects it, with nothing but heading and rows; what else the file would say stands in the audit log.</summary>
    public bool AsCsv { get; init; }
}
