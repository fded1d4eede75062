using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// The doors of a community as people walk, by whose place in the list scanners name them. A print of them tells whether a scanner's list
/// is this one; it is made anew once a minute, so that a device that asks for news does not make us read thousands of doors.
/// </summary>
internal sealed class DoorList(TimeProvider clock)
{
    private static readonly TimeSpan PrintedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, (int Print, DateTimeOffset Until)> prints = new();

    /// <summary>At most a minute old.</summary>
    public async Task<int> PrintAsync(Db db, long community, CancellationToken cancel) =>
        prints.TryGetValue(community, out var made) && made.Until > clock.Now() ? made.Print : (await LoadAsync(db, community, cancel)).Print;

    public async Task<Doors> LoadAsync(Db db, long community, CancellationToken cancel)
    {
        var rows = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && d.ClosedAt == null
            orderby b.SortKey, d.SortKey
            select new { d.Id, d.BuildingId, Building = b.Label, d.Unit, d.Room, d.Label }).ToListAsync(cancel);
        var index = new Dictionary<Guid, int>(rows.Count);
        foreach (var row in rows)
        {
            index.Add(row.Id, index.Count);
        }

        var print = BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(r => r.Label)))));
        prints[community] = (print, clock.Now() + PrintedFor);
        return new(
            [.. rows.GroupBy(r => r.BuildingId).Select(g => new BuildingDoors(
                g.First().Building, [.. g.Select(r => r.Room.Length == 0 ? r.Label : r.Unit > 0 ? $"{r.Unit}-{r.Room}" : r.Room)]))],
            index,
            print);
    }
}

/// <param name="Index">Of a dwelling: its place among all doors.</param>
/// <param name="Print">Of all labels, 16 bits.</param>
internal sealed record Doors(IReadOnlyList<BuildingDoors> Buildings, IReadOnlyDictionary<Guid, int> Index, int Print);

/// <summary>The doors of a building in walking order, without the building's name in front: 2-501.</summary>
internal sealed record BuildingDoors(string Building, IReadOnlyList<string> Labels);
