using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Occupancy;

/// <summary>Whether a dwelling is lived in and by what that is known; more is added here, or a person decides.</summary>
internal static class ShowOccupancy
{
    /// <summary>The window in which a dark or a lit window says something, Shanghai time; until <see cref="MorningFrom"/>.</summary>
    public const int EveningFrom = 18;

    /// <summary>And the hour until which the night lasts.</summary>
    public const int MorningFrom = 6;

    /// <summary>The field of a button that says kind and sign at once: Light Absent.</summary>
    internal const string Saw = "saw";

    /// <summary>How late something that was seen may be entered.</summary>
    public static readonly TimeSpan LatestEntry = TimeSpan.FromDays(3);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/occupancy/dwellings/{id:guid}", ShowAsync).May(HouseholdsModule.MayRead);
        app.MapPost("/desk/{community:long}/occupancy/dwellings/{id:guid}/evidence", AddAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/occupancy/dwellings/{id:guid}/decide", DecideAsync).May(HouseholdsModule.MayCall);
    }

    internal static string Path(long community, Guid dwelling) => $"/desk/{community}/occupancy/dwellings/{dwelling}";

    /// <summary>What a person may enter: other kinds come from where they happen.</summary>
    internal static readonly EvidenceKind[] ByHand = [EvidenceKind.Call, EvidenceKind.Notice, EvidenceKind.Light, EvidenceKind.Knock, EvidenceKind.Seen];

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await FindAsync(db, me, community, id, cancel) is { } dwelling ? await PageAsync(db, me, dwelling, FormInput.Empty, clock, cancel) : TypedResults.NotFound();

    private static async Task<IResult> AddAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } dwelling)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var (kind, sign) = Seen(form);
        var at = form.Moment("at", "什么时候看的") ?? now;
        var detail = form.Text("detail", "说明", OccupancyDb.MostDetail);
        if (!ByHand.Contains(kind) || (kind == EvidenceKind.Seen && sign != EvidenceSign.Present))
        {
            form.Wrong("kind", "请从列出的几种里选。");
        }

        if (at > now || at < now - LatestEntry)
        {
            form.Wrong("at", $"看的时间不能在将来，也不能早于 {LatestEntry.Days} 天前。");
        }
        else if (kind == EvidenceKind.Light && at.Here().Hour is >= MorningFrom and < EveningFrom)
        {
            form.Wrong("at", $"白天看灯不算数，请在晚上 {EveningFrom} 点到早上 {MorningFrom} 点之间看。");
        }

        var back = form.Typed("back").StartsWith($"/desk/{community}/", StringComparison.Ordinal) ? form.Typed("back") : null;
        if (!form.Ok)
        {
            return back is null ? await PageAsync(db, me, dwelling, form, clock, cancel) : http.Refused(back, form.Errors.Values.First());
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var added = await db.TakeEvidenceAsync(
            [
                new()
                {
                    CommunityId = community, Id = form.Id("key") ?? Ids.New(), BuildingId = dwelling.BuildingId, DwellingId = id, Kind = kind, Sign = sign, At = at,
                    Detail = detail.Length > 0 ? $"{OccupancyWords.Of(kind, sign)}：{detail}" : "", EnteredBy = me.Name,
                },
            ],
            cancel);
        if (added == 0)
        {
            return http.Done(back ?? Path(community, id), "已经记过了。");
        }

        write.Record(community, "occupancy.evidence", id, $"{dwelling.Label}：{OccupancyWords.Of(kind, sign)}");
        write.AfterCommit(() => signals.RaiseBuilding(community, dwelling.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(back ?? Path(community, id), $"已记下：{OccupancyWords.Of(kind, sign)}。");
    }

    private static (EvidenceKind Kind, EvidenceSign Sign) Seen(FormInput form) =>
        form.Typed(Saw).Split(' ') is [var how, var what] && FormInput.TryChoose<EvidenceKind>(how, out var kind) && FormInput.TryChoose<EvidenceSign>(what, out var sign)
            ? (kind, sign)
            : (form.RequiredChoice<EvidenceKind>("kind", "是怎么看的"), form.RequiredChoice<EvidenceSign>("sign", "看到什么"));

    private static async Task<IResult> DecideAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } dwelling)
        {
            return TypedResults.NotFound();
        }

        var state = form.RequiredChoice<OccupancyState>("state", "认定");
        var why = form.Required("why", "为什么", OccupancyDb.MostDetail);
        if (!form.Ok)
        {
            return await PageAsync(db, me, dwelling, form, clock, cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var added = await db.TakeEvidenceAsync(
            [
                new()
                {
                    CommunityId = community, Id = form.Id("key") ?? Ids.New(), BuildingId = dwelling.BuildingId, DwellingId = id, Kind = EvidenceKind.Override,
                    Sign = EvidenceSign.Nothing, Decided = state, At = clock.Now(), Detail = why, EnteredBy = me.Name,
                },
            ],
            cancel);
        if (added == 0)
        {
            return http.Done(Path(community, id), "已经记过了。");
        }

        write.Record(community, "occupancy.override", id, $"{dwelling.Label}：人工认定{state.Name()}");
        write.AfterCommit(() => signals.RaiseBuilding(community, dwelling.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(Path(community, id), $"已认定：{state.Name()}。以后有更硬的佐证（见到人、回答、门岗、水电表）会再变。");
    }

    internal static Task<Dwelling?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.Dwellings.Within(me).SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id, cancel);

    internal static async Task<IResult> PageAsync(Db db, Me me, Dwelling dwelling, FormInput form, TimeProvider clock, CancellationToken cancel)
    {
        var (community, id) = (dwelling.CommunityId, dwelling.Id);
        return Page.Of<ShowOccupancyPage>(
            new
            {
                Dwelling = dwelling,
                Living = await db.Occupancies.SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == id, cancel),
                Evidence = await db.OccupancyEvidence.Where(e => e.CommunityId == community && e.DwellingId == id).OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
                    .Take(LadderRules.MostShown).ToListAsync(cancel),
                Readings = await db.MeterReadings.Where(r => r.CommunityId == community && r.DwellingId == id).OrderByDescending(r => r.ReadOn).ThenBy(r => r.Kind)
                    .Take(LadderRules.MostShown).ToListAsync(cancel),
                Enters = me.IsIn(community, dwelling.BuildingId, HouseholdsModule.MayCall),
                Form = form,
                On = clock.Today(),
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>On the dwelling's page and on its households'.</summary>
    internal static async Task<IReadOnlyList<DwellingFact>> FactsAsync(Db db, long community, Guid dwelling, CancellationToken cancel)
    {
        var row = await db.Occupancies.SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == dwelling, cancel);
        return [new("居住情况", row is null ? "还没有佐证" : $"{row.State.Name()}，从 {row.Since.Short()} 起：{row.Reason}", Path(community, dwelling))];
    }
}
