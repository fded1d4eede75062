using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Import;

/// <summary>Brings a register in as a file; lists those that came before.</summary>
public static class UploadRegister
{
    private const int MostShown = 50;
    private const int LongestFileName = 100;

    // Bytes. Far above the largest file, so that a larger one gets a sentence instead of a broken connection.
    private const long MostPosted = 80L << 20;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/imports", ListAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/imports", UploadAsync).May(Role.Committee)
            .WithMetadata(new RequestSizeLimitAttribute(MostPosted));
        app.MapGet("/desk/{community:long}/imports/sample.xlsx", Sample).May(Role.Committee);
    }

    private static async Task<IResult> ListAsync(long community, Db db, Me me, CancellationToken cancel) =>
        Page.Of<ImportsPage>(new { Community = community, Imports = await ListOfAsync(db, me, community, cancel) });

    private static Task<List<ImportLine>> ListOfAsync(Db db, Me me, long community, CancellationToken cancel) =>
        db.RegisterImports.Within(me).Where(i => i.CommunityId == community)
            .OrderByDescending(i => i.At).Take(MostShown)
            .Select(i => new ImportLine(i.Id, i.FileName, i.ByName, i.At, i.Stage, i.Result))
            .ToListAsync(cancel);

    private static async Task<IResult> UploadAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (form.Files["file"] is not { } posted)
        {
            form.Wrong("file", "请先选择登记表文件（.xlsx）。");
            return await AgainAsync();
        }

        if (posted.Length > SheetLimits.Default.MaxFileBytes)
        {
            form.Wrong("file", SheetRefusal.TooLarge(SheetLimits.Default));
            return await AgainAsync();
        }

        using var content = new MemoryStream();
        await posted.CopyToAsync(content, cancel);
        content.Position = 0;
        var file = SheetFile.Read(content, SheetLimits.Default);
        if (file.Refused)
        {
            form.Wrong("file", file.Refusal!);
            return await AgainAsync();
        }

        var name = await db.Communities.Within(me).Where(c => c.CommunityId == community).Select(c => c.Name).SingleAsync(cancel);
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).Select(c => c.Name).ToListAsync(cancel);
        var plan = ImportPlan.Suggest(file.Value, await ImportStore.TagWordsAsync(db, community, cancel), compounds, NameWithoutOffice(name));
        var id = Ids.New();
        var import = new RegisterImport
        {
            CommunityId = community,
            Id = id,
            FileName = ChineseText.Cut(Path.GetFileName(ChineseText.Clean(posted.FileName)), LongestFileName),
            FileSize = (int)content.Length,
            ById = me.AccountId,
            ByName = me.Name,
            At = clock.Now(),
            FileSealed = sealer.SealBytes(SealedColumn.ImportFile, id, content.GetBuffer().AsSpan(0, (int)content.Length)),
            PlanSealed = ImportStore.Seal(sealer, id, plan),
        };
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        db.Add(import);
        write.Record(community, "import.upload", id, $"上传登记表“{import.FileName}”，尚未写入");
        await write.CommitAsync(cancel);
        return http.Done(ImportStore.Path(community, id), "文件已收下，还没有改动任何数据。");

        async Task<IResult> AgainAsync() =>
            Page.Again<ImportsPage>(new { Community = community, Imports = await ListOfAsync(db, me, community, cancel), Form = form });
    }

    private static IResult Sample(long community) => TypedResults.File(SampleRegister.Write(), SheetFile.ContentType, SampleRegister.FileName);

    // The first compound of a new community is mostly called as the community is.
    private static string NameWithoutOffice(string community)
    {
        foreach (var ending in (ReadOnlySpan<string>)["社区居委会", "居委会", "社区"])
        {
            if (community.EndsWith(ending, StringComparison.Ordinal) && community.Length > ending.Length)
            {
                return community[..^ending.Length];
            }
        }

        return community;
    }
}

/// <summary>An import as the list shows it.</summary>
public sealed record ImportLine(Guid Id, string FileName, string ByName, DateTimeOffset At, ImportStage Stage, string Result);
