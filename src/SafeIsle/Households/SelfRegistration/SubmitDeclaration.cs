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

    /// <summary>The proposal, also when it had already arrived: the same form sent twice is one proposal.</summary>
    /// <param name="by">Who sends; residents have no account.</param>
    /// <param name="filledBy">See <see cref="RegisterProposal.FilledBy"/>.</param>
    public async Task<Outcome<RegisterProposal>> StoreAsync(
        Actor by, Dwelling dwelling, Guid key, string filledBy, Declaration declaration, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(by, cancel);
        if (await SentAsync(dwelling, key, cancel) is { } before)
        {
            return before.DwellingId == dwelling.Id ? before : new No(Elsewhere);
        }

        var taken = await db.Proposals
            .Where(p => p.CommunityId == dwelling.CommunityId && p.DwellingId == dwelling.Id && p.WaitingSlot != null)
            .Select(p => p.WaitingSlot!.Value).ToListAsync(cancel);
        if (taken.Count >= RegisterProposal.MostWaiting)
        {
            return new No(Full);
        }

        var proposal = new RegisterProposal
        {
            CommunityId = dwelling.CommunityId,
            Id = key,
            BuildingId = dwelling.BuildingId,
            DwellingId = dwelling.Id,
            WaitingSlot = Enumerable.Range(1, RegisterProposal.MostWaiting).First(slot => !taken.Contains(slot)),
            Source = filledBy.Length > 0 ? RegisterSource.Proxy : RegisterSource.Self,
            FilledBy = filledBy,
            Receipt = ReceiptOf(dwelling.CommunityId, key),
            People = declaration.Members.Count,
            SubmittedAt = clock.Now(),
            ContentSealed = sealer.Seal(SealedColumn.Proposal, key, declaration.ToJson())!,
        };
        db.Add(proposal);
        write.Record(
            dwelling.CommunityId, "proposal.submit", key,
            $"{dwelling.Label}{(filledBy.Length > 0 ? $"由{filledBy}代报" : "住户自报")} {proposal.People} 人，回执 {proposal.Receipt}，待确认");
        try
        {
            await write.CommitAsync(cancel);
            return proposal;
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            // Two sendings met: the same form (its id) or another one for this door (the slot).
            db.ChangeTracker.Clear();
        }

        await write.DisposeAsync();
        return await SentAsync(dwelling, key, cancel) is { } met && met.DwellingId == dwelling.Id ? met : new No(AtOnce);
    }

    private Task<RegisterProposal?> SentAsync(Dwelling dwelling, Guid key, CancellationToken cancel) =>
        db.Proposals.SingleOrDefaultAsync(p => p.CommunityId == dwelling.CommunityId && p.Id == key, cancel);

    // Eight digits can be read out on the phone; they find nothing by themselves.
    private string ReceiptOf(long community, Guid key)
    {
        var digits = (uint)keys.LookupHash("receipt", community, key.ToString("N")) % 100_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{digits / 10_000:0000}-{digits % 10_000:0000}");
    }
}
