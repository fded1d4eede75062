using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Households.Tables;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Screening.Campaigns;

/// <summary>A campaign: how far it is, live, as sheet and on paper; whom it still has to ask; and its end.</summary>
internal static class ShowCampaign
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/campaigns/{id:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/campaigns/{id:guid}/board", BoardAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/campaigns/events", Listen).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/campaigns/{id:guid}/coverage.xlsx", SheetAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/campaigns/{id:guid}/coverage.pdf", PrintAsync).May(WhoMay.Readers);
        app.MapPost("/desk/{community:long}/campaigns/{id:guid}/end", EndAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/campaigns/{id:guid}/later", AddLaterAsync).May(Role.Committee);
    }

    internal static string Path(long community, Guid id) => $"{ListCampaigns.Path(community)}/{id}";

    private static async Task<IResult> ShowAsync(
        long community, Guid id, string? state, string? building, string? page, Db db, Me me, TargetBook book, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await CampaignCoverage.OfAsync(db, me, community, id, clock.Now(), cancel) is not { } coverage)
        {
            return TypedResults.NotFound();
        }

        var filter = Enum.TryParse<TargetState>(state, out var chosen) && Enum.IsDefined(chosen) ? chosen : (TargetState?)null;
        var at = Guid.TryParse(building, out var one) ? one : (Guid?)null;
        var targets = db.ScreeningTargets.Within(me).Where(t => t.CommunityId == community && t.CampaignId == id && t.LeftAt == null
            && (filter == null || t.State == filter) && (at == null || t.BuildingId == at));
        // Partners see how far it is, not who refused and which doors are empty.
        var reads = me.Is(community, HouseholdsModule.MayRead);
        var rows = !reads ? [] : await (
            from t in targets
            join d in db.Dwellings on new { t.CommunityId, Id = t.DwellingId } equals new { d.CommunityId, d.Id }
            join h in db.Households on new { t.CommunityId, Id = t.HouseholdId } equals new { h.CommunityId, Id = (Guid?)h.Id } into households
            from h in households.DefaultIfEmpty()
            join o in db.Occupancies on new { t.CommunityId, Id = t.DwellingId } equals new { o.CommunityId, o.Id } into occupancies
            from o in occupancies.DefaultIfEmpty()
            orderby t.SortKey, t.Id
            select new TargetRow(t, d.Label, h == null ? null : h.Tenure, o == null ? null : o.State)).Page(Paging.Number(page)).ToListAsync(cancel);
        // What contradicts an answer was said by others; who asked there is whoever entered the answer.
        var differing = rows.Where(r => r.Target.State == TargetState.Contradicts).Select(r => r.Target.Id).ToList();
        var answers = await db.ScreeningAnswers.Within(me).Where(a => a.CommunityId == community && differing.Contains(a.TargetId))
            .OrderBy(a => a.Version).Select(a => new { a.TargetId, a.EnteredBy, a.At }).ToListAsync(cancel);
        // To be looked into first of all: what was answered there.
        var follow = !reads ? [] : await (
            from o in db.Todos.Within(me)
            join t in db.ScreeningTargets on new { o.CommunityId, Id = o.SourceId } equals new { t.CommunityId, t.Id }
            where o.CommunityId == community && o.Kind == TryTarget.FollowKind && o.ClosedAt == null && t.CampaignId == id
            orderby t.SortKey, t.Id
            select new DoorToFollow(t.Id, o.Dwelling)).Take(Paging.Size).ToListAsync(cancel);
        var scriptId = coverage.Campaign.ScriptId;
        var script = await db.ScriptVersions.Where(s => s.CommunityId == community && s.Id == scriptId).Select(s => new { s.Name, s.Version }).SingleAsync(cancel);
        return Page.Of<ShowCampaignPage>(new
        {
            Coverage = coverage,
            Script = $"{script.Name} 第 {script.Version} 版",
            Rows = rows,
            AskedBy = answers.GroupBy(a => a.TargetId).ToDictionary(g => g.Key, g => $"{g.Last().EnteredBy} {g.Last().At.Short()}"),
            Follow = follow,
            Later = me.Keeps(community) && Later(db, coverage.Campaign, await book.OfAsync(db, me, community, cancel)) is { } later ? await later.CountAsync(cancel) : 0,
            Total = reads ? await targets.CountAsync(cancel) : 0,
            Number = Paging.Number(page),
            State = filter,
            Building = at,
            Reads = reads,
            Asks = me.Is(community, HouseholdsModule.MayCall),
            Edits = me.Keeps(community),
        });
    }

    // Where it asks a kind of households everywhere, whoever registered since belongs to it, too. Null: it asks chosen ones, is over, or two are called the same.
    private static IQueryable<Household>? Later(Db db, Campaign campaign, IReadOnlyList<TargetSource> sources) =>
        campaign.EndedAt is null && sources.Where(s => s.Whom == campaign.Whom).Take(2).ToList() is [var source]
            ? db.NotAsked(campaign, source.Households(db, campaign.CommunityId)) : null;

    private static async Task<IResult> AddLaterAsync(
        long community, Guid id, HttpContext http, Db db, Me me, TargetBook book, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // One at a time: whoever comes second finds them asked.
        await db.Campaigns.Where(c => c.CommunityId == community && c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedBy, c => c.EndedBy), cancel);
        if (await db.Campaigns.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == id, cancel) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        if (Later(db, campaign, await book.OfAsync(db, me, community, cancel)) is not { } later || !await later.AnyAsync(cancel))
        {
            return http.Refused(Path(community, id), "没有要补的住户：排查已经结束，或者都在里面了。");
        }

        var added = await db.AddTargetsAsync(write, campaign, later, clock.Now(), cancel);
        write.AfterCommit(() => signals.Raise(Topics.Community(community)));
        await write.CommitAsync(cancel);
        return http.Done(Path(community, id), $"已补进 {added} 户，都在负责的网格员的待办里。");
    }

    private static async Task<IResult> BoardAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await CampaignCoverage.OfAsync(db, me, community, id, clock.Now(), cancel) is { } coverage ? Page.Of<CoveragePart>(new { Coverage = coverage }) : TypedResults.NotFound();

    private static IResult Listen(long community, Me me, LiveChanges live, CancellationToken cancel)
    {
        var topic = Topics.Community(community);
        return live.Of(me, raised => raised == topic, cancel);
    }

    private static async Task<IResult> SheetAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await CampaignCoverage.OfAsync(db, me, community, id, clock.Now(), cancel) is not { } coverage)
        {
            return TypedResults.NotFound();
        }

        var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            foreach (var (title, lines) in coverage.Parts)
            {
                writer.Sheet(
                    $"按{title}", [new(title, 20), .. CoverageCounts.Headings.Select(h => new SheetColumn(h, 10)), new("问到(%)", 10)], $"{coverage.Campaign.Name} 排查进度",
                    $"{me.Name} 于 {coverage.At.Full()} 生成");
                foreach (var line in lines.Append(new("合计", coverage.Total)))
                {
                    writer.Row([line.Label, .. line.Counts.Figures.Select(f => (SheetValue)f), line.Counts.Percent]);
                }
            }
        }

        return ShowRoster.SheetFileOf(file, $"{coverage.Campaign.Name} 排查进度.xlsx");
    }

    private static async Task<IResult> PrintAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await CampaignCoverage.OfAsync(db, me, community, id, clock.Now(), cancel) is not { } coverage)
        {
            return TypedResults.NotFound();
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(Path(community, id), problem);
        }

        var blocks = coverage.Parts.SelectMany(part => new Block[]
        {
            new Heading($"按{part.Title}"),
            new Table(
                [new(part.Title) { Share = 3 }, .. CoverageCounts.Headings.Append("问到(%)").Select(h => new Column(h) { Mm = 17, Align = Align.Right })],
                [.. part.Lines.Append(new("合计", coverage.Total)).Select(l => new Row([l.Label, .. l.Counts.Figures.Append(l.Counts.Percent).Select(f => $"{f}")]))]),
        });
        var paper = new Paper($"{coverage.Campaign.Name} 排查进度", Orientation.Portrait, new Section([new Heading($"{coverage.Campaign.Name} 排查进度"), .. blocks]))
        {
            CreatedAt = coverage.At, Author = me.Name, FooterLeft = $"{coverage.Campaign.Whom}，到 {coverage.Campaign.LastDay.Full()}", FooterRight = $"{coverage.At.Full()} {me.Name} 打印",
        };
        var file = new MemoryStream();
        paper.WriteTo(file, cancel: cancel);
        return ShowRoster.PdfFile(file);
    }

    private static async Task<IResult> EndAsync(long community, Guid id, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var now = clock.Now();
        var ended = await db.Campaigns.Within(me).Where(c => c.CommunityId == community && c.Id == id && c.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, (DateTimeOffset?)now).SetProperty(c => c.EndedBy, me.Name), cancel);
        if (ended == 0)
        {
            return await db.Campaigns.Within(me).AnyAsync(c => c.CommunityId == community && c.Id == id, cancel)
                ? http.Refused(Path(community, id), "这次排查已经结束过了。") : TypedResults.NotFound();
        }

        var targets = await db.ScreeningTargets.Where(t => t.CommunityId == community && t.CampaignId == id).Select(t => t.Id).ToListAsync(cancel);
        foreach (var kind in TryTarget.Asking)
        {
            await db.DropTodosAsync(community, kind, targets, now, cancel);
        }

        write.Record(community, "screen.end", id, "结束排查");
        write.AfterCommit(() => signals.Raise(Topics.Community(community)));
        await write.CommitAsync(cancel);
        return http.Done(Path(community, id), "已经结束；没问到的不再出现在待办里，答过的都留着。");
    }
}

/// <summary>A household whose answer somebody has to look into.</summary>
public sealed record DoorToFollow(Guid Target, string Dwelling);

/// <summary>A household in the list of a campaign.</summary>
/// <param name="Tenure">Null where the register knows nobody.</param>
/// <param name="Living">What is inferred of its dwelling; null without evidence.</param>
public sealed record TargetRow(ScreeningTarget Target, string Dwelling, Tenure? Tenure, OccupancyState? Living);
