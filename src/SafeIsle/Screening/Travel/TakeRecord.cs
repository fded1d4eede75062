using Microsoft.EntityFrameworkCore;
using SafeIsle.Divisions;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Travel;

/// <summary>The operators' side of a check: a message pasted, or asked for; names that are no place yet are settled by a person.</summary>
internal static class TakeRecord
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/travel/{id:guid}/record", PasteAsync).May(TravelDesk.Roles);
        app.MapPost("/desk/{community:long}/travel/{id:guid}/ask", AskAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/travel/{id:guid}/choose", ChooseAsync).May(TravelDesk.Roles);
    }

    /// <summary>A record for those days from an operator's message; the refusal says what is wrong with it.</summary>
    public static Outcome<TravelRecord> Of(TravelCheck check, string text, string? source, DateOnly today)
    {
        var read = OperatorSms.Read(text, today);
        if (read.Refused)
        {
            return new No(read.Refusal!);
        }

        var answer = read.Value;
        var last = answer.LastDay ?? check.LastDay;
        var first = answer.Days is { } days ? last.AddDays(1 - days) : check.FirstDay;
        return last < check.FirstDay || last > today.AddDays(1)
            ? new No($"这条短信查到 {last.Full()} 为止，要查的是 {check.FirstDay.Full()} 到 {check.LastDay.Full()}，请重新查询后再粘贴。")
            : new TravelRecord(source ?? $"{answer.Operator}短信", text, first, last, TravelRecord.Of(answer.Names));
    }

    private static async Task<IResult> PasteAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ITelecomRecords telecom, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TravelDesk.LockAsync(db, me, community, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        if (check.ClosedAt is not null)
        {
            return http.Refused(TravelDesk.Path(check), "这次核对已经结束，记录不再改动。");
        }

        var record = Of(check, form.Typed("sms"), null, clock.Today());
        if (record.Refused)
        {
            form.Wrong("sms", record.Refusal!);
            return Page.Again<CheckPage>(await ShowCheck.PartsAsync(db, me, sealer, telecom, check, form, clock, cancel));
        }

        return await StoreAsync(check, record.Value, http, write, me, sealer, clock, cancel);
    }

    private static async Task<IResult> AskAsync(
        long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, ITelecomRecords telecom, TimeProvider clock, CancellationToken cancel)
    {
        if (await TravelDesk.FindAsync(db, me, community, id, cancel) is not { ClosedAt: null } check)
        {
            return TypedResults.NotFound();
        }

        var person = check.PersonId;
        var phones = await db.People.Where(p => p.CommunityId == community && p.Id == person).Select(p => p.PhonesSealed).SingleAsync(cancel);
        if (sealer.PhonesOf(person, phones).FirstOrDefault(n => new PhoneNumber(n).IsMobile) is not { } phone)
        {
            return http.Refused(TravelDesk.Path(check), "登记里没有这个人的手机号，没法向运营商查询；请粘贴短信。");
        }

        // Outside of any write: the answer may take a while.
        var answer = await telecom.AskAsync(phone, check.FirstDay, check.LastDay, cancel);
        var record = answer.Refused ? new No(answer.Refusal!) : Of(check, answer.Value, telecom.Name + "查询", clock.Today());
        if (record.Refused)
        {
            return http.Refused(TravelDesk.Path(check), record.Refusal!);
        }

        db.ChangeTracker.Clear();
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        return await TravelDesk.LockAsync(db, me, community, id, cancel) is { ClosedAt: null } open
            ? await StoreAsync(open, record.Value, http, write, me, sealer, clock, cancel)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ChooseAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ITelecomRecords telecom, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TravelDesk.LockAsync(db, me, community, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        var said = form.Typed("said");
        if (check.ClosedAt is not null || sealer.RecordOf(check) is not { } record || record.Unclear.FirstOrDefault(p => p.Said == said) is not { } unclear)
        {
            return http.Refused(TravelDesk.Path(check), "这个地名已经认过了，或核对已经结束。");
        }

        IReadOnlyList<RecordPlace> places;
        if (form.Typed("act") == "drop")
        {
            places = [.. record.Places.Where(p => p != unclear)];
        }
        else
        {
            var typed = ChineseText.Clean(form.Typed("place"));
            var candidates = PlaceBook.Find(typed.Length > 0 ? typed : said);
            if ((candidates.FirstOrDefault(c => $"{c.Code}" == form.Typed("code")) ?? (candidates.Count == 1 ? candidates[0] : null)) is not { } place)
            {
                form.Wrong("place", candidates.Count > 1 ? $"叫“{(typed.Length > 0 ? typed : said)}”的有几处，请写全省、市。" : "这个地名不认识，请写到市、县（区）。");
                return Page.Again<CheckPage>(await ShowCheck.PartsAsync(db, me, sealer, telecom, check, form, clock, cancel));
            }

            places = [.. record.Places.Select(p => p == unclear ? new RecordPlace(said, place.Code, place.Path) : p).DistinctBy(p => (p.Code, p.Code is null ? p.Said : ""))];
        }

        check.RecordSealed = sealer.Seal(id, record with { Places = places });
        write.Record(community, "travel.place", id, $"认定{check.Dwelling}一人的记录里的一个地名");
        await write.CommitAsync(cancel);
        return http.Done(TravelDesk.Path(check), "已认定。");
    }

    private static async Task<IResult> StoreAsync(
        TravelCheck check, TravelRecord record, HttpContext http, WriteScope write, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        Store(check, record, sealer, me.Name, clock.Now());
        write.Record(check.CommunityId, "travel.record", check.Id, $"收下{check.Dwelling}一人的运营商记录");
        await write.CommitAsync(cancel);
        return http.Done(TravelDesk.Path(check), record.Unclear.Count > 0
            ? $"已收下，认出 {record.Places.Count - record.Unclear.Count} 个地方；有 {record.Unclear.Count} 个地名要请您认一认。"
            : $"已收下，认出 {record.Places.Count} 个地方。");
    }

    /// <summary>Takes the place of an earlier one.</summary>
    public static void Store(TravelCheck check, TravelRecord record, Sealer sealer, string by, DateTimeOffset now) =>
        (check.RecordSealed, check.RecordAt, check.RecordBy) = (sealer.Seal(check.Id, record), now, by);
}
