using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>Measures in numbers; the lists behind them use the same conditions.</summary>
/// <param name="Running">Begun and not ended.</param>
/// <param name="Over">Of them: past their end and not released.</param>
/// <param name="Uncalled">Of them: who are at home, whom somebody calls every day and nobody reached today.</param>
/// <param name="Asks">Of them: with an objection without answer or a wish to go out that nobody decided.</param>
public sealed record MeasureFigures(int Running, int Over, int Uncalled, int Asks)
{
    internal static async Task<MeasureFigures> LoadAsync(Db db, Me me, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var running = RunningOf(db, me, community, now);
        return new(
            await running.CountAsync(cancel), await Late(db, running, MeasureLate.Over, now).CountAsync(cancel),
            await Late(db, running, MeasureLate.Uncalled, now).CountAsync(cancel), await Late(db, running, MeasureLate.Asks, now).CountAsync(cancel));
    }

    /// <summary>Those that the reader sees.</summary>
    internal static IQueryable<Measure> RunningOf(Db db, Me me, long community, DateTimeOffset now) =>
        db.Measures.Within(me.ForHealth()).Where(m => m.CommunityId == community && m.EndedAt == null && m.StartsAt <= now);

    internal static IQueryable<Measure> Late(Db db, IQueryable<Measure> running, MeasureLate late, DateTimeOffset now)
    {
        var today = now.DateHere();
        var (calls, objections, trips) = (db.MeasureCalls, db.MeasureObjections, db.MeasureTrips);
        return late switch
        {
            MeasureLate.Over => running.Where(m => m.Until <= now),
            MeasureLate.Uncalled => running.AtHome(db).Where(m => m.CallBy != null && !calls.Any(c =>
                c.CommunityId == m.CommunityId && c.MeasureId == m.Id && c.Day == today && (c.Outcome == CallOutcome.Fine || c.Outcome == CallOutcome.Trouble))),
            MeasureLate.Asks => running.Where(m => objections.Any(o => o.CommunityId == m.CommunityId && o.MeasureId == m.Id && o.AnsweredAt == null)
                || trips.Any(t => t.CommunityId == m.CommunityId && t.MeasureId == m.Id && t.Allowed == null)),
        };
    }
}

/// <summary>Why a measure stands on the list of what is to be done.</summary>
public enum MeasureLate
{
    /// <summary>期满没解除</summary>
    Over,

    /// <summary>今天还没打到电话</summary>
    Uncalled,

    /// <summary>有异议或外出申请</summary>
    Asks,
}
