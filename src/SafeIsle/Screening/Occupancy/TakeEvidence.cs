using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Occupancy;

/// <summary>How evidence comes in: within the write of whoever brings it; what is inferred is stored with it.</summary>
public static class TakeEvidence
{
    extension(Db db)
    {
        /// <summary>One piece about one door, seen now.</summary>
        public Task TakeEvidenceAsync(
            long community, Guid building, Guid dwelling, EvidenceKind kind, EvidenceSign sign, DateTimeOffset at, string by, CancellationToken cancel) =>
            db.TakeEvidenceAsync(
                [
                    new()
                    {
                        CommunityId = community, Id = Ids.New(), BuildingId = building, DwellingId = dwelling, Kind = kind, Sign = sign, At = at, Detail = "", EnteredBy = by,
                    },
                ],
                cancel);

        /// <summary>Many at once, of one community. Pieces whose id is there already change nothing.</summary>
        /// <returns>How many were new.</returns>
        public async Task<int> TakeEvidenceAsync(IReadOnlyList<OccupancyEvidence> pieces, CancellationToken cancel)
        {
            if (pieces.Count == 0)
            {
                return 0;
            }

            var community = pieces[0].CommunityId;
            var dwellings = pieces.Select(p => p.DwellingId).Distinct().ToList();
            // One at a time at each door: what is inferred must have seen all.
            await db.Dwellings.Where(d => d.CommunityId == community && dwellings.Contains(d.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Label, d => d.Label), cancel);
            var known = await db.OccupancyEvidence.Where(e => e.CommunityId == community && dwellings.Contains(e.DwellingId)).ToListAsync(cancel);
            var ids = known.Select(e => e.Id).ToHashSet();
            var fresh = pieces.Where(p => ids.Add(p.Id)).ToList();
            await db.BulkInsertAsync(fresh, cancel);
            await db.InferAsync(community, known.Concat(fresh), cancel);
            return fresh.Count;
        }

        /// <summary>Infers anew for the dwellings of these pieces, which must be all of theirs.</summary>
        internal async Task InferAsync(long community, IEnumerable<OccupancyEvidence> evidence, CancellationToken cancel)
        {
            var byDwelling = evidence.GroupBy(e => e.DwellingId).ToList();
            var dwellings = byDwelling.ConvertAll(g => g.Key);
            var rows = (await db.Occupancies.Where(o => o.CommunityId == community && dwellings.Contains(o.Id)).ToListAsync(cancel)).ToDictionary(o => o.Id);
            var changed = new List<Guid>();
            var made = new List<DwellingOccupancy>();
            foreach (var group in byDwelling)
            {
                var ordered = group.OrderBy(e => e.At).ThenBy(e => e.Id).ToList();
                if (OccupancyRules.Infer(ordered.ConvertAll(e => new Piece(e.Kind, e.Sign, e.At, e.Decided, e.Detail))) is not { } inferred)
                {
                    continue;
                }

                var (last, reason) = (ordered[^1].At, Platform.Text.ChineseText.Cut(inferred.Reason, OccupancyDb.MostReason, "…"));
                if (rows.TryGetValue(group.Key, out var row))
                {
                    if (row.State == inferred.State && row.Since == inferred.Since && row.Reason == reason && row.EvidenceAt == last)
                    {
                        continue;
                    }

                    changed.Add(row.Id);
                }

                made.Add(new()
                {
                    CommunityId = community, Id = group.Key, BuildingId = ordered[0].BuildingId, State = inferred.State, Since = inferred.Since, Reason = reason, EvidenceAt = last,
                });
            }

            // Taken out and put in anew: two statements, however many doors a sheet of readings changed.
            await db.Occupancies.Where(o => o.CommunityId == community && changed.Contains(o.Id)).ExecuteDeleteAsync(cancel);
            await db.BulkInsertAsync(made, cancel);
        }
    }
}
