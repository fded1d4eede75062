using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Tables;

/// <summary>The big table of a compound as page, PDF and XLSX, and the front page of the three-level tables.</summary>
internal static class ShowCompoundTable
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/tables", TablesAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/compounds/{id:guid}/table", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/compounds/{id:guid}/table.pdf", PrintAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/compounds/{id:guid}/table.xlsx", SheetAsync).May(WhoMay.Readers);
    }

    private static async Task<IResult> TablesAsync(long community, Me me, CompoundTableQuery query, CancellationToken cancel) =>
        Page.Of<TablesPage>(new { Table = await query.OfAsync(me, community, cancel), Keeps = me.Keeps(community), Reader = me });

    private static async Task<IResult> ShowAsync(long community, Guid id, Me me, CompoundTableQuery query, CancellationToken cancel) =>
        await OfAsync(community, id, me, query, cancel) is { } compound ? Page.Of<CompoundTablePage>(new { Compound = compound, Reader = me }) : TypedResults.NotFound();

    private static async Task<IResult> PrintAsync(long community, Guid id, HttpContext http, Me me, CompoundTableQuery query, PublicAddress address, CancellationToken cancel)
    {
        var path = RegisterPaths.CompoundTable(community, id);
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(path, problem);
        }

        if (await OfAsync(community, id, me, query, cancel) is not { } compound)
        {
            return TypedResults.NotFound();
        }

        var file = new MemoryStream();
        CompoundTablePaper.Of(compound, me.Name, address.Of(http.Request) + path).WriteTo(file, cancel: cancel);
        return ShowRoster.PdfFile(file);
    }

    private static async Task<IResult> SheetAsync(long community, Guid id, Me me, CompoundTableQuery query, CancellationToken cancel)
    {
        if (await OfAsync(community, id, me, query, cancel) is not { } compound)
        {
            return TypedResults.NotFound();
        }

        var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            CompoundTableSheet.Write(writer, compound, me.Name);
        }

        return ShowRoster.SheetFileOf(file, $"{compound.Title}.xlsx");
    }

    private static async Task<CompoundTable?> OfAsync(long community, Guid id, Me me, CompoundTableQuery query, CancellationToken cancel)
    {
        var table = await query.OfAsync(me, community, cancel);
        return table.Compounds.FirstOrDefault(c => c.CompoundId == id) is { } line ? new(table, line) : null;
    }
}

/// <summary>One compound of the counted community.</summary>
public sealed record CompoundTable(CommunityTable Of, TableLine Total)
{
    public string Title => $"{Total.Compound} 小区大表";

    public IReadOnlyList<TableLine> Buildings { get; } = Of.Buildings.Where(b => b.CompoundId == Total.CompoundId).ToList();

    /// <summary>The tags that anybody in the compound has; each is a column.</summary>
    public IReadOnlyList<CareTag> Tags { get; } = Of.TagsOf([Total]);

    /// <summary>The headings of the figures, the same on page, paper and sheet.</summary>
    public IEnumerable<string> Headings => ["房屋", "有住户", "户", "人", "在家", "外出", .. Tags.Select(t => t.Name), "已核实"];

    /// <summary>The figures of a line under <see cref="Headings"/>; the last one in percent.</summary>
    public IEnumerable<int> Figures(TableLine line) =>
        [line.Dwellings, line.Occupied, line.Stamp.Households, line.People, line.AtHome, line.Away, .. Tags.Select(t => line.Tags.GetValueOrDefault(t.Code)), line.Stamp.Percent];
}
