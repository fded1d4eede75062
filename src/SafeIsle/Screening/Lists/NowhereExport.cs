using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Households.Members;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Screening.Lists;

/// <summary>The people whom no list names, see <see cref="Nowhere"/>, with the filters of that page.</summary>
internal sealed class NowhereExport(Db db, RegisterReader reader, TimeProvider clock) : ExportSource
{
    internal const string Name = "nowhere";

    private static readonly SheetColumn[] Columns =
        [new("小区", 12), new("房屋", 22), new("姓名", 12), new("居住类型", 10), new("证件号码", 22), new("电话", 28), new("在家情况", 10), new("外出去向", 16)];

    // Beside the lists: what the page offers.
    private static readonly string[] Understood = ["sent", "building", "tenure", "presence", "elsewhere", "tag"];

    public override string Key => Name;

    public override string Title => "名单里没有的人";

    public override IReadOnlyList<Role> Roles => [Role.Committee];

    public override bool HasNumbers => true;

    public override async Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel)
    {
        var lists = await ListsAsync(ask, cancel);
        if (lists.Count == 0)
        {
            return new(0, "", "", "请先在“名单里没有的人”里选至少一份名单。");
        }

        var people = await Of(ask, lists).CountAsync(cancel);
        var query = QueryString.Create(ask.Query.Where(p => Understood.Contains(p.Key)).SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value)));
        return new(people, $"不在：{string.Join('、', lists.Select(l => l.FileName))}", query.ToString(), people == 0 ? "符合条件的人都在选中的名单里。" : null);
    }

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var rows = await Of(ask, await ListsAsync(ask, cancel)).WithPlace(db).InWalkingOrder().ToListAsync(cancel);
        var cards = await reader.OpenAsync(rows.ConvertAll(r => r.Person), cancel);
        return new(Columns, rows.Select((row, i) => Row(row, cards[i], full)), []);
    }

    private static SheetValue[] Row(PersonPlace row, PersonCard card, bool full) =>
    [
        row.Compound.Name, row.Dwelling.Label, row.Person.Name, RegisterWords.Of(row.Household.Tenure),
        card.DocumentNumber is not { } number ? "" : full ? number : IdentityDocument.Mask(number),
        string.Join('、', card.Phones.Select(p => full ? p : new PhoneNumber(p).Masked)),
        RegisterWords.Of(row.Person.Presence), row.Person.AwayWhere,
    ];

    private IQueryable<Person> Of(ExportAsk ask, List<SentList> lists) => Nowhere.Of(
        db, ask.Community, PeopleFilter.From(new QueryCollection(ask.Query.ToDictionary())).Of(db, ask.Me, ask.Community, clock.Now()), lists.ConvertAll(l => l.Id));

    private Task<List<SentList>> ListsAsync(ExportAsk ask, CancellationToken cancel)
    {
        var ids = Nowhere.Chosen(new QueryCollection(ask.Query.ToDictionary()));
        return db.SentLists.Within(ask.Me).Where(l => l.CommunityId == ask.Community && ids.Contains(l.Id) && l.Stage == SentStage.Matched).OrderBy(l => l.At).ToListAsync(cancel);
    }
}
