using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>How it stands with the notice of a measure.</summary>
/// <param name="Tries">Who was there when and what came of it, the newest first; also of the notices before an extension.</param>
/// <param name="Waits">Somebody has still to bring the one that counts now.</param>
public sealed record NoticeDelivery(IReadOnlyList<TodoTry> Tries, bool Waits)
{
    /// <summary>送到并签收</summary>
    public static string Words(TodoTry attempt) => DeliverNotice.Kind.Known(attempt.Outcome)?.Name ?? "";

    /// <summary>Somebody took it, or it was left there.</summary>
    public static bool IsDelivered(TodoTry attempt) => DeliverNotice.Kind.Known(attempt.Outcome)?.Settles == true;
}

/// <summary>
/// The notice (告知书) is brought to the door and signed for: asked for when a measure is opened and anew when it is extended, with one short
/// message to the household. The tries are the record of it.
/// </summary>
internal sealed class DeliverNotice(Outside outside, RegisterReader reader)
{
    internal const string Code = "measure-notice";

    /// <summary>Names nobody and nothing: a phone lies open on a table.</summary>
    internal const string Title = "居委会有一份通知给您家";

    internal const string Text = Title + "，请看手机首页或等工作人员上门。";

    internal const string About = "有一份通知，告诉一次";

    private static readonly TimeSpan Within = TimeSpan.FromHours(4);

    internal static readonly TodoKind Kind = new(
        Code, "送达告知书", "file-text",
        [new("signed", "送到并签收", true), new("left", "拒签，已留置", true), new("none", "没人应门", false, TimeSpan.FromHours(2))], null, MeasureTodos.CallPage) { Private = true };

    /// <summary>Within the write that opens or extends it; the notice before it need not be brought any more.</summary>
    /// <param name="source">The measure, or the row of its extension.</param>
    public async Task AskAsync(Db db, WriteScope write, Measure measure, Guid source, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        await DropAsync(db, measure, now, cancel);
        await MeasureTodos.AskAsync(db, measure, Code, source, measure.AtHome ? "送达告知书，请本人签收" : "送达告知书，请家人转交", (now + Within).ByDay(), cancel);
        var (community, household) = (measure.CommunityId, measure.HouseholdId);
        var members = await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null && p.PhonesSealed != null).OrderBy(p => p.Position), cancel);
        // Her own first; who has no phone is told at the door.
        if (members.OrderBy(m => m.Row.Id == measure.PersonId ? 0 : 1).SelectMany(m => m.Phones).FirstOrDefault() is { } phone)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = Title };
            outside.Add(db, write, community, by, OutsideWay.Sms, About, measure.Dwelling, new(phone, "notice", values, Text), Ids.Of(source, "notice text"));
        }
    }

    /// <summary>It ended, or another notice takes its place.</summary>
    public static Task<int> DropAsync(Db db, Measure measure, DateTimeOffset now, CancellationToken cancel) =>
        Of(db, measure).Where(t => t.ClosedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);

    public static async Task<NoticeDelivery> LoadAsync(Db db, Measure measure, CancellationToken cancel)
    {
        var tries = await (
            from t in Of(db, measure)
            join a in db.TodoTries on new { t.CommunityId, t.Id } equals new { a.CommunityId, Id = a.TodoId }
            where !a.TooLate
            orderby a.At descending
            select a).Take(MeasureLimits.MostLines).ToListAsync(cancel);
        return new(tries, await Of(db, measure).AnyAsync(t => t.ClosedAt == null, cancel));
    }

    private static IQueryable<Todo> Of(Db db, Measure measure)
    {
        var (community, id, changes) = (measure.CommunityId, measure.Id, db.MeasureChanges);
        return db.Todos.Where(t => t.CommunityId == community && t.Kind == Code
            && (t.SourceId == id || changes.Any(c => c.CommunityId == community && c.MeasureId == id && c.Id == t.SourceId)));
    }
}
