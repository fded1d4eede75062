using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>A person, or a whole household, is no longer in the register there.</summary>
/// <param name="Person">Null: the household itself, with everybody in it.</param>
/// <param name="MergedInto">The row that goes on for the same person; it may be of another household.</param>
/// <param name="Why">已搬走 or 已注销: fit for gates and papers. That somebody died stays in the register.</param>
/// <param name="By">Display name of who said so.</param>
public sealed record HouseholdLeft(long Community, Guid Household, Guid? Person, Guid? MergedInto, string Why, DateTimeOffset At, string By)
{
    internal const string MovedAway = "已搬走";
    internal const string Closed = "已注销";

    /// <summary>Where the person is now: at the door moved to, or that of the row that goes on; null when she is nowhere in the register any more.</summary>
    public Task<PersonPlace?> PlaceNowAsync(Db db, CancellationToken cancel)
    {
        var (community, person) = (Community, MergedInto ?? Person);
        return db.People.Where(p => p.CommunityId == community && p.Id == person && p.ClosedAt == null).WithPlace(db).SingleOrDefaultAsync(cancel);
    }
}

/// <summary>
/// What other modules do then: what was issued there ends. Called inside the write's transaction, after the register's rows are written;
/// registered by the module that has something to do.
/// </summary>
public delegate Task WhenHouseholdLeft(Db db, WriteScope write, HouseholdLeft notice, CancellationToken cancel);

/// <summary>All who follow, as one: asked for a list, Entity Framework gives its own, which is empty.</summary>
internal sealed class LeftFollowers(IEnumerable<WhenHouseholdLeft> followers)
{
    public async Task TellAsync(Db db, WriteScope write, HouseholdLeft notice, CancellationToken cancel)
    {
        foreach (var follow in followers)
        {
            await follow(db, write, notice, cancel);
        }
    }
}
