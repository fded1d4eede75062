using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>Gives short numbers at random, so that nobody reads from one how many there are or what the next one is.</summary>
internal sealed class PassNumbers
{
    private readonly HashSet<int> taken;

    private PassNumbers(HashSet<int> taken) => this.taken = taken;

    public static async Task<PassNumbers> LoadAsync(Db db, long community, CancellationToken cancel) =>
        new([.. await db.Passes.Where(p => p.CommunityId == community).Select(p => p.Number).ToListAsync(cancel)]);

    public int Next()
    {
        int number;
        do
        {
            number = RandomNumberGenerator.GetInt32(PassNumber.Most + 1);
        }
        while (!taken.Add(number));
        return number;
    }
}

/// <summary>Numbers the changes of passes, so that scanners ask for what they have not seen.</summary>
internal static class PassSequences
{
    /// <summary>The next number, held to the end of the write: whoever reads it sees all changes below.</summary>
    public static async Task<long> NextAsync(Db db, long community, CancellationToken cancel)
    {
        var rows = db.Set<PassSequence>().Where(s => s.CommunityId == community);
        if (await rows.ExecuteUpdateAsync(set => set.SetProperty(s => s.Last, s => s.Last + 1), cancel) == 0)
        {
            db.Add(new PassSequence { CommunityId = community, Last = 1 });
            await db.SaveChangesAsync(cancel);
            return 1;
        }

        return await rows.Select(s => s.Last).SingleAsync(cancel);
    }

    public static Task<long> LastAsync(Db db, long community, CancellationToken cancel) =>
        db.Set<PassSequence>().Where(s => s.CommunityId == community).Select(s => s.Last).SingleOrDefaultAsync(cancel);
}
