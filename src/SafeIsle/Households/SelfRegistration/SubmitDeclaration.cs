using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>Puts a declaration beside the register, where it waits; from a resident's phone and from a worker's alike.</summary>
internal sealed class SubmitDeclaration(Db db, Sealer sealer, KeyRing keys, TimeProvider clock)
{
    private const string Full = "这一户已经有几份登记在等居委会确认，暂时不能再交；请等确认后再填，急事请直接打居委会电话。";
    private const string AtOnce = "同一时间有另一份登记正在提交，请再按一次提交；填写的内容没有丢。";
    private const string Elsewhere = "这张表已经在另一户提交过，请重新打开表格填写。";

    /// <summary>
    /// The proposal, also when just this had already arrived. Other content in the same form is its next version: it takes the place of
    /// one that still waits, and both are kept.
    /// </summary>
    /// <param name="by">Who sends; residents have no account.</param>
    /// <param name="key">See <see cref="RegisterProposal.FormKey"/>.</param>
    /// <param name="filledBy">See <see cref="RegisterProposal.FilledBy"/>.</param>
    public async Task<Outcome<RegisterProposal>> StoreAsync(
        Actor by, Dwelling dwelling, Guid key, string filledBy, Declaration declaration, CancellationToken cancel)
    {
        var content = declaration.ToJson();
        await using var write = await db.BeginWriteAsync(by, cancel);
        var before = await LatestAsync(dwelling, key, cancel);
        if (before is not null && before.DwellingId != dwelling.Id)
        {
            return new No(Elsewhere);
        }

        if (before is not null && IsSame(before, filledBy, content))
        {
            return before;
        }

        var now = clock.Now();
        if (before is not null)
        {
            await ReplaceAsync(before, filledBy, now, cancel);
        }

        var taken = await db.Proposals
            .Where(p => p.CommunityId == dwelling.CommunityId && p.DwellingId == dwelling.Id && p.WaitingSlot != null)
            .Select(p => p.WaitingSlot!.Value).ToListAsync(cancel);
        if (taken.Count >= RegisterProposal.MostWaiting)
        {
            return new No(Full);
        }

        var id = Ids.New();
        var proposal = new RegisterProposal
        {
            CommunityId = dwelling.CommunityId,
            Id = id,
            FormKey = key,
            Version = (before?.Version ?? 0) + 1,
            BuildingId = dwelling.BuildingId,
            DwellingId = dwelling.Id,
            WaitingSlot = Enumerable.Range(1, RegisterProposal.MostWaiting).First(slot => !taken.Contains(slot)),
            Source = filledBy.Length > 0 ? RegisterSource.Proxy : RegisterSource.Self,
            FilledBy = filledBy,
            Receipt = ReceiptOf(dwelling.CommunityId, id),
            People = declaration.Members.Count,
            SubmittedAt = now,
            ContentSealed = sealer.Seal(SealedColumn.Proposal, id, content)!,
        };
        db.Add(proposal);
        write.Record(
            dwelling.CommunityId, "proposal.submit", id,
            $"{dwelling.Label}{(filledBy.Length > 0 ? $"由{filledBy}代报" : "住户自报")} {proposal.People} 人，回执 {proposal.Receipt}{(before is null ? "" : $"，是回执 {before.Receipt} 的新一版")}，待确认");
        try
        {
            await write.CommitAsync(cancel);
            return proposal;
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            // Two sendings met: the same form (its version) or another one for this door (the slot).
            db.ChangeTracker.Clear();
        }

        await write.DisposeAsync();
        return await LatestAsync(dwelling, key, cancel) is { } met && met.DwellingId == dwelling.Id && IsSame(met, filledBy, content)
            ? met
            : new No(AtOnce);
    }

    private Task<RegisterProposal?> LatestAsync(Dwelling dwelling, Guid key, CancellationToken cancel) =>
        db.Proposals.Where(p => p.CommunityId == dwelling.CommunityId && p.FormKey == key).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancel);

    private bool IsSame(RegisterProposal before, string filledBy, string content) =>
        before.FilledBy == filledBy && sealer.Open(SealedColumn.Proposal, before.Id, before.ContentSealed) == content;

    // One that was decided meanwhile stays as it was decided.
    private Task ReplaceAsync(RegisterProposal before, string filledBy, DateTimeOffset now, CancellationToken cancel) =>
        db.Proposals.Where(p => p.CommunityId == before.CommunityId && p.Id == before.Id && p.State == ProposalState.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.State, ProposalState.Replaced).SetProperty(p => p.WaitingSlot, (int?)null).SetProperty(p => p.DecidedAt, now)
                .SetProperty(p => p.DecidedBy, filledBy.Length > 0 ? filledBy : "住户").SetProperty(p => p.DecidedWhy, "又交了新的一版，以新的为准"),
            cancel);

    // Eight digits can be read out on the phone; they find nothing by themselves.
    private string ReceiptOf(long community, Guid proposal)
    {
        var digits = (uint)keys.LookupHash("receipt", community, proposal.ToString("N")) % 100_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{digits / 10_000:0000}-{digits % 10_000:0000}");
    }
}
