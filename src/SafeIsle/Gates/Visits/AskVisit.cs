using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Visits;

/// <summary>A visitor registers himself by the gate's QR code, then watches this page for the host's yes and shows its code at the gate.</summary>
internal static class AskVisit
{
    private const string WhyOpen = "visitors have no account; the form tells nothing of the register, and their page has a sealed address";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v/{community:long}", FormAsync).MayAnyone(WhyOpen);
        app.MapPost("/v/{community:long}", AskAsync).MayAnyone(WhyOpen).RequireRateLimiting(LoginLimits.Join);
        app.MapGet("/visit/{ticket}", ShowAsync).MayAnyone(WhyOpen);
    }

    private static async Task<IResult> FormAsync(long community, Db db, CancellationToken cancel) =>
        await PlaceAsync(db, community, cancel) is { } place ? Page.Of<AskVisitPage>(new { Place = place }) : TypedResults.NotFound();

    private static async Task<IResult> AskAsync(
        long community, FormInput form, HttpContext http, Db db, Sealer sealer, KeyRing keys, IDataProtectionProvider protection, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await PlaceAsync(db, community, cancel) is not { } place)
        {
            return TypedResults.NotFound();
        }

        var (now, id) = (clock.Now(), form.Id("id") ?? Ids.New());
        var name = form.Required("name", "姓名", GateRules.MostName);
        var document = Document(form, clock.Today());
        var phone = OnePhone.Read(form);
        if (phone.Length == 0)
        {
            form.Wrong("phone", "请填手机号，住户或居委会要打电话核对。");
        }

        var at = form.Moment("at", "几时到") ?? now;
        if (at < now.AddHours(-1) || at > now + GateRules.VisitAhead)
        {
            form.Wrong("at", "到的时间要在今天起 7 天以内。");
        }

        var (transport, reason, from) = (form.Text("transport", "怎么来", GateRules.MostName), form.Required("reason", "来做什么", GateRules.MostNote), form.Required("from", "从哪里来", 60));
        var home = await HomeAsync(db, community, form.Required("where", "来访哪一户", 60), cancel);
        if (!form.Ok)
        {
            return Page.Again<AskVisitPage>(new { Place = place, Form = form });
        }

        // Whether somebody lives behind that door is nobody's business: the answer is the same, and nobody agrees; so it is when too many wait
        // at the door, or for the same document. Only who made a visit gets its page: its id alone, sent with another form, opens nothing.
        var (shown, over, hash) = (Ids.New(), now - GateRules.VisitOver, RegisterBatch.DocumentHash(keys, community, document!.Kind, document.Number));
        var waiting = db.Visits.Where(v => v.CommunityId == community && v.State == VisitState.Asked && v.ArrivesAt > over);
        if (home is not null && await waiting.CountAsync(v => v.HouseholdId == home.Household.Id, cancel) < GateRules.MostVisits
            && await waiting.CountAsync(v => v.DocumentHash == hash && v.HouseholdId != home.Household.Id, cancel) < GateRules.MostDoorsOfOne)
        {
            await using var write = await db.BeginWriteAsync(new Actor(null, "访客"), cancel);
            db.Add(new Visit
            {
                CommunityId = community, Id = id, BuildingId = home.Dwelling.BuildingId, DwellingId = home.Dwelling.Id, HouseholdId = home.Household.Id,
                Dwelling = home.Dwelling.Label, Name = name, DocumentSealed = sealer.Seal(SealedColumn.VisitDocument, id, document.Number),
                DocumentHash = hash,
                PhoneSealed = sealer.Seal(SealedColumn.VisitPhone, id, phone), ArrivesAt = at, Transport = transport, Reason = reason, From = from, AskedAt = now,
            });
            write.Record(community, "visit.ask", id, $"有人登记来访{home.Dwelling.Label}");
            try
            {
                await write.CommitAsync(cancel);
                shown = id;
            }
            catch (DbUpdateException twice) when (twice.IsTaken())
            {
                // The same form again: it is there.
                var household = home.Household.Id;
                if (await db.Visits.AnyAsync(v => v.CommunityId == community && v.Id == id && v.HouseholdId == household && v.Name == name && v.Reason == reason, cancel))
                {
                    shown = id;
                }
            }
        }

        return http.Done($"/visit/{Ticket(protection, community, shown)}", "已登记，正在等住户同意。");
    }

    private static async Task<IResult> ShowAsync(
        string ticket, Db db, GateKeys keys, IDataProtectionProvider protection, TimeProvider clock, CancellationToken cancel)
    {
        if (Read(protection, ticket) is not var (community, id) || await PlaceAsync(db, community, cancel) is not { } place)
        {
            return TypedResults.NotFound();
        }

        var visit = await db.Visits.SingleOrDefaultAsync(v => v.CommunityId == community && v.Id == id, cancel);
        var pass = visit?.PassId is { } made ? await db.Passes.SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == made, cancel) : null;
        return Page.Of<VisitPage>(new
        {
            Place = place,
            Visit = visit,
            Pass = pass is { RevokedAt: null } ? new PassOnPhone(pass, PassAtHome.CodeOf(pass, await keys.SigningAsync(db, community, cancel), clock.Now()), "只能进出一次") : null,
            Now = clock.Now(),
        });
    }

    private static Task<Community?> PlaceAsync(Db db, long community, CancellationToken cancel)
    {
        var gates = db.Gates;
        return db.Communities.Where(c => c.CommunityId == community && gates.Any(g => g.CommunityId == community)).SingleOrDefaultAsync(cancel);
    }

    private static IdentityDocument? Document(FormInput form, DateOnly today)
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

    private static async Task<PassHousehold?> HomeAsync(Db db, long community, string where, CancellationToken cancel)
    {
        if (!DwellingAddress.TryParse(where, out var address) || !address.HasRoom)
        {
            return null;
        }

        var found = await (
            from d in db.Dwellings.At(db, community, address)
            join h in db.Households on new { d.CommunityId, DwellingId = d.Id } equals new { h.CommunityId, h.DwellingId }
            where h.ClosedAt == null
            orderby h.Id
            select new PassHousehold(h, d)).Take(2).ToListAsync(cancel);
        return found.Select(f => f.Dwelling.Id).Distinct().Count() == 1 ? found[0] : null;
    }

    private static string Ticket(IDataProtectionProvider protection, long community, Guid id) =>
        Convert.ToHexStringLower(Protector(protection).Protect([.. BitConverter.GetBytes(community), .. id.ToByteArray()]));

    private static (long Community, Guid Id)? Read(IDataProtectionProvider protection, string ticket)
    {
        try
        {
            var bytes = Protector(protection).Unprotect(Convert.FromHexString(ticket));
            return (BitConverter.ToInt64(bytes), new Guid(bytes.AsSpan(8)));
        }
        catch (Exception made) when (made is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("SafeIsle.Visit");
}
