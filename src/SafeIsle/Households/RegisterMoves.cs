using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>What happens to households and to people's places in them; the part of the batch that is not about a person's fields.</summary>
public sealed partial class RegisterBatch
{
    private readonly List<Household> changedHouseholds = [];
    private readonly Dictionary<Guid, Guid> carriedTo = [];
    private readonly List<HouseholdLeft> left = [];

    /// <summary>Moves a person to another household; history is kept on both.</summary>
    /// <param name="from">Address left, for the history.</param>
    /// <param name="where">Address reached, for the history.</param>
    public void Move(PersonCard card, Household to, int position, string from, string where)
    {
        var row = card.Row;
        NoteLeft(row.HouseholdId, row.Id, HouseholdLeft.MovedAway);
        NoteEvent(row.HouseholdId, row.BuildingId, row.Id, HistoryLine.Moved, from, where);
        if (row.BuildingId != to.BuildingId)
        {
            carriedTo[row.Id] = to.BuildingId;
        }

        row.HouseholdId = to.Id;
        row.BuildingId = to.BuildingId;
        row.Position = position;
        row.UpdatedAt = clock.Now();
        changed.Add(row);
        NoteEvent(row.HouseholdId, row.BuildingId, row.Id, HistoryLine.Moved, from, where);
    }

    /// <summary>Takes back that a person was closed: she is found by searches again.</summary>
    public void Reopen(PersonCard card)
    {
        card.Row.ClosedAt = null;
        card.Row.MergedInto = null;
        card.Row.UpdatedAt = clock.Now();
        changed.Add(card.Row);
        refound.Add(card.Row.Id);
        AddTerms(card.Row, card.DocumentNumber, card.Phones);
        NoteEvent(card.Row.HouseholdId, card.Row.BuildingId, card.Row.Id, HistoryLine.Standing, "", HistoryLine.InRegister);
    }

    /// <summary>Puts a person at another place within her household.</summary>
    public void Place(PersonCard card, int position)
    {
        if (card.Row.Position != position)
        {
            card.Row.Position = position;
            changed.Add(card.Row);
        }
    }

    /// <summary>Somebody confirmed that the household is as it stands here.</summary>
    public void Verify(Household household)
    {
        NoteEvent(household.Id, household.BuildingId, null, "核实", household.VerifiedAt?.Full() ?? "从未核实", "核实无误");
        household.VerifiedAt = clock.Now();
        household.VerifiedBy = by.Name;
        changedHouseholds.Add(household);
    }

    /// <summary>Corrects by what right, and under which number, the household lives there.</summary>
    public void Change(Household household, Tenure tenure, string number)
    {
        if (household.Tenure != tenure)
        {
            NoteEvent(household.Id, household.BuildingId, null, "居住性质", RegisterWords.Of(household.Tenure), RegisterWords.Of(tenure));
        }

        if (household.Number != number)
        {
            NoteEvent(household.Id, household.BuildingId, null, "户号", household.Number, number);
        }

        household.Tenure = tenure;
        household.Number = number;
        changedHouseholds.Add(household);
    }

    /// <summary>Takes an empty household out of the register in use.</summary>
    public void Close(Household household, string why)
    {
        household.ClosedAt = clock.Now();
        changedHouseholds.Add(household);
        NoteLeft(household.Id, null, LeftWord(why));
        NoteEvent(household.Id, household.BuildingId, null, HistoryLine.Standing, HistoryLine.InRegister, why);
    }

    /// <summary>Notes what is no change of a field, e.g. that another row was merged into this one.</summary>
    public void NoteMerge(PersonCard kept, string from) =>
        NoteEvent(kept.Row.HouseholdId, kept.Row.BuildingId, kept.Row.Id, "合并重复登记", from, "并入本条");

    private void NoteEvent(Guid household, Guid building, Guid? person, string what, string from, string to) =>
        Note<HistoryLine>(household, building, person, [new(null, what, from, to)]);

    private void NoteLeft(Guid household, Guid? person, string why, Guid? mergedInto = null) =>
        left.Add(new(community, household, person, mergedInto, why, clock.Now(), by.Name));

    private static string LeftWord(string why) => why is HistoryLine.MovedAway or HistoryLine.AllMovedAway ? HouseholdLeft.MovedAway : HouseholdLeft.Closed;

    // Tags carry the building, so that counts of a building read one index; a person who moves takes hers along.
    private async Task CarryTagsAsync(Db db, CancellationToken cancel)
    {
        foreach (var (person, building) in carriedTo)
        {
            await db.PersonTags.Where(t => t.CommunityId == community && t.PersonId == person)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.BuildingId, building), cancel);
        }
    }
}
