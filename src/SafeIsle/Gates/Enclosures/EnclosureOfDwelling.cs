using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.Gates.Enclosures;

/// <summary>In which enclosure a dwelling is: for its page, its household's page and its phones.</summary>
internal static class EnclosureOfDwelling
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<DwellingFacts>(FactsAsync);
        services.AddSingleton<HomeCards>(CardsAsync);
        services.AddSingleton<WhenDwellingMerged>(p => (db, write, notice, cancel) => LeaveAsync(db, write, notice, p.GetRequiredService<TimeProvider>().Now(), cancel));
        services.AddSingleton<HistoryOfBuilding>(HistoryAsync);
    }

    private static async Task<IReadOnlyList<DwellingFact>> FactsAsync(Db db, long community, Guid dwelling, CancellationToken cancel) =>
        await OfAsync(db, community, dwelling, cancel) is { } at
            ? [new("所属围合", $"{at.Enclosure.Name}，出入口{at.Entrance.Name}（{at.Entrance.State()}）", ShowEnclosure.Path(community, at.Enclosure.Id))]
            : [];

    // A line at the top: everybody of the door needs it, helpers too.
    private static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel) =>
        await OfAsync(db, home.Dwelling.CommunityId, home.Dwelling.Id, cancel) is { } at
            ? [new(0, $"进出走{at.Entrance.Name}（{at.Enclosure.Name}{(at.Enclosure.StartsAt > now ? $"，{at.Enclosure.StartsAt.Short()} 起" : "")}）{(at.Entrance.IsOpen ? "" : "，现在关闭")}", "", "")]
            : [];

    private static async Task<(Enclosure Enclosure, Gate Entrance)?> OfAsync(Db db, long community, Guid dwelling, CancellationToken cancel)
    {
        var found = await (
            from d in db.EnclosedDwellings
            join e in db.Enclosures on new { d.CommunityId, Id = d.EnclosureId } equals new { e.CommunityId, e.Id }
            join g in db.Gates on new { e.CommunityId, Id = e.GateId } equals new { g.CommunityId, g.Id }
            where d.CommunityId == community && d.DwellingId == dwelling && d.LeftAt == null
            select new { Enclosure = e, Gate = g }).SingleOrDefaultAsync(cancel);
        return found is null ? null : (found.Enclosure, found.Gate);
    }

    // The door that it became part of keeps its own enclosure.
    private static async Task LeaveAsync(Db db, WriteScope write, DwellingMerged notice, DateTimeOffset now, CancellationToken cancel)
    {
        var inside = db.EnclosedDwellings.Where(d => d.CommunityId == notice.Community && d.DwellingId == notice.From && d.LeftAt == null);
        if (await inside.Select(d => (Guid?)d.EnclosureId).SingleOrDefaultAsync(cancel) is { } enclosure)
        {
            await inside.ExecuteUpdateAsync(set => set.SetProperty(d => d.LeftAt, now), cancel);
            write.Record(notice.Community, "enclosure.dwellings", enclosure, "房屋合并，并掉的门移出围合");
        }
    }

    private static async Task<string?> HistoryAsync(Db db, long community, Guid building, CancellationToken cancel) =>
        await db.EnclosedDwellings.CountAsync(d => d.CommunityId == community && d.BuildingId == building, cancel) is > 0 and var doors
            ? $"围合记录 {doors} 条"
            : null;
}
