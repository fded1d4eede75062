using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.BuildingGroups;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Secrets;
using SafeIsle.Tests.Closures;
using SafeIsle.Closures;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>A closed building of a test with its group.</summary>
/// <param name="Path">The group's page at the desk.</param>
/// <param name="Code">Without hyphen.</param>
internal sealed record ClosedBuilding(Guid Id, Guid Order, string Path, string Code, IReadOnlyList<Dwelling> Dwellings)
{
    public string Board => Path[..^"/group".Length];
}

/// <summary>What tests of groups do over and over.</summary>
internal static class Groups
{
    /// <summary>Closes a new building of two units; its households live behind the first doors (1-101, 1-102, …).</summary>
    public static async Task<ClosedBuilding> CloseAsync(this TestApp app, Browser director, int number, int perUnit = 2, params PersonFacts[][] households)
    {
        var building = await Closures.Residents.AddBuildingAsync(app, $"{number}号楼", perUnit);
        await Closures.Residents.AddAsync(app, building, households);
        var board = await CloseBuildingTests.CloseAsync(director, building);
        var group = await app.InDbAsync(db => db.BuildingGroups.SingleAsync(g => g.BuildingId == building));
        var dwellings = await app.InDbAsync(db => db.Dwellings.Where(d => d.BuildingId == building).OrderBy(d => d.SortKey).ToListAsync());
        return new(building, group.OrderId, board + "/group", GroupCode.Of(app.Services.GetRequiredService<KeyRing>(), group), dwellings);
    }

    public static string CodeOf(this TestApp app, BuildingGroup group) => GroupCode.Of(app.Services.GetRequiredService<KeyRing>(), group);

    public static PersonFacts Person(string name, string? phone = null) => new() { Name = name, Phones = phone is null ? null : [phone] };

    /// <summary>Opens the group's page and sends the form; the browser shows what came.</summary>
    public static async Task JoinAsync(
        this Browser phone, string code, string room, string proof, string name = "王女士", string who = "self", string? unit = null)
    {
        await phone.OpenAsync($"/g/{code}");
        await phone.SubmitAsync($"/g/{code}", ("room", room), ("proof", proof), ("name", name), ("who", who), ("unit", unit));
    }

    /// <summary>Asks without proof.</summary>
    public static async Task AskAsync(this Browser phone, string code, string room, string name, string number = "", string who = "self")
    {
        await phone.OpenAsync($"/g/{code}");
        await phone.PostAsync(
            $"/g/{code}/ask", ("ticket", phone.Page.QuerySelector("input[name=ticket]")!.GetAttribute("value")!), ("room", room), ("name", name),
            ("who", who), ("phone", number));
    }

    public static Task<Coverage> CoverageAsync(this TestApp app, ClosedBuilding building) => app.InDbAsync(async db =>
        (await Coverage.OfAsync(db, await db.ClosureOrders.SingleAsync(o => o.Id == building.Order), default))!);
}
