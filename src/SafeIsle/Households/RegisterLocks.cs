using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>Two people may change one household at once: whoever writes takes its row first, then looks.</summary>
internal static class RegisterLocks
{
    /// <summary>Takes the row's lock until the end of the write. On SQLite the write scope holds the only lock already.</summary>
    /// <returns>The household, or null where it is not there or out of reach. Closed ones are given, too.</returns>
    public static async Task<Household?> TakeHouseholdAsync(this Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        var household = db.Households.Within(me).Where(h => h.CommunityId == community && h.Id == id);
        await household.ExecuteUpdateAsync(set => set.SetProperty(h => h.Number, h => h.Number), cancel);
        return await household.SingleOrDefaultAsync(cancel);
    }

    /// <summary>A person's card with her household's row locked; null where she is not there or out of reach.</summary>
    public static async Task<(PersonCard Card, Household Household)?> TakePersonAsync(
        this Db db, Me me, RegisterReader reader, long community, Guid id, CancellationToken cancel)
    {
        var person = db.People.Within(me).Where(p => p.CommunityId == community && p.Id == id);
        var home = await person.Select(p => (Guid?)p.HouseholdId).SingleOrDefaultAsync(cancel);
        if (home is null || await db.TakeHouseholdAsync(me, community, home.Value, cancel) is not { } household)
        {
            return null;
        }

        // Read after the lock: she may have been changed, or have moved, a moment ago.
        var card = (await reader.OpenAsync(person.Where(p => p.HouseholdId == household.Id), cancel)).SingleOrDefault();
        return card is null ? null : (card, household);
    }

    /// <summary>The place behind the last open member of a household.</summary>
    public static async Task<int> NextPositionAsync(this Db db, long community, Guid household, CancellationToken cancel) =>
        (await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null)
            .MaxAsync(p => (int?)p.Position, cancel) ?? -1) + 1;

    /// <summary>The address of a dwelling, for sentences and history.</summary>
    public static Task<string> AddressAsync(this Db db, long community, Guid dwelling, CancellationToken cancel) =>
        db.Dwellings.Where(d => d.CommunityId == community && d.Id == dwelling).Select(d => d.Label).SingleAsync(cancel);
}
