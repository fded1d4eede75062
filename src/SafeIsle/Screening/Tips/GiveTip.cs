using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Tips;

/// <summary>Anybody tells the committee, or those above it, what she noticed, by a QR code on the notice board, without saying who she is.</summary>
internal static class GiveTip
{
    /// <summary>From one address on one day; several households may share one.</summary>
    public const int MostPerSender = 10;

    /// <summary>To one community on one day, of those about its staff and of all others each: more is no help, but a flood, and one mutes not the other.</summary>
    public const int MostPerDay = 300;

    /// <summary>Field of the form's own key.</summary>
    internal const string Key = "key";

    private const string WhyOpen = "whoever tells must not have to say who she is; the page tells nothing of the register";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/tip/{place:long}", FormAsync).MayAnyone(WhyOpen);
        app.MapPost("/tip/{place:long}", TakeAsync).MayAnyone(WhyOpen).RequireRateLimiting(LoginLimits.Join);
        app.MapGet("/tip/{place:long}/thanks", ThanksAsync).MayAnyone(WhyOpen);
    }

    internal static string Path(long community) => $"/tip/{community}";

    private static Task<Community?> PlaceAsync(Db db, long community, CancellationToken cancel) =>
        db.Communities.Where(c => c.CommunityId == community).SingleOrDefaultAsync(cancel);

    private static async Task<IResult> FormAsync(long place, Db db, CancellationToken cancel) =>
        await PlaceAsync(db, place, cancel) is { } found ? Page.Of<GiveTipPage>(new { Place = found, Overseen = await TipReach.IsOverseenAsync(db, place, cancel) }) : TypedResults.NotFound();

    private static async Task<IResult> ThanksAsync(long place, Db db, CancellationToken cancel) =>
        await PlaceAsync(db, place, cancel) is { } found ? Page.Of<GiveTipPage>(new { Place = found, Taken = true }) : TypedResults.NotFound();

    private static async Task<IResult> TakeAsync(
        long place, FormInput form, HttpContext http, Db db, Sealer sealer, KeyRing keys, TimeProvider clock, CancellationToken cancel)
    {
        if (await PlaceAsync(db, place, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var (kind, overseen) = (form.RequiredChoice<TipKind>("kind", "是什么情况"), await TipReach.IsOverseenAsync(db, place, cancel));
        if (kind == TipKind.Staff && !overseen)
        {
            // Nobody would ever read it.
            form.Wrong("kind", "这里还没有街道的账号来看这一类情况；请打 12345。");
        }

        var text = new TipText(
            form.Required("what", "看到了什么", TipText.MostWhat), form.Required("where", "在哪里", TipText.MostWhere), form.Text("since", "从什么时候开始", TipText.MostWhere));
        if (!form.Ok)
        {
            return Page.Again<GiveTipPage>(new { Place = found, Overseen = overseen, Form = form });
        }

        // The form's own random key makes the id: sent twice it is one tip, and neither tells the minute.
        var (id, day) = (form.Id(Key) is { } key ? Ids.BlindOf($"tip {place} {key:N}") : Ids.Blind(), clock.Today());
        await using var write = await db.BeginWriteAsync(new Actor(null, "匿名"), cancel);
        if (await db.Tips.AnyAsync(t => t.CommunityId == place && t.Id == id, cancel))
        {
            // The same form again: it is there.
            return TypedResults.LocalRedirect(Path(place) + "/thanks");
        }

        var sender = keys.LookupHash("tip", place, $"{day:yyyyMMdd} {CallerAddress.Of(http.Connection.RemoteIpAddress)}");
        var today = db.Tips.Where(t => t.CommunityId == place && t.Day == day);
        var alike = kind == TipKind.Staff ? today.Where(t => t.Kind == TipKind.Staff) : today.Where(t => t.Kind != TipKind.Staff);
        if (await alike.CountAsync(cancel) >= MostPerDay || !await CountAsync(db, place, day, sender, cancel))
        {
            form.Wrong("what", "今天从这里发来的线索太多了，这一条没有收下；请明天再发，急事请打居委会电话。");
            return Page.Again<GiveTipPage>(new { Place = found, Overseen = overseen, Form = form });
        }

        db.Add(new Tip { CommunityId = place, Id = id, Kind = kind, TextSealed = text.Seal(sealer, id), Day = day });
        // An entry of now would say when; the day's number is told when the day is over (ForgetTips).
        write.RecordLater();
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            // The same form at the same moment, or two first ones of one address: nothing is lost by trying again.
            form.Wrong("what", "刚才没有收下，请再按一次。");
            return Page.Again<GiveTipPage>(new { Place = found, Overseen = overseen, Form = form });
        }

        return TypedResults.LocalRedirect(Path(place) + "/thanks");
    }

    // Within the open write: false when the address has had its share.
    private static async Task<bool> CountAsync(Db db, long community, DateOnly day, long sender, CancellationToken cancel)
    {
        var mine = db.TipQuotas.Where(q => q.CommunityId == community && q.Day == day && q.Sender == sender);
        if (await mine.ExecuteUpdateAsync(set => set.SetProperty(q => q.Count, q => q.Count + 1), cancel) == 0)
        {
            db.Add(new TipQuota { CommunityId = community, Day = day, Sender = sender, Count = 1 });
            return true;
        }

        return await mine.AnyAsync(q => q.Count <= MostPerSender, cancel);
    }
}
