using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Scans;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Gates.Passes;

/// <summary>The household's passes on its phone: a code that is good for three quarters of a minute and made anew before that.</summary>
internal static class PassAtHome
{
    /// <summary>How long a phone's code is good: longer than between two fetches, too short for a screenshot to be of use.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromSeconds(45);

    /// <summary>Older than this it is a screenshot, wherever there is a network to know the time by.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromMinutes(1);

    /// <summary>Seconds between two fetches.</summary>
    public const int Every = 20;

    /// <summary>What is said of a pass that something holds back.</summary>
    internal const string HeldNow = "现在停用";

    /// <summary>What a household does whose passes are held back: why they are, its own phone says elsewhere.</summary>
    internal const string WhatThen = "需要出门看病，请打居委会电话";

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/home/{resident:guid}/pass", ShowAsync).MayAnyone(Homes.WhyOpen);

    private static async Task<IResult> ShowAsync(Home? home, Db db, GateKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        var (now, community) = (clock.Now(), home.Dwelling.CommunityId);
        var passes = await OfAsync(db, home, await home.ProvenAsync(db, cancel), clock.Today(), cancel);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var held = await HeldTimes.NowAsync(db, community, plan, passes, now, cancel);
        var slips = await ErrandsModule.OnPhoneAsync(db, community, passes, cancel);
        var key = passes.Count == 0 ? null : await keys.SigningAsync(db, community, cancel);
        return Page.Of<PassAtHomePage>(new
        {
            Home = home,
            Passes = passes.ConvertAll(p => new PassOnPhone(
                p, CodeOf(p, key!, now), slips.GetValueOrDefault(p.Id) ?? (plan.Rule(p.Rule) is { } rule ? $"{rule.Name}：{PassRuleWords.Of(rule)}" : ""), held.Contains(p.Id))),
            Now = now,
        });
    }

    internal static string CodeOf(Pass pass, GateKey key, DateTimeOffset now) => PassCodes.Make(
        new(pass.CommunityId, pass.Number, pass.Counter, pass.Rule, pass.Version, OnPhone: true, now, now + Good), key);

    /// <summary>What stands on the household's first page.</summary>
    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if (await OfAsync(db, home, await home.OwnAsync(db, cancel), now.DateHere(), cancel) is not { Count: > 0 } passes)
        {
            return [];
        }

        if (!home.IsProven)
        {
            return [HomeCard.ProveFirst];
        }

        var community = home.Dwelling.CommunityId;
        var held = await HeldTimes.NowAsync(db, community, await GatePlan.LoadAsync(db, community, cancel), passes, now, cancel);
        var text = held.Count == passes.Count ? $"{HeldNow}，{WhatThen}"
            : held.Count > 0 ? $"{passes.Count} 张，其中 {held.Count} 张{HeldNow}"
            : passes.Count == 1 ? "出门时给门岗看" : $"{passes.Count} 张，出门时给门岗看";
        return [new(30, "出入证", text, "/pass", held.Count > 0 ? "wait" : "ok")];
    }

    // It opens the gate for the household and says where an errand leads: neither for a neighbour who helps nor for whoever read the door's code.
    private static async Task<List<Pass>> OfAsync(Db db, Home home, Guid? household, DateOnly today, CancellationToken cancel)
    {
        if (household is null)
        {
            return [];
        }

        var community = home.Dwelling.CommunityId;
        return await db.Passes.Where(p => p.CommunityId == community && p.HouseholdId == household && p.Kind != PassKind.Visitor && p.RevokedAt == null && p.LastDay >= today)
            .OrderBy(p => p.IssuedAt).ToListAsync(cancel);
    }
}

/// <summary>A pass as a phone shows it.</summary>
/// <param name="Held">The gates hold it back now: no code is shown.</param>
public sealed record PassOnPhone(Pass Pass, string Code, string Rule, bool Held = false);
