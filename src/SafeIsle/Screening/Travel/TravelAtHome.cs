using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;
using SafeIsle.Screening.RiskAreas;

namespace SafeIsle.Screening.Travel;

/// <summary>A check as the household's phone shows it.</summary>
/// <param name="Declared">What was declared; null as long as that is waited for. Empty: was nowhere.</param>
/// <param name="Stands">How it stands, in a sentence; empty as long as a declaration is waited for.</param>
public sealed record AskedAtHome(TravelCheck Check, string Person, IReadOnlyList<Stay>? Declared, string Stands)
{
    /// <summary>See <see cref="ForwardSms.IsAwaited"/>.</summary>
    public bool Forwards { get; init; }

    /// <summary>Nothing is waited for any more.</summary>
    public bool Over { get; init; }
}

/// <summary>A finding about somebody of the household, as its phone shows it.</summary>
public sealed record FindingAtHome(FindingView View, string Person);

/// <summary>On the household's phone: declare, correct it until it is checked, see what is held against one and from where, object, read the answer.</summary>
internal static class TravelAtHome
{
    /// <summary>For how long a matter that is over is still shown.</summary>
    private static readonly TimeSpan ShownAfter = TimeSpan.FromDays(30);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/travel", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/travel/{id:guid}/declare", DeclareAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/travel/{id:guid}/object", ObjectAsync).MayAnyone(Homes.WhyOpen);
        ForwardSms.Map(app);
    }

    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if (await home.OwnAsync(db, cancel) is not { } household)
        {
            return [];
        }

        var cards = await TravelCards.OfAsync(db, home, household, now, cancel);
        return home.IsProven ? cards : cards.Any(c => c.Act is not null) ? [HomeCard.ProveFirst] : [];
    }

    private static async Task<IResult> ShowAsync(Home? home, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        await SeenAsync(db, home, clock.Now(), cancel);
        return Page.Of<TravelAtHomePage>(await PartsAsync(db, home, sealer, FormInput.Empty, null, clock, cancel));
    }

    // That the household was told is part of the record.
    private static async Task SeenAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        var community = home.Dwelling.CommunityId;
        if (await home.ProvenAsync(db, cancel) is not { } household || !await Told(db, community, household, now).AnyAsync(f => f.SeenAt == null, cancel))
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        foreach (var finding in await Told(db, community, household, now).Where(f => f.SeenAt == null).AsTracking().ToListAsync(cancel))
        {
            finding.SeenAt = now;
            write.Record(community, "travel.seen", finding.Id, $"{finding.Dwelling}的手机看到一人的核验结果");
        }

        await write.CommitAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private static async Task<IResult> DeclareAsync(
        Home? home, Guid id, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        var (community, path) = (home.Dwelling.CommunityId, home.Path + "/travel");
        if (await LockAsync(db, home, id, cancel) is not { } check)
        {
            return TypedResults.NotFound();
        }

        if (!check.MayCorrect())
        {
            return http.Refused(path, "居委会已经在核对，这里改不了了；要更正请打居委会电话。");
        }

        if (form.Typed("do") == StayForm.More)
        {
            return Page.Of<TravelAtHomePage>(await PartsAsync(db, home, sealer, form, id, clock, cancel));
        }

        var stays = StayForm.Read(form, check.FirstDay, check.LastDay);
        if (!form.Ok)
        {
            return Page.Again<TravelAtHomePage>(await PartsAsync(db, home, sealer, form, id, clock, cancel));
        }

        var again = check.DeclaredAt is not null;
        (check.DeclaredSealed, check.DeclaredAt, check.DeclaredBy) = (sealer.Seal(id, stays), clock.Now(), home.Actor.Name);
        write.Record(community, "travel.declare", id, $"{check.Dwelling}一人在手机上{(again ? "更正行程申报" : "申报行程")}");
        await write.CommitAsync(cancel);
        return http.Done(path, again ? "已更正，谢谢。居委会核对后，结果会显示在这里。" : "已申报，谢谢。居委会核对后，结果会显示在这里。");
    }

    /// <summary>Somebody's of this phone's household, held and tracked within the open write; null where there is no such check.</summary>
    internal static async Task<TravelCheck?> LockAsync(Db db, Home home, Guid id, CancellationToken cancel)
    {
        var community = home.Dwelling.CommunityId;
        await TravelDesk.HoldAsync(db, community, id, cancel);
        return await home.ProvenAsync(db, cancel) is { } household
            ? await db.TravelChecks.AsTracking().SingleOrDefaultAsync(c => c.CommunityId == community && c.HouseholdId == household && c.Id == id, cancel)
            : null;
    }

    private static async Task<IResult> ObjectAsync(
        Home? home, Guid id, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        var (community, path, now) = (home.Dwelling.CommunityId, home.Path + "/travel", clock.Now());
        var check = await db.TravelFindings.Where(f => f.CommunityId == community && f.Id == id).Select(f => f.CheckId).SingleOrDefaultAsync(cancel);
        await TravelDesk.HoldAsync(db, community, check, cancel);
        if (await home.ProvenAsync(db, cancel) is not { } household
            || await Told(db, community, household, now).AsTracking().SingleOrDefaultAsync(f => f.Id == id, cancel) is not { } finding)
        {
            return TypedResults.NotFound();
        }

        if (finding.State is not (FindingState.Confirmed or FindingState.Answered))
        {
            return http.Refused(path, finding.State == FindingState.Objected ? "异议已经收到，正在核对，请等答复。" : "这一条已经了结，不用再提异议。");
        }

        var text = form.Required("text", "异议", FindingWord.MostText);
        if (!form.Ok)
        {
            return Page.Again<TravelAtHomePage>(await PartsAsync(db, home, sealer, form, id, clock, cancel));
        }

        if (await db.FindingWords.CountAsync(w => w.CommunityId == community && w.FindingId == id, cancel) >= FindingWord.Most)
        {
            return http.Refused(path, "已经写过很多次了，请打居委会电话当面说。");
        }

        var word = form.Id("word") ?? Ids.New();
        db.Add(new FindingWord
        {
            CommunityId = community, Id = word, FindingId = id, IsAnswer = false, TextSealed = sealer.Seal(SealedColumn.TravelWord, word, text), At = now,
            By = home.Actor.Name,
        });
        finding.State = FindingState.Objected;
        write.Record(community, "travel.object", id, $"{finding.Dwelling}一人对核验结果提出异议");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(path, "异议已经收到，正在核对。");
        }

        return http.Done(path, "异议已经收到，居委会核对后在这里答复。");
    }

    internal static async Task<object> PartsAsync(Db db, Home home, Sealer sealer, FormInput form, Guid? at, TimeProvider clock, CancellationToken cancel)
    {
        var (community, household) = (home.Dwelling.CommunityId, await home.ProvenAsync(db, cancel));
        var names = await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var asked = household is { } own ? await AskedAsync(db, community, own, names, sealer, clock.Now(), cancel) : [];
        var told = new List<FindingAtHome>();
        foreach (var finding in household is { } known ? await Told(db, community, known, clock.Now()).OrderByDescending(f => f.ConfirmedAt).ToListAsync(cancel) : [])
        {
            told.Add(new(await TravelDesk.ViewAsync(db, sealer, finding, cancel), names.GetValueOrDefault(finding.PersonId, "")));
        }

        return new { Home = home, Asked = asked, Told = told, Asking = (await TravelPlans.LoadAsync(db, community, cancel)).Rules.Asking, Form = form, At = at };
    }

    // Of a check with a confirmed finding the finding speaks.
    private static async Task<List<AskedAtHome>> AskedAsync(
        Db db, long community, Guid household, Dictionary<Guid, string> names, Sealer sealer, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - ShownAfter;
        var findings = db.TravelFindings.Where(f => f.CommunityId == community && f.HouseholdId == household);
        var checks = await db.TravelChecks.Where(c => c.CommunityId == community && c.HouseholdId == household
                && (c.ClosedAt == null || (c.DeclaredAt != null && c.ClosedAt > since)) && !findings.Any(f => f.CheckId == c.Id && f.ConfirmedAt != null))
            .OrderBy(c => c.DeclaredAt != null).ThenByDescending(c => c.OpenedAt).ToListAsync(cancel);
        var declined = await findings.Where(f => f.ConfirmedAt == null && f.ResolvedAt != null).Select(f => f.CheckId).ToListAsync(cancel);
        return checks.ConvertAll(c => new AskedAtHome(c, names.GetValueOrDefault(c.PersonId, ""), sealer.DeclaredOf(c), Stands(c, declined.Contains(c.Id)))
        {
            Forwards = ForwardSms.IsAwaited(c, sealer),
            Over = c.ClosedAt is not null && (c.Result != CheckResult.Found || declined.Contains(c.Id)),
        });
    }

    private static string Stands(TravelCheck check, bool declined) =>
        check.DeclaredAt is null ? ""
        : check.MayCorrect() ? "已申报，等居委会核对。写错了可以改。"
        : check.ClosedAt is null || (check.Result == CheckResult.Found && !declined) ? "居委会正在核对；要更正请打居委会电话。"
        : check.Result == CheckResult.Clean ? "核对无误，已经结束，不影响出入。"
        : "核对已经结束，没有别的要求。";

    // What nobody has confirmed binds nobody, and is not told; nor is what came of somebody who lives elsewhere now.
    internal static IQueryable<TravelFinding> Told(Db db, long community, Guid household, DateTimeOffset now)
    {
        var since = now - ShownAfter;
        var members = db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null);
        return db.TravelFindings.Where(f => f.CommunityId == community && f.HouseholdId == household && f.ConfirmedAt != null && (f.ResolvedAt == null || f.ResolvedAt > since)
            && members.Any(p => p.Id == f.PersonId));
    }
}
