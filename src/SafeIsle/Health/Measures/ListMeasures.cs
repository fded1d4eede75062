using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Health.Measures;

/// <summary>Who is under a measure, by kind, building and what is late; those released lately on a page of their own.</summary>
internal static class ListMeasures
{
    /// <summary>Findings shown above the list, the oldest first; the rest comes up as these are taken up.</summary>
    private const int MostWaiting = 20;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/measures", ShowAsync).May(HealthStaff.Readers);

    private static async Task<IResult> ShowAsync(
        long community, string? kind, Guid? building, string? late, string? ended, string? page, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var mine = me.ForHealth();
        if (!mine.Is(community, HealthStaff.Readers))
        {
            return HealthStaff.NotForYou(http);
        }

        var (now, number) = (clock.Now(), Paging.Number(page));
        // Those released are the committee's alone.
        var past = ended == "1" && me.Keeps(community);
        var rows = past
            ? await ShownAsync(db, db.Measures.Within(me.Only([Role.Committee])).Where(m => m.CommunityId == community && m.EndedAt != null), community, now, cancel)
            : db.Measures.Within(mine).Where(m => m.CommunityId == community && m.EndedAt == null);
        if (Enum.TryParse<MeasureKind>(kind, out var wanted) && Enum.IsDefined(wanted))
        {
            rows = rows.Where(m => m.Kind == wanted);
        }

        rows = building is { } only ? rows.Where(m => m.BuildingId == only) : rows;
        if (!past && Enum.TryParse<MeasureLate>(late, out var why) && Enum.IsDefined(why))
        {
            rows = MeasureFigures.Late(db, rows.Where(m => m.StartsAt <= now), why, now);
        }

        var total = await rows.CountAsync(cancel);
        var shown = await rows.OrderBy(m => m.Until).ThenBy(m => m.Id).Page(number).ToListAsync(cancel);
        var full = shown.Where(m => me.Tends(m)).Select(m => m.Id).ToHashSet();
        var waiting = past ? [] : await WaitingAsync(db, me, community, cancel);
        if (full.Count + waiting.Count > 0)
        {
            await db.RecordLookAsync(me.Actor, community, "measure.look", null, $"查看健康措施名单，{full.Count + waiting.Count} 人", cancel);
        }

        var (ids, today) = (shown.ConvertAll(m => m.Id), now.DateHere());
        var people = shown.ConvertAll(m => m.PersonId);
        var calls = (await db.MeasureCalls.Where(c => c.CommunityId == community && ids.Contains(c.MeasureId) && c.Day == today).ToListAsync(cancel)).ToLookup(c => c.MeasureId);
        var reports = (await db.TemperatureReports.Where(r => r.CommunityId == community && people.Contains(r.PersonId) && r.Day == today).ToListAsync(cancel)).ToLookup(r => r.PersonId);
        return Page.Of<ListMeasuresPage>(new
        {
            Community = community,
            Figures = await MeasureFigures.LoadAsync(db, me, community, now, cancel),
            Buildings = await BuildingsAsync(db, mine, community, cancel),
            Rows = shown.ConvertAll(m => new MeasureRow(
                m, full.Contains(m.Id) ? m.Name : RegisterWords.MaskedName(m.Name), full.Contains(m.Id),
                calls[m.Id].MaxBy(c => c.At), reports[m.PersonId].OrderBy(r => r.At).LastOrDefault())),
            Waiting = waiting,
            Total = total,
            Number = number,
            Kind = kind ?? "",
            Building = building,
            Late = late ?? "",
            Past = past,
            Keeps = me.Keeps(community),
            Cleans = me.ForCleaning().Reaches(community),
            Now = now,
        });
    }

    // Each as long as the plan says that it was opened by, as its file is.
    private static async Task<IQueryable<Measure>> ShownAsync(Db db, IQueryable<Measure> ended, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var shown = await ShownDuties.OfAsync(db, community, MeasureDuties.Spans(db, community), now, cancel);
        return ended.Where(m => shown.Contains(m.Id));
    }

    private static async Task<List<WaitingFinding>> WaitingAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var waiting =
            from f in db.FindingsToTakeUp(community).Within(me.Only([Role.Committee]))
            join p in db.People on new { f.CommunityId, Id = f.PersonId } equals new { p.CommunityId, p.Id }
            where p.ClosedAt == null
            orderby f.ConfirmedAt
            select new { Row = f, p.Name };
        return (await waiting.Take(MostWaiting).ToListAsync(cancel)).ConvertAll(w => new WaitingFinding(w.Row, w.Name));
    }

    private static async Task<IReadOnlyList<(Guid Id, string Label)>> BuildingsAsync(Db db, Me mine, long community, CancellationToken cancel)
    {
        var open = db.Measures.Within(mine).Where(m => m.CommunityId == community && m.EndedAt == null).Select(m => m.BuildingId);
        return [.. (await db.Buildings.Where(b => b.CommunityId == community && open.Contains(b.Id)).OrderBy(b => b.SortKey)
            .Select(b => new { b.Id, b.Label }).ToListAsync(cancel)).Select(b => (b.Id, b.Label))];
    }
}

/// <summary>Somebody of whom a finding was confirmed and no measure opened.</summary>
public sealed record WaitingFinding(TravelFinding Row, string Name);

/// <summary>A line of the list.</summary>
/// <param name="Full">Whether the file opens for the reader.</param>
/// <param name="Call">The last one of today.</param>
/// <param name="Report">The last one of today.</param>
public sealed record MeasureRow(Measure Row, string Name, bool Full, MeasureCall? Call, TemperatureReport? Report);
