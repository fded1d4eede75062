using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Turns matched rows into what the preview shows: verdict, field by field old → new, what is ticked to begin with.</summary>
internal sealed class Staging(RegisterNow now, Sealer sealer, long community, Guid import)
{
    private readonly Dictionary<(Guid, Tenure, string), Guid> householdsOfGroups = [];

    internal IEnumerable<StagedRow> Stage(IReadOnlyList<MatchedRow> rows)
    {
        foreach (var row in rows.Where(r => r is { Card: not null, Unmentioned: false, Place.Dwelling: not null }))
        {
            householdsOfGroups.TryAdd(GroupOf(row), row.Card!.Row.HouseholdId);
        }

        return rows.Select(Stage);
    }

    private StagedRow Stage(MatchedRow row, int seq)
    {
        var warnings = row.Row.Warnings.ToList();
        var content = new StagedContent
        {
            Sheet = row.Row.Sheet,
            RowNumber = row.Row.RowNumber,
            Name = row.Card?.Row.Name ?? row.Input?.Name ?? row.Row.Name,
            Tenure = row.Row.Tenure,
            HouseholdNumber = row.Row.HouseholdNumber,
            Address = row.Row.Address,
            DwellingId = row.Place.Dwelling?.Id,
            PersonId = row.Card?.Row.Id,
        };
        var (verdict, offered, overwrites) = (RowVerdict.Unchanged, 0, 0);
        if (row.Unmentioned)
        {
            verdict = RowVerdict.Unmentioned;
        }
        else if (row.Problems.Count > 0)
        {
            verdict = RowVerdict.Rejected;
            content = content with { Problems = row.Problems };
        }
        else if (row.RepeatOf is { } first)
        {
            verdict = RowVerdict.Repeated;
            warnings.Add(first.Row.Sheet == row.Row.Sheet
                ? $"与第 {first.Row.RowNumber} 行是同一个人，已并到那一行。"
                : $"与“{first.Row.Sheet}”第 {first.Row.RowNumber} 行是同一个人，已并到那一行。");
        }
        else if (row.Input is null)
        {
            (verdict, offered) = row.Place.Missing == MissingPlace.None ? (RowVerdict.Unchanged, 0) : (RowVerdict.New, StagedRow.Whole);
        }
        else
        {
            var facts = FactsOfRow.Of(row.Input, row.Card, warnings);
            if (row.Card is null)
            {
                (verdict, offered) = (RowVerdict.New, StagedRow.Whole);
                content = content with { Facts = facts, HouseholdId = HouseholdOf(row)?.Id, Namesakes = Namesakes(row) };
            }
            else if (RegisterDiff.Between(row.Card, facts) is { Count: > 0 } changes)
            {
                verdict = RowVerdict.Changed;
                offered = changes.Sum(change => StagedRow.Bit(change.Field));
                overwrites = FactsOfRow.Overwrites(changes, row.Card, facts);
                content = content with { Facts = facts, Changes = changes };
            }

            Compare(row, warnings);
        }

        var twins = row.Document is { } document && verdict != RowVerdict.Repeated ? now.Elsewhere(document, row.Place.Dwelling?.Id).ToList() : [];
        if (twins.Count > 0)
        {
            warnings.Add($"同一证件还登记在{string.Join('、', twins.Select(t => t.Label))}，请核实人在哪里。");
        }

        if (verdict is RowVerdict.New or RowVerdict.Changed or RowVerdict.Rejected)
        {
            content = content with { Cells = row.Row.Cells };
        }

        var id = Ids.New();
        var address = row.Row.Address;
        return new()
        {
            CommunityId = community,
            Id = id,
            ImportId = import,
            Seq = seq,
            Verdict = verdict,
            Missing = row.Place.Problem is not null || address is null ? MissingPlace.None : row.Place.Missing,
            Place = PlaceOf(row.Place, address),
            Door = row.Place.Dwelling?.Label ?? address?.Label ?? "",
            Offered = offered,
            Overwrites = overwrites,
            MakePlace = row.Place.Missing != MissingPlace.None && now.IsEmpty ? true : null,
            Chosen = row.Place.Missing != MissingPlace.None && !now.IsEmpty ? 0 : offered & ~overwrites,
            HasWarning = verdict != RowVerdict.Rejected && warnings.Count > 0,
            HasTwin = twins.Count > 0,
            ContentSealed = (content with { Warnings = warnings }).Seal(sealer, id),
        };
    }

    private void Compare(MatchedRow row, List<string> warnings)
    {
        if (row.Card is not null && now.HouseholdOf(row.Card.Row.HouseholdId) is { } household && household.Tenure != row.Row.Tenure)
        {
            warnings.Add($"登记在{RegisterWords.Of(household.Tenure)}户里，表里写的是{RegisterWords.Of(row.Row.Tenure)}；户别不改，请在人户页面处理。");
        }
    }

    // Beside those whom the register already has: a file's household without number may be any of them.
    private Household? HouseholdOf(MatchedRow row) => row.Place.Dwelling is not { } dwelling ? null
        : householdsOfGroups.TryGetValue(GroupOf(row), out var known) && now.HouseholdOf(known) is { } household && household.Tenure == row.Row.Tenure ? household
        : now.FindHousehold(dwelling.Id, row.Row.Tenure, row.Row.HouseholdNumber);

    private static List<Guid> Namesakes(MatchedRow row) =>
        [.. row.Door!.People.Where(p => ChineseText.Key(p.Row.Name) == ChineseText.Key(row.Input!.Name)).Select(p => p.Row.Id)];

    private static (Guid, Tenure, string) GroupOf(MatchedRow row) => (row.Place.Dwelling!.Id, row.Row.Tenure, row.Row.HouseholdNumber);

    private static string PlaceOf(Place place, DwellingAddress? address) => address is null
        ? ""
        : string.Join(' ', new[] { place.Compound?.Name ?? address.Compound, place.Building?.Label ?? DwellingAddress.BuildingLabel(address.Building) }.Where(p => !string.IsNullOrEmpty(p)));
}
