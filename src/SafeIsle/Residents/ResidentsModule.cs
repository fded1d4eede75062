using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
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
        services.AddSingleton<WhenHouseholdDeclared>(DeclaredAsync);
        services.AddScoped<FormKeyOfPhone>(provider => (http, dwelling) => FormKeyAsync(provider.GetRequiredService<Homes>(), http, dwelling));
        services.AddSingleton<HistoryOfBuilding>(HistoryAsync);
        services.AddSingleton(new HouseholdPageLink("认得的手机", "phone", HouseholdPhones.Path, Role.Committee));
    }

    public static void MapResidents(this IEndpointRouteBuilder app)
    {
        JoinByDoor.Map(app);
        ShowHome.Map(app);
        ProvePhone.Map(app);
        HouseholdPhones.Map(app);
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

    // A form that a phone without household sends carries the phone's id: what the committee makes of it is this phone's household.
    private static async Task<Guid?> FormKeyAsync(Homes homes, HttpContext http, Dwelling dwelling) =>
        (await homes.AllAsync(http)).FirstOrDefault(h =>
            h.Dwelling.Id == dwelling.Id && h.Row is { State: ResidentState.In, HouseholdId: null, IsProxy: false })?.Row.Id;

    private static async Task DeclaredAsync(Db db, WriteScope write, HouseholdDeclared notice, CancellationToken cancel)
    {
        var given = await db.Residents
            .Where(r => r.CommunityId == notice.Community && r.Id == notice.FormKey && r.DwellingId == notice.Dwelling
                && r.State == ResidentState.In && r.HouseholdId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, notice.Household), cancel);
        if (given > 0)
        {
            write.Record(notice.Community, "resident.household", notice.FormKey, "登记确认，交登记的手机认到新的一户");
        }
    }

    private static async Task<string?> HistoryAsync(Db db, long community, Guid building, CancellationToken cancel) =>
        await db.Residents.CountAsync(r => r.CommunityId == community && r.BuildingId == building, cancel) is > 0 and var phones
            ? $"住户手机 {phones} 台"
            : null;
}
