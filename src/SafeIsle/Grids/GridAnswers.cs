using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Grids;

/// <summary>Somebody who answers for a part of a grid (包保责任): for all of it, a building, or one household.</summary>
/// <param name="BuildingId">Null: all of the community, so of the grid too.</param>
/// <param name="Unit">0: all of the building.</param>
/// <param name="Household">Set: this one only.</param>
/// <param name="Where">38号楼, 38号楼2单元501室</param>
/// <param name="As">社区医生, 楼组长</param>
/// <param name="Phone">What she lets be printed; empty for none.</param>
/// <param name="Account">Of a colleague; null for a neighbour.</param>
public sealed record GridAnswer(
    Guid? BuildingId, int Unit, Guid? Household, string Where, string SortKey, string As, string Name, string Phone, Guid? Account)
{
    /// <summary>王阿姨（志愿者）</summary>
    public string Label => $"{Name}（{As}）";
}

/// <summary>Modules below register one each: who answers in those buildings of the community.</summary>
public delegate Task<IReadOnlyList<GridAnswer>> GridAnswers(Db db, long community, IReadOnlyCollection<Guid> buildings, CancellationToken cancel);

/// <summary>The staff themselves: partners (doctor, police, property) of the community or of a building, and those in the field who were given buildings.</summary>
internal sealed class StaffOfGrids(Sealer sealer)
{
    public async Task<IReadOnlyList<GridAnswer>> OfAsync(Db db, long community, IReadOnlyCollection<Guid> buildings, CancellationToken cancel)
    {
        var staff = await (
            from grant in db.Set<Grant>()
            join account in db.Users on grant.AccountId equals account.Id
            where grant.Place == community && account.ClosedAt == null
                && (grant.BuildingId == null ? grant.Role == Role.Partner : buildings.Contains(grant.BuildingId.Value) && (grant.Role == Role.Partner || grant.Role == Role.Field))
            select new { grant.BuildingId, grant.Role, Account = account }).ToListAsync(cancel);
        var labels = await db.Buildings.Where(b => b.CommunityId == community && buildings.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => (b.Label, b.SortKey), cancel);
        return
        [
            .. from s in staff
               let at = s.BuildingId is { } id ? labels[id] : ("全社区", "")
               select new GridAnswer(
                   s.BuildingId, 0, null, at.Item1, at.Item2, s.Account.DutyTitle.Length > 0 ? s.Account.DutyTitle : s.Role.Name(), s.Account.DisplayName,
                   s.Account.WorkPhone(sealer), s.Account.Id),
        ];
    }
}
