using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Residents;

/// <summary>A household's door as a recognised phone sees it. Handlers below <c>/home/{resident:guid}</c> take it as a parameter.</summary>
public sealed record Home(Resident Row, Dwelling Dwelling, Community Community)
{
    public string Path => Homes.PathOf(Row.Id);

    /// <summary>
    /// Whether somebody showed more than the code on the door, which whoever passes can read: the tail of a registered phone, or that the
    /// committee knows her.
    /// </summary>
    public bool IsProven => Row.Proof != ResidentProof.DoorCode;

    /// <summary>Who the audit log and the chain name: 王女士（38号楼2单元501室）.</summary>
    public Actor Actor => new(null, $"{Row.Name}（{Dwelling.Label}）");

    /// <summary>
    /// The household that a phone speaks for: the one it was given. Null where nobody said which, also when just one lives there: it may
    /// be another family than this phone's; and where the one it was given has moved away.
    /// </summary>
    /// <param name="given"><see cref="Resident.HouseholdId"/></param>
    /// <param name="behind">The households in use behind that door.</param>
    public static Guid? HouseholdOf(Guid? given, IEnumerable<Guid> behind) =>
        given is { } household && behind.Contains(household) ? household : null;

    /// <summary>The household that this phone speaks for, and whether there are any behind the door of which the committee has to say which.</summary>
    public async Task<(Guid? Household, bool Unclear)> BehindAsync(Db db, CancellationToken cancel)
    {
        var behind = await db.HouseholdsOf(Dwelling).Select(h => h.Id).ToListAsync(cancel);
        var household = HouseholdOf(Row.HouseholdId, behind);
        return (household, household is null && behind.Count > 0);
    }

    /// <summary>The household that this phone speaks for as one of its own people; null for a helper from another door, too.</summary>
    public async Task<Guid?> OwnAsync(Db db, CancellationToken cancel) => Row.IsProxy ? null : (await BehindAsync(db, cancel)).Household;

    /// <summary>The same, for what tells health or travel of persons: null for a phone that has shown the door's code alone, too.</summary>
    public async Task<Guid?> ProvenAsync(Db db, CancellationToken cancel) => IsProven ? await OwnAsync(db, cancel) : null;

    /// <summary>
    /// Before a page of persons' health or travel: the way to one more proof, for a phone of the door that has shown its code alone. Null for
    /// all others; a helper has no such page anyway.
    /// </summary>
    public IResult? ProveFirst() => IsProven || Row.IsProxy ? null : ProvePhone.Ask(this);

    /// <summary>Where people of the door register themselves; a helper from another door cannot do that for them.</summary>
    public string? RegisterPath(KeyRing keys) =>
        Row.IsProxy ? null : "/h/" + DoorCode.Of(keys, Dwelling.CommunityId, Dwelling.Id, Dwelling.DoorCodeVersion);

    /// <summary>Null when this phone is not known there, was forgotten, or still waits; then answer with <see cref="Homes.Unknown"/>.</summary>
    public static async ValueTask<Home?> BindAsync(HttpContext http) =>
        Guid.TryParse(http.GetRouteValue("resident") as string, out var id)
            ? (await http.RequestServices.GetRequiredService<Homes>().AllAsync(http)).FirstOrDefault(h => h.Row.Id == id && h.Row.State == ResidentState.In)
            : null;
}

/// <summary>
/// Which doors a phone is known at: a sealed cookie with the ids of its <see cref="Resident"/> rows. The rows decide: one that was
/// forgotten or taken out ends at once, whatever the cookie says.
/// </summary>
public sealed class Homes(Db db, IDataProtectionProvider protection)
{
    /// <summary>Characters of a resident's name.</summary>
    public const int MostName = 20;

    /// <summary>Characters of the reason why somebody was not let in.</summary>
    public const int MostWhy = 100;

    /// <summary>Why routes below /home are open: the gate knows accounts, this knows phones.</summary>
    public const string WhyOpen = "residents have no account; the handler asks for a recognised phone (Home)";

    // A phone that helps more doors than this is a worker's, who has an account.
    private const int MostHomes = 8;

    private const string Cookie = "safeisle-home";
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(90);

    private readonly IDataProtector protector = protection.CreateProtector("SafeIsle.Homes");

    public static string PathOf(Guid resident) => $"/home/{resident}";

    /// <summary>The page for a phone that is not known at that door.</summary>
    public static IResult Unknown() => TypedResults.LocalRedirect("/home");

    /// <summary>All doors of this phone, also those where it waits; the newest first.</summary>
    public async Task<IReadOnlyList<Home>> AllAsync(HttpContext http)
    {
        var ids = Read(http);
        if (ids.Count == 0)
        {
            return [];
        }

        var communities = ids.Select(i => i.Community).Distinct().ToList();
        var residents = ids.ConvertAll(i => i.Resident);
        var found = await (
            from r in db.Residents
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            join c in db.Communities on r.CommunityId equals c.CommunityId
            where communities.Contains(r.CommunityId) && residents.Contains(r.Id) && r.State != ResidentState.Left
            orderby r.JoinedAt descending
            select new { Row = r, Dwelling = d, Community = c }).ToListAsync(http.RequestAborted);
        return found.ConvertAll(f => new Home(f.Row, f.Dwelling, f.Community));
    }

    /// <summary>Lets this phone be known as that row from now on.</summary>
    public void Give(HttpContext http, Resident resident)
    {
        var ids = Read(http);
        ids.RemoveAll(i => i.Resident == resident.Id);
        ids.Insert(0, (resident.CommunityId, resident.Id));
        Write(http, ids.Take(MostHomes));
    }

    /// <summary>Takes that row out of the cookie; the caller ends the row itself.</summary>
    public void Forget(HttpContext http, Guid resident) => Write(http, Read(http).Where(i => i.Resident != resident));

    private void Write(HttpContext http, IEnumerable<(long Community, Guid Resident)> ids)
    {
        var content = string.Join(' ', ids.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Community}:{i.Resident:N}")));
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = Lasts };
        if (content.Length == 0)
        {
            http.Response.Cookies.Delete(Cookie, options);
        }
        else
        {
            http.Response.Cookies.Append(Cookie, protector.Protect(content), options);
        }
    }

    private List<(long Community, Guid Resident)> Read(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var value) || string.IsNullOrEmpty(value))
        {
            return [];
        }

        try
        {
            return [.. protector.Unprotect(value).Split(' ').Select(part => part.Split(':'))
                .Select(p => (long.Parse(p[0], CultureInfo.InvariantCulture), Guid.Parse(p[1])))];
        }
        catch (CryptographicException)
        {
            // Made up, or sealed by keys that are gone: a phone that nobody knows.
            return [];
        }
    }
}
