using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Visits;

/// <summary>What is asked of a visitor: on his own phone, and at the desk by whoever registers him.</summary>
/// <param name="Document">Null: what was typed is none, and the form says so.</param>
/// <param name="Phone">Empty for somebody without.</param>
/// <param name="Where">The door as it was typed.</param>
internal sealed record VisitForm(
    string Name, IdentityDocument? Document, string Phone, DateTimeOffset At, string Transport, string Reason, string From, string Where)
{
    /// <summary>Characters of a door, and of where from.</summary>
    public const int MostPlace = 60;

    /// <summary>What is wrong stands in the form's errors; then it must not be used.</summary>
    /// <param name="byHimself">On his own phone, whose number is asked for.</param>
    public static VisitForm Read(FormInput form, bool byHimself, DateTimeOffset now)
    {
        var name = form.Required("name", "姓名", GateRules.MostName);
        var document = ReadDocument(form, now.DateHere());
        var phone = OnePhone.Read(form);
        if (phone.Length == 0 && byHimself)
        {
            form.Wrong("phone", "请填手机号，住户或居委会要打电话核对。");
        }

        var at = form.Moment("at", "几时到") ?? now;
        if (at < now.AddHours(-1) || at > now + GateRules.VisitAhead)
        {
            form.Wrong("at", "到的时间要在今天起 7 天以内。");
        }

        return new(
            name, document, phone, at, form.Text("transport", "怎么来", GateRules.MostName), form.Required("reason", "来做什么", GateRules.MostNote),
            form.Required("from", "从哪里来", MostPlace), form.Required("where", "来访哪一户", MostPlace));
    }

    /// <summary>Whether too many wait for an answer at that door already, or for the same document at others.</summary>
    public async Task<bool> WaitsTooOftenAsync(Db db, KeyRing keys, PassHousehold home, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, household, over, hash) = (home.Household.CommunityId, home.Household.Id, now - GateRules.VisitOver, Hash(keys, home));
        var waiting = db.Visits.Where(v => v.CommunityId == community && v.State == VisitState.Asked && v.ArrivesAt > over);
        // Those of a day for themselves: what somebody asks for next week keeps out nobody who comes today.
        var (from, to) = (Clock.Midnight(At.DateHere()), Clock.Midnight(At.DateHere().AddDays(1)));
        return await waiting.CountAsync(v => v.HouseholdId == household && v.ArrivesAt >= from && v.ArrivesAt < to, cancel) >= GateRules.MostVisits
            || await waiting.CountAsync(v => v.DocumentHash == hash && v.HouseholdId != household, cancel) >= GateRules.MostDoorsOfOne;
    }

    public Visit Make(PassHousehold home, Guid id, Sealer sealer, KeyRing keys, DateTimeOffset now) => new()
    {
        CommunityId = home.Household.CommunityId, Id = id, BuildingId = home.Dwelling.BuildingId, DwellingId = home.Dwelling.Id, HouseholdId = home.Household.Id,
        Dwelling = home.Dwelling.Label, Name = Name, DocumentSealed = sealer.Seal(SealedColumn.VisitDocument, id, Document!.Number), DocumentHash = Hash(keys, home),
        PhoneSealed = Phone.Length == 0 ? null : sealer.Seal(SealedColumn.VisitPhone, id, Phone),
        ArrivesAt = At, Transport = Transport, Reason = Reason, From = From, AskedAt = now,
    };

    /// <summary>The household behind that door; null where nobody lives, or the words mean several doors.</summary>
    /// <param name="within">Among which it is looked for.</param>
    public static async Task<PassHousehold?> HomeAsync(Db db, IQueryable<Household> within, long community, string where, CancellationToken cancel)
    {
        if (!DwellingAddress.TryParseDoor(where, out var address))
        {
            return null;
        }

        var found = await (
            from d in db.Dwellings.At(db, community, address)
            join h in within on new { d.CommunityId, DwellingId = d.Id } equals new { h.CommunityId, h.DwellingId }
            where h.ClosedAt == null
            orderby h.Id
            select new PassHousehold(h, d)).Take(2).ToListAsync(cancel);
        return found.Select(f => f.Dwelling.Id).Distinct().Count() == 1 ? found[0] : null;
    }

    private long Hash(KeyRing keys, PassHousehold home) => RegisterBatch.DocumentHash(keys, home.Household.CommunityId, Document!.Kind, Document.Number);

    private static IdentityDocument? ReadDocument(FormInput form, DateOnly today)
    {
        var read = IdentityDocument.Read(form.Typed("document"), null, today);
        if (read.Refused)
        {
            // The form is open to anybody: it does not tell how a wrong number would be right.
            form.Wrong("document", form.Typed("document").Length == 0 ? "请填写证件号。" : "证件号不对，请照证件核对整个号码。");
            return null;
        }

        return read.Value;
    }
}
