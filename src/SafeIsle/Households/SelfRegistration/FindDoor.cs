using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>For whoever cannot scan: the code typed from the paper.</summary>
internal static class FindDoor
{
    internal const string WhyOpen = "residents have no account; the code on the door's paper is the key";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/h", () => Page.Of<FindDoorPage>(new { })).MayAnyone(WhyOpen);
        app.MapPost("/h", GoAsync).MayAnyone(WhyOpen);
    }

    private static async Task<IResult> GoAsync(FormInput form, HttpContext http, Doors doors)
    {
        var typed = form.Text("code", "编码");
        if (typed.Length == 0)
        {
            return Page.Again<FindDoorPage>(new { Wrong = "请填写告知单上的编码，一共 10 位。" });
        }

        var (door, no) = await doors.FindAsync(http, typed);
        return no ?? TypedResults.LocalRedirect(door!.Path);
    }
}
