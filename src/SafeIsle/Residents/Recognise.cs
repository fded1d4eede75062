using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Residents;

/// <summary>Makes a phone known at a dwelling, after whatever showed that it belongs there.</summary>
public sealed class Recognise(Db db, Homes homes, Signals signals)
{
    /// <summary>Phones of one dwelling that are in: a large family with its helpers. More would be somebody who hands the code around.</summary>
    public const int MostPhones = 12;

    private static readonly string Full = $"这一户已经有 {MostPhones} 台手机，不能再多。请打居委会电话，请居委会让不用的手机退出。";

    /// <summary>
    /// The row; the one that is there already when the same form comes twice. The phone gets its cookie. Refused where the dwelling has
    /// <see cref="MostPhones"/>.
    /// </summary>
    /// <param name="resident">With the id that <see cref="IdAsync"/> gave.</param>
    /// <param name="action">For the audit log, with <paramref name="summary"/>.</param>
    public async Task<Outcome<Resident>> AddAsync(
        HttpContext http, Resident resident, Dwelling dwelling, Community community, string action, string summary, CancellationToken cancel)
    {
        var row = await WriteAsync(resident, new Home(resident, dwelling, community), action, summary, cancel);
        if (!row.Refused)
        {
            homes.Give(http, row.Value);
        }

        return row;
    }

    /// <summary>
    /// The id for a row of that form: its ticket's, or a new one where the ticket was used for something else before: at another door,
    /// in another state, or for a phone that has left.
    /// </summary>
    /// <param name="state">Of the row to be.</param>
    public async Task<Guid> IdAsync(Guid ticket, Dwelling dwelling, ResidentState state, CancellationToken cancel) =>
        await db.Residents.AnyAsync(
            r => r.CommunityId == dwelling.CommunityId && r.Id == ticket && (r.DwellingId != dwelling.Id || r.State != state), cancel)
            ? Ids.New()
            : ticket;

    /// <summary>The row that the form with this id made before at that dwelling; null when it made none.</summary>
    public Task<Resident?> BeforeAsync(Guid ticket, Dwelling dwelling, CancellationToken cancel) => db.Residents.SingleOrDefaultAsync(
        r => r.CommunityId == dwelling.CommunityId && r.Id == ticket && r.DwellingId == dwelling.Id && r.State != ResidentState.Left, cancel);

    private async Task<Outcome<Resident>> WriteAsync(Resident resident, Home home, string action, string summary, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        // Of two at once the second counts when the first is written.
        await db.TakeDwellingAsync(home.Dwelling, cancel);
        // Whoever read the code on the door fills the places for nobody who proves more.
        var proven = resident.Proof != ResidentProof.DoorCode;
        if (resident.State == ResidentState.In && await db.Residents.CountAsync(
            r => r.CommunityId == resident.CommunityId && r.DwellingId == resident.DwellingId && r.State == ResidentState.In && r.Id != resident.Id
                && (!proven || r.Proof != ResidentProof.DoorCode),
            cancel) >= MostPhones)
        {
            return new No(Full);
        }

        db.Add(resident);
        write.Record(resident.CommunityId, action, resident.Id, summary);
        write.AfterCommit(() => signals.RaiseBuilding(resident.CommunityId, resident.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
            return resident;
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            // The same form, pressed twice: the first one made the row.
            await write.DisposeAsync();
            return await BeforeAsync(resident.Id, home.Dwelling, cancel)
                ?? throw new InvalidOperationException("A resident could not be added, and no other stands in the way.", collision);
        }
    }
}
