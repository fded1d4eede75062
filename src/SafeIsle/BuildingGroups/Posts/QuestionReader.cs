using Microsoft.EntityFrameworkCore;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>An answer opened for its reader.</summary>
public sealed record AnswerWords(Answer Row, string Text);

/// <summary>A question opened for its reader, with the answers that this reader may see; numbers in it masked where it is not hers.</summary>
/// <param name="Name">Who asked, as the reader may know her: masked for staff who do not work in the building.</param>
/// <param name="From">住户 1-102, or 代办 1-102 of a helper: so that nobody is taken for the committee.</param>
/// <param name="Own">The reader's household asked it.</param>
public sealed record QuestionWords(Question Row, string Name, string From, string Text, IReadOnlyList<AnswerWords> Answers, bool Own);

/// <summary>Opens questions: one rule of who reads what, for phones and for the desk.</summary>
internal static class QuestionReader
{
    /// <summary>
    /// What a phone reads: all of its household's (of a helper's her own), hidden or not; of others what is open and not hidden, without the numbers typed into it
    /// and without answers that went to the asking household alone.
    /// </summary>
    public static async Task<IReadOnlyList<QuestionWords>> ForHomeAsync(Db db, Sealer sealer, HomeInOrder at, CancellationToken cancel)
    {
        var (community, order, household, resident) = (at.Order.CommunityId, at.Order.Id, at.Reads, at.Home.Row.Id);
        var rows = await db.Questions.Where(q => q.CommunityId == community && q.OrderId == order
                && (q.HouseholdId == household || q.ResidentId == resident || (q.Open && q.HiddenAt == null)))
            .OrderByDescending(q => q.At).Take(PostLimits.Shown).ToListAsync(cancel);
        return await OpenAsync(db, sealer, rows, q => at.Owns(q.HouseholdId, q.ResidentId), own => own, names: true, null, cancel);
    }

    /// <summary>What staff read: what is open; who <see cref="ReadsClosed"/> also what is not. Unanswered ones first.</summary>
    public static async Task<IReadOnlyList<QuestionWords>> ForStaffAsync(
        Db db, Sealer sealer, Me me, Closures.ClosureOrder order, Guid? only, CancellationToken cancel)
    {
        var (community, id) = (order.CommunityId, order.Id);
        var (answers, closed) = (me.Answers(community, order.BuildingId), me.ReadsClosed(order));
        var rows = await db.Questions.Within(me)
            .Where(q => q.CommunityId == community && q.OrderId == id && (only == null || q.Id == only) && (closed || (q.Open && q.HiddenAt == null)))
            .OrderBy(q => q.AnsweredAt != null || q.HiddenAt != null).ThenByDescending(q => q.At).Take(PostLimits.Shown).ToListAsync(cancel);
        var full = me.Calls(community, order.BuildingId);
        return await OpenAsync(db, sealer, rows, _ => closed, _ => full, names: answers, me.AccountId, cancel);
    }

    private static async Task<IReadOnlyList<QuestionWords>> OpenAsync(
        Db db, Sealer sealer, List<Question> rows, Func<Question, bool> own, Func<bool, bool> full, bool names, Guid? reader, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var community = rows[0].CommunityId;
        var ids = rows.ConvertAll(q => q.Id);
        var answers = (await db.Answers.Where(a => a.CommunityId == community && ids.Contains(a.QuestionId)).OrderBy(a => a.At).ToListAsync(cancel))
            .ToLookup(a => a.QuestionId);
        var residents = rows.ConvertAll(q => q.ResidentId);
        var doors = await (
            from r in db.Residents
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            where r.CommunityId == community && residents.Contains(r.Id)
            select new { r.Id, r.IsProxy, Dwelling = d }).ToDictionaryAsync(r => r.Id, cancel);
        return rows.ConvertAll(q =>
        {
            var mine = own(q);
            var text = sealer.Open(SealedColumn.QuestionText, q.Id, q.TextSealed)!;
            return new QuestionWords(
                q,
                names ? q.Name : RegisterWords.MaskedName(q.Name),
                (doors[q.ResidentId].IsProxy ? "代办 " : "住户 ") + doors[q.ResidentId].Dwelling.Short,
                full(mine) ? text : TypedNumbers.Mask(text),
                [.. answers[q.Id].Where(a => mine || a.Open || a.ById == reader).Select(a => new AnswerWords(a, sealer.Open(SealedColumn.AnswerText, a.Id, a.TextSealed)!))],
                mine);
        });
    }

    /// <summary>Who reads what was asked of the committee and the doctor alone, and what was hidden: those who call in the building, and its doctor.</summary>
    public static bool ReadsClosed(this Me me, Closures.ClosureOrder order) => me.ForHealth().Tends(order.CommunityId, order.BuildingId);

    /// <summary>Who answers in a building: the committee, its field workers, and the parties that serve it.</summary>
    public static readonly Role[] MayAnswer = [Role.Committee, Role.Field, Role.Partner];

    public static bool Answers(this Me me, long community, Guid building) => me.IsIn(community, building, MayAnswer);
}
