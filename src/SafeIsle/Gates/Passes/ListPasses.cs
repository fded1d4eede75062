using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Passes;

/// <summary>The community's passes: by dwelling, holder or number; valid or void. Errand slips have their own list.</summary>
internal static class ListPasses
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/passes", ShowAsync).May(HouseholdsModule.MayCall);

    internal static string Path(long community) => $"/desk/{community}/passes";

    private static async Task<IResult> ShowAsync(
        long community, string? q, string? show, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var today = clock.Today();
        var rows =
            from p in db.Passes.Within(me).Where(p => p.CommunityId == community && p.Kind != PassKind.Errand)
            join d in db.Dwellings on new { p.CommunityId, Id = p.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { p.CommunityId, Id = p.BuildingId } equals new { b.CommunityId, b.Id }
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            select new { Pass = p, Dwelling = d, Building = b.SortKey, Compound = c.SortKey };
        rows = show switch
        {
            "void" => rows.Where(r => r.Pass.RevokedAt != null),
            "over" => rows.Where(r => r.Pass.RevokedAt == null && r.Pass.LastDay < today),
            _ => rows.Where(r => r.Pass.RevokedAt == null && r.Pass.LastDay >= today),
        };
        if (ChineseText.Clean(q) is { Length: > 0 } asked)
        {
            var number = PassNumber.Read(asked) is { Refusal: null } read ? read.Value : -1;
            // A door in any spelling: 12-1-301.
            var doors = DwellingAddress.TryParse(asked, out var address) ? db.Dwellings.At(db, community, address).Select(d => d.Id) : null;
            rows = doors is null
                ? rows.Where(r => r.Pass.Number == number || r.Pass.Holder.Contains(asked) || r.Dwelling.Label.Contains(asked))
                : rows.Where(r => r.Pass.Number == number || r.Dwelling.Label.Contains(asked) || doors.Contains(r.Dwelling.Id));
        }

        var shown = await rows.OrderBy(r => r.Compound).ThenBy(r => r.Building).ThenBy(r => r.Dwelling.SortKey).ThenBy(r => r.Pass.Id)
            .Page(Paging.Number(page)).ToListAsync(cancel);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var held = await HeldTimes.NowAsync(db, community, plan, shown.Select(r => r.Pass), clock.Now(), cancel);
        return Page.Of<ListPassesPage>(new
        {
            Community = community,
            Rows = shown.ConvertAll(r => new PassRow(r.Pass, r.Dwelling.Label, plan.NameOf(r.Pass.Rule), held.Contains(r.Pass.Id))),
            Total = await rows.CountAsync(cancel),
            Number = Paging.Number(page),
            Show = show ?? "",
            Asked = q ?? "",
            On = today,
            HasRules = plan.Rules.Any(r => r.Times > PassRules.Barred),
            Keeps = me.Keeps(community),
        });
    }
}

/// <summary>A pass in the list.</summary>
/// <param name="Held">Whether the gates hold it back now.</param>
public sealed record PassRow(Pass Pass, string Dwelling, string Rule, bool Held);
