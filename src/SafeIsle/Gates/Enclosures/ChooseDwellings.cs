using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Enclosures;

/// <summary>Puts whole buildings, units and single doors into an enclosure, moves them there from another one, or takes them out.</summary>
internal static class ChooseDwellings
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/enclosures/{id:guid}/dwellings", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/enclosures/{id:guid}/dwellings", ChangeAsync).May(Role.Committee);
    }

    internal static string Path(long community, Guid id) => $"{ShowEnclosure.Path(community, id)}/dwellings";

    private static async Task<IResult> ShowAsync(long community, Guid id, Guid? building, Db db, Me me, CancellationToken cancel) =>
        await PageAsync(community, id, building, FormInput.Empty, db, me, cancel);

    private static async Task<IResult> ChangeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var parts = form.All("part");
        var takesOut = form.Typed("act") == "remove";
        if (parts.Count is 0 or > EnclosureRules.MostChosen)
        {
            form.Wrong("part", parts.Count == 0 ? "请先勾选楼栋、单元或房屋。" : $"一次最多勾选 {EnclosureRules.MostChosen} 项，请分几次。");
        }

        try
        {
            await using var write = await db.BeginWriteAsync(me.Actor, cancel);
            await ShowEnclosure.TakeAsync(db, community, id, cancel);
            if (await db.Enclosures.Within(me).SingleOrDefaultAsync(e => e.CommunityId == community && e.Id == id, cancel) is not { } enclosure)
            {
                return TypedResults.NotFound();
            }

            if (enclosure.DissolvedAt is not null)
            {
                return http.Refused(ShowEnclosure.Path(community, id), $"{enclosure.Name}已经解除，没有改动。");
            }

            var (doors, words) = DwellingParts.Chosen(await DwellingParts.DoorsAsync(db, me, community, enclosure.CompoundId, cancel), parts);
            var change = new Change(db, write, enclosure, me, clock.Now());
            var done = !form.Ok ? new No("") : takesOut ? await change.RemoveAsync(doors, words, cancel) : await change.AddAsync(doors, words, form.Ticked("move"), cancel);
            if (!done.Refused)
            {
                await write.CommitAsync(cancel);
                return http.Done(ShowEnclosure.Path(community, id), done.Value);
            }

            if (done.Refusal is { Length: > 0 } because)
            {
                form.Wrong("part", because);
            }
        }
        catch (DbException taken) when (taken.IsTaken())
        {
            // Between the look and the row somebody else was there; the page now says who.
            form.Wrong("part", "刚刚有人把其中的房屋放进了别的围合，没有改动；请看下面现在的情况，再选一次。");
        }

        return await PageAsync(community, id, form.Id("building"), form, db, me, cancel);
    }

    private static async Task<IResult> PageAsync(long community, Guid id, Guid? building, FormInput form, Db db, Me me, CancellationToken cancel)
    {
        if (await db.Enclosures.Within(me).SingleOrDefaultAsync(e => e.CommunityId == community && e.Id == id && e.DissolvedAt == null, cancel) is not { } enclosure)
        {
            return TypedResults.NotFound();
        }

        var doors = await DwellingParts.DoorsAsync(db, me, community, enclosure.CompoundId, cancel);
        return Page.Of<ChooseDwellingsPage>(
            new
            {
                Enclosure = enclosure,
                Doors = building is { } one && doors.Any(d => d.BuildingId == one) ? [.. doors.Where(d => d.BuildingId == one)] : doors,
                Single = building is { } only && doors.Any(d => d.BuildingId == only),
                Names = await db.Enclosures.Where(e => e.CommunityId == community && e.DissolvedAt == null).ToDictionaryAsync(e => e.Id, e => e.Name, cancel),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>A change of what is inside, within the open write.</summary>
    private sealed record Change(Db Db, WriteScope Write, Enclosure Enclosure, Me Me, DateTimeOffset Now)
    {
        private long Community => Enclosure.CommunityId;

        public async Task<Outcome<string>> AddAsync(IReadOnlyList<EnclosableDoor> doors, string words, bool moves, CancellationToken cancel)
        {
            var fresh = doors.Where(d => d.Enclosure != Enclosure.Id).ToList();
            if (fresh.Count == 0)
            {
                return new No("选的房屋本来就在里面，没有改动。");
            }

            var elsewhere = fresh.Where(d => d.Enclosure is not null).ToLookup(d => d.Enclosure!.Value);
            var others = elsewhere.Select(e => e.Key).ToList();
            var rows = await Db.Enclosures.Where(e => e.CommunityId == Community && others.Contains(e.Id)).ToListAsync(cancel);
            if (rows.Count > 0 && !moves)
            {
                var where = rows.Select(e => $"{elsewhere[e.Id].First().Label}{(elsewhere[e.Id].Count() > 1 ? $"等 {elsewhere[e.Id].Count()} 套" : "")}已经在“{e.Name}”里");
                return new No($"{DwellingParts.Few([.. where])}，没有改动；要换到{Enclosure.Name}，请勾选“从别的围合移过来”。");
            }

            foreach (var other in rows)
            {
                var moved = elsewhere[other.Id].ToList();
                await LeaveAsync(other.Id, moved, cancel);
                Note(other, $"移出 {moved.Count} 套到{Enclosure.Name}：{DwellingParts.Few([.. moved.Select(d => d.Building).Distinct()])}");
            }

            await Db.BulkInsertAsync(
                fresh.ConvertAll(d => new EnclosedDwelling
                {
                    CommunityId = Community, Id = Ids.New(), BuildingId = d.BuildingId, DwellingId = d.Id, EnclosureId = Enclosure.Id, StartsAt = Now,
                }),
                cancel);
            Note(Enclosure, $"加入 {fresh.Count} 套：{words}");
            return $"{Enclosure.Name}加入 {fresh.Count} 套：{words}。";
        }

        public async Task<Outcome<string>> RemoveAsync(IReadOnlyList<EnclosableDoor> doors, string words, CancellationToken cancel)
        {
            var inside = doors.Where(d => d.Enclosure == Enclosure.Id).ToList();
            if (inside.Count == 0)
            {
                return new No("选的房屋不在里面，没有改动。");
            }

            await LeaveAsync(Enclosure.Id, inside, cancel);
            Note(Enclosure, $"移出 {inside.Count} 套：{words}");
            return $"{Enclosure.Name}移出 {inside.Count} 套：{words}。";
        }

        private Task LeaveAsync(Guid enclosure, IReadOnlyList<EnclosableDoor> doors, CancellationToken cancel)
        {
            var (community, now, ids) = (Community, Now, doors.Select(d => d.Id).ToList());
            return Db.EnclosedDwellings.Where(d => d.CommunityId == community && d.EnclosureId == enclosure && d.LeftAt == null && ids.Contains(d.DwellingId))
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.LeftAt, now), cancel);
        }

        private void Note(Enclosure changed, string what)
        {
            Db.Add(ShowEnclosure.Change(changed, Now, Me, what));
            Write.Record(Community, "enclosure.dwellings", changed.Id, $"围合 {changed.Name}：{what}");
        }
    }
}
