using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Screening.Campaigns;

/// <summary>Stores what a household answered, whoever entered it: the one way in.</summary>
internal sealed class TakeAnswer(Db db, TodoKinds kinds, Sealer sealer, Signals signals, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Answers of one household in one campaign that came by themselves, by each way; more is a script at work. Staff are not bound by it.</summary>
    public const int MostVersions = 50;

    /// <returns>The state that the household is in now; or why nothing was stored.</returns>
    public async Task<Outcome<TargetState>> SaveAsync(
        TargetView view, AnswerForm form, AnswerChannel channel, Guid key, Actor actor, CancellationToken cancel)
    {
        var (community, id, now) = (view.Target.CommunityId, view.Target.Id, clock.Now());
        await using var write = await db.BeginWriteAsync(actor, cancel);
        // One at a time at each household: versions are numbered, and the newest is compared with those before.
        await db.ScreeningTargets.Where(t => t.CommunityId == community && t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.SortKey, t => t.SortKey), cancel);
        var target = await db.ScreeningTargets.SingleAsync(t => t.CommunityId == community && t.Id == id, cancel);
        if (await db.ScreeningAnswers.Where(a => a.CommunityId == community && a.Id == key).Select(a => (Guid?)a.TargetId).SingleOrDefaultAsync(cancel) is { } used)
        {
            return used == id ? target.State : new No("这张表已经用在别的一户，没有保存；请回到名单重新打开这一户。");
        }

        if (await db.Campaigns.AnyAsync(c => c.CommunityId == community && c.Id == target.CampaignId && c.EndedAt != null, cancel))
        {
            return new No("这次排查已经结束，没有保存。");
        }

        var before = await OpenAnswer.OfAsync(db, sealer, target, cancel);
        var version = before.Count == 0 ? 1 : before[0].Row.Version + 1;
        if (channel.BySelf()
            && await db.ScreeningAnswers.CountAsync(a => a.CommunityId == community && a.TargetId == id && a.Channel == channel, cancel) >= MostVersions)
        {
            return new No($"这一户已经答了 {MostVersions} 次，没有保存；请打居委会电话。");
        }

        db.Add(new ScreeningAnswer
        {
            CommunityId = community, Id = key, BuildingId = target.BuildingId, TargetId = id, Version = version, Channel = channel, At = now, EnteredBy = actor.Name,
            ContentSealed = sealer.Seal(SealedColumn.ScreeningAnswer, key, JsonSerializer.Serialize(form.Answers, Json))!,
        });
        await db.SaveChangesAsync(cancel);
        // Whoever passes the door can read its code: that alone finishes no household. Beside what is known better it is kept, and undoes nothing.
        var beside = channel == AnswerChannel.Code && target.State is (TargetState.Done or TargetState.Contradicts);
        var state = target.State == TargetState.Contradicts ? TargetState.Contradicts : channel == AnswerChannel.Code && !beside ? TargetState.Scanned : TargetState.Done;
        if (!beside)
        {
            await db.ScreeningTargets.Where(t => t.CommunityId == community && t.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.State, state).SetProperty(t => t.StateAt, (DateTimeOffset?)now).SetProperty(t => t.StateBy, actor.Name), cancel);
        }

        if (!channel.BySelf())
        {
            // Work that somebody did, as on the list.
            await TryTarget.OnPageAsync(db, write, actor, kinds, target, TryTarget.Answered, key, now, cancel);
        }

        await db.DropTodosAsync(community, TryTarget.Kind, [id], now, cancel);
        if (state == TargetState.Scanned)
        {
            var due = OpenCampaign.DueBy(view.Campaign.LastDay, now);
            await db.AskAnewAsync(TryTarget.Todo(TryTarget.ScannedKind, target, view.Dwelling.Label, $"扫码答的，路过核一核：{view.Campaign.Name}", due), cancel);
            await db.SaveChangesAsync(cancel);
        }
        else
        {
            await db.DropTodosAsync(community, TryTarget.ScannedKind, [id], now, cancel);
        }

        // What the household says itself is held against what staff were told, and the other way round.
        var other = beside ? null : before.FirstOrDefault(a => a.Row.Channel.BySelf() != channel.BySelf());
        if (other is not null && ScriptRules.Differ(view.Script, form.Answers, other.Answers) is { Count: > 0 } differ)
        {
            var why = $"住户自己填的和工作人员问的不一样：{string.Join("；", differ.Select(q => q.Text))}";
            await db.MarkContradictsAsync(sealer, write, community, id, why, now, actor.Name, cancel);
            state = TargetState.Contradicts;
        }

        if (ScriptRules.Risen(view.Script, view.Each, form.Answers).Count > 0)
        {
            // Its title says no health: it stands on a list that is kept without network.
            var title = $"排查的回答要跟进：{view.Campaign.Name}";
            var follow = TryTarget.Todo(TryTarget.FollowKind, target, view.Dwelling.Label, title, now + TryTarget.FollowWithin);
            // By the code it is asked for once: who scans again and again keeps nobody running.
            await (beside ? db.AskAsync([follow], cancel) : db.AskAnewAsync(follow, cancel));
        }

        var kind = channel switch { AnswerChannel.Door => EvidenceKind.Seen, AnswerChannel.Code => EvidenceKind.Scanned, _ => EvidenceKind.Answered };
        await db.TakeEvidenceAsync(community, target.BuildingId, target.DwellingId, kind, EvidenceSign.Present, now, actor.Name, cancel);
        write.Record(community, "screen.answer", id, $"排查“{view.Campaign.Name}”{view.Dwelling.Label}：第 {version} 次回答（{channel.Name()}）");
        write.AfterCommit(() => signals.RaiseBuilding(community, target.BuildingId));
        await write.CommitAsync(cancel);
        return state;
    }
}
