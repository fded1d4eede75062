using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Errands;

/// <summary>Makes the certificate for buying fever medicine for a slip of category 购药, and tells whoever verifies its code.</summary>
internal static class MedicineCertificates
{
    private const string Kind = "购买退热药证明";

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/errands/{id:guid}/certificate", MakeAsync).May(HouseholdsModule.MayCall);

    private static async Task<IResult> MakeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, KeyRing keys, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await ErrandSlip.TakeAsync(db, me, community, id, cancel) is not { } slip)
        {
            return TypedResults.NotFound();
        }

        var back = ErrandSlip.Path(community, id);
        if (slip.Category != ErrandCategory.Medicine || !slip.IsOpen)
        {
            return http.Refused(back, "没有开证明：只给事由是“购药”、还没交回的外出单开。");
        }

        if (await db.MedicineCertificates.AnyAsync(c => c.CommunityId == community && c.ErrandId == id, cancel))
        {
            return http.Done(back, "这张外出单的购药证明已经开好了。");
        }

        var medicine = form.Required("medicine", "药名", ErrandRules.MostMedicine);
        var pharmacy = form.Required("pharmacy", "药店", ErrandRules.MostWhere);
        var companion = form.Text("accompanied", "陪同的工作人员", GateRules.MostName);
        if (companion.Length == 0)
        {
            form.Wrong("accompanied", "购药要有工作人员陪同，请填写陪同人。");
        }

        if (!form.Ok)
        {
            return Page.Again<ErrandSlipPage>(await ErrandSlip.PartsAsync(db, sealer, slip, form, clock.Now(), cancel));
        }

        // One companion on both papers: the pharmacy sees them together.
        slip.Companion = companion;
        var (made, person) = (Ids.New(), slip.PersonId);
        var row = await db.People.Where(p => p.CommunityId == community && p.Id == person).SingleAsync(cancel);
        var document = sealer.Open(SealedColumn.PersonDocument, person, row.DocumentSealed);
        db.Add(new MedicineCertificate
        {
            CommunityId = community, Id = made, BuildingId = slip.BuildingId, ErrandId = id,
            CodeHash = CertificateCode.HashOf(keys, CertificateCode.Of(keys, community, made)), Name = slip.Name, Dwelling = slip.Dwelling,
            DocumentSealed = sealer.Seal(SealedColumn.MedicineDocument, made, document is null ? null : IdentityDocument.Mask(document)),
            MedicineSealed = sealer.Seal(SealedColumn.ErrandMedicine, made, medicine), Pharmacy = pharmacy, Companion = companion, MadeAt = clock.Now(), MadeBy = me.Name,
        });
        write.Record(community, "errand.certificate", id, $"给{slip.Dwelling}开购买退热药证明，{companion}陪同");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(back, "这张外出单的购药证明已经开好了。");
        }

        return http.Done(back, "购药证明已开好，和外出单一起打印；收单后自动作废。");
    }

    /// <summary>For whoever verifies a code.</summary>
    internal static async Task<VerifiedCertificate?> FindAsync(Sealer sealer, KeyRing keys, Db db, string code, CancellationToken cancel)
    {
        var hash = CertificateCode.HashOf(keys, code);
        var found = (await db.MedicineCertificates.Where(c => c.CodeHash == hash).ToListAsync(cancel))
            .Find(c => CertificateCode.Of(keys, c.CommunityId, c.Id) == code);
        return found is null ? null : new(
            Kind,
            [
                ("姓名", RegisterWords.MaskedName(found.Name)),
                ("药名", sealer.Open(SealedColumn.ErrandMedicine, found.Id, found.MedicineSealed) ?? ""),
                ("药店", found.Pharmacy),
                ("陪同", found.Companion),
                ("开具", found.MadeAt.DateHere().Full()),
            ],
            found.VoidAt, "外出单已交回或收回", "请核对持证人出示的证件，按规定实名登记。");
    }
}
