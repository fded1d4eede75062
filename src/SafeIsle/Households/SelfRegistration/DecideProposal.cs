using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>Takes of a proposal what was ticked, or rejects it. Of two people at once one decides and the other is told.</summary>
internal static class DecideProposal
{
    private const string Stale = "您打开之后登记册有变动，还没有写入；下面是最新的对比，请重新看一遍再确认。";
    private const string NothingNew = "新的一户至少要勾选一个人；都不采纳的话，请填写原因后按“不采纳”。";
    private const string Gone = "这套房屋已经注销，不能再写入；请填写原因后按“不采纳”。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/proposals/{id:guid}/accept", AcceptAsync).May(Role.Committee);
        app.MapBack("/desk/{community:long}/proposals/{id:guid}/accept").May(Role.Committee);
        app.MapBack("/desk/{community:long}/proposals/{id:guid}/reject").May(Role.Committee);
        app.MapPost("/desk/{community:long}/proposals/{id:guid}/reject", RejectAsync).May(Role.Committee);
    }

    private static async Task<IResult> AcceptAsync(
        long community, Guid id, FormInput form, HttpContext http, Me me, ReviewLoader loader, Db db, Sealer sealer, KeyRing keys,
        [FromServices] IEnumerable<WhenHouseholdDeclared> followers, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await TakeHouseholdsAsync(db, me, community, id, cancel);
        var review = await loader.LoadAsync(community, id, me, ReviewProposal.Chosen(form.Typed("household")), cancel);
        if (review is null)
        {
            return TypedResults.NotFound();
        }

        if (review.Proposal.State != ProposalState.Waiting)
        {
            return Late(http, community, review.Proposal);
        }

        var comparison = review.Comparison;
        var why = review.Dwelling.ClosedAt is not null ? Gone
            : form.Typed("stamp") != review.Stamp ? Stale
            : comparison.Household is null && !comparison.Members.Any(m => form.Ticked(NewTick(m.Index))) ? NothingNew
            : null;
        if (why is not null)
        {
            form.Wrong(DeclareForm.Whole, why);
            return Page.Again<ReviewProposalPage>(new { Community = community, Review = review, MayDecide = true, Form = form, AsTicked = why == NothingNew });
        }

        var batch = new RegisterBatch(sealer, keys, clock, community, me.Actor, review.Proposal.Source);
        var household = comparison.Household ?? batch.AddHousehold(review.Dwelling, comparison.TenureTo);
        var words = Collect(batch, household, review, form);
        if (!await SettleAsync(db, review.Proposal, ProposalState.Accepted, me.Name, words, clock.Now(), cancel))
        {
            await write.DisposeAsync();
            return await LateAsync(http, db, community, id, cancel);
        }

        await batch.SaveAsync(db, cancel);
        foreach (var follower in comparison.Household is null ? followers : [])
        {
            await follower(db, write, new(community, review.Dwelling.Id, review.Proposal.FormKey, household.Id), cancel);
        }

        write.Record(
            community, "proposal.accept", id,
            $"确认{review.Dwelling.Label}的{RegisterWords.Of(review.Proposal.Source)}（回执 {review.Proposal.Receipt}）：{words}；该户记为已核实");
        await write.CommitAsync(cancel);
        return http.Done($"/desk/{community}/proposals", $"{review.Dwelling.Label}：{words}，已写入登记册并记为已核实。");
    }

    private static async Task<IResult> RejectAsync(
        long community, Guid id, FormInput form, HttpContext http, Me me, ReviewLoader loader, Db db, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var review = await loader.LoadAsync(community, id, me, null, cancel);
        if (review is null)
        {
            return TypedResults.NotFound();
        }

        var because = form.Required("why", "不采纳的原因", 200);
        if (!form.Ok)
        {
            return Page.Again<ReviewProposalPage>(new { Community = community, Review = review, MayDecide = true, Form = form });
        }

        if (!await SettleAsync(db, review.Proposal, ProposalState.Rejected, me.Name, because, clock.Now(), cancel))
        {
            await write.DisposeAsync();
            return await LateAsync(http, db, community, id, cancel);
        }

        write.Record(community, "proposal.reject", id, $"不采纳{review.Dwelling.Label}的{RegisterWords.Of(review.Proposal.Source)}（回执 {review.Proposal.Receipt}）：{because}");
        await write.CommitAsync(cancel);
        return http.Done($"/desk/{community}/proposals", $"{review.Dwelling.Label}的登记没有采纳，登记册没有改动。");
    }

    /// <summary>Names of the page's ticks.</summary>
    internal static string NewTick(int index) => $"new.{index}";

    internal static string FieldTick(int index, PersonField field) => $"field.{index}.{field}";

    internal static string CloseTick(Guid person) => $"close.{person:N}";

    private static string Collect(RegisterBatch batch, Household household, ProposalReview review, FormInput form)
    {
        var comparison = review.Comparison;
        var (changed, added, closed, left) = (0, 0, 0, 0);
        var position = comparison.Members.Select(m => m.Card).OfType<PersonCard>().Concat(comparison.Missing)
            .Select(card => card.Row.Position + 1).DefaultIfEmpty(0).Max();
        foreach (var member in comparison.Members)
        {
            if (member.Card is { } card)
            {
                var chosen = member.Changes.Select(c => c.Field).Where(f => form.Ticked(FieldTick(member.Index, f))).ToHashSet();
                left += member.Changes.Count - chosen.Count;
                changed += chosen.Count > 0 ? batch.Change(card, member.Said, chosen).Count : 0;
            }
            else if (form.Ticked(NewTick(member.Index)))
            {
                batch.AddPerson(household, member.Said, position++);
                added++;
            }
            else
            {
                left++;
            }
        }

        foreach (var missing in comparison.Missing.Where(m => form.Ticked(CloseTick(m.Row.Id))))
        {
            batch.Close(missing, $"{RegisterWords.Of(review.Proposal.Source)}未列，确认已不住这里");
            closed++;
        }

        if (comparison.TenureDiffers && form.Ticked("tenure"))
        {
            batch.Change(household, comparison.TenureTo, household.Number);
            changed++;
        }
        else if (comparison.TenureDiffers)
        {
            left++;
        }

        batch.Verify(household);
        return Count(changed, added, closed, left);
    }

    private static string Count(int changed, int added, int closed, int left)
    {
        (int Count, string Words)[] parts = [(changed, $"改 {changed} 项"), (added, $"加 {added} 人"), (closed, $"注销 {closed} 人"), (left, $"未采纳 {left} 项")];
        var said = parts.Where(p => p.Count > 0).Select(p => p.Words).ToList();
        return said.Count > 0 ? string.Join(",", said) : "与登记册一致";
    }

    // Whoever changes one of these households meanwhile waits until this is written, or was first and makes the page stale.
    private static async Task TakeHouseholdsAsync(Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        var dwelling = await db.Proposals.Within(me).Where(p => p.CommunityId == community && p.Id == id)
            .Select(p => (Guid?)p.DwellingId).SingleOrDefaultAsync(cancel);
        await db.Households.Within(me).Where(h => h.CommunityId == community && h.DwellingId == dwelling)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.Number, h => h.Number), cancel);
    }

    // The row itself decides who came first.
    private static async Task<bool> SettleAsync(
        Db db, RegisterProposal proposal, ProposalState state, string by, string why, DateTimeOffset now, CancellationToken cancel) =>
        await db.Proposals
            .Where(p => p.CommunityId == proposal.CommunityId && p.Id == proposal.Id && p.State == ProposalState.Waiting)
            .ExecuteUpdateAsync(
                set => set.SetProperty(p => p.State, state).SetProperty(p => p.WaitingSlot, (int?)null)
                    .SetProperty(p => p.DecidedAt, now).SetProperty(p => p.DecidedBy, by).SetProperty(p => p.DecidedWhy, why),
                cancel) == 1;

    private static async Task<IResult> LateAsync(HttpContext http, Db db, long community, Guid id, CancellationToken cancel) =>
        Late(http, community, await db.Proposals.SingleAsync(p => p.CommunityId == community && p.Id == id, cancel));

    private static IResult Late(HttpContext http, long community, RegisterProposal proposal) => http.Refused(
        $"/desk/{community}/proposals/{proposal.Id}",
        $"这份登记已由{proposal.DecidedBy}在 {proposal.DecidedAt!.Value.Short()} {Words(proposal.State)}，您这次没有改动任何内容。");

    /// <summary>What somebody did to it.</summary>
    internal static string Words(ProposalState state) => state switch
    {
        ProposalState.Waiting => "交来",
        ProposalState.Accepted => "确认",
        ProposalState.Rejected => "定为不采纳",
        ProposalState.Replaced => "换成新的一版",
    };
}
