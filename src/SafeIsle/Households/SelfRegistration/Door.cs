using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>The dwelling whose paper somebody holds in hand.</summary>
/// <param name="Code">As on the paper, without hyphen.</param>
public sealed record Door(Dwelling Dwelling, Community Community, string Code)
{
    /// <summary>Where its pages are.</summary>
    public string Path => "/h/" + Code;

    public string FormPath(bool byProxy) => $"{Path}/form?by={(byProxy ? "proxy" : "self")}";
}

/// <summary>Finds the door of a code. A miss takes the same time whatever was missed, and counts.</summary>
internal sealed class Doors(Db db, KeyRing keys, DoorLimits limits, TimeProvider clock)
{
    /// <summary>Everybody behind a door is this person to the audit log: residents have no account.</summary>
    public static readonly Actor Resident = new(null, "住户（门上编码）");

    /// <summary>Longer than the slowest look into the database.</summary>
    private static readonly TimeSpan MissTakes = TimeSpan.FromMilliseconds(400);

    private const string Unknown = "没有这个编码，请对照门上的告知单再输一遍；纸上的编码可能已经换新，请看最新的那张，或打居委会电话。";
    private const string TooOften = "试错的次数太多了，请对照告知单慢慢输入，或十分钟后再试；也可以打告知单上的居委会电话，由工作人员代填。";

    /// <summary>The door, or the page that says why not.</summary>
    public async Task<(Door? Door, IResult? No)> FindAsync(HttpContext http, string typed)
    {
        var begun = clock.GetTimestamp();
        if (DoorCode.Clean(typed) is { } code && await LookAsync(code, http.RequestAborted) is { } door)
        {
            return (door, null);
        }

        var within = limits.TakeWrongCode(http);
        await PauseAsync(begun, http.RequestAborted);
        return (null, within
            ? Page.Of<FindDoorPage>(new { Code = typed, Wrong = Unknown }, StatusCodes.Status404NotFound)
            : Page.Of<SentencePage>(new { Title = "太频繁了", Because = TooOften }, StatusCodes.Status429TooManyRequests));
    }

    /// <summary>Waits until a miss has taken its time.</summary>
    public async Task PauseAsync(long begun, CancellationToken cancel)
    {
        if (MissTakes - clock.GetElapsedTime(begun) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, clock, cancel);
        }
    }

    private async Task<Door?> LookAsync(string code, CancellationToken cancel)
    {
        var hash = DoorCode.HashOf(keys, code);
        var found = await db.Dwellings.Where(d => d.DoorCodeHash == hash && d.ClosedAt == null).ToListAsync(cancel);
        var dwelling = found.Find(d => DoorCode.Of(keys, d.CommunityId, d.Id, d.DoorCodeVersion) == code);
        return dwelling is null
            ? null
            : new(dwelling, await db.Communities.SingleAsync(c => c.CommunityId == dwelling.CommunityId, cancel), code);
    }
}

/// <summary>Who lives behind a door, as the register says.</summary>
internal static class DoorPeople
{
    /// <summary>The dwelling's households in use, the oldest entry first.</summary>
    public static IQueryable<Household> HouseholdsOf(this Db db, Dwelling dwelling) =>
        db.Households.Where(h => h.CommunityId == dwelling.CommunityId && h.DwellingId == dwelling.Id && h.ClosedAt == null)
            .OrderBy(h => h.CreatedAt).ThenBy(h => h.Id);

    /// <summary>The people of that dwelling's households, the head first.</summary>
    public static IQueryable<Person> PeopleOf(this Db db, Dwelling dwelling)
    {
        var households = db.Households.Where(h => h.CommunityId == dwelling.CommunityId && h.DwellingId == dwelling.Id && h.ClosedAt == null);
        return db.People
            .Where(p => p.CommunityId == dwelling.CommunityId && p.ClosedAt == null && households.Any(h => h.Id == p.HouseholdId))
            .OrderBy(p => p.Position).ThenBy(p => p.Id);
    }
}
