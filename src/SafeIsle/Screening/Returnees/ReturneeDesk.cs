using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Screening.Returnees;

/// <summary>Who comes today, who is here and not checked yet; the guard calls, the grid worker notes it, brings them home and checks.</summary>
internal static class ReturneeDesk
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/returnees", ListAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/returnees/code.pdf", CodeAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/returnees/{id:guid}", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/returnees/{id:guid}", ActAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/returnees/{id:guid}" + Sure, ActAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/returnees/{id:guid}/check", CheckAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/returnees/{id:guid}/number", CallAsync).May(HouseholdsModule.MayCall);
    }

    /// <summary>Where a return is ended as checked, after it was shown what follows.</summary>
    internal const string Sure = "/checked";

    internal static string Path(long community) => $"/desk/{community}/returnees";

    /// <summary>Checked or cancelled, within the open write; recorded.</summary>
    public static async Task EndAsync(
        Db db, WriteScope write, Returnee returnee, ReturneeState state, string by, DateTimeOffset now, CancellationToken cancel)
    {
        (returnee.State, returnee.EndedAt, returnee.EndedBy) = (state, now, by);
        await db.DropTodosAsync(returnee.CommunityId, AnnounceReturnee.Kind.Code, [returnee.Id], now, cancel);
        write.Record(
            returnee.CommunityId, state == ReturneeState.Checked ? "returnee.checked" : "returnee.cancel", returnee.Id,
            $"回到{returnee.Dwelling}的人{(state == ReturneeState.Checked ? "核对行程完毕" : "不回来了")}");
    }

    /// <summary>
    /// Her travel is in order: the return of somebody of that name who is here ends as checked, within the open write. One who is only
    /// announced is still to come.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> EndCheckedAsync(Db db, WriteScope write, TravelCheck check, string name, string by, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, dwelling, household) = (check.CommunityId, check.DwellingId, check.HouseholdId);
        var here = await db.Returnees.AsTracking().Where(r => r.CommunityId == community && r.DwellingId == dwelling && r.Name == name
            && (r.HouseholdId == null || r.HouseholdId == household) && (r.State == ReturneeState.Arrived || r.State == ReturneeState.Met)).ToListAsync(cancel);
        foreach (var returnee in here)
        {
            await EndAsync(db, write, returnee, ReturneeState.Checked, by, now, cancel);
        }

        return here.Count > 0;
    }

    private static string AddressOf(PublicAddress address, HttpContext http, long community) => $"{address.Of(http.Request)}/r/{community}";

    private static async Task<IResult> CodeAsync(long community, HttpContext http, Db db, Me me, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(Path(community), problem);
        }

        var (office, link, now) = (await db.Communities.SingleAsync(c => c.CommunityId == community, cancel), AddressOf(address, http, community), clock.Now());
        return new QrPoster(
            "返回报备", office.Name, "从外地回来，请先扫码报备", link, PublicAddress.Short(link),
            [
                "1. 扫码，写谁回来、回到哪一户、哪天到、从哪里来。",
                "2. 到门口告诉门岗，有人接、核对行程。",
                $"没有手机、不会弄？请告诉门岗{(office.Phone.Length > 0 ? $"，或打 {office.Phone}" : "")}，由工作人员来办。",
            ]).Answer(http, me.Name, $"{now.Full()} {me.Name} 打印", now);
    }

    private static async Task<IResult> ListAsync(
        long community, string? show, string? page, HttpContext http, Db db, Me me, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        var (rows, now, number) = (db.Returnees.Within(me).Where(r => r.CommunityId == community), clock.Now(), Paging.Number(page));
        var tomorrow = Clock.Midnight(clock.Today().AddDays(1));
        rows = show switch
        {
            "here" => rows.Where(r => r.State == ReturneeState.Arrived || r.State == ReturneeState.Met).OrderBy(r => r.ArrivedAt),
            "later" => rows.Where(r => r.State == ReturneeState.Announced && r.ArrivesAt >= tomorrow).OrderBy(r => r.ArrivesAt),
            "all" => rows.OrderByDescending(r => r.AnnouncedAt),
            _ => rows.Where(r => r.State == ReturneeState.Announced && r.ArrivesAt < tomorrow).OrderBy(r => r.ArrivesAt),
        };
        return Page.Of<ReturneesPage>(new
        {
            Community = community,
            Show = show ?? "",
            Rows = await rows.Page(number).ToListAsync(cancel),
            Total = await rows.CountAsync(cancel),
            Number = number,
            Now = now,
            Address = AddressOf(address, http, community),
        });
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } returnee)
        {
            return TypedResults.NotFound();
        }

        return Page.Of<ReturneePage>(new
        {
            Row = returnee,
            Now = clock.Now(),
            Members = await MembersAsync(db, returnee, cancel),
        });
    }

    private static async Task<IResult> ActAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await LockAsync(db, me, community, id, cancel) is not { } returnee)
        {
            return TypedResults.NotFound();
        }

        var (back, now) = ($"{Path(community)}/{id}", clock.Now());
        if (returnee.EndedAt is not null)
        {
            return http.Done(back, $"这一条早已办完：{returnee.State.Name()}。");
        }

        if (form.Has(FormInput.Edit))
        {
            return TypedResults.LocalRedirect(back);
        }

        switch (form.Typed("act"))
        {
            case "arrive" when returnee.State == ReturneeState.Announced:
                (returnee.State, returnee.ArrivedAt, returnee.ArrivedBy) = (ReturneeState.Arrived, now, me.Name);
                write.Record(community, "returnee.arrive", id, $"回到{returnee.Dwelling}的人到了门口");
                await write.CommitAsync(cancel);
                return http.Done(back, returnee.ProvenAt is null ? "已记到了门口，请网格员来接。是扫码报备的，还没有核实，先不影响这一户出入。" : "已记到了门口，请网格员来接。");
            case "own" when returnee.ProvenAt is null:
                returnee.ProvenAt = now;
                write.Record(community, "returnee.own", id, $"核实回到{returnee.Dwelling}的人是这一户的");
                await write.CommitAsync(cancel);
                return http.Done(back, "已记核实过；到了门口以后，这一户的出入证等核对行程。");
            case "meet" when returnee.State is ReturneeState.Announced or ReturneeState.Arrived:
                (returnee.State, returnee.MetAt, returnee.MetBy) = (ReturneeState.Met, now, me.Name);
                // Whoever brought her into that home has seen whose she is.
                returnee.ProvenAt ??= now;
                (returnee.ArrivedAt, returnee.ArrivedBy) = returnee.ArrivedAt is null ? (now, me.Name) : (returnee.ArrivedAt, returnee.ArrivedBy);
                await db.DropTodosAsync(community, AnnounceReturnee.Kind.Code, [id], now, cancel);
                write.Record(community, "returnee.meet", id, $"回到{returnee.Dwelling}的人已接到家");
                await write.CommitAsync(cancel);
                return http.Done(back, "已记接到家；接下来核对行程。");
            case "checked" when returnee.State is ReturneeState.Arrived or ReturneeState.Met && !http.Request.Path.Value!.EndsWith(Sure, StringComparison.Ordinal):
                return Page.Of<ConfirmCheckedPage>(new { Row = returnee, Checks = await ChecksAsync(db, me, returnee, cancel), Form = form });
            case "checked" when returnee.State is ReturneeState.Arrived or ReturneeState.Met:
                await EndAsync(db, write, returnee, ReturneeState.Checked, me.Name, now, cancel);
                await write.CommitAsync(cancel);
                return http.Done(back, "已记行程核对完了；因等核对而停用的出入证恢复。");
            case "cancel" when returnee.State == ReturneeState.Announced:
                await EndAsync(db, write, returnee, ReturneeState.Cancelled, me.Name, now, cancel);
                await write.CommitAsync(cancel);
                return http.Done(back, "已记不回来了。");
            default:
                return http.Refused(back, $"现在是“{returnee.State.Name()}”，不能这样改，请刷新看看。");
        }
    }

    // Starts the travel check of the member that she is; the return is done with when that is.
    private static async Task<IResult> CheckAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await LockAsync(db, me, community, id, cancel) is not { } returnee)
        {
            return TypedResults.NotFound();
        }

        if ((await MembersAsync(db, returnee, cancel)).FirstOrDefault(p => p.Id == form.Id("person")) is not { } person)
        {
            return http.Refused($"{Path(community)}/{id}", "请选这一户里的一个人；登记里还没有的，先到住户页添加。");
        }

        var own = returnee.ProvenAt is null;
        var (check, fresh) = await TravelDesk.OpenAsync(db, write, person, returnee.DwellingId, returnee.Dwelling, me.Name, clock.Now(), cancel);
        if (own)
        {
            returnee.ProvenAt = clock.Now();
            write.Record(community, "returnee.own", id, $"核实回到{returnee.Dwelling}的人是这一户的");
        }

        if (own || fresh)
        {
            await write.CommitAsync(cancel);
        }

        return http.Done(TravelDesk.Path(check), person.Name == returnee.Name ? "请核对行程；核对无误时，返回人员的名单上一并记完。" : "请核对行程；核对完回到返回人员的名单记一笔。");
    }

    private static async Task<IResult> CallAsync(long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Returnees.Within(me).SingleOrDefaultAsync(r => r.CommunityId == community && r.Id == id, cancel) is not { } returnee)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "returnee.look", id, $"查看回到{returnee.Dwelling}的人的电话和来处", cancel);
        return Page.Of<ReturneePage>(new
        {
            Row = returnee,
            Now = clock.Now(),
            Members = await MembersAsync(db, returnee, cancel),
            Phone = sealer.Open(SealedColumn.ReturneePhone, id, returnee.PhoneSealed) ?? "",
            From = sealer.Open(SealedColumn.ReturneeFrom, id, returnee.FromSealed) ?? "",
        });
    }

    // Of the household, since the return was announced.
    private static async Task<List<CheckLine>> ChecksAsync(Db db, Me me, Returnee returnee, CancellationToken cancel)
    {
        var (community, household, since) = (returnee.CommunityId, returnee.HouseholdId, returnee.AnnouncedAt);
        var found = await (
            from c in db.TravelChecks.Within(me)
            join p in db.People on new { c.CommunityId, Id = c.PersonId } equals new { p.CommunityId, p.Id }
            where c.CommunityId == community && c.HouseholdId == household && c.OpenedAt >= since
            orderby c.OpenedAt
            select new { Check = c, p.Name }).ToListAsync(cancel);
        return found.ConvertAll(r => new CheckLine(r.Check, r.Name, null));
    }

    private static Task<Returnee?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.Returnees.Within(me).AsTracking().SingleOrDefaultAsync(r => r.CommunityId == community && r.Id == id, cancel);

    // One at a time at each: of two who act at once, the second sees what the first did.
    private static async Task<Returnee?> LockAsync(Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        await db.Returnees.Where(r => r.CommunityId == community && r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Dwelling, r => r.Dwelling), cancel);
        return await FindAsync(db, me, community, id, cancel);
    }

    private static Task<List<Person>> MembersAsync(Db db, Returnee returnee, CancellationToken cancel)
    {
        var (community, household) = (returnee.CommunityId, returnee.HouseholdId);
        return db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null).OrderBy(p => p.Position).ToListAsync(cancel);
    }
}
