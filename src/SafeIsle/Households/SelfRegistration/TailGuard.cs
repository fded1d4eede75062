using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>What a tried tail came to.</summary>
internal enum TailAnswer
{
    Right,
    Wrong,

    /// <summary>The dwelling's tries of this hour are used up.</summary>
    UsedUp,

    /// <summary>So are those of the week: somebody guesses, and the hour's limit alone would let him go on for ever.</summary>
    Closed,

    /// <summary>Another try was under way at the same moment; this one was not looked at.</summary>
    AtOnce,
}

/// <summary>
/// Compares four digits with the phones registered behind a door. A try takes its number in the database before it is looked at, so that
/// a thousand tries at once are no better than one, on any number of nodes.
/// </summary>
internal sealed class TailGuard(Db db, RegisterReader reader, TimeProvider clock)
{
    /// <summary>Wrong tails that one dwelling takes in <see cref="Window"/>.</summary>
    public const int MostWrong = 5;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Wrong tails that one dwelling takes in <see cref="LongWindow"/>: of 10,000 tails, one guess in 500.</summary>
    public const int MostWrongLong = 20;

    public static readonly TimeSpan LongWindow = TimeSpan.FromDays(7);

    /// <summary>Why a tail that is not right was not taken; what can be done instead, the page that asked knows.</summary>
    public static string WhyNot(TailAnswer answer) => answer switch
    {
        TailAnswer.UsedUp => $"这扇门一小时内已经试错 {MostWrong} 次，一小时后才能再试",
        _ => $"这扇门一周内已经试错 {MostWrongLong} 次，暂时不能再用尾号核对",
    };

    /// <param name="what">What the right tail opens, for the audit log.</param>
    /// <returns>With <see cref="TailAnswer.Right"/> the household whose phone it is.</returns>
    public async Task<(TailAnswer Answer, Guid Household)> TryAsync(
        Dwelling dwelling, string tail, CancellationToken cancel, string what = "显示了打码的已登记内容")
    {
        await using var write = await db.BeginWriteAsync(Doors.Resident, cancel);
        var tries = db.DoorTries.Where(t => t.CommunityId == dwelling.CommunityId && t.DwellingId == dwelling.Id);
        var (since, longSince) = (clock.Now() - Window, clock.Now() - LongWindow);
        // Before the counting: whatever is written meanwhile has this number, too, and of two the second is turned away.
        var number = (await tries.MaxAsync(t => (int?)t.Number, cancel) ?? 0) + 1;
        if (await tries.CountAsync(t => !t.Right && t.At > longSince, cancel) >= MostWrongLong)
        {
            return (TailAnswer.Closed, default);
        }

        var wrong = await tries.CountAsync(t => !t.Right && t.At > since, cancel);
        if (wrong >= MostWrong)
        {
            return (TailAnswer.UsedUp, default);
        }

        var attempt = new DoorTry
        {
            CommunityId = dwelling.CommunityId,
            Id = Ids.New(),
            BuildingId = dwelling.BuildingId,
            DwellingId = dwelling.Id,
            Number = number,
            At = clock.Now(),
        };
        db.Add(attempt);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            db.ChangeTracker.Clear();
            return (TailAnswer.AtOnce, default);
        }

        var people = await reader.OpenAsync(db.PeopleOf(dwelling), cancel);
        var owner = people.FirstOrDefault(p => p.Phones.Any(phone => new PhoneNumber(phone).LastFour == tail));
        attempt.Right = owner is not null;
        if (owner is null)
        {
            write.Record(dwelling.CommunityId, "door.guess", dwelling.Id, $"{dwelling.Label}的电话尾号没有对上（一小时内第 {wrong + 1} 次）");
        }
        else
        {
            write.Record(dwelling.CommunityId, "door.show", dwelling.Id, $"{dwelling.Label}的电话尾号对上，{what}");
        }

        // Numbers go on, so the newest row stays; what is older than the longer window counts no more.
        await tries.Where(t => t.At <= longSince && t.Number < attempt.Number).ExecuteDeleteAsync(cancel);
        await write.CommitAsync(cancel);
        return owner is null ? (TailAnswer.Wrong, default) : (TailAnswer.Right, owner.Row.HouseholdId);
    }
}
