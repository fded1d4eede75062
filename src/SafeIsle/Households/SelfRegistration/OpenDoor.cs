using SafeIsle.Platform.Access;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>
/// What the door's code opens: which door this is, who fills the form in, and, for those who know the tail of a phone that is registered
/// here, the form with what is stored. Nothing stored is shown before.
/// </summary>
internal static class OpenDoor
{
    // The same for a wrong number and for a dwelling without people.
    private const string Wrong = "这个尾号没有对上。请核对后再试，或直接填写全部内容。";

    private const string Otherwise = "；您可以直接填写全部内容，不影响登记。";
    private const string AtOnce = "同一时间有人也在试，请再按一次。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/h/{code}", ShowAsync).MayAnyone(FindDoor.WhyOpen);
        app.MapPost("/h/{code}", BeginAsync).MayAnyone(FindDoor.WhyOpen);
        app.MapPost("/h/{code}/leave", LeaveAsync).MayAnyone(FindDoor.WhyOpen);
    }

    private static async Task<IResult> ShowAsync(string code, HttpContext http, Doors doors)
    {
        var (door, no) = await doors.FindAsync(http, code);
        return no ?? Page.Of<OpenDoorPage>(new { Door = door });
    }

    private static async Task<IResult> BeginAsync(
        string code, FormInput form, HttpContext http, Doors doors, TailGuard guard, DoorProof proof, TimeProvider clock)
    {
        var begun = clock.GetTimestamp();
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        var who = form.Typed("who");
        if (who is not ("self" or "proxy"))
        {
            form.Wrong("who", "请选择您是不是住在这里。");
        }

        var tail = ChineseText.Key(form.Typed("tail"));
        if (tail.Length > 0 && (tail.Length != 4 || !tail.All(char.IsAsciiDigit)))
        {
            form.Wrong("tail", "尾号是 4 位数字；没登记过或不记得，就空着。");
        }

        if (form.Ok && tail.Length > 0)
        {
            await TryTailAsync(form, http, door, tail, guard, proof);
            if (!form.Ok)
            {
                await doors.PauseAsync(begun, http.RequestAborted);
            }
        }

        return form.Ok
            ? TypedResults.LocalRedirect(door.FormPath(who == "proxy"))
            : Page.Again<OpenDoorPage>(new { Door = door, Form = form });
    }

    private static async Task TryTailAsync(FormInput form, HttpContext http, Door door, string tail, TailGuard guard, DoorProof proof)
    {
        var (answer, household) = await guard.TryAsync(door.Dwelling, tail, http.RequestAborted);
        switch (answer)
        {
            case TailAnswer.Right:
                proof.Give(http, door, household);
                break;
            case TailAnswer.Wrong:
                form.Wrong("tail", Wrong);
                break;
            case TailAnswer.UsedUp or TailAnswer.Closed:
                form.Wrong("tail", TailGuard.WhyNot(answer) + Otherwise);
                break;
            case TailAnswer.AtOnce:
                form.Wrong("tail", AtOnce);
                break;
        }
    }

    private static async Task<IResult> LeaveAsync(string code, HttpContext http, Doors doors)
    {
        DoorProof.Forget(http);
        var (door, no) = await doors.FindAsync(http, code);
        return no ?? TypedResults.LocalRedirect(door!.Path);
    }
}
