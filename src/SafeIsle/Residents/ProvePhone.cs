using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Residents;

/// <summary>
/// One more proof for a phone that came in by the code on the door alone, which whoever passes can read: the tail of a phone that is
/// registered there. Whoever has none calls the committee, which confirms the phone at its desk (<see cref="HouseholdPhones"/>).
/// </summary>
internal static class ProvePhone
{
    /// <summary>Below the home's own path.</summary>
    public const string Below = "/prove";

    private const int TailDigits = 4;

    private const string NoTail = "请填 4 位数字：家里任一登记过的电话的后四位。";
    private const string Wrong = "这个尾号没有对上。请核对后再试，或打居委会电话，请他们确认这台手机。";
    private const string Otherwise = "；急的话打居委会电话，请他们确认这台手机。";
    private const string AtOnce = "同一时间家里有人也在核对，请再按一次。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/prove", (Home? home) => Where(home) ?? Page.Of<ProvePhonePage>(new { Home = home })).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/prove", ProveAsync).MayAnyone(Homes.WhyOpen);
    }

    /// <summary>The way there, instead of the page that was asked for.</summary>
    public static IResult Ask(Home home) => TypedResults.LocalRedirect(home.Path + Below);

    // Somewhere else than here, when there is nothing to prove.
    private static IResult? Where(Home? home) => home is null ? Homes.Unknown() : home.IsProven ? TypedResults.LocalRedirect(home.Path) : null;

    private static async Task<IResult> ProveAsync(
        Home? home, FormInput form, HttpContext http, Doors doors, TailGuard guard, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        if (Where(home) is { } elsewhere)
        {
            return elsewhere;
        }

        var tail = ChineseText.Key(form.Typed("tail"));
        if (tail.Length != TailDigits || !tail.All(char.IsAsciiDigit))
        {
            form.Wrong("tail", NoTail);
            return Page.Again<ProvePhonePage>(new { Home = home, Form = form });
        }

        var (answer, household) = await guard.TryAsync(home!.Dwelling, tail, cancel, "一台手机核对完毕");
        if (answer != TailAnswer.Right)
        {
            form.Wrong("tail", answer switch { TailAnswer.Wrong => Wrong, TailAnswer.AtOnce => AtOnce, _ => TailGuard.WhyNot(answer) + Otherwise });
            await doors.PauseAsync(begun, cancel);
            return Page.Again<ProvePhonePage>(new { Home = home, Form = form });
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        var (community, id) = (home.Row.CommunityId, home.Row.Id);
        // The number says of which household of the door the phone is, whatever the code alone made of it.
        if (await db.Residents.Where(r => r.CommunityId == community && r.Id == id && r.State == ResidentState.In).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Proof, ResidentProof.PhoneTail).SetProperty(r => r.HouseholdId, household), cancel) == 0)
        {
            return Homes.Unknown();
        }

        write.Record(community, "resident.prove", id, $"{home.Dwelling.Label}的一台手机凭电话尾号核对");
        await write.CommitAsync(cancel);
        return http.Done(home.Path, "核对好了，谢谢。以后在这台手机上不用再核对。");
    }
}
