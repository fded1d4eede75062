using SafeIsle.Places;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Puts chosen rows into the batch, each compared once more with the register as it is now.</summary>
internal sealed class ChosenWriter(RegisterNow now, RegisterBatch batch, PlacesToMake places, Func<DocumentKind, string, long> hash)
{
    private static readonly PersonField[] Fields = Enum.GetValues<PersonField>();

    // By door, tenure and number: one household, in the order in which the file names them.
    private readonly Dictionary<(Guid Dwelling, Tenure, string Number, Guid? Known), List<ChosenRow>> newcomers = [];
    private readonly Dictionary<Guid, Dwelling> doors = [];
    private int added;
    private int changed;
    private int leftOut;

    /// <summary>Takes a row; new people wait for <see cref="AddNewPeople"/>.</summary>
    internal void Take(ChosenRow row)
    {
        row.LeftOut = row.Row.Verdict == RowVerdict.Changed ? Change(row) : Place(row);
        leftOut += row.LeftOut is null ? 0 : 1;
    }

    /// <summary>Makes the households, the head of each first.</summary>
    internal void AddNewPeople()
    {
        foreach (var ((door, tenure, number, known), rows) in newcomers)
        {
            var household = known is { } id && now.HouseholdOf(id) is { } open ? open : now.FindHousehold(door, tenure, number);
            var position = household is null ? 0 : now.PeopleAt(door).Where(p => p.Row.HouseholdId == household.Id).Select(p => p.Row.Position + 1).DefaultIfEmpty(0).Max();
            household ??= batch.AddHousehold(doors[door], tenure, number);
            foreach (var row in rows.OrderBy(r => r.Content.Facts!.Relation == FieldWords.Head ? 0 : 1))
            {
                batch.AddPerson(household, row.Content.Facts!, position++);
                added++;
            }
        }
    }

    /// <summary>What was done, one Chinese sentence.</summary>
    internal string Summary(int back)
    {
        var parts = new List<string> { $"新增 {added} 人", $"更新 {changed} 人" };
        if (places.Buildings + places.Dwellings > 0)
        {
            parts.Add($"新建 {places.Buildings} 栋楼、{places.Dwellings} 套房");
        }

        if (back > 0)
        {
            parts.Add($"退回 {back} 行");
        }

        return string.Join('，', parts) + (leftOut > 0 ? $"；其中 {leftOut} 行在预览之后登记已有变化，没有覆盖。" : "。");
    }

    private string? Place(ChosenRow row)
    {
        var content = row.Content;
        var place = now.Locate(content.Address!);
        if (place.Problem is not null || (content.DwellingId is not null && place.Dwelling?.Id != content.DwellingId))
        {
            return "预览之后这套房有变动（关闭、拆分或合并），没有写入，请再导入一次。";
        }

        var dwelling = place.Dwelling ?? places.Make(place, content.Address!);
        if (content.Facts is not { } facts)
        {
            return null;
        }

        if (place.Dwelling is not null && now.PeopleAt(dwelling.Id).Any(card => !content.Namesakes.Contains(card.Row.Id) && IsSame(card, facts)))
        {
            return "预览之后这个人已由别人登记在这套房，没有重复写入。";
        }

        doors[dwelling.Id] = dwelling;
        var key = (dwelling.Id, content.Tenure, content.HouseholdNumber, content.HouseholdId);
        if (!newcomers.TryGetValue(key, out var rows))
        {
            newcomers[key] = rows = [];
        }

        rows.Add(row);
        return null;
    }

    private string? Change(ChosenRow row)
    {
        var card = row.Content.DwellingId is { } door ? now.PeopleAt(door).FirstOrDefault(p => p.Row.Id == row.Content.PersonId) : null;
        if (card is null)
        {
            return "预览之后这个人已从这套房移出，没有写入。";
        }

        var wanted = Fields.Where(field => (row.Row.Chosen & StagedRow.Bit(field)) != 0).ToList();
        var asShown = row.Content.Changes.Where(change => RegisterDiff.Held(card, change.Field) == change.From).Select(change => change.Field);
        var take = wanted.Intersect(asShown).ToHashSet();
        changed += batch.Change(card, row.Content.Facts!, take).Count > 0 ? 1 : 0;
        var differing = wanted.Where(field => !take.Contains(field)).Select(RegisterWords.Of).ToList();
        return differing.Count == 0 ? null : $"预览之后登记里的{string.Join('、', differing)}已被改动，这几项没有覆盖。";
    }

    private bool IsSame(PersonCard card, PersonFacts facts)
    {
        if (facts.DocumentNumber is { } number && card.Row.DocumentHash is { } held)
        {
            return held == hash(facts.DocumentKind ?? DocumentKind.ResidentId, number);
        }

        return ChineseText.Key(card.Row.Name) == ChineseText.Key(facts.Name);
    }
}
