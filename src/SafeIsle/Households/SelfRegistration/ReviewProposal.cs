using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>Everything that the page of one proposal shows.</summary>
/// <param name="Elsewhere">Member's index → where else in the community the same document is registered.</param>
public sealed record ProposalReview(
    RegisterProposal Proposal, Dwelling Dwelling, Comparison Comparison, IReadOnlyList<(Household Household, string Names)> Households,
    TagNames Tags, IReadOnlyDictionary<int, string> Elsewhere, string Stamp);

/// <summary>A proposal beside the register, difference by difference.</summary>
internal static class ReviewProposal
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/proposals/{id:guid}", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/proposals/{id:guid}/unmask", UnmaskAsync).May(HouseholdsModule.MayCall);
        app.MapBack("/desk/{community:long}/proposals/{id:guid}/unmask").May(HouseholdsModule.MayCall);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, string? household, Me me, ReviewLoader loader, CancellationToken cancel)
    {
        var review = await loader.LoadAsync(community, id, me, Chosen(household), cancel);
        return review is null
            ? TypedResults.NotFound()
            : Page.Of<ReviewProposalPage>(new { Community = community, Review = review, MayDecide = me.Keeps(community) });
    }

    private static async Task<IResult> UnmaskAsync(
        long community, Guid id, FormInput form, Me me, ReviewLoader loader, Db db, CancellationToken cancel)
    {
        var review = await loader.LoadAsync(community, id, me, Chosen(form.Typed("household")), cancel);
        if (review is null)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(
            me.Actor, community, "proposal.unmask", id, $"查看{review.Dwelling.Label}住户自报的完整号码和健康情况，回执 {review.Proposal.Receipt}", cancel);
        return Page.Of<ReviewProposalPage>(new { Community = community, Review = review, MayDecide = me.Keeps(community), Unmasked = true });
    }

    /// <summary>The household asked for in address or form: its id, <c>new</c>, or nothing.</summary>
    internal static Guid? Chosen(string? household) =>
        household == "new" ? Guid.Empty : Guid.TryParse(household, out var id) ? id : null;
}

/// <summary>Reads a proposal and compares it with the register as it stands at this moment.</summary>
internal sealed class ReviewLoader(Db db, RegisterReader reader, Sealer sealer, KeyRing keys)
{
    public async Task<ProposalReview?> LoadAsync(long community, Guid id, Me me, Guid? household, CancellationToken cancel)
    {
        var proposal = await db.Proposals.Within(me).SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == id, cancel);
        if (proposal is null)
        {
            return null;
        }

        var dwelling = await db.Dwellings.SingleAsync(d => d.CommunityId == community && d.Id == proposal.DwellingId, cancel);
        var households = await db.HouseholdsOf(dwelling).ToListAsync(cancel);
        var people = await reader.OpenAsync(db.PeopleOf(dwelling), cancel);
        var declaration = Declaration.FromJson(sealer.Open(SealedColumn.Proposal, id, proposal.ContentSealed)!);
        var comparison = Comparison.Of(
            declaration, households, people, household, (kind, number) => RegisterBatch.DocumentHash(keys, community, kind, number));
        var names = people.ToLookup(p => p.Row.HouseholdId, p => p.Row.Name);
        return new(
            proposal, dwelling, comparison, households.ConvertAll(h => (h, string.Join('、', names[h.Id]))),
            await TagNames.LoadAsync(db, me, community, cancel),
            await ElsewhereAsync(me, comparison, dwelling, cancel),
            comparison.Stamp(keys, community));
    }

    // The same person behind two doors is shown to whoever decides, not merged.
    private async Task<Dictionary<int, string>> ElsewhereAsync(Me me, Comparison comparison, Dwelling dwelling, CancellationToken cancel)
    {
        var hashes = comparison.Members
            .Where(m => m.Card is null && m.Said is { DocumentKind: not null, DocumentNumber.Length: > 0 })
            .ToDictionary(m => RegisterBatch.DocumentHash(keys, dwelling.CommunityId, m.Said.DocumentKind!.Value, m.Said.DocumentNumber!), m => m.Index);
        var wanted = hashes.Keys.ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var found = await (
            from person in db.People.Within(me)
            join household in db.Households on new { person.CommunityId, Id = person.HouseholdId } equals new { household.CommunityId, household.Id }
            join there in db.Dwellings on new { household.CommunityId, Id = household.DwellingId } equals new { there.CommunityId, there.Id }
            where person.CommunityId == dwelling.CommunityId && person.ClosedAt == null
                && person.DocumentHash != null && wanted.Contains(person.DocumentHash.Value)
            select new { Hash = person.DocumentHash!.Value, there.Label }).ToListAsync(cancel);
        return found.GroupBy(f => hashes[f.Hash]).ToDictionary(g => g.Key, g => string.Join('、', g.Select(f => f.Label).Distinct()));
    }
}
