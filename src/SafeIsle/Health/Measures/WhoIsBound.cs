using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>Whom a measure binds, in names, for the pages that show it before it is done.</summary>
/// <param name="Members">Everybody of the household.</param>
/// <param name="Bound">Ids of those who keep to it, the person herself among them.</param>
/// <param name="Own">Ids of those who have a measure of their own.</param>
public sealed record WhoIsBound(IReadOnlyList<Person> Members, IReadOnlySet<Guid> Bound, IReadOnlySet<Guid> Own)
{
    internal static async Task<WhoIsBound> OfAsync(Db db, Measure measure, CancellationToken cancel)
    {
        var (community, household) = (measure.CommunityId, measure.HouseholdId);
        return new(
            await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null).OrderBy(p => p.Position).ToListAsync(cancel),
            (await BoundTests.PeopleAsync(db, measure, cancel)).ToHashSet(),
            await db.Measures.Where(m => m.CommunityId == community && m.HouseholdId == household && m.EndedAt == null).Select(m => m.PersonId).ToHashSetAsync(cancel));
    }

    /// <summary>Whether somebody else keeps to it with her.</summary>
    public bool Others => Bound.Count > 1;

    /// <summary>一并遵守：李四；不受约束：王五（外出）</summary>
    public string With(Measure measure)
    {
        var others = Members.Where(m => m.Id != measure.PersonId).ToList();
        var (bound, free) = (others.Where(m => Bound.Contains(m.Id)).Select(m => m.Name), others.Where(m => !Bound.Contains(m.Id)).Select(m => m.Name + WhyNot(m)));
        string[] parts = [.. bound.Any() ? new[] { $"一并遵守：{string.Join('、', bound)}" } : [], .. free.Any() ? new[] { $"不受约束：{string.Join('、', free)}" } : []];
        return others.Count == 0 ? "没有登记别人" : string.Join('；', parts);
    }

    /// <summary>停用全户 2 人的：张三、李四</summary>
    public string Passes(Measure measure) => measure.Passes switch
    {
        PassHold.None => "不停用",
        PassHold.Person => $"停用 1 人的：{measure.Name}",
        PassHold.Household => $"停用全户 {Members.Count} 人的：{string.Join('、', Members.Select(m => m.Name + (m.Presence == Presence.Away ? "（外出）" : "")))}",
    };

    private string WhyNot(Person member) => member.Presence == Presence.Away ? "（外出）" : Own.Contains(member.Id) ? "（有自己的措施）" : "";
}
