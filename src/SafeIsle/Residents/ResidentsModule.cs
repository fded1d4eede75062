using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Residents;

/// <summary>Phones of residents: recognised at their door, without account; their first page.</summary>
public static class ResidentsModule
{
    public static void AddResidents(this IServiceCollection services)
    {
        services.AddScoped<Homes>();
        services.AddScoped<Recognise>();
        services.AddSingleton<JoinTicket>();
        services.AddSingleton<WhenDwellingMerged>(MoveAsync);
        services.AddSingleton<HistoryOfBuilding>(HistoryAsync);
    }

    public static void MapResidents(this IEndpointRouteBuilder app)
    {
        JoinByDoor.Map(app);
        ShowHome.Map(app);
    }

    // Phones follow their dwelling, as households do; those that were forgotten stay where they were.
    private static async Task MoveAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        var moved = await db.Residents
            .Where(r => r.CommunityId == notice.Community && r.DwellingId == notice.From && r.State != ResidentState.Left)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DwellingId, notice.Into), cancel);
        if (moved > 0)
        {
            write.Record(notice.Community, "resident.move", notice.Into, $"房屋合并，{moved} 台手机随房迁入合并后的房屋");
        }
    }

    private static async Task<string?> HistoryAsync(Db db, long community, Guid building, CancellationToken cancel) =>
        await db.Residents.CountAsync(r => r.CommunityId == community && r.BuildingId == building, cancel) is > 0 and var phones
            ? $"住户手机 {phones} 台"
            : null;
}
