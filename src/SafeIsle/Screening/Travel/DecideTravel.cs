using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Returnees;

namespace SafeIsle.Screening.Travel;

/// <summary>What comes of a check: all in order, or a finding that one person proposes and another confirms; then objection, answer, end.</summary>
internal static class DecideTravel
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        const string check = "/desk/{community:long}/travel/{id:guid}";
        app.MapPost(check + "/clean", CleanAsync).May(TravelDesk.Roles);
        app.MapPost(check + "/propose", ProposeAsync).May(TravelDesk.Roles);
        app.MapPost(check + "/confirm", ConfirmAsync).May(Role.Committee);
        app.MapPost(check + "/agree", ConfirmAsync).May(Role.Committee);
        app.MapPost(check + "/answer", AnswerAsync).May(Role.Committee);
        app.MapPost(check + "/settle", SettleAsync).May(Role.Committee);
    }

    public static Task<int> CloseTodoAsync(Db db, TravelCheck check, DateTimeOffset now, CancellationToken cancel) =>
        db.DropTodosAsync(check.CommunityId, TravelDesk.Kind.Code, [check.Id], now, cancel);

    private static async Task<IResult> CleanAsync(
        long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TravelDesk.LockAsync(db, me, community, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        if (check.ClosedAt is not null)
        {
            return http.Done(TravelDesk.Path(check), "这次核对早已结束。");
        }

        var view = await TravelDesk.ViewAsync(db, sealer, check, clock.Today(), cancel);
        if (NotYet(view) is { } why || Differs(view, out why))
        {
            return http.Refused(TravelDesk.Path(check), why);
        }

        (check.Result, check.ClosedAt, check.ClosedBy) = (CheckResult.Clean, clock.Now(), me.Name);
        await CloseTodoAsync(db, check, clock.Now(), cancel);
        var back = await ReturneeDesk.EndCheckedAsync(db, write, check, view.Person.Name, me.Name, clock.Now(), cancel);
        write.Record(community, "travel.clean", id, $"{check.Dwelling}一人的行程核对无误");
        await write.CommitAsync(cancel);
        return http.Done(TravelDesk.Path(check), back ? "核对无误，已结束；这个人的返回报备也已记核对完毕。" : "核对无误，已结束。");
    }

    private static bool Differs(CheckView view, out string why)
    {
        why = "有对不上的去处或风险区停留，不能算核对无误；请提出核验结果，或改正申报。";
        return view.Judgement.Reasons.Count > 0;
    }

    private static string? NotYet(CheckView view) =>
        view.Record?.Unclear.Count > 0 ? $"运营商记录里还有 {view.Record.Unclear.Count} 个地名没有认定，请先认一认。"
        : view.Declared is null || view.Record is null ? "申报和运营商记录要都有了才能下结论；查不到记录的，请写“没有记录”收下。"
        : view.Missing.Length > 0 ? $"运营商记录没有说到 {view.Missing}，不能算核对无误；请重新查询，把说到这些天的短信粘贴进来。"
        : null;

    private static async Task<IResult> ProposeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ITelecomRecords telecom, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await TravelDesk.LockAsync(db, me, community, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        var view = await TravelDesk.ViewAsync(db, sealer, check, clock.Today(), cancel);
        if (view.Finding is not null)
        {
            return http.Done(TravelDesk.Path(check), "核验结果已经提出过了。");
        }

        if (check.ClosedAt is not null)
        {
            return http.Refused(TravelDesk.Path(check), "这次核对已经结束。");
        }

        if (view.Record?.Unclear.Count > 0 || view.Judgement.Reasons.Count == 0)
        {
            form.Wrong("follow", NotYet(view) ?? "没有对不上的去处，也没有风险区停留，不用提出。");
        }

        // Whatever is chosen by hand is one of what the plan knows, and stands beside the plan's own in the audit log.
        var follow = form.RequiredChoice<TravelFollow>("follow", "怎么管理");
        var basis = form.Required("basis", "依据的文件", TravelFinding.MostBasis);
        if (!form.Ok)
        {
            return Page.Again<CheckPage>(await ShowCheck.PartsAsync(db, me, sealer, telecom, check, form, clock, cancel));
        }

        var (now, judged, finding) = (clock.Now(), view.Judgement, form.Id("finding") ?? Ids.New());
        var asPlanned = follow == judged.Follow;
        db.Add(new TravelFinding
        {
            CommunityId = community, Id = finding, BuildingId = check.BuildingId, HouseholdId = check.HouseholdId, PersonId = check.PersonId, CheckId = id,
            Dwelling = check.Dwelling, Follow = follow, Days = asPlanned ? judged.Days : 0, Until = asPlanned ? judged.Until : null,
            ReasonsSealed = sealer.Seal(SealedColumn.TravelReasons, finding, string.Join('\n', judged.Reasons.Select(r => r.Text))),
            PlanId = view.Plan.PlanId, PlanName = view.Plan.Name, Basis = basis, ProposedAt = now, ProposedById = me.AccountId, ProposedBy = me.Name,
        });
        (check.Result, check.ClosedAt, check.ClosedBy) = (CheckResult.Found, now, me.Name);
        await CloseTodoAsync(db, check, now, cancel);
        await MarkTargetsAsync(db, write, sealer, check, judged, now, me.Name, cancel);
        write.Record(community, "travel.propose", id, $"提出{check.Dwelling}一人的核验结果{(asPlanned ? "" : "，管理方式和预案算出的不同")}，等第二人复核");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(TravelDesk.Path(check), "核验结果已经提出过了。");
        }

        return http.Done(TravelDesk.Path(check), "已提出，等另一位同事复核；复核以前不影响出入。");
    }

    // What a household says in a campaign rests on the same words: it is asked again.
    private static async Task MarkTargetsAsync(
        Db db, WriteScope write, Sealer sealer, TravelCheck check, TravelJudgement judged, DateTimeOffset now, string by, CancellationToken cancel)
    {
        var differing = judged.Reasons.Where(r => r.Kind is ReasonKind.Undeclared or ReasonKind.Unproven).Select(r => r.Text).ToList();
        if (differing.Count == 0)
        {
            return;
        }

        foreach (var target in await db.AnsweredTargetsAsync(check.CommunityId, check.HouseholdId, cancel))
        {
            await db.MarkContradictsAsync(sealer, write, check.CommunityId, target.Id, Quote + string.Concat(differing), now, by, cancel);
        }
    }

    private const string Quote = "行程核验：";

    // What a finding said that binds nobody is not held against the household's answers any longer; long words were cut.
    private static Task UnmarkTargetsAsync(Db db, Sealer sealer, TravelFinding finding, string end, CancellationToken cancel)
    {
        var said = string.Concat(sealer.ReasonsOf(finding));
        return db.UnsayContradictsAsync(
            sealer, finding.CommunityId, finding.HouseholdId,
            why => why.StartsWith(Quote, StringComparison.Ordinal) && said.Contains(why[Quote.Length..].TrimEnd('…'), StringComparison.Ordinal),
            $"原来按行程核验说对不上的那一条，{end}，不再引用。请看一看回答，没有别的出入就点“核对过了”。", cancel);
    }

    /// <summary>Where it is agreed to, after it was shown whom it binds.</summary>
    internal const string Agree = "/agree";

    /// <summary>The second person: to agree she sees first what follows; only what is sent from there binds anybody.</summary>
    private static async Task<IResult> ConfirmAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindingAsync(db, me, community, id, cancel) is not { } finding)
        {
            return TypedResults.NotFound();
        }

        var (path, yes, now, self, name) = (PathOf(finding), form.Typed("answer") == "yes", clock.Now(), me.AccountId, me.Name);
        if (finding.ProposedById == self)
        {
            return http.Refused(path, "提出的人不能自己复核，请另一位同事来确认。");
        }

        if (!yes && form.Typed("answer") != "no")
        {
            return http.Refused(path, "没有保存：请点“复核同意”或“不同意”。");
        }

        if (finding.State != FindingState.Proposed)
        {
            return http.Refused(path, Decided);
        }

        if (form.Has(FormInput.Edit))
        {
            return TypedResults.LocalRedirect(path);
        }

        if (yes && !http.Request.Path.Value!.EndsWith(Agree, StringComparison.Ordinal))
        {
            var household = finding.HouseholdId;
            return Page.Of<ConfirmFindingPage>(new
            {
                Row = finding,
                Members = await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null).OrderBy(p => p.Position).ToListAsync(cancel),
                Form = form,
            });
        }

        var why = yes ? "" : form.Required("why", "为什么不同意", TravelFinding.MostBasis);
        if (!form.Ok)
        {
            return http.Refused(path, "没有保存：请写一句为什么不同意。");
        }

        var waiting = db.TravelFindings.Where(f => f.CommunityId == community && f.Id == finding.Id && f.State == FindingState.Proposed && f.ProposedById != self);
        var decided = yes
            ? await waiting.ExecuteUpdateAsync(
                set => set.SetProperty(f => f.State, FindingState.Confirmed).SetProperty(f => f.ConfirmedAt, now).SetProperty(f => f.ConfirmedById, self)
                    .SetProperty(f => f.ConfirmedBy, name), cancel)
            : await waiting.ExecuteUpdateAsync(
                set => set.SetProperty(f => f.State, FindingState.Resolved).SetProperty(f => f.End, FindingEnd.Declined).SetProperty(f => f.ResolvedAt, now)
                    .SetProperty(f => f.ResolvedBy, name).SetProperty(f => f.ResolvedWhy, why), cancel);
        if (decided == 0)
        {
            return http.Refused(path, Decided);
        }

        if (!yes)
        {
            await UnmarkTargetsAsync(db, sealer, finding, "复核没有同意", cancel);
        }

        write.Record(community, yes ? "travel.confirm" : "travel.decline", finding.Id, $"{(yes ? "复核同意" : "复核没有同意")}{finding.Dwelling}一人的核验结果");
        await write.CommitAsync(cancel);
        return http.Done(path, !yes ? "没有同意，这一条不生效。" : finding.Follow.Bars() ? "已确认，这一户的出入证按预案停用；本人的手机上看得到，也可以打印送去。" : "已确认；本人的手机上看得到，也可以打印送去。");
    }

    private const string Decided = "这一条已经有人复核过了。";

    private static async Task<IResult> AnswerAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ITelecomRecords telecom, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindingAsync(db, me, community, id, cancel) is not { } finding)
        {
            return TypedResults.NotFound();
        }

        if (finding.State != FindingState.Objected)
        {
            return http.Refused(PathOf(finding), "现在没有等答复的异议。");
        }

        var text = form.Required("text", "答复", FindingWord.MostText);
        if (form.Typed("answer") is not ("keep" or "withdraw"))
        {
            form.Wrong("text", "请点“维持，答复”或“异议成立，撤销”。");
        }

        if (!form.Ok)
        {
            var check = (await TravelDesk.FindAsync(db, me, community, id, cancel))!;
            return Page.Again<CheckPage>(await ShowCheck.PartsAsync(db, me, sealer, telecom, check, form, clock, cancel));
        }

        var (right, now) = (form.Typed("answer") == "withdraw", clock.Now());
        var word = form.Id("word") ?? Ids.New();
        db.Add(new FindingWord
        {
            CommunityId = community, Id = word, FindingId = finding.Id, IsAnswer = true, TextSealed = sealer.Seal(SealedColumn.TravelWord, word, text), At = now, By = me.Name,
        });
        (finding.State, finding.SeenAt) = (right ? FindingState.Resolved : FindingState.Answered, null);
        if (right)
        {
            (finding.End, finding.ResolvedAt, finding.ResolvedBy, finding.ResolvedWhy) = (FindingEnd.Withdrawn, now, me.Name, "异议成立");
            await UnmarkTargetsAsync(db, sealer, finding, "异议成立，已经撤销", cancel);
        }

        write.Record(community, "travel.answer", finding.Id, $"答复{finding.Dwelling}一人的异议：{(right ? "成立，撤销" : "维持")}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(PathOf(finding), "这一条答复早已记下。");
        }

        return http.Done(PathOf(finding), right ? $"异议成立，已撤销{Freed(finding)}；本人的手机上看得到答复。" : "已答复，维持原来的决定；本人的手机上看得到答复。");
    }

    private static async Task<IResult> SettleAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindingAsync(db, me, community, id, cancel) is not { } finding)
        {
            return TypedResults.NotFound();
        }

        if (finding.State == FindingState.Resolved)
        {
            return http.Done(PathOf(finding), "这一条早已了结。");
        }

        if (finding.State == FindingState.Proposed)
        {
            return http.Refused(PathOf(finding), "这一条还没有复核；不成立的请复核的同事点“不同意”。");
        }

        var why = form.Required("why", "怎么了结的", TravelFinding.MostBasis);
        if (!form.Ok)
        {
            return http.Refused(PathOf(finding), "没有保存：请写一句怎么了结的，例如 材料已核清、管理期满。");
        }

        (finding.State, finding.End, finding.ResolvedAt, finding.ResolvedBy, finding.ResolvedWhy) = (FindingState.Resolved, FindingEnd.Settled, clock.Now(), me.Name, why);
        write.Record(community, "travel.settle", finding.Id, $"{finding.Dwelling}一人的核验结果已了结");
        await write.CommitAsync(cancel);
        return http.Done(PathOf(finding), $"已了结{Freed(finding)}。");
    }

    // Only what it held: a closure or a measure beside it still holds the passes.
    private static string Freed(TravelFinding finding) => finding.Follow.Bars() ? "，因它停用的出入证恢复，别的封控、措施停用的不变" : "";

    private static async Task<TravelFinding?> FindingAsync(Db db, Me me, long community, Guid check, CancellationToken cancel)
    {
        await TravelDesk.HoldAsync(db, community, check, cancel);
        return await db.TravelFindings.Within(me).AsTracking().SingleOrDefaultAsync(f => f.CommunityId == community && f.CheckId == check, cancel);
    }

    private static string PathOf(TravelFinding finding) => $"{TravelDesk.Path(finding.CommunityId)}/{finding.CheckId}";
}
