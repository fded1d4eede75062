using Microsoft.EntityFrameworkCore;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>转运: asked for by the committee or the doctor, who is the first to know; fetched, left, arrived, what came of it; leaving asks for the home and the corridor to be disinfected.</summary>
internal static class Referrals
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/measures/{id:guid}/referrals", AskAsync).May(Role.Committee, Role.Partner);
        app.MapBack("/desk/{community:long}/measures/{id:guid}/referrals").May(Role.Committee, Role.Partner);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/ways", GoOnAsync).May(Role.Committee);
        app.MapBack("/desk/{community:long}/measures/{id:guid}/ways").May(Role.Committee);
    }

    private static async Task<IResult> AskAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ShowMeasure page, Outside outside, Signals signals, TimeProvider clock,
        CancellationToken cancel)
    {
        var (kind, place) = (form.RequiredChoice<ReferralTo>("referTo", "送到哪里"), form.Required("referPlace", "地点的名称", MeasureLimits.MostPlace));
        var (why, by) = (form.Required("referWhy", "为什么转运", MeasureLimits.MostText), form.Required("referBy", "谁提出", MeasureLimits.MostPlace));
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var (measure, refusal) = await MeasureActs.OpenAsync(http, db, write, me, page, community, id, form, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var (key, now) = (form.Id("referKey") ?? Ids.New(), clock.Now());
        if (await db.Referrals.AnyAsync(r => r.CommunityId == community && r.Id == key, cancel))
        {
            return http.Done(MeasureDesk.Path(measure!), "这次转运已经记过了。");
        }

        if (await db.Referrals.AnyAsync(r => r.CommunityId == community && r.MeasureId == id && r.ArrivedAt == null && r.BackAt == null, cancel))
        {
            return http.Refused(MeasureDesk.Path(measure!), "上一次转运还没有到达，没有再记一次；请在那一次里接着填。");
        }

        var referral = new Referral
        {
            CommunityId = community, Id = key, BuildingId = measure!.BuildingId, MeasureId = id, Kind = kind, Place = place,
            WhySealed = sealer.Seal(SealedColumn.ReferralWhy, key, why)!, AskedBy = by, AskedAt = now, By = me.Name,
        };
        db.Add(referral);
        await ArrangeReferral.AskAsync(db, measure, referral, cancel);
        // Whoever is to be fetched: that is what was decided.
        await DecideAtOnce.DropAsync(db, measure, null, now, cancel);
        var committee = (await Colleagues.OfAsync(db, community, measure.BuildingId, [Role.Committee], cancel)).Select(c => c.Id).Where(c => c != me.AccountId).ToList();
        await outside.AddForStaffAsync(db, write, community, me.Actor, committee, $"{me.Name}在“健康措施”里提出了一件要马上安排的事，请看“我的待办”。", cancel);
        write.Record(community, "measure.refer", id, $"{measure.Dwelling}一人要转运到{place}，{by}提出");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), !me.Keeps(community) ? "已记下，也列进了居委会的待办；由居委会安排车，记下离开和到达。" : "已记下。车到了填谁来接、几时离开；到了再填到达。");
    }

    /// <summary>The next thing that is known of it; what was filled before stays.</summary>
    private static async Task<IResult> GoOnAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ShowMeasure page, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure || form.Id("referral") is not { } key
            || await db.Referrals.AsTracking().SingleOrDefaultAsync(r => r.CommunityId == community && r.MeasureId == id && r.Id == key, cancel) is not { } row)
        {
            return TypedResults.NotFound();
        }

        var (now, wasHere) = (clock.Now(), row.LeftAt is null);
        var words = wasHere ? Leave(form, row, now) : form.Has("back") ? Back(form, row, now) : row.ArrivedAt is null ? Arrive(form, row, now) : Tell(form, row, sealer, now);
        if (!form.Ok)
        {
            return await page.AgainAsync(write, me, measure, form, cancel);
        }

        if (words.Length == 0)
        {
            return http.Refused(MeasureDesk.Path(measure), "这一步已经记过了，没有改动。");
        }

        if (wasHere && row.LeftAt is { } left)
        {
            // Saved first: what is paused is worked out from the rows.
            await db.SaveChangesAsync(cancel);
            await MeasureTodos.PauseAsync(db, measure, now, cancel);
            await ArrangeReferral.DropAsync(db, measure, row.Id, now, cancel);
            await MeasureTodos.AskAsync(db, measure, MeasureTodos.Clean, row.Id, "给这一家和楼道消毒", left.AddHours(4).ByDay(), cancel);
        }

        if (row.BackAt is { } back)
        {
            // Home again from the last place is home from those before it.
            await db.Referrals.Where(r => r.CommunityId == community && r.MeasureId == id && r.Id != key && r.LeftAt < back && r.BackAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.BackAt, (DateTimeOffset?)back), cancel);
        }

        write.Record(community, "measure.refer.way", id, $"{measure.Dwelling}一人的转运：{words}");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), $"已记下：{words}。{(!measure.AtHome || measure.EndedAt is not null ? "" : wasHere ? "本人在家的电话、上报和走访从现在起暂停。" : row.BackAt is not null ? "电话、上报和走访照旧。" : "")}");
    }

    private static string Leave(FormInput form, Referral row, DateTimeOffset now)
    {
        row.FetchedBy = form.Required("fetchedBy", "谁来接", MeasureLimits.MostPlace);
        row.Along = form.Text("along", "谁陪同", MeasureLimits.MostPlace);
        row.LeftAt = Past(form, "leftAt", "几时离开", row.AskedAt.AddHours(-12), now);
        return $"{row.FetchedBy}接走";
    }

    private static string Arrive(FormInput form, Referral row, DateTimeOffset now)
    {
        row.ArrivedAt = Past(form, "arrivedAt", "几时到达", row.LeftAt!.Value, now);
        return $"到达{row.Place}";
    }

    // From a clinic people come home again, and whatever was asked of them at home goes on.
    private static string Back(FormInput form, Referral row, DateTimeOffset now)
    {
        if (row.BackAt is not null)
        {
            return "";
        }

        row.BackAt = Past(form, "backAt", "几时到家", row.ArrivedAt ?? row.LeftAt!.Value, now);
        return "回到家里";
    }

    private static string Tell(FormInput form, Referral row, Sealer sealer, DateTimeOffset now)
    {
        if (row.OutcomeAt is not null)
        {
            return "";
        }

        row.OutcomeSealed = sealer.Seal(SealedColumn.ReferralOutcome, row.Id, form.Required("referOutcome", "结果", MeasureLimits.MostText));
        row.OutcomeAt = now;
        return "有了结果";
    }

    private static DateTimeOffset? Past(FormInput form, string name, string label, DateTimeOffset from, DateTimeOffset now)
    {
        var at = form.Moment(name, label);
        if (at is null)
        {
            form.Wrong(name, $"请填写{label}。");
        }
        else if (at < from.AddMinutes(-1) || at > now.AddMinutes(1))
        {
            form.Wrong(name, $"{label}要在 {from.Short()} 以后、现在以前。");
        }

        return at;
    }
}
