using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Passes;

/// <summary>Gives short numbers at random, so that nobody reads from one how many there are or what the next one is.</summary>
internal sealed class PassNumbers
{
    /// <summary>Numbers that are looked up in one query.</summary>
    private const int MostAsked = 1_000;

    private readonly Queue<int> free;

    private PassNumbers(Queue<int> free) => this.free = free;

    /// <summary>So many that no pass has: drawn first and then looked up, however many passes there are.</summary>
    public static async Task<PassNumbers> LoadAsync(Db db, long community, int count, CancellationToken cancel)
    {
        var (free, drawn) = (new Queue<int>(count), new HashSet<int>());
        while (free.Count < count)
        {
            var asked = new List<int>();
            while (asked.Count < Math.Min(count - free.Count, MostAsked))
            {
                if (RandomNumberGenerator.GetInt32(PassNumber.Most + 1) is var number && drawn.Add(number))
                {
                    asked.Add(number);
                }
            }

            var taken = await db.Passes.Where(p => p.CommunityId == community && asked.Contains(p.Number)).Select(p => p.Number).ToListAsync(cancel);
            asked.Except(taken).ToList().ForEach(free.Enqueue);
        }

        return new(free);
    }

    /// <summary>Each once, and no more than were asked for.</summary>
    public int Next() => free.Dequeue();
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
