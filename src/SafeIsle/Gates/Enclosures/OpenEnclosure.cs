using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Enclosures;

/// <summary>Sets an enclosure up: what it is called, its entrance, who decided it and why; what is inside is chosen on the next page.</summary>
internal static class OpenEnclosure
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/enclosures/new", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/enclosures/new", AddAsync).May(Role.Committee);
    }

    internal static string NewPath(long community) => $"{ListEnclosures.Path(community)}/new";

    private static async Task<IResult> FormAsync(long community, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<OpenEnclosurePage>(await PartsAsync(db, me, community, FormInput.Empty, clock.Now(), cancel));

    private static async Task<IResult> AddAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var name = form.Required("name", "名称", GateRules.MostName);
        var why = form.Required("why", "为什么", GateRules.MostWhy);
        var decided = form.Required("decidedBy", "谁决定的", GateRules.MostDecidedBy);
        var starts = form.Moment("starts", "从什么时候") ?? now;
        var until = form.Moment("until", "到什么时候");
        if (until <= starts || until <= now)
        {
            form.Wrong("until", "到期时间要在开始以后、现在以后；不定期限就空着。");
        }

        var newGate = form.Text("newGate", "新出入口的名称", GateRules.MostName);
        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            var compound = form.Id("compound");
            if (!await db.Compounds.Within(me).AnyAsync(c => c.CommunityId == community && c.Id == compound, cancel))
            {
                form.Wrong("compound", "请选择是哪个小区。");
            }

            var gate = await EntranceAsync(db, me, community, form.Id("gate"), compound, cancel);
            if ((gate is null) == (newGate.Length == 0))
            {
                form.Wrong("gate", "请选择这个小区的一个门岗作出入口，或者在下面写新出入口的名称；两样只填一样。");
            }

            if (await db.Enclosures.CountAsync(e => e.CommunityId == community && e.DissolvedAt == null, cancel) >= EnclosureRules.MostInForce
                || (newGate.Length > 0 && await db.Gates.CountAsync(g => g.CommunityId == community, cancel) >= GateRules.MostGates))
            {
                form.Wrong("name", $"围合最多 {EnclosureRules.MostInForce} 个，门岗和围挡一共最多 {GateRules.MostGates} 个，没有再设立；请先解除不用的。");
            }

            if (form.Ok)
            {
                gate ??= EditGate.Add(db, write, me, community, compound!.Value, GateKind.Post, newGate, now);
                var enclosure = new Enclosure
                {
                    CommunityId = community, Id = Ids.New(), CompoundId = compound!.Value, Name = name, GateId = gate.Id, StartsAt = starts, Until = until,
                };
                db.Add(enclosure);
                db.Add(ShowEnclosure.Change(enclosure, now, me, $"设立，出入口{gate.Name}{(until is { } end ? $"，到 {end.Short()}" : "")}", why, decided));
                write.Record(community, "enclosure.open", enclosure.Id, $"设立围合 {name}，出入口{gate.Name}：{why}（{decided}）");
                try
                {
                    await write.CommitAsync(cancel);
                    return http.Done(ChooseDwellings.Path(community, enclosure.Id), $"已设立{name}；接着选里面有哪些楼、哪些门。");
                }
                catch (DbUpdateException twice) when (twice.IsTaken())
                {
                    form.Wrong("name", $"已经有叫「{name}」的围合{(newGate.Length > 0 ? $"，或者叫「{newGate}」的门岗" : "")}，没有设立；请换一个名称。");
                }
            }
        }

        return Page.Again<OpenEnclosurePage>(await PartsAsync(db, me, community, form, now, cancel));
    }

    /// <summary>A gate of that compound; null when it is none.</summary>
    internal static Task<Gate?> EntranceAsync(Db db, Me me, long community, Guid? id, Guid? compound, CancellationToken cancel) =>
        db.Gates.Within(me).SingleOrDefaultAsync(g => g.CommunityId == community && g.Id == id && g.CompoundId == compound && g.Kind == GateKind.Post, cancel);

    private static async Task<object> PartsAsync(Db db, Me me, long community, FormInput form, DateTimeOffset now, CancellationToken cancel)
    {
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel);
        var gates = await db.Gates.Within(me).Where(g => g.CommunityId == community && g.Kind == GateKind.Post).OrderBy(g => g.Name).ToListAsync(cancel);
        return new { Community = community, Compounds = compounds, Gates = gates, Form = form, Now = now };
    }
}
