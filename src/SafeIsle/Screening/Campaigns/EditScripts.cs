using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Campaigns;

/// <summary>The scripts, and the form that makes a new version of one. Campaigns that run keep theirs.</summary>
internal static class EditScripts
{
    /// <summary>Characters of what is said first.</summary>
    public const int MostOpening = 300;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/scripts", ListAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/scripts/{code}", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/scripts/{code}", SaveAsync).May(Role.Committee);
    }

    /// <summary>Instead of a code: a script to be made.</summary>
    internal const string New = "new";

    internal static string Path(long community) => $"/desk/{community}/scripts";

    private static async Task<IResult> ListAsync(long community, Db db, CancellationToken cancel) =>
        Page.Of<ScriptsPage>(new { Community = community, Scripts = await db.ScriptsAsync(community, cancel) });

    private static async Task<IResult> ShowAsync(long community, string code, Db db, CancellationToken cancel)
    {
        var script = await FindAsync(db, community, code, cancel);
        return script is null ? TypedResults.NotFound() : Page.Of<EditScriptPage>(new { Community = community, Script = script, Form = FormInput.Empty });
    }

    private static async Task<IResult> SaveAsync(
        long community, string code, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, community, code, cancel) is not { } before)
        {
            return TypedResults.NotFound();
        }

        var name = form.Required("name", "名称", CampaignsDb.MostName);
        var read = ScriptForm.Read(form);
        var script = new Script(form.Text("opening", "开场白", MostOpening), read);
        foreach (var wrong in ScriptRules.Check(script).Take(1))
        {
            form.Wrong("all", wrong);
        }

        // Made with the form, so that the same new script sent twice is one.
        var own = code == New ? form.Typed("code") : code;
        if (own.Length is 0 or > Script.MostCode || !own.All(char.IsAsciiLetterOrDigit))
        {
            form.Wrong("all", "页面放得太久，请重新打开“新话术”。");
        }

        var add = form.Has("add");
        if (!form.Ok || add)
        {
            return Page.Of<EditScriptPage>(
                new { Community = community, Script = before, Form = form, Typed = add ? [.. read, ScriptForm.Blank(read)] : read },
                add ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var newest = await db.ScriptVersions.Where(s => s.CommunityId == community && s.Code == own).OrderByDescending(s => s.Version).FirstOrDefaultAsync(cancel);
        if (newest?.Body == script.ToJson() && newest.Name == name)
        {
            return http.Done(Path(community), "没有改动。");
        }

        if ((newest?.Version ?? 0) != (form.Number("version", "版本", 0, int.MaxValue) ?? 0))
        {
            form.Wrong("all", "这份话术刚被别人改过，没有保存；请打开最新的一版，再改一次。");
            return Page.Again<EditScriptPage>(new { Community = community, Script = before, Form = form, Typed = read });
        }

        var row = new ScriptVersion
        {
            CommunityId = community, Id = Ids.New(), Code = own, Version = (newest?.Version ?? 0) + 1, Name = name, Body = script.ToJson(), MadeAt = clock.Now(), MadeBy = me.Name,
        };
        db.Add(row);
        write.Record(community, "screen.script", row.Id, $"排查话术“{name}”第 {row.Version} 版，{script.Questions.Count} 个问题");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(Path(community), "同时有人改了这份话术，这次没有保存；请打开最新的一版再改。");
        }

        return http.Done(Path(community), $"已保存为第 {row.Version} 版；正在进行的排查还用原来的。");
    }

    private static async Task<ScriptChoice?> FindAsync(Db db, long community, string code, CancellationToken cancel)
    {
        var all = await db.ScriptsAsync(community, cancel);
        return code != New ? all.FirstOrDefault(s => s.Code == code)
            : all.Count >= Scripts.Most ? null
            : new(New, 0, "", new("", [new("q1", QuestionKind.YesNo, "")]));
    }
}
