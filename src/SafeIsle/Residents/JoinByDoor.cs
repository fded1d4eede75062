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

    private static async Task<IResult> ShowAsync(string code, HttpContext http, Doors doors)
    {
        var (door, no) = await doors.FindAsync(http, code);
        return no ?? Page.Of<JoinByDoorPage>(new { Door = door });
    }

    private static async Task<IResult> JoinAsync(
        string code, FormInput form, HttpContext http, Doors doors, Homes homes, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        var name = form.Required("name", "怎么称呼", Homes.MostName);
        var who = form.Typed("who");
        if (who is not ("self" or "proxy"))
        {
            form.Wrong("who", "请选择您是不是住在这里。");
        }

        if (!form.Ok)
        {
            return Page.Again<JoinByDoorPage>(new { Door = door, Form = form });
        }

        if ((await homes.AllAsync(http)).FirstOrDefault(h => h.Dwelling.Id == door.Dwelling.Id && h.Row.State == ResidentState.In) is { } known)
        {
            return TypedResults.LocalRedirect(known.Path);
        }

        var households = await db.HouseholdsOf(door.Dwelling).Select(h => h.Id).ToListAsync(cancel);
        var resident = new Resident
        {
            CommunityId = door.Dwelling.CommunityId,
            Id = Ids.New(),
            BuildingId = door.Dwelling.BuildingId,
            DwellingId = door.Dwelling.Id,
            HouseholdId = households is [var only] ? only : null,
            Name = name,
            IsProxy = who == "proxy",
            Proof = ResidentProof.DoorCode,
            State = ResidentState.In,
            JoinedAt = clock.Now(),
        };
        await using var write = await db.BeginWriteAsync(new Home(resident, door.Dwelling, door.Community).Actor, cancel);
        db.Add(resident);
        write.Record(resident.CommunityId, "resident.join", resident.Id, $"{door.Dwelling.Label}的一台手机凭门上编码进入");
        await write.CommitAsync(cancel);
        homes.Give(http, resident);
        return TypedResults.LocalRedirect(Homes.PathOf(resident.Id));
    }
}
