using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Passes;

/// <summary>A household's passes: issue one, void one, print anew.</summary>
internal static class HouseholdPasses
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{id:guid}/passes", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/households/{id:guid}/passes", IssueAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/passes/{id:guid}/revoke", RevokeAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/passes/{id:guid}/reprint", ReprintAsync).May(HouseholdsModule.MayCall);
    }

    internal static string Path(long community, Guid household) => $"/desk/{community}/households/{household}/passes";

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await PassHousehold.FindAsync(db, me, community, id, cancel) is { } at
            ? Page.Of<HouseholdPassesPage>(await PartsAsync(db, me, at, FormInput.Empty, clock, cancel))
            : TypedResults.NotFound();

    private static async Task<IResult> IssueAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await PassHousehold.FindAsync(db, me, community, id, cancel) is not { } at)
        {
            return TypedResults.NotFound();
        }

        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var key = form.RequiredNumber("rule", "按哪条规则", 1, PassRuleCheck.MostRules);
        if (plan.Rule(key) is not { } rule)
        {
            form.Wrong("rule", "请选择按哪条规则发证。");
            return Page.Again<HouseholdPassesPage>(await PartsAsync(db, me, at, form, clock, cancel));
        }

        // Whoever may not go out needs no card that says so, nor does any device need to know the door.
        if (rule.Times <= PassRules.Barred)
        {
            form.Wrong("rule", $"“{rule.Name}”是不能出门的规则，不发证。");
            return Page.Again<HouseholdPassesPage>(await PartsAsync(db, me, at, form, clock, cancel));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // One at a time for a household, so that its passes share a counter and two presses make one pass.
        await db.TakeDwellingAsync(at.Dwelling, cancel);
        // And before its passes are read: a batch for the whole compound may be giving it one just now.
        var seq = await PassSequences.NextAsync(db, community, cancel);
        if (await PassHousehold.FindAsync(db, me, community, id, cancel) is not { } still)
        {
            return TypedResults.NotFound();
        }

        at = still;
        var members = await at.MembersAsync(db, cancel);
        var wish = PassForm.Read(form, rule, members, clock.Today());
        var conditions = await PassConditions.LoadAsync(db, community, id, clock.Now(), cancel);
        var against = conditions.Against(rule, id, wish.Person).ToList();
        var despite = form.Text("despite", "为什么仍要发", GateRules.MostWhy);
        if (against.Count > 0 && despite.Length == 0)
        {
            form.Wrong("despite", $"{string.Join("，", against)}，按规则不发证；确实要发，请写明原因，会记下是谁发的。");
        }

        if (against.Count > 0 && !me.Keeps(community))
        {
            form.Wrong("despite", $"{string.Join("，", against)}，只有居委会能破例发证。");
        }

        var unseen = rule.Evidence.Length > 0 && wish.Evidence.Length == 0;
        if (unseen && (despite.Length == 0 || !me.Keeps(community)))
        {
            form.Wrong(PassForm.Seen, $"按{rule.Name}发证要看：{rule.Evidence}。看过了请勾“已看过”{(me.Keeps(community) ? "；没有材料又确实要发，请写明原因，会记下是谁发的。" : "；没有材料的，只有居委会能破例发证。")}");
        }

        var existing = await db.Passes.Where(p => p.CommunityId == community && p.HouseholdId == id && p.RevokedAt == null && p.Kind != PassKind.Errand).ToListAsync(cancel);
        if (existing.Count >= GateRules.MostOfHousehold)
        {
            form.Wrong("rule", $"这一户已经有 {GateRules.MostOfHousehold} 张有效的证，请先作废不用的。");
        }

        if (!form.Ok)
        {
            return Page.Again<HouseholdPassesPage>(await PartsAsync(db, me, at, form, clock, cancel));
        }

        if (existing.Any(p => p.Rule == rule.Key && p.Kind == wish.Kind && p.PersonId == wish.Person && p.Holder == wish.Holder && p.LastDay >= clock.Today()))
        {
            return http.Refused(Path(community, id), "这张证已经发过，还有效；丢了请点“重印”，旧卡同时作废。");
        }

        var number = (await PassNumbers.LoadAsync(db, community, 1, cancel)).Next();
        var counted = await PassForm.CountedAsync(db, community, rule, id, cancel);
        var pass = wish.Make(at, rule, number, counted.TryGetValue(id, out var counter) ? counter : null, seq, clock.Now(), me.Name, against.Count > 0 || unseen ? despite : "");
        db.Add(pass);
        // Neither papers nor reasons, which may tell of an illness: they stand with the pass.
        write.Record(
            community, "pass.issue", pass.Id,
            $"给{at.Dwelling.Label}发{pass.Kind.Name()}出入证（{rule.Name}，到 {pass.LastDay.Full()}）{(pass.Evidence.Length > 0 ? "，已看过材料" : "")}{(pass.Despite.Length == 0 ? "" : against.Count > 0 ? "，条件不符，写明原因后发证" : "，没有看到要的材料，写明原因后发证")}");
        await write.CommitAsync(cancel);
        // Whoever may go although his building is closed gets a slip with its authority: a pass is good for every day.
        return http.Done(Path(community, id), conditions.Holds(rule, id, wish.Person)
            ? $"已发证；{string.Join("，", against)}，这期间门岗仍会拦下这张证。经批准要出门的，请开外出单。" : "已发证；点“打印”印卡，住户的手机上也能看到。");
    }

    private static async Task<IResult> RevokeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, cancel) is not { } pass)
        {
            return TypedResults.NotFound();
        }

        var back = Path(community, pass.HouseholdId);
        var why = form.Required("why", "为什么作废", GateRules.MostWhy);
        if (!form.Ok)
        {
            return http.Refused(back, "没有作废：请写一句为什么，例如 丢失、人已搬走。");
        }

        if (pass.RevokedAt is not null)
        {
            return http.Done(back, "这张证早已作废。");
        }

        (pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy) = (clock.Now(), me.Name, why);
        pass.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
        write.Record(community, "pass.revoke", id, $"作废出入证 {PassNumber.Text(pass.Number)}，写明了原因");
        await write.CommitAsync(cancel);
        return http.Done(back, "已作废。联网的门岗一分钟内知道；没有网络的门岗下次联网才知道。");
    }

    private static async Task<IResult> ReprintAsync(
        long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, cancel) is not { } pass)
        {
            return TypedResults.NotFound();
        }

        var back = Path(community, pass.HouseholdId);
        if (pass.RevokedAt is not null)
        {
            return http.Refused(back, "这张证已经作废，不能重印；需要的话重新发一张。");
        }

        if (pass.Kind == PassKind.Visitor)
        {
            return http.Refused(back, "访客的证不能重印，请访客重新登记。");
        }

        // Another number, too: whoever finds the lost card could read its number out.
        var seq = await PassSequences.NextAsync(db, community, cancel);
        var fresh = pass.Anew((await PassNumbers.LoadAsync(db, community, 1, cancel)).Next(), seq, clock.Now());
        (pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy, pass.ChangedSeq) = (clock.Now(), me.Name, "重印，换了新卡", seq);
        db.Add(fresh);
        write.Record(community, "pass.reprint", id, $"重印出入证 {PassNumber.Text(pass.Number)}，旧卡作废，新编号 {PassNumber.Text(fresh.Number)}");
        await write.CommitAsync(cancel);
        return http.Done(back, $"旧卡和旧编号已作废，请打印新卡；新编号 {PassNumber.Text(fresh.Number)}。");
    }

    private static Task<Pass?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.Passes.Within(me).AsTracking().SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == id && p.Kind != PassKind.Errand, cancel);

    private static async Task<object> PartsAsync(Db db, Me me, PassHousehold at, FormInput form, TimeProvider clock, CancellationToken cancel)
    {
        var (community, household) = (at.Household.CommunityId, at.Household.Id);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        List<PassRule> rules = [.. plan.Rules.Where(r => r.Times > PassRules.Barred)];
        var conditions = await PassConditions.LoadAsync(db, community, household, clock.Now(), cancel);
        var passes = await db.Passes.Within(me).Where(p => p.CommunityId == community && p.HouseholdId == household && p.Kind != PassKind.Errand)
            .OrderBy(p => p.RevokedAt != null).ThenByDescending(p => p.IssuedAt).ToListAsync(cancel);
        return new
        {
            At = at,
            Plan = plan,
            Rules = rules,
            Against = rules.ToDictionary(r => r.Key, r => string.Join("，", conditions.Against(r, household))),
            Members = await at.MembersAsync(db, cancel),
            Passes = passes,
            Held = passes.Where(p => plan.Rule(p.Rule) is { } rule && conditions.Holds(rule, household, p.PersonId)).Select(p => p.Id).ToHashSet(),
            // Where somebody goes, and where not, is for those who answer for the gates.
            Refusals = me.Keeps(community) ? await GateFacts.RefusalsAsync(db, me, community, household, cancel) : [],
            On = clock.Today(),
            Form = form,
        };
    }
}

/// <summary>A household with its door.</summary>
public sealed record PassHousehold(Household Household, Dwelling Dwelling)
{
    /// <summary>Null: not there, or not within reach.</summary>
    internal static async Task<PassHousehold?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) => await (
        from h in db.Households.Within(me)
        join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
        where h.CommunityId == community && h.Id == id && h.ClosedAt == null
        select new PassHousehold(h, d)).SingleOrDefaultAsync(cancel);

    /// <summary>Who lives there, the head first.</summary>
    internal Task<List<Person>> MembersAsync(Db db, CancellationToken cancel)
    {
        var (community, household) = (Household.CommunityId, Household.Id);
        return db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null).OrderBy(p => p.Position).ToListAsync(cancel);
    }
}
