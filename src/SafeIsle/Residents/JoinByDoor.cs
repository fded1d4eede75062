using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Residents;

/// <summary>Lets a phone be recognised by the code on the door's paper: no account, no password.</summary>
internal static class JoinByDoor
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/h/{code}/join", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/h/{code}/join", JoinAsync).MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> ShowAsync(string code, HttpContext http, Doors doors, JoinTicket ticket)
    {
        var (door, no) = await doors.FindAsync(http, code);
        return no ?? Page.Of<JoinByDoorPage>(new { Door = door, Ticket = ticket.New() });
    }

    private static async Task<IResult> JoinAsync(
        string code, FormInput form, HttpContext http, Doors doors, Homes homes, Recognise recognise, JoinTicket ticket, Db db, TimeProvider clock,
        CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        var name = ResidentName.Read(form);
        var who = form.Typed("who");
        if (who is not ("self" or "proxy"))
        {
            form.Wrong("who", "请选择您是不是住在这里。");
        }

        if (!form.Ok)
        {
            return Page.Again<JoinByDoorPage>(new { Door = door, Form = form, Ticket = form.Typed(JoinTicket.Field) });
        }

        if ((await homes.AllAsync(http)).FirstOrDefault(h => h.Dwelling.Id == door.Dwelling.Id && h.Row.State == ResidentState.In)?.Row is { } known)
        {
            return TypedResults.LocalRedirect(Homes.PathOf(known.Id));
        }

        var households = await db.HouseholdsOf(door.Dwelling).Select(h => h.Id).ToListAsync(cancel);
        var resident = await recognise.AddAsync(
            http,
            new()
            {
                CommunityId = door.Dwelling.CommunityId,
                Id = await recognise.IdAsync(ticket.Read(form.Typed(JoinTicket.Field)), door.Dwelling, ResidentState.In, cancel),
                BuildingId = door.Dwelling.BuildingId,
                DwellingId = door.Dwelling.Id,
                HouseholdId = households is [var only] ? only : null,
                Name = name,
                IsProxy = who == "proxy",
                Proof = ResidentProof.DoorCode,
                State = ResidentState.In,
                JoinedAt = clock.Now(),
            },
            door.Dwelling, door.Community, "resident.join", $"{door.Dwelling.Label}的一台手机凭门上编码进入", cancel);
        return TypedResults.LocalRedirect(Homes.PathOf(resident.Id));
    }
}
