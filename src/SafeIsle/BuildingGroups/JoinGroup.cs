using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>
/// A resident scans the poster, names her door, shows by the door's code or the tail of a registered phone that it is hers, and is in.
/// Nothing that is stored is shown before.
/// </summary>
internal static class JoinGroup
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/g/{code}", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/g/{code}", JoinAsync).MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> ShowAsync(
        string code, string? room, HttpContext http, GroupFinder finder, Homes homes, JoinTicket ticket, Db db, CancellationToken cancel)
    {
        var (group, no) = await finder.FindAsync(http, code);
        return no ?? Page.Of<JoinGroupPage>(new { Group = group, Known = await KnownAsync(http, group!, homes, db, cancel), Ticket = ticket.New(), Room = room ?? "" });
    }

    private static async Task<IResult> JoinAsync(
        string code, FormInput form, HttpContext http, GroupFinder finder, Homes homes, Recognise recognise, JoinTicket ticket, JoinProof proof, Db db,
        TimeProvider clock, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        var (group, no) = await finder.FindAsync(http, code);
        if (group is null)
        {
            return no!;
        }

        if (await JoinForm.ReadAsync(form, group, db, cancel) is not { } typed)
        {
            return await AgainAsync(form, http, group, homes, db, cancel);
        }

        if ((await homes.AllAsync(http)).FirstOrDefault(h => h.Dwelling.Id == typed.Dwelling.Id && h.Row.State == ResidentState.In)?.Row is { } known)
        {
            return TypedResults.LocalRedirect(Homes.PathOf(known.Id));
        }

        if (await proof.CheckAsync(form, http, typed.Dwelling, begun) is not { } shown)
        {
            return await AgainAsync(form, http, group, homes, db, cancel);
        }

        var resident = await recognise.AddAsync(
            http,
            new()
            {
                CommunityId = group.Group.CommunityId,
                // One that waits under this ticket stays as it is; this phone has shown more meanwhile.
                Id = await recognise.IdAsync(ticket.Read(form.Typed(JoinTicket.Field)), typed.Dwelling, ResidentState.In, cancel),
                BuildingId = group.Group.BuildingId,
                DwellingId = typed.Dwelling.Id,
                HouseholdId = shown.Household,
                Name = typed.Name,
                IsProxy = typed.IsProxy,
                Proof = shown.By,
                State = ResidentState.In,
                JoinedAt = clock.Now(),
            },
            typed.Dwelling, group.Community, "resident.join",
            $"{typed.Dwelling.Label}的一台手机凭{(shown.By == ResidentProof.DoorCode ? "门上编码" : "电话尾号")}进入楼组群", cancel);
        if (resident.Refused)
        {
            form.Wrong("proof", resident.Refusal!);
            return await AgainAsync(form, http, group, homes, db, cancel);
        }

        return http.Done(Homes.PathOf(resident.Value.Id), $"{typed.Dwelling.Label}已经进群。这一页就是家里的首页，可以收藏。");
    }

    /// <summary>This phone's doors among the order's, so that one that is known is in with one tap.</summary>
    internal static async Task<IReadOnlyList<Home>> KnownAsync(HttpContext http, GroupEntrance group, Homes homes, Db db, CancellationToken cancel)
    {
        var here = (await homes.AllAsync(http)).Where(h => h.Row.BuildingId == group.Group.BuildingId).ToList();
        if (here.Count == 0)
        {
            return [];
        }

        var ids = here.ConvertAll(h => h.Dwelling.Id);
        var inside = await group.Dwellings(db).Where(d => ids.Contains(d.Id)).Select(d => d.Id).ToListAsync(cancel);
        return here.Where(h => inside.Contains(h.Dwelling.Id)).ToList();
    }

    internal static async Task<IResult> AgainAsync(
        FormInput form, HttpContext http, GroupEntrance group, Homes homes, Db db, CancellationToken cancel) => Page.Again<JoinGroupPage>(new
        {
            Group = group,
            Known = await KnownAsync(http, group, homes, db, cancel),
            Ticket = form.Typed(JoinTicket.Field),
            Form = form,
        });
}
