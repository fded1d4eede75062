using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Enclosures;

/// <summary>An enclosure's page: what is inside, its history; another time or entrance; its end.</summary>
internal static class ShowEnclosure
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/enclosures/{id:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapPost("/desk/{community:long}/enclosures/{id:guid}", ChangeAsync).May(Role.Committee);
    }

    internal static string Path(long community, Guid id) => $"{ListEnclosures.Path(community)}/{id}";

    /// <summary>A line of its history, not yet saved.</summary>
    internal static EnclosureChange Change(Enclosure enclosure, DateTimeOffset now, Me me, string what, string why = "", string decided = "") => new()
    {
        CommunityId = enclosure.CommunityId, Id = Ids.New(), EnclosureId = enclosure.Id, At = now, What = what, Why = why, DecidedBy = decided, By = me.Name,
    };

    /// <summary>Takes the enclosure's lock until the end of the write: nothing is put into one that is being dissolved.</summary>
    internal static Task TakeAsync(Db db, long community, Guid id, CancellationToken cancel) =>
        db.Enclosures.Where(e => e.CommunityId == community && e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.GateId, e => e.GateId), cancel);

    private static Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        PageAsync(community, id, FormInput.Empty, db, me, clock.Now(), cancel);

    private static async Task<IResult> ChangeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var why = form.Required("why", "为什么", GateRules.MostWhy);
        var decided = form.Required("decidedBy", "谁决定的", GateRules.MostDecidedBy);
        var until = form.Moment("until", "到什么时候");
        var ends = form.Typed("act") == "end";
        if (!ends && until <= now)
        {
            form.Wrong("until", "到期时间已经过去了；不定期限就空着，不再需要请点“解除”。");
        }

        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            await TakeAsync(db, community, id, cancel);
            if (await db.Enclosures.Within(me).AsTracking().SingleOrDefaultAsync(e => e.CommunityId == community && e.Id == id, cancel) is not { } enclosure)
            {
                return TypedResults.NotFound();
            }

            if (enclosure.DissolvedAt is { } ended)
            {
                return http.Refused(Path(community, id), $"{enclosure.Name}在 {ended.Short()} 已经解除，没有再改动。");
            }

            var gate = await OpenEnclosure.EntranceAsync(db, me, community, form.Id("gate") ?? enclosure.GateId, enclosure.CompoundId, cancel);
            if (gate is null)
            {
                form.Wrong("gate", "请选择这个小区的一个门岗作出入口。");
            }

            if (form.Ok)
            {
                var what = ends ? await EndAsync(db, enclosure, now, cancel) : Changes(enclosure, gate!, until);
                db.Add(Change(enclosure, now, me, what, why, decided));
                write.Record(community, ends ? "enclosure.end" : "enclosure.change", id, $"围合 {enclosure.Name}：{what}（{decided}）");
                await write.CommitAsync(cancel);
                return http.Done(Path(community, id), $"{enclosure.Name}：{what}。");
            }
        }

        return await PageAsync(community, id, form, db, me, now, cancel);
    }

    private static string Changes(Enclosure enclosure, Gate gate, DateTimeOffset? until)
    {
        var what = gate.Id == enclosure.GateId ? "" : $"出入口改为{gate.Name}，";
        (enclosure.GateId, enclosure.Until) = (gate.Id, until);
        return what + (until is { } end ? $"期限到 {end.Short()}" : "不定期限");
    }

    private static async Task<string> EndAsync(Db db, Enclosure enclosure, DateTimeOffset now, CancellationToken cancel)
    {
        enclosure.DissolvedAt = now;
        var left = await db.EnclosedDwellings.Where(d => d.CommunityId == enclosure.CommunityId && d.EnclosureId == enclosure.Id && d.LeftAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.LeftAt, now), cancel);
        return $"解除，里面 {left} 套房屋不再属于它";
    }

    private static async Task<IResult> PageAsync(
        long community, Guid id, FormInput form, Db db, Me me, DateTimeOffset now, CancellationToken cancel)
    {
        var found = await EnclosureRow.OfAsync(db, me, community, db.Enclosures.Within(me).Where(e => e.CommunityId == community && e.Id == id), cancel);
        if (found is not [var row])
        {
            return TypedResults.NotFound();
        }

        var compound = row.Enclosure.CompoundId;
        return Page.Of<EnclosurePage>(
            new
            {
                Row = row,
                Inside = await InsideAsync(db, me, row.Enclosure, cancel),
                History = await db.EnclosureChanges.Within(me).Where(c => c.CommunityId == community && c.EnclosureId == id)
                    .OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(EnclosureRules.MostShown).ToListAsync(cancel),
                Gates = await db.Gates.Within(me).Where(g => g.CommunityId == community && g.CompoundId == compound && g.Kind == GateKind.Post)
                    .OrderBy(g => g.Name).ToListAsync(cancel),
                Edits = me.Keeps(community) && row.Enclosure.DissolvedAt is null,
                Form = form,
                Now = now,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    // 38号楼 2单元 24 套 …; a building that is inside as a whole stands as one line.
    private static async Task<IReadOnlyList<EnclosedPart>> InsideAsync(Db db, Me me, Enclosure enclosure, CancellationToken cancel)
    {
        var (community, id) = (enclosure.CommunityId, enclosure.Id);
        var rows = await (
            from i in EnclosureRow.Inside(db, me, community)
            join d in db.Dwellings on new { i.CommunityId, Id = i.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where i.EnclosureId == id && d.ClosedAt == null
            orderby b.SortKey, b.Id, d.SortKey
            select new { Building = b.Label, d.BuildingId, Dwelling = d }).ToListAsync(cancel);
        var all = await db.Dwellings.Where(d => d.CommunityId == community && d.ClosedAt == null).GroupBy(d => d.BuildingId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. rows.GroupBy(r => (r.BuildingId, r.Building)).Select(g => new EnclosedPart(
            g.Key.Building, g.Count() == all[g.Key.BuildingId], [.. g.Select(r => r.Dwelling)]))];
    }
}

/// <summary>What of a building is inside.</summary>
public sealed record EnclosedPart(string Building, bool Whole, IReadOnlyList<Dwelling> Doors);
