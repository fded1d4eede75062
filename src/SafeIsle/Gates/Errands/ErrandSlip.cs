using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Errands;

/// <summary>One errand slip: print it, print it anew, close it by hand, take it back.</summary>
internal static class ErrandSlip
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/errands/{id:guid}", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/errands/{id:guid}/slip.pdf", PrintAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/errands/{id:guid}/reprint", ReprintAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/errands/{id:guid}/back", CloseAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/errands/{id:guid}/takeback", TakeBackAsync).May(HouseholdsModule.MayCall);
    }

    internal static string Path(long community, Guid id) => $"{ListErrands.Path(community)}/{id}";

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        await FindAsync(db, me, community, id, cancel) is { } slip
            ? Page.Of<ErrandSlipPage>(await PartsAsync(db, sealer, slip, FormInput.Empty, clock.Now(), cancel))
            : TypedResults.NotFound();

    /// <summary>What the page shows.</summary>
    internal static async Task<object> PartsAsync(Db db, Sealer sealer, Errand slip, FormInput form, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id, pass) = (slip.CommunityId, slip.Id, slip.PassId);
        var certificate = await db.MedicineCertificates.SingleOrDefaultAsync(c => c.CommunityId == community && c.ErrandId == id, cancel);
        return new
        {
            Slip = slip,
            What = sealer.Open(SealedColumn.ErrandWhat, id, slip.WhatSealed) ?? "",
            Pass = await db.Passes.SingleAsync(p => p.CommunityId == community && p.Id == pass, cancel),
            Certificate = certificate,
            Medicine = certificate is null ? "" : sealer.Open(SealedColumn.ErrandMedicine, certificate.Id, certificate.MedicineSealed) ?? "",
            Form = form,
            Now = now,
        };
    }

    private static async Task<IResult> PrintAsync(
        long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, KeyRing ring, GateKeys keys, PublicAddress address, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } slip)
        {
            return TypedResults.NotFound();
        }

        if (!slip.IsOpen)
        {
            return http.Refused(Path(community, id), "这张外出单已经结束，不能再打印。");
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(Path(community, id), problem);
        }

        var now = clock.Now();
        var office = await db.Communities.SingleAsync(c => c.CommunityId == community, cancel);
        var pass = await db.Passes.SingleAsync(p => p.CommunityId == community && p.Id == slip.PassId, cancel);
        var certificate = await db.MedicineCertificates.SingleOrDefaultAsync(c => c.CommunityId == community && c.ErrandId == id && c.VoidAt == null, cancel);
        var code = PassCards.CodeOf(pass, await keys.SigningAsync(db, community, cancel), now);
        var paper = ErrandPaper.Of(
            office, slip, pass, code, sealer.Open(SealedColumn.ErrandWhat, id, slip.WhatSealed) ?? "",
            certificate is null ? null : MedicineOnPaper.Of(certificate, sealer, ring, address.Of(http.Request)), me.Name, now);
        using var file = new MemoryStream();
        paper.WriteTo(file, cancel: cancel);
        await db.RecordLookAsync(me.Actor, community, "errand.print", id, $"打印{slip.Dwelling}的外出单{(certificate is null ? "" : "和购药证明")}", cancel);
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }

    private static async Task<IResult> ReprintAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TakeAsync(db, me, community, id, cancel) is not { } slip)
        {
            return TypedResults.NotFound();
        }

        if (!slip.IsOpen)
        {
            return http.Refused(Path(community, id), "这张外出单已经结束，不能重印；需要的话重新开一张。");
        }

        var pass = await db.Passes.AsTracking().SingleAsync(p => p.CommunityId == community && p.Id == slip.PassId, cancel);
        pass.Reprint(clock.Now());
        pass.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
        write.Record(community, "errand.reprint", id, $"重印{slip.Dwelling}的外出单，旧单作废");
        await write.CommitAsync(cancel);
        return http.Done(Path(community, id), "旧单的二维码已作废，请打印新的。编号不变，只能用一次；怕旧单被别人用，请收回这张，重新开。");
    }

    /// <summary>The slip was handed in at the desk, or somebody saw that the person is back.</summary>
    private static async Task<IResult> CloseAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TakeAsync(db, me, community, id, cancel) is not { } slip)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var at = form.Moment("at", "几时回来的") ?? now;
        if (!slip.IsOpen)
        {
            return http.Done(Path(community, id), slip.State == ErrandState.Back ? "这张外出单早已收单。" : "这张外出单已经收回，没有出门。");
        }

        if (!form.Ok || at > now || at < (slip.LeftAt ?? slip.IssuedAt).AddMinutes(-1))
        {
            return http.Refused(Path(community, id), "没有收单：回来的时间要在出门以后、现在以前。");
        }

        await ErrandPassages.CloseAsync(db, slip, at, $"{me.Name}登记", cancel);
        write.Record(community, "errand.back", id, $"{slip.Dwelling}的外出单收单，{at.Full()} 回来");
        await write.CommitAsync(cancel);
        return http.Done(Path(community, id), "已收单，这张外出单不能再出门。");
    }

    private static async Task<IResult> TakeBackAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TakeAsync(db, me, community, id, cancel) is not { } slip)
        {
            return TypedResults.NotFound();
        }

        if (slip.State != ErrandState.Issued)
        {
            return slip.State == ErrandState.TakenBack
                ? http.Done(Path(community, id), "这张外出单早已收回。")
                : http.Refused(Path(community, id), "没有收回：人已经出门或已经回来。出门的请等他回来再收单。");
        }

        var why = form.Required("why", "为什么收回", GateRules.MostWhy);
        if (!form.Ok)
        {
            return http.Refused(Path(community, id), "没有收回：请写一句为什么，例如 不去了、开错了。");
        }

        var now = clock.Now();
        (slip.State, slip.TakenBackAt, slip.TakenBackBy, slip.TakenBackWhy) = (ErrandState.TakenBack, now, me.Name, why);
        await ErrandPassages.EndAsync(db, slip, now, me.Name, why, cancel);
        write.Record(community, "errand.takeback", id, $"收回{slip.Dwelling}的外出单，写明了原因");
        await write.CommitAsync(cancel);
        return http.Done(Path(community, id), "已收回。联网的门岗一分钟内知道；没有网络的门岗下次联网才知道，请把纸单也收回来。");
    }

    internal static Task<Errand?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.Errands.Within(me).SingleOrDefaultAsync(e => e.CommunityId == community && e.Id == id, cancel);

    /// <summary>To be changed within the open write: nobody else changes it before that ends.</summary>
    internal static async Task<Errand?> TakeAsync(Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        var own = db.Errands.Within(me).Where(e => e.CommunityId == community && e.Id == id);
        await ErrandPassages.TakeAsync(own, cancel);
        return await own.AsTracking().SingleOrDefaultAsync(cancel);
    }
}
