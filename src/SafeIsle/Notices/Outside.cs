using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Notices;

/// <summary>Puts messages for people outside into the queue, inside the transaction of whatever they tell of.</summary>
public sealed class Outside(Sealer sealer, OutsideSender sender, TimeProvider clock)
{
    internal const int MostAbout = 80;
    internal const int MostProblem = 200;

    /// <param name="about">What it is about, for the list: 38号楼 第2轮核酸.</param>
    /// <param name="whom">Who it is for, masked as lists show it.</param>
    /// <param name="once">Its id, where the same must not be told twice; by default a new one.</param>
    public void Add(Db db, WriteScope write, long community, Actor by, OutsideWay way, string about, string whom, OutsideLetter letter, Guid? once = null)
    {
        var id = once ?? Ids.New();
        var now = clock.Now();
        db.Add(new OutsideMessage
        {
            CommunityId = community,
            Id = id,
            Way = way,
            About = ChineseText.Cut(about, MostAbout),
            For = ChineseText.Cut(whom, MostAbout),
            ContentSealed = sealer.SealBytes(SealedColumn.OutsideLetter, id, JsonSerializer.SerializeToUtf8Bytes(letter)),
            ByName = by.Name,
            At = now,
            NextAt = now,
        });
        write.AfterCommit(sender.Wake);
    }

    /// <summary>Tells those of the staff by WeCom who entered their account there. The product shows the same: nobody depends on it.</summary>
    /// <param name="text">Names no resident and says nothing of anybody's health: it leaves the product.</param>
    public async Task AddForStaffAsync(Db db, WriteScope write, long community, Actor by, IReadOnlyCollection<Guid> accounts, string text, CancellationToken cancel)
    {
        var staff = await db.Users.Where(a => accounts.Contains(a.Id) && a.WeComUser != "" && a.ClosedAt == null)
            .Select(a => new { a.DisplayName, a.WeComUser }).ToListAsync(cancel);
        foreach (var person in staff)
        {
            Add(db, write, community, by, OutsideWay.WeCom, text, person.DisplayName, new(person.WeComUser, "", new Dictionary<string, string>(), text));
        }
    }

    internal OutsideLetter Open(OutsideMessage message) =>
        JsonSerializer.Deserialize<OutsideLetter>(sealer.OpenBytes(SealedColumn.OutsideLetter, message.Id, message.ContentSealed))!;
}
