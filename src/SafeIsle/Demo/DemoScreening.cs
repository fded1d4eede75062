using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Demo;

/// <summary>A campaign over the tenants of the demo community, half an evening old, and what is known of some doors.</summary>
internal static class DemoScreening
{
    private const string By = "小周";

    // Of ten households: what came of the first look at them.
    private static readonly (EvidenceKind Kind, EvidenceSign Sign, TargetState State)?[] Outcomes =
    [
        (EvidenceKind.Call, EvidenceSign.Absent, TargetState.NobodyHome), null, (EvidenceKind.Knock, EvidenceSign.Absent, TargetState.NobodyHome),
        (EvidenceKind.Seen, EvidenceSign.Present, TargetState.Refused), null,
    ];

    // Within one evening.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(4);

    /// <summary>Adds it within the open write; the households must be there.</summary>
    public static async Task AddAsync(Db db, WriteScope write, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, today, begun) = (DemoCommunity.Yinghua.Code, now.DateHere(), now.AddHours(-3));
        var draft = new CampaignDraft(Ids.New(), "出租户三问", "出租户", "three", today, today.AddDays(1), ByCode: true);
        var tenants = db.Households.Where(h => h.CommunityId == community && h.Tenure == Tenure.Tenant);
        if ((await db.OpenCampaignAsync(write, community, draft, tenants, null, begun, "高主任", cancel)).Refused)
        {
            return;
        }

        var targets = await db.ScreeningTargets.Where(t => t.CommunityId == community && t.CampaignId == draft.Id).OrderBy(t => t.SortKey).ToListAsync(cancel);
        var evidence = new List<OccupancyEvidence>();
        foreach (var (target, i) in targets.Select((t, i) => (t, i)).Take(targets.Count / 2))
        {
            if (Outcomes[i % Outcomes.Length] is not { } outcome)
            {
                continue;
            }

            var (id, at) = (target.Id, (DateTimeOffset?)begun.Add(Step * (i + 1)));
            await db.ScreeningTargets.Where(t => t.CommunityId == community && t.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.State, outcome.State).SetProperty(t => t.StateAt, at).SetProperty(t => t.StateBy, By), cancel);
            evidence.Add(new()
            {
                CommunityId = community, Id = Ids.New(), BuildingId = target.BuildingId, DwellingId = target.DwellingId, Kind = outcome.Kind, Sign = outcome.Sign, At = at!.Value,
                Detail = "", EnteredBy = By,
            });
        }

        evidence.AddRange(await EmptyAsync(db, community, now, cancel));
        await db.TakeEvidenceAsync(evidence, cancel);
    }

    // The first doors of one building: a meter that stood, a light, a house that was found dark three ways.
    private static async Task<IEnumerable<OccupancyEvidence>> EmptyAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var building = await db.Buildings.Where(b => b.CommunityId == community && b.Key == "38").Select(b => b.Id).SingleAsync(cancel);
        var doors = await db.Dwellings.Where(d => d.CommunityId == community && d.BuildingId == building).OrderBy(d => d.SortKey).Take(4).ToListAsync(cancel);
        (int Door, EvidenceKind Kind, EvidenceSign Sign, double Days, string Detail)[] seen =
        [
            (0, EvidenceKind.Meter, EvidenceSign.Absent, 2, "电表 3 天用 0.2 度"), (1, EvidenceKind.Light, EvidenceSign.Present, 1, ""), (2, EvidenceKind.Call, EvidenceSign.Absent, 2.1, ""),
            (2, EvidenceKind.Knock, EvidenceSign.Absent, 2, ""), (2, EvidenceKind.Light, EvidenceSign.Absent, 1, ""), (3, EvidenceKind.Knock, EvidenceSign.Absent, 1, ""),
        ];
        return seen.Select(s => new OccupancyEvidence
        {
            CommunityId = community, Id = Ids.New(), BuildingId = building, DwellingId = doors[s.Door].Id, Kind = s.Kind, Sign = s.Sign, At = now.AddDays(-s.Days), Detail = s.Detail,
            EnteredBy = By,
        });
    }
}
