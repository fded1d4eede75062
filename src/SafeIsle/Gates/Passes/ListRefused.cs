using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Passes;

/// <summary>Who of a compound or a building would get no pass by a rule as things stand now, and why: before a batch and after it, to look at again and to print.</summary>
internal static class ListRefused
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/passes/refused", ShowAsync).May(Role.Committee);

    internal static string Path(long community) => $"/desk/{community}/passes/refused";

    internal static string PathOf(long community, string where, string rule) => $"{Path(community)}?where={Uri.EscapeDataString(where)}&rule={Uri.EscapeDataString(rule)}";

    private static async Task<IResult> ShowAsync(
        long community, string? where, string? rule, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var rules = PassPlaces.Rules(await GatePlan.LoadAsync(db, community, cancel));
        var by = rules.FirstOrDefault(r => $"{r.Key}" == rule) ?? (rules.Count > 0 ? rules[0] : null);
        var places = await PassPlaces.ChoicesAsync(db, me, community, cancel);
        var homes = by is null ? null : await PassPlaces.HomesAsync(db, me, community, where ?? "", cancel);
        var (may, refused, already) = homes is null ? ([], [], 0) : await PassRefused.SortAsync(db, community, by!, homes, clock.Now(), cancel);
        return Page.Of<RefusedPage>(new
        {
            Community = community,
            Rules = rules,
            Rule = by,
            Places = places,
            Where = homes is null ? "" : Guid.Parse(where!).ToString(),
            Refused = refused,
            May = may.Count,
            Already = already,
            Now = clock.Now(),
        });
    }
}
