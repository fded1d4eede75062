using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Health.Measures;

/// <summary>解除: when days and tests hold and a named person verified it; before that only with a reason, in sight of what is missing.</summary>
internal static class ReleaseMeasure
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/measures/{id:guid}/release", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/release", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure ? TypedResults.NotFound()
        : measure.EndedAt is not null ? http.Refused(MeasureDesk.Path(measure), "已经解除了。")
        : Page.Of<ReleaseMeasurePage>(new { Row = measure, Against = await AgainstAsync(db, measure, clock.Now(), cancel) });

    private static async Task<IReadOnlyList<string>> AgainstAsync(Db db, Measure measure, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id, person, from) = (measure.CommunityId, measure.Id, measure.PersonId, measure.StartsAt.DateHere());
        var bound = await BoundTests.HouseholdAsync(db, measure, cancel);
        return [.. MeasureRules.Against(
            measure.Until, person, await db.TestsAsked.Where(t => t.CommunityId == community && t.MeasureId == id).ToListAsync(cancel),
            await db.HealthAlerts.CountAsync(a => a.CommunityId == community && bound.Contains(a.PersonId) && a.HandledAt == null && a.Day >= from, cancel), now)];
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, KeyRing keys, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await MeasureDesk.TakeAsync(db, me, community, id, cancel) is not { } measure)
        {
            return TypedResults.NotFound();
        }

        if (measure.EndedAt is not null)
        {
            return http.Done(MeasureDesk.Path(measure), "已经解除了。");
        }

        var now = clock.Now();
        var against = await AgainstAsync(db, measure, now, cancel);
        var document = form.Required("document", "解除通知的文号", MeasureLimits.MostWords);
        var verified = form.Required("verified", "谁上门核实", 60);
        var why = against.Count > 0 ? form.Required("why", "提前解除的原因", MeasureLimits.MostWords) : "";
        if (!form.Ok)
        {
            return Page.Again<ReleaseMeasurePage>(new { Row = measure, Against = against, Form = form });
        }

        (measure.EndedAt, measure.EndedHow, measure.EndedBy, measure.EndDocument, measure.EndWhy, measure.VerifiedBy) =
            (now, MeasureEnd.Released, me.Name, document, why, verified);
        measure.CertificateHash = CertificateCode.HashOf(keys, CertificateCode.Of(keys, community, id));
        await MeasureTodos.DropAsync(db, measure, now, cancel);
        var objected = await db.EndTakenUpAsync(write, community, measure.PersonId, now, me.Name, cancel);
        if (measure.AtHome)
        {
            await MeasureTodos.AskAsync(db, measure, MeasureTodos.DoorOff, id, "取下门上的告知书，谢谢这一家的配合", now.AddHours(4).ByDay(), cancel);
        }

        write.Record(
            community, "measure.release", id,
            $"解除{measure.Dwelling}一人的{MeasureWords.Of(measure.Kind)}，{document}，{verified}核实{(why.Length > 0 ? $"；提前解除，原因：{why}；当时：{string.Concat(against)}" : "")}");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(
            MeasureDesk.Path(measure),
            $"已解除，{(objected ? "但行程核验结果的异议还没有答复，答复以前出入证仍停用，请先去行程核验答复" : "出入证恢复")}。请打印解除证明送去，取下门上的告知书，道一声谢。");
    }

    /// <summary>Whoever holds the certificate in hand may ask whether it is good.</summary>
    public static async Task<VerifiedCertificate?> FindAsync(KeyRing keys, Db db, string code, CancellationToken cancel)
    {
        var hash = (long?)CertificateCode.HashOf(keys, code);
        var found = (await db.Measures.Where(m => m.CertificateHash == hash).ToListAsync(cancel)).Find(m => CertificateCode.Of(keys, m.CommunityId, m.Id) == code);
        return found is null ? null : new(
            "解除证明（医学观察、健康监测已解除）",
            [
                ("姓名", RegisterWords.MaskedName(found.Name)), ("管理", $"{found.StartsAt.Full()} 到 {found.EndedAt!.Value.Full()}"),
                ("开具", found.EndedAt!.Value.DateHere().Full()),
            ],
            null, "", "请核对持证人出示的证件。本证明不是健康证明。");
    }
}
