using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Health.Measures;

/// <summary>One line of what happened under a measure.</summary>
/// <param name="By">Display name; empty where it is of no matter.</param>
/// <param name="Tone">ok, wait, late or off.</param>
public sealed record MeasureLine(DateTimeOffset At, string By, string Words, string Tone = "off")
{
    private const int Minute = 60;

    /// <summary>What it follows from; null: nothing that says more than the time.</summary>
    public MeasureLine? After { get; init; }

    /// <summary>Where it stands. What is told to the minute does not stand before what it follows from, when that came within the same minute.</summary>
    public DateTimeOffset Place => After is { } before && before.Place > At && before.Place.ToUnixTimeSeconds() / Minute == At.ToUnixTimeSeconds() / Minute ? before.Place : At;
}

/// <summary>What modules below know of somebody under a measure: that she passed a gate with a slip, and the like.</summary>
public delegate Task<IReadOnlyList<MeasureLine>> MeasureLines(Db db, Measure measure, CancellationToken cancel);

/// <summary>An objection, opened.</summary>
public sealed record ObjectionView(MeasureObjection Row, string Text, string Answer);

/// <summary>A request to go out, opened.</summary>
public sealed record TripView(MeasureTrip Row, string Why);

/// <summary>A referral, opened.</summary>
public sealed record ReferralView(Referral Row, string Why, string Outcome);

