using System.Security.Cryptography;
using System.Text;
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
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Visits;

/// <summary>A visitor registers himself by the gate's QR code, then watches this page for the host's yes and shows its code at the gate.</summary>
internal static class AskVisit
{
    private const string WhyOpen = "visitors have no account; the form tells nothing of the register, and their page has a sealed address";
    private const int CommunityBytes = 8;
    private const int IdBytes = 16;

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
        var wish = VisitForm.Read(form, byHimself: true, now);
        // Tells nothing of the register: it is so of every community.
        if (!DwellingAddress.TryParseDoor(wish.Where, out _))
        {
            form.Wrong("where", "看不懂这个门牌，请写全，例如 12号楼1单元301室。");
        }

        var home = await VisitForm.HomeAsync(db, db.Households, community, wish.Where, cancel);
        if (!form.Ok)
        {
            return Page.Again<AskVisitPage>(new { Place = place, Form = form });
        }

        // Whether somebody lives behind that door is nobody's business: the answer is the same, and nobody agrees; so it is when too many wait
        // at the door, or for the same document. Only who made a visit gets its page: its id alone, sent with another form, opens nothing.
        // The page repeats the door as it was typed, there or not: whoever mistyped it finds out himself.
        var shown = home is not null && await AddAsync(db, sealer, keys, wish, home, id, now, cancel) ? id : Ids.New();
        return http.Done($"/visit/{Ticket(protection, community, shown, wish.Where)}", "已登记，正在等住户同意。");
    }

    // Whether that visit is there now, by this form or by the same one sent before.
    private static async Task<bool> AddAsync(Db db, Sealer sealer, KeyRing keys, VisitForm wish, PassHousehold home, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var community = home.Household.CommunityId;
        await using var write = await db.BeginWriteAsync(new Actor(null, "访客"), cancel);
        // One at a time for a door, so that many at once are counted.
        await db.TakeDwellingAsync(home.Dwelling, cancel);
        if (await db.Visits.SingleOrDefaultAsync(v => v.CommunityId == community && v.Id == id, cancel) is { } there)
        {
            return there.HouseholdId == home.Household.Id && there.Name == wish.Name && there.Reason == wish.Reason;
        }

        if (await wish.WaitsTooOftenAsync(db, keys, home, now, cancel))
        {
            return false;
        }

        db.Add(wish.Make(home, id, sealer, keys, now));
        write.Record(community, "visit.ask", id, $"有人登记来访{home.Dwelling.Label}");
        try
        {
            await write.CommitAsync(cancel);
            return true;
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            // The same id at another door at the same moment: none of our forms.
            return false;
        }
    }

    private static async Task<IResult> ShowAsync(
        string ticket, Db db, GateKeys keys, IDataProtectionProvider protection, TimeProvider clock, CancellationToken cancel)
    {
        if (Read(protection, ticket) is not var (community, id, where) || await PlaceAsync(db, community, cancel) is not { } place)
        {
            return TypedResults.NotFound();
        }

        var visit = await db.Visits.SingleOrDefaultAsync(v => v.CommunityId == community && v.Id == id, cancel);
        var pass = visit?.PassId is { } made ? await db.Passes.SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == made, cancel) : null;
        return Page.Of<VisitPage>(new
        {
            Place = place,
            Visit = visit,
            Where = where,
            Pass = pass is { RevokedAt: null } ? new PassOnPhone(pass, PassAtHome.CodeOf(pass, await keys.SigningAsync(db, community, cancel), clock.Now()), "只能进出一次") : null,
            Now = clock.Now(),
        });
    }

    private static Task<Community?> PlaceAsync(Db db, long community, CancellationToken cancel)
    {
        var gates = db.Gates;
        return db.Communities.Where(c => c.CommunityId == community && gates.Any(g => g.CommunityId == community)).SingleOrDefaultAsync(cancel);
    }

    private static string Ticket(IDataProtectionProvider protection, long community, Guid id, string where) =>
        Convert.ToHexStringLower(Protector(protection).Protect([.. BitConverter.GetBytes(community), .. id.ToByteArray(), .. Encoding.UTF8.GetBytes(where)]));

    // A ticket of before bears no words.
    private static (long Community, Guid Id, string Where)? Read(IDataProtectionProvider protection, string ticket)
    {
        try
        {
            var bytes = Protector(protection).Unprotect(Convert.FromHexString(ticket));
            return (BitConverter.ToInt64(bytes), new Guid(bytes.AsSpan(CommunityBytes, IdBytes)), Encoding.UTF8.GetString(bytes.AsSpan(CommunityBytes + IdBytes)));
        }
        catch (Exception made) when (made is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("SafeIsle.Visit");
}
