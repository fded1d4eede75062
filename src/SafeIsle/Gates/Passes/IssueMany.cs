using Microsoft.EntityFrameworkCore;
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
        if (rule.Evidence.Length > 0 && dates.Evidence.Length == 0)
        {
            form.Wrong(PassForm.Seen, $"按{rule.Name}发证要看：{rule.Evidence}。每一户都看过了，请勾上；没有看过的，请在那一户的页面上单独发。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // The sequence's row is everybody's who changes passes here: two batches at once wait for each other.
        var seq = await PassSequences.NextAsync(db, community, cancel);
        var homes = await PassPlaces.HomesAsync(db, me, community, form.Typed("where"), cancel);
        if (homes is null)
        {
            form.Wrong("where", "请选择给哪里发。");
        }

        if (!form.Ok || homes is null)
        {
            return Page.Again<IssueManyPage>(await PartsAsync(db, me, plan, community, form, [], clock, cancel));
        }

        var (may, refused, already) = await PassRefused.SortAsync(db, community, rule, homes, clock.Now(), cancel);
        var counted = await PassForm.CountedAsync(db, community, rule, null, cancel);
        var numbers = await PassNumbers.LoadAsync(db, community, may.Count, cancel);
        var made = may.ConvertAll(home =>
            dates.Make(home, rule, numbers.Next(), counted.TryGetValue(home.Household.Id, out var counter) ? counter : null, seq, clock.Now(), me.Name, ""));
        await db.BulkInsertAsync(made, cancel);
        write.Record(
            community, "pass.many", null, $"成批发出入证 {made.Count} 张（{rule.Name}，到 {dates.Until.Full()}{(dates.Evidence.Length > 0 ? "，材料已逐户看过" : "")}），不符合条件 {refused.Count} 户，已有证 {already} 户");
        await write.CommitAsync(cancel);
        return Page.Of<IssueManyPage>(await PartsAsync(db, me, plan, community, form, refused, clock, cancel, new(made.Count, already)));
    }

    private static async Task<object> PartsAsync(
        Db db, Me me, GatePlan plan, long community, FormInput form, IReadOnlyList<PassRefused> refused, TimeProvider clock, CancellationToken cancel,
        PassesMade? made = null) => new
        {
            Community = community,
            Rules = PassPlaces.Rules(plan),
            Places = await PassPlaces.ChoicesAsync(db, me, community, cancel),
            Refused = refused,
            Made = made,
            On = clock.Today(),
            Form = form,
        };
}

/// <summary>What became of a batch.</summary>
/// <param name="Already">Households that had one by the same rule.</param>
public sealed record PassesMade(int Count, int Already);
