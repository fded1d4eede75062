using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Screening.Returnees;

/// <summary>Returns are announced: by the household's phone, by anybody with the community's code, by a call typed at the desk.</summary>
internal static class AnnounceReturnee
{
    /// <summary>To meet at the gate, and to bring home.</summary>
    public static readonly TodoKind Kind = new(
        "returnee", "接返回人员", "walk", [new("later", "还没到", false, TimeSpan.FromHours(2)), new("away", "没人接", false, TimeSpan.FromHours(1))],
        Page: todo => $"/desk/{todo.CommunityId}/returnees/{todo.SourceId}")
    {
        Private = true,
    };

    private const string WhyOpen = "people who come back have no account; the form tells nothing of who lives where";

    /// <summary>Announced returns that one door may have open of each way.</summary>
    private const int MostOfDoor = 10;

    /// <summary>Announced by the open form in 24 hours, of one community: each is a way to somebody's door, and more is no return but a flood.</summary>
    internal const int MostPerDay = 500;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/r/{place:long}", FormAsync).MayAnyone(WhyOpen);
        app.MapPost("/r/{place:long}", AnnounceAsync).MayAnyone(WhyOpen).RequireRateLimiting(LoginLimits.Share);
        app.MapGet("/home/{resident:guid}/returnees", AtHomeAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/returnees", AnnounceAtHomeAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/returnees/{id:guid}/cancel", CancelAtHomeAsync).MayAnyone(Homes.WhyOpen);
        app.MapGet("/desk/{community:long}/returnees/new", (long community) => Page.Of<EnterReturneePage>(new { Community = community })).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/returnees/new", EnterAsync).May(HouseholdsModule.MayCall);
    }

    internal static Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<HomeCard>>(home.Row.IsProxy ? [] : [new(60, "家里有人要回来", "从外地回来前先报备，到门口有人接", "/returnees")]);

    private static async Task<IResult> FormAsync(long place, string? done, Db db, CancellationToken cancel) =>
        await PlaceAsync(db, place, cancel) is { } found ? Page.Of<AnnouncePage>(new { Place = found, Done = done is not null }) : TypedResults.NotFound();

    private static async Task<IResult> AnnounceAsync(
        long place, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await PlaceAsync(db, place, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var read = ReturneeForm.Read(form, clock.Now());
        var where = form.Required("where", "回到哪一户", 60);
        var door = form.Ok ? await DoorAsync(db, place, where, cancel) : null;
        if (form.Ok && door is null)
        {
            // Which doors there are can be read on the houses; that somebody lives behind one is told to nobody.
            form.Wrong("where", $"没有找到这个房号，还没有报备，填写的还在。请核对楼号、单元和室号，例如 38号楼2单元501室；对不上的请打居委会电话报备{(found.Phone.Length > 0 ? "：" + found.Phone : "")}。");
        }

        var since = clock.Now().AddDays(-1);
        if (form.Ok && await db.Returnees.CountAsync(r => r.CommunityId == place && r.Way == ReturneeWay.Form && r.AnnouncedAt > since, cancel) >= MostPerDay)
        {
            form.Wrong("where", "今天从这里报备的太多了，这一条没有收下，填写的还在；请打居委会电话报备。");
        }

        if (form.Ok && door is not null && await IsFullAsync(db, door, form.Id("id"), ReturneeWay.Form, cancel))
        {
            form.Wrong("where", $"这一户已经报备了 {MostOfDoor} 人，这一条没有收下，填写的还在；请打居委会电话报备{(found.Phone.Length > 0 ? "：" + found.Phone : "")}。");
        }

        if (!form.Ok || door is null)
        {
            return Page.Again<AnnouncePage>(new { Place = found, Form = form });
        }

        // Who lives behind it is nobody's business: the answer is the same.
        await StoreAsync(db, sealer, new Actor(null, "返回人员"), door, null, ReturneeWay.Form, $"{read.Name}（扫码）", form, read, clock.Now(), cancel);
        return http.Done($"/r/{place}?done=1", "已报备。");
    }

    private static async Task<IResult> AtHomeAsync(Home? home, Db db, CancellationToken cancel) => home is null
        ? Homes.Unknown()
        : Page.Of<ReturneesAtHomePage>(new { Home = home, Rows = await OfAsync(db, home, cancel) });

    private static async Task<IResult> AnnounceAtHomeAsync(
        Home? home, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.Row.IsProxy)
        {
            return TypedResults.NotFound();
        }

        var read = ReturneeForm.Read(form, clock.Now());
        // What a phone says that has shown the door's code alone weighs no more than the open form: whoever passes can send it.
        var way = home.IsProven ? ReturneeWay.Phone : ReturneeWay.Form;
        var rows = await OfAsync(db, home, cancel);
        if (form.Ok && await IsFullAsync(db, home.Dwelling, form.Id("id"), way, cancel))
        {
            form.Wrong("name", $"已经报备了 {MostOfDoor} 人，这一条没有收下，填写的还在；请打居委会电话报备。");
        }

        if (!form.Ok)
        {
            return Page.Again<ReturneesAtHomePage>(new { Home = home, Rows = rows, Form = form });
        }

        await StoreAsync(db, sealer, home.Actor, home.Dwelling, await home.OwnAsync(db, cancel), way, home.Actor.Name, form, read, clock.Now(), cancel);
        return http.Done(home.Path + "/returnees", "已报备；到了门口请联系门岗，会有人来接。");
    }

    private static async Task<IResult> CancelAtHomeAsync(Home? home, Guid id, HttpContext http, Db db, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        var door = home.Dwelling;
        await db.Returnees.Where(r => r.CommunityId == door.CommunityId && r.DwellingId == door.Id && r.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Dwelling, r => r.Dwelling), cancel);
        if (home.Row.IsProxy
            || await Own(db, home, await home.OwnAsync(db, cancel)).AsTracking().SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } returnee)
        {
            return TypedResults.NotFound();
        }

        if (returnee.State != ReturneeState.Announced)
        {
            return http.Refused(home.Path + "/returnees", "已经到了或已经取消，不用再改；有变化请打居委会电话。");
        }

        await ReturneeDesk.EndAsync(db, write, returnee, ReturneeState.Cancelled, home.Actor.Name, clock.Now(), cancel);
        await write.CommitAsync(cancel);
        return http.Done(home.Path + "/returnees", "已取消。");
    }

    private static async Task<IResult> EnterAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var read = ReturneeForm.Read(form, clock.Now());
        var door = await DoorAsync(db, community, form.Required("where", "回到哪一户", 60), cancel);
        if (door is null || !await db.Dwellings.Within(me).AnyAsync(d => d.CommunityId == community && d.Id == door.Id, cancel))
        {
            form.Wrong("where", "没有找到这个房号，请写成 38号楼2单元501室。");
        }

        if (!form.Ok || door is null)
        {
            return Page.Again<EnterReturneePage>(new { Community = community, Form = form });
        }

        await StoreAsync(db, sealer, me.Actor, door, null, ReturneeWay.Call, me.Name, form, read, clock.Now(), cancel);
        return http.Done(ReturneeDesk.Path(community), "已登记，到时候门岗和网格员的名单上都有。");
    }

    private static async Task StoreAsync(
        Db db, Sealer sealer, Actor by, Dwelling door, Guid? household, ReturneeWay way, string name, FormInput form, ReturneeForm read, DateTimeOffset now,
        CancellationToken cancel)
    {
        var (community, id) = (door.CommunityId, form.Id("id") ?? Ids.New());
        var behind = household is null ? await db.HouseholdsOf(door).Select(h => h.Id).Take(2).ToListAsync(cancel) : [household.Value];
        await using var write = await db.BeginWriteAsync(by, cancel);
        db.Add(new Returnee
        {
            CommunityId = community, Id = id, BuildingId = door.BuildingId, DwellingId = door.Id, HouseholdId = behind is [var only] ? only : null, Dwelling = door.Label,
            Name = read.Name, PhoneSealed = sealer.Seal(SealedColumn.ReturneePhone, id, read.Phone), FromSealed = sealer.Seal(SealedColumn.ReturneeFrom, id, read.From),
            ArrivesAt = read.ArrivesAt, Transport = read.Transport, Way = way, AnnouncedAt = now, AnnouncedBy = name,
            ProvenAt = way == ReturneeWay.Form ? null : now,
        });
        try
        {
            await db.SaveChangesAsync(cancel);
            await DoorTodo.AskAsync(db, community, door.Id, behind is [var one] ? one : null, null, Kind.Code, id, "到门口接人，送到家", read.ArrivesAt, cancel);
            write.Record(community, "returnee.announce", id, $"报备有人回到{door.Label}");
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            // The same form again: it is there, whatever else stands in this one.
        }
    }

    private static Task<Community?> PlaceAsync(Db db, long community, CancellationToken cancel) =>
        db.Communities.SingleOrDefaultAsync(c => c.CommunityId == community, cancel);

    private static async Task<Dwelling?> DoorAsync(Db db, long community, string where, CancellationToken cancel)
    {
        if (!DwellingAddress.TryParseDoor(where, out var address))
        {
            return null;
        }

        var found = await db.Dwellings.At(db, community, address).OrderBy(d => d.Id).Take(2).ToListAsync(cancel);
        return found is [var one] ? one : null;
    }

    // Counted apart by how they came: strangers who fill the open form leave the household's own phones their share. The same form again is no further one.
    private static async Task<bool> IsFullAsync(Db db, Dwelling door, Guid? id, ReturneeWay way, CancellationToken cancel)
    {
        var (community, dwelling) = (door.CommunityId, door.Id);
        return await db.Returnees.CountAsync(r => r.CommunityId == community && r.DwellingId == dwelling && r.Way == way && r.EndedAt == null && r.Id != id, cancel) >= MostOfDoor
            && !await db.Returnees.AnyAsync(r => r.CommunityId == community && r.Id == id, cancel);
    }

    private static async Task<List<Returnee>> OfAsync(Db db, Home home, CancellationToken cancel)
    {
        var since = home.Row.JoinedAt;
        return home.Row.IsProxy || !home.IsProven
            ? []
            : await Own(db, home, await home.OwnAsync(db, cancel)).Where(r => r.EndedAt == null || r.AnnouncedAt >= since)
                .OrderByDescending(r => r.AnnouncedAt).Take(MostOfDoor * 2).ToListAsync(cancel);
    }

    // What strangers announced by the code is not shown on the household's phone as its own; nor is what another household of the door did.
    private static IQueryable<Returnee> Own(Db db, Home home, Guid? household)
    {
        var (community, door, name) = (home.Dwelling.CommunityId, home.Dwelling.Id, home.Actor.Name);
        var rows = db.Returnees.Where(r => r.CommunityId == community && r.DwellingId == door && r.Way == ReturneeWay.Phone);
        return household is null ? rows.Where(r => r.AnnouncedBy == name) : rows.Where(r => r.HouseholdId == household);
    }
}
