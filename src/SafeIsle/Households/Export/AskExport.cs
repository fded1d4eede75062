using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Export;

/// <summary>Somebody wants a list as a file: how many people it holds decides what is asked.</summary>
public static class AskExport
{
    private const int LongestReason = 200;
    private const int ShortestReason = 4;
    private const int LongestQuery = 1000;
    private const int LongestFilter = 300;

    internal static readonly Role[] May = [.. WhoMay.Readers, Role.Administrator];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/exports/new", AskAsync).May(May);
        app.MapPost("/desk/{community:long}/exports", RequestAsync).May(May);
        app.MapGet("/desk/{community:long}/people/export", (long community, HttpContext http) =>
            TypedResults.Redirect(ExportSource.Link(community, RegisterExport.Name, http.Request.QueryString.ToString()))).May(HouseholdsModule.MayRead);
    }

    private static async Task<IResult> AskAsync(long community, string? list, HttpContext http, Db db, Me me, ExportFile files, TimeProvider clock, CancellationToken cancel)
    {
        if (files.Source(list ?? "") is not { } source)
        {
            return TypedResults.NotFound();
        }

        if (!me.Is(community, [.. source.Roles]))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        me = source.Narrowed(me);
        var query = http.Request.Query.Where(pair => pair.Key != "list").ToDictionary();
        return Page.Of<AskExportPage>(new
        {
            Community = community,
            Source = source,
            Scope = await ScopeAsync(db, source, new(me, community, query), clock.Now(), cancel),
            Limit = ExportFile.LimitOf(me, community),
        });
    }

    private static async Task<ExportScope> ScopeAsync(Db db, ExportSource source, ExportAsk ask, DateTimeOffset now, CancellationToken cancel)
    {
        var scope = await source.ScopeAsync(ask, cancel);
        if (!source.TellsWhereabouts)
        {
            return scope;
        }

        var (list, who, since) = (source.Key, ask.Me.AccountId, now - ExportRules.CountedFor);
        return scope with
        {
            Earlier = await db.ExportRequests.Where(e => e.CommunityId == ask.Community && e.List == list && e.ById == who && e.At > since
                && e.State == ExportState.Approved && e.DecidedById == null).SumAsync(e => e.People, cancel),
        };
    }

    private static async Task<IResult> RequestAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, ExportFile files, TimeProvider clock, CancellationToken cancel)
    {
        if (files.Source(form.Typed("list")) is not { } source)
        {
            return TypedResults.NotFound();
        }

        if (!me.Is(community, [.. source.Roles]))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        me = source.Narrowed(me);
        var ask = new ExportAsk(me, community, Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(form.Typed("query")));
        var now = clock.Now();
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // Changes nothing: of two pieces asked for at once the second one counts the first.
        await db.Users.Where(a => a.Id == me.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisplayName, a => a.DisplayName), cancel);
        var scope = await ScopeAsync(db, source, ask, now, cancel);
        var limit = ExportFile.LimitOf(me, community);
        var need = source.Need(limit, scope.Counted);
        var reason = need is ExportNeed.Reason or ExportNeed.SecondPerson
            ? form.Required("reason", "用途", LongestReason)
            : form.Text("reason", "用途", LongestReason);
        if (form.Ok && need != ExportNeed.Nothing && reason.Length < ShortestReason)
        {
            form.Wrong("reason", "请把用途写清楚，例如“38号楼封控期间上门送药”。");
        }

        if (scope.Empty is { } empty)
        {
            form.Wrong("list", empty);
        }

        if (need == ExportNeed.Refused)
        {
            form.Wrong("list", source.Sentence(limit, scope.Counted));
        }

        if (scope.Query.Length > LongestQuery)
        {
            form.Wrong("list", "筛选条件太多，请减少几项再导出。");
        }

        if (!form.Ok)
        {
            return Page.Again<AskExportPage>(new { Community = community, Source = source, Scope = scope, Limit = limit, Form = form });
        }

        var request = new ExportRequest
        {
            CommunityId = community,
            Id = Ids.New(),
            List = source.Key,
            Title = source.Title,
            Query = scope.Query,
            Filter = Platform.Text.ChineseText.Cut(scope.Filter, LongestFilter),
            People = scope.People,
            Full = source.HasNumbers && limit.Full && form.Ticked("full"),
            Reason = reason,
            ById = me.AccountId,
            ByName = me.Name,
            At = now,
            ExpiresAt = now + ExportRules.KeepFor,
            State = need == ExportNeed.SecondPerson ? ExportState.Waiting : ExportState.Approved,
        };
        db.Add(request);
        write.Record(community, "export.ask", request.Id, $"申请导出{ExportFile.Words(request)}");
        await write.CommitAsync(cancel);
        return http.Done(
            $"/desk/{community}/exports",
            need == ExportNeed.SecondPerson ? "申请已提交，等另一位同事或管理员同意；24 小时内有效。" : "文件已备好，请在下面取走；24 小时内有效。");
    }
}
