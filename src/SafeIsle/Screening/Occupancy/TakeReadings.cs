using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Occupancy;

/// <summary>A reading to be entered.</summary>
/// <param name="Number">The sheet's row, to say which one is wrong.</param>
public sealed record NewReading(int Number, Dwelling Dwelling, MeterKind Kind, long Thousandths, DateOnly On);

/// <summary>What became of them.</summary>
/// <param name="Known">Those that were there already.</param>
/// <param name="Wrong">Row and why it was not taken.</param>
public sealed record TakenReadings(int Added, int Known, IReadOnlyList<(int Number, string Why)> Wrong)
{
    /// <summary>What the new ones say together with those before them, in their order.</summary>
    public IReadOnlyList<MeterUse> Uses { get; init; } = [];
}

/// <summary>Stores readings, and as evidence what each says together with the one before it.</summary>
internal static class TakeReadings
{
    public static async Task<TakenReadings> SaveAsync(Db db, IReadOnlyList<NewReading> rows, string by, DateTimeOffset now, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return new(0, 0, []);
        }

        var community = rows[0].Dwelling.CommunityId;
        var dwellings = rows.Select(r => r.Dwelling.Id).Distinct().ToList();
        await db.Dwellings.Where(d => d.CommunityId == community && dwellings.Contains(d.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Label, d => d.Label), cancel);
        var there = (await db.MeterReadings.Where(r => r.CommunityId == community && dwellings.Contains(r.DwellingId)).ToListAsync(cancel))
            .GroupBy(r => (r.DwellingId, r.Kind)).ToDictionary(g => g.Key, g => new SortedList<DateOnly, long>(g.ToDictionary(r => r.ReadOn, r => r.Thousandths)));
        var uses = new List<MeterUse>();
        var (made, evidence, wrong, known) = (new List<MeterReading>(), new List<OccupancyEvidence>(), new List<(int, string)>(), 0);
        foreach (var row in rows.OrderBy(r => r.On).ThenBy(r => r.Number))
        {
            if (!there.TryGetValue((row.Dwelling.Id, row.Kind), out var series))
            {
                there[(row.Dwelling.Id, row.Kind)] = series = [];
            }

            if (series.TryGetValue(row.On, out var same))
            {
                if (same == row.Thousandths)
                {
                    known++;
                }
                else
                {
                    wrong.Add((row.Number, $"{row.Dwelling.Label}{row.Kind.Name()} {row.On.Full()} 已经有读数 {MeterRules.Text(same)}，和这一次不一样。"));
                }

                continue;
            }

            var earlier = series.LastOrDefault(s => s.Key < row.On);
            var later = series.FirstOrDefault(s => s.Key > row.On);
            if ((earlier.Key != default && earlier.Value > row.Thousandths) || (later.Key != default && later.Value < row.Thousandths))
            {
                var (day, value) = earlier.Key != default && earlier.Value > row.Thousandths ? earlier : later;
                wrong.Add((row.Number, $"{row.Dwelling.Label}{row.Kind.Name()}的读数 {MeterRules.Text(row.Thousandths)} 和 {day.Full()} 的 {MeterRules.Text(value)} 前后不对，表只会往上走。"));
                continue;
            }

            series.Add(row.On, row.Thousandths);
            made.Add(new()
            {
                CommunityId = community, Id = Ids.New(), BuildingId = row.Dwelling.BuildingId, DwellingId = row.Dwelling.Id, Kind = row.Kind, Thousandths = row.Thousandths,
                ReadOn = row.On, EnteredBy = by,
            });
            if (earlier.Key != default && MeterRules.Use(row.Kind, earlier.Key, earlier.Value, row.On, row.Thousandths) is { } use)
            {
                uses.Add(use);
                evidence.Add(new()
                {
                    CommunityId = community, Id = Ids.New(), BuildingId = row.Dwelling.BuildingId, DwellingId = row.Dwelling.Id, Kind = EvidenceKind.Meter, Sign = use.Sign,
                    At = MeterRules.At(row.On, now), Detail = use.Words, EnteredBy = by,
                });
            }
        }

        await db.BulkInsertAsync(made, cancel);
        await db.TakeEvidenceAsync(evidence, cancel);
        return new(made.Count, known, wrong) { Uses = uses };
    }
}
