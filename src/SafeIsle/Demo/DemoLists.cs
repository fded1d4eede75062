using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Screening.Lists;
using SafeIsle.Screening.Tips;

namespace SafeIsle.Demo;

/// <summary>A list that came from above, matched as soon as the product runs, and two tips, one of them new.</summary>
internal static class DemoLists
{
    private const string FileName = "重点地区来人.csv";

    /// <summary>Adds them within the open write; the people and the accounts must be there.</summary>
    public static async Task AddAsync(Db db, WriteScope write, Sealer sealer, JobQueue jobs, DateTimeOffset now, CancellationToken cancel)
    {
        var community = DemoCommunity.Yinghua.Code;
        var director = await db.Users.Where(a => a.UserName == "yinghua").Select(a => new { a.Id, a.DisplayName, a.DutyTitle }).SingleAsync(cancel);
        var id = Ids.New();
        var bytes = Encoding.UTF8.GetBytes(await FileAsync(db, sealer, community, cancel));
        var file = CsvFile.ReadEither(bytes, FileName, SheetLimits.Default).Value;
        var job = jobs.Add(write, new Me(director.Id, director.DisplayName, director.DutyTitle, []), community, MatchList.Name, $"比对名单：{FileName}", id.ToString());
        db.Add(new SentList
        {
            CommunityId = community, Id = id, FileName = FileName, Sender = "桃浦镇防控办", DocumentNumber = "演示〔2022〕18号", Why = "核对重点地区来人", ReceivedOn = now.DateHere(),
            At = now.AddHours(-1), By = director.DisplayName, Stage = SentStage.Matching, JobId = job.Id, FileSealed = sealer.SealBytes(SealedColumn.SentFile, id, bytes),
            PlanSealed = SentPlan.Suggest(file).Seal(sealer, id),
        });
        AddTip(db, sealer, community, TipKind.Returned, new("昨晚有人拖着箱子进了门，屋里之前一直没人", "25号楼1单元301室", "昨天晚上"), now.DateHere());
        var ended = AddTip(db, sealer, community, TipKind.Gathering, new("好几个人聚在一起打牌", "小花园凉亭", "下午"), now.DateHere().AddDays(-2));
        (ended.State, ended.By, ended.EndedAt) = (TipState.Checked, director.DisplayName, now.AddDays(-1));
        ended.NoteSealed = sealer.Seal(SealedColumn.TipNote, ended.Id, "网格员到场劝散，凉亭已拉警戒线。");
    }

    // As such lists are: some rows by door, one with a masked number, one with a name alone, and one of whom nobody here knows.
    private static async Task<string> FileAsync(Db db, Sealer sealer, long community, CancellationToken cancel)
    {
        var people = await db.People.Where(p => p.CommunityId == community && p.ClosedAt == null && p.Presence == Presence.Home)
            .WithPlace(db).Where(r => r.Building.Key == "25" || r.Building.Key == "41").InWalkingOrder().Take(6).ToListAsync(cancel);
        var text = new StringBuilder("序号,人员姓名,身份证件号,手机,现住地址\n");
        foreach (var (i, at) in people.Index())
        {
            var document = sealer.Open(SealedColumn.PersonDocument, at.Person.Id, at.Person.DocumentSealed) ?? "";
            var masked = i % 3 == 1 && document.Length == 18 ? $"{document[..6]}********{document[^4..]}" : "";
            text.Append(CultureInfo.InvariantCulture, $"{i + 1},{at.Person.Name},{masked},,{(i % 3 == 2 ? "" : $"樱花苑{at.Dwelling.Label}")}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{people.Count + 1},罗远方,990000199001010017,14299990000,湖北省武汉市\n").ToString();
    }

    private static Tip AddTip(Db db, Sealer sealer, long community, TipKind kind, TipText text, DateOnly day)
    {
        var id = Ids.New();
        var tip = new Tip { CommunityId = community, Id = id, Kind = kind, TextSealed = text.Seal(sealer, id), Day = day };
        db.Add(tip);
        return tip;
    }
}
