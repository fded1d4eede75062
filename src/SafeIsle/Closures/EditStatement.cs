using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>One statement: its text edited in versions, signed, printed. What is signed stays.</summary>
internal static class EditStatement
{
    /// <summary>Characters of a text; some forty printed pages.</summary>
    private const int MostText = 60_000;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/statements/{id:guid}", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/statements/{id:guid}", SaveAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/statements/{id:guid}/sign", SignAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/statements/{id:guid}/paper.pdf", PrintAsync).May(Role.Committee);
    }

    internal static StatementVersion Version(Sealer sealer, long community, Guid statement, int number, string text, Me me, DateTimeOffset now)
    {
        var id = Ids.New();
        return new()
        {
            CommunityId = community, Id = id, StatementId = statement, Number = number,
            TextSealed = sealer.Seal(SealedColumn.StatementText, id, text)!, At = now, By = me.Name,
        };
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, int? version, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        if (await LoadAsync(db, me, sealer, community, id, version, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "statement.look", id, $"查看情况说明“{view.Statement.Title}”", cancel);
        return Page.Of<StatementPage>(new { View = view, Form = FormInput.Empty });
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await LoadAsync(db, me, sealer, community, id, null, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var path = Statements.Path(community, id);
        if (view.Statement.SignedAt is not null)
        {
            return http.Refused(path, "这份说明已经签发，不能再改；要更正，请另写一份。");
        }

        // Line breaks count: each is a paragraph.
        var text = form.Typed("text").ReplaceLineEndings("\n").Trim();
        if (text.Length is 0 or > MostText)
        {
            form.Wrong("text", text.Length == 0 ? "正文是空的，没有保存。" : $"正文最多 {MostText} 个字，现在有 {text.Length} 个。");
            return Page.Again<StatementPage>(new { View = view, Form = form });
        }

        if (text == view.Text)
        {
            return http.Done(path, "没有改动。");
        }

        var (seen, next) = (form.Number("version", "版本", 1, int.MaxValue), view.Statement.Version + 1);
        // The condition stands in the update: of two who save at once, one finds a newer version.
        var mine = seen == view.Statement.Version ? await db.FactStatements
            .Where(s => s.CommunityId == community && s.Id == id && s.Version == seen && s.SignedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, next), cancel) : 0;
        if (mine == 0)
        {
            form.Wrong("text", $"别人刚保存了第 {view.Statement.Version} 版或已签发；这里是您刚写的，请对照新版合并后再保存。");
            return Page.Again<StatementPage>(new { View = view, Form = form });
        }

        db.Add(Version(sealer, community, id, next, text, me, clock.Now()));
        write.Record(community, "statement.save", id, $"改情况说明“{view.Statement.Title}”，第 {next} 版");
        await write.CommitAsync(cancel);
        return http.Done(path, $"已保存为第 {next} 版。");
    }

    private static async Task<IResult> SignAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await LoadAsync(db, me, sealer, community, id, null, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var (path, now, seen) = (Statements.Path(community, id), clock.Now(), form.Number("version", "版本", 1, int.MaxValue));
        var mine = await db.FactStatements
            .Where(s => s.CommunityId == community && s.Id == id && s.Version == seen && s.SignedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SignedAt, now).SetProperty(s => s.SignedBy, me.Name), cancel);
        if (mine == 0)
        {
            return view.Statement.SignedAt is not null
                ? http.Done(path, "已经签发了。")
                : http.Refused(path, "别人刚改过正文，没有签发；请看过最新的一版再签。");
        }

        write.Record(community, "statement.sign", id, $"签发情况说明“{view.Statement.Title}”第 {view.Statement.Version} 版");
        await write.CommitAsync(cancel);
        return http.Done(path, "已签发，正文不能再改；可以打印。");
    }

    private static async Task<IResult> PrintAsync(
        long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await LoadAsync(db, me, sealer, community, id, null, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(Statements.Path(community, id), problem);
        }

        await db.RecordLookAsync(me.Actor, community, "statement.look", id, $"打印情况说明“{view.Statement.Title}”", cancel);
        var name = await db.Communities.Where(c => c.CommunityId == community).Select(c => c.Name).SingleAsync(cancel);
        using var file = new MemoryStream();
        Paper(view, name, me.Name, clock.Now()).WriteTo(file, cancel: cancel);
        http.Response.Headers.ContentDisposition = $"inline; filename*=UTF-8''{Uri.EscapeDataString($"情况说明 {view.Statement.Title}.pdf")}";
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }

    private static Paper Paper(StatementView view, string community, string by, DateTimeOffset now)
    {
        var statement = view.Statement;
        var state = statement.SignedAt is { } signed ? $"{statement.SignedBy}于 {signed.Full()} 签发" : $"草稿，第 {statement.Version} 版，未签发";
        return new($"情况说明 {statement.Title}", Orientation.Portrait, new Section(
        [
            new Heading("情况说明"),
            new Paragraph(statement.Title) { Size = 13, Bold = true, Align = Align.Center, After = 4 },
            .. view.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new Paragraph("　　" + line.Trim()) { Size = 12, Spacing = 1.7, After = 1 }),
            new Space(8),
            new Paragraph($"{community}（盖章）") { Size = 12, Align = Align.Right, After = 1 },
            new Paragraph(state) { Size = 12, Align = Align.Right, After = 1 },
            new Space(14),
        ]) { RunningHead = $"情况说明 {statement.Title}" })
        {
            CreatedAt = now,
            Author = by,
            FooterLeft = $"{community} · 含个人信息，勿外传",
            FooterRight = $"{now.Full()} {by}打印",
        };
    }

    private static async Task<StatementView?> LoadAsync(
        Db db, Me me, Sealer sealer, long community, Guid id, int? version, CancellationToken cancel)
    {
        var statement = await db.FactStatements.Within(me).SingleOrDefaultAsync(s => s.CommunityId == community && s.Id == id, cancel);
        if (statement is null)
        {
            return null;
        }

        var versions = await db.StatementVersions.Within(me).Where(v => v.CommunityId == community && v.StatementId == id)
            .OrderByDescending(v => v.Number).Select(v => new StatementVersionRow(v.Number, v.At, v.By)).ToListAsync(cancel);
        var wanted = versions.Exists(v => v.Number == version) ? version!.Value : statement.Version;
        var shown = await db.StatementVersions.Within(me).SingleAsync(v => v.CommunityId == community && v.StatementId == id && v.Number == wanted, cancel);
        return new(statement, wanted, sealer.Open(SealedColumn.StatementText, shown.Id, shown.TextSealed)!, versions);
    }
}

/// <summary>A statement with one of its texts.</summary>
/// <param name="Shown">The number of the version that is shown.</param>
/// <param name="Versions">The newest first.</param>
public sealed record StatementView(FactStatement Statement, int Shown, string Text, IReadOnlyList<StatementVersionRow> Versions);

/// <summary>A version in the list of them.</summary>
public sealed record StatementVersionRow(int Number, DateTimeOffset At, string By);