/// <summary>Everything of one measure, as its page shows it.</summary>
/// <param name="Lines">What happened, the newest first.</param>
public sealed record MeasureView(
    Measure Row, PlanBody Plan, IReadOnlyList<ReportWindow> Windows, IReadOnlyList<MeasureTest> Tests, IReadOnlyList<MeasureChange> Changes,
    IReadOnlyList<ObjectionView> Objections, IReadOnlyList<TripView> Trips, IReadOnlyList<ReferralView> Referrals,
    IReadOnlyList<TemperatureReport> Reports, IReadOnlyList<MeasureLine> Lines)
{
    /// <summary>Who is sampled with her, by id.</summary>
    public IReadOnlyDictionary<Guid, string> Others { get; init; } = new Dictionary<Guid, string>();

    /// <summary>The alerts that nobody handled, of all whom it binds, the newest first: 张三 37.8 ℃. The release waits for them.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>Who brought the notice, or tried to.</summary>
    public NoticeDelivery Notice { get; init; } = new([], false);

    /// <summary>The referral on which she is away from home now; null: she is there, or kept elsewhere anyway.</summary>
    public Referral? Away => !Row.AtHome || Row.EndedAt is not null ? null : Referrals.Select(r => r.Row).FirstOrDefault(r => r.LeftAt is not null && r.BackAt is null);

    /// <summary>Whose test it is: empty for her own.</summary>
    public string Whose(MeasureTest test) => test.PersonId == Row.PersonId ? "" : Others.GetValueOrDefault(test.PersonId, "同住的人");

    public string Path => MeasureDesk.Path(Row);

    internal static async Task<MeasureView> LoadAsync(
        Db db, Sealer sealer, Measure row, IEnumerable<MeasureLines> sources, CancellationToken cancel)
    {
        var (community, id, person) = (row.CommunityId, row.Id, row.PersonId);
        var plan = await MeasureDesk.PlanAsync(db, row, cancel);
        var (from, to) = (row.StartsAt.DateHere(), (row.EndedAt ?? DateTimeOffset.MaxValue.AddDays(-1)).DateHere());
        var reports = (await db.TemperatureReports.Where(r => r.CommunityId == community && r.PersonId == person && r.Day >= from && r.Day <= to)
                .OrderByDescending(r => r.At).Take(MeasureLimits.MostLines).ToListAsync(cancel))
            .GroupBy(r => (r.Day, r.Window)).Select(g => g.MaxBy(r => r.Version)!).OrderBy(r => r.Day).ThenBy(r => r.At).ToList();
        // Also of those who live with her, where it was this measure that asked them: the doctor's list does not tell of them for ever.
        var alerts = await db.HealthAlerts.Where(a => a.CommunityId == community && a.HandledAt != null && (a.DutyId == id || (a.PersonId == person && a.Day >= from && a.Day <= to)))
            .OrderByDescending(a => a.At).Take(MeasureLimits.MostLines).ToListAsync(cancel);
        var bound = await BoundTests.PeopleAsync(db, row, cancel);
        var open = await db.HealthAlerts.Where(a => a.CommunityId == community && bound.Contains(a.PersonId) && a.HandledAt == null && a.Day >= from && a.Day <= to)
            .OrderByDescending(a => a.At).ToListAsync(cancel);
        var calls = await db.MeasureCalls.Where(c => c.CommunityId == community && c.MeasureId == id)
            .OrderByDescending(c => c.At).Take(MeasureLimits.MostLines).ToListAsync(cancel);
        var missing = await db.MissingCalls.Where(c => c.CommunityId == community && c.HouseholdId == row.HouseholdId && c.TakenBackAt == null && c.Day >= from && c.Day <= to)
            .OrderByDescending(c => c.At).Take(MeasureLimits.MostLines).ToListAsync(cancel);
        var view = new MeasureView(
            row, plan, MeasureRules.Windows(plan.ReportWindows, row.Reports),
            await db.MeasureTests.Where(t => t.CommunityId == community && t.MeasureId == id).OrderBy(t => t.Day).ThenBy(t => t.Id).ToListAsync(cancel),
            await db.MeasureChanges.Where(c => c.CommunityId == community && c.MeasureId == id).OrderBy(c => c.At).ToListAsync(cancel),
            await ObjectionsAsync(db, sealer, row, cancel),
            (await db.MeasureTrips.Where(t => t.CommunityId == community && t.MeasureId == id).OrderByDescending(t => t.At).Take(MeasureLimits.MostLines).ToListAsync(cancel))
                .ConvertAll(t => new TripView(t, sealer.Open(SealedColumn.TripWhy, t.Id, t.WhySealed)!)),
            (await db.Referrals.Where(r => r.CommunityId == community && r.MeasureId == id).OrderByDescending(r => r.AskedAt).Take(MeasureLimits.MostLines).ToListAsync(cancel))
                .ConvertAll(r => new ReferralView(
                    r, sealer.Open(SealedColumn.ReferralWhy, r.Id, r.WhySealed)!, sealer.Open(SealedColumn.ReferralOutcome, r.Id, r.OutcomeSealed) ?? "")),
            reports, []);
        var others = view.Tests.Select(t => t.PersonId).Concat(alerts.Concat(open).Select(a => a.PersonId)).Where(p => p != person).Distinct().ToList();
        view = view with { Others = others.Count == 0 ? view.Others : await db.People.Where(p => p.CommunityId == community && others.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancel) };
        view = view with { Waiting = open.ConvertAll(a => $"{(a.PersonId == person ? row.Name : view.Others.GetValueOrDefault(a.PersonId, "同住的人"))} {HealthWords.Of(a.Tenths, a.Symptoms)}") };
        view = view with { Notice = await DeliverNotice.LoadAsync(db, row, cancel) };
        var lines = new List<MeasureLine>(view.OwnLines());
        lines.AddRange(reports.Select(r => new MeasureLine(r.At, r.By, $"{new ReportSlot(r.Day, new(r.Window, default, default)).Words}：{HealthWords.Of(r.Tenths, r.Symptoms)}（{HealthWords.Of(r.How)}）", r.Abnormal ? "late" : "off")));
        lines.AddRange(alerts.Select(a => new MeasureLine(a.HandledAt!.Value, a.HandledBy, view.Words(a, sealer), "ok")));
        lines.AddRange(missing.Select(c => new MeasureLine(c.At, c.By, $"没报体温，打了电话：{HealthWords.Of(c.Outcome)}", "wait")));
        lines.AddRange(calls.Select(c => new MeasureLine(c.At, c.By, Words(c, sealer), c.Outcome == CallOutcome.Fine ? "ok" : "wait")));
        foreach (var source in sources)
        {
            lines.AddRange(await source(db, row, cancel));
        }

        // Of what happened at the same instant, the last that is told here came last.
        return view with { Lines = [.. lines.AsEnumerable().Reverse().OrderByDescending(l => l.Place).Take(MeasureLimits.MostLines)] };
    }

    internal static async Task<IReadOnlyList<ObjectionView>> ObjectionsAsync(Db db, Sealer sealer, Measure row, CancellationToken cancel) =>
        (await db.MeasureObjections.Where(o => o.CommunityId == row.CommunityId && o.MeasureId == row.Id)
            .OrderByDescending(o => o.At).Take(MeasureLimits.MostLines).ToListAsync(cancel))
            .ConvertAll(o => new ObjectionView(
                o, sealer.Open(SealedColumn.MeasureObjection, o.Id, o.TextSealed)!, sealer.Open(SealedColumn.MeasureAnswer, o.Id, o.AnswerSealed) ?? ""));

    private string Words(HealthAlert alert, Sealer sealer)
    {
        // What she reported herself stands among the reports.
        var what = alert.PersonId == Row.PersonId ? "" : $"{Others.GetValueOrDefault(alert.PersonId, "同住的人")} {HealthWords.Of(alert.Tenths, alert.Symptoms)}，";
        var note = sealer.Open(SealedColumn.HealthNote, alert.Id, alert.NoteSealed) is { Length: > 0 } said ? $"；{said}" : "";
        return $"{what}处理体温异常：{HealthWords.Of(alert.Outcome!.Value)}{note}";
    }

    private static string Words(MeasureCall call, Sealer sealer)
    {
        var what = call.Kind switch
        {
            MeasureTodos.Knock => "上门看看",
            MeasureTodos.Spot => "上门走访",
            MeasureTodos.AskCall => "打电话问一问",
            _ => "每天一个电话",
        };
        var note = sealer.Open(SealedColumn.MeasureCallNote, call.Id, call.NoteSealed) is { } said ? $"；{said}" : "";
        return $"{what}：{MeasureWords.Of(call.Outcome)}{(call.Mood == Mood.NotAsked ? "" : $"，情绪{MeasureWords.Of(call.Mood)}")}{note}";
    }

    private IEnumerable<MeasureLine> OwnLines()
    {
        yield return new(Row.OpenedAt, Row.OpenedBy, $"开出{MeasureWords.Of(Row.Kind)}：{Row.Authority}，{Row.DocumentNumber}；{Row.Basis}");
        foreach (var change in Changes)
        {
            yield return new(change.At, change.By, $"延长到 {change.NewUntil.Full()}：{change.Why}；{change.Authority}，{change.DocumentNumber}", "wait");
        }

        foreach (var attempt in Notice.Tries)
        {
            yield return new(attempt.At, attempt.By, $"告知书：{NoticeDelivery.Words(attempt)}", NoticeDelivery.IsDelivered(attempt) ? "ok" : "wait");
        }

        foreach (var test in Tests.Where(t => t.EnteredAt is not null))
        {
            yield return new(test.EnteredAt!.Value, test.EnteredBy, $"{(Whose(test) is { Length: > 0 } who ? who + "，" : "")}第 {test.Day} 天检测：{(test.Negative == true ? "阴性" : "不是阴性")}", test.Negative == true ? "ok" : "late");
        }

        foreach (var (row, _, _) in Objections)
        {
            yield return new(row.At, row.By, "提出异议", "wait");
            if (row.AnsweredAt is { } at)
            {
                yield return new(at, row.AnsweredBy, "答复异议", "ok");
            }
        }

        foreach (var (row, _) in Trips)
        {
            yield return new(row.At, row.By, $"申请外出：去{row.Destination}，{row.WishedAt.Short()}", "wait");
            if (row.DecidedAt is { } at)
            {
                yield return new(at, row.DecidedBy, row.Allowed == true ? $"同意外出，{row.Companion}陪同" : $"没有同意外出：{row.Refusal}", row.Allowed == true ? "ok" : "late");
            }
        }

        foreach (var (row, _, _) in Referrals)
        {
            var place = $"{MeasureWords.Of(row.Kind)}（{row.Place}）";
            var last = new MeasureLine(row.AskedAt, row.By, $"要转运到{place}，{row.AskedBy}提出", "wait");
            yield return last;
            if (row.LeftAt is { } left)
            {
                yield return last = new(left, row.FetchedBy, $"离家去{place}{(row.Along.Length > 0 ? $"，{row.Along}陪同" : "")}") { After = last };
            }

            if (row.ArrivedAt is { } arrived)
            {
                yield return last = new(arrived, "", $"到达{place}") { After = last };
            }

            if (row.BackAt is { } back)
            {
                yield return new(back, "", "回到家里", "ok") { After = last };
            }

            if (row.ClosingAskedAt is { } asked)
            {
                yield return new(asked, row.ClosingAskedBy, "建议封控这栋楼", "wait");
            }

            if (row.OutcomeAt is { } told)
            {
                yield return new(told, "", "转运有了结果");
            }

            if (row.CleanedAt is { } cleaned)
            {
                yield return new(cleaned, row.CleanedBy, "家里和楼道已消毒", "ok");
            }
        }

        if (Row.EndedAt is { } ended)
        {
            var why = Row.EndWhy.Length > 0 ? $"；提前解除，原因：{Row.EndWhy}" : "";
            yield return new(
                ended, Row.EndedBy, Row.EndedHow switch
                {
                    MeasureEnd.Moved => $"转为另一种措施，{Row.EndDocument}",
                    MeasureEnd.Left => $"随登记结束：{Row.EndWhy}",
                    _ => $"解除：{Row.EndDocument}，{Row.VerifiedBy}核实{why}",
                },
                "ok");
        }
    }
}
