using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Gates.Passes;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Errands;

/// <summary>Errand slips and the certificate for buying fever medicine.</summary>
internal static class ErrandsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new NavItem(62, "外出单", "/errands", "walk", HouseholdsModule.MayCall));
        services.AddSingleton(new HouseholdPageLink("外出单", "map-pin", IssueErrand.Path, HouseholdsModule.MayCall));
        services.AddSingleton<MeasureLines>(OfMeasureAsync);
        services.AddSingleton<CertificateSource>(p =>
            (db, code, cancel) => MedicineCertificates.FindAsync(p.GetRequiredService<Sealer>(), p.GetRequiredService<KeyRing>(), db, code, cancel));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        IssueErrand.Map(app);
        ListErrands.Map(app);
        ErrandSlip.Map(app);
        MedicineCertificates.Map(app);
    }

    // Left and came back, on the file of somebody under a measure.
    private static async Task<IReadOnlyList<MeasureLine>> OfMeasureAsync(Db db, Measure measure, CancellationToken cancel)
    {
        var (community, person, from, to) = (measure.CommunityId, measure.PersonId, measure.StartsAt, measure.EndedAt);
        var (household, bound) = (measure.HouseholdId, measure.CoResidents);
        // And those of whoever it binds besides, which ListErrands.ShownAsync leaves to this file.
        var slips = await db.Errands.Where(e => e.CommunityId == community && e.IssuedAt >= from && (to == null || e.IssuedAt <= to)
                && (e.PersonId == person || (bound && e.HouseholdId == household && (e.Category == ErrandCategory.Doctor || e.Category == ErrandCategory.Medicine))))
            .OrderByDescending(e => e.IssuedAt).Take(MeasureLimits.MostLines).ToListAsync(cancel);
        return [.. slips.SelectMany(Lines)];

        IEnumerable<MeasureLine> Lines(Errand slip)
        {
            var who = slip.PersonId == person ? "" : $"{slip.Name}：";
            var along = slip.Companion.Length > 0 ? $"，{slip.Companion}陪同" : "";
            yield return new(slip.IssuedAt, slip.IssuedBy, $"{who}开外出单去{slip.Where}，{slip.BackBy.Short()} 前回来{along}");
            if (slip.LeftAt is { } left)
            {
                yield return new(left, "", $"{who}出门去{slip.Where}");
            }

            if (slip.BackAt is { } back)
            {
                yield return new(back, "", $"{who}从{slip.Where}回来", back > slip.BackBy ? "late" : "ok");
            }
        }
    }

    /// <summary>What the household's phone says of its slips, by pass.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> OnPhoneAsync(Db db, long community, IReadOnlyList<Pass> passes, CancellationToken cancel)
    {
        var ids = passes.Where(p => p.Kind == PassKind.Errand).Select(p => p.Id).ToList();
        return ids.Count == 0 ? new Dictionary<Guid, string>() : await db.Errands.Where(e => e.CommunityId == community && ids.Contains(e.PassId))
            .ToDictionaryAsync(e => e.PassId, e => $"外出单：去{e.Where}，{e.BackBy.Short()} 前回来；{(e.State == ErrandState.Out ? "已出门，回来请扫码收单" : "只能出门一次、回来一次")}", cancel);
    }
}
