using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>The certificates of a lifted order: made with the lifting, printed, revoked with a reason.</summary>
internal static class ReleaseCertificates
{
    private const string NotLifted = "还没有解除，解除之后才有解除证明。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/certificates", ShowAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/certificates.pdf", PrintAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/certificates/revoke", RevokeAsync).May(Role.Committee);
    }

    /// <summary>One for each person at home, inside the write that lifts the order. How many.</summary>
    internal static async Task<int> MakeAsync(
        Db db, Me me, Sealer sealer, KeyRing keys, OrderView view, DateTimeOffset now, CancellationToken cancel)
    {
        var order = view.Order;
        var people = (await Affected.LoadAsync(db, sealer, me, order, now.DateHere(), cancel)).AtHome.ToList();
        // Ids of one millisecond are in no order; sorted ones keep the certificates in the order in which people walk.
        var ids = people.ConvertAll(_ => Ids.New());
        ids.Sort();
        await db.BulkInsertAsync([.. people.Zip(ids, (person, id) => Of(person, order, view.FirstStart, id, me, sealer, keys, now))], cancel);
        return people.Count;
    }

    private static ReleaseCertificate Of(
        AffectedPerson person, ClosureOrder order, DateTimeOffset from, Guid id, Me me, Sealer sealer, KeyRing keys, DateTimeOffset now) => new()
    {
        CommunityId = order.CommunityId,
        Id = id,
        BuildingId = order.BuildingId,
        OrderId = order.Id,
        PersonId = person.Card.Row.Id,
        CodeHash = CertificateCode.HashOf(keys, CertificateCode.Of(keys, order.CommunityId, id)),
        Name = person.Name,
        Dwelling = person.Dwelling,
        DocumentSealed = sealer.Seal(
            SealedColumn.CertificateDocument, id, person.Card.DocumentNumber is { } number ? IdentityDocument.Mask(number) : null),
        StartedAt = from,
        EndedAt = now,
        MadeAt = now,
        MadeBy = me.Name,
    };

    private static async Task<IResult> ShowAsync(long community, Guid id, HttpContext http, Db db, Me me, CancellationToken cancel) =>
        await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view ? TypedResults.NotFound()
        : view.Order.LiftedAt is null ? http.Refused(view.Path, NotLifted)
        : Page.Of<CertificatesPage>(new { View = view, Certificates = await OfAsync(db, me, view.Order, cancel), Form = FormInput.Empty });

    private static async Task<IResult> PrintAsync(
        long community, Guid id, Guid? one, HttpContext http, Db db, Me me, Sealer sealer, KeyRing keys, PublicAddress address, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var certificates = (await OfAsync(db, me, view.Order, cancel)).Where(c => c.RevokedAt is null && (one is null || c.Id == one)).ToList();
        if (certificates.Count == 0)
        {
            return http.Refused(view.Path, "没有可以打印的解除证明：还没有解除，或已经撤销。");
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(view.Path, problem);
        }

        await db.RecordLookAsync(me.Actor, community, "certificate.print", id, $"打印{view.Order.Label}解除证明 {certificates.Count} 张", cancel);
        using var file = new MemoryStream();
        CertificatePaper.Of(view, certificates, sealer, keys, address.Of(http.Request), me.Name, clock.Now()).WriteTo(file, cancel: cancel);
        http.Response.Headers.ContentDisposition = $"inline; filename*=UTF-8''{Uri.EscapeDataString($"{view.Order.Label}解除证明.pdf")}";
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }

    private static async Task<IResult> RevokeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (view.Order.LiftedAt is null)
        {
            return http.Refused(view.Path, NotLifted);
        }

        var ticked = form.All("certificate").Select(text => Guid.TryParse(text, out var one) ? one : Guid.Empty).ToList();
        if (ticked.Count == 0)
        {
            form.Wrong("certificate", "请先勾选要撤销的证明。");
        }

        var reason = form.Required("reason", "撤销的原因", ClosureRules.MostWords);
        if (!form.Ok)
        {
            return Page.Again<CertificatesPage>(new { View = view, Certificates = await OfAsync(db, me, view.Order, cancel), Form = form });
        }

        var now = clock.Now();
        var path = view.Path + "/certificates";
        var revoked = await db.ReleaseCertificates
            .Where(c => c.CommunityId == community && c.OrderId == id && c.RevokedAt == null && ticked.Contains(c.Id))
            .ExecuteUpdateAsync(
                set => set.SetProperty(c => c.RevokedAt, now).SetProperty(c => c.RevokedBy, me.Name).SetProperty(c => c.RevokeReason, reason), cancel);
        if (revoked == 0)
        {
            return http.Done(path, "勾选的证明已经撤销过了。");
        }

        var words = $"撤销解除证明 {revoked} 张，原因：{reason}";
        db.Add(ClosureEvent.Of(view.Order, now, Stage.After, me.Name, words));
        write.Record(community, "certificate.revoke", id, $"{view.Order.Label}，{words}");
        await write.CommitAsync(cancel);
        return http.Done(path, $"已撤销 {revoked} 张；扫码查验时会显示“已撤销”。请收回纸质证明并告诉本人。");
    }

    private static async Task<IReadOnlyList<ReleaseCertificate>> OfAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel) =>
        [.. (await db.ReleaseCertificates.Within(me).Where(c => c.CommunityId == order.CommunityId && c.OrderId == order.Id).ToListAsync(cancel))
            .OrderBy(c => c.Id)];
}
