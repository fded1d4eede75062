using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.Members;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Export;

/// <summary>
/// The people of the register, one row each, with the filters of their list. Its headings are those that an import understands:
/// whole or masked, the file imports back as unchanged.
/// </summary>
internal sealed class RegisterExport(Db db, RegisterReader reader, TimeProvider clock) : ExportSource
{
    internal const string Name = "register";

    private static readonly SheetColumn[] Columns =
    [
        new("小区", 12), new("楼栋", 12), new("单元", 6), new("房号", 10), new("户号", 10), new("居住类型", 10), new("姓名", 12), new("与户主关系", 12),
        new("性别", 6), new("出生日期", 12), new("证件类型", 14), new("证件号码", 22), new("电话", 28), new("在家情况", 10), new("外出去向", 16),
        new("人户一致", 10), new("户籍地址", 28), new("备注", 28),
    ];

    public override string Key => Name;

    public override string Title => "居民登记表";

    public override IReadOnlyList<Role> Roles => HouseholdsModule.MayRead;

    public override bool HasNumbers => true;

    public override async Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel)
    {
        var filter = PeopleFilter.From(new QueryCollection(ask.Query.ToDictionary()));
        var words = new List<string>();
        if (filter.Building is { } building)
        {
            var place = (await ListPeople.Buildings(db, ask.Me, ask.Community).ToListAsync(cancel)).Find(b => b.Id == building);
            words.Add(place is null ? "楼栋不在您负责的范围内" : $"{place.Compound}{place.Label}");
        }

        var tags = await TagNames.LoadAsync(db, ask.Me, ask.Community, cancel);
        words.AddRange(filter.Tenure is { } tenure ? [RegisterWords.Of(tenure)] : []);
        words.AddRange(filter.Presence is { } presence ? [RegisterWords.Of(presence)] : []);
        words.AddRange(filter.Tags.Count > 0 ? [string.Join('或', tags.Of(filter.Tags))] : []);
        words.AddRange(filter.Elsewhere ? ["人户分离"] : []);
        words.AddRange(filter.Unverified is { } unverified ? [unverified == Unverified.Never ? "从未核实" : "近 30 天没有核实"] : []);
        words.AddRange(filter.Duplicates ? ["证件重复"] : []);
        var people = await filter.Of(db, ask.Me, ask.Community, clock.Now()).CountAsync(cancel);
        return new(people, words.Count == 0 ? "全部在册人员" : string.Join(" · ", words), QueryOf(ask), people == 0 ? "没有符合条件的人，清单是空的。" : null);
    }

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var people = PeopleFilter.From(new QueryCollection(ask.Query.ToDictionary())).Of(db, ask.Me, ask.Community, clock.Now());
        var places = await people.WithPlace(db).InWalkingOrder().ToListAsync(cancel);
        var cards = (await reader.OpenAsync(people, cancel)).ToDictionary(c => c.Row.Id);
        var held = cards.Values.SelectMany(c => c.Tags.Keys).ToHashSet(StringComparer.Ordinal);
        var tags = (await TagNames.LoadAsync(db, ask.Me, ask.Community, cancel)).Open.Where(t => held.Contains(t.Code)).ToList();
        return new(
            [.. Columns, .. tags.Select(t => new SheetColumn(t.Name, 14)), new SheetColumn("最近核实", 24)],
            places.Where(p => cards.ContainsKey(p.Person.Id)).Select(p => Row(p, cards[p.Person.Id], tags, full, ask.Me)),
            [ask.Me.Is(ask.Community, HouseholdsModule.MayCall)
                ? "这份表改好后可以再导入：没有改动的行会显示“没有变化”，打码的号码按“与原来一样”处理。"
                : "姓名已打码，只供查看，不能再导入。"]);
    }

    private static SheetValue[] Row(PersonPlace place, PersonCard card, List<CareTag> tags, bool full, Me me)
    {
        var (person, household, dwelling) = (place.Person, place.Household, place.Dwelling);
        var calls = me.Calls(person.CommunityId, person.BuildingId);
        return
        [
            place.Compound.Name,
            DwellingAddress.TryParseBuilding(place.Building.Label, out var read) && read.Building == place.Building.Key ? place.Building.Label : place.Building.Key,
            dwelling.Unit > 0 ? dwelling.Unit.ToString(CultureInfo.InvariantCulture) : "无",
            dwelling.Room,
            household.Number,
            RegisterWords.Of(household.Tenure),
            me.NameOf(person),
            person.Relation,
            RegisterWords.Of(person.Sex),
            person.BirthDate?.Iso(),
            person.DocumentKind is { } kind ? RegisterWords.Of(kind) : "",
            card.DocumentNumber is not { } number ? "" : full ? number : IdentityDocument.Mask(number),
            string.Join('、', card.Phones.Select(p => full ? p : new PhoneNumber(p).MaskedFor(calls))),
            RegisterWords.Of(person.Presence),
            person.AwayWhere,
            RegisterWords.OfRegisteredHere(person.RegisteredHere),
            person.RegisteredAddress,
            full ? card.HealthNote : "",
            .. tags.Select(tag => (SheetValue)(card.Tags.TryGetValue(tag.Code, out var detail) ? full && detail.Length > 0 ? detail : "√" : "")),
            household.VerifiedAt is { } at ? $"{at.Full()} {household.VerifiedBy}" : "从未核实",
        ];
    }

    private static string QueryOf(ExportAsk ask) => QueryString.Create(ask.Query
        .Where(pair => pair.Key is "building" or "tenure" or "presence" or "tag" or "elsewhere" or "verified" or "duplicates")
        .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
        .Where(pair => !string.IsNullOrEmpty(pair.Value))).ToString();
}
