using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Tables;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Screening.Campaigns;

/// <summary>The notice for doors where nobody was reached: two to a sheet, each with the door's code to answer; printed and put up by building.</summary>
internal static class DoorNotices
{
    private const double CodeMm = 34;
    private const double CodeColumnMm = 44;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/campaigns/{id:guid}/notices.pdf", PrintAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/campaigns/{id:guid}/notices", PutUpAsync).May(HouseholdsModule.MayCall);
    }

    private static async Task<IResult> PrintAsync(
        long community, Guid id, Guid building, HttpContext http, Db db, Me me, KeyRing keys, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, building, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var back = $"{ShowCampaign.Path(community, id)}?building={building}";
        if (found.Doors.Count == 0)
        {
            return http.Refused(back, "这栋楼没有要贴告知的门：都问到了，或者正在核对。");
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(back, problem);
        }

        var (now, at) = (clock.Now(), address.Of(http.Request));
        var place = await db.Communities.Within(me).SingleAsync(c => c.CommunityId == community, cancel);
        var what = $"{found.Building.Label} {found.Campaign.Name} 告知";
        // Only where somebody stood before the door does the paper say so.
        var since = found.Campaign.MadeAt;
        var knocked = (await db.OccupancyEvidence
            .Where(e => e.CommunityId == community && e.BuildingId == building && e.Kind == EvidenceKind.Knock && e.At >= since).Select(e => e.DwellingId).ToListAsync(cancel)).ToHashSet();
        var paper = new Paper(what, Orientation.Portrait, new Section(new Cards(1, 2, [.. found.Doors.Select(d => Notice(place, found, d, keys, at, knocked.Contains(d.Id), now))])))
        {
            CreatedAt = now, Author = me.Name, FooterLeft = $"{what} {found.Doors.Count} 张", FooterRight = $"{now.Full()} {me.Name} 打印",
        };
        var file = new MemoryStream();
        paper.WriteTo(file, cancel: cancel);
        // Whoever has the paper can answer for that door.
        await db.RecordLookAsync(me.Actor, community, "screen.print", id, $"打印{found.Building.Label}排查“{found.Campaign.Name}”的门上告知 {found.Doors.Count} 张", cancel);
        return ShowRoster.PdfFile(file);
    }

    private static async Task<IResult> PutUpAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (form.Id("building") is not { } building || await FindAsync(db, me, community, id, building, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var back = $"{ShowCampaign.Path(community, id)}?building={building}";
        var now = clock.Now();
        var (day, dwellings) = (Clock.Midnight(now.DateHere()), found.Doors.ConvertAll(d => d.Id));
        // Once a day at each door: pressed twice is put up once.
        var done = await db.OccupancyEvidence.Where(e => e.CommunityId == community && dwellings.Contains(e.DwellingId) && e.Kind == EvidenceKind.Notice && e.At >= day)
            .Select(e => e.DwellingId).ToListAsync(cancel);
        var pieces = found.Doors.Where(d => !done.Contains(d.Id)).Select(d => new OccupancyEvidence
        {
            CommunityId = community, Id = Ids.New(), BuildingId = building, DwellingId = d.Id, Kind = EvidenceKind.Notice, Sign = EvidenceSign.Nothing, At = now,
            Detail = "", EnteredBy = me.Name,
        }).ToList();
        if (pieces.Count == 0)
        {
            return http.Refused(back, "没有要记的：这栋楼没问到的门今天都记过了。");
        }

        await db.TakeEvidenceAsync(pieces, cancel);
        write.Record(community, "screen.notice", id, $"{found.Building.Label}排查“{found.Campaign.Name}”：门上告知贴了 {pieces.Count} 张");
        await write.CommitAsync(cancel);
        return http.Done(back, $"已记下：贴了 {pieces.Count} 张。");
    }

    private static async Task<NoticeDoors?> FindAsync(Db db, Me me, long community, Guid id, Guid building, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == id && c.EndedAt == null, cancel);
        var at = await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == building, cancel);
        if (campaign is null || at is null)
        {
            return null;
        }

        TargetState[] open = [TargetState.ToVisit, TargetState.NobodyHome, TargetState.Refused];
        var unreached = db.ScreeningTargets.Where(t => t.CommunityId == community && t.CampaignId == id && t.LeftAt == null && open.Contains(t.State)).Select(t => t.DwellingId);
        var doors = await db.Dwellings.Where(d => d.CommunityId == community && d.BuildingId == building && d.ClosedAt == null && unreached.Contains(d.Id))
            .OrderBy(d => d.SortKey).ToListAsync(cancel);
        var script = await db.ScriptVersions.Where(s => s.CommunityId == community && s.Id == campaign.ScriptId).Select(s => s.Body).SingleAsync(cancel);
        return new(campaign, Script.Parse(script), at, doors);
    }

    private static IReadOnlyList<Block> Notice(Community community, NoticeDoors found, Dwelling dwelling, KeyRing keys, string address, bool knocked, DateTimeOffset now)
    {
        var campaign = found.Campaign;
        var code = DoorCode.Of(keys, dwelling.CommunityId, dwelling.Id, dwelling.DoorCodeVersion);
        var call = community.Phone.Length > 0 ? $"打居委会电话 {community.Phone}" : "到居委会";
        IReadOnlyList<Block> words =
        [
            new Paragraph($"{dwelling.Label} 的住户：") { Size = 17, Bold = true, After = 2.5 },
            new Paragraph($"　　{(knocked ? "我们来过，没有遇到您。" : "")}按应急工作的要求，每一户都要问几件事（{campaign.Name}）。请在{campaign.LastDay.Full()}前用下面任一种办法回答：") { Size = 14, After = 2.5 },
            new Paragraph(campaign.ByCode ? $"一、扫右边的码{(found.Script.IsShort ? "，一分钟就好" : "，在手机上回答")}；\n二、{call}，由工作人员代填。" : $"请{call}，由工作人员代填。") { Size = 15, Bold = true, After = 2.5 },
            new Paragraph("　　收不到回答，我们晚上会再来看灯敲门，并请物业看水电表有没有在用。不在这里住了、房子空着，也请告诉我们。") { Size = 12.5, After = 2.5 },
            new Paragraph("回答只用于这次应急，加密保存，不对外公开。") { Size = 10.5, After = 0 },
        ];
        return
        [
            new Paragraph("请您回个话") { Size = 28, Bold = true, Align = Align.Center, Spacing = 1.25, After = 3 },
            campaign.ByCode
                ? new SideBySide(
                    words,
                    [
                        new QrCode($"{address}/h/{code}/screen", CodeMm),
                        new Paragraph($"扫不了？打开 {PublicAddress.Short(address)}/h/{DoorCode.Shown(code)}/screen") { Size = 8.5, Align = Align.Center, Spacing = 1.3, After = 0 },
                    ],
                    CodeColumnMm)
                : new SideBySide(words, [], 1),
            new Paragraph($"{community.Name}\n{now.DateHere().Full()}") { Size = 12, Align = Align.Right, After = 0 },
        ];
    }

    private sealed record NoticeDoors(Campaign Campaign, Script Script, Building Building, List<Dwelling> Doors);
}
