using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Firms;

/// <summary>Registers a firm, changes it, ends it; scanners learn of it at their next contact.</summary>
internal static class EditFirm
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/firms/new", NewAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/firms/new", AddAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/firms/{id:guid}", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/firms/{id:guid}", ChangeAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/firms/{id:guid}/end", EndAsync).May(Role.Committee);
    }

    internal static string Path(long community, Guid id) => $"{ListFirms.Path(community)}/{id}";

    private static async Task<IResult> NewAsync(long community, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<EditFirmPage>(await PartsAsync(db, me, community, null, "", FormInput.Empty, clock, cancel));

    private static async Task<IResult> AddAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var id = form.Id("id") ?? Ids.New();
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.Firms.Within(me).AnyAsync(f => f.CommunityId == community && f.Id == id, cancel))
        {
            return http.Done(ListFirms.Path(community), "这个单位已经登记了。");
        }

        var wish = await FirmForm.ReadAsync(form, db, me, community, clock.Today(), cancel);
        var today = clock.Today();
        if (await db.Firms.CountAsync(f => f.CommunityId == community && f.EndedAt == null && f.LastDay >= today, cancel) >= FirmRules.MostFirms)
        {
            form.Wrong("name", $"单位最多 {FirmRules.MostFirms} 个，请先停用不来的。");
        }

        if (!form.Ok)
        {
            return Page.Again<EditFirmPage>(await PartsAsync(db, me, community, null, "", form, clock, cancel));
        }

        var firm = new Firm
        {
            CommunityId = community, Id = id, Name = wish.Name, Kind = wish.Kind, Days = wish.Days, Start = wish.Start, Stop = wish.Stop, GateIds = wish.GateIds,
            What = wish.What, Dwelling = wish.Dwelling, LastDay = wish.LastDay, Inside = wish.Inside, PhoneSealed = sealer.Seal(SealedColumn.FirmPhone, id, wish.Phone),
            ChangedSeq = await PassSequences.NextAsync(db, community, cancel),
        };
        db.Add(firm);
        write.Record(community, "firm.add", id, $"登记{firm.Kind.Name()}单位 {firm.Name}（{FirmWords.Window(firm)}）");
        await write.CommitAsync(cancel);
        return http.Done(ListFirms.Path(community), $"已登记{firm.Name}，联网的门岗一分钟内看到。");
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        await Own(db, me, community, id).SingleOrDefaultAsync(cancel) is { } firm
            ? Page.Of<EditFirmPage>(await PartsAsync(db, me, community, firm, PhoneOf(sealer, firm), FormInput.Empty, clock, cancel))
            : TypedResults.NotFound();

    private static async Task<IResult> ChangeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await Own(db, me, community, id).AsTracking().SingleOrDefaultAsync(cancel) is not { } firm)
        {
            return TypedResults.NotFound();
        }

        var wish = await FirmForm.ReadAsync(form, db, me, community, clock.Today(), cancel);
        if (!form.Ok)
        {
            return Page.Again<EditFirmPage>(await PartsAsync(db, me, community, firm, PhoneOf(sealer, firm), form, clock, cancel));
        }

        (firm.Name, firm.Kind, firm.Days, firm.Start, firm.Stop, firm.GateIds) = (wish.Name, wish.Kind, wish.Days, wish.Start, wish.Stop, wish.GateIds);
        (firm.What, firm.Dwelling, firm.LastDay, firm.Inside, firm.EndedAt) = (wish.What, wish.Dwelling, wish.LastDay, wish.Inside, null);
        firm.PhoneSealed = sealer.Seal(SealedColumn.FirmPhone, id, wish.Phone);
        firm.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
        write.Record(community, "firm.change", id, $"改{firm.Kind.Name()}单位 {firm.Name}（{FirmWords.Window(firm)}，到 {firm.LastDay.Full()}）");
        await write.CommitAsync(cancel);
        return http.Done(ListFirms.Path(community), $"{firm.Name}已保存，联网的门岗一分钟内看到。");
    }

    private static async Task<IResult> EndAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await Own(db, me, community, id).AsTracking().SingleOrDefaultAsync(cancel) is not { } firm)
        {
            return TypedResults.NotFound();
        }

        if (firm.EndedAt is not null)
        {
            return http.Done(ListFirms.Path(community), $"{firm.Name}早已停用。");
        }

        firm.EndedAt = clock.Now();
        firm.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
        write.Record(community, "firm.end", id, $"停用{firm.Kind.Name()}单位 {firm.Name}");
        await write.CommitAsync(cancel);
        return http.Done(ListFirms.Path(community), $"{firm.Name}已停用；再来时门岗会先问清。要恢复，打开它保存一次。");
    }

    private static IQueryable<Firm> Own(Db db, Me me, long community, Guid id) => db.Firms.Within(me).Where(f => f.CommunityId == community && f.Id == id);

    private static string PhoneOf(Sealer sealer, Firm firm) => sealer.Open(SealedColumn.FirmPhone, firm.Id, firm.PhoneSealed) ?? "";

    private static async Task<object> PartsAsync(
        Db db, Me me, long community, Firm? firm, string phone, FormInput form, TimeProvider clock, CancellationToken cancel) => new
        {
            Community = community,
            Firm = firm,
            Phone = phone,
            Gates = await db.Gates.Within(me).Where(g => g.CommunityId == community && g.Kind == GateKind.Post).OrderBy(g => g.Name).ToListAsync(cancel),
            Fresh = form.Id("id") ?? Ids.New(),
            On = clock.Today(),
            Form = form,
        };
}
