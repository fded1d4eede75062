using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Passes;

/// <summary>Passes for all households of a compound or a building at once; who gets none is listed with the reason.</summary>
internal static class IssueMany
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/passes/many", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/passes/many", IssueAsync).May(Role.Committee);
    }

    internal static string Path(long community) => $"/desk/{community}/passes/many";

    private static async Task<IResult> FormAsync(long community, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<IssueManyPage>(await PartsAsync(db, me, await GatePlan.LoadAsync(db, community, cancel), community, FormInput.Empty, [], clock, cancel));

    private static async Task<IResult> IssueAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        if (plan.Rule(form.RequiredNumber("rule", "按哪条规则", 1, PassRuleCheck.MostRules)) is not { } rule)
        {
            form.Wrong("rule", "请选择按哪条规则发证。");
            return Page.Again<IssueManyPage>(await PartsAsync(db, me, plan, community, form, [], clock, cancel));
        }

        if (rule.Subject != PassSubject.Household)
        {
            form.Wrong("rule", "这条规则按人发证，请在每户的页面上选人发；成批发证只发全家共用的。");
        }

        var dates = PassForm.Read(form, rule, [], clock.Today());
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // The sequence's row is everybody's who changes passes here: two batches at once wait for each other.
        var seq = await PassSequences.NextAsync(db, community, cancel);
        var homes = await HomesAsync(db, me, community, form.Typed("where"), cancel);
        if (homes is null)
        {
            form.Wrong("where", "请选择给哪里发。");
        }

        if (!form.Ok || homes is null)
        {
            return Page.Again<IssueManyPage>(await PartsAsync(db, me, plan, community, form, [], clock, cancel));
        }

        var conditions = await PassConditions.LoadAsync(db, community, clock.Now(), cancel);
        var (today, key) = (clock.Today(), rule.Key);
        // A card of one person or of a vehicle is not the household's.
        var have = (await db.Passes.Where(p => p.CommunityId == community && p.RevokedAt == null && p.LastDay >= today && p.Rule == key && p.Kind == PassKind.Household)
            .Select(p => p.HouseholdId).ToListAsync(cancel)).ToHashSet();
        var counted = await PassForm.CountedAsync(db, community, rule, null, cancel);
        var numbers = await PassNumbers.LoadAsync(db, community, homes.Count, cancel);
        var (made, refused, already) = (new List<Pass>(), new List<PassRefused>(), 0);
        foreach (var home in homes)
        {
            if (have.Contains(home.Household.Id))
            {
                already++;
            }
            else if (conditions.Against(rule, home.Household.Id).ToList() is { Count: > 0 } against)
            {
                refused.Add(new(home.Household.Id, home.Dwelling.Label, string.Join("，", against)));
            }
            else
            {
                made.Add(dates.Make(home, rule, numbers.Next(), counted.TryGetValue(home.Household.Id, out var counter) ? counter : null, seq, clock.Now(), me.Name, ""));
            }
        }

        await db.BulkInsertAsync(made, cancel);
        write.Record(
            community, "pass.many", null, $"成批发出入证 {made.Count} 张（{rule.Name}，到 {dates.Until.Full()}），不符合条件 {refused.Count} 户，已有证 {already} 户");
        await write.CommitAsync(cancel);
        return Page.Of<IssueManyPage>(await PartsAsync(db, me, plan, community, form, refused, clock, cancel, new(made.Count, already)));
    }

    // The form's value is a compound's or a building's id.
    private static async Task<List<PassHousehold>?> HomesAsync(Db db, Me me, long community, string where, CancellationToken cancel)
    {
        if (!Guid.TryParse(where, out var id))
        {
            return null;
        }

        var buildings = await db.Buildings.Within(me).Where(b => b.CommunityId == community && (b.Id == id || b.CompoundId == id)).Select(b => b.Id).ToListAsync(cancel);
        return buildings.Count == 0 ? null : await (
            from h in db.Households.Within(me)
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { h.CommunityId, Id = h.BuildingId } equals new { b.CommunityId, b.Id }
            where h.CommunityId == community && buildings.Contains(h.BuildingId) && h.ClosedAt == null
            orderby b.SortKey, d.SortKey, h.Id
            select new PassHousehold(h, d)).ToListAsync(cancel);
    }

    private static async Task<object> PartsAsync(
        Db db, Me me, GatePlan plan, long community, FormInput form, IReadOnlyList<PassRefused> refused, TimeProvider clock, CancellationToken cancel,
        PassesMade? made = null)
    {
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel);
        var buildings = await db.Buildings.Within(me).Where(b => b.CommunityId == community).OrderBy(b => b.SortKey).ToListAsync(cancel);
        return new
        {
            Community = community,
            Rules = plan.Rules.Where(r => r.Subject == PassSubject.Household).ToList(),
            Places = compounds.SelectMany(c => buildings.Where(b => b.CompoundId == c.Id).Select(b => (b.Id.ToString(), $"{c.Name} {b.Label}"))
                .Prepend((c.Id.ToString(), $"{c.Name}（整个小区）"))).ToList(),
            Refused = refused,
            Made = made,
            On = clock.Today(),
            Form = form,
        };
    }
}

/// <summary>A household that got no pass, and why.</summary>
public sealed record PassRefused(Guid Household, string Dwelling, string Why);

/// <summary>What became of a batch.</summary>
/// <param name="Already">Households that had one by the same rule.</param>
public sealed record PassesMade(int Count, int Already);
